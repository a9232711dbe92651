"""chrF and chrF++ (Popović 2015 and 2017, https://aclanthology.org/W17-4770), by sacreBLEU."""

import numpy as np
from sacrebleu.metrics.chrf import CHRF

from eval.metrics.sacre import Sacre
from eval.metrics.score import Array, References

_BETA_SQUARED = 4
"""Recall weighs twice as much as precision: beta is 2."""


class Chrf(Sacre):
    """F-score of character n-grams up to six. White space does not count."""

    key, title, higher_is_better = "chrf", "chrF", True
    words = 0

    def __init__(self, references: References) -> None:
        super().__init__(CHRF(word_order=self.words), references)

    def pool(self, totals: Array) -> Array:
        """The F-score of mean precision and mean recall."""
        return pool_chrf(totals)

    def pool_segments(self, statistics: Array) -> Array:
        """The same: chrF of a segment is that of a corpus of one."""
        return pool_chrf(statistics)


class ChrfPlusPlus(Chrf):
    """chrF with words and pairs of words beside the characters: the metric to lead with for these languages."""

    key, title = "chrf++", "chrF++"
    words = 2


def pool_chrf(totals: Array) -> Array:
    """chrF of each row: for each order, n-grams of the hypothesis, of the reference, and matches."""
    ours, theirs, matches = totals[:, 0::3], totals[:, 1::3], totals[:, 2::3]
    counted = (ours > 0) & (theirs > 0)
    orders = np.maximum(counted.sum(1), 1)
    precision = (np.where(counted, matches, 0) / np.maximum(ours, 1)).sum(1) / orders
    recall = (np.where(counted, matches, 0) / np.maximum(theirs, 1)).sum(1) / orders
    below = _BETA_SQUARED * precision + recall
    figures: Array = 100 * (1 + _BETA_SQUARED) * precision * recall / np.where(below > 0, below, 1)
    return figures
