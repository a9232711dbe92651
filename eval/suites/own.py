"""A test set of the user's own: a TSV with a header of languages, or a TMX translation memory."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.read_segments import split_lines
from eval.suites.suite import Suite
from models.errors import UsageError
from models.languages import SOURCE, parse_language

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCUMENT = ("document", "doc", "document_id", "docid")


def read_own(path: Path, targets: Sequence[str]) -> Suite:
    """The suite in a file. Segments that lack the source or a target are left out. Raises UsageError."""
    suffix = path.suffix.lower()
    if suffix not in {".tsv", ".tmx"}:
        raise UsageError(f"{path} is no suite: Audarma reads TSV, TMX and folders of articles")
    try:
        rows = _rows_of_tmx(path) if suffix == ".tmx" else _rows_of_tsv(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"suite {path} cannot be read: {error}") from error
    languages = targets or tuple(dict.fromkeys(tag for row in rows for tag in row if tag not in {SOURCE, ""}))
    kept = [row for row in rows if all(row.get(language) for language in (SOURCE, *languages))]
    if not kept or not languages:
        wanted = ", ".join((SOURCE, *languages))
        raise UsageError(f"suite {path} has no segment in all of {wanted}")
    return Suite(
        id=path.stem,
        title=path.name,
        sources=tuple(row[SOURCE] for row in kept),
        references={language: (tuple(row[language] for row in kept),) for language in languages},
        documents=tuple(row[""] for row in kept) if all(row.get("") for row in kept) else (),
    )


def _rows_of_tsv(path: Path) -> list[dict[str, str]]:
    """Rows by language; the document's id stands under the empty name."""
    table = list(csv.reader(split_lines(path.read_text("utf-8-sig")), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not table:
        return []
    names = ["" if cell.strip().lower() in _DOCUMENT else parse_language(cell) for cell in table[0]]
    for number, row in enumerate(table[1:], 2):
        if len(row) != len(names):
            raise UsageError(f"suite {path}, line {number}: {len(row)} columns where the header has {len(names)}")
    return [dict(zip(names, (cell.strip() for cell in row), strict=True)) for row in table[1:]]


def _rows_of_tmx(path: Path) -> list[dict[str, str]]:
    """A row a translation unit. Languages that Audarma does not know are passed over."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"suite {path} is not XML: {error}") from error
    return [_unit(unit) for unit in root.iter("tu")]


def _unit(unit: Any) -> dict[str, str]:
    texts = {}
    for variant in unit.iter("tuv"):
        segment = variant.find("seg")
        tag = variant.get(_LANGUAGE) or variant.get("lang") or ""
        if segment is not None and (language := _known(tag)):
            texts[language] = " ".join("".join(segment.itertext()).split())
    return texts


def _known(tag: str) -> str:
    for word in (tag, tag.partition("-")[0]):
        try:
            return parse_language(word)
        except UsageError:  # noqa: PERF203 - a tag has two forms at most
            continue
    return ""
