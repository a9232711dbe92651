"""A model is a card: what it is, whether one may use it, what tokens it wants, how it decodes best. Never code."""

from typing import Literal

import msgspec

from models.engine import Decoding

Family = Literal["bart", "echo"]


class Score(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measured or published score, with the recipe that makes it worth something."""

    target: str
    metric: str
    value: float
    suite: str
    source: str


class Tokens(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands around a source text, and before the hypothesis. `{source}` and `{target}` are the model's codes."""

    tokenizer: str
    source_prefix: tuple[str, ...] = ()
    source_suffix: tuple[str, ...] = ()
    target_prefix: tuple[str, ...] = ()
    codes: dict[str, str]


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model of the catalogue.

    `directions` maps a source language to its target languages (BCP 47). `limit` is the number of source tokens a text
    may have, `max_output` that of a hypothesis. `files` maps each file of `folder` to its sha256. `trained_on` names
    test sets that were seen in training. `weak` says that its output must not be published and that a user is told so.
    """

    id: str
    title: str
    family: Family
    revision: str
    licence: str
    commercial: bool
    parameters: int
    directions: dict[str, tuple[str, ...]]
    limit: int
    max_output: int = 256
    folder: str = ""
    tokens: Tokens | None = None
    decoding: Decoding = Decoding()
    retry: Decoding = Decoding(beam=5, no_repeat_ngram=3, repetition_penalty=1.2)
    files: dict[str, str] = {}
    scores: tuple[Score, ...] = ()
    trained_on: tuple[str, ...] = ()
    weak: bool = False
    faults: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.limit < 1 or self.max_output < 1:
            raise ValueError("limit and max_output are at least 1")
        if self.family != "echo" and (self.tokens is None or not self.folder):
            raise ValueError(f"a {self.family} model needs its folder and tokens")
        if self.tokens is not None:
            missing = {t for targets in self.directions.values() for t in targets} - set(self.tokens.codes)
            if missing:
                raise ValueError(f"tokens.codes lacks {', '.join(sorted(missing))}")

    def translates(self, source: str, target: str) -> bool:
        """Whether this model goes from `source` to `target` directly."""
        return target in self.directions.get(source, ())
