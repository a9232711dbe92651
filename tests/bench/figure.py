"""One measured figure, with its unit, its bound, and how it was measured."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`most` and `least` are the bounds that the figure must keep; None where there is none."""

    name: str
    value: float
    unit: str
    how: str
    most: float | None = None
    least: float | None = None

    @property
    def bound(self) -> str:
        """The bound as a person reads it."""
        if self.most is not None:
            return f"≤ {self.most:g}"
        return f"≥ {self.least:g}" if self.least is not None else ""

    @property
    def verdict(self) -> str:
        """ "kept", "missed", or empty where there is no bound."""
        if self.most is None and self.least is None:
            return ""
        kept = (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)
        return "kept" if kept else "missed"

    def as_dict(self) -> dict[str, object]:
        """For bench.json."""
        return {**asdict(self), "verdict": self.verdict}
