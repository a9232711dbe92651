"""Lets go of what is old and can be made again, or is of no more use. What persons did is never touched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, delete, exists, or_, select

from pipeline.store.insert import MANY
from pipeline.store.open import Store
from pipeline.store.schema import articles, decoded, deliveries, edits, jobs, translations


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows went, or would go: what models answered; articles, each with its segments, translations and
    findings; jobs of watched folders; letters of the outbox.
    """

    answers: int
    articles: int
    jobs: int
    letters: int


def prune(store: Store, before: float, *, is_trial: bool = False) -> Pruned:
    """Deletes what is older than `before` (Unix time), a few rows at a time, so that nobody waits for long.

    An article that a person edited stays; so do the translation memory, what feeds have taken, what waits, and what
    says of a file that lies in its folder that it is done: without that it would be translated, or sent, again.
    `is_trial` deletes nothing and only counts. Raises StoreError.
    """
    by_persons = (
        exists().where(edits.c.article == articles.c.key),
        exists().where(translations.c.article == articles.c.key, translations.c.origin == "edited"),
    )
    ended = (jobs.c.state.in_(["done", "failed"]), jobs.c.finished < before)
    settled = or_(deliveries.c.delivered < before, deliveries.c.given_up < before)
    return Pruned(
        answers=_clear(store, decoded, (decoded.c.made < before,), is_trial=is_trial),
        articles=_clear(
            store, articles, (articles.c.taken < before, ~by_persons[0], ~by_persons[1]), is_trial=is_trial
        ),
        jobs=_clear(store, jobs, ended, lambda row: _is_gone(Path(row.folder, row.name)), is_trial=is_trial),
        letters=_clear(store, deliveries, (settled,), lambda row: _is_gone(Path(row.path)), is_trial=is_trial),
    )


def _clear(
    store: Store,
    table: Table,
    which: Sequence[ColumnElement[bool]],
    may_go: Callable[[Row[Any]], bool] = lambda _row: True,
    *,
    is_trial: bool,
) -> int:
    (key,) = table.primary_key.columns
    columns = [key, *(column for column in table.c if column.name in {"folder", "name", "path"})]
    gone, further = 0, which
    while True:
        with store.reading() as connection:
            page = connection.execute(select(*columns).where(*further).order_by(key).limit(MANY)).all()
        if not page:
            return gone
        further = (*which, key > page[-1][0])
        keys = [row[0] for row in page if may_go(row)]
        if is_trial or not keys:
            gone += len(keys)
            continue
        with store.writing() as connection:
            gone += connection.execute(delete(table).where(key.in_(keys), *which)).rowcount


def _is_gone(path: Path) -> bool:
    """Whether a file was taken away. Where its folder is not there either (a share, another machine), nobody knows."""
    return path.parent.is_dir() and not path.exists()
