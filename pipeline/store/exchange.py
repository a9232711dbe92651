"""Units of the translation memory in files: TMX 1.4b and JSONL both ways, XLIFF 2.1 in. A few units at a time."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from models.languages import SOURCE, TARGETS, parse_language
from pipeline.article import MatchOrigin
from pipeline.errors import ReadError, UsageError
from pipeline.exporters.write import failed
from pipeline.readers import tmx
from pipeline.store.units import Unit

FORMATS: Final = (".tmx", ".jsonl")
_TIME = "%Y%m%dT%H%M%SZ"
_ORIGINS: Final[dict[str, tuple[MatchOrigin, bool]]] = {
    "model": ("model", False),
    "edited": ("human", True),
    "memory": ("human", True),
    "human": ("human", False),
    "import": ("import", False),
}
"""What Audarma writes as `x-origin`: who made the translation, and whether that alone says that it is approved."""


def read_units(path: Path) -> Iterator[Unit]:
    """The units of a file with Russian and one of our languages, as they are read.

    Of XLIFF, what a person has reviewed. Raises ReadError for a file that is none of these, or broken: what came before
    has then been given.
    """
    kind = path.suffix.lower()
    readers: dict[str, Callable[[Path], Iterator[Unit]]] = {".tmx": _read_tmx, ".jsonl": _read_jsonl}
    reader = readers.get(kind, _read_xliff if kind in {".xlf", ".xliff"} else None)
    if reader is None:
        raise UsageError(f"{path}: a memory is taken from .tmx, .jsonl, .xlf or .xliff")
    try:
        yield from reader(path)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error})") from error


def write_units(units: Iterable[Unit], path: Path) -> int:
    """Writes units to a .tmx or .jsonl file, whole or not at all; says how many. Raises WriteError, UsageError."""
    writers: dict[str, Callable[[Iterable[Unit], BinaryIO], int]] = {".tmx": _write_tmx, ".jsonl": _write_jsonl}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UsageError(f"{path}: a memory is written to .tmx or .jsonl")
    with _whole(path) as file:
        return writer(units, file)


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise failed(path, error) from error


def _read_tmx(path: Path) -> Iterator[Unit]:
    from lxml import etree

    bounds: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    with path.open("rb") as file:
        entries = etree.iterparse(file, events=("end",), tag="tu", **bounds)
        try:
            for number, (_, element) in enumerate(entries, 1):
                _refuse_entities(element, path, number)
                yield from _of_tmx(tmx.read_unit(element))
                element.clear()
                while element.getprevious() is not None:  # what was read is let go, or the file would fill the memory
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise ReadError(f"{path}: not well-formed XML ({' '.join(str(error).split())[:200]})") from error
    if entries.root is None or entries.root.tag != "tmx":
        raise ReadError(f"{path}: not TMX")


def _refuse_entities(element: Any, path: Path, number: int) -> None:
    if number != 1:
        return
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and list(dtd.iterentities()):
        raise ReadError(f"{path}: its DTD declares entities; Audarma reads only files without their own DTD")


def _of_tmx(read: tmx.Unit) -> Iterator[Unit]:
    source = read.variant(SOURCE)
    for language in TARGETS:
        target = read.variant(language)
        if source is None or target is None:
            continue
        props = read.properties | target.properties
        origin, approved = _ORIGINS.get(props.get("x-origin", ""), ("import", False))
        said = source.attributes | target.attributes | read.attributes
        by = said.get("changeid") or said.get("creationid") or props.get("x-reviewer", "")
        at = said.get("changedate") or said.get("creationdate") or ""
        approved = approved or props.get("x-approved") == "yes"
        yield Unit(source.text, target.text, language, origin, approved, by, _moment(at))


def _moment(text: str) -> float:
    """Unix time of TMX's date; now, where there is none that can be read."""
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return datetime.now(timezone.utc).timestamp()


def _read_xliff(path: Path) -> Iterator[Unit]:
    from pipeline.readers.xliff import read_xliff

    translated = read_xliff(path.read_bytes(), str(path))
    for language, translation in translated.translations.items():
        for segment in translation.segments:
            source = translated.article.segments[segment.source].text
            if segment.origin == "edited" and segment.text.strip():
                yield Unit(source, segment.text.strip(), language, "human", approved=True)


class _Line(msgspec.Struct, omit_defaults=True):
    """A line of JSONL. `made` is ISO 8601."""

    source: str
    target: str
    target_language: str
    origin: MatchOrigin = "import"
    approved: bool = False
    author: str = ""
    made: datetime | None = None


def _read_jsonl(path: Path) -> Iterator[Unit]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _of_line(line, f"{path}:{number}")


def _of_line(line: bytes, where: str) -> Unit:
    try:
        read = msgspec.json.decode(line, type=_Line)
        moment = read.made or datetime.now(timezone.utc)
        language = parse_language(read.target_language)
        return Unit(read.source, read.target, language, read.origin, read.approved, read.author, moment.timestamp())
    except (msgspec.MsgspecError, UsageError, ValueError, OverflowError) as error:
        raise ReadError(f"{where}: not a unit of a memory ({error})") from error


def _write_jsonl(units: Iterable[Unit], file: BinaryIO) -> int:
    return sum(file.write(_as_line(unit)) > 0 for unit in units)


def _as_line(unit: Unit) -> bytes:
    made = datetime.fromtimestamp(unit.made, timezone.utc)
    line = _Line(unit.source, unit.target, unit.target_language, unit.origin, unit.approved, unit.author, made)
    return msgspec.json.encode(line) + b"\n"


def _write_tmx(units: Iterable[Unit], file: BinaryIO) -> int:
    from lxml import etree

    from pipeline.exporters.tmx import DOCTYPE, as_header

    written = 0
    with etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        xml.write_doctype(DOCTYPE)
        with xml.element("tmx", version="1.4"):
            xml.write(as_header(SOURCE))
            with xml.element("body"):
                for unit in units:
                    xml.write(_as_tmx(unit))
                    written += 1
    return written


def _as_tmx(unit: Unit) -> Any:
    from pipeline.exporters.tmx import as_unit
    from pipeline.markup.parse import strip_controls

    attributes = {"creationdate": datetime.fromtimestamp(unit.made, timezone.utc).strftime(_TIME)}
    if unit.author:
        attributes["creationid"] = strip_controls(unit.author)
    texts = {unit.source_language: unit.source, unit.target_language: unit.target}
    return as_unit(texts, {"x-origin": unit.origin, "x-approved": "yes" if unit.approved else "no"}, **attributes)
