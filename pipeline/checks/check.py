"""What every check is: a manifest that says what it looks for, and a callable that looks for it in one pair.

A module `pipeline/checks/<name>.py` has `MANIFEST` and `build(**parameters)`; `pipeline.checks` holds them in order.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, get_args, runtime_checkable

from models.languages import TARGETS
from pipeline.article import Severity

Place = tuple[int, int]
"""From where to where in a text, in characters from 0; the second is one past the last."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something of a check that a newsroom can tune in `audarma.toml`; its type is that of its default."""

    name: str
    default: float | int | str | bool
    help: str

    def __post_init__(self) -> None:
        if not self.name.isidentifier() or not self.help.strip():
            raise ValueError(f"a parameter has a name and a line of help: {self}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a check is called, what it looks for in one line, how bad that is, what can be tuned, and for whom.

    `severity` is the worst that the check raises by itself; `languages` are the targets (BCP 47) it knows. One that is
    `thorough` takes so long that it runs only where it is asked for.
    """

    name: str
    help: str
    severity: Severity
    parameters: tuple[Parameter, ...] = ()
    languages: tuple[str, ...] = TARGETS
    thorough: bool = False

    def __post_init__(self) -> None:
        if not self.name.replace("-", "_").isidentifier() or not self.help.strip() or "\n" in self.help:
            raise ValueError(f"a check has a name and one line of help: {self}")
        if self.severity not in get_args(Severity):
            raise ValueError(f"check {self.name}: no such severity: {self.severity!r}")
        if not self.languages or not set(self.languages) <= set(TARGETS):
            raise ValueError(f"check {self.name}: languages are of {', '.join(TARGETS)}, not {self.languages}")
        names = [parameter.name for parameter in self.parameters]
        if len(names) != len(set(names)):
            raise ValueError(f"check {self.name}: two parameters have one name")


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment as it was written, and its translation into `language` (BCP 47)."""

    source: str
    hypothesis: str
    language: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that a check found in a pair.

    `message` is a key of the message catalogue and `values` what is put into it. `source` and `target` are places in
    the two texts of the pair, None where it is the whole. `suggestion` is what could stand in the target instead.
    """

    severity: Severity
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    source: Place | None = None
    target: Place | None = None
    suggestion: str = ""

    def __post_init__(self) -> None:
        if self.severity not in get_args(Severity):
            raise ValueError(f"no such severity: {self.severity!r}")
        for place in (self.source, self.target):
            if place is not None and not 0 <= place[0] < place[1]:
                raise ValueError(f"no such place: {place}")
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))


Check = Callable[[Pair], Iterable[Issue]]
"""Looks at one pair. What is heavy is loaded when the first pair needs it, never when the check is built."""


@runtime_checkable
class Prepared(Protocol):
    """A check that is told all pairs of a window before it is asked for each: it computes them in one batch."""

    def prepare(self, pairs: Sequence[Pair]) -> None:
        """Remembers what `__call__` will need for these pairs."""
        ...

    def __call__(self, pair: Pair) -> Iterable[Issue]:
        """The issues of one pair."""
        ...


@runtime_checkable
class Weighing(Protocol):
    """A check that weighs what others find with more evidence than they have: their warnings are then notes."""

    def weighs(self, pair: Pair) -> frozenset[str]:
        """The names of those checks, for a pair."""
        ...

    def __call__(self, pair: Pair) -> Iterable[Issue]:
        """The issues of one pair."""
        ...
