"""Length: a translation much shorter or longer than others of its language pair has lost or gained something.

The logarithm of target characters over source characters was measured on news in the four languages that no test set
holds (docs/checks.md says which); its middle and its spread are in the table, by the length of the source. The longer
a sentence, the less its translation's length varies.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from math import exp, log

from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter

SHORT, LONG = 2.5, 2.3
"""Deviations from which a translation is told to be short or long."""

MANIFEST = Manifest(
    "length",
    "The translation is about as long as translations of such a source are.",
    "error",
    (
        Parameter(
            "short", SHORT, "Deviations below the middle that are a warning, 1.3 times that in English and Kazakh."
        ),
        Parameter("long", LONG, "Deviations above the middle that are a warning, 1.1 times that in English."),
        Parameter("error", 5.0, "Deviations, either way, that are an error."),
    ),
)

_MIDDLE = {  # of log(target/source), for sources of up to 20, 40, 80, 160 and more characters
    "en": (0.14, 0.11, 0.04, -0.01, -0.06),
    "kk-Cyrl": (0.06, 0.06, 0.01, -0.02, -0.06),
    "zh-Hans": (-0.85, -1.02, -1.13, -1.20, -1.27),
}
_SPREAD = {
    "en": (0.26, 0.23, 0.18, 0.15, 0.13),
    "kk-Cyrl": (0.24, 0.19, 0.18, 0.17, 0.15),
    "zh-Hans": (0.35, 0.28, 0.25, 0.21, 0.20),
}
_BEARS = {"en": (1.3, 1.1), "kk-Cyrl": (1.3, 1.0), "zh-Hans": (1.0, 1.0)}
"""What `short` and `long` are multiplied with: how far good translations into a language go beside what is lost with
half a sentence. Chosen on FLORES-200 dev, WMT 2012 to 2018 and the project's news."""
_BOUNDS = (20, 40, 80, 160)
_SHORTEST = 8
"""Characters of source below which a word more or less is everything."""
_GLOSS = re.compile(r"[（(][^（）()]{2,80}[）)]")
"""What stands in brackets is often a gloss: the name in the other alphabet, the unit converted."""


def deviation(pair: Pair) -> float:
    """How many deviations the translation is longer (or, below 0, shorter) than the middle; 0.0 where too short."""
    source, target = _size(pair.source), _size(pair.hypothesis)
    if source < _SHORTEST or not target:
        return 0.0
    row = bisect_left(_BOUNDS, source)
    return (log(target / source) - _MIDDLE[pair.language][row]) / _SPREAD[pair.language][row]


def build(short: float, long: float, error: float) -> Check:
    """The check; parameters as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        off = deviation(pair)
        below, above = _BEARS[pair.language]
        if -short * below < off < long * above:
            return
        row = bisect_left(_BOUNDS, _size(pair.source))
        percent = exp(off * _SPREAD[pair.language][row]) * 100
        key = "too-short" if off < 0 else "too-long"
        yield Issue("error" if abs(off) > error else "warning", key, {"percent": f"{percent:.0f}"})

    return check


def _size(text: str) -> int:
    bare = _GLOSS.sub("", text) if "(" in text or "（" in text else text
    return len(bare) - bare.count(" ") + text.count(" ")
