"""A text into blocks and sentences, in any of the four languages, for alignment alone."""

import re
from itertools import pairwise

_CHINESE_STOP = re.compile(r"[。！？；!?…]+[”’」』）》]*")
_BLANK = re.compile(r"\n[ \t\u3000]*\n")


def split_blocks(text: str) -> list[str]:
    """Paragraphs: parted by blank lines where there are any, else by line breaks."""
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff").strip()
    parts = _BLANK.split(plain) if _BLANK.search(plain) else plain.split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()]


def split_sentences(text: str, language: str) -> list[str]:
    """Sentences of a block. A wrong cut costs little here: the aligner joins two sentences again."""
    if language == "zh-Hans":
        cuts = [0, *(match.end() for match in _CHINESE_STOP.finditer(text)), len(text)]
        pieces = [text[start:stop].strip() for start, stop in pairwise(cuts)]
    else:
        from razdel import sentenize

        pieces = [found.text.strip() for found in sentenize(text)]
    return [piece for piece in pieces if piece]
