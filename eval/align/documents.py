"""Two documents into links: blocks first, whose links say where sentences may be, then the sentences themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from eval.align.band import Vectors, find_band
from eval.align.links import Costs, Link, Side, link

Encode = Callable[[Sequence[str]], Vectors]
Blocks = Sequence[Sequence[str]]
"""A document: sentences in blocks."""


@dataclass(frozen=True, slots=True)
class Aligner:
    """Aligns documents of two languages. `encode_source` and `encode_target` make vectors of length 1 in one space;
    `ends` are the cosines there of unrelated sentences and of translations.
    """

    encode_source: Encode
    encode_target: Encode
    ends: tuple[float, float]
    costs: Costs = field(default_factory=Costs)

    def align(self, source: Blocks, target: Blocks) -> list[Link]:
        """Links of all sentences, numbered through the document; each sentence stands in exactly one link."""
        ours, theirs = [s for block in source for s in block], [s for block in target for s in block]
        if not ours or not theirs:
            return [Link((i,), ()) for i in range(len(ours))] + [Link((), (j,)) for j in range(len(theirs))]
        left, right = _side(source, self.encode_source(ours)), _side(target, self.encode_target(theirs))
        band = find_band(left.vectors, right.vectors, self._allowed(source, target, left, right))
        return link(left, right, self.ends, band, self.costs)

    def _allowed(self, source: Blocks, target: Blocks, left: Side, right: Side) -> "npt.NDArray[np.bool_] | None":
        """Which pairs of sentences stand in blocks that belong together; None where a document is one block."""
        if len(source) < 2 or len(target) < 2:
            return None
        ours, theirs = _blocks(source, left), _blocks(target, right)
        links = link(ours, theirs, self.ends, find_band(ours.vectors, theirs.vectors), self.costs)
        related = np.zeros((len(source), len(target)), np.bool_)
        for found in links:
            for i in found.source:
                related[i, list(found.target)] = True
        return related[np.ix_(_owners(source), _owners(target))]


def _side(document: Blocks, vectors: Vectors) -> Side:
    return Side.of(vectors, [len(sentence) for block in document for sentence in block], _owners(document))


def _owners(document: Blocks) -> list[int]:
    """The block of each sentence."""
    return [number for number, block in enumerate(document) for _ in block]


def _blocks(document: Blocks, side: Side) -> Side:
    """A vector and a length for each block, from those of its sentences."""
    sums = np.zeros((len(document), side.vectors.shape[1]), np.float32)
    lengths = np.zeros(len(document))
    owners = _owners(document)
    np.add.at(sums, owners, side.vectors * side.lengths[:, None].astype(np.float32))
    np.add.at(lengths, owners, side.lengths)
    vectors = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return Side.of(vectors, list(lengths), [0] * len(document))
