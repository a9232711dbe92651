"""ninjs, IPTC's News in JSON: 2.x, 3.0 and 3.1, one item an object. https://iptc.org/std/ninjs/"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pipeline.article import Block, Finding, Item, Role
from pipeline.errors import ReadError
from pipeline.readers.draft import Draft, parse_urgency

_MARKUP = ("text/html", "application/xhtml+xml", "application/xhtml", "html", "xhtml")
_NITF = ("application/nitf+xml", "text/vnd.iptc.nitf", "text/nitf")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_IS_NITF = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<(?:nitf|body\.content)\b")
DEEPEST = 64
"""Levels of an item: the schema has seven, and what is nested deeper is an attack."""


def load(data: bytes, name: str) -> Any:
    """The JSON value. Raises ReadError, also for one nested deeper than any item."""
    too_deep = f"{name}: JSON nested more than {DEEPEST} deep; no news item is"
    try:
        value = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError:
        raise ReadError(too_deep) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReadError(f"{name}: not JSON ({error})") from error
    if _depth(value) > DEEPEST:
        raise ReadError(too_deep)
    return value


def is_ninjs(value: object) -> bool:
    """Whether a JSON value looks like an item of ninjs."""
    return isinstance(value, dict) and isinstance(value.get("uri"), str) and "schema_version" not in value


def split(data: bytes, name: str) -> list[dict[str, Any]]:
    """The items of a file: one object, a list of them, or an object that holds such a list. Raises ReadError."""
    value = load(data, name)
    if is_ninjs(value):
        return [value]
    values = value.values() if isinstance(value, dict) else [value]
    lists = [found for found in values if isinstance(found, list)]
    for found in lists:
        if found and all(is_ninjs(entry) for entry in found):
            return found
    raise ReadError(f"{name}: JSON, but no ninjs item (an object with a uri); Audarma reads ninjs 2 and 3")


def read_ninjs(document: dict[str, Any], name: str) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    """Blocks, item and findings of one item. Raises ReadError."""
    draft = Draft(name)
    get = _Fields(document)
    for i, value, kind in _texts(document.get("headlines")):
        _add(draft, "headline", value, kind, f"/headlines/{i}/value")
    draft.add_text("byline", get.text("by"), "/by")
    for i, value, kind in _texts(document.get("descriptions")):
        _add(draft, "description", value, kind, f"/descriptions/{i}/value")
    bodies = sorted(_texts(document.get("bodies")), key=lambda body: _rank(body[2], body[1]))
    for i, value, kind in bodies[:1]:
        _add(draft, "body", value, kind, f"/bodies/{i}/value")
    for path, association in _associations(document, "/associations"):
        for key in ("headlines", "descriptions"):
            for i, value, kind in _texts(association.get(key)):
                _add(draft, "caption", value, kind, f"{path}/{key}/{i}/value")
    return draft.finish(
        format="ninjs",
        id=get.text("uri"),
        version=get.text("version"),
        language=get.text("language"),
        created=draft.date("contentCreated", get.text("contentcreated") or get.text("firstcreated")),
        modified=draft.date("versionCreated", get.text("versioncreated")),
        embargoed=draft.date("embargoedUntil", get.text("embargoeduntil") or get.text("embargoed")),
        urgency=parse_urgency(document.get("urgency")),
        slugline=get.text("slugline"),
        located=get.text("located"),
        copyright_holder=get.text("copyrightholder"),
        copyright_notice=get.text("copyrightnotice"),
        usage_terms=get.text("usageterms"),
        note=get.text("ednote"),
        document=msgspec.json.encode(document).decode(),
    )


class _Fields:
    """The object's strings by name; ninjs 3 writes versionCreated where ninjs 2 wrote versioncreated."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._values = {str(key).lower(): value for key, value in document.items()}

    def text(self, name: str) -> str:
        value = self._values.get(name)
        return " ".join(value.split()) if isinstance(value, str) else ""


def _texts(values: object) -> Iterator[tuple[int, str, str]]:
    """Index, text and media type of each entry of a list of headlines, descriptions or bodies."""
    for i, entry in enumerate(values if isinstance(values, list) else []):
        if isinstance(entry, dict) and isinstance(entry.get("value"), str) and entry["value"].strip():
            if entry.get("role") == "disclosure":
                continue
            kind = entry.get("contentType") or entry.get("contenttype") or ""
            yield i, entry["value"], str(kind).partition(";")[0].strip().lower()


def _rank(kind: str, value: str) -> int:
    """The richest body is the one to translate: markup, then NITF, then plain text."""
    if kind in _MARKUP or (not kind and "<p" in value):
        return 0
    return 1 if kind in _NITF or _IS_NITF.match(value) else 2 if not kind or kind.startswith("text/") else 3


def _add(draft: Draft, role: Role, value: str, kind: str, path: str) -> None:
    if _IS_NITF.match(value):
        from pipeline.markup.parse import parse_xml

        draft.add_nitf(role, parse_xml(_DECLARATION.sub("", value, count=1).encode(), draft.name), path)
    elif kind in _MARKUP or (not kind and role == "body"):
        draft.add_html(role, value, path)
    else:
        draft.add_text(role, value, path)


def _associations(document: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    found = document.get("associations")
    for i, association in enumerate(found if isinstance(found, list) else []):
        if isinstance(association, dict):
            yield f"{path}/{i}", association
            yield from _associations(association, f"{path}/{i}/associations")


def _depth(value: object) -> int:
    """How deep a value is nested; level by level, so that no depth can exhaust the stack."""
    depth, level = 0, [value] if isinstance(value, dict | list) else []
    while level and depth <= DEEPEST:
        depth += 1
        inner = [entry for outer in level for entry in (outer.values() if isinstance(outer, dict) else outer)]
        level = [entry for entry in inner if isinstance(entry, dict | list)]
    return depth
