"""Untranslated: Cyrillic left in Chinese or English, Russian left in Kazakh.

Kazakh and Russian share an alphabet and thousands of words, so Kazakh is read word by word: a word is Russian when it
is one of those that only Russian has, or ends as only Russian words do, or stands so in the source; several such in a
row, with one at least that only Russian has, were left.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.article import Severity
from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter

MANIFEST = Manifest(
    "untranslated",
    "Nothing of the Russian source is left in the translation.",
    "error",
    (Parameter("words", 3, "Russian words in a row in Kazakh text that are an error; fewer are told when sure."),),
)

_CYRILLIC = re.compile(r"[\u0400-\u052f]+(?:[\s–-]+[\u0400-\u052f]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_KAZAKH_LETTER = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_QUOTED = re.compile(r"[«“\"][^»”\"]*[»”\"]")
_RUSSIAN_WORDS = frozenset(
    "и в на с по что для от из за к как был была были было это этот эта эти его её ее их или при об у до во со "
    "ко над под "
    "между через после перед около также чтобы который которая которые которого которых которой если когда "
    "только уже "
    "ещё еще более может быть есть нет но он она они мы вы я который где там тем того той этого этой этих всех "
    "все всё "
    "сообщил сообщила заявил заявила сказал сказала отметил отметила года году лет человек".split()
)
_RUSSIAN_END = re.compile(
    r"\w{2,}(?:ого|его|ому|ему|ыми|ими|ться|тся|ение|ения|ений|ению|ением|ание|ания|аний|анию|анием|ость|ости|остью|"
    r"ский|ская|ское|ские|ской|ских|скую|ным|ных|ной|ную|ные|ный|ная|ное|ами|ями|ует|уют|ает|ают|яет|яют|ила|или|ило|"
    r"ала|али|ало|вших|вший|щих|щий|щая|щие|ться|аться|иться|ов|ей)"
)


def build(words: int) -> Check:
    """The check; `words` as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        return _kazakh(pair, words) if pair.language == "kk-Cyrl" else _cyrillic(pair)

    return check


def _cyrillic(pair: Pair) -> Iterator[Issue]:
    found = list(_CYRILLIC.finditer(pair.hypothesis))
    letters = sum(map(str.isalpha, pair.hypothesis)) if found else 0
    for match in found:
        if len(match.group()) > letters * 0.8:
            yield Issue("error", "untranslated-whole", target=match.span())
        elif len(match.group()) > 1:
            yield Issue("error", "untranslated", {"target": match.group()}, target=match.span())


def _kazakh(pair: Pair, words: int) -> Iterator[Issue]:
    source = _words(pair.source)
    written = _WORD.findall(pair.hypothesis.casefold())
    if source.isdisjoint(written) and _RUSSIAN_WORDS.isdisjoint(written):
        return
    tokens = list(_WORD.finditer(pair.hypothesis))
    quoted = [match.span() for match in _QUOTED.finditer(pair.hypothesis)]
    run: list[re.Match[str]] = []
    total = 0
    found: list[list[re.Match[str]]] = []
    for token in (*tokens, None):
        if token is not None and _may_be_russian(token.group(), source) and not _is_abbreviated(token):
            run.append(token)
            continue
        sure = sum(_is_russian(word.group(), source) for word in run)
        if sure and (len(run) >= words or sure >= 2):
            found.append(run)
            total += len(run)
        run = []
    same = sum(token.group().casefold() in source for token in tokens)
    small = any(token.group().islower() and len(token.group()) > 3 for token in tokens)
    copied = small and len(tokens) >= words and same >= len(tokens) * 0.9
    if copied or (found and total >= len(tokens) * 0.8 and total >= words):
        yield Issue("error", "untranslated-whole")
        return
    for run in found:
        start, stop = run[0].start(), run[-1].end()
        title = any(a <= start and stop <= b for a, b in quoted)
        severity: Severity = "note" if title else "error" if len(run) >= words else "warning"
        yield Issue(severity, "untranslated", {"target": pair.hypothesis[start:stop]}, target=(start, stop))


@lru_cache(maxsize=8)
def _words(source: str) -> frozenset[str]:
    return frozenset(_WORD.findall(source.casefold()))


def _may_be_russian(word: str, source: frozenset[str]) -> bool:
    folded = word.casefold()
    return (folded in source or folded in _RUSSIAN_WORDS) and not _KAZAKH_LETTER.search(word)


def _is_abbreviated(token: re.Match[str]) -> bool:
    """Whether a letter is one of an abbreviation (т.с.с.)."""
    return len(token.group()) == 1 and token.string.startswith(".", token.end())


def _is_russian(word: str, source: frozenset[str]) -> bool:
    """A word that only Russian has: by itself, or by its ending. Names and initials are no sign."""
    return word.islower() and (word in _RUSSIAN_WORDS or (word in source and bool(_RUSSIAN_END.fullmatch(word))))
