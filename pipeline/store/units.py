"""The translation memory's units: texts and what was made of them, by whom, and whether that was approved."""

import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, text

from models.languages import SOURCE
from pipeline.article import MatchOrigin
from pipeline.keys import content_key
from pipeline.normalise import normalise
from pipeline.store.insert import chunks, insert_pairs, insert_rows, storable, upsert
from pipeline.store.schema import units

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d+")
_STEM = 5
"""Letters of a word that count: Russian endings come after them."""
_EDGE = "|"


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


def pairs(text: str, source: str, target: str) -> set[int]:
    """The pairs of neighbouring words, the edges of the text among them, each as a number of 64 bits.

    A word is its first letters, a figure is like any other; other languages give other numbers. Of a word alone there
    are too many in a large memory; of a pair mostly few.
    """
    folded = _DIGIT.sub("0", normalise(text).casefold().replace("ё", "е"))
    stems = [_EDGE, *(word[:_STEM] for word in _WORD.findall(folded)), _EDGE]
    return {_number(f"{source}>{target}:{one} {two}") for one, two in pairwise(stems)} if len(stems) > 2 else set()


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def add_units(connection: Connection, new: Iterable[Unit]) -> int:
    """Adds units, in one transaction, and says how many were new.

    A unit that is there already stays as it is; but where the new one is approved and the old one was not, it is
    approved from now on, with the new author, origin and time.
    """
    if connection.dialect.name == "postgresql":  # two that bring the same units in another order would hold each other
        connection.execute(text("LOCK TABLE units IN EXCLUSIVE MODE"))
    return sum(_add(connection, some) for some in chunks(new))


def _add(connection: Connection, new: Sequence[Unit]) -> int:
    rows = {
        (row["source_key"], row["target_language"], row["target_key"], row["source_language"]): row
        for row in sorted(map(_row, new), key=lambda row: bool(row["approved"]))  # of two alike the approved one
    }
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
    insert_rows(connection, statement, units, list(rows.values()))
    fresh = set(rows) - known
    found = connection.execute(select(units.c.id, units.c.source, *columns).where(units.c.source_key.in_(keys)))
    new_ones = [row for row in found if tuple(row[2:]) in fresh]
    index = [(pair, row.id) for row in new_ones for pair in pairs(row.source, row.source_language, row.target_language)]
    insert_pairs(connection, index)
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
            yield _unit(row)


def units_with(connection: Connection, words: str, target: str, most: int = 10) -> list[Unit]:
    """The newest units into a language in which some words stand, on either side, as written or with a capital."""
    spellings = {words, words[:1].upper() + words[1:], words[:1].lower() + words[1:], words.lower()}
    stands = [
        side.contains(spelling, autoescape=True) for side in (units.c.source, units.c.target) for spelling in spellings
    ]
    found = select(units).where(units.c.target_language == target, or_(*stands)).order_by(units.c.id.desc()).limit(most)
    return [_unit(row) for row in connection.execute(found)]


def _unit(row: Row[Any]) -> Unit:
    return Unit(
        row.source, row.target, row.target_language, row.origin, row.approved, row.author, row.made, row.source_language
    )


def count_units(connection: Connection) -> list[Count]:
    """How many there are of each kind."""
    kinds = (units.c.target_language, units.c.origin, units.c.approved)
    rows = connection.execute(select(*kinds, func.count()).group_by(*kinds).order_by(*kinds))
    return [Count(*row) for row in rows]


def has_units(connection: Connection, target: str) -> bool:
    """Whether there is any into a language."""
    return connection.execute(select(units.c.id).where(units.c.target_language == target).limit(1)).first() is not None
