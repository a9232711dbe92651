"""ninjs 3.1: an item a language that says what it is a translation of. What is not text passes through unchanged."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from models.languages import short
from pipeline.article import Part, TranslatedArticle
from pipeline.exporters.body import Texts
from pipeline.markup.sanitise import scrub
from pipeline.stamp import TRANSLATION_OF, Stamp, generator

VERSION = "3.1"
SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"

_CAMEL = (
    "altIds aspectRatio charCount contactInfo contentCreated contentType copyrightHolder copyrightNotice "
    "digitalSourceType edNote embargoedUntil encodedRights endDate eventDetails eventStatus exclAudience "
    "expectedDuration expectedEndDate expectedStartDate firstCreated frameRate geoJSON infoSources itemCount langId "
    "linkedRights plannedCoverage plannedCoverageStatus postalCode pubStatus rangeFrom rangeTo recurrenceDates "
    "recurrenceRules representationType rightsInfo scanType sizeInBytes startDate symbolType transportProtocol "
    "trustIndicators usageTerms versionCreated videoCodec wordCount"
).split()
_UPGRADED = {name.lower(): name for name in _CAMEL} | {"embargoed": "embargoedUntil", "ticker": "symbol"}
"""Names of ninjs 2 and what ninjs 3 calls them."""
_KNOWN = set(_CAMEL) | set(
    "uri type profile version urgency language descriptions bodies headlines people organisations places subjects "
    "events objects title by slugline located renditions associations standard genres expires name rel".split()
)
_DATES = ("firstCreated", "versionCreated", "contentCreated", "embargoedUntil", "expires")
_LISTS = set(
    "descriptions bodies headlines people organisations places subjects events objects infoSources renditions "
    "associations altIds trustIndicators genres plannedCoverage".split()
)
_OBJECTS = {"standard", "rightsInfo", "digitalSourceType", "eventDetails"}
_PLAIN = "text/plain"


def render(translated: TranslatedArticle, notice: str, *, disclose: bool = True) -> Iterator[tuple[str, bytes]]:
    """A file a language."""
    for language, translation in translated.translations.items():
        texts = Texts(translated, translation, notice, disclose=disclose)
        data = msgspec.json.format(msgspec.json.encode(as_ninjs(texts)), indent=1)
        yield f".{short(language)}.ninjs.json", data + b"\n"


def as_ninjs(texts: Texts) -> dict[str, Any]:
    """The item as objects that JSON knows."""
    item, stamp = texts.item, texts.stamp
    document = msgspec.json.decode(_upgraded(item.document)) if item.format == "ninjs" else {}
    is_ninjs = bool(document) and all(_place(document, part.path) is not None for part in item.parts)
    if not is_ninjs:  # another format, or fields that are not what the standard says
        document = _new(texts)
    else:
        for part in item.parts:
            _put(document, part, texts)
        _drop_other_bodies(document, texts)
    document |= {
        "uri": stamp.id,
        "version": str(stamp.version),
        "language": texts.language,
        "versionCreated": stamp.made,
        "standard": {"name": "ninjs", "version": VERSION, "schema": SCHEMA},
        "digitalSourceType": {"uri": stamp.source_type_uri},
        "edNote": " ".join(filter(None, [document.get("edNote", ""), texts.note])),
    }
    document.setdefault("type", "text")
    document.setdefault("representationType", "full")
    created = item.created or item.modified
    if created:
        document["contentCreated"] = created
    document["firstCreated"] = stamp.made
    document["associations"] = [*_rows(document, "associations"), _source(texts)]
    document["infoSources"] = [*_rows(document, "infoSources"), *_sources(stamp)]
    return document


@lru_cache(maxsize=1)
def _upgraded(document: str) -> bytes:
    """The source in ninjs 3's names: the same for each language."""
    return msgspec.json.encode(upgrade(msgspec.json.decode(document)))


def upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """An item of ninjs 2 or 3 in ninjs 3's names, without what the standard does not know or a browser would run."""
    renamed = _renamed(document)
    kept = {name: value for name, value in renamed.items() if name in _KNOWN and _is_of_its_type(name, value)}
    for name in _DATES:
        if name in kept and not _is_date(kept[name]):
            del kept[name]
    if "urgency" in kept:
        kept["urgency"] = int(kept["urgency"]) if _is_urgency(kept["urgency"]) else 5
    return kept


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {_UPGRADED.get(str(name), str(name)): _renamed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner) for inner in value]
    return scrub(value) if isinstance(value, str) else value


def _is_of_its_type(name: str, value: object) -> bool:
    """Whether a field is of the JSON type that the schema gives it: what is not is left out, the rest is passed on."""
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(row, dict) for row in value)
    if name in _OBJECTS:
        return isinstance(value, dict)
    return isinstance(value, int | float) if name == "urgency" else isinstance(value, str)


def _is_date(value: object) -> bool:
    from pipeline.readers.draft import parse_date

    return isinstance(value, str) and bool(parse_date(value))


def _is_urgency(value: object) -> bool:
    return isinstance(value, int | float) and 1 <= value <= 9


def _new(texts: Texts) -> dict[str, Any]:
    """An item for a source that came in another format."""
    item = texts.item
    document: dict[str, Any] = {"type": "text"}
    for name, value in (
        ("copyrightHolder", item.copyright_holder),
        ("copyrightNotice", item.copyright_notice),
        ("usageTerms", item.usage_terms),
        ("edNote", item.note),
        ("slugline", item.slugline),
        ("located", item.located),
        ("embargoedUntil", item.embargoed),
        ("by", texts.first("byline")),
    ):
        if value:
            document[name] = scrub(value)
    if item.urgency is not None:
        document["urgency"] = item.urgency
    document["headlines"] = [
        {"role": "main" if i == 0 else "alternate", "contentType": _PLAIN, "value": texts.text(part)}
        for i, part in enumerate(texts.parts("headline"))
    ]
    document["descriptions"] = [
        {"role": role, "contentType": _PLAIN, "value": texts.text(part)}
        for role, kind in (("summary", "description"), ("caption", "caption"))
        for part in texts.parts(kind)  # type: ignore[arg-type]  # both words are roles
    ]
    document["bodies"] = [
        {"role": "main", "contentType": part.media, "value": texts.markup(part)}
        if part.media != _PLAIN
        else {"role": "main", "contentType": _PLAIN, "value": texts.full_text(part)}
        for part in texts.parts("body")
    ]
    return {name: value for name, value in document.items() if value not in ([], "")}


def _put(document: dict[str, Any], part: Part, texts: Texts) -> None:
    """A translated part in the place where its source stood."""
    place = _place(document, part.path)
    last = part.path.rpartition("/")[2]
    if part.role != "body":
        place[last] = texts.text(part) if part.media == _PLAIN else texts.html(part)
        return
    kind = str(place.get("contentType", "")).lower()
    if part.media == _PLAIN:
        place[last] = texts.full_text(part)
    elif "html" in kind and "xhtml" not in kind:
        place[last] = texts.html(part)
    else:
        place[last] = texts.markup(part)
        place.setdefault("contentType", part.media)
    _count(place, texts.text(part), texts.language)


def _place(document: dict[str, Any], path: str) -> Any:
    """The object that holds the value at a path; None where there is none."""
    place: Any = document
    for step in path.strip("/").split("/")[:-1]:
        if isinstance(place, list) and step.isdigit() and int(step) < len(place):
            place = place[int(step)]
        elif isinstance(place, dict) and step in place:
            place = place[step]
        else:
            return None
    return place if isinstance(place, dict) else None


def _drop_other_bodies(document: dict[str, Any], texts: Texts) -> None:
    """Of several bodies of one text, the translated one and a plain one are kept: others would stay Russian."""
    translated = {part.path for part in texts.item.parts if part.role == "body"}
    if not translated:
        document.pop("bodies", None)
        return
    (part,) = (part for part in texts.item.parts if part.role == "body")
    kept = []
    for i, body in enumerate(_rows(document, "bodies")):
        if f"/bodies/{i}/value" in translated:
            kept.append(body)
        elif str(body.get("contentType", "")).lower().startswith(_PLAIN):
            plain = {**body, "value": texts.full_text(part)}
            _count(plain, texts.text(part), texts.language)
            kept.append(plain)
    document["bodies"] = kept


def _count(body: dict[str, Any], text: str, language: str) -> None:
    """The counts of the translation, where the source gave its own; Chinese is not counted in words."""
    if "charCount" in body:
        body["charCount"] = len(text)
    if "wordCount" in body:
        body["wordCount"] = len(text.split())
        if language == "zh-Hans":
            del body["wordCount"]


def _rows(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = document.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _source(texts: Texts) -> dict[str, Any]:
    """The link to the source item and its version."""
    item, stamp = texts.item, texts.stamp
    source = {"name": "source", "rel": TRANSLATION_OF, "uri": stamp.source_id, "language": item.language or "ru"}
    if stamp.source_version:
        source["version"] = stamp.source_version
    if item.modified:
        source["versionCreated"] = item.modified
    return source


def _sources(stamp: Stamp) -> Iterator[dict[str, Any]]:
    """Who made the item: the program with its models, and the person who reviewed it."""
    for model in stamp.models:
        yield {
            "name": f"{generator()}, {model.title}, licence: {model.obligation}",
            "role": "machine translation",
            "literal": f"{model.id}@{model.revision}",
        }
    if stamp.reviewer:
        yield {"name": stamp.reviewer, "role": "reviewer"}
