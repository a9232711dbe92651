"""The best way to link two texts, sentence by sentence, in order: dynamic programming over sentence vectors.

After Thompson and Koehn 2019, https://aclanthology.org/D19-1136 (similarity of vectors of joined sentences), and Gale
and Church 1993, https://aclanthology.org/J93-1004 (the steps, the length prior).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.align.band import Band, Vectors

STEPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 0), (0, 1))
"""Source and target sentences that a link takes."""

Row = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Link:
    """Sentences `source` stand for sentences `target`; either may be empty, and then nothing answers to the other."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Costs:
    """What a link is worth.

    A similarity of 0 is that of unrelated sentences, 1 that of a translation; a link gains by what it has above
    `threshold`, for each sentence in it. `length` weighs the squared deviation of the length from the expected, in
    units of `spread` (natural logarithm). `joined` is lost by a link of more than one sentence on a side, `both` by
    one of two on each, `crossing` by one that joins sentences of two blocks. The values were chosen on news and
    government text that no test set holds.
    """

    threshold: float = 0.3
    length: float = 0.1
    spread: float = 0.35
    joined: float = 0.25
    both: float = 0.6
    crossing: float = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """One text: a vector, a length in characters and the block for each sentence, or for each run of them.

    `crossing` marks the runs that join two blocks.
    """

    vectors: Vectors
    lengths: Row
    blocks: npt.NDArray[np.int64]
    crossing: Row

    @classmethod
    def of(cls, vectors: Vectors, lengths: Sequence[float], blocks: Sequence[int]) -> "Side":
        """The sentences of a text, one by one."""
        sizes = np.array(lengths, np.float64)
        return cls(vectors, sizes, np.array(blocks, np.int64), np.zeros(len(sizes)))

    def joined(self, count: int) -> "Side":
        """The same for each run of one or two sentences: their vectors weighed by length, their lengths added."""
        if count == 1:
            return self
        weighed = self.vectors * self.lengths[:, None].astype(np.float32)
        vectors = weighed[:-1] + weighed[1:]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return Side(
            vectors / np.maximum(norms, 1e-9),
            self.lengths[:-1] + self.lengths[1:],
            self.blocks[1:],
            (self.blocks[1:] != self.blocks[:-1]).astype(np.float64),
        )


def link(source: Side, target: Side, ends: tuple[float, float], band: Band, costs: Costs) -> list[Link]:
    """The links of highest worth that cover both texts in order. `ends` are the cosines of the similarities 0 and 1."""
    table = _Table(source, target, ends, band, costs)
    return table.links()


class _Table:
    """`rows[i][j]` is the worth of the best links over the first i and j sentences, within the band."""

    def __init__(self, source: Side, target: Side, ends: tuple[float, float], band: Band, costs: Costs) -> None:
        self._sources = {count: source.joined(count) for count in (1, 2)}
        self._targets = {count: target.joined(count) for count in (1, 2)}
        self._size = len(source.vectors), len(target.vectors)
        self._ends, self._band, self._costs = ends, band, costs
        self._ratio = max(target.lengths.sum(), 1) / max(source.lengths.sum(), 1)
        self._rows: list[Row] = []
        for i in range(self._size[0] + 1):
            self._rows.append(self._row(i))

    def links(self) -> list[Link]:
        """Traces the best way back from the end."""
        found = []
        i, j = self._size
        while i or j:
            p, q = self._step(i, j)
            similarity = float(self._similarity(i, p, q, j, j + 1)[0]) if p and q else 0.0
            found.append(Link(tuple(range(i - p, i)), tuple(range(j - q, j)), similarity))
            i, j = i - p, j - q
        return found[::-1]

    def _row(self, i: int) -> Row:
        """The best of all steps that come from rows above; then steps along the row, which cost and gain nothing."""
        low, high = int(self._band.low[i]), int(self._band.high[i])
        row = np.full(high - low, -np.inf)
        if i == 0:
            row[: 1 if low == 0 else 0] = 0
        for p, q in STEPS:
            if 0 < p <= i:
                row = np.maximum(row, self._above(i - p, low - q, high - q) + self._worth(i, p, q, low, high))
        return np.maximum.accumulate(row)

    def _above(self, i: int, low: int, high: int) -> Row:
        """Row i from `low` to `high`, with nothing outside the band."""
        start, row = int(self._band.low[i]), self._rows[i]
        found = np.full(high - low, -np.inf)
        first, last = max(low, start), min(high, start + len(row))
        if first < last:
            found[first - low : last - low] = row[first - start : last - start]
        return found

    def _worth(self, i: int, p: int, q: int, low: int, high: int) -> Row:
        """What the link of p source sentences up to i with q target sentences up to each j is worth."""
        if not q:
            return np.zeros(high - low)
        worth = np.full(high - low, -np.inf)
        first = max(low, q)
        if first < high:
            costs = self._costs
            lengths = self._targets[q].lengths[first - q : high - q]
            expected = self._ratio * self._sources[p].lengths[i - p]
            deviation = np.minimum(np.abs(np.log((lengths + 3) / (expected + 3))) / costs.spread, 4)
            gain = self._similarity(i, p, q, first, high) - costs.threshold - costs.length * deviation**2
            crossing = self._targets[q].crossing[first - q : high - q] + self._sources[p].crossing[i - p]
            lost = costs.joined * (p + q > 2) + costs.both * (p + q > 3) + costs.crossing * crossing
            worth[first - low :] = gain * (p + q) / 2 - lost
        return worth

    def _similarity(self, i: int, p: int, q: int, low: int, high: int) -> Row:
        unrelated, translated = self._ends
        cosines = self._targets[q].vectors[low - q : high - q] @ self._sources[p].vectors[i - p]
        similarity: Row = ((cosines - unrelated) / (translated - unrelated)).astype(np.float64)
        return similarity

    def _step(self, i: int, j: int) -> tuple[int, int]:
        """The step by which the best way came to (i, j)."""
        here = self._rows[i][j - int(self._band.low[i])]

        def worths() -> Iterator[tuple[float, tuple[int, int]]]:
            for p, q in STEPS:
                if p <= i and q <= j:
                    before = float(self._above(i - p, j - q, j - q + 1)[0])
                    gain = float(self._worth(i, p, q, j, j + 1)[0]) if p else 0.0
                    yield before + gain, (p, q)

        worth, step = max(worths(), key=lambda found: found[0])
        assert abs(worth - here) < 1e-3, "the way back is the way there, but for the rounding of 32-bit vectors"
        return step


def count_sentences(links: Sequence[Link]) -> tuple[int, int]:
    """Source and target sentences that some links cover."""
    return sum(len(found.source) for found in links), sum(len(found.target) for found in links)
