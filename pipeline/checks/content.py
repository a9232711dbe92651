"""Content left out or added: by what a multilingual encoder says of the two texts, beside the signs of coverage.

A translation that lost or gained a clause is less like its source, besides being shorter or longer and having words
without counterparts. No sign is sure alone, so their sum decides, and what length and coverage warn of are notes beside
it. Which clause it is, is then tried out: the one without which the two texts are more alike, or else the one whose
words lack counterparts. Weights and bounds come from tests/bench/checks/weigh.py, as those of coverage do, with the
cosines of the encoder that Audarma ships.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from models.languages import SOURCE
from pipeline.checks.check import Issue, Manifest, Pair, Parameter, Place
from pipeline.checks.coverage import MANIFEST as COVERAGE
from pipeline.checks.coverage import (
    is_long_enough,
    lacks_words,
    left_out,
    put_in,
    signs_of_addition,
    signs_of_omission,
    surplus,
)
from pipeline.checks.length import MANIFEST as LENGTH
from pipeline.checks.length import deviation

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vector = npt.NDArray[np.float32]

MANIFEST = Manifest(
    "content",
    "Nothing is left out and nothing is added, as far as an encoder can tell.",
    "warning",
    (
        Parameter("omitted", 0.0, "How much surer than usual it must be, in log odds, that something is left out."),
        Parameter("added", 0.0, "How much surer than usual it must be, in log odds, that something is added."),
        Parameter("unlike", 3.4, "Deviations of likeness alone from which the meaning may be another."),
    ),
    thorough=True,
)

_MIDDLE = {"en": 0.70, "kk-Cyrl": 0.70, "zh-Hans": 0.585}
_SPREAD = {"en": 0.085, "kk-Cyrl": 0.095, "zh-Hans": 0.09}
_OMITTED = {  # of the signs of coverage, likeness; the constant, the bound in it
    "en": (-2.68, -1.28, 0.20, -1.07, -4.66),
    "kk-Cyrl": (-1.97, -0.34, 0.12, -0.74, -7.54),
    "zh-Hans": (-2.26, -0.58, 0.46, -0.91, -6.12),
}
_ADDED = {
    "en": (1.34, 0.76, -0.85, 3.21, -0.57, -10.97),
    "kk-Cyrl": (1.17, 0.34, -0.83, 2.37, -0.65, -10.20),
    "zh-Hans": (1.50, 1.46, -1.06, 1.89, -1.11, -14.92),
}
_USUAL = 1.5
"""Deviations of length within which unlikeness is no matter of something left out or added."""
_GAIN = 0.02
"""How much more alike the two texts are without a clause that only one of them has."""
_CLAUSE = {"": re.compile(r"[,;:—–()«»“”]\s*|\s-\s"), "zh-Hans": re.compile(r"[，；：、。——（）“”]+")}
_LEAST = {"": 15, "zh-Hans": 6}
_REMEMBERED = 4096


class Encoder(Protocol):
    """Texts of a language (BCP 47) into vectors of length 1, as rows, alike where they mean alike."""

    def encode_in(self, language: str, texts: Sequence[str]) -> "Vector":
        """A vector a text, in order."""
        ...


def build(omitted: float, added: float, unlike: float) -> "Content":
    """The check; parameters as in the manifest."""
    return Content(omitted, added, unlike)


class Content:
    """The check. The encoder is loaded with the first window of pairs, and remembers the last texts it has read."""

    def __init__(self, omitted: float, added: float, unlike: float, encoder: Encoder | None = None) -> None:
        self._omitted, self._added, self._unlike = omitted, added, unlike
        self._encoder = encoder
        self._vectors: OrderedDict[tuple[str, str], Vector] = OrderedDict()

    def prepare(self, pairs: Sequence[Pair]) -> None:
        """Encodes all texts of a window at once."""
        wanted = [pair for pair in pairs if is_long_enough(pair)]
        self._encode(SOURCE, [pair.source for pair in wanted])
        for language in {pair.language for pair in wanted}:
            self._encode(language, [pair.hypothesis for pair in wanted if pair.language == language])

    def weighs(self, pair: Pair) -> frozenset[str]:
        """The checks of length and coverage, where this one looks: it has the same signs and another."""
        return frozenset((LENGTH.name, COVERAGE.name)) if is_long_enough(pair) else frozenset()

    def __call__(self, pair: Pair) -> Iterator[Issue]:
        """At most one issue a pair: what is left out, what is added, or a meaning that is far off."""
        if not is_long_enough(pair):
            return
        off = self.likeness(pair)
        alike = self._alike(pair.source, pair.hypothesis, pair.language)
        if -off > self._unlike and abs(deviation(pair)) < _USUAL:
            yield Issue("warning", "meaning", {"score": f"{alike:.2f}"})
        elif surplus(_OMITTED[pair.language], (*signs_of_omission(pair), off)) > self._omitted and lacks_words(pair):
            yield self._left_out(pair, alike)
        elif surplus(_ADDED[pair.language], (*signs_of_addition(pair), off)) > self._added:
            yield self._put_in(pair, alike)

    def likeness(self, pair: Pair) -> float:
        """How many deviations the two texts are more (or, below 0, less) alike than the middle of translations."""
        self.prepare([pair])
        alike = self._alike(pair.source, pair.hypothesis, pair.language)
        return (alike - _MIDDLE[pair.language]) / _SPREAD[pair.language]

    def _left_out(self, pair: Pair, alike: float) -> Issue:
        places = _clauses(pair.source, SOURCE)
        texts = [_without(pair.source, place) for place in places]
        self._encode(SOURCE, texts)
        gains = [self._alike(text, pair.hypothesis, pair.language) - alike for text in texts]
        best = max(range(len(places)), key=gains.__getitem__, default=None)
        if best is None or gains[best] < _GAIN:
            return left_out(pair)
        start, stop = places[best]
        return Issue("warning", "omitted", {"source": pair.source[start:stop]}, source=(start, stop))

    def _put_in(self, pair: Pair, alike: float) -> Issue:
        places = _clauses(pair.hypothesis, pair.language)
        texts = [_without(pair.hypothesis, place) for place in places]
        self._encode(pair.language, texts)
        gains = [self._alike(pair.source, text, pair.language) - alike for text in texts]
        best = max(range(len(places)), key=gains.__getitem__, default=None)
        if best is None or gains[best] < _GAIN:
            return put_in(pair)
        start, stop = places[best]
        return Issue("warning", "added", {"target": pair.hypothesis[start:stop]}, target=(start, stop))

    def _alike(self, source: str, hypothesis: str, language: str) -> float:
        return float(self._vectors[SOURCE, source] @ self._vectors[language, hypothesis])

    def _encode(self, language: str, texts: Iterable[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if (language, text) not in self._vectors]
        if not new:
            return
        if self._encoder is None:
            from models.encoder import load_encoder

            self._encoder = load_encoder()
        for text, vector in zip(new, self._encoder.encode_in(language, new), strict=True):
            self._vectors[language, text] = vector
        while len(self._vectors) > _REMEMBERED:
            self._vectors.popitem(last=False)


def _clauses(text: str, language: str) -> list[Place]:
    """Where the clauses of a text stand, each long enough to say something; its two halves where it has but one."""
    key = language if language in _CLAUSE else ""
    cuts = [0, *(match.end() for match in _CLAUSE[key].finditer(text)), len(text)]
    places: list[Place] = []
    start = cuts[0]
    for stop in cuts[1:]:
        if stop - start >= _LEAST[key]:
            places.append((start, stop))
            start = stop
    if places and start < len(text):
        places[-1] = (places[-1][0], len(text))
    middle = _middle(text, language)
    halves = [(0, middle), (middle, len(text))]
    return [place for place in dict.fromkeys((*places, *halves)) if 0 < place[1] - place[0] < len(text)]


def _middle(text: str, language: str) -> int:
    half = len(text) // 2
    return half if language == "zh-Hans" else max(text.find(" ", half), 0) or half


def _without(text: str, place: Place) -> str:
    return (text[: place[0]] + text[place[1] :]).strip()
