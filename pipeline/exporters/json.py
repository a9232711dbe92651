"""JSON: everything known of a translated article, after `article.schema.json`; and back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.article import (
    Article,
    Block,
    Finding,
    Item,
    Segment,
    TranslatedArticle,
    TranslatedBlock,
    TranslatedSegment,
    Translation,
)
from pipeline.errors import ReadError
from pipeline.markup.sanitise import scrub_document

SCHEMA_VERSION = 1
_RARE = ("hops", "failovers", "matches")
_UNSET: dict[str, Any] = {"block": None, "segment": None, "source": None, "target": None, "suggestion": ""}


def render(translated: TranslatedArticle, _notice: str) -> Iterator[tuple[str, bytes]]:
    """The document; equal articles give equal bytes."""
    yield ".json", msgspec.json.format(msgspec.json.encode(as_document(translated)), indent=1) + b"\n"


def as_document(translated: TranslatedArticle) -> dict[str, Any]:
    """The article as objects that JSON knows."""
    article = translated.article
    return {
        "schema_version": SCHEMA_VERSION,
        "article": {
            "id": article.id,
            "language": article.language,
            "blocks": [_block(block) for block in article.blocks],
            "segments": [msgspec.to_builtins(segment) for segment in article.segments],
            "findings": [_finding(finding) for finding in article.findings],
            **({"item": _item(article.item)} if article.item else {}),
        },
        "translations": {
            language: {
                "blocks": [_block(block) for block in translation.blocks],
                "segments": [_segment(segment) for segment in translation.segments],
                "findings": [_finding(finding) for finding in translation.findings],
                **({"reviewer": translation.reviewer} if translation.reviewer else {}),
            }
            for language, translation in translated.translations.items()
        },
    }


def read_json(path: Path) -> TranslatedArticle:
    """The translated article that `render` wrote. Raises ReadError, also where a value contradicts another."""
    try:
        document = msgspec.json.decode(path.read_bytes())
        if document["schema_version"] != SCHEMA_VERSION:
            raise ReadError(f"{path}: schema_version {document['schema_version']}; this Audarma reads {SCHEMA_VERSION}")
        source = document["article"]
        article = Article(
            source["id"],
            source["language"],
            msgspec.convert(source["blocks"], tuple[Block, ...]),
            msgspec.convert(source["segments"], tuple[Segment, ...]),
            msgspec.convert(source["findings"], tuple[Finding, ...]),
            msgspec.convert(source.get("item"), Item | None),
        )
        translations = {
            language: Translation(
                language,
                msgspec.convert(found["segments"], tuple[TranslatedSegment, ...]),
                msgspec.convert(found["blocks"], tuple[TranslatedBlock, ...]),
                msgspec.convert(found["findings"], tuple[Finding, ...]),
                found.get("reviewer", ""),
            )
            for language, found in document["translations"].items()
        }
        return TranslatedArticle(article, translations)
    except (KeyError, TypeError, ValueError, AttributeError, msgspec.MsgspecError) as error:
        raise ReadError(f"{path}: not an article of Audarma's ({error})") from error
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error


def _block(block: Block | TranslatedBlock) -> dict[str, Any]:
    """Without markup where there is none."""
    fields = msgspec.to_builtins(block)
    return {name: value for name, value in fields.items() if name != "inline" or value}


def _item(item: Item) -> dict[str, Any]:
    """Without the fields that say nothing; its source without what could run."""
    fields = msgspec.to_builtins(item) | {"document": scrub_document(item.document)}
    return {name: value for name, value in fields.items() if value not in ("", None)}


def _segment(segment: TranslatedSegment) -> dict[str, Any]:
    """Without the hops, failovers and matches that most segments do not have."""
    fields = msgspec.to_builtins(segment)
    return {name: value for name, value in fields.items() if name not in _RARE or value}


def _finding(finding: Finding) -> dict[str, Any]:
    """Without the fields that say nothing."""
    fields = msgspec.to_builtins(finding)
    return {name: value for name, value in fields.items() if name not in _UNSET or value != _UNSET[name]}
