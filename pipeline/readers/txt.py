"""Plain text: paragraphs parted by blank lines, or one a line."""

import re
from itertools import pairwise

from pipeline.article import Block
from pipeline.readers.decode import decode

_ITEM = re.compile(r"\s*(?:[-–—•▪●*·]\s|\d{1,2}[.)]\s)")
_UNFINISHED = re.compile(r"[^.!?…:;»”\"]\s*$")
_LOWER = re.compile(r"\s*[«\"(]?[a-zа-яёәғқңөұүһі]")
_WRAP_AT = (45, 100)
"""Characters of a line that an e-mail program or an old terminal has broken: never shorter, never longer."""
_EVEN = 25


def blocks(data: bytes, name: str) -> list[Block]:
    """The paragraphs, all of kind "paragraph". Raises ReadError for what is not text."""
    text = decode(data, name)
    chunks = [[line for line in chunk.split("\n") if line.strip()] for chunk in re.split(r"\n[^\S\n]*\n\s*", text)]
    wrapped = any(_is_wrapped(lines) for lines in chunks)
    paragraphs = [paragraph for lines in chunks if lines for paragraph in _paragraphs(lines, wrapped)]
    return [Block("paragraph", paragraph.strip()) for paragraph in paragraphs if paragraph.strip("\ufeff \t\u00a0")]


def _paragraphs(lines: list[str], wrapped: bool) -> list[str]:
    """The lines of a chunk without blank lines, put together where a paragraph was broken into lines.

    `wrapped` says that the file's paragraphs are: then every line of a broken line's length goes on in the next.
    """
    paragraphs = [lines[0]]
    for before, line in pairwise(lines):
        if not _ITEM.match(line) and ((wrapped and _is_full(before)) or _goes_on(before, line)):
            paragraphs[-1] += "\n" + line
        else:
            paragraphs.append(line)
    return paragraphs


def _is_wrapped(lines: list[str]) -> bool:
    sizes = [len(line.rstrip()) for line in lines[:-1]]
    if len(sizes) < 2 or not all(_is_full(line) for line in lines[:-1]):
        return False
    return max(sizes) - min(sizes) <= _EVEN and any(_UNFINISHED.search(line) for line in lines[:-1])


def _is_full(line: str) -> bool:
    return _WRAP_AT[0] <= len(line.rstrip()) <= _WRAP_AT[1]


def _goes_on(before: str, line: str) -> bool:
    return len(before.rstrip()) >= _WRAP_AT[0] and bool(_UNFINISHED.search(before)) and bool(_LOWER.match(line))
