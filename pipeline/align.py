"""Which words of a translated sentence render given words of its source, whatever engine translated it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.errors import ModelError
from pipeline.anchor import Token, anchors, tokens

if TYPE_CHECKING:
    from models.encoder import Vectors

_MOST_PAIRS = 60_000
"""Pairs of words that are compared: a sentence of more is no sentence, and is mapped by its length alone."""
_OPENING, _CLOSING = '«"“„‘《(（', '»"”’》)）'


class Sentence:
    """A source sentence and its translation into `language`, their words and what is surely the same in both."""

    def __init__(self, source: str, target: str, language: str) -> None:
        self.source, self.target, self.language = source, target, language
        self.ours: Sequence[Token] = tokens(source, "ru")
        self.theirs: Sequence[Token] = tokens(target, language)
        few = len(self.ours) * len(self.theirs) <= _MOST_PAIRS
        self.pairs: Mapping[int, int] = anchors(self.ours, self.theirs, language) if few else MappingProxyType({})
        self._points = [(0, 0), *self._chain(), (len(source), len(target))]
        self._alike = self._likenesses() if few and self.ours and self.theirs else None

    def find(self, start: int, stop: int) -> tuple[int, int]:
        """The characters of the target that render the characters `start` to `stop` of the source."""
        inside = [i for i, token in enumerate(self.ours) if token.start < stop and token.stop > start]
        if not inside or not self.theirs:
            return share(self.source, self.target, start, stop)
        low, high = self._between(inside) if self._alike is None else _richest(self._gains(self._alike, inside))
        return self._with_marks(start, stop, self.theirs[low].start, self.theirs[high].stop)

    def after(self, place: int) -> int:
        """Where something without width stands that stands at `place` of the source: after the word before it."""
        if not self.source[:place].strip():
            return 0
        if not self.source[place:].strip():
            return len(self.target)
        before = [token for token in self.ours if token.stop <= place]
        return self.find(before[-1].start, before[-1].stop)[1] if before else 0

    def _likenesses(self) -> "Vectors | None":
        """How alike the words are; None where the encoder cannot be used."""
        from pipeline.meaning import likenesses

        try:
            return likenesses(self.source, self.ours, self.target, self.theirs, self.pairs)
        except ModelError:
            return None

    def _gains(self, alike: "Vectors", inside: Sequence[int]) -> list[float]:
        """By how much each target word is more alike to a word inside than to any outside."""
        outside = [i for i in range(len(self.ours)) if i not in set(inside)]
        best = alike[list(inside)].max(0)
        gains: list[float] = (best - alike[outside].max(0) if outside else best).tolist()
        return gains

    def _between(self, inside: Sequence[int]) -> tuple[int, int]:
        """The first and last word where nothing is known of meanings: anchors where there are some, the boundaries
        nearest to the share of the characters elsewhere."""
        begin, end = self._map(self.ours[inside[0]].start), self._map(self.ours[inside[-1]].stop)
        held = [self.pairs[i] for i in inside if i in self.pairs]
        others = {j for i, j in self.pairs.items() if i not in inside}
        free = [j for j in range(len(self.theirs)) if j not in others] or list(range(len(self.theirs)))
        low = min(free, key=lambda j: (abs(self.theirs[j].start - begin), j))
        high = min((j for j in free if j >= low), key=lambda j: (abs(self.theirs[j].stop - end), j))
        if held:
            low = min(held) if inside[0] in self.pairs else min(low, *held)
            high = max(held) if inside[-1] in self.pairs else max(high, *held)
            low, high = min(low, *held), max(high, *held)
        while low < high and low in others:
            low += 1
        while high > low and high in others:
            high -= 1
        return low, high

    def _map(self, place: int) -> float:
        """A place of the source in the target: between the anchors around it, by its share of the characters."""
        for (a, x), (b, y) in pairwise(self._points):
            if a <= place <= b:
                return x + (place - a) * (y - x) / max(1, b - a)
        return float(len(self.target))

    def _chain(self) -> list[tuple[int, int]]:
        """The ends of the anchors that stand in the same order in both texts: the longest such chain."""
        best: list[list[tuple[int, int]]] = []
        for i, j in sorted(self.pairs.items()):
            chain = max((found for found in best if found[-1][1] < j), key=len, default=[])
            best.append([*chain, (i, j)])
        longest: list[tuple[int, int]] = max(best, key=len, default=[])
        ends = ((self.ours[i], self.theirs[j]) for i, j in longest)
        return [point for our, their in ends for point in ((our.start, their.start), (our.stop, their.stop))]

    def _with_marks(self, start: int, stop: int, begin: int, end: int) -> tuple[int, int]:
        """The words with the quotation marks or brackets at their ends, where the source's markup holds them."""
        if self.source[start : start + 1] and self.source[start] in _OPENING:
            while begin and self.target[begin - 1] in _OPENING:
                begin -= 1
        if stop and self.source[stop - 1] in _CLOSING:
            while end < len(self.target) and self.target[end] in _CLOSING:
                end += 1
        return begin, end


def _richest(gains: Sequence[float]) -> tuple[int, int]:
    """The first and last of the words in a row that gain the most together; at least one."""
    best, low, high = gains[0], 0, 0
    running, began = 0.0, 0
    for i, gain in enumerate(gains):
        if running <= 0:
            running, began = 0.0, i
        running += gain
        if running > best:
            best, low, high = running, began, i
    return low, high


@lru_cache(maxsize=64)
def sentence(source: str, target: str, language: str) -> Sentence:
    """A sentence pair; several tags of one sentence ask for it in a row."""
    return Sentence(source, target, language)


def share(source: str, target: str, start: int, stop: int) -> tuple[int, int]:
    """A place by its share of the characters."""
    ratio = len(target) / max(1, len(source))
    begin = round(start * ratio)
    return begin, max(begin, min(len(target), round(stop * ratio)))
