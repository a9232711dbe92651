"""What the translation memory brought for a block: what was taken from it, by whom it is, and what else it offers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.article import Article, Match, MatchOrigin, TranslatedSegment, Translation

_MADE: Final[dict[MatchOrigin, str]] = {"human": "by a person", "import": "imported", "model": "by a machine"}
_SHOWN: Final = 40
"""Characters of a segment that tell which one is meant, where its block has several."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A match of a segment in words. One that is not `taken` has the two texts that an editor would compare."""

    taken: bool
    score: str
    credit: str
    about: str
    source: str = ""
    target: str = ""


def offers(article: Article, translation: Translation, block: int) -> tuple[Offer, ...]:
    """The offers for the segments of a block, in their order, the best of each first."""
    here = [segment for segment in translation.segments if article.segments[segment.source].block == block]
    return tuple(
        offer
        for segment in here
        if segment.matches
        for offer in _of(segment, _about(article.segments[segment.source].text) if len(here) > 1 else "")
    )


def _of(segment: TranslatedSegment, about: str) -> Iterator[Offer]:
    for number, match in enumerate(segment.matches):
        if segment.origin == "memory" and number == 0:
            yield Offer(True, "100 %", _credit(match), about)
        else:
            yield Offer(False, _score(match), _credit(match), about, match.source, match.target)


def _score(match: Match) -> str:
    """How alike the source texts are; only what is the same has 100 %."""
    score = f"{int(match.similarity * 100)} %"
    return score if match.meaning is None else f"{score}, meaning {int(match.meaning * 100)} %"


def _credit(match: Match) -> str:
    parts = (_MADE[match.origin], "approved" if match.approved else "not approved", match.author, match.made[:10])
    return " · ".join(filter(None, parts))


def _about(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
