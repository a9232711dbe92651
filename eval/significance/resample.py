"""Drawing a test set anew: the bootstrap, for one system's interval and for two systems' difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from eval.metrics.score import Array, Score

SEED = 12345
ROUNDS = 1_000
LEVEL = 95
"""Per cent of the draws that an interval holds."""

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Draws:
    """How a test set is drawn anew: `rounds` times, from `seed`.

    `documents` has the id of the document that each segment stands in; documents are then drawn as wholes, because
    the sentences of one article resemble each other. Without them every segment is drawn for itself.
    """

    rounds: int = ROUNDS
    seed: int = SEED
    documents: tuple[str, ...] = ()

    @property
    def units(self) -> str:
        """What is drawn, as a recipe says it."""
        return f"{len(set(self.documents))} documents" if self.documents else "segments"


@dataclass(frozen=True, slots=True)
class Interval:
    """Percentiles 2.5 and 97.5 of the draws, on the metric's scale."""

    low: float
    high: float


def interval(score: Score, draws: Draws) -> Interval:
    """The percentile bootstrap interval of a score (Koehn 2004, https://aclanthology.org/W04-3250)."""
    return percentiles(resample(score, draws))


def resample(score: Score, draws: Draws) -> Array:
    """The figure of each draw. Equal draws for every system of the same test set, so that they can be paired."""
    units = by_document(score.statistics, draws.documents)
    weights = _weights(len(units), draws.rounds, draws.seed)
    return score.pool(weights @ units)


def percentiles(figures: Array) -> Interval:
    """The interval that holds 95 per cent of some figures; NaN where one could not be measured."""
    low, high = np.percentile(figures, [50 - LEVEL / 2, 50 + LEVEL / 2])
    return Interval(float(low), float(high))


def by_document(statistics: Array, documents: Sequence[str]) -> Array:
    """Rows of statistics summed for each document, in the order that the documents begin in."""
    if not documents:
        return statistics
    places = {name: place for place, name in enumerate(dict.fromkeys(documents))}
    sums = np.zeros((len(places), statistics.shape[1]))
    np.add.at(sums, [places[name] for name in documents], statistics)
    return sums


@lru_cache(maxsize=4)
def _weights(units: int, rounds: int, seed: int) -> Array:
    """How often each unit is drawn in each round."""
    generator = np.random.default_rng(seed)
    return np.concatenate(
        [generator.multinomial(units, np.full(units, 1 / units), size) for size in _chunks(rounds)]
    ).astype(np.float64)


def _chunks(rounds: int) -> Iterator[int]:
    for start in range(0, rounds, _CHUNK):
        yield min(_CHUNK, rounds - start)
