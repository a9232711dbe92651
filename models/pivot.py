"""Two models in a row: from the source into a language between, and from there into the target."""

from collections.abc import Sequence

from models.engine import Decoding, Engine, Hint, Hop, Hypothesis
from models.errors import UsageError

_ROOM = 2 / 3
"""A text of the language between may have half as many tokens again as the source had."""


class PivotEngine:
    """`first` into the language `via`, then `second` from it. Its model is named `first+via+second`.

    A hypothesis is as sure as the less sure of its hops; each hop stands on it with its model, score and tokens.
    """

    uses_hints = False

    def __init__(self, first: Engine, via: str, second: Engine) -> None:
        self._first, self._via, self._second = first, via, second
        self.model = f"{first.model}+{via}+{second.model}"
        self.revision = f"{first.revision}+{second.revision}"
        self.limit = max(1, min(first.limit, int(second.limit * _ROOM)))
        self.decoding, self.retry = first.decoding, first.retry

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as the first model counts them."""
        return self._first.count(texts)

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,  # noqa: ARG002 - the neighbours are in the source language
    ) -> list[Hypothesis]:
        """One hypothesis a text, in order. Raises ModelError, UsageError.

        A text whose first hop failed, or came out longer than the second model takes, fails with the reason.
        """
        if self._via in (source, target):
            raise UsageError(f"route {self.model}: a pivot between {source} and {target} goes by another language")
        between = self._first.translate(texts, source, self._via, self._search(self._first, decoding))
        sizes = self._second.count([hypothesis.text for hypothesis in between])
        asked = [
            i
            for i, (hypothesis, size) in enumerate(zip(between, sizes, strict=True))
            if hypothesis.text and not hypothesis.failure and size <= self._second.limit
        ]
        how = self._search(self._second, decoding)
        second = self._second.translate([between[i].text for i in asked], self._via, target, how) if asked else []
        made = dict(zip(asked, second, strict=True))
        return [self._join(source, target, between[i], made.get(i)) for i in range(len(texts))]

    def _search(self, engine: Engine, decoding: Decoding | None) -> Decoding | None:
        """A pivot's own ways to search mean each model's own; any other is meant as it is."""
        if decoding is None or decoding is self.decoding:
            return None
        return engine.retry if decoding is self.retry else decoding

    def _join(self, source: str, target: str, one: Hypothesis, two: Hypothesis | None) -> Hypothesis:
        hops = (_hop(self._first, source, self._via, one),)
        if two is None:
            reason = one.failure or "its translation into the language between cannot be translated further"
            return Hypothesis("", complete=False, tokens=one.tokens, failure=reason, hops=hops)
        scores = [hypothesis.score for hypothesis in (one, two) if hypothesis.score is not None]
        return Hypothesis(
            two.text,
            score=min(scores, default=None),
            complete=one.complete and two.complete,
            tokens=one.tokens + two.tokens,
            failure=two.failure,
            hops=(*hops, _hop(self._second, self._via, target, two)),
        )


def _hop(engine: Engine, source: str, target: str, made: Hypothesis) -> Hop:
    model, revision = made.model or engine.model, made.revision or engine.revision
    return Hop(source, target, model, revision, made.score, made.tokens)
