"""What the pipeline asks of a memory, and an engine that decodes nothing twice. All SQL is in the store."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from models.engine import Decoding, Engine, Hint, Hypothesis, keeps_terms, languages_between
from pipeline.article import Match, TranslatedArticle
from pipeline.keys import content_key

RECIPE: Final = 2
"""Part of every key: raised when what an engine is given, or what is kept of its answer, changes its meaning.

Only what the engine itself answered is kept. Terms are restored, punctuation set and faults found anew each time, so
that a better program mends also what was decoded before.
"""
TOGETHER: Final = 64
"""Texts that are decoded together."""
KEPT: Final = 1.0
"""Seconds after which what was decoded is kept: a fast engine would wait for the disk more than it decodes. A run that
is killed loses as much, and the texts in hand.
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What an engine (its model and revision) answered, under the key of all that it depends on."""

    key: str
    target: str
    model: str
    revision: str
    hypothesis: Hypothesis


class Answers(Protocol):
    """What engines answered before: in the store, in files."""

    def recall(self, keys: Sequence[str]) -> Mapping[str, Hypothesis]:
        """What was decoded before, by key; a key that is not known is left out."""
        ...

    def keep(self, made: Sequence[Made]) -> None:
        """Keeps hypotheses, whole and on the disk, before it returns."""
        ...


class Memory(Answers, Protocol):
    """What a run remembers. None of these raise when the memory fails: the run goes on as if it knew nothing."""

    def find_matches(self, texts: Sequence[str], target: str) -> Mapping[str, tuple[Match, ...]]:
        """What persons have made of such texts, by text, the best first; texts are normalised."""
        ...

    def record(self, done: Sequence[tuple[str, TranslatedArticle]]) -> None:
        """Keeps finished articles, each with the name that a person knows it by."""
        ...


class RememberingEngine:
    """An engine that asks first what it answered before. Equal to the engine itself in everything else.

    `decoded` counts the texts that were new.
    """

    def __init__(self, engine: Engine, answers: Answers) -> None:
        self._engine, self._answers = engine, answers
        self.decoded = 0
        self.model, self.revision, self.limit = engine.model, engine.revision, engine.limit
        self.decoding, self.retry, self.uses_hints = engine.decoding, engine.retry, engine.uses_hints
        self.keeps_terms, self.between = keeps_terms(engine), languages_between(engine)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Source tokens of each text, as the engine counts them."""
        return self._engine.count(texts)

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        """One hypothesis a text, in order: remembered, or decoded and kept. Raises ModelError, UsageError.

        What a model failed on, or another one stood in for, is not kept: the next run may have better luck.
        """
        near = hints if hints is not None else [Hint()] * len(texts)
        how = decoding or self.decoding
        keys = [self._key(text, source, target, how, hint) for text, hint in zip(texts, near, strict=True)]
        known = dict(self._answers.recall(list(dict.fromkeys(keys))))
        new = {key: i for i, key in enumerate(keys) if key not in known}
        lacking = sorted(new.values(), key=lambda i: len(texts[i]))
        made: list[Made] = []
        kept = time.monotonic()
        try:
            for first in range(0, len(lacking), TOGETHER):
                part = lacking[first : first + TOGETHER]
                given = [hints[i] for i in part] if hints is not None else None
                answers = self._engine.translate([texts[i] for i in part], source, target, decoding, given)
                self.decoded += len(part)
                made += [self._made(keys[i], target, answer) for i, answer in zip(part, answers, strict=True)]
                if time.monotonic() > kept + KEPT:
                    known |= self._keep(made)
                    made, kept = [], time.monotonic()
        finally:
            known |= self._keep(made)
        return [known[key] for key in keys]

    def _made(self, key: str, target: str, answer: Hypothesis) -> Made:
        return Made(key, target, self.model, self.revision, answer)

    def _keep(self, made: Sequence[Made]) -> dict[str, Hypothesis]:
        """Keeps answers, and gives them by their keys."""
        good = [one for one in made if not one.hypothesis.failure and not one.hypothesis.failovers]
        if good:
            self._answers.keep(good)
        return {one.key: one.hypothesis for one in made}

    def _key(self, text: str, source: str, target: str, decoding: Decoding, hint: Hint) -> str:
        return content_key(
            {
                "recipe": RECIPE,
                "text": text,
                "direction": [source, target],
                "model": [self.model, self.revision],
                "decoding": msgspec.to_builtins(decoding),
                "hint": msgspec.to_builtins(hint),
            }
        )
