"""What a watch has done and has before it, for a person or a monitor."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from pipeline.store.jobs import URGENT
from pipeline.store.open import Store
from pipeline.store.schema import jobs

MINUTES: Final = (10, 60)
"""The windows that speeds are given for."""


@dataclass(frozen=True, slots=True)
class Running:
    """A job in hand, for how many seconds, and which process holds it."""

    name: str
    seconds: float
    owner: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that failed, when (Unix time), and why."""

    name: str
    when: float
    error: str


@dataclass(frozen=True, slots=True)
class Throughput:
    """One folder's numbers. `oldest` is for how many seconds the first in the queue has waited, None for an empty one.

    `per_minute` gives files and segments a minute for each of MINUTES; `took` is a job's median time in seconds over
    the longest of them, None where nothing was done.
    """

    folder: str
    queued: int
    urgent: int
    running: int
    done: int
    failed: int
    oldest: float | None
    per_minute: tuple[tuple[float, float], ...]
    took: float | None
    now: tuple[Running, ...]
    failures: tuple[Failure, ...]


def read_throughput(store: Store, most: int = 5, now: float | None = None) -> list[Throughput]:
    """The numbers of each folder in the store, with its last `most` failures. Raises StoreError."""
    now = time.time() if now is None else now
    with store.reading() as connection:
        folders = connection.execute(select(jobs.c.folder).distinct().order_by(jobs.c.folder)).scalars().all()
        return [_of(connection, folder, most, now) for folder in folders]


def _of(connection: Connection, folder: str, most: int, now: float) -> Throughput:
    own = jobs.c.folder == folder
    rows = connection.execute(select(jobs.c.state, func.count()).where(own).group_by(jobs.c.state)).all()
    counts: dict[str, int] = {row[0]: row[1] for row in rows}
    waiting = select(func.count(), func.min(jobs.c.arrived)).where(own, jobs.c.state == "queued")
    _, oldest = connection.execute(waiting).one()
    urgent, _ = connection.execute(waiting.where(jobs.c.urgency <= URGENT)).one()
    running = connection.execute(
        select(jobs.c.name, jobs.c.started, jobs.c.owner).where(own, jobs.c.state == "running").order_by(jobs.c.started)
    ).all()
    failures = connection.execute(
        select(jobs.c.name, jobs.c.finished, jobs.c.error)
        .where(own, jobs.c.state == "failed")
        .order_by(jobs.c.finished.desc())
        .limit(most)
    ).all()
    return Throughput(
        folder=folder,
        queued=counts.get("queued", 0),
        urgent=urgent,
        running=counts.get("running", 0),
        done=counts.get("done", 0),
        failed=counts.get("failed", 0),
        oldest=None if oldest is None else max(0.0, now - oldest),
        per_minute=tuple(_speed(connection, folder, minutes, now) for minutes in MINUTES),
        took=_median(
            connection.execute(
                select(jobs.c.timings).where(own, jobs.c.state == "done", jobs.c.finished >= now - MINUTES[-1] * 60)
            )
            .scalars()
            .all()
        ),
        now=tuple(Running(row.name, max(0.0, now - (row.started or now)), row.owner) for row in running),
        failures=tuple(Failure(row.name, row.finished or 0.0, row.error) for row in failures),
    )


def _speed(connection: Connection, folder: str, minutes: int, now: float) -> tuple[float, float]:
    """Files and segments a minute. Of a watch that has just begun, the time since its first job counts."""
    since = now - minutes * 60
    done = select(func.count(), func.sum(jobs.c.segments), func.min(jobs.c.started)).where(
        jobs.c.folder == folder, jobs.c.state == "done", jobs.c.finished >= since
    )
    number, segments, first = connection.execute(done).one()
    if not number:
        return 0.0, 0.0
    spent = max(1.0, now - max(since, first or since)) / 60
    return number / spent, (segments or 0) / spent


def _median(timings: Sequence[object]) -> float | None:
    times = sorted(float(t["all"]) for t in timings if isinstance(t, dict) and "all" in t)
    return times[len(times) // 2] if times else None
