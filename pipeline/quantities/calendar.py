"""Months, weekdays and times of the day, in each language's words and in digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.quantities.digits import may_have_digits

_K = "а-яәғқңөұүһі"
_MONTHS = {
    "ru": (
        "январ(?:[ьяюе]м?|ск[а-я]+)|янв\\.",
        "феврал(?:[ьяюе]м?|ьск[а-я]+)|фев\\.|февр\\.",
        "март(?:а|е|у|ом|овск[а-я]+)?",
        "апрел(?:[ьяюе]м?|ьск[а-я]+)|апр\\.",
        "ма(?:й|я|е|ю|ем|йск[а-я]+)",
        "июн(?:[ьяюе]м?|ьск[а-я]+)",
        "июл(?:[ьяюе]м?|ьск[а-я]+)",
        "август(?:а|е|у|ом|овск[а-я]+)?|авг\\.",
        "сентябр(?:[ьяюе]м?|ьск[а-я]+)|сент\\.",
        "октябр(?:[ьяюе]м?|ьск[а-я]+)|окт\\.",
        "ноябр(?:[ьяюе]м?|ьск[а-я]+)",
        "декабр(?:[ьяюе]м?|ьск[а-я]+)|дек\\.",
    ),
    "kk": tuple(
        f"(?:{stem})[{_K}]{{0,8}}"
        for stem in (
            "қаңтар",
            "ақпан",
            "наурыз",
            "сәуір",
            "мамыр",
            "маусым",
            "шілде(?!хана)",
            "тамыз",
            "қыркүйек|қыркүйег",
            "қазан(?!д?ық|шыл)",
            "қараша(?!ңырақ)",
            "желтоқсан",
        )
    ),
    "en": (
        "January|Jan\\.",
        "February|Feb\\.",
        "March",
        "April|Apr\\.",
        "May",
        "June",
        "July",
        "August|Aug\\.",
        "September|Sept?\\.",
        "October|Oct\\.",
        "November|Nov\\.",
        "December|Dec\\.",
    ),
}
_WEEKDAYS = {
    "ru": (
        "понедельник(?:а|у|и|ам)?|понедельничн[а-я]+",
        "вторник(?:а|у|и|ам)?",
        "сред(?:а|ы|е|у|ой|ам)",
        "четверг(?:а|у|и|ам)?",
        "пятниц(?:а|у|ы|е|ам)|пятничн[а-я]+",
        "суббот(?:а|у|ы|е|ам)|субботн(?!ик)[а-я]+",
        "воскресень(?:е|я|ю|ям)|воскресн[а-я]+",
    ),
    "kk": tuple(
        f"{stem}[{_K}]{{0,6}}"
        for stem in (
            "дүйсенбі",
            "сейсенбі",
            "сәрсенбі",
            "бейсенбі",
            "жұма(?=(?:да|дан|ға|сы|сын|ның|лық|дағы)?(?![а-яәғқңөұүһі]))",
            "сенбі(?!лік)",
            "жексенбі",
        )
    ),
    "en": ("Mondays?", "Tuesdays?", "Wednesdays?", "Thursdays?", "Fridays?", "Saturdays?", "Sundays?"),
}
_UNSURE = {
    "ru": re.compile(
        r"[А-Я].*|сред[аыеой]+|ма[юе]м?|.*ск(?:[оаиы]|ую|ую).*|.*н(?:[иыя][йемх]|яя|юю|ое|ого|его|ая|ую).*|.+\."
    ),
    "kk": re.compile(r"маусым.*|қазан.*|наурыз.*|жұма.*|тамыз.*|[А-ЯӘҒҚҢӨҰҮҺІ].*", re.DOTALL),
    "en": re.compile(r"May|March|August|may|march|august|Sun.*|April|June"),
}
"""Words that may be something else: a name, an environment, a season, a pot, a modal verb. Beside a number they are
months, elsewhere perhaps."""
_CHINESE_MONTH = re.compile(
    r"(?<![\d.])(1[0-2]|0?[1-9])\s?月(?![球亮])|(?<![个一二三四五六七八九十数几半每])(十[一二]?|[一二三四五六七八九])月(?![球亮])"
)
_CHINESE_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])(?!年|期|岁|次(?!日)|趟|班(?!次)|天(?![气津下]))")
_CHINESE_DIGITS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
    "日": 7,
    "天": 7,
}
_NUMERIC_DATE = re.compile(
    r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])[./](0[1-9]|1[0-2])[./]\s?(?:(?:19|20)\d\d|\d\d)(?!\d)"
    r"|(?<![\d.])(?:19|20)\d\d[./-](0[1-9]|1[0-2])[./-](?:0[1-9]|[12]\d|3[01])(?!\d)"
)

_CLOCK = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])[:：h]([0-5]\d)(?::[0-5]\d)?(?![\d:])(\s?[ap]\.?\s?m\b\.?)?", re.IGNORECASE
)
_DOTTED = re.compile(r"(?<=\bв )([01]?\d|2[0-3])\.([0-5]\d)(?![\d%])(?!\s*(?:раз|млн|млрд|тыс))")
_HOUR = {
    "ru": re.compile(
        r"(?<![\d.,])(\d{1,2})\s?(?:час(?:а|ов)?|ч\.?)(?:\s+(\d{1,2})\s?мин[а-я.]*)?\s+(утра|дня|вечера|ночи)?"
    ),
    "en": re.compile(r"(?<![\d.,:])(\d{1,2})(?:\.(\d\d))?\s?([ap]\.?\s?m\b\.?)", re.IGNORECASE),
}
_ANY_CLOCK, _ANY_DATE = re.compile(r"\d[:：hH]"), re.compile(r"\d[./-]")
_CHINESE_HOUR = re.compile(r"(\d{1,2})\s?(?:(?:点|时(?!代|期|候|间))\s?(\d{1,2})\s?分|[点时](半|[一三]刻))")
_CHINESE_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}


@dataclass(frozen=True, slots=True)
class Mark:
    """A month (1-12), a weekday (1-7) or a time (minutes after midnight) at a place.

    `sure` is False for a word that may be none.
    """

    kind: Literal["month", "weekday", "time"]
    value: int
    start: int
    stop: int
    sure: bool = True


def find_calendar(text: str, language: str) -> Iterator[Mark]:
    """Months and weekdays by name, in Chinese by number; then dates in digits."""
    if language == "zh":
        for match in _CHINESE_MONTH.finditer(text):
            digits = match[1] or match[2]
            value = int(digits) if match[1] else _CHINESE_DIGITS[digits]
            yield Mark("month", value, match.start(), match.end())
        for match in _CHINESE_WEEKDAY.finditer(text):
            yield Mark("weekday", _CHINESE_DIGITS[match[1]], match.start(), match.end())
        return
    for match in _NAMED[language].finditer(text):
        unsure = _UNSURE[language].fullmatch(match.group()) and not _has_number_beside(
            text, match, after=language != "kk"
        )
        kind, value = _KINDS[match.lastgroup or ""]
        yield Mark(kind, value, match.start(), match.end(), sure=not unsure)
    for match in _NUMERIC_DATE.finditer(text) if may_have_digits(text) and _ANY_DATE.search(text) else ():
        group = 1 if match[1] else 2
        yield Mark("month", int(match[group]), match.start(group), match.end(group))


def find_times(text: str, language: str) -> Iterator[Mark]:
    """Times of the day with hours and minutes: 18:30, 6:30 p.m., в 18.30."""
    if not may_have_digits(text):
        return
    for match in _CLOCK.finditer(text) if _ANY_CLOCK.search(text) else ():
        hour = int(match[1]) % 24
        if match[3] and match[3].strip().lower().startswith("p") and hour < 12:
            hour += 12
        yield Mark("time", hour * 60 + int(match[2]), match.start(), match.end())
    if language == "ru":
        for match in _DOTTED.finditer(text) if _ANY_DATE.search(text) else ():
            yield Mark("time", int(match[1]) * 60 + int(match[2]), match.start(), match.end())
    if language == "zh":
        for match in _CHINESE_HOUR.finditer(text):
            minutes = int(match[2]) if match[2] else _CHINESE_MINUTES[match[3]]
            yield Mark("time", int(match[1]) % 24 * 60 + minutes, match.start(), match.end())


def _has_number_beside(text: str, match: re.Match[str], *, after: bool) -> bool:
    """Whether a day stands before a word, or after it where the language puts one there."""
    if _NUMBER_BESIDE.search(text[max(0, match.start() - 6) : match.start()]):
        return True
    following = text[match.end() : match.end() + 2]
    return after and len(following) == 2 and following[0].isspace() and following[1].isdigit()


def _named(code: str) -> re.Pattern[str]:
    """Any form of a month or a weekday as a word. Their first letters stand before them all, so that most words are
    passed."""
    tables = {"m": _MONTHS[code], "d": _WEEKDAYS[code]}
    first = "".join(sorted({forms.removeprefix("(?:")[0] for table in tables.values() for forms in table}))
    words = "|".join(
        f"(?P<{kind}{i}>(?:{forms})(?!\\w))" for kind, table in tables.items() for i, forms in enumerate(table, 1)
    )
    return re.compile(rf"\b(?=[{first}])(?:{words})", 0 if code == "en" else re.IGNORECASE)


_NAMED = {code: _named(code) for code in _MONTHS}
_KINDS: dict[str, tuple[Literal["month", "weekday"], int]] = {
    **{f"m{i}": ("month", i) for i in range(1, 13)},
    **{f"d{i}": ("weekday", i) for i in range(1, 8)},
}
_NUMBER_BESIDE = re.compile(r"\d(?:st|nd|rd|th|-?[а-яі]{1,3})?\s$")
