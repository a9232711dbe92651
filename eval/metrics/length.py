"""Length ratio: whether a system says too little or too much."""

from collections.abc import Sequence

import numpy as np

from eval.metrics.score import Array, References, share


class Length:
    """Letters of the hypotheses for 100 of the references, white space aside; 100 is as long as the references."""

    key, title = "length", "length ratio (100 is equal)"
    higher_is_better = None

    def __init__(self, references: References) -> None:
        self._references = references

    @property
    def signature(self) -> str:
        """The recipe."""
        return f"nrefs:{len(self._references.texts)}|unit:character|space:no|multi:mean|version:audarma-1"

    def statistics(self, hypotheses: Sequence[str]) -> Array:
        """Characters of the hypothesis, mean of those of its references."""
        theirs = np.mean([[_size(text) for text in texts] for texts in self._references.texts], axis=0)
        return np.stack([np.array([_size(text) for text in hypotheses], np.float64), theirs], axis=1)

    def pool(self, totals: Array) -> Array:
        """Share of the reference's length."""
        return share(totals[:, 0], totals[:, 1])

    def pool_segments(self, statistics: Array) -> Array:
        """The same of one segment."""
        return self.pool(statistics)


def _size(text: str) -> int:
    return len("".join(text.split()))
