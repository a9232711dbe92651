"""Issues made of the differences between quantities: what the checks of numbers, dates and money have in common."""

from collections.abc import Collection, Iterator
from fractions import Fraction

from pipeline.article import Severity
from pipeline.checks.check import Issue, Pair, Place
from pipeline.quantities.compare import Difference, compare
from pipeline.quantities.quantity import DATES, Kind, Quantity
from pipeline.quantities.write import write_number


def differences(pair: Pair, kinds: Collection[Kind]) -> list[Difference]:
    """The differences of a pair that are of some kinds: those of the source's quantity, where there is one."""
    return [found for found in compare(pair.source, pair.hypothesis, pair.language) if _topic(found) in kinds]


def issues(pair: Pair, kinds: Collection[Kind], topic: str) -> Iterator[Issue]:
    """The issues of a topic ("number", "date", "money"): changed, missing and added."""
    for difference in differences(pair, kinds):
        key = "changed" if difference.source and difference.target else "missing" if difference.source else "added"
        name = f"{topic}-{key}"
        if topic != "date" and key == "changed" and _is_magnitude(difference):
            name = "magnitude-changed"
        yield Issue(
            severity=_severity(difference),
            message=name,
            values={
                "source": difference.source.text.strip() if difference.source else "",
                "target": difference.target.text.strip() if difference.target else "",
            },
            source=_place(difference.source),
            target=_place(difference.target),
            suggestion=_suggest(difference, pair.language),
        )


def _topic(difference: Difference) -> Kind:
    """A year that became a number is a matter of dates, an amount that lost its currency one of money."""
    kinds = [quantity.kind for quantity in (difference.source, difference.target) if quantity is not None]
    for preferred in (*DATES, "money"):
        if preferred in kinds:
            return next(kind for kind in kinds if kind == preferred)
    return kinds[0]


def _severity(difference: Difference) -> Severity:
    """Figures that contradict each other, or that are gone, are errors; words and additions a person should judge."""
    source, target = difference.source, difference.target
    if source is None or (target is None and (source.kind == "weekday" or not source.written)):
        return "warning"
    if target is not None and not (source.written and target.written):
        return "error" if source.kind == target.kind == "code" else "warning"
    return "error"


def _suggest(difference: Difference, language: str) -> str:
    """The source's figure as the target writes figures, with its percent sign; of money and measures the number."""
    source = difference.source
    if source is None or not source.written or source.kind in {"month", "weekday", "time", "code"}:
        return ""
    written = write_number(source.value, language)
    return f"{written}%" if written and source.kind == "percent" else written


def _is_magnitude(difference: Difference) -> bool:
    source, target = difference.source, difference.target
    if source is None or target is None or not source.value or not target.value:
        return False
    ratio = source.value / target.value
    return ratio != 1 and _is_power_of_ten(ratio if ratio > 1 else 1 / ratio)


def _is_power_of_ten(value: Fraction) -> bool:
    return value.denominator == 1 and str(value.numerator).strip("0") == "1"


def _place(quantity: Quantity | None) -> Place | None:
    return (quantity.start, quantity.stop) if quantity is not None else None
