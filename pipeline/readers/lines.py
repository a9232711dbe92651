"""Line breaks within a paragraph of HTML, Word or markdown: some writers end paragraphs with them."""

import re

BREAK = "\ue000"
"""Stands for a line break while a text is put together; of Unicode's private use, so that no text holds it."""

_LOWER = re.compile(r"[\W\d]*[a-zа-яёәғқңөұүһі]")


def cut(text: str) -> list[str]:
    """A text cut at its line breaks, without empty lines; a line that goes on in a small letter is put together."""
    lines: list[str] = []
    for line in (piece.strip() for piece in text.split(BREAK)):
        if lines and _LOWER.match(line):
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
    return lines
