"""Several engines for one language: when one fails on a text, the next is asked, and the hypothesis says so."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from models.engine import Decoding, Engine, Failover, Hint, Hypothesis, keeps_terms, languages_between
from models.errors import ModelError

Judge = Callable[[str, Hypothesis, str], str]
"""Source text, hypothesis, target language -> why the hypothesis cannot stand; empty where it can."""


def accept_all(_source: str, hypothesis: Hypothesis, _target: str) -> str:
    """The judge that trusts engines: only what they say of themselves counts."""
    return hypothesis.failure


class FailoverEngine:
    """The first of `engines`, and for each text on which it fails the next. Its own name is the first one's.

    A text fails when the engine raises ModelError, or when `judge` finds that the hypothesis cannot stand, also after
    the engine's other way to search. Where all fail, the first one's hypothesis is given.
    """

    def __init__(self, engines: Sequence[Engine], judge: Judge = accept_all) -> None:
        if not engines:
            raise ValueError("a route has at least one engine")
        first = engines[0]
        self._engines, self._judge = tuple(engines), judge
        self.model, self.revision = first.model, first.revision
        self.limit = min(engine.limit for engine in engines)
        self.decoding, self.retry = first.decoding, first.retry
        self.uses_hints = any(engine.uses_hints for engine in engines)
        self.keeps_terms = any(map(keeps_terms, engines))
        self.between = tuple(dict.fromkeys(via for engine in engines for via in languages_between(engine)))

    def count(self, texts: Sequence[str]) -> list[int]:
        """The most tokens of each text that any of the engines counts."""
        return [max(counts) for counts in zip(*(engine.count(texts) for engine in self._engines), strict=True)]

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        """One hypothesis a text, in order. Raises UsageError; ModelError only when every engine raised it."""
        first: dict[int, Hypothesis] = {}
        found: dict[int, Hypothesis] = {}
        failed: dict[int, tuple[Failover, ...]] = dict.fromkeys(range(len(texts)), ())
        error: ModelError | None = None
        for number, engine in enumerate(self._engines):
            left = [i for i in failed if i not in found]
            if not left:
                break
            given = [texts[i] for i in left]
            near = (
                [hints[i] for i in left] if hints is not None and (engine.uses_hints or keeps_terms(engine)) else None
            )
            try:
                made = self._ask(engine, given, source, target, self._search(engine, decoding, number), near)
            except ModelError as raised:
                error = raised
                failed.update({i: (*failed[i], Failover(engine.model, str(raised))) for i in left})
                continue
            for i, hypothesis in zip(left, made, strict=True):
                reason = self._judge(texts[i], hypothesis, target)
                named = _named(hypothesis, engine, failed[i]) if number or failed[i] else hypothesis
                if reason:
                    first.setdefault(i, named)
                    failed[i] = (*failed[i], Failover(engine.model, reason))
                else:
                    found[i] = named
        if error is not None and not first and not found and texts:
            raise error
        return [found[i] if i in found else replace(_last(first.get(i)), failovers=failed[i]) for i in failed]

    def _ask(  # noqa: PLR0913, PLR0917 - an engine's arguments and the engine
        self,
        engine: Engine,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None,
        hints: Sequence[Hint] | None,
    ) -> list[Hypothesis]:
        """The hypotheses of one engine; those that cannot stand are asked for once more, the other way."""
        made = engine.translate(texts, source, target, decoding, hints)
        if len(self._engines) == 1 or decoding is engine.retry:
            return made
        bad = [i for i, one in enumerate(made) if not one.failure and self._judge(texts[i], one, target)]
        if bad:
            near = [hints[i] for i in bad] if hints is not None else None
            again = engine.translate([texts[i] for i in bad], source, target, engine.retry, near)
            for i, one in zip(bad, again, strict=True):
                if not self._judge(texts[i], one, target):
                    made[i] = one
        return made

    def _search(self, engine: Engine, decoding: Decoding | None, number: int) -> Decoding | None:
        """The first engine's ways to search mean each engine's own; any other is meant as it is."""
        if decoding is None or decoding is self.decoding:
            return None
        if decoding is self.retry:
            return engine.retry
        return decoding if number == 0 else None


def _named(hypothesis: Hypothesis, engine: Engine, failovers: tuple[Failover, ...]) -> Hypothesis:
    return replace(
        hypothesis,
        model=hypothesis.model or engine.model,
        revision=hypothesis.revision or engine.revision,
        failovers=failovers,
    )


def _last(hypothesis: Hypothesis | None) -> Hypothesis:
    return hypothesis or Hypothesis("", complete=False, failure="no model of the route gave a translation")
