"""Money: amounts are the same, and so is their currency."""

from collections.abc import Iterator

from models.languages import SOURCE
from pipeline.checks.check import Check, Issue, Manifest, Pair
from pipeline.checks.differences import issues
from pipeline.quantities import find_quantities
from pipeline.quantities.quantity import Kind

MANIFEST = Manifest("money", "Amounts of money and their currencies are the same.", "error")
_KINDS: tuple[Kind, ...] = ("money",)


def build() -> Check:
    """The check."""

    def check(pair: Pair) -> Iterator[Issue]:
        yield from issues(pair, _KINDS, "money")
        yield from _currencies(pair)

    return check


def _currencies(pair: Pair) -> Iterator[Issue]:
    """An amount that has its equal, but only in another currency."""
    amounts = [quantity for quantity in find_quantities(pair.source, SOURCE) if quantity.kind == "money"]
    if not amounts:
        return
    theirs = [quantity for quantity in find_quantities(pair.hypothesis, pair.language) if quantity.written]
    for ours in amounts:
        equal = [quantity for quantity in theirs if quantity.equals(ours)]
        if not equal or any(q.unit == ours.unit or not q.unit for q in equal):
            continue
        if all(quantity.kind == "money" for quantity in equal):
            yield Issue(
                "error",
                "currency-changed",
                {"source": ours.text.strip(), "target": equal[0].text.strip()},
                (ours.start, ours.stop),
                (equal[0].start, equal[0].stop),
            )
