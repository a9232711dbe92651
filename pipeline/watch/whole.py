"""Whether a file has come whole. Half a file that is taken is an article that is lost."""

import re
import time
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

import msgspec

SETTLE: Final = 2.0
"""Seconds that a file must not have changed, where its own text does not say that it is whole."""
PATIENCE: Final = 60.0
"""Seconds after which a file that lacks its end is taken nevertheless: its error is then told."""

_UNFINISHED = re.compile(r"^[.~]|[~]$|\.(?:part|partial|filepart|tmp|temp|crdownload|download|swp|upload|!ut|writing)$")
"""Names that programs give to what they are still writing, and what is hidden."""
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)[^<>]*>")
_PROLOG = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_AFTER = re.compile(rb"(?:\s|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)*\Z", re.DOTALL)
_START = 4096
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 65_557
_XML = {".xml", ".rss", ".atom", ".nitf", ".xlf", ".xliff", ".tmx"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as a look at the folder found it; times in nanoseconds since 1970."""

    size: int
    modified: int
    changed: int
    inode: int

    @property
    def was_renamed(self) -> bool:
        """Whether its name or rights changed after its last byte: it was written elsewhere and moved here whole."""
        return self.changed - self.modified > 5_000_000


def is_unfinished_name(name: str) -> bool:
    """Whether a name is one that uploads have until they are whole (.part, .filepart, .tmp, ~), or a hidden one."""
    return bool(_UNFINISHED.search(name.lower()))


def says_its_end(name: str, data: bytes) -> bool | None:
    """Whether a file's own text shows that nothing lacks; None for formats that do not show it."""
    suffix = PurePath(name).suffix.lower()
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if suffix == ".json" or (not suffix and start[:1] in {b"{", b"["}):
        return _is_json(data)
    if suffix in _XML or (not suffix and start.startswith(b"<")):
        return _ends_as_it_begins(data)
    if suffix == ".docx" or start.startswith(b"PK\x03\x04"):
        return _ZIP_END in data[-_ZIP_TAIL:]
    return None


def is_whole(name: str, data: bytes, seen: Seen, steady: float) -> bool:
    """Whether to take a file; `steady` is for how many seconds it has been seen unchanged."""
    ended = says_its_end(name, data)
    if ended or steady >= PATIENCE:
        return True
    if ended is False or not data:
        return False
    age = time.time() - seen.modified / 1e9
    return seen.was_renamed or steady >= SETTLE or age >= SETTLE


def _is_json(data: bytes) -> bool:
    try:
        msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=msgspec.Raw)
    except RecursionError:
        return True  # refused when it is read
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def _ends_as_it_begins(data: bytes) -> bool | None:
    """Whether the last tag closes the first; None where the first is not found (UTF-16, a long comment before it)."""
    root = _ROOT.search(_PROLOG.sub(b"", data[:_START]))
    if root is None:
        return None
    if root[0].endswith(b"/>"):
        return True
    end = data.rfind(b"</" + root[1])
    tail = data[end + 2 + len(root[1]) :].lstrip() if end >= 0 else b""
    return tail.startswith(b">") and bool(_AFTER.match(tail, 1))
