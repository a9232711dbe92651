"""Two models in a row: from the source into a language between, and from there into the target."""

import re
from collections.abc import Sequence

from models.engine import Decoding, Engine, Hint, Hop, Hypothesis, keeps_terms
from models.errors import UsageError

_ROOM = 2 / 3
"""A text of the language between may have half as many tokens again as the source had."""


class PivotEngine:
    """`first` into the language `via`, then `second` from it. Its model is named `first+via+second`.

    A hypothesis is as sure as the less sure of its hops; each hop stands on it with its model, score and tokens. Of a
    hint it takes the terms: `first` is told their forms in the language between, and `second` those of the target for
    what of them `first` has written.
    """

    uses_hints = False

    def __init__(self, first: Engine, via: str, second: Engine) -> None:
        self._first, self._via, self._second = first, via, second
        self.model = f"{first.model}+{via}+{second.model}"
        self.revision = f"{first.revision}+{second.revision}"
        self.limit = max(1, min(first.limit, int(second.limit * _ROOM)))
        self.decoding, self.retry = first.decoding, first.retry
        self.keeps_terms, self.between = _is_told(first) or _is_told(second), (via,)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as the first model counts them."""
        return self._first.count(texts)

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        """One hypothesis a text, in order. Raises ModelError, UsageError.

        A text whose first hop failed, or came out longer than the second model takes, fails with the reason.
        """
        if self._via in (source, target):
            raise UsageError(f"route {self.model}: a pivot between {source} and {target} goes by another language")
        given = list(hints) if hints is not None else [Hint()] * len(texts)
        forms = [_forms(hint, self._via) for hint in given]
        told = [_first_hint(hint, found) for hint, found in zip(given, forms, strict=True)]
        how = self._search(self._first, decoding)
        between = self._first.translate(texts, source, self._via, how, _if_any(told, self._first))
        sizes = self._second.count([hypothesis.text for hypothesis in between])
        asked = [
            i
            for i, (hypothesis, size) in enumerate(zip(between, sizes, strict=True))
            if hypothesis.text and not hypothesis.failure and size <= self._second.limit
        ]
        how = self._search(self._second, decoding)
        told = [_second_hint(between[i].text, given[i], forms[i], self._via) for i in asked]
        near = _if_any(told, self._second)
        second = self._second.translate([between[i].text for i in asked], self._via, target, how, near) if asked else []
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


def _is_told(engine: Engine) -> bool:
    return engine.uses_hints or keeps_terms(engine)


def _if_any(hints: Sequence[Hint], engine: Engine) -> Sequence[Hint] | None:
    return hints if _is_told(engine) and any(hint.terms for hint in hints) else None


def _forms(hint: Hint, via: str) -> tuple[tuple[str, ...], ...]:
    """The forms in the language between of each term of a hint, none where none is known."""
    return dict(hint.between).get(via, ((),) * len(hint.terms))


def _first_hint(hint: Hint, forms: Sequence[tuple[str, ...]]) -> Hint:
    """The terms of a hint with what to write for them in the language between."""
    known = [(surface, found) for (surface, _), found in zip(hint.terms, forms, strict=True) if found]
    terms = tuple((surface, found[0]) for surface, found in known)
    return Hint(terms=terms, accepted=tuple(found[1:] for _, found in known))


def _second_hint(text: str, hint: Hint, forms: Sequence[tuple[str, ...]], via: str) -> Hint:
    """The terms of a hint as they stand in a text of the language between, with what to write in the target.

    A form is looked for once for each term that has it, the longest first, so that no part of another is taken for it.
    """
    accepted = hint.accepted or ((),) * len(hint.terms)
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, str, str, tuple[str, ...]]] = []
    wanted = zip(hint.terms, accepted, forms, strict=True)
    for (_, form), others, ours in sorted(wanted, key=lambda term: -max(map(len, term[2]), default=0)):
        places = (
            match.span() for our in sorted(ours, key=len, reverse=True) for match in _form(our, via).finditer(text)
        )
        place = next((p for p in places if not any(p[0] < stop and start < p[1] for start, stop in taken)), None)
        if place is not None:
            taken.append(place)
            found.append((place[0], text[slice(*place)], form, others))
    found.sort()
    return Hint(terms=tuple((s, f) for _, s, f, _ in found), accepted=tuple(others for *_, others in found))


def _form(form: str, language: str) -> re.Pattern[str]:
    """A form where it is not a part of another word. Behind it may stand an ending: that is for the model to read."""
    if language == "zh-Hans":
        return re.compile(re.escape(form))
    end = r"(?:'?s)?(?!\w)" if language == "en" else ""
    start = r"(?<!\w)" if form[0].isalnum() else ""
    return re.compile(f"{start}{re.escape(form)}{end}", 0 if form.isupper() else re.IGNORECASE)


def _hop(engine: Engine, source: str, target: str, made: Hypothesis) -> Hop:
    model, revision = made.model or engine.model, made.revision or engine.revision
    return Hop(source, target, model, revision, made.score, made.tokens)
