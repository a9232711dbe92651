"""The weights in a CTranslate2 file, by name: the library writes such files and gives no way to read one.

The layout is that of CTranslate2's `ModelSpec.save`, version 6: names and shapes, then data, then aliases.
"""

from collections.abc import Iterator
from io import BytesIO
from math import prod
from pathlib import Path
from struct import Struct, error
from typing import Any

import numpy as np
import numpy.typing as npt

from models.errors import ModelDamagedError

_KINDS = (np.float32, np.int8, np.int16, np.int32, np.float16)
"""By the number of the data type; bfloat16, which numpy lacks, would be the next."""

Tensor = npt.NDArray[np.float32]


def read_weights(path: Path) -> dict[str, Tensor]:
    """Every matrix and vector as 32-bit floats; what was quantized is multiplied out by its scales.

    A quantized weight is known to half a step of its row's scale: to about 1 % of the row's largest. Raises
    ModelDamagedError for a file of another layout.
    """
    try:
        stored = dict(_variables(BytesIO(path.read_bytes())))
    except (OSError, ValueError, IndexError, error) as problem:
        raise ModelDamagedError(f"{path} is no file of CTranslate2's that can be read back: {problem}") from problem
    return {
        name: _restore(value, stored.get(f"{name}_scale"))
        for name, value in stored.items()
        if not name.endswith("_scale")
    }


def _restore(value: npt.NDArray[Any], scale: npt.NDArray[Any] | None) -> Tensor:
    numbers = value.astype(np.float32)
    if scale is None or value.dtype == np.float32:
        return numbers
    steps = scale.astype(np.float32)
    return numbers / (steps[:, None] if steps.ndim and numbers.ndim > 1 else steps)


def _variables(stream: BytesIO) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    (version,) = _take(stream, "I")
    if version != 6:
        raise ValueError(f"its layout is version {version}, not 6")
    _text(stream)
    _take(stream, "I")  # the specification's revision
    (count,) = _take(stream, "I")
    held: dict[str, npt.NDArray[Any]] = {}
    for _ in range(count):
        name = _text(stream)
        (rank,) = _take(stream, "B")
        shape = _take(stream, f"{rank}I")
        kind, size = _take(stream, "BI")
        dtype = np.dtype(_KINDS[kind])
        if size != prod(shape) * dtype.itemsize:
            raise ValueError(f"{name} has {size} bytes, which is no {dtype} of shape {shape}")
        held[name] = np.frombuffer(stream.read(size), dtype).reshape(shape)
    (aliases,) = _take(stream, "I")
    for _ in range(aliases):
        alias, name = _text(stream), _text(stream)
        held[alias] = held[name]
        if f"{name}_scale" in held:
            held.setdefault(f"{alias}_scale", held[f"{name}_scale"])
    yield from held.items()


def _text(stream: BytesIO) -> str:
    (length,) = _take(stream, "H")
    return stream.read(length)[:-1].decode()  # it ends in a zero byte, as C has it


def _take(stream: BytesIO, form: str) -> tuple[Any, ...]:
    record = Struct("<" + form)
    return record.unpack(stream.read(record.size))
