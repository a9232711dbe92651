"""What each block of a story is: ordered, named rules; the first that speaks decides.

A rule looks at a block in its place and returns a kind or None. What the format itself said (a docx style, an HTML
tag) comes first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.article import Block, BlockKind
from pipeline.clean.verbs import has_verb
from pipeline.segment.sentences import split_sentences

_DASH = re.compile(r"\s*[-–—−]\s*(?=\S)")
_BULLET = re.compile(r"\s*[•▪●■*·‣]\s*\S")
_NUMBERED = re.compile(r"\s*((?:\d{1,2}\.)*\d{1,2})[.)]\s+\S")
_LETTERED = re.compile(r"\s*([а-я])\)\s+\S")
_NAME = r"[А-ЯЁӘҒҚҢӨҰҮҺІA-Z][\w.’'-]*"
_NAMES = rf"{_NAME}(?:\s+(?:(?:аль|бин|ибн|фон|дер|ван|де|да|оглы|кызы|қызы|улы|ұлы|уулу)\s+)*{_NAME}){{0,3}}"
_SPEAKER = re.compile(
    rf"(?P<name>{_NAMES}(?:\s+(?:оглы|кызы|қызы|улы|ұлы))?)\s*(?:,\s[^!?]{{3,200}}|\([^)]{{3,200}}\)\s*)?:"
)
_OFFICE = re.compile(rf"[А-ЯЁ][а-яё-]+\s[^:!?]{{2,150}}\s(?P<name>{_NAME}\s+{_NAME}):")
_HEADING = re.compile(
    r"(?:главное|итого?|итоги|справка|напомним|вывод\w*|факт\w*|пример\w*|например|причин\w*|цифр\w*|план\w*|адрес\w*|"
    r"контакт\w*|повестка|программа|результат\w*|состав|услови\w+|требовани\w+|источник\w*|внимание|важно):?",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:сказал|заявил|отметил|рассказал|ответил|подчеркнул|добавил|спросил|пояснил|уточнил|сообщил|признал|"
    r"напомнил|воскликнул|написал|считает|говорит|отмечает|рассказывает)\w*",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\s*(?:На (?:фото|фотографии|снимке|видео|иллюстрации)\b|(?:Фото|Видео|Подпись к фото)\s*:)", re.IGNORECASE
)
_FULL_STOP = re.compile(r"(?<![.…])\.\s*$")
_ENDED = re.compile(r"[.!?…»”\"]\s*$")
_LONGEST_HEADLINE = 220
_LONGEST_QUOTED = 150
_LOWER = re.compile(r"[^\w]*[a-zа-яё]")
_QUOTED = (("«", "»"), ("“", "”"), ("„", "“"))


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
    """The first block, when it is short, does not end in a full stop, and something follows it; or it once more."""
    text = place.block.text.strip()
    if place.kinds[:1] == ["headline"] and text == place.blocks[0].text.strip():
        return "headline"
    if place.index or not place.after or len(text) > _LONGEST_HEADLINE or _DASH.match(text) or _FULL_STOP.search(text):
        return None
    closed = text.endswith(("»", "”", '"'))
    sentences = len(split_sentences(text))
    return None if closed and sentences > 1 and len(text) > _LONGEST_QUOTED else "headline"


def caption(place: _Place) -> BlockKind | None:
    """ "На фото: ...", and "Фото: ..." with a sentence about what is seen."""
    return "caption" if place.index and _CAPTION.match(place.block.text) else None


def speaker(place: _Place) -> BlockKind | None:
    """ "Имя Фамилия, должность:" or "Должность Имя Фамилия:" before a block that is speech."""
    if not (_DASH.match(place.after) or place.after.startswith(("«", "“", '"', "„"))):
        return None
    text = place.block.text.strip()
    name = _SPEAKER.fullmatch(text)
    if name is None:
        return "speaker" if _OFFICE.fullmatch(text) and not has_verb(text) and not _SAYING.search(text) else None
    if len(split_sentences(text)) > 1 or _HEADING.fullmatch(name["name"]):
        return None
    alone = len(name["name"].split()) == 1 and text == f"{name['name']}:"
    return None if alone and not _ENDED.search(place.after) else "speaker"


def bullet(place: _Place) -> BlockKind | None:
    """A mark that only lists have."""
    return "list_item" if _BULLET.match(place.block.text) else None


def numbered(place: _Place) -> BlockKind | None:
    """A number or letter with its dot or bracket, when another block of the story has the one next to it."""
    own = _order(place.block.text)
    if own is None:
        return None
    others = {order for block in place.blocks if (order := _order(block.text))}
    beside = [(*own[:-1], own[-1] - 1), (*own[:-1], own[-1] + 1), own[:-1]]
    return "list_item" if any(order in others for order in beside) else None


def dashed_item(place: _Place) -> BlockKind | None:
    """A dash under a line that ends in a colon and is no speaker's, or under another such item, when it lists."""
    text = place.block.text.rstrip()
    dash = _DASH.match(text)
    if not dash or not place.kinds:
        return None
    if place.kinds[-1] == "list_item" and _DASH.match(place.before):
        return None if text.endswith("?") else "list_item"
    if not place.before.rstrip().endswith(":") or place.kinds[-1] == "speaker":
        return None
    small = text.endswith(";") or bool(_LOWER.match(text[dash.end() :])) or not _ENDED.search(text)
    several = bool(_DASH.match(place.after)) and not _SAYING.search(place.before) and not text.endswith("?")
    return "list_item" if small or several else None


def quotation(place: _Place) -> BlockKind | None:
    """Speech: after a dash, under a speaker's line, or all of it between one pair of quotation marks."""
    text = place.block.text.strip()
    if _DASH.match(text) or (place.kinds and place.kinds[-1] == "speaker"):
        return "quotation"
    bare = text.rstrip(".")
    if bare.startswith('"') and bare.endswith('"') and bare.count('"') == 2:
        return "quotation"
    return "quotation" if any(_is_enclosed(bare, *pair) for pair in _QUOTED) else None


def lead(place: _Place) -> BlockKind | None:
    """The first paragraph, right under the headline."""
    return "lead" if place.index == 1 and place.kinds == ["headline"] else None


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


def _order(text: str) -> tuple[int, ...] | None:
    """The number of a numbered block by its levels ("2.1." is 2, 1), or the letter of a lettered one."""
    if number := _NUMBERED.match(text):
        return tuple(int(level) for level in number.group(1).split("."))
    letter = _LETTERED.match(text)
    return (-1, ord(letter.group(1))) if letter else None


def _is_enclosed(text: str, opening: str, closing: str) -> bool:
    """Whether the first character opens a pair that the last one closes."""
    if not (text.startswith(opening) and text.endswith(closing)):
        return False
    depth = 0
    for i, character in enumerate(text):
        depth += (character == opening) - (character == closing)
        if depth == 0:
            return i == len(text) - 1
    return False
