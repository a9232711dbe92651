"""The texts of an item in a target language, for any exchange format: each part filled, as XHTML, HTML or text."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from pipeline.article import Item, Part, Role, TranslatedArticle, TranslatedBlock, Translation
from pipeline.markup.cut import DISCLOSURE
from pipeline.markup.draw import item_of
from pipeline.markup.fill import as_tree, fill, plain
from pipeline.markup.parse import local, strip_controls
from pipeline.markup.sanitise import disarm
from pipeline.stamp import Stamp, stamp

_NITF_AS_HTML = {
    "hl1": "h1", "hl2": "h2", "bq": "blockquote", "block": "div", "byline": "p", "dateline": "p", "abstract": "div",
    "media": "figure", "media-caption": "figcaption", "body.head": "div", "body.content": "div", "body.end": "div",
    "tagline": "p", "hedline": "div",
}  # fmt: skip
_HTML = set(
    "a abbr b blockquote br caption cite code div dd dl dt em figcaption figure h1 h2 h3 i img li ol p pre q s small "
    "span strong sub sup table tbody td tfoot th thead tr u ul".split()
)


class Texts:
    """One translation's texts. `disclose` puts the line for readers at the end of the body; `notice` is what must be
    said of the models that made it (that one is weak).
    """

    def __init__(
        self, translated: TranslatedArticle, translation: Translation, notice: str = "", *, disclose: bool = True
    ) -> None:
        self.item: Item = item_of(translated.article)
        self.stamp: Stamp = stamp(translated, translation)
        self.language = translation.language
        self.note = " ".join(filter(None, [self.stamp.note, notice]))
        self._blocks: Mapping[int, TranslatedBlock] = {block.source: block for block in translation.blocks}
        self._disclose = disclose

    def parts(self, role: Role) -> list[Part]:
        """The parts of a role that have a translation."""
        return [part for part in self.item.parts if part.role == role and self.text(part)]

    def first(self, role: Role) -> str:
        """The plain text of the first part of a role; empty where there is none."""
        return next((self.text(part) for part in self.parts(role)), "")

    def text(self, part: Part) -> str:
        """A part as plain text, without the line for readers."""
        return disarm(strip_controls(plain(part, self._blocks)))

    def full_text(self, part: Part) -> str:
        """A body as plain text, with the line for readers."""
        return "\n\n".join(filter(None, [self.text(part), self.stamp.disclosure if self._disclose else ""]))

    def markup(self, part: Part) -> str:
        """A part in its own markup (XHTML for plain text); a body has the line for readers."""
        is_plain = part.media == "text/plain"
        filled = (
            "".join(f"<p>{escape(text)}</p>" for text in self.text(part).split("\n\n"))
            if is_plain
            else fill(part, self._blocks)
        )
        if part.role != "body" or not self._disclose:
            return filled
        return self._disclosed_nitf(filled) if part.media == "application/nitf+xml" else filled + self._line()

    def xhtml(self, part: Part) -> str:
        """A part as XHTML, whatever its own markup is."""
        if part.media != "application/nitf+xml":
            return self.markup(part)
        line = self._line() if part.role == "body" and self._disclose else ""
        return nitf_as_html(fill(part, self._blocks)) + line

    def html(self, part: Part) -> str:
        """A part as HTML, for what is read as `text/html`."""
        return inner(as_tree(self.xhtml(part)), method="html")

    def _line(self) -> str:
        language = f'lang="{self.language}" xml:lang="{self.language}"'
        return f'<p class="{DISCLOSURE}" {language}>{escape(self.stamp.disclosure)}</p>'

    def _disclosed_nitf(self, filled: str) -> str:
        tree = as_tree(filled)
        content = next((e for e in tree.iter(etree.Element) if local(e) == "body.content"), None)
        if content is None:
            return filled
        line = etree.SubElement(content, content.tag.replace("body.content", "p"), {"class": DISCLOSURE})
        line.text = self.stamp.disclosure
        return inner(tree)


def inner(tree: Any, method: str = "xml") -> str:
    """What stands inside an element."""
    children = (etree.tostring(child, encoding="unicode", method=method) for child in tree)
    return escape(tree.text or "") + "".join(children)


def nitf_as_html(filled: str) -> str:
    """NITF's elements as HTML's; those that HTML has no like of leave their text."""
    tree = as_tree(filled)
    content = [e for e in tree.iter(etree.Element) if local(e) == "body.content"]
    body = content[0] if content else tree
    for element in list(body.iter(etree.Element)):
        name = local(element)
        element.tag = _NITF_AS_HTML.get(name, name if name in _HTML else "audarma-none")
        for key in [key for key in element.attrib if key not in {"href", "class", "id", "src", "alt"}]:
            del element.attrib[key]
    etree.strip_tags(body, "audarma-none")
    etree.cleanup_namespaces(body)
    return inner(body)
