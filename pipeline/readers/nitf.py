"""NITF, the News Industry Text Format: a whole document is one item, its head and body one layout."""

from typing import Any

from lxml import etree

from pipeline.article import Block, Finding, Item, Part, Role
from pipeline.markup.parse import local
from pipeline.readers.draft import Draft, parse_urgency


def read_nitf(root: Any, name: str) -> tuple[tuple[Block, ...], Item, tuple[Finding, ...]]:
    """Blocks, item and findings of one document. Raises ReadError."""
    draft = Draft(name)
    draft.add_nitf("body", root, ".")
    roles: tuple[Role, ...] = ("headline", "byline")
    for role in roles:
        index = next((i for i, block in enumerate(draft.blocks) if block.kind == role), None)
        if index is not None:
            draft.parts.append(Part(role, f"<?block {index}?>"))
    return draft.finish(
        format="nitf",
        id=_get(root, "doc-id", "id-string"),
        version=_get(root, "du-key", "version"),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        created=draft.date("date.issue", _date(_get(root, "date.issue", "norm"))),
        modified=draft.date("story.date", _date(_get(root, "story.date", "norm"))),
        urgency=parse_urgency(_get(root, "urgency", "ed-urg")),
        copyright_holder=_get(root, "doc.copyright", "holder"),
        copyright_notice=_text(root, "doc.rights") or _text(root, "copyrite"),
        located=_text(root, "location"),
        slugline=_get(root, "fixture", "fix-id"),
        document=etree.tostring(root, encoding="unicode", with_tail=False),
    )


def _find(root: Any, name: str) -> Any:
    return next((element for element in root.iter(etree.Element) if local(element) == name), None)


def _get(root: Any, name: str, attribute: str) -> str:
    found = _find(root, name)
    return found.get(attribute, "") if found is not None else ""


def _text(root: Any, name: str) -> str:
    found = _find(root, name)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _date(norm: str) -> str:
    """NITF writes 20091019T103000Z; ISO 8601 with its marks."""
    bare = norm.replace("-", "").replace(":", "")
    if len(bare) < 8 or not bare[:8].isdigit():
        return norm
    day = f"{bare[:4]}-{bare[4:6]}-{bare[6:8]}"
    clock, zone = bare[9:15], bare[15:]
    if not clock.isdigit() or len(clock) < 6:
        return day
    zone = f"{zone[:3]}:{zone[3:5]}" if len(zone) >= 5 else zone
    return f"{day}T{clock[:2]}:{clock[2:4]}:{clock[4:6]}{zone}"
