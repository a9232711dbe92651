"""The copy of a text that a model reads: what carries no meaning taken out. The article itself stays as written."""

import re
import unicodedata
from functools import lru_cache

from pipeline.homoglyphs import repair

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_ACCENT = re.compile(r"[\u0300-\u036f](?<=[\u0400-\u052f].)[\u0300-\u036f]*")
_COMPOSED = str.maketrans("ѐѝЀЍ", "еиЕИ")
"""Russian has these two only as letters with a stress mark; NFC makes one character of them."""
_ANY_COMPOSED = re.compile("[ѐѝЀЍ]")


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """The text in NFC, on one line, with single spaces, without soft hyphens, zero-width characters, stress marks and
    control characters, and with Latin letters that stand in Cyrillic words replaced by the Cyrillic ones they imitate.
    """
    text = unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub("", text)))
    text = repair(_ACCENT.sub("", " ".join(text.split())))
    if _ACCENT.search(text):  # a stress mark stood on a Latin letter that is a Cyrillic one now
        text = repair(_ACCENT.sub("", text))
    return text.translate(_COMPOSED) if _ANY_COMPOSED.search(text) else text
