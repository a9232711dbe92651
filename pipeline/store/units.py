"""The translation memory's units: texts and what was made of them, by whom, and whether that was approved."""

import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select, tuple_

from models.languages import SOURCE
from pipeline.article import MatchOrigin
from pipeline.keys import content_key
from pipeline.normalise import normalise
from pipeline.store.insert import chunks, insert_new, storable, upsert
from pipeline.store.schema import unit_words, units

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
"""Letters of a word that count: Russian endings come after them, and shorter words stand everywhere."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation (languages are BCP 47). `made` is Unix time."""

    source: str
    target: str
    target_language: str
    origin: MatchOrigin = "import"
    approved: bool = False
    author: str = ""
    made: float = field(default_factory=time.time)
    source_language: str = SOURCE

    def __post_init__(self) -> None:
        if not self.source.strip() or not self.target.strip():
            raise ValueError("a unit has text on both sides")


@dataclass(frozen=True, slots=True)
class Count:
    """How many units there are of a kind."""

    target_language: str
    origin: MatchOrigin
    approved: bool
    units: int


def source_key(text: str) -> str:
    """The key of a source text: equal for texts that differ only in what a model does not read."""
    return content_key(normalise(text))


def words(text: str, source: str, target: str) -> set[int]:
    """The stems of a text's longer words, each as a number of 64 bits that is another one for other languages."""
    stems = {word[:_STEM] for word in _WORD.findall(normalise(text).casefold().replace("ё", "е"))}
    return {_number(f"{source}>{target}:{stem}") for stem in stems}


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def add_units(connection: Connection, new: Iterable[Unit]) -> int:
    """Adds units, in one transaction, and says how many were new.

    A unit that is there already stays as it is; but where the new one is approved and the old one was not, it is
    approved from now on, with the new author, origin and time.
    """
    return sum(_add(connection, some) for some in chunks(new))


def _add(connection: Connection, new: Sequence[Unit]) -> int:
    rows = {
        (row["source_key"], row["target_language"], row["target_key"], row["source_language"]): row
        for row in sorted(map(_row, new), key=lambda row: bool(row["approved"]))  # of two alike the approved one
    }
    pair = tuple_(units.c.source_key, units.c.target_language, units.c.target_key, units.c.source_language)
    columns = (units.c.source_key, units.c.target_language, units.c.target_key, units.c.source_language)
    keys = list({key[0] for key in rows})
    known = {tuple(row) for row in connection.execute(select(*columns).where(units.c.source_key.in_(keys)))}
    statement = upsert(connection, units)
    better = {name: statement.excluded[name] for name in ("approved", "origin", "author", "made")}
    statement = statement.on_conflict_do_update(
        index_elements=[column.name for column in columns],
        set_=better,
        where=(statement.excluded.approved.is_(True)) & (units.c.approved.is_(False)),
    )
    connection.execute(statement, list(rows.values()))
    fresh = [key for key in rows if key not in known]
    for some in chunks(fresh):
        found = connection.execute(
            select(units.c.id, units.c.source, units.c.source_language, units.c.target_language).where(pair.in_(some))
        )
        insert_new(
            connection,
            unit_words,
            [{"word": word, "unit": unit} for unit, *said in found for word in sorted(words(*said))],
        )
    return len(fresh)


def _row(unit: Unit) -> dict[str, object]:
    target = storable(unit.target)
    return {
        "source_language": unit.source_language,
        "target_language": unit.target_language,
        "source": storable(unit.source),
        "target": target,
        "source_key": source_key(unit.source),
        "target_key": content_key(target),
        "origin": unit.origin,
        "approved": unit.approved,
        "author": storable(unit.author),
        "made": unit.made,
    }


def all_units(connection: Connection, target: str = "", *, approved: bool = False) -> Iterator[Unit]:
    """The units in the order in which they were added, few at a time; of one language, or only approved ones."""
    where = [units.c.target_language == target] if target else []
    where += [units.c.approved.is_(True)] if approved else []
    last = 0
    while rows := connection.execute(
        select(units).where(units.c.id > last, *where).order_by(units.c.id).limit(1000)
    ).all():
        for row in rows:
            last = row.id
            yield Unit(
                row.source,
                row.target,
                row.target_language,
                row.origin,
                row.approved,
                row.author,
                row.made,
                row.source_language,
            )


def count_units(connection: Connection) -> list[Count]:
    """How many there are of each kind."""
    kinds = (units.c.target_language, units.c.origin, units.c.approved)
    rows = connection.execute(select(*kinds, func.count()).group_by(*kinds).order_by(*kinds))
    return [Count(*row) for row in rows]


def has_units(connection: Connection, target: str) -> bool:
    """Whether there is any into a language."""
    return connection.execute(select(units.c.id).where(units.c.target_language == target).limit(1)).first() is not None
