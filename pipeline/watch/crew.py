"""Several workers: a process each, which loads its own models, and is begun again when it dies.

The first ones part from this process where that is safe, and find in memory what it has read; those that are begun
later, when threads run and the store is open, begin from nothing.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from dataclasses import replace
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

from pipeline.errors import AudarmaError
from pipeline.log import log, start_log
from pipeline.store.memory import open_settings
from pipeline.watch.asked import Watch
from pipeline.watch.stop import Stop
from pipeline.watch.work import work

DEATHS: Final = 5
"""Workers that die in a row, each within a minute of its start, before the watch gives up."""
_MINUTE: Final = 60.0
_GIVEN_UP: Final = 3


class Crew:
    """The workers of a watch: made before the store is opened, for no connection to SQLite may be open in a process
    that others part from. They begin to work with `go`. Raises AudarmaError in `look_after` when they cannot work.
    """

    def __init__(self, what: Watch, stop: Stop) -> None:
        self._what, self._stop = replace(what, deliver=None), stop  # who watches delivers, and keeps the secret
        self._spawning = multiprocessing.get_context("spawn")
        self._open, self._drained = self._spawning.Event(), self._spawning.Event()
        self._workers: list[tuple[BaseProcess, float]] = []
        self._deaths = 0

    def __enter__(self) -> "Crew":
        begin = self._part if _is_alone() else self._spawn
        self._workers = [(begin(), time.monotonic()) for _ in range(self._what.workers)]
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def go(self) -> None:
        """The store is there: the workers open it, load their models, and begin."""
        self._open.set()

    def end(self) -> None:
        """Tells every worker to stop, and waits for it."""
        for worker, _began in self._workers:
            if worker.is_alive() and worker.pid:
                os.kill(worker.pid, signal.SIGTERM)
        self._open.set()
        for worker, _began in self._workers:
            worker.join()

    def drain(self) -> None:
        """Nothing more comes: a worker that finds the queue empty ends."""
        self._drained.set()

    def look_after(self) -> None:
        """Begins a worker anew for one that has died. What it held is queued again by whoever looks at the folder."""
        for index, (worker, began) in enumerate(self._workers):
            if worker.exitcode is None or (worker.exitcode == 0 and (self._drained.is_set() or self._stop())):
                continue
            if worker.exitcode == _GIVEN_UP:
                raise AudarmaError("the workers cannot work: what stands above says why")
            self._deaths = self._deaths + 1 if time.monotonic() - began < _MINUTE else 1
            if self._deaths >= DEATHS:
                raise AudarmaError(f"the workers died {DEATHS} times in a row (exit code {worker.exitcode})")
            log("worker.died", f"a worker died (exit code {worker.exitcode}): begun again", "error")
            self._workers[index] = self._spawn(), time.monotonic()

    def _part(self) -> BaseProcess:
        """A worker that goes on from here, and hears signals from its first moment."""
        arguments = (self._what, self._open, self._drained, self._stop)
        return _started(multiprocessing.get_context("fork").Process(target=_work, args=arguments, daemon=True))

    def _spawn(self) -> BaseProcess:
        arguments = (self._what, self._open, self._drained)
        return _started(self._spawning.Process(target=_work, args=arguments, daemon=True))


def _started(worker: BaseProcess) -> BaseProcess:
    worker.start()
    return worker


def _is_alone() -> bool:
    """Whether this process has no other thread, not even one of a library: only then may another part from it."""
    threads = Path("/proc/self/task")
    return sys.platform == "linux" and threads.is_dir() and len(list(threads.iterdir())) == 1


def _work(what: Watch, opened: Event, drained: Event, stop: Stop | None = None) -> None:
    """What runs in a worker's process."""
    start_log(what.log, "warning" if what.quiet else "info")
    stop = stop or Stop()
    stop.catch_signals()
    _end_with_parent(stop)
    while not stop() and not opened.wait(0.5):  # in turns: a signal does not end it
        pass
    if stop():
        return
    try:
        with open_settings(what.store) as store:
            work(what, store, stop, drained.is_set)
    except AudarmaError as error:
        log("worker.failed", str(error), "error", error=str(error))
        os._exit(_GIVEN_UP)


def _end_with_parent(stop: Stop) -> None:
    """Ends this process when the one that began it is gone, killed perhaps, and can no longer say so."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        while not stop.event.wait(1.0):
            if os.getppid() != parent.pid:  # its sentinel is no help: who parts from a process holds both ends of it
                os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()
