"""Quotation marks and brackets: each has its pair, and what the source quotes is quoted."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.checks.check import Check, Issue, Manifest, Pair

MANIFEST = Manifest(
    "quotation", "Quotation marks and brackets have their pairs, and quotations stay quotations.", "warning"
)

_OPENS = {
    "«": "»",
    "“": "”",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "(": ")",
    "（": "）",
    "[": "]",
    "【": "】",
    "{": "}",
}
_CLOSES = {close: opened for opened, close in _OPENS.items()}
_SAME = {"（": "(", "）": ")"}
_MARK = re.compile(f"[{re.escape(''.join((*_OPENS, *_CLOSES, '„', chr(34))))}]")
_QUOTES = frozenset('«»“”„"「」『』《》‘’‹›')
_FACING = frozenset("“”")
_LIST_ITEM = 3


def build() -> Check:
    """The check."""
    return _check


def _check(pair: Pair) -> Iterator[Issue]:
    if _alone(pair.source) is None:  # a quotation over several segments opens in one and closes in another
        place = _alone(pair.hypothesis)
        if place is not None:
            mark = pair.hypothesis[place]
            yield Issue(
                "note" if _may_go_on(pair.hypothesis, place) else "warning",
                "unbalanced",
                {"target": mark},
                target=(place, place + 1),
            )
    if _is_quotation(pair.source) and not _QUOTES & set(pair.hypothesis) and "'" not in pair.hypothesis:
        yield Issue("note", "quotation-lost")


def _may_go_on(text: str, place: int) -> bool:
    """Whether a mark may be one of a quotation that goes over segments, or one of a pair that faces the wrong way."""
    if text[place] not in _QUOTES:
        return False
    outside = min(len(text[:place].strip()), len(text[place + 1 :].strip()))
    return outside <= 1 or sum(sign in _FACING for sign in text) % 2 == 0


@lru_cache(maxsize=1024)  # a source is asked about for each language
def _alone(text: str) -> int | None:
    """Where the first mark without its pair stands, None where there is none."""
    opened: list[tuple[str, int]] = []
    straight: list[int] = []
    for match in _MARK.finditer(text):
        i, sign = match.start(), match.group()
        if sign == '"':
            straight.append(i)
        elif sign == "„":
            opened.append(("“", i))  # a German or Russian pair: „…“
        elif sign in _OPENS and not (sign == "“" and opened and opened[-1][0] == "“" and text[opened[-1][1]] == "„"):
            opened.append((_SAME.get(sign, sign), i))
        elif sign in _CLOSES or sign == "“":
            wanted = _SAME.get(_CLOSES.get(sign, "“"), _CLOSES.get(sign, "“"))
            if opened and opened[-1][0] == wanted:
                opened.pop()
            elif not (sign in ")）" and i < _LIST_ITEM):  # "1)" numbers an item
                return i
    if opened:
        return opened[0][1]
    return straight[-1] if len(straight) % 2 else None


def _is_quotation(source: str) -> bool:
    """Whether the source quotes a sentence, not only a name."""
    start, stop = source.find("«"), source.find("»")
    return start >= 0 and len(source[start:stop].split()) > 3
