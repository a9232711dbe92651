"""Which sentences are learnt from, how often, and in batches without much padding."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from models.starter.recipe.config import Config
from models.starter.recipe.pack import Pack
from models.starter.recipe.sources import LANGUAGES

TARGETS = ("zh", "kk", "en")
"""The target languages in the order of their tokens, which follow the vocabulary's pieces."""

_RATIO = (0.3, 3.5)
"""Between which the source's length over the target's must lie: the rest is misaligned more often than not."""

_OTHER = 0.3
"""How often a sentence is seen from another source language beside once from Russian."""

_ENGLISH_TO_KAZAKH = 0.6
"""The same for the direction that has most of the Kazakh prose."""


@dataclass(frozen=True)
class Examples:
    """Parallel arrays: source segment, target segment, place of the target language in TARGETS, sampling weight."""

    source: npt.NDArray[np.int32]
    target: npt.NDArray[np.int32]
    language: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]


def make_examples(pack: Pack, config: Config) -> Examples:
    """Every direction into a target language from Russian, English and Chinese."""
    sizes, weights = pack.sizes, pack.weight[pack.source]
    parts = []
    for source, target in product(LANGUAGES, TARGETS):
        if source in (target, "kk"):
            continue
        a, b = pack.rows[:, LANGUAGES.index(source)], pack.rows[:, LANGUAGES.index(target)]
        read, written = sizes[a], sizes[b]
        good = (a >= 0) & (b >= 0) & (a != b) & (written >= 2) & (np.maximum(read, written) <= config.longest)
        good &= (read > _RATIO[0] * written) & (read < _RATIO[1] * written)
        often = 1.0 if source == "ru" else _ENGLISH_TO_KAZAKH if (source, target) == ("en", "kk") else _OTHER
        language = np.full(int(good.sum()), TARGETS.index(target))
        parts.append((a[good], b[good], language, weights[good] * often))
    a, b, languages, weight = (np.concatenate(part) for part in zip(*parts, strict=True))
    for i, name in enumerate(TARGETS):
        into = languages == i
        weight[into] *= config.shares[name] / max((weight[into] * sizes[b[into]]).sum(), 1e-9)
    return Examples(a, b, languages, weight)


def batches(
    examples: Examples, sizes: npt.NDArray[np.int64], config: Config, random: np.random.Generator
) -> Iterator[npt.NDArray[np.int64]]:
    """Indices of examples, for ever. Drawn by weight, sorted by length, cut by the budget, then shuffled."""
    cumulated = np.cumsum(examples.weight)
    while True:
        drawn = np.searchsorted(cumulated, random.random(config.pool) * cumulated[-1])
        read, written = sizes[examples.source[drawn]], sizes[examples.target[drawn]]
        order = np.lexsort((read, written))
        drawn, lengths = drawn[order], np.maximum(read, written)[order] + 2
        made, start, longest = [], 0, 0
        for i, length in enumerate(lengths):
            longest = max(longest, int(length))
            if longest * (i + 1 - start) > config.batch and i > start:
                made.append(drawn[start:i])
                start, longest = i, int(length)
        made.append(drawn[start:])
        for i in random.permutation(len(made)):
            yield made[i]
