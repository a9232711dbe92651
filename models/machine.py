"""What this machine can compute and hold: asked of the libraries that will compute, never guessed from names."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

CPU, CUDA = "cpu", "cuda"
_THREADS_A_DECODER = 4
_SMALL = 100_000_000
"""Weights of a model whose matrices are so small that two threads on one of them wait for each other."""

_NEAREST = {
    "float32": ("float32",),
    "float16": ("float16", "bfloat16", "float32"),
    "bfloat16": ("bfloat16", "float32"),
    "int16": ("int16", "int8_float32", "float32"),
    "int8": ("int8_float16", "int8_bfloat16", "int8_float32", "float32"),
}
_OVERFLOWS = frozenset({"float16", "int8_float16"})


@dataclass(frozen=True, slots=True)
class Machine:
    """`memory` and `free` are bytes of the machine, `gpus` the names and bytes of its GPUs, `cores` physical ones."""

    cores: int
    memory: int
    free: int
    gpus: tuple[tuple[str, int, int], ...] = ()


def look() -> Machine:
    """The machine as it is now, its GPUs too."""
    import psutil

    memory = psutil.virtual_memory()
    return Machine(cores(), memory.total, memory.available, _gpus())


def cores() -> int:
    """Physical cores."""
    import psutil

    return psutil.cpu_count(logical=False) or psutil.cpu_count() or 1


def free_memory(device: str) -> int | None:
    """Bytes that are free on a device now; None where nothing says so."""
    import psutil

    if device == CPU:
        return int(psutil.virtual_memory().available)
    return max((free for _, _, free in _gpus()), default=None)


def divide(threads: int, cores: int, parameters: int) -> tuple[int, int]:
    """How many decoders side by side, and with how many threads each, for so many threads (0: one a core).

    Four threads are about what one decoder's matrices keep busy; past it, another decoder does more. A small model's
    decoder takes one: the embedded model on two cores then decodes 1.7 times as many tokens a second.
    """
    total = threads or cores
    each = 1 if parameters < _SMALL else min(total, _THREADS_A_DECODER)
    return max(1, total // each), each


@cache
def has_cuda() -> bool:
    """Whether CTranslate2 sees a GPU."""
    import ctranslate2

    return bool(ctranslate2.get_cuda_device_count())


def choose_compute(saved: str, half: bool, device: str) -> str:
    """The type to compute in for weights saved as `saved`: theirs where the processor has it, else the nearest.

    `half` False keeps away from float16, in which some models overflow. Weights saved in a float are not made smaller
    without being asked: int8 is chosen when a model is pulled, because its scores may differ.
    """
    import ctranslate2

    supported = ctranslate2.get_supported_compute_types(device)
    wanted = _NEAREST.get(saved.split("_", maxsplit=1)[0], ("float32",))
    able = [kind for kind in wanted if kind in supported and not (kind in _OVERFLOWS and not half)]
    return able[0] if able else "float32"


def pull_precision(half: bool) -> str:
    """What to convert to for this machine: int8 for a CPU, a float of 16 bits for a GPU."""
    if not has_cuda():
        return "int8"
    return "float16" if half else "bfloat16"


def _gpus() -> tuple[tuple[str, int, int], ...]:
    """Name, bytes and free bytes of each NVIDIA GPU, as the driver's own tool says; none where it is not there."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return ()
    query = [tool, "--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits"]
    done = subprocess.run(query, capture_output=True, text=True, check=False, timeout=20)
    rows = [line.rsplit(",", 2) for line in done.stdout.splitlines() if line.count(",") >= 2]
    return tuple((name.strip(), int(total) << 20, int(free) << 20) for name, total, free in rows)
