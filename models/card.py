"""A model is a card: what it is, whether one may use it, what tokens it wants, how it decodes best. Never code."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

import msgspec

from models.engine import Decoding

Family = Literal["nllb", "m2m100", "marian", "t5", "bart", "seamless", "server", "echo"]
"""What kind of engine runs a model and how its checkpoint is read. `server` is any model behind an OpenAI API."""

CONVERTED = ("nllb", "m2m100", "marian", "t5", "bart")
"""The families that CTranslate2 runs."""

UNVERIFIED = "unverified"

ModelId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
"""A name that is safe as a folder's and stands by itself in a route."""


class Score(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measured or published score on a scale of 0 to 100, with the recipe that makes it worth something."""

    target: str
    metric: str
    value: float
    suite: str
    source: str

    def __post_init__(self) -> None:
        if not self.source.startswith(("measured: ", "published: ", UNVERIFIED)):
            raise ValueError("source: begins with 'measured: ', 'published: ' or 'unverified'")


class Tokens(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands around a source text, and before the hypothesis. `{source}` and `{target}` are the model's codes.

    `tokenizer` is a file of the model: `.json` is read by tokenizers, anything else by SentencePiece; `detokenizer`
    is the one for the target side where there are two.
    """

    tokenizer: str
    detokenizer: str = ""
    source_prefix: tuple[str, ...] = ()
    source_suffix: tuple[str, ...] = ()
    target_prefix: tuple[str, ...] = ()
    codes: dict[str, str]

    @property
    def files(self) -> tuple[str, ...]:
        """The tokenizer's files, each once."""
        return tuple(dict.fromkeys(name for name in (self.tokenizer, self.detokenizer) if name))


class Prompt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a model behind a server is asked, as templates.

    `user` knows `{text}`, `{source}`, `{target}`, `{source_code}`, `{target_code}`, `{terms}` and `{context}`. The
    last two are filled from `terms` (with `{pairs}`, each made by `term` from `{from}` and `{to}`) and from `context`
    (with `{before}` and `{after}`); they are empty where the card does not give these or a text has none. `into` gives
    another `user` for a target language; `names` are the languages as the model was taught to call them, `codes` its
    codes. `completion` is what stands around the `{message}` for models without a chat format, or with one that
    servers do not apply alike: those are asked at `/completions`. An answer ends at any of `stop`. `sampling` goes
    into the request as it is.
    """

    user: str
    system: str = ""
    into: dict[str, str] = {}
    terms: str = ""
    term: str = ""
    context: str = ""
    names: dict[str, str]
    codes: dict[str, str] = {}
    completion: str = ""
    stop: tuple[str, ...] = ()
    sampling: dict[str, float] = {}

    def __post_init__(self) -> None:
        for name, template in (("user", self.user), *(("into", template) for template in self.into.values())):
            if "{text}" not in template:
                raise ValueError(f"{name}: has no {{text}}")
        if self.completion and "{message}" not in self.completion:
            raise ValueError("completion: has no {message}")


class Training(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a model was trained that Audarma made, or adapted: `data` are the sources of its text by their licence.

    `base` is what it started from, `pieces` the target pieces that it saw, repetitions counted; `time` and `hardware`
    are for a person, `recipe` says where the steps stand.
    """

    base: str
    data: dict[str, tuple[str, ...]]
    pieces: int
    time: str
    hardware: str
    recipe: str


class Failure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence that a model gets wrong, as an example: what it made of it, and what is wrong there."""

    source: str
    target: str
    hypothesis: str
    wrong: str


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model of the catalogue.

    `repository` and `revision` say where the hub has it. `licence` is an SPDX identifier or, with `licence_url`, the
    licence's own name; `restricted` says that it limits use or place, so that it must be accepted by name like a
    non-commercial one. `excluded_territories` are ISO 3166 codes, and EU. `directions` maps a source language to its
    targets (BCP 47). `parameters` counts weights, `active` those used for a token where experts take turns. `limit` is
    the number of source tokens a text may have, `max_output` that of a hypothesis. `files` maps each file of an
    embedded model's `folder` to its sha256. `trained_on` names test sets that were seen in training, `poor` the
    targets into which it is known to fail. `unverified` names the fields of which nobody was
    sure. `weak` says that its output must not be published and that a user is told so. `half` is False where float16
    overflows. `training` says how a model of Audarma's own was made; `good_for`, `not_for` and `failures` what to
    expect of it.
    """

    id: ModelId
    title: str
    family: Family
    repository: str = ""
    revision: str = "main"
    licence: str
    licence_url: str = ""
    commercial: bool
    restricted: bool = False
    excluded_territories: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    parameters: int
    active: int = 0
    directions: dict[str, tuple[str, ...]]
    limit: int
    max_output: int = 256
    half: bool = True
    folder: str = ""
    tokens: Tokens | None = None
    prompt: Prompt | None = None
    decoding: Decoding = Decoding()
    retry: Decoding = Decoding(beam=5, no_repeat_ngram=3, repetition_penalty=1.2)
    files: dict[str, str] = {}
    scores: tuple[Score, ...] = ()
    trained_on: tuple[str, ...] = ()
    poor: tuple[str, ...] = ()
    weak: bool = False
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    training: Training | None = None
    good_for: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    unverified: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field, complaint in _complaints(self):
            raise ValueError(f"{field}: {complaint}")

    @property
    def converted(self) -> bool:
        """Whether CTranslate2 runs it."""
        return self.family in CONVERTED

    @property
    def needs_acceptance(self) -> bool:
        """Whether its licence must be accepted by name before it is fetched."""
        return not self.commercial or self.restricted or bool(self.excluded_territories)

    def translates(self, source: str, target: str) -> bool:
        """Whether this model goes from `source` to `target` directly."""
        return target in self.directions.get(source, ())

    def score(self, target: str, metric: str = "chrF++") -> Score | None:
        """The first score that the card gives for a target, FLORES-200 before any other suite."""
        found = [score for score in self.scores if score.target == target and score.metric == metric]
        return min(found, key=lambda score: not score.suite.startswith("FLORES"), default=None)


def _complaints(card: Card) -> Iterator[tuple[str, str]]:
    """What contradicts itself on a card: the field, and what is wrong with it."""
    for field in ("limit", "max_output"):
        if getattr(card, field) < 1:
            yield field, "is at least 1"
    if card.converted and card.tokens is None:
        yield "tokens", f"a {card.family} model needs them"
    if card.family == "server" and card.prompt is None:
        yield "prompt", "a model behind a server needs it"
    if card.family not in ("echo", "server") and not (card.folder or card.repository or card.training):
        yield "repository", f"a {card.family} model needs it"
    if not card.licence:
        yield "licence", "is empty: write its SPDX identifier, its name, or 'unverified'"
    named = {*card.directions, *(target for targets in card.directions.values() for target in targets)}
    yield from _missing("tokens.codes", _codes(card), {t for targets in card.directions.values() for t in targets})
    yield from _missing("prompt.names", card.prompt.names if card.prompt is not None else None, named)
    for field in card.unverified:
        if field not in card.__struct_fields__:
            yield "unverified", f"there is no field {field}"
    for territory in card.excluded_territories:
        if len(territory) != 2 or not territory.isupper():
            yield "excluded_territories", f"{territory!r} is no ISO 3166 code"


def _codes(card: Card) -> dict[str, str] | None:
    """The codes of the languages, where the tokens around a text have any."""
    return card.tokens.codes if card.tokens is not None else None


def _missing(field: str, given: dict[str, Any] | None, needed: set[str]) -> Iterator[tuple[str, str]]:
    if given is not None and needed - set(given):
        yield field, f"lacks {', '.join(sorted(needed - set(given)))}"


assert set(CONVERTED) < set(get_args(Family))
