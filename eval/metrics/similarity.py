"""Similarity of source and hypothesis in meaning, without a reference, by sentence vectors across languages."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from eval.metrics.score import Array, References, share
from models.errors import UsageError

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]


class Similarity:
    """Cosine of the two vectors on a scale where 0 is an unrelated sentence and 100 a good translation, cut at both.

    Sees whether a sentence is about the same thing: an omission, a hallucination, the wrong sentence. Does not see a
    wrong number, a swapped name, a lost negation or bad style. `ends` are the two cosines of the scale, which the
    vectors of `encode_source` and `encode_target`, of length 1, have on average.
    """

    key, title, higher_is_better = "similarity", "similarity to the source", True

    def __init__(
        self,
        references: References,
        encode_source: Encode,
        encode_target: Encode,
        ends: tuple[float, float],
        encoder: str,
    ) -> None:
        if not references.sources:
            raise UsageError("similarity compares with the source: give --src")
        self._encode, self._ends, self._encoder = encode_target, ends, encoder
        self._vectors = encode_source(references.sources)

    @property
    def signature(self) -> str:
        """The recipe."""
        low, high = self._ends
        return f"encoder:{self._encoder}|unrelated:{low:.3f}|translated:{high:.3f}|version:audarma-1"

    def statistics(self, hypotheses: Sequence[str]) -> Array:
        """The share of the way from unrelated to translated, and 1. An empty hypothesis has 0."""
        cosines = (self._vectors * self._encode(hypotheses)).sum(1)
        low, high = self._ends
        figures = np.clip((cosines - low) / (high - low), 0, 1).astype(np.float64)
        figures[[not text.strip() for text in hypotheses]] = 0
        return np.stack([figures, np.ones_like(figures)], axis=1)

    def pool(self, totals: Array) -> Array:
        """The mean."""
        return share(totals[:, 0], totals[:, 1])

    def pool_segments(self, statistics: Array) -> Array:
        """The figure of one segment."""
        return self.pool(statistics)
