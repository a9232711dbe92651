"""IBM model 1 (Brown et al. 1993, The Mathematics of Statistical Machine Translation, 5.1), in both directions."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

ROUNDS = 5
NULL = 3.0
"""How much of a word's usual frequency speaks for its having no counterpart in the other sentence."""
DOUBT = 0.3
"""Added to the count that a probability is divided by, so that what is seen once proves little."""


@dataclass(frozen=True, slots=True)
class Bitext:
    """Sentences of two languages as the ids of their stems, each stem once, and how much each pair of them counts."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    pairs: tuple[tuple[Ids, Ids], ...]
    weights: Floats

    def __post_init__(self) -> None:
        if len(self.pairs) != len(self.weights):
            raise ValueError(f"{len(self.pairs)} pairs with {len(self.weights)} weights")

    @property
    def frequencies(self) -> tuple[Floats, Floats]:
        """The weighted number of sentences that each stem of either side is in."""
        return self._count(0, len(self.source)), self._count(1, len(self.target))

    def _count(self, side: int, stems: int) -> Floats:
        ids = np.concatenate([pair[side] for pair in self.pairs])
        weights = np.repeat(self.weights, [len(pair[side]) for pair in self.pairs])
        return np.bincount(ids, weights, stems).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of stems that stand in one sentence: the probability that the target stem is written for the source one
    (`forward`) and the source stem for the target one (`backward`), and how often they are expected to be counterparts.
    """

    source: Ids
    target: Ids
    forward: Floats
    backward: Floats
    count: Floats

    @property
    def share(self) -> Floats:
        """The greater of the two probabilities."""
        return np.maximum(self.forward, self.backward)

    def where(self, kept: npt.NDArray[np.bool_]) -> "Links":
        """Those links alone."""
        source, target = self.source[kept], self.target[kept]
        return Links(source, target, self.forward[kept], self.backward[kept], self.count[kept])


def align(text: Bitext) -> Links:
    """All links of a text."""
    width = len(text.target)
    ours = np.concatenate([np.repeat(source, len(target)) for source, target in text.pairs])
    theirs = np.concatenate([np.tile(target, len(source)) for source, target in text.pairs])
    kinds, link = np.unique(ours * width + theirs, return_inverse=True)
    source, target = kinds // width, kinds % width
    sizes = np.array([(len(source), len(target)) for source, target in text.pairs])
    places = [
        np.concatenate([np.tile(np.arange(m), n) for n, m in sizes]),
        np.concatenate([np.repeat(np.arange(n), m) for n, m in sizes]),
    ]
    sentence = np.repeat(np.arange(len(sizes)), sizes[:, 0] * sizes[:, 1])
    shares, counts = [], []
    for given, made, place, size in ((source, theirs, places[0], sizes[:, 1]), (target, ours, places[1], sizes[:, 0])):
        group = (np.cumsum(size) - size)[sentence] + place
        share, count = _model1(link, group, given, made, text.weights[sentence])
        shares.append(share)
        counts.append(count)
    return Links(source, target, shares[0], shares[1], np.maximum(*counts))


def _model1(link: Ids, group: Ids, given: Ids, made: Ids, weight: Floats) -> tuple[Floats, Floats]:
    """The probability of each link's made stem where the given one stands, and its expected count.

    A row of `link`, `group`, `made` and `weight` is a possible link of one stem of one sentence, `group` its number
    there; `given` has the given stem of each kind of link.
    """
    usual = np.bincount(made, weight)
    nothing = np.zeros(int(group.max()) + 1)
    nothing[group] = NULL * usual[made] / usual.sum()
    share = np.full(len(given), 1.0)
    count = share
    for turn in range(ROUNDS):
        likely = share[link]
        total = np.bincount(group, likely) + (nothing if turn else 0)
        count = np.bincount(link, weight * likely / total[group], len(given))
        share = count / (np.bincount(given, count)[given] + DOUBT)
    return share, count
