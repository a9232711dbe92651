"""Content left out or added: by what a multilingual encoder says of the two texts, and by their lengths together.

A translation that lost a clause is less like its source, and shorter; one that gained a clause is less like it, and
longer. Neither sign is sure alone, so their sum decides, and what the check of length warns of is a note beside it.
Which clause it is, is then tried out: the one without which the two texts are more alike. Weights and bounds were set
on news and on FLORES-200 dev (docs/checks.md), with the cosines of the encoder that Audarma ships.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from models.languages import SOURCE
from pipeline.checks.check import Issue, Manifest, Pair, Parameter, Place
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
        Parameter("omitted", 3.4, "Deviations, of likeness and length together, from which something may be left out."),
        Parameter("added", 2.3, "Deviations from which something may be added."),
        Parameter("unlike", 3.4, "Deviations of likeness alone from which the meaning may be another."),
    ),
    thorough=True,
)

_MIDDLE = {"en": 0.70, "kk-Cyrl": 0.70, "zh-Hans": 0.585}
_SPREAD = {"en": 0.085, "kk-Cyrl": 0.095, "zh-Hans": 0.09}
_BOUND = {"en": 1.0, "kk-Cyrl": 1.08, "zh-Hans": 0.79}
"""Lengths in Chinese vary so much that a clause more or less stands out less: the bounds are lower there, where two or
three of a hundred good translations of the text they were set on are told."""
_WEIGHT = 0.5
"""Of likeness against length."""
_USUAL = 1.5
"""Deviations of length within which unlikeness is no matter of something left out or added."""
_GAIN = 0.02
"""How much more alike the two texts are without a clause that only one of them has."""
_SHORTEST = 24
"""Characters of source below which a vector says little."""
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
        wanted = [pair for pair in pairs if _is_long_enough(pair)]
        self._encode(SOURCE, [pair.source for pair in wanted])
        for language in {pair.language for pair in wanted}:
            self._encode(language, [pair.hypothesis for pair in wanted if pair.language == language])

    def weighs(self, pair: Pair) -> frozenset[str]:
        """The check of length, where this one looks: it has the same sign and another."""
        return frozenset((LENGTH.name,)) if _is_long_enough(pair) else frozenset()

    def __call__(self, pair: Pair) -> Iterator[Issue]:
        """At most one issue a pair: what is left out, what is added, or a meaning that is far off."""
        if not _is_long_enough(pair):
            return
        self.prepare([pair])
        alike = self._alike(pair.source, pair.hypothesis, pair.language)
        off = (alike - _MIDDLE[pair.language]) / _SPREAD[pair.language]
        length = deviation(pair)
        bound = _BOUND[pair.language]
        if -off > self._unlike and abs(length) < _USUAL:
            yield Issue("warning", "meaning", {"score": f"{alike:.2f}"})
        elif -length - _WEIGHT * off > self._omitted * bound:
            yield self._left_out(pair, alike)
        elif length - _WEIGHT * off > self._added * bound:
            yield self._put_in(pair, alike)

    def _left_out(self, pair: Pair, alike: float) -> Issue:
        places = _clauses(pair.source, SOURCE)
        texts = [_without(pair.source, place) for place in places]
        self._encode(SOURCE, texts)
        gains = [self._alike(text, pair.hypothesis, pair.language) - alike for text in texts]
        best = max(range(len(places)), key=gains.__getitem__, default=None)
        if best is None or gains[best] < _GAIN:
            return Issue("warning", "meaning", {"score": f"{alike:.2f}"})
        start, stop = places[best]
        return Issue("warning", "omitted", {"source": pair.source[start:stop]}, source=(start, stop))

    def _put_in(self, pair: Pair, alike: float) -> Issue:
        places = _clauses(pair.hypothesis, pair.language)
        texts = [_without(pair.hypothesis, place) for place in places]
        self._encode(pair.language, texts)
        gains = [self._alike(pair.source, text, pair.language) - alike for text in texts]
        best = max(range(len(places)), key=gains.__getitem__, default=None)
        if best is None or gains[best] < _GAIN:
            return Issue("warning", "meaning", {"score": f"{alike:.2f}"})
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


def _is_long_enough(pair: Pair) -> bool:
    return len(pair.source) >= _SHORTEST and bool(pair.hypothesis.strip())


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
