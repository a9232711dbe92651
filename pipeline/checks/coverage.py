"""Coverage: words of the source without a counterpart in the translation, or the other way round, and the length.

A translation that lost a clause is shorter, and a run of source words has no counterpart; one that gained a clause is
longer, and a clause of it has none. Neither sign is sure alone: their sum decides, and what the check of length warns
of is a note beside it. The weights are those of a logistic regression (tests/bench/checks/weigh.py): good translations
in text that no test set holds against the same with a half dropped, or with a clause of another sentence added. A bound
is where six or seven of a thousand good ones lie above it for omissions, and twelve (Chinese) to twenty-four (Kazakh)
for additions: some of that text is badly paired.
"""

from collections.abc import Iterator, Sequence
from math import log

from pipeline.checks.check import Issue, Manifest, Pair, Parameter
from pipeline.checks.counterparts import MOST_OF_A_WORD, weigh
from pipeline.checks.length import MANIFEST as LENGTH
from pipeline.checks.length import deviation

MANIFEST = Manifest(
    "coverage",
    "Nothing is left out and nothing is added, as far as a lexicon and the length can tell.",
    "warning",
    (
        Parameter("omitted", 0.0, "How much surer than usual it must be, in log odds, that something is left out."),
        Parameter("added", 0.0, "How much surer than usual it must be, in log odds, that something is added."),
    ),
    thorough=True,
)

_OMITTED = {  # of the signs of an omission; the constant, the bound in it
    "en": (-2.78, -1.89, 0.33, -1.91),
    "kk-Cyrl": (-2.05, -0.46, 0.22, -6.62),
    "zh-Hans": (-2.39, -0.84, 0.51, -5.10),
}
_ADDED = {
    "en": (1.51, 0.63, -0.57, 3.30, -9.95),
    "kk-Cyrl": (1.31, 0.36, -0.50, 2.42, -8.97),
    "zh-Hans": (1.49, 0.99, -0.80, 2.03, -12.31),
}
_SHORTEST = 24
"""Characters of source below which a word more or less is everything."""


def signs_of_omission(pair: Pair) -> tuple[float, ...]:
    """Deviations of length, logarithm of the source's characters, log odds of the run of words that lacks most."""
    return deviation(pair), log(len(pair.source)), weigh(pair).missing


def signs_of_addition(pair: Pair) -> tuple[float, ...]:
    """The first two as above, log odds of a source word in the mean, of the clause that lacks most."""
    evidence = weigh(pair)
    return deviation(pair), log(len(pair.source)), evidence.lack, evidence.strange


def lacks_words(pair: Pair) -> bool:
    """Whether more than one source word lacks counterparts: what is short may still say all."""
    return weigh(pair).missing > MOST_OF_A_WORD


def surplus(weights: Sequence[float], signs: Sequence[float]) -> float:
    """The weighted sum of the signs, and the constant that is the last weight: log odds over the bound."""
    return sum(weight * sign for weight, sign in zip(weights, (*signs, 1.0), strict=True))


def is_long_enough(pair: Pair) -> bool:
    """Whether the words of a pair say something about what is left out or added."""
    return len(pair.source) >= _SHORTEST and bool(pair.hypothesis.strip())


def build(omitted: float, added: float) -> "Coverage":
    """The check; parameters as in the manifest."""
    return Coverage(omitted, added)


class Coverage:
    """The check."""

    def __init__(self, omitted: float, added: float) -> None:
        self._omitted, self._added = omitted, added

    def weighs(self, pair: Pair) -> frozenset[str]:
        """The check of length, where this one looks: it has the same sign and another."""
        return frozenset((LENGTH.name,)) if is_long_enough(pair) else frozenset()

    def __call__(self, pair: Pair) -> Iterator[Issue]:
        """At most one issue a pair: where words are that may be left out, or added."""
        if not is_long_enough(pair):
            return
        if surplus(_OMITTED[pair.language], signs_of_omission(pair)) > self._omitted and lacks_words(pair):
            yield left_out(pair)
        elif surplus(_ADDED[pair.language], signs_of_addition(pair)) > self._added:
            yield put_in(pair)


def left_out(pair: Pair) -> Issue:
    """What is told of an omission: the run of words that lacks most counterparts, or else the whole."""
    start, stop = weigh(pair).missing_at or (0, len(pair.source))
    return Issue("warning", "omitted", {"source": pair.source[start:stop]}, source=(start, stop))


def put_in(pair: Pair) -> Issue:
    """What is told of an addition: the clause that lacks most counterparts, or else the whole."""
    start, stop = weigh(pair).strange_at or (0, len(pair.hypothesis))
    return Issue("warning", "added", {"target": pair.hypothesis[start:stop]}, target=(start, stop))
