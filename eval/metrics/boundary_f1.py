"""Sentence segmentation against gold boundaries: precision, recall and F1."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BoundaryF1:
    """Shares from 0 to 1, higher is better; over all paragraphs together (micro-averaged)."""

    precision: float
    recall: float
    f1: float


def boundary_f1(pairs: Iterable[tuple[set[int], set[int]]]) -> BoundaryF1:
    """Each pair holds a paragraph's hypothesis and gold boundaries as offsets; its own end is in neither.

    Where nothing was to be found and nothing was, all three are 1.
    """
    hit = missed = wrong = 0
    for hypothesis, gold in pairs:
        hit += len(hypothesis & gold)
        missed += len(gold - hypothesis)
        wrong += len(hypothesis - gold)
    precision = hit / (hit + wrong) if hit + wrong else 1.0
    recall = hit / (hit + missed) if hit + missed else 1.0
    return BoundaryF1(precision, recall, 2 * hit / (2 * hit + missed + wrong) if hit + missed + wrong else 1.0)
