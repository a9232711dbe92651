"""What a reader of an exchange format gathers, text by text, before it is an article."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from pipeline.article import HOLE, Block, BlockKind, Finding, Item, Media, Part, Role
from pipeline.markup.cut import DISCLOSURE, Cut, cut_html, cut_xml
from pipeline.markup.parse import strip_controls
from pipeline.markup.sanitise import can_run
from pipeline.stamp import is_disclosure

_KINDS: dict[Role, BlockKind] = {
    "headline": "headline",
    "byline": "byline",
    "description": "lead",
    "body": "paragraph",
    "caption": "caption",
}
_MARKUP = re.compile(r"<[a-zA-Z!/][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")


@dataclass
class Draft:
    """Blocks in the order in which a person reads them, the parts of the item that they fill, and what was noticed.

    A text that stands in an item twice (a headline that is the title of a picture too) is one block.
    """

    name: str
    blocks: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    said: dict[str, int] = field(default_factory=dict)

    def add_text(self, role: Role, text: str, path: str = "") -> None:
        """A plain text: one block, or one a paragraph in a body."""
        if can_run(text):  # whoever wrote it takes it for HTML, whatever its label says
            self.add_html(role, text, path)
            return
        text = strip_controls(text).replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text:
            return
        pieces = re.split(r"(\n\s*\n|\n)", text) if role == "body" else [" ".join(text.split())]
        if role == "body" and "\n\n" in text:
            pieces = re.split(r"(\n[^\S\n]*\n\s*)", text)
        while role == "body" and len(pieces) > 1 and is_disclosure(pieces[-1]):
            pieces = pieces[:-2]
        layout = []
        for i, piece in enumerate(pieces):
            layout.append(f"<?block {self._block(role, piece.strip())}?>" if i % 2 == 0 and piece.strip() else "\n\n")
        self.parts.append(Part(role, "".join(layout), "text/plain", path))

    def add_html(self, role: Role, markup: str, path: str = "") -> None:
        """A text in HTML or XHTML; what could run in a browser is left out, with a finding."""
        if not _MARKUP.search(markup) and not can_run(markup):
            self.add_text(role, markup, path)
            return
        self._add_cut(
            role, cut_html(without_disclosure(markup), len(self.blocks), self.name), "application/xhtml+xml", path
        )

    def add_nitf(self, role: Role, root: Any, path: str = "") -> None:
        """A text in NITF."""
        self._add_cut(role, cut_xml(root, len(self.blocks)), "application/nitf+xml", path)

    def notice(self, check: str, message: str) -> None:
        """Something about the whole item that an editor should know."""
        self.findings.append(Finding(check, "warning", message))

    def date(self, what: str, text: str | None) -> str:
        """A date in ISO 8601 with its time zone; empty, with a finding, where it is none."""
        text = (text or "").strip()
        if not text:
            return ""
        found = parse_date(text)
        if not found:
            self.notice("date", f"{what} is no date: {text[:60]!r} is left out")
        return found

    def has(self, role: Role) -> bool:
        """Whether a part of this role is there already."""
        return any(part.role == role for part in self.parts)

    def finish(self, **fields: Any) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
        """The blocks, the item and the findings."""
        bare: dict[str, Any] = {
            name: strip_controls(value) if isinstance(value, str) and name != "document" else value
            for name, value in fields.items()
        }
        item = Item(parts=tuple(self.parts), **bare)
        return tuple(self.blocks), item, tuple(self.findings)

    def _add_cut(self, role: Role, cut: Cut, media: Media, path: str) -> None:
        if cut.dropped:
            self.notice(
                "unsafe-markup", "markup that could run in a browser (a script, a handler, a frame) is left out"
            )
        if not cut.blocks:
            return
        first, before = len(self.blocks), dict(self.said)
        indices = []
        for block in cut.blocks:
            if block.text in before and not block.inline:  # the headline once more at the top of the body
                indices.append(before[block.text])
                continue
            indices.append(len(self.blocks))
            said = block if role == "body" or block.kind != "paragraph" else replace(block, kind=_KINDS[role])
            self.said.setdefault(said.text, len(self.blocks))
            self.blocks.append(said)
        layout = HOLE.sub(lambda match: f"<?block {indices[int(match[1]) - first]}?>", cut.layout)
        self.parts.append(Part(role, layout, media, path))

    def _block(self, role: Role, text: str) -> int:
        if role != "body" and text in self.said:
            return self.said[text]
        self.blocks.append(Block(_KINDS[role], text))
        self.said.setdefault(text, len(self.blocks) - 1)
        return len(self.blocks) - 1


def without_disclosure(markup: str) -> str:
    """Markup without the line that Audarma adds for readers, so that an item read back is the item written."""
    return re.sub(rf'\s*<p class="{DISCLOSURE}"[^>]*>.*?</p>', "", markup, flags=re.DOTALL)


def parse_date(text: str) -> str:
    """ISO 8601 with a time zone from ISO 8601 or RFC 822; UTC where none is given; empty for what is no date."""
    try:
        found = datetime.fromisoformat(re.sub(r"[Zz]$", "+00:00", text))
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return ""
    if found.tzinfo is None:
        found = found.replace(tzinfo=timezone.utc)
    try:
        return found.isoformat()
    except (ValueError, OverflowError):
        return ""


def parse_urgency(value: object) -> int | None:
    """1 to 9, None for anything else."""
    try:
        number = int(float(str(value)))
    except (ValueError, OverflowError):
        return None
    return number if 1 <= number <= 9 else None
