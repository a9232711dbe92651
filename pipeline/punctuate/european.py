"""Kazakh and English: their quotation marks, dashes, and no space before a mark."""

import re

from pipeline.punctuate.quotes import requote

_WIDE = str.maketrans("，。；：！？（）、《》〈〉", ",.;:!?(),«»«»")
_DOTS = re.compile(r"\.{3,}|…{2,}")
_DASH = re.compile(r"(?<=\S)\s+[-–—]+\s+(?=\S)")
_FIRST_DASH = re.compile(r"^[-–—]\s*(?=[^\W\d_]|[«“\"])")
_BEFORE = re.compile(r"(?<=[^\s(«“])\s+(?=[,.;:!?%»”)…](?:\s|$|[»”).,!?]))")
_INSIDE = re.compile(r"(?<=[«“(])\s+|\s+(?=[»”)])")
_NO_SPACE = re.compile(r"(?<=[^\W\d_])([,;])(?=[^\W\d_])")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z])|(?<=s)'(?=\s)")


def kazakh(text: str) -> str:
    """A Kazakh text with «…», “…” inside, and en dashes."""
    return _space(requote(text.translate(_WIDE), [("«", "»"), ("“", "”")]))


def english(text: str) -> str:
    """An English text with “…”, ‘…’ inside, en dashes and typographic apostrophes."""
    return _space(requote(_APOSTROPHE.sub("’", text.translate(_WIDE)), [("“", "”"), ("‘", "’")]))


def _space(text: str) -> str:
    text = _DASH.sub(" – ", _DOTS.sub("…", text))
    text = _FIRST_DASH.sub("— ", text)
    text = _INSIDE.sub("", text)
    return _NO_SPACE.sub(r"\1 ", _BEFORE.sub("", text)).strip()
