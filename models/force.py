"""Terms forced into a hypothesis: the decoder is taken back to where it rendered a term, and made to write it there.

A hypothesis is decoded as usual. Where it lacks a term, the place of the term in it is looked for: words that resemble
the form (a name half right), else the word that attends most to the term's source tokens, as the decoder's
cross-attention says. What stands before that place, then the term, become the target prefix of a second decoding, and
so on from left to right until every term is there or has no place.
Constraints on decoding are
after Hokamp & Liu 2017, https://doi.org/10.18653/v1/P17-1141; the attention keeps their cost at one decoding a term.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

MOST_ROUNDS = 12
"""Decodings of one text at most: what is not placed by then stays as the model wrote it."""
ATTENDED = 0.01
"""Share of a word's attention that a term's source tokens must have to be what the word renders: nearly none, as the
word that attends to them most is the best place there is (of 0.15, 0.05 and 0, 0 kept most terms at equal chrF++).
"""
RESEMBLES = 0.6
"""difflib's ratio, from 0 to 1, from which a word of the hypothesis is taken for a misspelt form."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A term of one text: which source tokens it covers, what to write, what else would do, whether marks quote it."""

    source: tuple[int, ...]
    form: str
    accepted: tuple[str, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Tokens decoded after a prefix (which they include), each with its attention over the source tokens."""

    tokens: tuple[str, ...]
    attention: tuple[tuple[float, ...], ...]
    score: float
    complete: bool


@dataclass(slots=True)
class State:
    """One text on its way: what is forced so far, as token spans of the prefix with the exact text of each."""

    demands: list[Demand]
    prefix: tuple[str, ...] = ()
    forced: list[tuple[int, int, str]] = field(default_factory=list)
    draft: Draft | None = None


Decode = Callable[[Sequence[int], Sequence[tuple[str, ...]]], list[Draft]]
"""Decodes the texts of these indices, each after its prefix."""


class Forcer:
    """Carries terms through the decoder of one model. `tokenize` and `spell` go between text and target tokens.

    `spaced` says that the target language parts its words by spaces, `suffixed` that what the model writes right after
    a term may be its ending.
    """

    def __init__(
        self,
        decode: Decode,
        tokenize: Callable[[str], list[str]],
        spell: Callable[[Sequence[str]], str],
        *,
        spaced: bool,
        suffixed: bool,
    ) -> None:
        self._decode, self._tokenize, self._spell = decode, tokenize, spell
        self._spaced, self._suffixed = spaced, suffixed

    def __call__(self, demands: Sequence[Sequence[Demand]]) -> list[tuple[str, Draft]]:
        """The text and the last draft for each list of demands."""
        states = [State(list(wanted)) for wanted in demands]
        pending = list(range(len(states)))
        for _ in range(MOST_ROUNDS):
            if not pending:
                break
            for index, draft in zip(pending, self._decode(pending, [states[i].prefix for i in pending]), strict=True):
                states[index].draft = draft
            pending = [index for index in pending if self._force_next(states[index])]
        return [(self._text(state), state.draft) for state in states if state.draft is not None]

    def _force_next(self, state: State) -> bool:
        """Puts the leftmost term that lacks into the prefix; False when there is none to place."""
        draft = state.draft
        assert draft is not None
        text = self._text(state)
        lacking = [demand for demand in state.demands if not _has(text, demand)]
        places = [(place, demand) for demand in lacking if (place := self._place(state, draft, demand)) is not None]
        if not places:
            return False
        place, demand = min(places, key=lambda found: found[0])
        if demand.quoted and place > len(state.prefix) and draft.tokens[place - 1] in _OPENING:
            place -= 1  # the form has marks of its own, or needs none
        while place - 2 >= len(state.prefix) and draft.tokens[place - 1] == _POINT:
            place -= 2  # the model's own spelling of a name in Chinese began before the point
        before = draft.tokens[:place]
        tokens = self._tokens(demand.form, before)
        state.forced.append((place, place + len(tokens), demand.form))
        state.prefix = (*before, *tokens)
        state.demands.remove(demand)
        return True

    def _tokens(self, form: str, before: Sequence[str]) -> list[str]:
        tokens = self._tokenize(form) or ["▁X"]
        joined = before and (before[-1] in _OPENING or not self._spaced)
        if joined and tokens[0].startswith("▁") and tokens[0] != "▁":
            tokens[0] = tokens[0][1:]
        elif joined and tokens[0] == "▁" and len(tokens) > 1:
            tokens = tokens[1:]
        return tokens

    def _place(self, state: State, draft: Draft, demand: Demand) -> int | None:
        """The token at which the hypothesis begins to render a term, behind what is forced already."""
        starts = [i for i in range(len(state.prefix), len(draft.tokens)) if self._starts(draft.tokens, i)]
        if not starts:
            return None
        like = self._resembling(draft.tokens, starts, demand.form)
        if like is not None:
            return like
        best = max(starts, key=lambda i: _attention(draft, i, demand))
        return best if _attention(draft, best, demand) >= ATTENDED else None

    def _starts(self, tokens: Sequence[str], index: int) -> bool:
        return index == 0 or tokens[index].startswith("▁") or not self._spaced or tokens[index - 1] in _OPENING

    def _resembling(self, tokens: Sequence[str], starts: Sequence[int], form: str) -> int | None:
        """Where as many words as the form has, or one more, look like it."""
        size = len(form.split()) if self._spaced else len(form)
        best, where = RESEMBLES, None
        for number, start in enumerate(starts):
            for length in {max(1, size - 1), size, size + 1}:
                stop = starts[number + length] if number + length < len(starts) else len(tokens)
                ratio = SequenceMatcher(
                    None, form.lower(), self._spell(tokens[start:stop]).strip(" ,.").lower()
                ).ratio()
                if ratio > best:
                    best, where = ratio, start
        return where

    def _text(self, state: State) -> str:
        """The hypothesis with each forced term spelt exactly, whatever the vocabulary lacks."""
        assert state.draft is not None
        tokens, parts, last = state.draft.tokens, [], 0
        for start, stop, form in state.forced:
            parts.append(self._spell(tokens[last:start]))
            parts.append((" " if self._spaced and start and tokens[start].startswith("▁") else "") + form)
            last = self._behind(tokens, stop, form)
            if last < len(tokens) and tokens[last].startswith("▁") and self._spaced:
                parts.append(" ")
        parts.append(self._spell(tokens[last:]))
        return "".join(parts)

    def _behind(self, tokens: Sequence[str], stop: int, form: str) -> int:
        """Where the text goes on behind a term: not with a second closing mark, nor with letters hung on to it."""
        if form[-1] in _CLOSING and stop < len(tokens) and tokens[stop] in _CLOSING:
            stop += 1
        if self._spaced and not self._suffixed:
            while stop < len(tokens) and tokens[stop].isalpha() and tokens[stop] != "s":
                stop += 1
        return stop


_OPENING = ("▁«", "«", '▁"', '"', "▁“", "“", "▁(", "(")
_POINT = "·"
"""Parts the names of a person in Chinese."""
_CLOSING = ("»", '"', "”")


def _attention(draft: Draft, index: int, demand: Demand) -> float:
    row = draft.attention[index]
    return sum(row[j] for j in demand.source)


def _has(text: str, demand: Demand) -> bool:
    """Whether a text has the form or one as good, quotation marks and case aside."""
    folded = _fold(text)
    return any(_fold(form) in folded for form in (demand.form, *demand.accepted))


def _fold(text: str) -> str:
    return "".join(character for character in text.lower() if character not in "«»“”\"„‘’'")
