"""Script: each language in its own letters: Kazakh in Cyrillic, Chinese in Simplified characters, English in Latin."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pipeline.article import Severity
from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter

MANIFEST = Manifest(
    "script",
    "Kazakh is in Cyrillic, Chinese in Simplified characters, English in Latin letters.",
    "error",
    (Parameter("latin", 0.5, "Share of Latin letters above which Kazakh or Chinese text is in the wrong script."),),
)

_HAN = r"\u3400-\u9fff"
_ARABIC = r"\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"
_KANA_HANGUL = r"\u3041-\u30fa\uac00-\ud7af"
_FOREIGN = {
    "zh-Hans": re.compile(rf"[{_ARABIC}{_KANA_HANGUL}]+"),
    "kk-Cyrl": re.compile(rf"[{_ARABIC}{_KANA_HANGUL}{_HAN}]+"),
    "en": re.compile(rf"[{_ARABIC}{_KANA_HANGUL}{_HAN}]+"),
}
_LATIN, _LETTERS = re.compile(r"[A-Za-zÀ-ɏ]+"), re.compile(r"[^\W\d_]+")
_OWN = {"kk-Cyrl": re.compile(r"[\u0400-\u052f]+"), "zh-Hans": re.compile(rf"[{_HAN}]+")}
_KAZAKH_LATIN = re.compile(
    r"\b\w*(?:[ğñşıúūŋǵńý]|q(?!u)|(?:dyń|diń|lar|ler|dyq|lyq|nyń|niń|men|jan|qa|ke)\b)\w*", re.IGNORECASE
)
_SHARED = frozenset("乾著藉瞭徵於夥祇餘摺馀苧")
"""Characters that Simplified Chinese keeps in some words (乾隆, 著名, 慰藉, 瞭望), though most become another."""
_SPARE = 2
_FEW = 20
_HAN_WEIGHT = 3
"""A Chinese character says about as much as three letters."""


def build(latin: float) -> Check:
    """The check; `latin` as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        yield from _foreign(pair)
        if pair.language == "zh-Hans":
            yield from _traditional(pair.hypothesis)
        if pair.language in _OWN:
            yield from _latin(pair, latin)

    return check


def _foreign(pair: Pair) -> Iterator[Issue]:
    for match in _FOREIGN[pair.language].finditer(pair.hypothesis):
        severity: Severity = "warning" if match.group() in pair.source else "error"
        yield Issue(severity, "script", {"target": match.group()}, target=match.span())


def _latin(pair: Pair, limit: float) -> Iterator[Issue]:
    """Latin letters make up more of the text than they may, and than they do in the source."""
    count = _count(_LATIN, pair.hypothesis)
    if count < _FEW:
        return
    own = _count(_OWN[pair.language], pair.hypothesis)
    source = _count(_LATIN, pair.source) / (_count(_LETTERS, pair.source) or 1)
    share = count / (count + own * (_HAN_WEIGHT if pair.language == "zh-Hans" else 1))
    limit = min(limit, 0.9) if source < limit else 0.95
    if share > max(limit, source + 0.2):
        yield Issue("error", "script", {"target": _short(pair.hypothesis)})


def _count(runs: re.Pattern[str], text: str) -> int:
    """How many characters stand in the runs that a pattern finds."""
    return sum(map(len, runs.findall(text)))


def _traditional(text: str) -> Iterator[Issue]:
    wrong = {sign for sign in set(text) if "\u3400" <= sign <= "\u9fff" and _is_traditional(sign)}
    if wrong:
        places = [i for i, sign in enumerate(text) if sign in wrong]
        found = "".join(dict.fromkeys(text[i] for i in places))
        severity: Severity = "error" if len(found) >= _SPARE else "warning"
        suggestion = _converter().convert(text)
        yield Issue(
            severity, "traditional", {"target": found}, target=(places[0], places[0] + 1), suggestion=suggestion
        )


@lru_cache(maxsize=16384)
def _is_traditional(sign: str) -> bool:
    return sign not in _SHARED and _converter().convert(sign) != sign


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
