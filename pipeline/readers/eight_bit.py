"""Which of the one-byte Cyrillic encodings a text is in, by how Russian it reads in each.

charset-normalizer takes a line of windows-1251 or KOI8-R for something else too often (a headline of five words is all
that some files are), so that the choice among these five is made here, from the frequencies of Russian's letters.
"""

import math
import re

_ENCODINGS = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")
"""In the order of how likely they are: the first of equals is taken."""

_FREQUENCIES = {
    "о": 10.55, "а": 8.35, "е": 8.26, "и": 7.73, "н": 6.80, "т": 6.47, "с": 5.55, "р": 5.40, "в": 4.47, "л": 4.18,
    "к": 3.33, "д": 3.13, "м": 3.00, "п": 2.96, "у": 2.44, "ы": 1.88, "я": 1.81, "г": 1.80, "з": 1.67, "б": 1.60,
    "ь": 1.38, "й": 1.24, "ч": 1.23, "х": 1.00, "ж": 0.82, "ц": 0.63, "ю": 0.62, "ш": 0.55, "щ": 0.37, "ф": 0.34,
    "э": 0.32, "ё": 0.30, "ъ": 0.05,
}  # fmt: skip
"""Percent of the letters, counted over 3.6 million in Russian news; "ё", there 0.07, as in texts that write it."""

_WEIGHTS = {letter: math.log(share / 100) for letter, share in _FREQUENCIES.items()}
_MARKS = set("«»„“”‘’–—…№\u00a0\u00ad")
_MARK, _STRANGER = -5.0, -11.0
_CAPITAL, _CAPITAL_INSIDE, _ALL_CAPITALS = -1.0, -4.0, -0.3
_RARE = {"iso8859_5": -5.0, "mac_cyrillic": -5.0}
"""What an encoding that hardly anyone writes news in has to make up for."""

_WORD = re.compile(r"[^\W\d_]+|[^\x00-\x7f]")
_LATIN = re.compile(r"[A-Za-z]")
_SAMPLE = 4096
_LEAST = -6.0
"""A mean weight below this is no Russian: lines of news lie above -5, those of other languages below -6."""


def guess(data: bytes) -> str | None:
    """The name of the encoding, or None where the bytes read as Russian in none of them."""
    first = next((i for i, byte in enumerate(data) if byte > 0x7F), 0)
    sample = data[max(0, first - 1) : first + _SAMPLE]
    weights = {encoding: _weigh(sample.decode(encoding, "replace")) for encoding in _ENCODINGS}
    best = max(_ENCODINGS, key=lambda encoding: sum(weights[encoding]) + _RARE.get(encoding, 0.0))
    return best if weights[best] and sum(weights[best]) / len(weights[best]) >= _LEAST else None


def _weigh(text: str) -> list[float]:
    """The weight of each character outside ASCII: about the log-probability of Russian's letters."""
    return [weight for word in _WORD.findall(text) for weight in _weigh_word(word)]


def _weigh_word(word: str) -> list[float]:
    latin = bool(_LATIN.search(word))
    capitals = len(word) > 1 and word.isupper()
    weights = []
    for i, character in enumerate(word):
        if character.isascii():
            continue
        weight = _WEIGHTS.get(character.lower(), _MARK if character in _MARKS else _STRANGER)
        weight = _STRANGER if latin else weight
        if capitals:
            weight += _ALL_CAPITALS  # windows-1251 read as KOI8-R has small letters for capitals, and the reverse
        elif character.isupper():
            weight += _CAPITAL_INSIDE if i else _CAPITAL
        weights.append(weight)
    return weights
