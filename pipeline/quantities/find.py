"""All quantities of a text, in order: numbers with what they count, dates, times, scores."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from models.languages import short
from pipeline.quantities import chinese, european
from pipeline.quantities.calendar import Mark, find_calendar, find_times
from pipeline.quantities.contacts import find_contacts
from pipeline.quantities.european import Numeral
from pipeline.quantities.quantity import Kind, Quantity
from pipeline.quantities.units import is_currency, unit_at
from pipeline.quantities.words import find_words

_WIDE = str.maketrans("０１２３４５６７８９．％：", "0123456789.%:")
_ANY_WIDE = re.compile("[０-９．％：]")
_YEAR_AFTER = re.compile(
    r"[\s\u00a0-]{0,2}(?:г\.|гг\.|год|жыл|ж\.|年(?!级|龄|期的)|s\b|х\b|е\b)|(?:-?е|-?х|-?м)\b|'s\b|年代"
)
_DECADE = re.compile(r"(?:[\s-]{0,2}(?:s\b|’s\b|'s\b|-?е\b|-?х\b|-?ые|-?ых|年代)|-?(?:ші|шы|інші|ыншы) жыл|-?жылдар)")
_DOTTED_CLOCK = re.compile(r"([01]?\d|2[0-3])\.([0-5]\d)")
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d\s?[-–—/]\s?\Z")
_MARKER = re.compile(r"\s*\d{1,2}[.)]\s")
_PM = re.compile(r"[\s\u00a0]?(?:[Pp]\.?\s?[Mm]\b|вечера|дня\b|пополудни|o'clock)")
_PM_BEFORE = re.compile(
    r"(?:下午|午后|晚上|晚间|傍晚|晚|中午|кешкі|күндізгі|түнгі|түстен кейін(?:гі)?)\s?(?:сағат\s)?$"
)
_HOUR_AFTER = re.compile(r"[\s\u00a0]?(?:час|ч\.|点|时|o'clock|[ap]\.?m|-?[дт][еа]\b|-?[дт][еа]н\b)")
_FULL_STOP = re.compile(r"\.(?=\W*(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]|\Z))")
"""The stop after "12 млн." ends the sentence, not the abbreviation, where nothing in small letters follows."""
_NAME_BEFORE = re.compile(r"([A-Za-z]{2,})[-–]?\Z")
_BY = re.compile(r"[x×х]\d")
_IN_NAME = re.compile(r"(?:[^\W\d_\u3400-\u9fff][-–]?|\d[x×х])\Z")
"""COVID-19, G20, mm2, 4x4: a figure that belongs to a name or a sign."""


_NEAR = 24
_MOST = 200
"""Numbers of a text that are looked at: a segment with more is a table, and no sentence."""


@lru_cache(maxsize=2048)
def find_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """The quantities of a text in `language` (BCP 47). What stands in an address or a telephone number is none."""
    code = short(language)
    text = text.translate(_WIDE) if _ANY_WIDE.search(text) else text
    masked = text
    for contact in find_contacts(text):
        masked = masked[: contact.start] + "\x00" * (contact.stop - contact.start) + masked[contact.stop :]
    marks = [*find_times(masked, code), *find_calendar(masked, code)]
    found = [_from_mark(mark, text) for mark in marks]
    taken = [(mark.start, mark.stop) for mark in marks if mark.kind != "weekday" or code != "zh"]
    for mark in marks:
        if mark.kind == "month" and text[mark.start : mark.stop].isdigit():  # 12.04.2025: three figures, no decimals
            masked = f"{masked[: mark.start - 1]}\x00{text[mark.start : mark.stop]}\x00{masked[mark.stop + 1 :]}"
    months = [mark for mark in marks if mark.kind == "month"]
    for numeral in islice(_numerals(masked, code), _MOST):
        if not any(start < numeral.stop and numeral.start < stop for start, stop in taken):
            found.append(_from_numeral(numeral, masked, code, months))
            if numeral.written:
                taken.append((numeral.start, numeral.stop))
    return tuple(sorted(found, key=lambda quantity: (quantity.start, quantity.stop)))


def _numerals(text: str, code: str) -> Iterator[Numeral]:
    """Those in digits first: a word that is part of one ("3 млн") is no number of its own."""
    if code == "zh":
        yield from chinese.find_digits(text)
        yield from chinese.find_words(text)
        return
    yield from european.find_digits(text, code)
    yield from european.find_roman(text)
    yield from find_words(text, code)


def _from_mark(mark: Mark, text: str) -> Quantity:
    readings: tuple[Fraction, ...] = (Fraction(mark.value),)
    if mark.kind == "time":
        half_day = (mark.value + 720) % 1440
        readings = (Fraction(mark.value), Fraction(half_day))
    return Quantity(mark.kind, readings, mark.start, mark.stop, text[mark.start : mark.stop], written=mark.sure)


def _from_numeral(numeral: Numeral, text: str, code: str, months: list[Mark]) -> Quantity:
    start, stop, value = numeral.start, numeral.stop, numeral.readings[0]
    unit, start, stop = unit_at(text, start, stop, code) if numeral.written else ("", start, stop)
    readings = dict.fromkeys((*numeral.readings, *_other_readings(value, text, numeral)))
    kind = _kind(numeral, text, unit, months)
    listed = _MARKER.match(text) if start == 0 else None
    written = numeral.written and kind != "code" and not listed
    if _FULL_STOP.match(text, stop - 1):
        stop -= 1
    name = _NAME_BEFORE.search(_before(text, start)) if kind == "code" else None
    return Quantity(
        kind, tuple(readings), start, stop, text[start:stop], unit, written, numeral.vague, name[1] if name else ""
    )


def _before(text: str, place: int) -> str:
    """What stands before a place, as far as it can say anything of what stands there."""
    return text[max(0, place - _NEAR) : place]


def _kind(numeral: Numeral, text: str, unit: str, months: list[Mark]) -> Kind:
    value, whole = numeral.readings[0], numeral.readings[0].denominator == 1
    if numeral.written and (_IN_NAME.search(_before(text, numeral.start)) or _BY.match(text, numeral.stop)):
        return "code"
    if is_currency(unit):
        return "money"
    if unit:
        return "percent" if unit == "%" else "measure"
    if whole and 1 <= value <= 31 and any(_beside(mark, numeral, text) for mark in months):
        return "day"
    if whole and numeral.written and 1000 <= value <= 2100 and numeral.stop - numeral.start == 4:
        near = _YEAR_AFTER.match(text, numeral.stop) or any(_beside(mark, numeral, text) for mark in months)
        return "year" if near or 1900 <= value <= 2035 else "number"
    return "number"


def _beside(mark: Mark, numeral: Numeral, text: str) -> bool:
    between = text[mark.stop : numeral.start] if mark.stop <= numeral.start else text[numeral.stop : mark.start]
    return len(between) <= 4 and not any(sign.isdigit() for sign in between)


def _other_readings(value: Fraction, text: str, numeral: Numeral) -> Iterator[Fraction]:
    """What else the same figure may be: a decade's or an abbreviated year's, an afternoon hour's."""
    clock = _DOTTED_CLOCK.fullmatch(text, numeral.start, numeral.stop)
    if clock is not None:
        minutes = int(clock[1]) * 60 + int(clock[2])
        yield from (Fraction(minutes), Fraction((minutes + 720) % 1440))
    if value.denominator != 1:
        return
    if 1900 <= value <= 2100 and _YEAR_BEFORE.search(_before(text, numeral.start)):
        yield value % 100
    if text.startswith("世纪", numeral.stop):
        yield (value - 1) * 100
    after = _DECADE.match(text, numeral.stop)
    if after is not None and value % 10 == 0 and 10 <= value <= 99:
        yield from (1900 + value, 2000 + value, 1800 + value)
    elif after is not None and value % 10 == 0 and 1000 <= value <= 2100:
        yield value % 100
    if 1 <= value <= 12 and (_PM.match(text, numeral.stop) or _PM_BEFORE.search(_before(text, numeral.start))):
        yield from (value + 12, (value + 12) * 60, value * 60)
    elif value <= 24 and _HOUR_AFTER.match(text, numeral.stop):
        yield from (value * 60, value % 12)
