"""Months, weekdays and times of the day, in each language's words and in digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_K = "а-яәғқңөұүһі"
_MONTHS = {
    "ru": ("январ[ьяюе]м?", "феврал[ьяюе]м?", "март(?:а|е|у|ом)?", "апрел[ьяюе]м?", "ма(?:й|я|е|ю|ем)", "июн[ьяюе]м?",
           "июл[ьяюе]м?", "август(?:а|е|у|ом)?", "сентябр[ьяюе]м?", "октябр[ьяюе]м?", "ноябр[ьяюе]м?",
           "декабр[ьяюе]м?"),
    "kk": tuple(f"{stem}[{_K}]{{0,8}}" for stem in ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым(?:ның|да|дан|ға)?(?![а-я])|маусым",
           "шілде", "тамыз", "қыркүйек|қыркүйег", "қазан(?!д?ық)", "қараша", "желтоқсан")),
    "en": ("January|Jan\\.", "February|Feb\\.", "March", "April|Apr\\.", "May", "June", "July", "August|Aug\\.",
           "September|Sept?\\.", "October|Oct\\.", "November|Nov\\.", "December|Dec\\."),
}  # fmt: skip
_WEEKDAYS = {
    "ru": ("понедельник(?:а|у|и|ам)?", "вторник(?:а|у|и|ам)?", "сред(?:у|ам)", "четверг(?:а|у|и|ам)?",
           "пятниц(?:а|у|ы|е|ам)", "суббот(?:а|у|ы|е|ам)", "воскресень(?:е|я|ю|ям)"),
    "kk": tuple(f"{stem}[{_K}]{{0,6}}" for stem in ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма(?!ға?бай|л|ғұл|н)", "сенбі",
           "жексенбі")),
    "en": ("Mondays?", "Tuesdays?", "Wednesdays?", "Thursdays?", "Fridays?", "Saturdays?", "Sundays?"),
}  # fmt: skip
_BEFORE_MONTH = "".join(
    rf"(?<={before} )|" for before in (r"\d", r"\d(?:st|nd|rd|th)", *(
        rf"\b{word}" for word in "of in In last Last this late since Since by By until Until early from From and next"
        .split()))
)  # fmt: skip
"""May and March are words too: they are months beside a number or after one of these."""
_CHINESE_MONTH = re.compile(r"(?<![\d.])(1[0-2]|0?[1-9])\s?月(?![球亮])|(?<![个一二三四五六七八九十数几半每])(十[一二]?|[一二三四五六七八九])月(?![球亮])")
_CHINESE_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])(?!年|期|岁)")
_CHINESE_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11,
                   "十二": 12, "日": 7, "天": 7}  # fmt: skip
_NUMERIC_DATE = re.compile(r"(?<![\d.])(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.(?:(?:19|20)\d\d|\d\d)(?!\d)")

_CLOCK = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4])[:：h]([0-5]\d)(?::[0-5]\d)?(?![\d:])(\s?[ap]\.?\s?m\b\.?)?", re.IGNORECASE)
_DOTTED = re.compile(r"(?<=\bв )([01]?\d|2[0-3])\.([0-5]\d)(?![\d%])(?!\s*(?:раз|млн|млрд|тыс))")
_HOUR = {
    "ru": re.compile(r"(?<![\d.,])(\d{1,2})\s?(?:час(?:а|ов)?|ч\.?)(?:\s+(\d{1,2})\s?мин[а-я.]*)?\s+(утра|дня|вечера|ночи)?"),
    "en": re.compile(r"(?<![\d.,:])(\d{1,2})(?:\.(\d\d))?\s?([ap]\.?\s?m\b\.?)", re.IGNORECASE),
}
_CHINESE_HOUR = re.compile(r"(\d{1,2})\s?(?:点|时(?!代|期|候|间))(?:(\d{1,2})分|半)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A month (1-12), a weekday (1-7) or a time (minutes after midnight) at a place; `day` where digits gave one."""

    kind: Literal["month", "weekday", "time"]
    value: int
    start: int
    stop: int


def find_calendar(text: str, language: str) -> Iterator[Mark]:
    """Months and weekdays by name, in order of kind; in Chinese by number."""
    if language == "zh":
        for match in _CHINESE_MONTH.finditer(text):
            digits = match[1] or match[2]
            value = int(digits) if match[1] else _CHINESE_DIGITS[digits]
            yield Mark("month", value, match.start(), match.end())
        for match in _CHINESE_WEEKDAY.finditer(text):
            yield Mark("weekday", _CHINESE_DIGITS[match[1]], match.start(), match.end())
        return
    kinds: tuple[tuple[Literal["month", "weekday"], re.Pattern[str]], ...] = (
        ("month", _NAMED_MONTH[language]),
        ("weekday", _NAMED_DAY[language]),
    )
    for kind, pattern in kinds:
        for match in pattern.finditer(text):
            yield Mark(kind, int((match.lastgroup or "n1")[1:]), match.start(), match.end())
    for match in _NUMERIC_DATE.finditer(text):
        yield Mark("month", int(match[2]), match.start(2), match.end(2))


def find_times(text: str, language: str) -> Iterator[Mark]:
    """Times of the day with hours and minutes: 18:30, 6:30 p.m., в 18.30."""
    for match in _CLOCK.finditer(text):
        hour = int(match[1]) % 24
        if match[3] and match[3].strip().lower().startswith("p") and hour < 12:
            hour += 12
        yield Mark("time", hour * 60 + int(match[2]), match.start(), match.end())
    if language == "ru":
        for match in _DOTTED.finditer(text):
            yield Mark("time", int(match[1]) * 60 + int(match[2]), match.start(), match.end())
    if language == "zh":
        for match in _CHINESE_HOUR.finditer(text):
            if match[2]:
                yield Mark("time", int(match[1]) % 24 * 60 + int(match[2]), match.start(), match.end())


def _named(table: tuple[str, ...], sure: str = "", unsure: tuple[int, ...] = ()) -> re.Pattern[str]:
    parts = [f"(?P<n{i}>\\b(?:{forms})(?!\\w))" for i, forms in enumerate(table, 1) if i not in unsure]
    return re.compile("|".join(parts) + sure, 0 if sure else re.IGNORECASE)


def _unsure(name: str) -> str:
    return rf"(?:{_BEFORE_MONTH}(?<=\bmid-)|(?<=\bMid-)){name}\b|\b{name}(?= \d)"


_NAMED_MONTH = {
    "ru": _named(_MONTHS["ru"]),
    "kk": _named(_MONTHS["kk"]),
    "en": _named(_MONTHS["en"], f"|(?P<n5>{_unsure('May')})|(?P<n3>{_unsure('March')})", unsure=(3, 5)),
}
_NAMED_DAY = {language: _named(table) for language, table in _WEEKDAYS.items()}
