"""Bytes -> text, in any encoding that a Russian newsroom has."""

import codecs
import re

from pipeline.errors import ReadError
from pipeline.readers.eight_bit import guess

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 4096
_TORN = 20
"""One in so many characters outside ASCII may be torn; of another encoding's bytes nearly all would be."""
_WIDE = 0.3
"""Every other byte of Russian in UTF-16 is 0x00 or 0x04, all but this share; in any other encoding hardly one is."""


def decode(data: bytes, name: str) -> str:
    """The text of `data`, newlines as \\n. Raises ReadError for what is not text."""
    text = _decode(data, name)
    if len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) / 100:
        raise ReadError(f"{name}: not a text file; Audarma reads txt, html, docx and markdown")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    if wide := _wide(data):
        return data.decode(wide, errors="replace")
    text = data.decode("utf-8", errors="replace")
    if _is_whole(text):
        return text
    if cyrillic := guess(data):
        return data.decode(cyrillic, errors="replace")
    from charset_normalizer import from_bytes

    best: object | None = from_bytes(data).best()
    if best is None:
        raise ReadError(
            f"{name}: its encoding is not one of UTF-8, UTF-16, windows-1251, KOI8-R, cp866; save it as UTF-8"
        )
    return str(best)


def _is_whole(text: str) -> bool:
    """Whether it is UTF-8, but for a torn character here and there (a cut download), which is shown as U+FFFD."""
    torn = text.count("\ufffd")
    return not torn or torn * _TORN <= sum(character > "\x7f" for character in text)


def _wide(data: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" for text of two bytes a character without a mark at its start; else empty."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[::2], sample[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high.count(0) + high.count(4) > len(high) * (1 - _WIDE) and low.count(0) < len(low) * _WIDE:
            return encoding
    return ""
