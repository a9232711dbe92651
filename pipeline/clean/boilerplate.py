"""What stands on a page beside the story: ordered, named rules. Each says why, in the words an editor reads.

A rule is shy: what it leaves in costs an editor a key press, what it takes out wrongly costs a sentence of the news.
"""

import re
from collections.abc import Callable, Sequence

from pipeline.clean.verbs import has_verb

_SHORT = 200
_LINK = 160
_MOST_LINKS = 8
_OPTION = 60
_NEAR_THE_END = 8
_NEAR_THE_START = 3

_WORD = re.compile(r"[а-яё]{5,}")
_STEM = 5
_SHARED = 0.25
"""A question is about the story when more than this share of its longer words stands in it."""
_READER = re.compile(r"\b(?:вы|вас|вам|вами|ваш\w*|ты|тебя|тебе|твой|твоя|твоё|твои|лично)\b", re.IGNORECASE)
_QUESTION = re.compile(r"[^.!?]+\?")
_EMPTY_WORDS = {
    "котор", "являе", "являю", "самым", "самое", "самая", "больш", "более", "менее", "всего", "через", "также", "после",
    "перед", "можно", "нужно", "этого", "сейча", "сегод", "счита", "думае", "относ", "важны", "важно",
}  # fmt: skip

_DASH = re.compile(r"\s*[-–—−]\s")
_SPEECH = re.compile(r"\s*[-–—«“„\"]")
_NETWORK = (
    r"(?:telegram|телеграм|instagram|инстаграм|whatsapp|youtube|ютуб|tiktok|facebook|вконтакте|vk|x|threads|соцсет)"
)
_CHANNEL = rf"(?:канал|новост|{_NETWORK}|рассылк|страниц|аккаунт|\bнас\b)"
_NETWORKS = rf"{_NETWORK}\S*(?:(?:[\s,|/:и]|https?)+(?:{_NETWORK}|@)\S*)*"
_SUBSCRIPTION = re.compile(
    rf"[^\w]*(?:(?:подписывайтесь|подписывайся|подпишитесь|подпишись)\b.*{_CHANNEL}.*|"
    rf"(?:подписаться|подписка)(?: на (?:\S+ ){{0,3}}{_CHANNEL}\S*)?\W*|"
    r"следите за (?:нашими|нами|новостями|обновлениями)\b.*|читайте нас\b.*|"
    rf"(?:присоединяйтесь|переходите|добавляйтесь)\b.*{_CHANNEL}.*|"
    r"будьте в курсе(?: (?:всех|последних|главных|наших|самых)\b.*|\W*)|оставайтесь с нами\W*|"
    rf"(?:мы|наш \S+|наши \S+|ищите нас) (?:есть )?в {_NETWORKS}\W*)",
    re.IGNORECASE | re.DOTALL,
)
_RELATED = re.compile(
    r"[^\w]*(?:(?:читайте|читать|смотрите|смотреть) (?:также|ещ[её]|по теме)\s*(?P<rest>[:.—–-].*)?|"
    r"(?:по теме|материалы по теме|другие новости|новости по теме|похожие (?:новости|материалы)|ещ[её] по теме|"
    r"рекомендуем(?: почитать| прочитать)?|самое читаемое|популярное|главные новости)\s*(?P<other>:.*)?)",
    re.IGNORECASE | re.DOTALL,
)
_ADVERTISEMENT = re.compile(
    r"[^\w]*(?:на правах рекламы\s*(?:[.:|].{0,120})?|"
    r"реклама\s*(?:[.:|]\s*(?:(?:ТОО|ООО|АО|ПАО|ИП|ОАО|ЗАО|НАО|ГК|БИН|ИИН|ИНН|ОГРН|erid)\b.*|\d+\+)?)?|"
    r"(?:партн[её]рский|спонсорский|рекламный) (?:материал|проект|пост)\s*(?:[.:|].{0,120})?|"
    r"информационное партн[её]рство:.*|.*\berid[:=].*)",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT = re.compile(
    r"[^\w]*(?:фото|фотографи[ия]|видео|иллюстраци[ия]|коллаж|скриншот|инфографика|источник фото|фото и видео|обложка|"
    r"автор фото|фотограф)\s*"
    r"(?:[:©/].*|[-–—]\s.*|"
    r"(?:предоставлен\w*\s+\S+(?:ой|ей|ом|ем|ами|ями|ью)\b|из архива|из личного архива|из открытых|"
    r"с сайта|со страницы|автора\b|пресс-служб).*)",
    re.IGNORECASE | re.DOTALL,
)
_FURNITURE = re.compile(
    r"[^\w]*(?:поделиться(?: (?:в|на|с|со|через|ссылк|новост|стать|запис)\S*(?: \S+){0,3})?|"
    r"(?:комментари(?:и|ев|й)|обсуждение)\s*[(:]?\s*\d*\)?|"
    r"(?:просмотр(?:ов|ы)|прочитано|просмотрено)\s*:\s*[\d\s]+.{0,6}|(?:прочитано|просмотрено) \d[\d\s]*раза?|"
    r"[\d\s]+просмотр(?:а|ов)?|время чтения\s*:.{1,20}|"
    r"версия для печати|распечатать|оставить комментарий|копировать ссылку|(?:т[еэ]ги|х[еэ]штеги|метки)\s*:.*|наверх|"
    r"назад|главная|©.*|все права защищены(?:\s*[.,©|].{0,120})?|"
    r"(?:если )?(?:вы )?(?:нашли|заметили|увидели) (?:ошибку|опечатку)"
    r"(?:(?: в тексте| на сайте)?\s*[?!:].*|.*(?:выделите|ctrl|сообщите).*)|"
    r"(?:#\w+\s*)+|проголосовать|голосовать|результаты опроса)\W*",
    re.IGNORECASE | re.DOTALL,
)
_POLL_TITLE = re.compile(
    r"[^\w]*(?:наш )?(?:опрос|голосование)(?: дня| недели| месяца| читателей| на сайте)?\W*", re.IGNORECASE
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
    """The headline once more, as pages paste it: near the start, or anywhere letter by letter; not as speech."""
    first = texts[0].strip() if texts else ""
    if not _key(first):
        return {}
    return {
        i: "the headline again"
        for i, text in enumerate(texts)
        if i
        and (text.strip() == first or (i <= _NEAR_THE_START and _key(text) == _key(first) and not _DASH.match(text)))
    }


def advertisement(texts: Sequence[str]) -> dict[int, str]:
    """ "На правах рекламы" and what the law on advertising makes a site print; no sentence about advertising."""
    return _short_ones(texts, _is_advertisement, "a mark of advertising")


def subscription(texts: Sequence[str]) -> dict[int, str]:
    """ "Подписывайтесь на наш канал"; not when someone in the story says so."""
    return _short_ones(texts, _is_subscription, "an invitation to subscribe")


def photo_credit(texts: Sequence[str]) -> dict[int, str]:
    """ "Фото: ..." without a sentence about what is seen."""
    return _short_ones(texts, _is_credit, "a picture's credit")


def furniture(texts: Sequence[str]) -> dict[int, str]:
    """Buttons, counters and tags of the page."""
    return _short_ones(texts, _is_furniture, "a part of the page, not of the story")


def related(texts: Sequence[str]) -> dict[int, str]:
    """ "Читайте также" and the titles under it, up to the first block that ends as a sentence does."""
    found: dict[int, str] = {}
    for i, text in enumerate(texts):
        match = _RELATED.fullmatch(text.strip()) if len(text) < _SHORT else None
        if not match:
            continue
        found[i] = "links to other stories"
        if len((match["rest"] or match["other"] or "").strip(" :.—–-")) > 3:
            continue  # the link stands in the same line
        for j in range(i + 1, min(i + 1 + _MOST_LINKS, len(texts))):
            if not _is_title(texts[j]):
                break
            found[j] = "a link to another story"
    return found


def poll(texts: Sequence[str]) -> dict[int, str]:
    """A question to the reader near the end, about something that the story does not speak of, and its answers."""
    for i in range(max(1, len(texts) - _NEAR_THE_END), len(texts)):
        question = texts[i].strip()
        titled = bool(_POLL_TITLE.fullmatch(texts[i - 1]))
        if _DASH.match(question) or not _QUESTION.fullmatch(question) or len(question) > _SHORT:
            continue
        answers = {j: text for j, text in enumerate(texts[i + 1 :], i + 1) if not _is_other_boilerplate(text)}
        if any(len(text) > _OPTION or text.rstrip().endswith((".", ":", "»")) for text in answers.values()):
            continue
        if titled or (_READER.search(question) and not _is_about(question, " ".join(texts[:i]))):
            title = {i - 1: "the title of a poll"} if titled else {}
            reason = "a poll of the page's, not about this story"
            return {**title, i: reason, **dict.fromkeys(answers, "an answer of the poll")}
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


def _short_ones(texts: Sequence[str], holds: Callable[[str], bool], reason: str) -> dict[int, str]:
    return {i: reason for i, text in enumerate(texts) if len(text) <= _SHORT and holds(text.strip())}


def _is_advertisement(text: str) -> bool:
    return bool(_ADVERTISEMENT.fullmatch(text))


def _is_subscription(text: str) -> bool:
    return not _SPEECH.match(text) and bool(_SUBSCRIPTION.fullmatch(text))


def _is_credit(text: str) -> bool:
    return bool(_CREDIT.fullmatch(text)) and not has_verb(text)


def _is_furniture(text: str) -> bool:
    return bool(_FURNITURE.fullmatch(text))


def _is_other_boilerplate(text: str) -> bool:
    text = text.strip()
    rules = (_is_advertisement, _is_subscription, _is_credit, _is_furniture)
    return any(rule(text) for rule in rules) or bool(_RELATED.fullmatch(text))


def _is_title(text: str) -> bool:
    """Whether a block can be the title of another story: one line without a full stop, nobody's speech."""
    if len(text) > _LINK or text.rstrip().endswith((".", "…", ":")) or _DASH.match(text):
        return False
    return not re.search(r"[.!?…]\s+[А-ЯЁ«]|:\s*«", text)


def _is_about(question: str, story: str) -> bool:
    asked = _stems(question)
    return len(asked & _stems(story)) > len(asked) * _SHARED


def _stems(text: str) -> set[str]:
    """Beginnings of a text's longer words: enough to see that two texts speak of one thing."""
    return {word[:_STEM] for word in _WORD.findall(text.casefold())} - _EMPTY_WORDS


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
