"""The queue of a watched folder: each file once, one process at a time, none lost when a process dies.

A job is claimed with a lease: who holds it renews the lease while it works, and what a dead process held goes back
into the queue when the lease is over, or at once where it is known to be dead.
"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final, Literal

from sqlalchemy import Column, ColumnElement, Connection, Row, and_, case, func, or_, select, update

from pipeline.store.insert import insert_new
from pipeline.store.open import Store
from pipeline.store.outbox import Letter, put
from pipeline.store.schema import jobs

State = Literal["queued", "running", "done", "failed"]
URGENT: Final = 3
"""The lowest urgency that goes before all others: 1 is the highest."""
UNSAID: Final = 5
DOUBTFUL: Final = 3
"""A job that was begun so often, and never ended, waits until there is nothing else: it may be what kills."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came: `key` stands for the folder, its name and its bytes; `arrived` is Unix time."""

    key: str
    folder: str
    name: str
    path: str
    arrived: float
    urgency: int = UNSAID


@dataclass(frozen=True, slots=True)
class Known:
    """What the store says of an arrival: the state of its job, where its file was seen last, why it failed."""

    state: State
    path: str
    error: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A file to translate. `stem` is what the names of its outputs begin with; `attempts` counts this one."""

    key: str
    folder: str
    name: str
    path: str
    stem: str
    urgency: int
    arrived: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Result:
    """How a job ended: without an `error` it is done. Its `letters` go into the outbox with it, or not at all."""

    key: str
    error: str = ""
    articles: int = 0
    segments: int = 0
    seconds: float = 0.0
    outputs: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = ()


class Jobs:
    """The jobs in a store. `owner` is the process that claims. Every method raises StoreError."""

    def __init__(self, store: Store, owner: str = "") -> None:
        self._store, self.owner = store, owner

    def add(self, arrivals: Sequence[Arrival]) -> list[Known]:
        """Queues those that are not known, and says of each what its job is; the same file twice is one job."""
        if not arrivals:
            return []
        with self._store.writing() as connection:
            keys = [arrival.key for arrival in arrivals]
            columns = (jobs.c.key, jobs.c.state, jobs.c.path, jobs.c.error)
            rows = connection.execute(select(*columns).where(jobs.c.key.in_(keys)))
            known = {row.key: Known(row.state, row.path, row.error) for row in rows}
            new = list({a.key: a for a in arrivals if a.key not in known}.values())
            if new:
                insert_new(connection, jobs, _rows(connection, new))
        known |= {arrival.key: Known("queued", arrival.path, new=True) for arrival in new}
        return [known[key] for key in keys]

    def claim(self, folder: str, limit: int, lease: float, now: float | None = None) -> list[Job]:
        """At most `limit` queued jobs of a folder for `lease` seconds: urgent ones first, then as they arrived."""
        now = time.time() if now is None else now
        urgent, sound = jobs.c.urgency <= URGENT, jobs.c.attempts < DOUBTFUL
        with self._store.writing() as connection:
            found = _waiting(connection, folder, limit, and_(urgent, sound), (jobs.c.urgency, jobs.c.arrived))
            found += _waiting(connection, folder, limit - len(found), and_(~urgent, sound), (jobs.c.arrived,))
            found = found or _waiting(connection, folder, 1, ~sound, (jobs.c.attempts, jobs.c.arrived))
            if found:
                held = {"state": "running", "owner": self.owner, "lease": now + lease, "started": now}
                connection.execute(
                    update(jobs)
                    .where(jobs.c.key.in_([row.key for row in found]))
                    .values(**held, attempts=jobs.c.attempts + 1)
                )
        return [_job(row) for row in found]

    def renew(self, lease: float, now: float | None = None) -> None:
        """Holds what the owner has claimed for `lease` seconds more."""
        now = time.time() if now is None else now
        with self._store.writing() as connection:
            connection.execute(update(jobs).where(*self._held()).values(lease=now + lease))

    def finish(self, results: Sequence[Result], now: float | None = None) -> set[str]:
        """Ends jobs, and gives the keys of those that were still the owner's to end."""
        now = time.time() if now is None else now
        ended = set()
        with self._store.writing() as connection:
            for result in results:
                values = {
                    "state": "failed" if result.error else "done",
                    "error": result.error,
                    "articles": result.articles,
                    "segments": result.segments,
                    "timings": {"all": round(result.seconds, 3)},
                    "outputs": list(result.outputs),
                    "finished": now,
                    "lease": None,
                }
                changed = connection.execute(
                    update(jobs).where(jobs.c.key == result.key, *self._held()).values(**values)
                )
                if changed.rowcount:
                    ended.add(result.key)
                    for letter in result.letters:
                        put(connection, letter, now)
        return ended

    def release(self, keys: Sequence[str]) -> None:
        """Puts jobs of the owner back into the queue, as if they had not been begun."""
        with self._store.writing() as connection:
            connection.execute(
                update(jobs)
                .where(jobs.c.key.in_(keys), *self._held())
                .values(**_QUEUED, attempts=case((jobs.c.attempts > 0, jobs.c.attempts - 1), else_=0))
            )

    def put_back(self, key: str) -> None:
        """Puts a job of the owner back into the queue; that it was tried counts."""
        with self._store.writing() as connection:
            connection.execute(update(jobs).where(jobs.c.key == key, *self._held()).values(**_QUEUED))

    def queue_again(self, key: str, path: str, arrived: float) -> None:
        """Queues a job that has ended once more: its file was put into the folder again."""
        with self._store.writing() as connection:
            connection.execute(
                update(jobs)
                .where(jobs.c.key == key, jobs.c.state.in_(["done", "failed"]))
                .values(**_QUEUED, path=path, arrived=arrived, attempts=0, error="", finished=None)
            )

    def requeue_lost(self, folder: str, dead: Sequence[str] = (), now: float | None = None) -> int:
        """Queues what nobody works on: leases that are over, and all that `dead` owners hold. Gives how many."""
        now = time.time() if now is None else now
        lost = or_(jobs.c.lease < now, jobs.c.owner.in_(dead)) if dead else jobs.c.lease < now
        with self._store.writing() as connection:
            changed = connection.execute(
                update(jobs).where(jobs.c.folder == folder, jobs.c.state == "running", lost).values(**_QUEUED)
            )
        return int(changed.rowcount)

    def owners(self, folder: str) -> list[str]:
        """Who holds running jobs of a folder."""
        running = select(jobs.c.owner).where(jobs.c.folder == folder, jobs.c.state == "running").distinct()
        with self._store.reading() as connection:
            return list(connection.execute(running).scalars())

    def moved(self, paths: Mapping[str, str]) -> None:
        """Notes where the files of some jobs are now, by key."""
        with self._store.writing() as connection:
            for key, path in paths.items():
                connection.execute(update(jobs).where(jobs.c.key == key).values(path=path))

    def waiting(self, folder: str) -> int:
        """How many jobs of a folder are queued or running."""
        open_jobs = select(func.count()).where(jobs.c.folder == folder, jobs.c.state.in_(["queued", "running"]))
        with self._store.reading() as connection:
            return int(connection.execute(open_jobs).scalar_one())

    def failed_since(self, folder: str, moment: float) -> int:
        """How many jobs of a folder have failed since a moment (Unix time)."""
        failed = select(func.count()).where(
            jobs.c.folder == folder, jobs.c.state == "failed", jobs.c.finished >= moment
        )
        with self._store.reading() as connection:
            return int(connection.execute(failed).scalar_one())

    def is_queued(self, folder: str) -> bool:
        """Whether a job of a folder waits: asked before a claim, because it keeps no one else from writing."""
        queued = select(jobs.c.key).where(jobs.c.folder == folder, jobs.c.state == "queued").limit(1)
        with self._store.reading() as connection:
            return connection.execute(queued).first() is not None

    def _held(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return jobs.c.owner == self.owner, jobs.c.state == "running"


_QUEUED: Final[dict[str, Any]] = {"state": "queued", "owner": "", "lease": None, "started": None}


def _waiting(
    connection: Connection, folder: str, limit: int, which: ColumnElement[bool], order: Sequence[Column[Any]]
) -> list[Row[Any]]:
    """Queued jobs of a folder that no other process is just taking."""
    if limit <= 0:
        return []
    queued = select(jobs).where(jobs.c.folder == folder, jobs.c.state == "queued", which)
    return list(connection.execute(queued.order_by(*order, jobs.c.key).limit(limit).with_for_update(skip_locked=True)))


def _job(row: Row[Any]) -> Job:
    return Job(row.key, row.folder, row.name, row.path, row.stem, row.urgency, row.arrived, row.attempts + 1)


def _rows(connection: Connection, new: Sequence[Arrival]) -> list[dict[str, Any]]:
    """The arrivals as rows, each with a stem of its own: an update of a file keeps the stem that the file had."""
    folder = new[0].folder
    names = [arrival.name for arrival in new]
    tries = {name: _stems(name) for name in names}
    candidates = {stem for stems in tries.values() for stem in stems}
    rows = connection.execute(
        select(jobs.c.name, jobs.c.stem).where(
            jobs.c.folder == folder, or_(jobs.c.name.in_(names), jobs.c.stem.in_(candidates))
        )
    ).all()
    by_name = {row.name: row.stem for row in rows}
    taken = {row.stem for row in rows}
    for name in names:
        if name not in by_name:
            by_name[name] = next(stem for stem in tries[name] if stem not in taken)
            taken.add(by_name[name])
    return [
        {
            "key": arrival.key,
            "folder": arrival.folder,
            "name": arrival.name,
            "path": arrival.path,
            "stem": by_name[arrival.name],
            "urgency": arrival.urgency,
            "arrived": arrival.arrived,
        }
        for arrival in new
    ]


def _stems(name: str) -> tuple[str, str, str]:
    """`story`; `story-docx` where another file has that; and one that no other file can have."""
    path = PurePath(name)
    long = f"{path.stem}-{path.suffix.lstrip('.')}"
    return path.stem, long, f"{long}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
