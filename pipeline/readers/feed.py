"""RSS 2.0 and 1.0, Atom: each entry is an item; its full content where the feed has it, else its summary."""

from typing import Any

from lxml import etree

from pipeline.article import Block, Finding, Item
from pipeline.errors import EmptyArticleError
from pipeline.markup.parse import local
from pipeline.readers.draft import Draft
from pipeline.readers.newsml import XML_LANG, html_of

ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_YANDEX = "{http://news.yandex.ru}full-text"
"""Where most Russian newsrooms put the whole story: https://yandex.ru/support/news/ru/feed"""
_MEDIA = "{http://search.yahoo.com/mrss/}"
_RSS = {
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
}
"""Namespaces that say no more than that this is RSS: that of 1.0, and those that some write for 2.0, which has none."""


def split(root: Any, name: str) -> list[Any]:
    """The entries of a feed, in order. Raises EmptyArticleError for a feed without any."""
    _without_rss(root)
    if local(root) in {"item", "entry"}:
        return [root]
    entries = [element for element in root.iter(etree.Element) if local(element) in {"item", "entry"}]
    if not entries:
        raise EmptyArticleError(f"{name}: a feed without entries: nothing in it to translate")
    return entries


def _without_rss(root: Any) -> None:
    found = [element for element in root.iter(etree.Element) if etree.QName(element).namespace in _RSS]
    for element in found:
        element.tag = local(element)
    if found:
        etree.cleanup_namespaces(root)


def read_feed(entry: Any, name: str) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    """Blocks, item and findings of one entry. Raises ReadError."""
    draft = Draft(name)
    return _atom(entry, draft) if local(entry) == "entry" else _rss(entry, draft)


def _rss(entry: Any, draft: Draft) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    channel = entry.getparent()
    if channel is not None and local(channel) == "RDF":  # of 1.0, where items stand beside their channel
        channel = channel.find("channel")
    draft.add_html("headline", _text(entry, "title"), "title")
    draft.add_text("byline", _text(entry, f"{_DC}creator"), f"{_DC}creator")
    name = _CONTENT if _text(entry, _CONTENT) else _YANDEX
    content, summary = _text(entry, name), _text(entry, "description")
    if content:
        draft.add_html("body", content, name)
        draft.add_html("description", summary, "description")
    else:
        draft.add_html("body", summary, "description")
    for element in entry.iter(f"{_MEDIA}description", f"{_MEDIA}title"):
        draft.add_html("caption", element.text or "", str(etree.ElementTree(entry).getelementpath(element)))
    return draft.finish(
        format="rss",
        id=_text(entry, "guid") or _text(entry, "link"),
        language=_text(entry, f"{_DC}language") or (_text(channel, "language") if channel is not None else ""),
        link=_text(entry, "link"),
        created=draft.date("pubDate", _text(entry, "pubDate") or _text(entry, f"{_DC}date")),
        copyright_notice=_text(entry, f"{_DC}rights") or (_text(channel, "copyright") if channel is not None else ""),
        provider=_text(channel, "title") if channel is not None else "",
        document=etree.tostring(entry, encoding="unicode", with_tail=False),
    )


def _atom(entry: Any, draft: Draft) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    _atom_text(draft, entry, "title", "headline")
    draft.add_text("byline", _text(entry, f"{{{ATOM}}}author/{{{ATOM}}}name"), "author")
    has_content = entry.find(f"{{{ATOM}}}content") is not None and bool(
        "".join(entry.find(f"{{{ATOM}}}content").itertext()).strip()
    )
    if has_content:
        _atom_text(draft, entry, "content", "body")
    _atom_text(draft, entry, "summary", "description" if has_content else "body")
    links = entry.findall(f"{{{ATOM}}}link")
    link = next((e.get("href", "") for e in links if e.get("rel", "alternate") == "alternate"), "")
    feed = entry.getparent()
    return draft.finish(
        format="atom",
        id=_text(entry, f"{{{ATOM}}}id") or link,
        language=entry.get(XML_LANG, "") or (feed.get(XML_LANG, "") if feed is not None else ""),
        link=link,
        created=draft.date("published", _text(entry, f"{{{ATOM}}}published")),
        modified=draft.date("updated", _text(entry, f"{{{ATOM}}}updated")),
        copyright_notice=_text(entry, f"{{{ATOM}}}rights")
        or (_text(feed, f"{{{ATOM}}}rights") if feed is not None else ""),
        document=etree.tostring(entry, encoding="unicode", with_tail=False),
    )


def _atom_text(draft: Draft, entry: Any, name: str, role: Any) -> None:
    element = entry.find(f"{{{ATOM}}}{name}")
    if element is None:
        return
    kind = element.get("type", "text")
    inner = next(iter(element.iterchildren(etree.Element)), None)
    if kind in {"xhtml", "application/xhtml+xml"} and inner is not None:
        draft.add_html(role, html_of(inner), name)
    elif "html" in kind:
        draft.add_html(role, element.text or "", name)
    else:
        draft.add_text(role, "".join(element.itertext()), name)


def _text(element: Any, path: str) -> str:
    found = element.find(path)
    return "".join(found.itertext()).strip() if found is not None else ""
