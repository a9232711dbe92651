"""What the metrics that sacreBLEU computes have in common: its statistics, its signature, its figures.

sacreBLEU gives segment statistics only by methods whose names begin with an underscore. Its own significance tests use
these; there is no other way to draw a test set anew without counting n-grams a thousand times.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from eval.metrics.score import Array, References


class Sacre:
    """Base of the metrics by sacreBLEU (Post 2018, https://aclanthology.org/W18-6319). References are counted once."""

    def __init__(self, metric: Any, references: References) -> None:
        self._metric = metric
        self._references = references
        metric.num_refs = len(references.texts)

    @property
    def signature(self) -> str:
        """sacreBLEU's own, as its command prints it without resampling."""
        return str(self._metric.get_signature())

    def statistics(self, hypotheses: Sequence[str]) -> Array:
        """sacreBLEU's sufficient statistics."""
        if self._metric._ref_cache is None:
            self._metric._ref_cache = self._metric._cache_references(self._references.texts)
        return np.array(self._metric._extract_corpus_statistics(list(hypotheses), None), np.float64)
