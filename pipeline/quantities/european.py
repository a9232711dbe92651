"""Numbers in Russian, Kazakh and English text: in digits and in Roman numerals, with their magnitudes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.quantities.digits import may_have_digits
from pipeline.quantities.numerals import SCALE, scale_of

_SPACE = " \u00a0\u2009\u202f"
_DIGITS = {
    "ru": re.compile(rf"[1-9]\d{{0,2}}(?:[{_SPACE}]\d{{3}})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?"),
    "en": re.compile(rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)|\d+(?:\.\d+)?"),
}
_DIGITS["kk"] = _DIGITS["ru"]
_FRACTION = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,3})(?![\d/])")
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}
_ANY_VULGAR = re.compile(f"[{''.join(_VULGAR)}]")
_AFTER = {language: re.compile(rf"[{_SPACE}-]?(?:{scale.pattern})") for language, scale in SCALE.items()}
_RANGE = re.compile(rf"[{_SPACE}]?(?:[-–—−~]|до|или|to|or|and|ден|дан|нан|нен|тен|тан)[{_SPACE}]?")
_GAP = re.compile(rf"[{_SPACE}]")
_ROMAN = re.compile(
    r"(?<![\w.])(?=[XVIХІ]{2}|[XVI]\b)([XХ]{0,3}(?:[IІ][XХ]|[IІ]V|V?[IІ]{0,3}))(?![\w])(?!\.\s?[A-ZА-Я])"
)
_LATIN = str.maketrans("ІХ", "IX")
"""Kazakh keyboards have these two in Cyrillic: ІІІ тоқсан, ХХІ ғасыр."""
_ANY_ROMAN = re.compile(r"[XVIХІ](?:[XVIХІ]|\b(?<=[XVI]))")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it stands in a text, before anything is known of what it counts."""

    readings: tuple[Fraction, ...]
    start: int
    stop: int
    written: bool = True
    vague: bool = False


def find_digits(text: str, language: str) -> list[Numeral]:
    """Numbers in digits, with the word of magnitude after them; a range's first takes the magnitude of its second."""
    if not may_have_digits(text) and not _ANY_VULGAR.search(text):
        return []  # nearly every sentence
    found: list[Numeral] = []
    for match in _DIGITS[language].finditer(text):
        if match.start() and text[match.start() - 1].isdigit():
            continue
        readings, stop = _readings(match.group(), language), match.end()
        scale = _AFTER[language].match(text, stop)
        if scale is not None:
            factor = scale_of(scale)
            readings = tuple(value * factor for value in readings)
            if scale.group(scale.lastgroup or 0) in {"m", "M", "k", "K", "b", "B"}:  # metres, a model's name
                readings = (*readings, *_readings(match.group(), language))
            stop = scale.end()
            if found and found[-1].readings[0] > readings[0] and _GAP.fullmatch(text, found[-1].stop, match.start()):
                first = found.pop()  # 2 млрд 760 млн
                found.append(Numeral((first.readings[0] + readings[0],), first.start, stop))
                continue
            if found and _RANGE.fullmatch(text, found[-1].stop, match.start()):
                first = found[-1]
                more = tuple(value * factor for value in first.readings)
                found[-1] = Numeral((*more, *first.readings), first.start, first.stop)
        elif match.group()[0] == "'" or text[match.start() - 1 : match.start()] in {"'", "’"}:
            readings = (*readings, *(1900 + value for value in readings))
        found.append(Numeral(readings, match.start(), stop))
    if "/" in text:
        found += [
            Numeral((Fraction(int(m[1]), int(m[2])),), m.start(), m.end())
            for m in _FRACTION.finditer(text)
            if int(m[2])
        ]
    found += [Numeral((Fraction(*_VULGAR[m[0]]),), m.start(), m.end()) for m in _ANY_VULGAR.finditer(text)]
    return _outermost(found)


def find_roman(text: str) -> Iterator[Numeral]:
    """Roman numerals up to 39, as centuries, congresses and kings have them."""
    for match in _ROMAN.finditer(text) if _ANY_ROMAN.search(text) else ():
        letters = match.group(1).translate(_LATIN)
        if not letters or (letters == "I" and not text[: match.start()].rstrip()[-1:].isalpha()):
            continue
        values = [_ROMAN_VALUES[letter] for letter in letters]
        total = sum(v if v >= max(values[i:]) else -v for i, v in enumerate(values))
        yield Numeral((Fraction(total),), match.start(), match.end(), written=False)


def _readings(digits: str, language: str) -> tuple[Fraction, ...]:
    plain = "".join(sign for sign in digits if sign not in _SPACE)
    if language == "en":
        return (Fraction(plain.replace(",", "")),)
    value = Fraction(plain.replace(",", "."))
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", plain):  # 1.234 and 1,234 are thousands in some newsrooms
        return (value, Fraction(re.sub(r"[.,]", "", plain)))
    return (value,)


def _outermost(found: list[Numeral]) -> list[Numeral]:
    """Without those that stand inside another; in order."""
    found.sort(key=lambda numeral: (numeral.start, -numeral.stop))
    kept: list[Numeral] = []
    for numeral in found:
        if not kept or numeral.start >= kept[-1].stop:
            kept.append(numeral)
    return kept
