"""Sentence boundaries: razdel's, corrected by the rules of `pipeline.segment.rules`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from razdel import sentenize

from pipeline.article import Span
from pipeline.segment.rules import RULES, Place, enclosed_spans

_END = re.compile(r"[.!?…]+[»”“\"')\]]*(?:\s+|(?=[«А-ЯЁӘҒҚҢӨҰҮҺІ]))|\t\s*")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at a place where a sentence may end. `position` is where the text before it ends."""

    position: int
    verdict: Literal["join", "split"]
    rule: str


def split_sentences(text: str) -> list[Span]:
    """The sentences of a block in order, without the whitespace around them. Nothing but whitespace is left out."""
    stops = [d.position for d in explain(text) if d.verdict == "split"]
    starts = [0, *stops]
    return [span for start, stop in zip(starts, [*stops, len(text)], strict=True) if (span := _trim(text, start, stop))]


def explain(text: str) -> list[Decision]:
    """Every place where a sentence may end, what was decided, and the name of the rule that decided."""
    return list(_decide(text))


def _decide(text: str) -> Iterator[Decision]:
    by_razdel = {found.stop for found in sentenize(text)}
    enclosed = enclosed_spans(text)
    start = 0
    for position in _candidates(text, by_razdel):
        place = Place(text, start, position, enclosed)
        for rule in RULES:
            verdict = rule(place)
            if verdict:
                yield Decision(position, verdict, rule.__name__)
                break
        else:
            verdict = "split" if position in by_razdel else "join"
            yield Decision(position, verdict, "razdel")
        if verdict == "split":
            start = position


def _candidates(text: str, by_razdel: set[int]) -> list[int]:
    ends = {match.start() + len(match.group().rstrip()) for match in _END.finditer(text)}
    return sorted(place for place in ends | by_razdel if 0 < place < len(text.rstrip()))


def _trim(text: str, start: int, stop: int) -> Span | None:
    piece = text[start:stop]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Span(start, start + len(piece), piece) if piece else None
