"""The gate: the embedded model's scores must not fall below floors that were set from its own measured scores."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.errors import AudarmaError, UsageError

BASELINE = Path(__file__).with_name("baseline.json")
FEW = 500


class GateError(AudarmaError):
    """A score that fell below its floor, or data that is not what the floor was set on."""


class Floor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measured score. `segments` is how many of the suite were scored, `sha256` that of what was scored against.

    `low` and `high` are its 95 per cent interval, which a reader wants to see and the gate does not use.
    """

    suite: str
    segments: int
    sha256: str
    language: str
    key: str
    metric: str
    score: float
    low: float
    high: float
    signature: str
    lower_is_better: bool = False

    def is_below(self, other: "Floor", slack: float = 0.0) -> bool:
        """Whether this is the worse figure by more than `slack`."""
        worse_by = self.score - other.score if self.lower_is_better else other.score - self.score
        return worse_by > slack + 1e-9


class Lowered(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A floor that was lowered, and why."""

    suite: str
    segments: int
    language: str
    key: str
    before: float
    after: float
    reason: str


class Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The floors of one model. A score may lie `epsilon` below its floor, or `epsilon_few` where there are fewer than
    500 segments; `epsilon_reason` says why so much.
    """

    model: str
    revision: str
    epsilon: float
    epsilon_few: float
    epsilon_reason: str
    floors: tuple[Floor, ...]
    lowered: tuple[Lowered, ...] = ()

    def find(self, measured: "Floor") -> Floor | None:
        """The floor for what was measured."""
        return next((floor for floor in self.floors if _place(floor) == _place(measured)), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was measured beside its floor; without a floor, it is new."""

    measured: Floor
    floor: Floor | None
    epsilon: float

    @property
    def fell(self) -> bool:
        """Whether it lies further below its floor than noise explains."""
        return self.floor is not None and self.measured.is_below(self.floor, self.epsilon)


def read_baseline(path: Path = BASELINE) -> Baseline:
    """The floors. Raises UsageError."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Baseline)
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def judge(baseline: Baseline, measured: Sequence[Floor]) -> list[Verdict]:
    """What was measured against the floors. Raises GateError when the data differs, which makes them no floors."""
    verdicts = [
        Verdict(found, baseline.find(found), baseline.epsilon_few if found.segments < FEW else baseline.epsilon)
        for found in measured
    ]
    for verdict in verdicts:
        if verdict.floor is not None and verdict.floor.sha256 != verdict.measured.sha256:
            raise GateError(
                f"{verdict.measured.suite} ({verdict.measured.segments} segments) is not the data that its floor was "
                "set on: find out what changed before you set the floor anew"
            )
    return verdicts


def raise_floors(baseline: Baseline, verdicts: Sequence[Verdict], reason: str = "") -> Baseline:
    """The floors after a run: better scores become floors; worse ones only with a reason."""
    floors = {_place(floor): floor for floor in baseline.floors}
    lowered = list(baseline.lowered)
    for verdict in verdicts:
        found, floor = verdict.measured, verdict.floor
        if floor is not None and found.is_below(floor):
            if not reason:
                continue
            lowered.append(
                Lowered(
                    suite=found.suite,
                    segments=found.segments,
                    language=found.language,
                    key=found.key,
                    before=floor.score,
                    after=found.score,
                    reason=reason,
                )
            )
        floors[_place(found)] = found
    return msgspec.structs.replace(baseline, floors=tuple(floors.values()), lowered=tuple(lowered))


def write_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    """Writes the floors, one a line group, so that a change can be read in a review."""
    path.write_text(json.dumps(msgspec.to_builtins(baseline), ensure_ascii=False, indent=1) + "\n", "utf-8")


def table(baseline: Baseline, keys: Sequence[str] = ("chrf++", "bleu", "ter")) -> str:
    """The measured scores as a Markdown table: a suite and language a line. Only whole suites, no samples."""
    whole = [floor for floor in baseline.floors if not floor.suite.endswith(SAMPLE)]
    titles = [next(floor.metric for floor in whole if floor.key == key) for key in keys]
    lines = [f"| test set | into | segments | {' | '.join(titles)} |", "| --- | --- | ---: |" + " ---: |" * len(keys)]
    for suite, language, segments in dict.fromkeys((f.suite, f.language, f.segments) for f in whole):
        cells = []
        for key in keys:
            found = next(f for f in whole if (f.suite, f.language, f.key) == (suite, language, key))
            cells.append(f"{found.score:.1f} ({found.low:.1f}–{found.high:.1f})")
        lines.append(f"| {suite} | {language} | {segments:,} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


SAMPLE = ":100"
"""Stands after the name of a suite of which only the first hundred segments are meant, for a run that is quick."""


def _place(floor: Floor) -> tuple[str, int, str, str]:
    return floor.suite, floor.segments, floor.language, floor.key
