"""Numbers: every figure of the source stands in the translation with the same value, and none that is not in it."""

from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair
from pipeline.checks.differences import issues
from pipeline.quantities.quantity import Kind

MANIFEST = Manifest("numbers", "Numbers, magnitudes, percentages and measures have the same value.", "error")
_KINDS: tuple[Kind, ...] = ("number", "percent", "measure", "code")


def build() -> Check:
    """The check."""

    def check(pair: Pair) -> Iterator[Issue]:
        return issues(pair, _KINDS, "number")

    return check
