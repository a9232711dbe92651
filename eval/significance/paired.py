"""Two systems on one test set: by how much they differ, and how likely chance alone would make such a difference."""

from dataclasses import dataclass, replace

import numpy as np

from eval.metrics.score import Score
from eval.significance.resample import Draws, Interval, by_document, percentiles, resample

RANDOMIZATIONS = 10_000
_CHUNK = 500
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """The second system's figure less the first's, on the metric's scale.

    `interval` is that of the paired bootstrap. `bootstrap_p` and `randomization_p` are two-sided: the chance of a
    difference at least as large if the systems were equally good.
    """

    key: str
    title: str
    higher_is_better: bool | None
    value: float
    interval: Interval
    bootstrap_p: float
    randomization_p: float
    segments: int
    draws: Draws

    @property
    def is_significant(self) -> bool:
        """Whether both tests hold chance for unlikely (p < 0.05)."""
        return max(self.bootstrap_p, self.randomization_p) < SIGNIFICANT

    @property
    def recipe(self) -> str:
        """What another person needs to get the same."""
        draws = self.draws
        return f"bs:{draws.rounds}|ar:{RANDOMIZATIONS}|seed:{draws.seed}|drawn:{draws.units}|level:95"


def compare(first: Score, second: Score, draws: Draws) -> Difference:
    """Compares two scores by one metric on the same segments. Raises ValueError for scores that are not such."""
    if first.key != second.key or first.statistics.shape != second.statistics.shape:
        raise ValueError(f"{first.key} and {second.key} are not figures of one metric on one test set")
    value = second.value - first.value
    differences = resample(second, draws) - resample(first, draws)
    return Difference(
        key=first.key,
        title=first.title,
        higher_is_better=first.higher_is_better,
        value=value,
        interval=percentiles(differences),
        bootstrap_p=_chance(~(np.abs(differences - differences.mean()) < abs(value) - _EQUAL)),
        randomization_p=_randomize(first, second, replace(draws, rounds=RANDOMIZATIONS)),
        segments=len(first.statistics),
        draws=draws,
    )


_EQUAL = 1e-9
"""Figures nearer than this are equal: sums in another order differ in their last bits. What is NaN is never less than
the observed difference, and so counts for chance.
"""


def _randomize(first: Score, second: Score, draws: Draws) -> float:
    """Approximate randomization: each unit changes sides or not (Riezler and Maxwell 2005, W05-0908)."""
    ours, theirs = by_document(first.statistics, draws.documents), by_document(second.statistics, draws.documents)
    total, moved = ours.sum(0) + theirs.sum(0), theirs - ours
    observed = abs(second.value - first.value)
    generator = np.random.default_rng(draws.seed)
    hits = []
    for start in range(0, draws.rounds, _CHUNK):
        size = min(_CHUNK, draws.rounds - start)
        swaps = generator.integers(0, 2, (size, len(ours)), np.int8).astype(np.float64)
        mixed = ours.sum(0) + swaps @ moved
        hits.append(~(np.abs(first.pool(total - mixed) - first.pool(mixed)) < observed - _EQUAL))
    return _chance(np.concatenate(hits))


def _chance(hits: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> float:
    """The share of hits, the observed difference counted among the draws: no finite number of them shows a p of 0."""
    return (int(hits.sum()) + 1) / (len(hits) + 1)
