"""What stands out in a scored segment, in words that a page can be filtered by."""

from collections.abc import Mapping, Sequence
from math import isnan

from eval.metrics.score import Score

FINDINGS = {
    "empty": "nothing translated",
    "untranslated": "left as in the source",
    "number": "a number lacks or is another",
    "term": "a term is not as prescribed",
    "name": "a name is not as prescribed",
    "short": "less than 60 % of the reference's length",
    "long": "more than 160 % of the reference's length",
    "unrelated": "seems to speak of something else",
    "perfect": "as the reference",
}
"""Each finding's name and what it means."""

_SHORT, _LONG = 60, 160
_UNRELATED = 30


def find(hypothesis: str, reference: str, source: str, figures: Mapping[str, float]) -> tuple[str, ...]:
    """The names of the findings of one segment. `figures` has its score by each metric's key."""
    if not hypothesis.strip():
        return ("empty",)
    checks = {
        "untranslated": bool(source) and hypothesis == source,
        "number": _below(figures.get("numbers"), 100),
        "term": _below(figures.get("terms"), 100),
        "name": _below(figures.get("names"), 100),
        "short": _below(figures.get("length"), _SHORT),
        "long": not _below(figures.get("length", 0.0), _LONG) and figures.get("length", 0.0) > _LONG,
        "unrelated": _below(figures.get("similarity"), _UNRELATED),
        "perfect": hypothesis == reference,
    }
    return tuple(name for name, holds in checks.items() if holds)


def figures_of(scores: Sequence[Score], index: int) -> dict[str, float]:
    """One segment's figures by the metrics' keys."""
    return {score.key: float(score.segments[index]) for score in scores}


def _below(figure: float | None, limit: float) -> bool:
    return figure is not None and not isnan(figure) and figure < limit
