"""Empty: the translation has no letter and no digit where the source has some."""

import re
from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair

MANIFEST = Manifest("empty", "There is a translation.", "error")
_WORD = re.compile(r"\w")


def build() -> Check:
    """The check."""
    return _check


def _check(pair: Pair) -> Iterator[Issue]:
    if _WORD.search(pair.source) and not _WORD.search(pair.hypothesis):
        yield Issue("error", "empty")
