"""Dates and times: day, month, year, weekday and hour are the same."""

from collections.abc import Iterator

from pipeline.checks.check import Check, Issue, Manifest, Pair
from pipeline.checks.differences import issues
from pipeline.quantities.quantity import DATES

MANIFEST = Manifest("dates", "Days, months, years, weekdays and times are the same.", "error")


def build() -> Check:
    """The check."""

    def check(pair: Pair) -> Iterator[Issue]:
        return issues(pair, DATES, "date")

    return check
