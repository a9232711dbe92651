"""Segments from files: one a line, columns of a TSV, or an object a line of JSONL."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import UsageError

_NAMES = {
    "source": ("source", "src"),
    "hypothesis": ("hypothesis", "hyp", "mt", "translation", "text"),
    "reference": ("reference", "ref", "references", "refs", "text"),
    "document": ("document", "doc", "document_id", "docid"),
}
"""What each column may be called. `text` is the file's own role."""


@dataclass(frozen=True, slots=True)
class Column:
    """The texts of one file in one role, with what else the file knows: other roles' texts, document ids.

    `had_mark` says that the file began with a byte order mark, which is taken off.
    """

    name: str
    texts: tuple[str, ...]
    others: Mapping[str, tuple[str, ...]]
    had_mark: bool = False


def read_column(path: Path, role: str) -> Column:
    """The texts of a file in the role of `source`, `hypothesis` or `reference`. Raises UsageError.

    - `.tsv`: with a header, the columns it names; without one, two columns, which are hypothesis and reference, or
      document and text where the file is not a hypothesis.
    - `.jsonl`: an object a line with the same names.
    - anything else: a segment a line. A line break at the end of the file makes no further segment.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}): convert it first") from error
    marked = data.startswith(b"\xef\xbb\xbf")
    lines = split_lines(text)
    if path.suffix.lower() == ".tsv":
        columns = _from_tsv(path, lines, role)
    elif path.suffix.lower() in {".jsonl", ".ndjson"}:
        columns = _from_json(path, lines, role)
    else:
        columns = {role: lines}
    if not columns[role]:
        raise UsageError(f"{path} has no segments")
    others = {name: tuple(texts) for name, texts in columns.items() if name != role}
    return Column(str(path), tuple(columns[role]), others, marked)


def split_lines(text: str) -> list[str]:
    """Lines as sacreBLEU counts them: a line feed or CR LF ends one, not all that Unicode calls a break."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _from_tsv(path: Path, lines: Sequence[str], role: str) -> dict[str, list[str]]:
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    width = len(rows[0]) if rows else 0
    for number, row in enumerate(rows, 1):
        if len(row) != width:
            raise UsageError(f"{path}, line {number}: {len(row)} columns where the first line has {width}")
    roles = [_role(cell, role) for cell in rows[0]] if rows else []
    if role in roles:
        return {name: [row[i] for row in rows[1:]] for i, name in enumerate(roles) if name}
    if width != 2:
        raise UsageError(
            f"{path} has {width} columns and no header that names one of them "
            f"{', '.join(_NAMES[role])}: give a header, or two columns"
        )
    names = ("hypothesis", "reference") if role == "hypothesis" else ("document", role)
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _from_json(path: Path, lines: Sequence[str], role: str) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for number, line in enumerate(lines, 1):
        try:
            found = _texts(json.loads(line), role)
        except (ValueError, AttributeError, TypeError) as error:
            raise UsageError(f"{path}, line {number}: not a JSON object of texts ({error})") from error
        if role not in found:
            raise UsageError(f"{path}, line {number}: has none of {', '.join(_NAMES[role])}")
        for name, text in found.items():
            columns.setdefault(name, []).append(text)
    if len({len(texts) for texts in columns.values()}) > 1:
        raise UsageError(f"{path}: not every line has the same fields")
    return columns


def _texts(entry: Mapping[str, Any], role: str) -> dict[str, str]:
    """The texts of a JSON object by role. A list of references is numbered: reference, reference 2, …"""
    found: dict[str, str] = {}
    for key, value in entry.items():
        name = _role(key, role)
        if name is None:
            continue
        values = value if isinstance(value, list) else [value]
        for number, text in enumerate(values, 1):
            if not isinstance(text, str):
                raise TypeError(f"{key} is not a text")
            found[name if number == 1 else f"{name} {number}"] = text
    return found


def _role(word: str, role: str) -> str | None:
    """The role that a column's name means; `text` means the file's own."""
    plain = word.strip().lower()
    if plain in _NAMES[role]:
        return role
    return next((name for name, words in _NAMES.items() if plain in words and plain != "text"), None)
