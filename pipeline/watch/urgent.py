"""How urgent a news item says it is, looked up without reading the item: what is urgent goes first."""

import re
from typing import Final

UNSAID: Final = 5
_START: Final = 262_144
_NINJS = re.compile(rb'"urgency"\s*:\s*"?([1-9])(?:\.0+)?"?\s*[,}\]]')
_NEWSML = re.compile(rb"<(?:[\w.-]+:)?urgency\b[^>]*>\s*([1-9])\s*</")
_NITF = re.compile(rb"<urgency\b[^>]*\bed-urg\s*=\s*[\"']([1-8])[\"']")


def find_urgency(data: bytes) -> int:
    """1 (highest) to 9: the highest of a file's items; 5 where it says nothing."""
    start = data[:_START]
    if b"rgency" not in start:
        return UNSAID
    found = [int(match) for pattern in (_NINJS, _NEWSML, _NITF) for match in pattern.findall(start)]
    return min(found, default=UNSAID)
