"""Intervals that cover, tests that find what is there and nothing else, documents drawn as wholes."""

from math import isnan, nan

import numpy as np
import pytest

from eval.metrics.score import Array, Score, share
from eval.significance.paired import Difference, compare
from eval.significance.resample import Draws, Interval, by_document, interval, resample
from eval.significance.say import say
from eval.significance.thresholds import agreement


def mean_score(values: Array, *, key: str = "mean", higher: bool | None = True) -> Score:
    """A score that is a mean of segments, whose interval is known."""

    def pool(totals: Array) -> Array:
        return share(totals[:, 0], totals[:, 1])

    statistics = np.stack([values, np.ones_like(values)], axis=1)
    value = float(pool(statistics.sum(0, keepdims=True))[0])
    return Score(key, key, higher, value, "test", values * 100, statistics, pool)


def test_intervals_cover_in_simulation() -> None:
    """Of 300 test sets drawn from one population, the 95 per cent interval holds its mean about 95 times in 100."""
    rng = np.random.default_rng(3)
    hits = 0
    for round_ in range(300):
        found = interval(mean_score(rng.beta(2, 3, 200)), Draws(rounds=400, seed=round_))
        hits += found.low <= 40 <= found.high
    assert 0.90 <= hits / 300 <= 0.985


def test_a_paired_test_rarely_finds_what_is_not_there() -> None:
    rng = np.random.default_rng(4)
    found = 0
    for round_ in range(100):
        both = rng.beta(2, 3, 150)
        one, other = (np.clip(both + rng.normal(0, 0.05, 150), 0, 1) for _ in range(2))
        found += compare(mean_score(one), mean_score(other), Draws(200, round_)).is_significant
    assert found <= 12


def test_a_real_difference_is_found_by_both_tests() -> None:
    rng = np.random.default_rng(5)
    values = rng.beta(2, 3, 500)
    found = compare(mean_score(values), mean_score(values + 0.03 + rng.normal(0, 0.05, 500)), Draws())
    assert found.value == pytest.approx(3, abs=0.6)
    assert found.is_significant
    assert found.interval.low > 0


def test_the_bootstrap_is_reproducible_by_seed() -> None:
    score = mean_score(np.random.default_rng(6).random(100))
    assert np.array_equal(resample(score, Draws(seed=1)), resample(score, Draws(seed=1)))
    assert not np.array_equal(resample(score, Draws(seed=1)), resample(score, Draws(seed=2)))
    one, other = (compare(score, mean_score(np.full(100, 0.5)), Draws(seed=1)) for _ in range(2))
    assert one == other


def test_the_same_system_twice_is_no_difference() -> None:
    score = mean_score(np.random.default_rng(7).random(50))
    found = compare(score, score, Draws())
    assert (found.value, found.bootstrap_p, found.randomization_p) == (0, 1, 1)


def test_documents_are_drawn_as_wholes_and_give_wider_intervals() -> None:
    """Sentences of one document resemble each other: by segments, an interval would be too narrow."""
    rng = np.random.default_rng(8)
    levels = rng.random(20)
    values = np.clip(np.repeat(levels, 25) + rng.normal(0, 0.02, 500), 0, 1)
    documents = tuple(str(i // 25) for i in range(500))
    by_segments, by_documents = (interval(mean_score(values), Draws(documents=d)) for d in ((), documents))
    assert by_documents.high - by_documents.low > 2 * (by_segments.high - by_segments.low)


def test_statistics_are_summed_by_document_wherever_its_segments_stand() -> None:
    rows = np.array([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0]])
    assert by_document(rows, ("a", "b", "a")).tolist() == [[5.0, 2.0], [2.0, 1.0]]


def test_what_was_not_measured_is_not_significant() -> None:
    empty = mean_score(np.zeros(10))
    empty.statistics[:] = 0
    broken = Score("mean", "mean", True, nan, "test", empty.segments, empty.statistics, empty.pool)
    found = compare(broken, broken, Draws(100))
    assert not found.is_significant
    assert isnan(found.interval.low)
    assert "could not be measured" in say(found, "a", "b")


def test_scores_of_different_metrics_are_not_compared() -> None:
    values = np.ones(5)
    with pytest.raises(ValueError, match="not figures of one metric"):
        compare(mean_score(values), mean_score(values, key="other"), Draws())


def difference(value: float, *, p: float = 0.001, key: str = "chrf++", higher: bool | None = True) -> Difference:
    low, high = sorted((value - 0.6, value + 0.7))
    return Difference(key, "chrF++", higher, value, Interval(low, high), p, p, 1000, Draws())


def test_the_sentence_says_better_worse_or_chance() -> None:
    assert say(difference(1.4), "A", "B").startswith("B is better than A by 1.4 chrF++ (95 % interval 0.8 to 2.1;")
    assert say(difference(-1.4), "A", "B").startswith("B is worse than A by 1.4 chrF++ (95 % interval 0.7 to 2.0;")
    assert say(difference(1.4, higher=False), "A", "B").startswith("B is worse than A")
    assert say(difference(1.4, higher=None), "A", "B").startswith("B is longer than A")
    assert "may well be chance" in say(difference(0.2, p=0.3), "A", "B")


def test_how_often_people_agree_is_told_only_where_it_is_published() -> None:
    """The paper's table: 80 per cent agree at 2.34 BLEU, 1.63 chrF, 2.46 spBLEU and 0.56 COMET-22."""
    for key, at in (("bleu", 2.34), ("chrf", 1.63), ("spbleu", 2.46), ("comet", 0.56)):
        assert agreement(key, at) == pytest.approx(80, abs=0.5)
        assert agreement(key, -at) == agreement(key, at)
        assert agreement(key, 0) == 50
    assert agreement("chrf++", 2) is None
    assert "Kocmi" in say(difference(2, key="bleu"), "A", "B")
    assert "Kocmi" not in say(difference(2), "A", "B")
