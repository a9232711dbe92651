"""Pairs of quotation marks: which mark opens and which closes, whatever characters they are."""

import re
from collections.abc import Sequence

_MARK = re.compile(r"``|[«»“”„‟\"＂″]")
_OPENING, _CLOSING = {"«", "„", "``"}, {"»", "”"}
_BEFORE_OPENING = ' \t([{（【《—–-«“„‘"'
_AFTER_CLOSING = " \t)]}）】》,.;:!?，。；：！？、…—–-"
_SINGLE = re.compile(
    r"(?<![\w'])'(?=[\w«“\"])(?!n' )([^'\"«»“”]{1,80}?)(?<=\S)'(?![\w'])|(?<!\w)‘(?=\S)([^‘’]*?)(?<=\S)’(?!\w)"
)
_SINGLE_OF_HAN = re.compile(r"(?<![A-Za-z])'([^'A-Za-z]{1,80}?)'(?![A-Za-z])|‘([^‘’]*)’")
_HAN = re.compile(r"[\u3400-\u9fff]")


def requote(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """The text with its quotation marks written as `pairs`: the outer pair first, then the one for all inside it."""
    text = text.replace("''", '"')
    if "'" in text or "‘" in text:
        single = _SINGLE_OF_HAN if _HAN.search(text) else _SINGLE
        text = single.sub(lambda match: f"«{match.group(1) or match.group(2) or ''}»", text)
    parts: list[str] = []
    opened: list[str] = []
    last = 0
    for match in _MARK.finditer(text):
        if _opens(text, match, opened):
            opened.append(match.group())
            written = pairs[min(len(opened), len(pairs)) - 1][0]
        else:
            written = pairs[max(1, min(len(opened), len(pairs))) - 1][1]
            del opened[-1:]
        parts += [text[last : match.start()], written]
        last = match.end()
    return "".join([*parts, text[last:]])


def _opens(text: str, match: re.Match[str], opened: Sequence[str]) -> bool:
    mark, before, after = match.group(), text[: match.start()][-1:], text[match.end() :][:1]
    if mark in _OPENING or mark in _CLOSING:
        return mark in _OPENING
    if mark == "“":
        return opened[-1:] != ["„"]  # the German and Russian hand-written pair ends with what opens the English one
    begins = not before or before in _BEFORE_OPENING
    return bool(after) and (begins or not opened) and (after not in _AFTER_CLOSING or (begins and not opened))
