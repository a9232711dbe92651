"""What stands on a page beside the story: ordered, named rules. Each says why, in the words an editor reads.

A rule is shy: what it leaves in costs an editor a key press, what it takes out wrongly costs a sentence of the news.
"""

import re
from collections.abc import Callable, Sequence

_SHORT = 200
_LINK = 160
_OPTION = 60
_NEAR_THE_END = 8

_WORD = re.compile(r"[а-яё]{5,}")
_STEM = 5
_READER = re.compile(r"\b(?:вы|вас|вам|вами|ваш\w*|ты|тебя|тебе|твой|твоя|твоё|твои|лично)\b", re.IGNORECASE)
_QUESTION = re.compile(r"[^.!?]+\?")
_EMPTY_WORDS = {
    "котор", "являе", "являю", "самым", "самое", "самая", "больш", "более", "менее", "всего", "через", "также", "после",
    "перед", "можно", "нужно", "этого", "сейча", "сегод", "счита", "думае", "относ",
}  # fmt: skip

_SUBSCRIPTION = re.compile(
    r"[^\w]*(?:(?:подпис(?:ывайтесь|ывайся|аться|ка)|подпишитесь|подпишись)\b.*(?:канал|новост|telegram|телеграм|instagram|whatsapp|youtube|"
    r"рассылк|страниц|нас|tiktok|facebook|вконтакте|соцсет)|следите за (?:нашими |нами|новостями)|"
    r"читайте нас|присоединяйтесь к (?:нам|нашему)|будьте в курсе|оставайтесь с нами|"
    r"(?:мы|наш \S+) в (?:telegram|телеграм|instagram|whatsapp|соцсет))",
    re.IGNORECASE | re.DOTALL,
)
_RELATED = re.compile(
    r"[^\w]*(?:читайте (?:также|ещ[её]|по теме)|читать (?:также|ещ[её])|смотрите также|по теме|материалы по теме|"
    r"другие новости|новости по теме|похожие (?:новости|материалы)|ещ[её] по теме|рекомендуем)\s*(?P<rest>[:.—–-].*)?",
    re.IGNORECASE | re.DOTALL,
)
_ADVERTISEMENT = re.compile(
    r"[^\w]*(?:на правах рекламы|реклама(?:\s*[.|]|\s*$)|партн[её]рский материал|спонсорский материал|"
    r"информационное партн[её]рство:|.*\berid[:=])",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[^\w]*(?:фото|фотографии|видео|иллюстрация|коллаж|скриншот|инфографика|источник фото|фото и видео|обложка)"
    r"\s*(?:[:©/]|[-–—]\s|предоставлен|из архива|из открытых|с сайта|автора\b|пресс-служб)",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"[^\w]*(?:поделиться(?: .{0,30})?|комментари(?:и|ев|й)\s*[(:]?\s*\d*\)?|"
    r"(?:просмотр(?:ов|ы)|прочитано|просмотрено)\s*:?\s*[\d\s]+.{0,6}|"
    r"версия для печати|распечатать|оставить комментарий|копировать ссылку|(?:тэ?ги|хэ?штеги|метки)\s*:.*|наверх|"
    r"назад|главная|©.*|все права защищены.*|(?:если вы |вы )?(?:нашли|заметили|увидели) ошибку.*|"
    r"проголосовать|голосовать|результаты опроса|опрос)\W*",
    re.IGNORECASE | re.DOTALL,
)


def find_boilerplate(texts: Sequence[str]) -> dict[int, str]:
    """Why each block that does not belong to the story does not, by its index.

    When everything would go, nothing does: the article is then about what the rules look for.
    """
    found: dict[int, str] = {}
    for rule in RULES:
        for index, reason in rule(texts).items():
            found.setdefault(index, reason)
    return found if len(found) < len(texts) else {}


def repeated_headline(texts: Sequence[str]) -> dict[int, str]:
    """The headline once more, as pages paste it."""
    if not texts:
        return {}
    first = _key(texts[0])
    return {i: "the headline again" for i, text in enumerate(texts) if i and _key(text) == first}


def advertisement(texts: Sequence[str]) -> dict[int, str]:
    """ "На правах рекламы" and what the law on advertising makes a site print."""
    return _short_ones(texts, _ADVERTISEMENT, "a mark of advertising")


def subscription(texts: Sequence[str]) -> dict[int, str]:
    """ "Подписывайтесь на наш канал"."""
    return _short_ones(texts, _SUBSCRIPTION, "an invitation to subscribe")


def photo_credit(texts: Sequence[str]) -> dict[int, str]:
    """ "Фото: ..." without a sentence about what is seen."""
    return _short_ones(texts, _CREDIT, "a picture's credit")


def furniture(texts: Sequence[str]) -> dict[int, str]:
    """Buttons, counters and tags of the page."""
    return {
        i: "a part of the page, not of the story" for i, text in enumerate(texts) if _FURNITURE.fullmatch(text.strip())
    }


def related(texts: Sequence[str]) -> dict[int, str]:
    """ "Читайте также" and the titles under it, up to the first block that ends as a sentence does."""
    found: dict[int, str] = {}
    for i, text in enumerate(texts):
        match = _RELATED.fullmatch(text.strip()) if len(text) < _SHORT else None
        if not match:
            continue
        found[i] = "links to other stories"
        if len((match["rest"] or "").strip(" :.—–-")) > 3:
            continue  # the link stands in the same line
        for j in range(i + 1, len(texts)):
            if (
                len(texts[j]) > _LINK
                or texts[j].rstrip().endswith((".", "…", ":"))
                or re.match(r"\s*[-–—]\s", texts[j])
            ):
                break
            found[j] = "a link to another story"
    return found


def poll(texts: Sequence[str]) -> dict[int, str]:
    """A question to the reader near the end, about something that the story does not speak of, and its answers."""
    for i in range(max(1, len(texts) - _NEAR_THE_END), len(texts)):
        question = texts[i].strip()
        if not _QUESTION.fullmatch(question) or not _READER.search(question) or len(question) > _SHORT:
            continue
        answers = texts[i + 1 :]
        others = {j: text for j, text in enumerate(answers, i + 1) if not _is_other_boilerplate(text)}
        if any(len(text) > _OPTION or text.rstrip().endswith((".", ":", "»")) for text in others.values()):
            continue
        if not _stems(question) & _stems(" ".join(texts[:i])):
            return {i: "a poll of the page's, not about this story", **dict.fromkeys(others, "an answer of the poll")}
    return {}


RULES: tuple[Callable[[Sequence[str]], dict[int, str]], ...] = (
    repeated_headline,
    advertisement,
    subscription,
    photo_credit,
    furniture,
    related,
    poll,
)


def _short_ones(texts: Sequence[str], pattern: re.Pattern[str], reason: str) -> dict[int, str]:
    return {i: reason for i, text in enumerate(texts) if len(text) <= _SHORT and pattern.match(text)}


def _is_other_boilerplate(text: str) -> bool:
    patterns = (_ADVERTISEMENT, _SUBSCRIPTION, _CREDIT, _RELATED)
    return any(pattern.match(text) for pattern in patterns) or bool(_FURNITURE.fullmatch(text.strip()))


def _stems(text: str) -> set[str]:
    """Beginnings of a text's longer words: enough to see that two texts speak of one thing."""
    return {word[:_STEM] for word in _WORD.findall(text.casefold())} - _EMPTY_WORDS


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
