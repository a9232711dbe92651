"""Punctuation and spacing, by the target language: full-width marks in Chinese, no space before a mark, and so on."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.article import Severity
from pipeline.checks.check import Check, Issue, Manifest, Pair

MANIFEST = Manifest("punctuation", "Marks and spaces are those of the target language.", "warning")

_HAN = r"\u3400-\u9fff"
_WIDE = "，。；：！？（）"
_HYPHEN = re.compile("-")
_SPACED = re.compile(r"[,;:!?.»”)«“(](?:(?<=[ \u00a0].)|(?<=[«“(])(?=[ \u00a0]))")
"""A space beside a mark, looked for from the mark on: there are fewer marks than spaces."""


class _Rule(NamedTuple):
    """A message, how bad it is, and where. The `hint` is found faster, and stands in all that the pattern finds."""

    message: str
    severity: Severity
    pattern: re.Pattern[str]
    hint: re.Pattern[str] | None = None


_RULES: dict[str, tuple[_Rule, ...]] = {
    "zh-Hans": (
        _Rule(
            "punctuation",
            "note",
            re.compile(rf"[,;!?.:](?<=[{_HAN}].)(?:(?<=[,;!?])(?=[{_HAN}\s]|$)|(?<=[.:])(?=[{_HAN}]|\s*$))"),
        ),
        _Rule("punctuation", "note", re.compile(r"[，、；：]{2,}|[，、；：][。！？]|。。(?!。)|[。！？][，、；]")),
        _Rule("spacing", "note", re.compile(rf"[ \u00a0]+(?=[{_WIDE}、》”」])|[ \u00a0](?<=[《“「（].)[ \u00a0]*")),
        _Rule("spacing", "note", re.compile(rf"[ \u00a0](?<=[{_HAN}{_WIDE}、].)[ \u00a0]*(?=[{_HAN}])")),
    ),
    "kk-Cyrl": (
        _Rule(
            "punctuation",
            "note",
            re.compile(
                rf"[{_WIDE}、《》,;:.](?:(?<=[{_WIDE}、《》])|(?<=[,;:])[,;:]+|(?<=,)\.|(?<=\.),|(?<=\.)\.(?<!\.\.\.)(?!\.))"
            ),
        ),
        _Rule(
            "spacing",
            "note",
            re.compile(r"[ \u00a0](?<=[^\W_].)[ \u00a0]*[,;:!?](?=\s|$)| (?<=[^\W_].)\.(?=\s|$)| (?<=[«(].)| (?=[»)])"),
            _SPACED,
        ),
        _Rule("punctuation", "note", re.compile(r"-(?<=^-)\s?(?=[^\W\d_])| (?<=[^\W\d_].)- (?=[^\W\d_])"), _HYPHEN),
        _Rule("spacing", "note", re.compile(r"[,;](?<=[а-яәғқңөұүһі].)(?=[а-яәғқңөұүһіА-ЯӘҒҚҢӨҰҮҺІ])")),
    ),
    "en": (
        _Rule(
            "punctuation",
            "note",
            re.compile(
                rf"[{_WIDE}、《》«»„,;:.](?:(?<=[{_WIDE}、《》«»„])|(?<=[,;:])[,;:]+|(?<=,)\.(?!\.)|"
                rf"(?<=\.)\.(?<!\.\.\.)(?!\.)|(?<=\.),(?<![.\w]\.,))"
            ),
        ),
        _Rule(
            "spacing",
            "note",
            re.compile(r"[ \u00a0](?<=[^\W_].)[ \u00a0]*[,;:!?](?=\s|$)| (?<=[^\W_].)\.(?=\s|$)| (?<=[“(].)| (?=[”)])"),
            _SPACED,
        ),
        _Rule("punctuation", "note", re.compile(r"-(?<=^-)\s?(?=[A-Za-z])")),
        _Rule("spacing", "note", re.compile(r"[,;](?<=[a-z].)(?=[A-Za-z])")),
    ),
}
_QUESTION = re.compile(r"[?？]")
_ASKS = re.compile(r"\?[»”\"!)\s]*$")


def build() -> Check:
    """The check."""
    return _check


def _check(pair: Pair) -> Iterator[Issue]:
    for message, severity, pattern, hint in _RULES[pair.language]:
        match = pattern.search(pair.hypothesis) if hint is None or hint.search(pair.hypothesis) else None
        if match is not None:  # once a rule: a text in another style would fill the page
            start, stop = match.span()
            shown = pair.hypothesis[max(0, start - 6) : stop + 6]
            yield Issue(severity, message, {"target": shown}, target=(start, stop))
    if _ASKS.search(pair.source) and pair.hypothesis.strip() and not _QUESTION.search(pair.hypothesis):
        yield Issue("warning", "question-lost")
