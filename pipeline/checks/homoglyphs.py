"""Homoglyphs: a word in which letters of two alphabets stand because they look alike."""

from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair
from pipeline.homoglyphs import find, repair

MANIFEST = Manifest("homoglyphs", "No word mixes letters of two alphabets that look alike.", "warning")


def build() -> Check:
    """The check."""
    return _check


def _check(pair: Pair) -> Iterator[Issue]:
    for span in find(pair.hypothesis):
        if span.text in pair.source:
            continue
        yield Issue(
            "warning", "homoglyph", {"target": span.text}, target=(span.start, span.stop), suggestion=repair(span.text)
        )
