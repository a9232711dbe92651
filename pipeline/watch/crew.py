"""Several workers: a process each, which loads its own models, and is begun again when it dies."""

import multiprocessing
import os
import signal
import threading
import time
from dataclasses import replace
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from typing import Final

from pipeline.errors import AudarmaError
from pipeline.log import log, start_log
from pipeline.store.jobs import Jobs
from pipeline.store.memory import open_settings
from pipeline.watch.asked import Watch
from pipeline.watch.stop import Stop
from pipeline.watch.work import work

DEATHS: Final = 5
"""Workers that die in a row, each within a minute of its start, before the watch gives up."""
_MINUTE: Final = 60.0
_GIVEN_UP: Final = 3


class Crew:
    """The workers of a watch. Raises AudarmaError in `look_after` when they cannot work."""

    def __init__(self, what: Watch, stop: Stop, jobs: Jobs) -> None:
        self._what, self._stop, self._jobs = what, stop, jobs
        self._context = multiprocessing.get_context("spawn")
        self._drained: Event = self._context.Event()
        self._workers: list[tuple[SpawnProcess, float]] = []
        self._deaths = 0

    def __enter__(self) -> "Crew":
        self._workers = [self._begin() for _ in range(self._what.workers)]
        return self

    def __exit__(self, *_: object) -> None:
        for worker, _began in self._workers:
            if worker.is_alive() and worker.pid:
                os.kill(worker.pid, signal.SIGTERM)
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
            self._workers[index] = self._begin()

    def _begin(self) -> tuple[SpawnProcess, float]:
        what = replace(self._what, deliver=None)  # who watches delivers, and keeps the secret to itself
        worker = self._context.Process(target=_work, args=(what, self._drained, os.getpid()), daemon=True)
        worker.start()
        return worker, time.monotonic()


def _work(what: Watch, drained: Event, parent: int) -> None:
    """What runs in a worker's process."""
    start_log(what.log, "warning" if what.quiet else "info")
    stop = Stop()
    stop.catch_signals()
    _end_with(parent, stop)
    try:
        with open_settings(what.store) as store:
            work(what, store, stop, drained.is_set)
    except AudarmaError as error:
        log("worker.failed", str(error), "error", error=str(error))
        os._exit(_GIVEN_UP)


def _end_with(parent: int, stop: Stop) -> None:
    """Ends this process when the one that began it is gone, killed perhaps, and can no longer say so."""

    def wait() -> None:
        while not stop.event.wait(1.0):
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()
