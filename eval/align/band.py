"""Where to look: a band around the sentences that pick each other out, so that a long article costs no square."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Pair = tuple[int, int]

HALF = 40
"""Sentences on either side of the path that are tried."""
_WIDE = 300
_WIDE_SHARE = 0.15
"""How far from the diagonal an anchor may lie: so many sentences, or this share of the text."""


@dataclass(frozen=True, slots=True)
class Band:
    """For each number of source sentences behind us, from which to which number of target sentences may be."""

    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]


def find_band(source: Vectors, target: Vectors, allowed: "npt.NDArray[np.bool_] | None" = None) -> Band:
    """The band around the anchors of two texts. `allowed`, where given, says which pairs may be anchors."""
    anchors = _longest_chain(_mutual(source, target, allowed))
    rows = len(source) + 1
    points = [(0, 0), *((i + 0.5, j + 0.5) for i, j in anchors), (len(source), len(target))]
    path = np.interp(np.arange(rows), [i for i, _ in points], [j for _, j in points])
    low = np.clip(np.floor(path).astype(np.int64) - HALF, 0, len(target))
    high = np.clip(np.ceil(path).astype(np.int64) + HALF + 1, 1, len(target) + 1)
    low[0], high[-1] = 0, len(target) + 1
    return Band(low, high)


def _mutual(source: Vectors, target: Vectors, allowed: "npt.NDArray[np.bool_] | None") -> list[Pair]:
    """Pairs of which each is the other's nearest, looked for near the diagonal."""
    reach = max(_WIDE, int(_WIDE_SHARE * len(target)))
    best_of_target = np.full(len(target), -np.inf)
    picks_of_target = np.full(len(target), -1)
    picks = np.full(len(source), -1)
    for i, vector in enumerate(source):
        middle = round(i * len(target) / len(source))
        start, stop = max(0, middle - reach), min(len(target), middle + reach + 1)
        cosines = target[start:stop] @ vector
        if allowed is not None:
            cosines = np.where(allowed[i, start:stop], cosines, -1)
        picks[i] = start + int(cosines.argmax())
        better = cosines > best_of_target[start:stop]
        best_of_target[start:stop][better] = cosines[better]
        picks_of_target[start:stop][better] = i
    return [(i, int(j)) for i, j in enumerate(picks) if picks_of_target[j] == i]


def _longest_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs that rise on both sides (patience sorting); `pairs` rise on the first."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tops, j)
        before.append(ends[place - 1] if place else -1)
        tops[place : place + 1] = [j]
        ends[place : place + 1] = [index]
    chain, index = [], ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]
