"""Homoglyphs: a word in which letters of two alphabets stand because they look alike."""

from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair
from pipeline.homoglyphs import find, repair

MANIFEST = Manifest("homoglyphs", "No word mixes letters of two alphabets that look alike.", "warning")


def build() -> Check:
    """The check."""
    return _check


def _check(pair: Pair) -> Iterator[Issue]:
    found = [span for span in find(pair.hypothesis) if span.text not in pair.source]
    if found:  # once a segment: who types so, types so throughout
        words = ", ".join(dict.fromkeys(span.text for span in found))
        place = (found[0].start, found[0].stop)
        yield Issue("warning", "homoglyph", {"target": words}, target=place, suggestion=repair(found[0].text))
