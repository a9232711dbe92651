"""The quantities of a source and its translation put side by side: what has no counterpart, and what changed."""

from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from models.languages import SOURCE
from pipeline.quantities.find import find_quantities
from pipeline.quantities.quantity import DATES, Quantity

_VAGUE = 1
"""The words for one are articles and pronouns too: their absence says nothing."""
_FEW = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity of the source that has no equal in the target, one of the target that has none in the source, or two
    that stand for each other and differ."""

    source: Quantity | None
    target: Quantity | None

    @property
    def any(self) -> Quantity:
        """One of the two."""
        found = self.source or self.target
        assert found is not None
        return found


@lru_cache(maxsize=512)
def compare(source: str, target: str, language: str) -> tuple[Difference, ...]:
    """The differences, in the source's order. A quantity in words is only reported against one in digits.

    What is left over in the source is paired with what is left over in the target: first of the same kind and unit,
    then whatever there is, so that "12 млн" and "12 billion" are one difference and not two.
    """
    ours, theirs = list(find_quantities(source, SOURCE)), list(find_quantities(target, language))
    pairs, left, right = _pair(*_unequal(ours, theirs))
    missing = [Difference(q, None) for q in left if _is_missed(q, theirs, target)]
    added = [Difference(None, q) for q in right if _is_new(q, ours)]
    return tuple(sorted((*pairs, *missing, *added), key=lambda d: (d.source or d.any).start))


def _unequal(ours: list[Quantity], theirs: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """What has no equal, after each value that both sides have is taken away; digits look for digits first."""
    left, right = list(ours), list(theirs)
    for strict in (3, 2, 1) if ours and theirs else ():
        for quantity in list(left):
            ranked = [(_rank(quantity, other), other) for other in right]
            best = max((entry for entry in ranked if entry[0] >= strict), key=itemgetter(0), default=None)
            if best is not None:
                left.remove(quantity)
                right.remove(best[1])
    return left, right


def _rank(one: Quantity, other: Quantity) -> int:
    """3: the same kind, value and way of writing; 2: the same value in digits; 1: the same in words; 0: another."""
    if not one.equals(other):
        return 0
    if one.kind == other.kind and one.written == other.written:
        return 3
    return 2 if one.written == other.written else 1


def _pair(left: list[Quantity], right: list[Quantity]) -> tuple[list[Difference], list[Quantity], list[Quantity]]:
    """What stands for each other and differs, and what is still left over on both sides."""
    found: list[Difference] = []
    for alike in (_same_unit, _same_kind, _both_numbers):
        for quantity in list(left):
            other = next((o for o in right if _one_is_sure(quantity, o) and alike(quantity, o)), None)
            if other is not None:
                found.append(Difference(quantity, other))
                left.remove(quantity)
                right.remove(other)
    return found, left, right


def _is_missed(quantity: Quantity, theirs: list[Quantity], target: str) -> bool:
    """Whether the absence of a source's quantity says something.

    What the source says twice, a translation may say once. A number in words is missed where it is more than two,
    which languages say without a number ("оба", "вдвоём"); a figure in a name where the name itself is there.
    """
    if quantity.kind == "code":
        return bool(quantity.name) and quantity.name.casefold() in target.casefold() and not _is_said(quantity, theirs)
    if not quantity.written and (quantity.kind != "number" or quantity.vague or quantity.value <= _FEW):
        return False
    return not _is_said(quantity, theirs)


def _is_new(quantity: Quantity, ours: list[Quantity]) -> bool:
    """ "1 доллар" is "a dollar" and "за доллар" is "兑1美元": a figure one that was added says nothing."""
    return quantity.written and (quantity.value != 1 or quantity.kind in DATES) and not _is_said(quantity, ours)


def _is_said(quantity: Quantity, others: list[Quantity]) -> bool:
    return any(quantity.equals(other) for other in others)


def _same_unit(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind and one.unit == other.unit and one.written and other.written


def _same_kind(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind and _weighs(one) and _weighs(other)


def _both_numbers(one: Quantity, other: Quantity) -> bool:
    apart = ("month", "weekday", "code")
    return one.kind not in apart and other.kind not in apart and _weighs(one) and _weighs(other)


def _one_is_sure(one: Quantity, other: Quantity) -> bool:
    return one.written or other.written or one.kind == other.kind == "code"


def _weighs(quantity: Quantity) -> bool:
    return quantity.written or quantity.kind == "code" or (quantity.value > _VAGUE and len(quantity.text) > 1)
