"""One worker: claims jobs, runs them, says how they ended, and puts their files away."""

import errno
import gc
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.errors import AudarmaError, ModelError, ReadError, StoreError, WriteError
from pipeline.log import log
from pipeline.run import Outcome, Run, Source, find_items
from pipeline.store import Store
from pipeline.store.jobs import Job, Jobs, Result
from pipeline.watch.arrive import LARGEST, job_key
from pipeline.watch.asked import Letters, Watch
from pipeline.watch.owner import this_process
from pipeline.watch.put_away import Away, Shelves
from pipeline.watch.stop import Interrupted, Stop

LEASE: Final = 60.0
"""Seconds that a claim holds; it is renewed three times in that while."""
SOON, IDLE = 0.01, 0.25
"""Seconds between two looks into an empty queue: each time twice as many, as what comes seldom comes alone."""
MOST: Final = 64
"""Jobs claimed at once at most; as many as take about a second, so that an urgent one does not wait for long."""
MOST_ATTEMPTS: Final = 10
"""A job that was begun so often while the program died under it is failed."""
MODEL_ATTEMPTS: Final = 3
"""A job whose model fails so often is failed: it may be the text."""
TOLD: Final = 1.0
"""Seconds after which the store is told what has ended, and the files are put away."""
LONGEST_PAUSE: Final = 60.0
_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOENT}


class Trouble(Exception):  # noqa: N818 - it is not the job that failed, but what it needs
    """Something that all jobs need does not work: the disk, the model, the store."""

    def __init__(self, error: AudarmaError, job: Job | None = None) -> None:
        super().__init__(str(error))
        self.error, self.job = error, job


@dataclass
class _Begun:
    """A job in hand: how many of its articles are not back yet, and what has come back."""

    job: Job
    waiting: int
    outcomes: list[Outcome] = field(default_factory=list)


@dataclass
class Worker:
    """Works until it is asked to stop, or until the queue is empty once `drained` says that nothing more comes.

    `letters` gives what goes into the outbox as a job is done, of the files that it wrote.
    """

    run: Run
    jobs: Jobs
    shelves: Shelves
    stop: Stop
    drained: Callable[[], bool] = lambda: False
    letters: Letters | None = None
    _size: int = 1
    _pause: float = 0.0
    _idle: float = SOON

    def work(self) -> None:
        """Raises the AudarmaError of a trouble when nothing more comes; otherwise tries again until it is over."""
        with _Renewal(self.jobs):
            while not self.stop() and not self._step():
                pass

    def _step(self) -> bool:
        """One turn; gives True when all is done."""
        try:
            is_over = not self._turn() and self.drained() and not self.jobs.is_queued(self.shelves.places.name)
        except (Trouble, StoreError) as trouble:
            self._wait_out(trouble.error if isinstance(trouble, Trouble) else trouble)
            return False
        if self._pause:
            log("watch.going_on", "going on")
            self._pause = 0.0
        return is_over

    def _wait_out(self, error: AudarmaError) -> None:
        if self.drained():
            raise error
        if not self._pause:
            log("watch.waiting", f"{error}: tried again until it works", "error", error=str(error))
        self._pause = min(LONGEST_PAUSE, self._pause * 2 or 1.0)
        self.stop.event.wait(self._pause)

    def _turn(self) -> bool:
        """Claims and does some jobs; waits a moment, and gives False, where there are none."""
        folder = self.shelves.places.name
        found = self.jobs.claim(folder, self._size, LEASE) if self.jobs.is_queued(folder) else []
        if not found:
            self.stop.event.wait(self._idle)
            self._idle = min(IDLE, self._idle * 2)
            return False
        self._idle = SOON
        started = time.perf_counter()
        self._do(found)
        each = (time.perf_counter() - started) / len(found)
        self._size = max(1, min(MOST, int(1.0 / max(each, 0.001)), self._size * 2))
        return True

    def _do(self, found: Sequence[Job]) -> None:
        """Runs the jobs side by side. What is not ended when it is left goes back into the queue."""
        left = {job.key: job for job in found}
        begun: dict[int, _Begun] = {}
        ready: list[tuple[Job, Result]] = []
        told = time.monotonic()
        try:
            outcomes = self.run(self._sources(found, begun, ready))
            while (outcome := self._next(outcomes)) is not None:
                entry = begun[id(outcome.source)]
                entry.outcomes.append(outcome)
                entry.waiting -= 1
                if not entry.waiting:
                    ready.append((entry.job, _result(entry, self.letters)))
                if time.monotonic() > told + TOLD:
                    self._end(ready, left)
                    told = time.monotonic()
            self._end(ready, left)
        except Trouble as trouble:
            self._end(ready, left)
            if trouble.job is not None:
                self.jobs.put_back(left.pop(trouble.job.key).key)
            raise
        except Interrupted:
            self._end(ready, left)
        finally:
            if left:
                self.jobs.release(list(left))

    def _next(self, outcomes: Iterator[Outcome]) -> Outcome | None:
        with self.stop.breakable():
            return next(outcomes, None)

    def _end(self, ready: list[tuple[Job, Result]], left: dict[str, Job]) -> None:
        """Tells the store first, then moves the files: a file that is not moved is known, and is not taken again."""
        if not ready:
            return
        ended = self.jobs.finish([result for _, result in ready])
        moved = {}
        for job, result in ready:
            left.pop(job.key, None)
            if job.key not in ended:
                continue  # another process has taken it over, and wrote the same files
            _tell(job, result)
            if result.error or result.articles:
                target = self.shelves.put_away(Away(job.key, job.name, Path(job.path), result.error))
                if target is not None:
                    moved[job.key] = str(target)
        if moved:
            self.jobs.moved(moved)
        ready.clear()

    def _sources(
        self, found: Sequence[Job], begun: dict[int, _Begun], ready: list[tuple[Job, Result]]
    ) -> Iterator[Source]:
        for job in found:
            if job.attempts > MOST_ATTEMPTS:
                said = f"{job.name}: the program ended while it translated this, {MOST_ATTEMPTS} times"
                ready.append((job, Result(job.key, said)))
                continue
            try:
                data = _read(job)
            except ReadError as error:
                ready.append((job, Result(job.key, str(error))))
                continue
            if data is None:
                ready.append((job, Result(job.key)))
                continue
            sources = find_items(data, job.name, job.stem)
            entry = _Begun(job, len(sources))
            begun.update({id(source): entry for source in sources})
            yield from sources


def _read(job: Job) -> bytes | None:
    """The file's bytes; None where another file stands there by now, which is a job of its own. Raises ReadError."""
    try:
        with Path(job.path).open("rb") as file:
            data = file.read(LARGEST)
    except FileNotFoundError:
        raise ReadError(f"{job.name}: it was taken away before its turn came") from None
    except OSError as error:
        raise ReadError(f"{job.name}: cannot be read ({error.strerror})") from error
    return data if job_key(job.folder, job.name, data) == job.key else None


def _result(entry: _Begun, letters: Letters | None) -> Result:
    """How a job ended. Raises Trouble where it was not the job's fault."""
    errors = [outcome.error for outcome in entry.outcomes if outcome.error is not None]
    for error in errors:
        if _is_trouble(error, entry.job):
            raise Trouble(error, entry.job)
    said = [_named(outcome) for outcome in entry.outcomes if outcome.error is not None]
    files = [path for outcome in entry.outcomes for path in outcome.files]
    articles = [outcome.translated.article for outcome in entry.outcomes if outcome.translated is not None]
    return Result(
        key=entry.job.key,
        error="; ".join(said),
        articles=len(articles),
        segments=sum(len(article.segments) for article in articles),
        seconds=sum(outcome.seconds for outcome in entry.outcomes),
        outputs=tuple(path.name for path in files),
        letters=tuple(letters(files)) if letters else (),
    )


def _is_trouble(error: AudarmaError, job: Job) -> bool:
    """Whether an error is one that the next job would meet too: no room, no rights, a model that is away."""
    if isinstance(error, ModelError):
        return job.attempts < MODEL_ATTEMPTS
    cause = error.__cause__
    return isinstance(error, WriteError) and isinstance(cause, OSError) and cause.errno in _ROOM


def _named(outcome: Outcome) -> str:
    line = str(outcome.error)
    return line if line.startswith(outcome.source.name) else f"{outcome.source.name}: {line}"


def _tell(job: Job, result: Result) -> None:
    waited = round(time.time() - job.arrived - result.seconds, 1)
    if result.error:
        log("job.failed", result.error, "error", name=job.name, error=result.error, attempts=job.attempts)
    elif not result.articles:
        log("job.replaced", f"{job.name}: a newer file of that name has taken its place", name=job.name)
    else:
        log(
            "job.done",
            f"{job.name}: done in {result.seconds:.1f} s",
            name=job.name,
            seconds=round(result.seconds, 3),
            waited=max(0.0, waited),
            articles=result.articles,
            segments=result.segments,
            files=len(result.outputs),
            urgency=job.urgency,
        )


class _Renewal:
    """Renews the leases of a worker while it works; a store that is away for a while is tried again."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs, self._over = jobs, threading.Event()
        self._thread = threading.Thread(target=self._renew, name="leases", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._over.wait(LEASE / 3):
            self._renew_once()

    def _renew_once(self) -> None:
        try:
            self._jobs.renew(LEASE)
        except StoreError as error:
            log("store.away", f"the leases could not be renewed: {error}", "warning", error=str(error))


def work(what: Watch, store: Store, stop: Stop, drained: Callable[[], bool]) -> None:
    """One worker, from loading its models to the end. Raises AudarmaError."""
    with what.make_run() as run:
        gc.freeze()  # what is loaded now stays: it need not be looked through again and again
        Worker(run, Jobs(store, this_process()), Shelves(what.places), stop, drained, what.letters).work()
