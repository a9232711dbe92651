"""Number accuracy: whether the figures of the reference stand in the hypothesis, and no others."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from eval.metrics.score import Array, References, share

_POINT = {"en": (",", "."), "zh-Hans": (",", "."), "ru": (" ", ","), "kk-Cyrl": (" ", ",")}
"""What parts thousands and what parts decimals."""

_MAGNITUDES = (
    (r"thousand\b|тыс\.|тысяч[аиу]?\b|мың|千(?!万)", 3),
    (r"million\b|mln\b|млн|миллион|百万", 6),
    (r"billion\b|bn\b|млрд|миллиард", 9),
    (r"trillion\b|трлн|триллион|万亿", 12),
    (r"千万", 7),
    (r"万", 4),
    (r"亿", 8),
)
_NUMBER = re.compile(r"(?<!\d)(?<!\d[.,])\d+(?:[., ]\d+)*")
_MAGNITUDE = re.compile(r"\s?(?:" + "|".join(f"({words})" for words, _ in _MAGNITUDES) + ")", re.IGNORECASE)


class Numbers:
    """F-score of the numbers written in digits, each as often as it stands; the better of several references.

    "1 200", "1,200" and "1.2 thousand" are the same number. A number that one side spells out in words ("three") is
    an error of neither: only digits are compared, so a figure below 100 may mean another way of writing.
    """

    key, title, higher_is_better = "numbers", "number accuracy", True

    def __init__(self, references: References) -> None:
        self._language = references.language
        self._count = len(references.texts)
        self._references = [
            [find_numbers(text, references.language) for text in texts] for texts in zip(*references.texts, strict=True)
        ]

    @property
    def signature(self) -> str:
        """The recipe."""
        return f"nrefs:{self._count}|digits:nfkc|lang:{self._language}|score:f1|version:audarma-1"

    def statistics(self, hypotheses: Sequence[str]) -> Array:
        """Twice the numbers that agree, and the numbers on both sides."""
        rows = []
        for text, references in zip(hypotheses, self._references, strict=True):
            ours = find_numbers(text, self._language)
            pairs = [(2 * (ours & theirs).total(), ours.total() + theirs.total()) for theirs in references]
            rows.append(max(pairs, key=lambda pair: pair[0] / pair[1] if pair[1] else 1))
        return np.array(rows, np.float64)

    def pool(self, totals: Array) -> Array:
        """The F-score; NaN where neither side has a number."""
        return share(totals[:, 0], totals[:, 1])

    def pool_segments(self, statistics: Array) -> Array:
        """The same of one segment."""
        return self.pool(statistics)


def find_numbers(text: str, language: str) -> Counter[Decimal]:
    """The values of the numbers in a text, with how often each stands there: "1,2 млн" in Russian is 1200000."""
    plain = unicodedata.normalize("NFKC", text).replace("\u202f", " ").replace("\u00a0", " ")
    found: Counter[Decimal] = Counter()
    for match in _NUMBER.finditer(plain):
        values = _values(match.group(), *_POINT[language])
        magnitude = _MAGNITUDE.match(plain, match.end())
        if magnitude and magnitude.lastindex:
            values[-1] = values[-1].scaleb(_MAGNITUDES[magnitude.lastindex - 1][1])
        found.update(value.normalize() for value in values)
    return found


def _values(digits: str, thousands: str, decimal: str) -> list[Decimal]:
    """One number where the separators make one, else its parts: a date or a score is several."""
    if re.fullmatch(rf"\d{{1,3}}(?:{thousands}\d{{3}})+(?:[{decimal}]\d+)?", digits):
        return [Decimal(digits.replace(thousands, "").replace(",", "."))]
    parts = digits.split(" ")
    if len(parts) > 1:
        return [value for part in parts for value in _values(part, thousands, decimal)]
    parts = re.split(r"[.,]", digits)
    return [Decimal(".".join(parts))] if len(parts) <= 2 else [Decimal(part) for part in parts]
