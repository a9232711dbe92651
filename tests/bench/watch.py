"""A watched folder: a thousand items from end to end, memory, how soon it is ready, and what a kill leaves."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from pipeline.configure import StoreSettings
from pipeline.log import start_log
from pipeline.run import Options, Run
from pipeline.store import open_store
from pipeline.store.memory import StoreMemory
from pipeline.watch.asked import Watch
from pipeline.watch.places import Places
from pipeline.watch.watch import watch
from tests.bench import instant
from tests.bench.figure import Figure
from tests.bench.resident import own_peak

MANY, FEW, WORKERS, ROUNDS = 1000, 200, 2, 5
TARGETS = ("zh-Hans", "kk-Cyrl", "en")
Making = Callable[[Path], AbstractContextManager[Run]]


def measure() -> list[Figure]:
    """Items a second through two workers, the processor's time for one, the growth of a worker, the start."""
    with tempfile.TemporaryDirectory() as place:
        rate, spent = _through(Path(place), MANY, WORKERS)
    with tempfile.TemporaryDirectory() as place:
        remembering, more = _through(Path(place), MANY, WORKERS, _remembering_run)
    many, few = (_peak(number) for number in (MANY, FEW))
    how = (
        f"{MANY} ninjs items of the seed's length in IN, no sentence twice, three languages, no terms, ninjs out, "
        "moved to --done"
    )
    return [
        Figure("items through watch", rate, "items/s", f"{how}; {WORKERS} workers with an instant engine", least=100),
        Figure("processor time for an item", spent * 1000, "ms", "the same; all processes, their start included"),
        Figure(
            "items through watch, kept in its memory",
            remembering,
            "items/s",
            f"{how}; every sentence kept, as without --no-memory",
        ),
        Figure("processor time for an item, kept", more * 1000, "ms", "the same"),
        Figure("peak memory, 1,000 items over 200", many - few, "MB", "one worker, largest resident size", most=25),
        Figure("audarma watch is ready", _start(), "s", f"until it says that it watches; median of {ROUNDS}", most=1),
    ]


@contextmanager
def instant_run(out: Path) -> Iterator[Run]:
    """A run whose engine answers at once."""
    yield Run(dict.fromkeys(TARGETS, instant.engine()), Options(out, ("ninjs",)))


@contextmanager
def _remembering_run(out: Path) -> Iterator[Run]:
    """The same with the memory of the watch's store, as `audarma watch` has it."""
    with open_store(out.parent / "store.db") as store:
        memory = StoreMemory(store, _fail)
        yield Run(dict.fromkeys(TARGETS, instant.engine()), Options(out, ("ninjs",)), memory=memory)


def _fail(line: str) -> None:
    raise AssertionError(line)


def _through(root: Path, number: int, workers: int, making: Making = instant_run) -> tuple[float, float]:
    """Items a second from the start to the end of `watch --once`, and the processor's seconds for one."""
    places = Places(root / "in", root / "out", root / "done", root / "failed")
    places.folder.mkdir()
    for i in range(number):
        (places.folder / f"{i}.json").write_bytes(instant.item(i))
    start_log("text", "warning")
    store = StoreSettings(url=str(root / "store.db"))
    started, before = time.perf_counter(), _spent()
    ended = watch(Watch(places, store, partial(making, places.out), once=True, workers=workers, quiet=True))
    seconds, spent = time.perf_counter() - started, _spent() - before
    assert (ended.failed, ended.waiting) == (0, 0)
    assert len(list(places.done.iterdir() if places.done else ())) == number
    assert len(list(places.out.iterdir())) == number * len(TARGETS)
    return number / seconds, spent / number


def _spent() -> float:
    """Processor seconds of this process and of those that it has waited for."""
    import os

    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak(number: int) -> float:
    """Peak resident megabytes of a process that watches so many items through."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.watch", str(number)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _start() -> float:
    """Seconds from the start of the process to its first line."""
    from tests.pipeline.watch.newsroom import command, environment, item

    times = []
    for _ in range(ROUNDS + 1):
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            (root / "in").mkdir()
            (root / "in" / "a.json").write_text(item(1), "utf-8")
            started = time.perf_counter()
            with subprocess.Popen(command(root), env=environment(), stderr=subprocess.PIPE, text=True, cwd=root) as run:
                assert run.stderr
                assert "watch.started" in run.stderr.readline()
                times.append(time.perf_counter() - started)
                run.terminate()
                run.communicate()
    return statistics.median(times[1:])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        _through(Path(place), int(sys.argv[1]), 1)
    print(own_peak())
