"""A quantity: something in a text that has a value which must be the same in every language."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["number", "percent", "money", "measure", "day", "month", "weekday", "year", "time", "code"]

DATES: tuple[Kind, ...] = ("day", "month", "weekday", "year", "time")
"""The kinds that make up dates and times."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value standing at `start` to `stop` of a text.

    `readings` are all values that the expression may have, the likeliest first: "6 p.m." is 18 or 6, "the 80s" is 1980
    or 80. Months are 1 to 12, weekdays 1 (Monday) to 7, times minutes after midnight. `unit` is a currency's ISO 4217
    code, "%" or a measure's symbol, empty where there is none. A `written` quantity has digits; one in words
    ("two", "half") is often said another way in another language, so nothing is concluded from its absence alone; nor
    from that of a word that may be no month ("May"), or of a figure in a name ("COVID-19": kind "code", `name`
    "COVID"). A `vague` one is a word that has a value and is no numeral ("half", "decade", "thousands").
    """

    kind: Kind
    readings: tuple[Fraction, ...]
    start: int
    stop: int
    text: str
    unit: str = ""
    written: bool = True
    vague: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        if not self.readings or self.stop - self.start != len(self.text) or self.start < 0:
            raise ValueError(f"no such quantity: {self}")

    @property
    def value(self) -> Fraction:
        """The likeliest reading."""
        return self.readings[0]

    def equals(self, other: "Quantity") -> bool:
        """Whether the two may say the same. A month is only ever equal to a month, a weekday to a weekday."""
        apart = ("month", "weekday")
        if self.kind != other.kind and (self.kind in apart or other.kind in apart):
            return False
        if len(self.readings) == len(other.readings) == 1:
            return self.readings[0] == other.readings[0]
        return not set(self.readings).isdisjoint(other.readings)
