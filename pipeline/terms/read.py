"""Glossaries from tab-separated files, each mistake told with its file and line.

The first line that is not a comment (#) names the columns: `ru`, at least one of `zh-Hans`, `kk-Cyrl` and `en`, and as
wanted `pos`, `domain`, `note`, `forbidden`. In a cell, `|` parts several forms: the first is written, the others are
accepted. `forbidden` is written "en: Peking | en: Pekin".
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from models.languages import SOURCE, TARGETS, parse_language
from pipeline.errors import GlossaryError, UsageError
from pipeline.terms.entry import Term

COLUMNS = (SOURCE, *TARGETS, "pos", "domain", "note", "forbidden")
FORBIDDEN_PARTS = 2


def read_glossary(path: Path) -> list[Term]:
    """The terms of a file. Raises GlossaryError, which names the file and the line, for anything that is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise GlossaryError(f"{path}: cannot be read ({error.strerror})") from error
    return parse_glossary(content, str(path))


def parse_glossary(content: bytes, name: str) -> list[Term]:
    """The terms of a file's content; `name` is what errors call it. Raises GlossaryError."""
    terms: list[Term] = []
    seen: dict[str, Term] = {}
    for number, row in _rows(_decode(content, name), name):
        try:
            term = _term(row, f"{name}:{number}")
        except (ValueError, UsageError) as error:
            raise GlossaryError(f"{name}:{number}: {error}") from error
        for form in term.source:
            _check_new(form, term, seen)
            seen[form] = term
        terms.append(term)
    return terms


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise GlossaryError(
            f"{name}:{line}: not UTF-8 (byte 0x{content[error.start]:02x}): save it as UTF-8"
        ) from error


def _rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line number, by the names of the columns."""
    columns: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        (cells,) = csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE)
        if not columns:
            columns = _header(cells, f"{name}:{number}")
            continue
        if len(cells) != len(columns):
            raise GlossaryError(f"{name}:{number}: {len(cells)} columns where the first line names {len(columns)}")
        yield number, dict(zip(columns, map(str.strip, cells), strict=True))
    if not columns:
        raise GlossaryError(f"{name}:1: empty: the first line names the columns: {', '.join(COLUMNS)}")


def _header(cells: list[str], place: str) -> list[str]:
    columns = [_column(cell.strip(), place) for cell in cells]
    if SOURCE not in columns or not set(columns) & set(TARGETS):
        raise GlossaryError(f"{place}: the columns must have ru and at least one of {', '.join(TARGETS)}")
    if len(set(columns)) < len(columns):
        raise GlossaryError(f"{place}: a column stands there twice")
    return columns


def _column(cell: str, place: str) -> str:
    try:
        return cell if cell in COLUMNS else parse_language(cell)
    except UsageError:
        raise GlossaryError(f"{place}: unknown column {cell!r}: there are {', '.join(COLUMNS)}") from None


def _term(row: dict[str, str], origin: str) -> Term:
    return Term(
        source=_forms(row[SOURCE]),
        targets={language: _forms(row.get(language, "")) for language in TARGETS},
        pos=row.get("pos", ""),
        domain=row.get("domain", ""),
        note=row.get("note", ""),
        forbidden=_forbidden(row.get("forbidden", "")),
        origin=origin,
    )


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.strip() for form in cell.split("|") if form.strip()))


def _forbidden(cell: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for form in _forms(cell):
        parts = form.split(":", 1)
        if len(parts) != FORBIDDEN_PARTS or not parts[1].strip():
            raise ValueError(f"forbidden form {form!r} does not say its language: write 'en: {form}'")
        language = parse_language(parts[0])
        found[language] = (*found.get(language, ()), parts[1].strip())
    return found


def _check_new(form: str, term: Term, seen: dict[str, Term]) -> None:
    other = seen.get(form)
    if other is None or other is term:
        return
    line = other.origin.rpartition(":")[2]
    how = "repeats" if dict(other.targets) == dict(term.targets) else "contradicts"
    raise GlossaryError(f"{term.origin}: {form!r} {how} line {line}: keep one of them")
