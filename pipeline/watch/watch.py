"""The watch itself: one looks at the folder, one or several work, until there is nothing more or someone says stop."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import StoreError
from pipeline.log import log
from pipeline.store import Store
from pipeline.store.jobs import Jobs
from pipeline.store.memory import open_settings
from pipeline.watch.arrive import Folder
from pipeline.watch.asked import Watch
from pipeline.watch.crew import Crew
from pipeline.watch.owner import is_dead, this_process
from pipeline.watch.put_away import Shelves
from pipeline.watch.stop import Stop
from pipeline.watch.whole import SETTLE
from pipeline.watch.work import work

RESCAN: Final = 5.0
"""Seconds between two looks at the folder where no event tells of a file: shares in a network send none."""
SOON: Final = 0.5
"""Seconds to the next look while a file is not whole."""
LAST: Final = 0.1
"""Seconds between two looks whether all is done, where nothing more comes."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How many jobs failed while it watched, how many are left for the next start, and whether a signal ended it."""

    failed: int
    waiting: int
    interrupted: bool


def watch(what: Watch) -> Ended:
    """Watches until SIGTERM or Ctrl-C, or `once` until the folder is done.

    Raises UsageError, WriteError, StoreError; with `once` also what keeps all jobs from being done.
    """
    what.places.make()
    stop = Stop()
    stop.catch_signals()
    began = time.time()
    crew = Crew(what, stop) if what.workers > 1 else None
    with crew or nullcontext(), open_settings(what.store) as store:
        jobs = Jobs(store, this_process())
        folder = Folder(Shelves(what.places), jobs)
        name = what.places.name
        log("watch.started", f"watching {what.places.folder}", folder=name, workers=what.workers, once=what.once)
        _requeue(jobs, name)
        with what.deliver(store, lambda: stop.by_signal) if what.deliver else nullcontext():
            if crew is None:
                _alone(what, store, folder, stop)
            else:
                _with(crew, what, folder, stop)
        failed = jobs.failed_since(name, began)
        waiting = jobs.waiting(name)
    log("watch.stopped", f"stopped: {failed} failed, {waiting} left for the next start", failed=failed, waiting=waiting)
    return Ended(failed, waiting, stop.by_signal)


def _with(crew: Crew, what: Watch, folder: Folder, stop: Stop) -> None:
    """Looks, while others work."""
    crew.go()
    try:
        Lookout(folder, what, stop).look(crew.look_after, crew.drain)
    finally:
        crew.end()


def _alone(what: Watch, store: Store, folder: Folder, stop: Stop) -> None:
    """Looks in a thread and works in this one, where signals are heard."""
    drained = threading.Event()
    with _in_background(lambda: Lookout(folder, what, stop).look(lambda: None, drained.set), stop):
        work(what, store, stop, drained.is_set)


@contextmanager
def _in_background(task: Callable[[], None], stop: Stop) -> Iterator[None]:
    """Runs a task beside what stands in the block. When either raises, both end, and the error is raised here."""
    errors: list[BaseException] = []

    def guarded() -> None:
        try:
            task()
        except BaseException as error:
            errors.append(error)
            stop.event.set()

    thread = threading.Thread(target=guarded, name="folder", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.event.set()
        thread.join()
        if errors:
            raise errors[0]


@dataclass
class Lookout:
    """Looks at the folder whenever something happens in it. A folder that is gone or cannot be read is waited for."""

    folder: Folder
    what: Watch
    stop: Stop
    _trouble: str = ""
    _looked: float = 0.0

    def look(self, meanwhile: Callable[[], None], drain: Callable[[], None]) -> None:
        """Looks again and again, and calls `meanwhile` each time.

        With `once` it looks until every file is whole or was given its time, calls `drain`, and then only
        `meanwhile` until the queue is empty.
        """
        self._scan(None)
        patience = time.monotonic() + 2 * SETTLE
        events = self._events()
        while not self.stop():
            meanwhile()
            if self.what.once and (not self.folder.growing or time.monotonic() > patience):
                break
            if self._trouble or self.folder.growing:
                self.stop.event.wait(SOON)
                names = None if self._trouble else set(self.folder.growing)
                events = self._events() if self._trouble else events  # one that is made anew is another folder
            else:
                names = next(events, set())
            self._scan(None if time.monotonic() > self._looked + RESCAN else names)
        if self.what.once and not self.stop():
            self._drain(meanwhile, drain)

    def _drain(self, meanwhile: Callable[[], None], drain: Callable[[], None]) -> None:
        for name in self.folder.growing:
            log("file.growing", f"{name}: is still being written: left for the next time", name=name)
        drain()
        while not self.stop() and self.folder.jobs.waiting(self.what.places.name):
            self.stop.event.wait(LAST)
            meanwhile()

    def _scan(self, names: set[str] | None) -> None:
        """Looks once, at everything or at some names, and says what keeps it from looking when that begins and ends."""
        path = self.what.places.folder
        try:
            self.folder.scan(self.stop, names)
            if names is None:
                self._looked = time.monotonic()
                _requeue(self.folder.jobs, self.what.places.name)
        except OSError as error:
            self._say("folder.gone", f"{path}: cannot be read ({error.strerror or error}): waiting for it")
        except StoreError as error:
            self._say("store.away", f"{error}: tried again until it works")
        else:
            if self._trouble:
                log("folder.back", f"{path}: watching again", folder=str(path))
            self._trouble = ""

    def _say(self, event: str, trouble: str) -> None:
        if trouble != self._trouble:
            log(event, trouble, "error", folder=str(self.what.places.folder))
        self._trouble = trouble

    def _events(self) -> Iterator[set[str]]:
        return _events(self.what.places.folder, self.stop)


def _requeue(jobs: Jobs, folder: str) -> None:
    """What a dead process held goes back into the queue."""
    lost = jobs.requeue_lost(folder, [owner for owner in jobs.owners(folder) if is_dead(owner)])
    if lost:
        log("jobs.requeued", f"{lost} unfinished before: taken again", "warning", count=lost)


def _events(path: Path, stop: Stop) -> Iterator[set[str]]:
    """Waits at each step until something happens in the folder, RESCAN seconds at most, and names what changed."""
    from watchfiles import watch as changes

    with suppress(OSError, RuntimeError):  # gone, or the system has no watches left: a look now and then will do
        for found in changes(
            path,
            stop_event=stop.event,
            recursive=False,
            debounce=200,
            step=20,
            rust_timeout=int(RESCAN * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            yield {Path(changed).name for _, changed in found}
    while not stop.event.wait(RESCAN):
        yield set()
