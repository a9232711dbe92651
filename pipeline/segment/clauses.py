"""A segment that is longer than a model takes, cut where it hurts least. Nothing is left out."""

import re
from collections.abc import Callable, Sequence

from pipeline.segment.abbreviations import ends_with

Fits = Callable[[Sequence[str]], list[bool]]

_LEVELS = (
    re.compile(r"(?<=[.!?…;])[»”\")]*\s+(?=[^\sа-яё])|(?<=;)\s+"),
    re.compile(r"(?<=:)\s+|\s+(?=[-–—]\s)"),
    re.compile(r"(?<=,)\s+(?=(?:и|а|но|что|чтобы|котор\w+|где|когда|если|так как|поскольку|хотя|причём|причем|однако|"
               r"или|либо|пока|куда|откуда|который|чей|ибо|зато|также)\b)"),
    re.compile(r"(?<=,)\s+"),
    re.compile(r"\s+(?=(?:и|или|а также)\s)"),
    re.compile(r"\s+"),
)  # fmt: skip
"""From the cut that hurts least to the one that hurts most: sentences, colons and dashes, clauses, commas, words."""

_MIDDLE = 0.25
"""A cut of a better level is taken only when each side has at least this share of the text."""


def split_clauses(text: str, fits: Fits) -> list[str]:
    """Pieces of `text`, in order, that all fit, and that put together again are `text`.

    `fits` says of each of some pieces whether the model takes it. A piece of one character is never cut further.
    """
    pieces = [text]
    while True:
        judged = fits([piece.strip() for piece in pieces])
        cut = [_halve(p) if not fit and len(p.strip()) > 1 else [p] for p, fit in zip(pieces, judged, strict=True)]
        grown = [part for parts in cut for part in parts]
        if len(grown) == len(pieces):
            return pieces
        pieces = grown


def _halve(text: str) -> list[str]:
    for share in (_MIDDLE, 0.0):
        for level in _LEVELS:
            places = [match.end() for match in level.finditer(text) if _is_sound(text, match)]
            places = [place for place in places if share < place / len(text) < 1 - share]
            if places:
                best = min(places, key=lambda place: abs(place - len(text) / 2))
                return [text[:best], text[best:]]
    middle = max(1, len(text) // 2)
    return [text[:middle], text[middle:]]


def _is_sound(text: str, match: re.Match[str]) -> bool:
    """Not between the parts of one number, after an abbreviation that needs what follows, or at an end."""
    left, right = text[: match.end()].rstrip(), text[match.end() :]
    if not left.strip() or not right.strip():
        return False
    if left[-1].isdigit() and re.match(r"\d|тыс|млн|млрд|трлн|%", right):
        return False
    return not any(ends_with(kind, left) for kind in ("never", "number"))
