"""What a person asks of `audarma evaluate`, checked for sense before anything is read."""

from dataclasses import dataclass
from pathlib import Path

from models.errors import UsageError


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words after `audarma evaluate` say."""

    hyp: tuple[Path, ...]
    ref: tuple[Path, ...]
    src: Path | None
    docs: Path | None
    article: Path | None
    suite: str
    models: tuple[str, ...]
    gate: bool
    lower_floor: str
    raise_floor: bool
    language: str
    to: str
    limit: int
    nfc: bool
    metrics: str
    glossary: Path | None
    checkpoint: Path | None
    rounds: int
    seed: int
    workers: int
    threads: int
    beam: int | None
    out: Path | None
    quiet: bool

    def __post_init__(self) -> None:
        modes = [
            name
            for name, given in (("--article", self.article), ("--suite", self.suite), ("--gate", self.gate))
            if given
        ]
        if len(modes) > 1:
            raise UsageError(f"{' and '.join(modes)} are different questions: ask one")
        if (self.lower_floor or self.raise_floor) and not self.gate:
            raise UsageError("--lower-floor and --raise-floor belong to --gate")
        if not modes and not self.hyp:
            raise UsageError(
                "nothing to score: give --hyp, --article, --suite or --gate; see 'audarma evaluate --help'"
            )
        if not modes and self.models:
            raise UsageError("--model belongs to --suite or --article: a file of translations has no model to run")
        if self.suite and (self.hyp or self.ref or self.src):
            raise UsageError("--suite brings its own sources and references: leave --hyp, --ref and --src out")
        if self.article is not None and (len(self.ref) != 1 or not self.language):
            raise UsageError("--article needs one --ref and --lang")
        if self.article is not None and bool(self.hyp) == bool(self.models):
            raise UsageError("--article needs --hyp with translations, or --model to make them")
