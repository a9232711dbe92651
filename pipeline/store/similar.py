"""Units like a text: the same first, then those whose characters are nearly the same, then those of one meaning.

A text's rarer words lead to a few hundred units that share them; rapidfuzz compares the characters of those alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Select, func, literal, select, union_all

from models.languages import SOURCE
from pipeline.article import Match
from pipeline.normalise import normalise
from pipeline.store.insert import chunks
from pipeline.store.schema import unit_words, units
from pipeline.store.units import source_key, words

Compare = Callable[[str, Sequence[str]], Sequence[float]]
"""A text and others -> how near each is to it in meaning, 0 to 1."""

_COMMON = 1000
"""A word that stands in more units than this leads nowhere, as long as there are rarer ones."""
_POSTINGS = 4000
"""Entries of the index that one look-up reads at most."""
_CANDIDATES = 200
_LOOKED_AT = 8
_SLACK = 5
"""How much nearer, of 100, a text may come by being normalised."""
_ROOM = 0.25
"""How far below the threshold the characters may be for the meaning to be looked at."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is offered: at most `most` matches. Their characters reach `threshold`, or come near it and their meaning
    reaches `meaning`.
    """

    threshold: float = 0.75
    meaning: float = 0.85
    most: int = 3


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
    written = [row.source for row in candidates]
    # As they were written first: to normalise them all costs more than everything else here.
    near = process.extract(read, written, scorer=fuzz.ratio, score_cutoff=lowest - _SLACK, limit=_LOOKED_AT)
    scored = [(fuzz.ratio(read, normalise(source)), candidates[index]) for source, _, index in near]
    ranked = sorted(scored, key=lambda pair: -pair[0])
    matches = [_match(row, round(score / 100, 4)) for score, row in ranked if lowest <= score < 100]
    if compare and matches:
        meanings = compare(read, [normalise(match.source) for match in matches])
        matches = [replace(match, meaning=round(m, 4)) for match, m in zip(matches, meanings, strict=True)]
    sure = [match for match in matches if match.similarity >= bounds.threshold]
    doubtful = [match for match in matches if match.similarity < bounds.threshold]
    doubtful.sort(key=lambda match: match.meaning or 0, reverse=True)
    return [*sure, *(match for match in doubtful if (match.meaning or 0) >= bounds.meaning)][: bounds.most]


def _candidates(connection: Connection, text: str, target: str) -> list[Row[Any]]:
    """The units that share most of the text's rarer words."""
    rare = _rarest(connection, sorted(words(text, SOURCE, target)))
    if not rare:
        return []
    entries = select(unit_words.c.unit).where(unit_words.c.word.in_(rare)).limit(_POSTINGS).subquery()
    shared = func.count().label("shared")
    best = select(entries.c.unit, shared).group_by(entries.c.unit).order_by(shared.desc(), entries.c.unit.desc())
    ids = [row.unit for row in connection.execute(best.limit(_CANDIDATES))]
    rows = connection.execute(select(units).where(units.c.id.in_(ids))).all() if ids else []
    return sorted(rows, key=lambda row: (row.approved, row.made, row.id), reverse=True)


def _rarest(connection: Connection, keys: Sequence[int]) -> list[int]:
    """The words that stand in the fewest units, as many as one look-up reads."""
    if not keys:
        return []
    counts = connection.execute(union_all(*(_count(key) for key in keys)))
    known = sorted((number, word) for word, number in counts if number)
    chosen: list[int] = []
    read = 0
    for number, word in known:
        read += number
        if chosen and (read > _POSTINGS or number > _COMMON):
            break
        chosen.append(word)
    return chosen


def _count(key: int) -> Select[Any]:
    few = select(literal(1).label("one")).where(unit_words.c.word == key).limit(_COMMON + 1).subquery()
    return select(literal(key, BigInteger).label("word"), select(func.count()).select_from(few).scalar_subquery())


def _match(row: Row[Any], similarity: float) -> Match:
    made = datetime.fromtimestamp(row.made, timezone.utc).isoformat(timespec="seconds")
    return Match(row.source, row.target, similarity, row.origin, row.approved, row.author, made)
