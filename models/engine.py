"""What every engine does: text of one language in, hypotheses in another out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search for a hypothesis.

    `beam` is the number of hypotheses kept at each step (1 is greedy). `no_repeat_ngram` forbids a hypothesis to
    contain any n-gram of tokens twice (0: allowed). `repetition_penalty` divides the score of tokens that were already
    produced (1: none), after Keskar et al. 2019, https://arxiv.org/abs/1909.05858. `own_script` keeps tokens with
    letters that the target language is not written in (`models.vocabulary`) out, for models that mix them.
    """

    beam: int = 4
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0
    own_script: bool = False

    def __post_init__(self) -> None:
        if self.beam < 1 or self.no_repeat_ngram < 0 or self.repetition_penalty <= 0:
            raise ValueError(f"no such search: {self}")


@dataclass(frozen=True, slots=True)
class Hint:
    """What stands around a text, for engines that can use it: the text before and after, and terms to keep to.

    `terms` are pairs in the order of the text: the term as it stands there, and what to write for it. `accepted` has,
    for each of them, what else would do. `between` has the same for the languages that an engine goes by way of
    (`languages_between`): for each of them the forms of every term, the one to write first; none where none is known.
    """

    before: str = ""
    after: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()
    between: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()

    def __post_init__(self) -> None:
        if any(len(forms) != len(self.terms) for _, forms in self.between):
            raise ValueError(f"a language between has forms for each of {len(self.terms)} terms, or none for one")


@dataclass(frozen=True, slots=True)
class Hop:
    """One model's part in a translation by way of another language: its quality and its cost.

    `score` is the mean log-probability of the tokens (0 is certain), None where there is none; `tokens` is how many
    were decoded, 0 where the engine does not say.
    """

    source: str
    target: str
    model: str
    revision: str
    score: float | None
    tokens: int


@dataclass(frozen=True, slots=True)
class Failover:
    """A model that was asked first and failed, and why."""

    model: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation. `score` is the mean log-probability of its tokens (0 is certain), None where there is none.

    `complete` is False when the model ran into its length limit before it ended the sentence. `tokens` is how many
    were decoded, 0 where the engine does not say. `failure` says in a sentence why the model gave nothing that can be
    used; the text is then what came, or empty. `model` and `revision` name the model that made it where that is not
    the engine asked (failover, pivot); empty means the engine itself. `hops` are the models of a pivot in their order,
    `failovers` those that were asked before and failed.
    """

    text: str
    score: float | None = None
    complete: bool = True
    model: str = ""
    revision: str = ""
    tokens: int = 0
    failure: str = ""
    hops: tuple[Hop, ...] = ()
    failovers: tuple[Failover, ...] = ()


@runtime_checkable
class KeepsTerms(Protocol):
    """An engine that writes `Hint.terms` where it can, whether or not it uses the rest of a hint."""

    keeps_terms: bool


def keeps_terms(engine: object) -> bool:
    """Whether an engine is to be told terms."""
    return isinstance(engine, KeepsTerms) and engine.keeps_terms


@runtime_checkable
class GoesBetween(Protocol):
    """An engine that goes by way of other languages (BCP 47), and can use the forms of terms in them."""

    between: tuple[str, ...]


def languages_between(engine: object) -> tuple[str, ...]:
    """The languages in which an engine is to be told the forms of terms besides the target's."""
    return engine.between if isinstance(engine, GoesBetween) else ()


class Engine(Protocol):
    """A model that is loaded and ready. Knows text and languages, nothing about articles.

    `limit` is the number of source tokens that one text may have; what is longer must be split by the caller.
    `decoding` is how this model decodes best; `retry` is the other way, tried when a hypothesis is bad. `uses_hints`
    says whether the hints change anything: where they do not, equal texts need to be translated only once.
    """

    model: str
    revision: str
    limit: int
    decoding: Decoding
    retry: Decoding
    uses_hints: bool

    def count(self, texts: Sequence[str]) -> list[int]:
        """Source tokens of each text, to be compared with `limit`."""
        ...

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        """One hypothesis a text, in the order given; languages are BCP 47. Raises ModelError, UsageError.

        `decoding` replaces the engine's own way to search; `hints`, where given, has one a text.
        """
        ...
