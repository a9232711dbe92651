"""What each block of a story is: ordered, named rules; the first that speaks decides.

A rule looks at a block in its place and returns a kind or None. What the format itself said (a docx style, an HTML
tag) comes first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.article import Block, BlockKind

_DASH = re.compile(r"\s*[-–—−]\s*(?=\S)")
_BULLET = re.compile(r"\s*[•▪●■*·‣]\s*\S")
_NUMBERED = re.compile(r"\s*(\d{1,2})[.)]\s+\S")
_SPEAKER = re.compile(
    r"(?:[А-ЯЁӘҒҚҢӨҰҮҺІA-Z][\w.’'-]*\s*){1,4}"  # Раушан Кажибаева; Е. А. Досаев; Ли Юн
    r"(?:,\s[^.!?]{3,200}|\([^)]{3,200}\)\s*)?:",
)
_CAPTION = re.compile(r"\s*На (?:фото|фотографии|снимке|видео|иллюстрации)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!…»”\"]\s*$")
_LONGEST_HEADLINE = 220
_LOWER = re.compile(r"[^\w]*[a-zа-яё]")


@dataclass(frozen=True, slots=True)
class _Place:
    """A block and what stands around it. `kinds` are those already given to the blocks before it."""

    blocks: Sequence[Block]
    index: int
    kinds: Sequence[BlockKind]

    @property
    def block(self) -> Block:
        return self.blocks[self.index]

    @property
    def before(self) -> str:
        return self.blocks[self.index - 1].text if self.index else ""

    @property
    def after(self) -> str:
        return self.blocks[self.index + 1].text if self.index + 1 < len(self.blocks) else ""


def find_kinds(blocks: Sequence[Block]) -> list[BlockKind]:
    """The kinds of a story's blocks, boilerplate already out of it."""
    kinds: list[BlockKind] = []
    for index in range(len(blocks)):
        place = _Place(blocks, index, kinds)
        kinds.append(next((kind for rule in RULES if (kind := rule(place))), "paragraph"))
    return kinds


def as_the_format_says(place: _Place) -> BlockKind | None:
    """A style or tag of the source is the word of the one who wrote it."""
    return place.block.kind if place.block.kind not in {"paragraph", "boilerplate"} else None


def headline(place: _Place) -> BlockKind | None:
    """The first block, when it is short, does not end as a sentence does, and something follows it; or it once more."""
    text = place.block.text
    if place.kinds[:1] == ["headline"] and text == place.blocks[0].text:
        return "headline"
    if place.index or not place.after or len(text) > _LONGEST_HEADLINE or _DASH.match(text):
        return None
    quoted = text.rstrip().endswith(("»", "”", '"')) and not re.search(r"[.!?]\s", text)
    return "headline" if quoted or not _ENDED.search(text) else None


def caption(place: _Place) -> BlockKind | None:
    """ "На фото: ..." """
    return "caption" if _CAPTION.match(place.block.text) else None


def speaker(place: _Place) -> BlockKind | None:
    """ "Имя Фамилия, должность:" before a block that is speech."""
    speech = _DASH.match(place.after) or place.after.startswith(("«", "“", '"', "„"))
    return "speaker" if speech and _SPEAKER.fullmatch(place.block.text.strip()) else None


def bullet(place: _Place) -> BlockKind | None:
    """A mark that only lists have."""
    return "list_item" if _BULLET.match(place.block.text) else None


def numbered(place: _Place) -> BlockKind | None:
    """A number with its dot or bracket, when the block before or after has the number next to it."""
    number = _NUMBERED.match(place.block.text)
    if not number:
        return None
    beside = [found for text in (place.before, place.after) if (found := _NUMBERED.match(text))]
    return "list_item" if any(abs(int(b.group(1)) - int(number.group(1))) == 1 for b in beside) else None


def dashed_item(place: _Place) -> BlockKind | None:
    """A dash under a line that ends in a colon and is no speaker's, or under another such item, when it lists."""
    text = place.block.text.rstrip()
    dash = _DASH.match(text)
    if not dash or not place.kinds:
        return None
    under = place.kinds[-1] == "list_item" and bool(_DASH.match(place.before))
    introduced = place.before.rstrip().endswith(":") and place.kinds[-1] != "speaker"
    lists = text.endswith(";") or bool(_LOWER.match(text[dash.end() :])) or place.before.rstrip().endswith(";")
    return "list_item" if (under or introduced) and lists else None


def quotation(place: _Place) -> BlockKind | None:
    """Speech: after a dash, under a speaker's line, or all of it between one pair of quotation marks."""
    text = place.block.text.strip()
    if _DASH.match(text) or (place.kinds and place.kinds[-1] == "speaker"):
        return "quotation"
    enclosed = text.startswith("«") and text.rstrip(".").endswith("»") and text.count("«") == text.count("»")
    return "quotation" if enclosed and _closes_at_the_end(text.rstrip(".")) else None


def lead(place: _Place) -> BlockKind | None:
    """The first paragraph, right under the headline and who wrote it."""
    return "lead" if list(place.kinds) in (["headline"], ["headline", "byline"]) else None


RULES: tuple[Callable[[_Place], BlockKind | None], ...] = (
    as_the_format_says,
    headline,
    caption,
    speaker,
    bullet,
    numbered,
    dashed_item,
    quotation,
    lead,
)


def _closes_at_the_end(text: str) -> bool:
    """Whether the first guillemet's pair is the last character."""
    depth = 0
    for i, character in enumerate(text):
        depth += (character == "«") - (character == "»")
        if depth == 0:
            return i == len(text) - 1
    return False
