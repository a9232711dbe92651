"""RSS 2.0: a channel of one item a language, its full content as HTML, its rights and origin in Dublin Core."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from models.languages import short
from pipeline.article import TranslatedArticle
from pipeline.exporters.body import Texts
from pipeline.exporters.passed_on import passed_on
from pipeline.markup.sanitise import scrub
from pipeline.stamp import generator

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_DATE = f"{{{_DC}}}date"
_NAMESPACES = {"content": _CONTENT, "dc": _DC, "dcterms": _DCTERMS}


def render(translated: TranslatedArticle, notice: str, *, disclose: bool = True) -> Iterator[tuple[str, bytes]]:
    """A file a language."""
    for language, translation in translated.translations.items():
        root = as_rss(Texts(translated, translation, notice, disclose=disclose))
        yield f".{short(language)}.rss.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def as_rss(texts: Texts) -> "etree._Element":
    """The feed: RSS has no item without its channel."""
    item, stamp = texts.item, texts.stamp
    root = etree.Element("rss", version="2.0", nsmap=_NAMESPACES)
    channel = etree.SubElement(root, "channel")
    title = texts.first("headline") or texts.first("description") or stamp.id
    link = item.link or (item.id if item.id.startswith(("http://", "https://")) else stamp.id)
    for name, text in (
        ("title", title),
        ("link", link),
        ("description", texts.note),
        ("language", texts.language),
        ("generator", generator()),
    ):
        etree.SubElement(channel, name).text = text
    entry = etree.SubElement(channel, "item")
    summary = "\n".join(texts.html(part) for part in texts.parts("description"))
    bodies = [texts.html(part) for part in texts.parts("body")]
    captions = [texts.html(part) for part in texts.parts("caption")] if item.format not in {"rss", "atom"} else []
    content = "\n".join([*bodies, *captions])
    values = [
        ("title", title),
        ("link", link if link != stamp.id else ""),
        ("description", summary or content or title),
        (f"{{{_CONTENT}}}encoded", content),
        ("pubDate", _date(stamp.made)),
        (f"{{{_DC}}}creator", texts.first("byline")),
        (f"{{{_DC}}}language", texts.language),
        (f"{{{_DC}}}rights", scrub(" ".join(filter(None, [item.copyright_notice, item.usage_terms])))),
        (f"{{{_DC}}}source", item.id or stamp.source_id),
        (f"{{{_DC}}}contributor", ", ".join([generator(), *(model.title for model in stamp.models)])),
        (f"{{{_DC}}}type", stamp.source_type_uri),
        (f"{{{_DCTERMS}}}created", item.created or item.modified),
    ]
    for name, text in values:
        if text:
            etree.SubElement(entry, name).text = text
    etree.SubElement(entry, "guid", isPermaLink="false").text = stamp.id
    entry.extend(passed_on(texts, {name for name, _ in values} | {"guid", _DATE}))
    etree.cleanup_namespaces(root, top_nsmap=_NAMESPACES, keep_ns_prefixes=list(_NAMESPACES))
    return root


def _date(moment: str) -> str:
    """RFC 822, as RSS wants it."""
    return format_datetime(datetime.fromisoformat(moment))
