"""Pairs of quotation marks: which mark opens and which closes, whatever characters they are."""

import re
from collections.abc import Sequence

_MARK = re.compile(r"``|''|[«»“”„‟\"＂″]")
_OPENING, _CLOSING = {"«", "„", "``"}, {"»", "''"}
_BEFORE_OPENING = ' \t([{（【《—–-«“„‘"'


def requote(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """The text with its quotation marks written as `pairs`: the outer pair first, then the one inside it."""
    parts: list[str] = []
    depth, last = 0, 0
    for match in _MARK.finditer(text):
        opens = _opens(text, match, depth)
        level = depth if opens else depth - 1
        depth = max(0, depth + (1 if opens else -1))
        parts += [text[last : match.start()], pairs[max(0, level) % len(pairs)][0 if opens else 1]]
        last = match.end()
    return "".join([*parts, text[last:]])


def _opens(text: str, match: re.Match[str], depth: int) -> bool:
    mark, before, after = match.group(), text[: match.start()][-1:], text[match.end() :][:1]
    if mark in _OPENING:
        return True
    if mark in _CLOSING:
        return False
    if depth == 0:
        return mark != "”" and bool(text[match.end() :].strip())
    begins = not before or before in _BEFORE_OPENING
    return begins and after.isalnum() and mark != "”"
