"""Where the terms of a glossary stand in Russian text: any inflected form, the longest match, whole words only."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from pipeline.terms.entry import Term
from pipeline.terms.lemmas import Word, fold, is_plural, lemmas, may_be_plural, parses, words

_GAP = re.compile(r"[\s\u00a0\-–—«»„“”\"’'.]*")
"""What may stand between the words of a term: a dash of any length, spaces, quotation marks, an initial's full stop."""
_OPENING, _CLOSING = "«„“\"'‘", "»“”\"'’"


@dataclass(frozen=True, slots=True)
class Match:
    """A term, and where it stands in a text. Quotation marks right around it belong to it."""

    start: int
    stop: int
    text: str
    term: Term


@dataclass(frozen=True, slots=True)
class _Form:
    """A Russian form of a term, cut into words once. `gaps` is what it has itself between them."""

    term: Term
    words: tuple[str, ...]
    gaps: tuple[str, ...]
    lemmas: tuple[frozenset[str], ...]
    plural: tuple[bool, ...]
    quoted: bool


@dataclass(slots=True)
class _Node:
    """What may follow some words of a term: the next words by their lemmas, and the terms that end here."""

    next: dict[frozenset[str], "_Node"] = field(default_factory=dict)
    by_lemma: dict[str, list["_Node"]] = field(default_factory=dict)
    forms: list[_Form] = field(default_factory=list)

    def after(self, word: frozenset[str]) -> "_Node":
        """The node behind a word, made where there is none."""
        if word not in self.next:
            node = self.next[word] = _Node()
            for lemma in word:
                self.by_lemma.setdefault(lemma, []).append(node)
        return self.next[word]


class _Tree:
    """Every form of some terms, word by word. `beginnings` are the first letters that a term may have in a text."""

    def __init__(self, by_form: Mapping[str, Term]) -> None:
        self.root = _Node()
        self.beginnings: set[str] = set()
        for text, term in by_form.items():
            form = _form(text, term)
            self.beginnings.add(_kept_under(form.words[0]))
            node = self.root
            for word in form.lemmas:
                node = node.after(word)
            node.forms.append(form)


class Glossary:
    """Terms, ready to be found. Where two have the same Russian form, the one that comes later wins."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_form = {form: term for term in terms for form in term.source}
        self.terms: tuple[Term, ...] = tuple({id(term): term for term in self._by_form.values()}.values())

    @cached_property
    def _tree(self) -> _Tree:
        """Made for the first text: the lemmas of a thousand words take a fifth of a second."""
        return _Tree(self._by_form)

    def find(self, text: str) -> list[Match]:
        """The terms of a text in order, none inside another: of those that overlap, the longest."""
        found = words(text)
        matches: list[Match] = []
        index = 0
        while index < len(found):
            best = self._best(text, found, index)
            if best is None:
                index += 1
                continue
            matches.append(_match(text, found, index, best))
            index += len(best.words)
        return matches

    def _best(self, text: str, found: Sequence[Word], index: int) -> _Form | None:
        """The longest form that begins at a word."""
        if self._tree.beginnings.isdisjoint(_beginnings(found[index].text)):
            return None
        best: _Form | None = None
        nodes = [self._tree.root]
        for stop in range(index, len(found)):
            bases = lemmas(found[stop].text)
            behind = {id(node): node for above in nodes for base in bases for node in above.by_lemma.get(base, ())}
            nodes = list(behind.values())
            if not nodes:
                break
            span = found[index : stop + 1]
            fitting = [form for node in nodes for form in node.forms if _fits(text, span, form)]
            best = max(fitting, key=lambda form: (sum(map(len, form.words)), form.quoted), default=best)
        return best


def _beginnings(word: str) -> list[str]:
    """The first letters of a word under which a term that it is a form of may be kept."""
    folded = fold(word)
    return [folded[:size] for size, _ in _BEGINNINGS]


def _kept_under(word: str) -> str:
    """The first letters that nearly every form of a term's word has: most words of a text need not be looked up."""
    return fold(word)[: max(size for size, least in _BEGINNINGS if len(word) >= least)]


_BEGINNINGS = ((2, 0), (3, 6), (4, 9))
"""How many first letters the forms of a word share that has so many letters: two of a short one (отец, отца)."""


def _form(text: str, term: Term) -> _Form:
    found = words(text)
    written = tuple(word.text for word in found)
    gaps = tuple(text[a.stop : b.start] for a, b in pairwise(found))
    quoted = text[0] in _OPENING and text[-1] in _CLOSING
    return _Form(term, written, gaps, tuple(map(lemmas, written)), tuple(map(is_plural, written)), quoted)


def _fits(text: str, found: Sequence[Word], form: _Form) -> bool:
    """Whether the words of a text are a form of the term, joined as a term's words are, and not part of another."""
    if len(found) != len(form.words):
        return False
    for word, wanted, base, plural in zip(found, form.words, form.lemmas, form.plural, strict=True):
        fits = _case_fits(word.text, wanted) and not lemmas(word.text).isdisjoint(base)
        if not fits or (plural and not may_be_plural(word.text)):
            return False
    between = [text[a.stop : b.start] for a, b in pairwise(found)]
    joined = all(gap == own or _GAP.fullmatch(gap) for gap, own in zip(between, form.gaps, strict=True))
    if not joined or (form.quoted and not _quotes(text, found[0].start, found[-1].stop)):
        return False
    if form.term.is_name and len(found) == 1 and _is_another(found[0].text, form.words[0]):
        return False
    if form.term.domain == "person" and _is_her(found[-1].text, form.words[-1]):
        return False
    return _stands_alone(text, found[0], found[-1])


def _is_another(word: str, wanted: str) -> bool:
    """Whether a word is first of all a form of another, common word: Семьи of семья and not of Семей."""
    likeliest = parses(word.lower())[0]
    is_name = bool({"Geox", "Name", "Surn"} & set(likeliest.tag.grammemes)) or wanted.isupper()
    return bool(likeliest.is_known) and not is_name and fold(likeliest.normal_form) != fold(wanted)


def _is_her(word: str, wanted: str) -> bool:
    """Токаевой is not a form of Токаев: a surname's endings that only a woman's has."""
    return wanted.endswith(("в", "н")) and word.lower().endswith(("ой", "ою"))


def _case_fits(word: str, wanted: str) -> bool:
    """A term in small letters stands in any; one with a capital needs it; an abbreviation needs all its capitals."""
    if len(wanted) > 1 and wanted.isupper():
        return word.isupper()
    return word[0].isupper() if wanted[0].isupper() else True


def _stands_alone(text: str, first: Word, last: Word) -> bool:
    """False inside a compound with a hyphen (вице-премьер), but for one of two proper names (Казахстан-Китай)."""
    before, after = text[: first.start][-2:], text[last.stop : last.stop + 2]
    if len(before) == 2 and before[1] in "-‑" and before[0].isalnum() and not first.text[0].isupper():
        return False
    return not (len(after) == 2 and after[0] in "-‑" and after[1].islower())


def _quotes(text: str, start: int, stop: int) -> bool:
    return text[:start][-1:] in tuple(_OPENING) and text[stop : stop + 1] in tuple(_CLOSING)


def _match(text: str, found: Sequence[Word], index: int, form: _Form) -> Match:
    start, stop = found[index].start, found[index + len(form.words) - 1].stop
    if _quotes(text, start, stop):
        start, stop = start - 1, stop + 1
    elif text[start:stop].count("«") > text[start:stop].count("»") and text[stop : stop + 1] == "»":
        stop += 1  # «Синьхуа» at the end of a longer term
    return Match(start, stop, text[start:stop], form.term)
