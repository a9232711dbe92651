"""TER (Snover et al. 2006, https://aclanthology.org/2006.amta-papers.25), by sacreBLEU."""

import numpy as np
from sacrebleu.metrics.ter import TER

from eval.metrics.sacre import Sacre
from eval.metrics.score import Array, References


class Ter(Sacre):
    """Edits that turn a hypothesis into its reference, for 100 words of the reference; may be above 100.

    Punctuation is parted from words; Chinese is counted by characters, without which a Chinese sentence is one word.
    """

    key, title, higher_is_better = "ter", "TER (lower is better)", False

    def __init__(self, references: References) -> None:
        super().__init__(TER(normalized=True, asian_support=references.language == "zh-Hans"), references)

    def pool(self, totals: Array) -> Array:
        """Edits over reference words. Against no words at all, any edit is 100."""
        edits, words = totals[:, 0], totals[:, 1]
        return np.where(words > 0, 100 * edits / np.where(words > 0, words, 1), np.where(edits > 0, 100.0, 0.0))

    def pool_segments(self, statistics: Array) -> Array:
        """The same: TER of a segment is that of a corpus of one."""
        return self.pool(statistics)
