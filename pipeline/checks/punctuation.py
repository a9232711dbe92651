"""Punctuation and spacing, by the target language: full-width marks in Chinese, no space before a mark, and so on."""

import re
from collections.abc import Iterator

from pipeline.article import Severity
from pipeline.checks.check import Check, Issue, Manifest, Pair

MANIFEST = Manifest("punctuation", "Marks and spaces are those of the target language.", "warning")

_HAN = r"\u3400-\u9fff"
_WIDE = "，。；：！？（）"
_RULES: dict[str, tuple[tuple[str, Severity, re.Pattern[str]], ...]] = {
    "zh-Hans": (
        (
            "punctuation",
            "note",
            re.compile(rf"[,;!?](?<=[{_HAN}].)(?=[{_HAN}\s]|$)|[.:](?<=[{_HAN}].)(?=[{_HAN}]|\s*$)"),
        ),
        ("punctuation", "note", re.compile(r"[，、；：]{2,}|[，、；：][。！？]|。。(?!。)|[。！？][，、；]")),
        ("spacing", "note", re.compile(rf"[ \u00a0]+(?=[{_WIDE}、》”」])|[ \u00a0](?<=[《“「（].)[ \u00a0]*")),
        ("spacing", "note", re.compile(rf"[ \u00a0](?<=[{_HAN}{_WIDE}、].)[ \u00a0]*(?=[{_HAN}])")),
    ),
    "kk-Cyrl": (
        ("punctuation", "note", re.compile(rf"[{_WIDE}、《》]|[,;:]{{2,}}|,\.|\.,|\.\.(?<!\.\.\.)(?!\.)")),
        (
            "spacing",
            "note",
            re.compile(r"[ \u00a0](?<=[^\W_].)[ \u00a0]*[,;:!?](?=\s|$)| (?<=[^\W_].)\.(?=\s|$)| (?<=[«(].)| (?=[»)])"),
        ),
        ("punctuation", "note", re.compile(r"-(?<=^-)\s?(?=[^\W\d_])| (?<=[^\W\d_].)- (?=[^\W\d_])")),
        ("spacing", "note", re.compile(r"[,;](?<=[а-яәғқңөұүһі].)(?=[а-яәғқңөұүһіА-ЯӘҒҚҢӨҰҮҺІ])")),
    ),
    "en": (
        (
            "punctuation",
            "note",
            re.compile(rf"[{_WIDE}、《》«»„]|[,;:]{{2,}}|,\.(?!\.)|\.\.(?<!\.\.\.)(?!\.)|\.,(?<![.\w]\.,)"),
        ),
        (
            "spacing",
            "note",
            re.compile(r"[ \u00a0](?<=[^\W_].)[ \u00a0]*[,;:!?](?=\s|$)| (?<=[^\W_].)\.(?=\s|$)| (?<=[“(].)| (?=[”)])"),
        ),
        ("punctuation", "note", re.compile(r"-(?<=^-)\s?(?=[A-Za-z])")),
        ("spacing", "note", re.compile(r"[,;](?<=[a-z].)(?=[A-Za-z])")),
    ),
}
_QUESTION = re.compile(r"[?？]")
_ASKS = re.compile(r"\?[»”\"!)\s]*$")


def build() -> Check:
    """The check."""
    return _check


def _check(pair: Pair) -> Iterator[Issue]:
    for message, severity, pattern in _RULES[pair.language]:
        match = pattern.search(pair.hypothesis)
        if match is not None:  # once a rule: a text in another style would fill the page
            start, stop = match.span()
            shown = pair.hypothesis[max(0, start - 6) : stop + 6]
            yield Issue(severity, message, {"target": shown}, target=(start, stop))
    if _ASKS.search(pair.source) and pair.hypothesis.strip() and not _QUESTION.search(pair.hypothesis):
        yield Issue("warning", "question-lost")
