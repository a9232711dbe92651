"""Simplified Chinese: full-width marks beside characters, half-width ones inside numbers and foreign words."""

import re

from pipeline.punctuate.kept import around
from pipeline.punctuate.quotes import requote
from pipeline.quantities.digits import may_have_digits

_HAN = r"\u3400-\u9fff"
_MARKS = "，。；：！？、（）《》“”‘’…—"
_WIDE = {
    ",": "，",
    ".": "。",
    ";": "；",
    ":": "：",
    "!": "！",
    "?": "？",
    "(": "（",
    ")": "）",
    "．": "。",
    "｡": "。",
    "､": "、",
}

_NARROW = re.compile(r"[,.;:!?()．｡､]")
_DOTS = re.compile(r"(?:\.(?:\s*\.){2,}|…|。{3,})(?:\s*[.…。])*")
_LONG_DASH = re.compile(r"—{3,}")
_DASH = re.compile(
    r"(?<=[^\s])\s+[-–—]+\s+(?=\S)|\s*—{2,}\s*|^\s*[-–—]\s+|(?<=[\u3400-\u9fff”》])\s*[-–—]\s*(?=[\u3400-\u9fff“《])"
)
_ANY_DASH, _ANY_SPACE = re.compile(r"[-–—]"), re.compile(r"\s")
_QUOTED_DASH = re.compile(r"(?<=“)([^“”，。；：！？、]{1,12})——([^“”，。；：！？、—]{1,12})(?=”)")
_SPACE = re.compile(rf"(?<=[{_HAN}{_MARKS}])\s+|\s+(?=[{_HAN}{_MARKS}])")
_TWICE = re.compile(r"([，。；：！？、])\1+")
_ANY_HAN = re.compile(rf"[{_HAN}]")
_FOREIGN = re.compile(r"[A-Za-z0-9]")
_FOREIGN_NEXT = re.compile(r" [A-Za-z]")
_ASCII = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)
}
_ANY_ASCII = re.compile(f"[{''.join(map(chr, _ASCII))}]")
_IN_NUMBER = re.compile(r"(?<=\d)\s*([：．])\s*(?=\d)|(?<=\d)，(?=\d{3}(?!\d))")
_BEFORE_UNIT = re.compile(r"(?<=\d)\s+(?=[%‰℃°])")


def punctuate(text: str) -> str:
    """A Chinese text with the marks and spacing of GB/T 15834-2011; numbers, times and foreign words in ASCII."""
    return around(text, _rules)


def _rules(text: str) -> str:
    text = requote(text.translate(_ASCII) if _ANY_ASCII.search(text) else text, [("“", "”"), ("‘", "’")])
    if may_have_digits(text):
        text = _IN_NUMBER.sub(lambda match: {"：": ":", "．": "."}.get(match.group(1), ","), text)
    text = _DOTS.sub("……", text)
    if _ANY_DASH.search(text):
        text = _DASH.sub("——", text)
    text = _NARROW.sub(lambda match: _widen(match.string, match), text)
    if _ANY_SPACE.search(text):
        text = _BEFORE_UNIT.sub("", _SPACE.sub("", text))
    if "——" in text:
        text = _QUOTED_DASH.sub(r"\1—\2", _LONG_DASH.sub("——", text))
    return _TWICE.sub(r"\1", text).strip()


def _widen(text: str, match: re.Match[str]) -> str:
    """The full-width mark; the mark itself inside a number, a time or a foreign word, and between foreign words."""
    mark, before, after = match.group(), text[: match.start()][-1:], text[match.end() :]
    if not _ANY_HAN.search(text):
        return mark
    if _FOREIGN.fullmatch(before) and mark not in "()":
        inside = _FOREIGN.match(after) is not None
        between = mark in ".," and _FOREIGN_NEXT.match(after) is not None
        if inside or between:
            return mark
    return _WIDE[mark]
