"""Kazakh and English: their quotation marks, dashes, and no space before a mark."""

import re

from pipeline.punctuate.kept import around
from pipeline.punctuate.quotes import requote

_WIDE = str.maketrans({
    **dict(zip("，。；：！？）、》〉", (f"{mark} " for mark in ",.;:!?),»»"), strict=True)),
    **dict(zip("（《〈", (f" {mark}" for mark in "(««"), strict=True)),
})  # fmt: skip
_ANY_WIDE = re.compile(f"[{''.join(map(chr, _WIDE))}]")
_DOTS = re.compile(r"(?:\.(?:\s*\.){2,}|…)(?:\s*[.…])*")
_DASH = re.compile(r"(?<=\S)\s+[-–—]+(?:\s+[-–—]+)*\s+(?=\S)|(?<=[^\W\d_»”])\s*—\s*(?=[^\W\d_«“])")
_YEARS = re.compile(r"(?<![\d-])(\d{4})\s?[-—]\s?(\d{4})(?![\d-])")
_FIRST_DASH = re.compile(r"^[-–—]\s*(?=[^\W\d_]|[«“\"])")
_BEFORE = re.compile(r"\s(?<=[^\s(«“]\s)\s*(?=[,.;:!?%»”)…]+(?:\s|$|[»”).,!?]))")
_INSIDE = re.compile(r"\s(?<=[«“(]\s)\s*|\s+(?=[»”)])")
_ANY_INSIDE = re.compile(r"[«“(»”)]")
_NO_SPACE = re.compile(r"([,;])(?<=[^\W\d_].|[.)”»].)(?=[^\W\d_])")
_ANY_DASH = re.compile(r"[-–—]")
_APOSTROPHE = re.compile(
    r"(?<=\w)'(?=[A-Za-z\ue000])|(?<=s)'(?=\s)|(?<![\w'])'(?=n' |(?:Tis|Twas|em)\b)|(?<= 'n)'(?= )"
)


def kazakh(text: str) -> str:
    """A Kazakh text with «…», “…” inside, and en dashes."""
    return around(text, lambda text: _space(requote(_narrow(text), [("«", "»"), ("“", "”")])))


def english(text: str) -> str:
    """An English text with “…”, ‘…’ inside, en dashes and typographic apostrophes."""
    return around(text, _english)


def _english(text: str) -> str:
    text = requote(_narrow(text), [("“", "”"), ("‘", "’")])
    return _space(_APOSTROPHE.sub("’", text) if "'" in text else text)


def _narrow(text: str) -> str:
    """The text with half-width marks for full-width ones."""
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


def _space(text: str) -> str:
    spaced = _BEFORE.sub("", " ".join(text.split()))
    text = _DOTS.sub("…", spaced)
    if _ANY_DASH.search(text):
        text = _FIRST_DASH.sub("— ", _YEARS.sub(r"\1–\2", _DASH.sub(" – ", text)))
    if _ANY_INSIDE.search(text):
        text = _INSIDE.sub("", text)
    text = text if text == spaced else _BEFORE.sub("", text)
    return _NO_SPACE.sub(r"\1 ", text).strip()
