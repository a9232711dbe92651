"""What every metric takes and gives: references in, a figure with its recipe out.

A metric is measured in two steps, so that the work can be cut into pieces and the statistics drawn anew. First each
segment gets a row of statistics that may be added up; then any sum of rows gives a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.errors import UsageError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class References:
    """What hypotheses are held against. `texts` has one tuple a reference translation, each with a text a segment.

    `language` is the BCP 47 tag of the translations, `sources` the Russian texts or nothing. Raises UsageError when
    the counts differ or there is nothing.
    """

    texts: tuple[tuple[str, ...], ...]
    language: str
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        counts = {len(texts) for texts in (*self.texts, self.sources) if texts}
        if not self.texts or not counts:
            raise UsageError("there is no reference to score against")
        if len(counts) > 1:
            raise UsageError(f"references and sources differ in length: {', '.join(map(str, sorted(counts)))} segments")

    def __len__(self) -> int:
        return len(self.texts[0])

    def part(self, start: int, stop: int) -> "References":
        """The segments from `start` up to `stop`."""
        return References(tuple(texts[start:stop] for texts in self.texts), self.language, self.sources[start:stop])


class Pool(Protocol):
    """Turns sums of statistics, one a row, into figures. NaN where there was nothing to measure."""

    def __call__(self, totals: Array) -> Array:
        """A figure a row."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """One figure of one system.

    `value` and `segments` are on the metric's scale: 0 to 100, higher is better, unless `title` says otherwise
    (`higher_is_better` is then False, or None for a figure that is best in the middle). They are NaN where there was
    nothing to measure. `signature` is the recipe. `statistics` has a row a segment.
    """

    key: str
    title: str
    higher_is_better: bool | None
    value: float
    signature: str
    segments: Array
    statistics: Array
    pool: Pool


class Metric(Protocol):
    """A way to measure hypotheses against the references that it was made with."""

    @property
    def key(self) -> str: ...  # noqa: D102 - as in Score

    @property
    def title(self) -> str: ...  # noqa: D102 - as in Score

    @property
    def higher_is_better(self) -> bool | None: ...  # noqa: D102 - as in Score

    @property
    def signature(self) -> str:
        """The recipe: everything that another person needs to get the same figure."""
        ...

    def statistics(self, hypotheses: Sequence[str]) -> Array:
        """A row of statistics a segment. Raises AudarmaError."""
        ...

    def pool(self, totals: Array) -> Array:
        """A figure for each row of summed statistics, as for a corpus."""
        ...

    def pool_segments(self, statistics: Array) -> Array:
        """A figure for each segment alone."""
        ...


def finish(metric: Metric, statistics: Array) -> Score:
    """The score of a system from the statistics of its segments."""
    return Score(
        key=metric.key,
        title=metric.title,
        higher_is_better=metric.higher_is_better,
        value=float(metric.pool(statistics.sum(0, keepdims=True))[0]),
        signature=metric.signature,
        segments=metric.pool_segments(statistics),
        statistics=statistics,
        pool=metric.pool,
    )


def share(part: Array, whole: Array) -> Array:
    """`part` of `whole` from 0 to 100, NaN where the whole is nothing."""
    result: Array = np.divide(100 * part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
    return result
