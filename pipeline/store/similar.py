"""Units like a text: the same first, then those whose characters are nearly the same, then those of one meaning.

A text's rarer pairs of words lead to the units that share most of them; rapidfuzz compares the characters of those.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, TextClause, select
from sqlalchemy import text as as_sql

from models.languages import SOURCE
from pipeline.article import Match
from pipeline.normalise import normalise
from pipeline.store.insert import chunks
from pipeline.store.schema import units
from pipeline.store.units import has_units, pairs, source_key

Compare = Callable[[str, Sequence[str]], Sequence[float]]
"""A text and others -> how near each is to it in meaning, 0 to 1."""

_COMMON = 400
"""A pair that stands in more units than this leads nowhere, as long as there are rarer ones."""
_ASKED = 60
"""Pairs of a text that are looked up, which ones is chance: a long text needs no more to be found again."""
_POSTINGS = 2000
"""Entries of the index that one look-up reads at most."""
_CANDIDATES = 80
_LOOKED_AT = 8
_SLACK = 5
"""How much nearer, of 100, a text may come by being normalised."""
_ROOM = 0.35
"""How far below the threshold the characters may be for the meaning to be looked at."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is offered: at most `most` matches. Their characters reach `threshold`, or come near it and their meaning
    reaches `meaning`.
    """

    threshold: float = 0.75
    meaning: float = 0.85
    most: int = 3


def find_matches(
    connection: Connection, texts: Sequence[str], target: str, bounds: Bounds, compare: Compare | None = None
) -> dict[str, tuple[Match, ...]]:
    """What is offered for each text: the same first; like it, where no approved one is the same."""
    if not has_units(connection, target):
        return {}
    exact = exact_matches(connection, texts, target)
    found: dict[str, tuple[Match, ...]] = {}
    for text in texts:
        matches = exact.get(text, [])
        if not (matches and matches[0].settles):
            matches = [*matches, *fuzzy_matches(connection, text, target, bounds, compare)]
        if matches:
            found[text] = tuple(matches[: max(1, bounds.most)])
    return found


def exact_matches(connection: Connection, texts: Sequence[str], target: str) -> dict[str, list[Match]]:
    """What was made of the very same texts, by text, the best first: approved, by a person, the newest."""
    by_key = {source_key(text): text for text in texts}
    found: dict[str, list[tuple[tuple[bool, bool, float, int], Match]]] = {}
    for some in chunks(by_key):
        where = (units.c.source_key.in_(some), units.c.target_language == target, units.c.source_language == SOURCE)
        for row in connection.execute(select(units).where(*where)):
            rank = (row.approved, row.origin != "model", row.made, row.id)
            found.setdefault(by_key[row.source_key], []).append((rank, _match(row, 1.0)))
    return {
        text: [match for _, match in sorted(ranked, reverse=True, key=lambda pair: pair[0])]
        for text, ranked in found.items()
    }


def fuzzy_matches(
    connection: Connection, text: str, target: str, bounds: Bounds, compare: Compare | None = None
) -> list[Match]:
    """Units whose source is like `text` but not the same, the best first. `compare` takes a second look, at meaning.

    A sentence with "not" in it and the one without differ by two letters; their meaning tells them apart.
    """
    from rapidfuzz import fuzz, process

    read = normalise(text)
    lowest = 100 * (bounds.threshold - (_ROOM if compare else 0))
    candidates = _candidates(connection, read, target)
    written = {row.id: row.source for row in candidates}
    # As they were written first: to normalise them all costs more than everything else here.
    near = process.extract(read, written, scorer=fuzz.ratio, score_cutoff=lowest - _SLACK, limit=_LOOKED_AT)
    scores = {unit: fuzz.ratio(read, normalise(source)) for source, _, unit in near}
    alike = [unit for unit, score in scores.items() if lowest <= score < 100]
    rows = connection.execute(select(units).where(units.c.id.in_(alike))).all() if alike else []
    ranked = sorted(rows, key=lambda row: (scores[row.id], row.approved, row.made, row.id), reverse=True)
    matches = [_match(row, round(scores[row.id] / 100, 4)) for row in ranked]
    if compare and matches:
        meanings = compare(read, [normalise(match.source) for match in matches])
        matches = [replace(match, meaning=round(m, 4)) for match, m in zip(matches, meanings, strict=True)]
    sure = [match for match in matches if match.similarity >= bounds.threshold]
    doubtful = [match for match in matches if match.similarity < bounds.threshold]
    doubtful.sort(key=lambda match: match.meaning or 0, reverse=True)
    return [*sure, *(match for match in doubtful if (match.meaning or 0) >= bounds.meaning)][: bounds.most]


def _candidates(connection: Connection, text: str, target: str) -> list[Row[Any]]:
    """The units (id and source) that share most of the text's rarer pairs of words."""
    rare = _rarest(connection, sorted(pairs(text, SOURCE, target))[:_ASKED])
    return list(connection.execute(_sharing(len(rare)), _named(rare))) if rare else []


def _named(keys: Sequence[int]) -> dict[str, int]:
    return {f"p{i}": key for i, key in enumerate(keys)}


def _rarest(connection: Connection, keys: Sequence[int]) -> list[int]:
    """The pairs that stand in the fewest units, as many as one look-up reads."""
    if not keys:
        return []
    counts = connection.execute(_counts(len(keys)), _named(keys))
    known = sorted((number, pair) for pair, number in counts if number)
    chosen: list[int] = []
    read = 0
    for number, pair in known:
        read += number
        if chosen and (read > _POSTINGS or number > _COMMON):
            break
        chosen.append(pair)
    return chosen


@cache
def _counts(number: int) -> TextClause:
    """How many units each of so many pairs stands in, counted no further than needed.

    As text, and made once: to put it together anew from SQLAlchemy's parts takes longer than the look-up.
    """
    few = f"(SELECT 1 AS one FROM unit_pairs WHERE pair = :p{{0}} LIMIT {_COMMON + 1}) AS few{{0}}"
    one = f"SELECT CAST(:p{{0}} AS BIGINT) AS pair, (SELECT COUNT(*) FROM {few}) AS units"
    return as_sql(" UNION ALL ".join(one.format(i) for i in range(number)))


@cache
def _sharing(number: int) -> TextClause:
    """The units that share most of so many pairs. Each pair is asked for by itself: PostgreSQL, which expects more of
    a list of them than there is, would read the whole index.
    """
    one = f"SELECT unit FROM (SELECT unit FROM unit_pairs WHERE pair = :p{{0}} LIMIT {_POSTINGS}) AS few{{0}}"
    entries = " UNION ALL ".join(one.format(i) for i in range(number))
    chosen = (
        f"SELECT unit, COUNT(*) AS shared FROM ({entries}) AS entries "
        f"GROUP BY unit ORDER BY shared DESC, unit DESC LIMIT {_CANDIDATES}"
    )
    found = f"SELECT units.id, units.source FROM ({chosen}) AS chosen JOIN units ON units.id = chosen.unit"
    return as_sql(f"{found} ORDER BY units.id")


def _match(row: Row[Any], similarity: float) -> Match:
    made = datetime.fromtimestamp(row.made, timezone.utc).isoformat(timespec="seconds")
    return Match(row.source, row.target, similarity, row.origin, row.approved, row.author, made)
