"""Numbers in Chinese text: digits with 万 and 亿, numerals in characters, fractions, and what else has a value."""

import re
from collections.abc import Iterator
from fractions import Fraction

from pipeline.quantities.digits import may_have_digits
from pipeline.quantities.european import Numeral

_NUMBER = r"\d{1,3}(?:[,， ]\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?"
_WRITTEN = re.compile(
    rf"(?:(?:{_NUMBER})\s?(?:多|余|几)?\s?(?:[十百万亿]|千(?![米克瓦卡赫帕伏])|兆(?!瓦|赫|帕|字|比|欧))*)+"
)
_PIECE = re.compile(rf"({_NUMBER})\s?(?:多|余|几)?\s?((?:[十百万亿兆]|千(?![米克瓦卡赫帕伏]))*)")
_RANGE = re.compile(r"\s?(?:[-–—−~～]|至|到|或|、)\s?")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
_FRACTION = re.compile(r"(\d+|[一二两三四五六七八九十百千]+)分之(\d+(?:\.\d+)?|[零一二两三四五六七八九十百点]+)")
_DECADE = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]+)\s?世纪\s?(?:的)?\s?(\d0|[一二两三四五六七八九十]+)\s?年代")
_SLASH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,3})(?![\d/])")
_UNITS = dict(zip("零〇一二三四五六七八九", (0, 0, *range(1, 10)), strict=True)) | {"两": 2, "俩": 2, "双": 2}
_CHARACTERS = re.compile(
    r"(?:[零〇一二两三四五六七八九十百万亿廿卅双俩]|千(?![米克瓦卡赫帕伏]))+(?:点[零〇一二三四五六七八九]+)?"
)
_LONGEST = 24
"""Characters past which a run of numerals is no number."""
_YEAR_DIGITS = re.compile(r"[零〇一二三四五六七八九]{2,}")
_OTHERS = {
    word: tuple(map(Fraction, values.split(",")))
    for word, _, values in (
        entry.partition("=")
        for entry in "半=1/2,30 十年=10 百年=100 千年=1000 世纪=100 倍=2 翻番=2 翻了一番=2 刻=15,1/4 打=12 周=7 季度=3 "
        "昼夜=24,1 首=1 唯一=1 单=1 年=1,12 对=2 副=2 元=1".split()
    )
}
"""Words that have a value and are no numerals."""
_TENTHS = re.compile(r"(\d+|[一二两三四五六七八九])成(?![为立员功就本果长都分])")
"""四成 is forty per cent."""
_COUNTED = r"(?<![0-9零〇一二两三四五六七八九十百千几])年"
"""A year, or twelve months, by itself; that of 2024年 and of 三年 is counted by what stands before it."""
_OTHER = re.compile("|".join(_COUNTED if word == "年" else word for word in sorted(_OTHERS, key=len, reverse=True)))


def find_digits(text: str) -> list[Numeral]:
    """Numbers in digits: 3亿5000万 is 350,000,000; the first of 3至4万 may be 3 or 30,000."""
    found: list[Numeral] = []
    found += [
        Numeral((Fraction(int(match[1]), int(match[2])),), match.start(), match.end())
        for match in (_SLASH.finditer(text) if "/" in text else ())
        if int(match[2])
    ]
    for match in _DECADE.finditer(text) if "世纪" in text else ():
        century, decade = _whole(match[1]), _whole(match[2])
        if century and decade:
            readings = ((century - 1) * 100 + decade, decade)
            found.append(Numeral(readings, match.start(), match.end(), written=match[2][0].isdigit()))
    for match in _FRACTION.finditer(text) if "分之" in text else ():
        below, above = _whole(match[1]), _whole(match[2])
        if below and above is not None:
            percent = (above,) if below in {100, 1000} else (above / below, below)
            found.append(Numeral(percent, match.start(), match.end(), written=match[2][0].isdigit()))
    taken = [(numeral.start, numeral.stop) for numeral in found]
    for match in _WRITTEN.finditer(text) if may_have_digits(text) else ():
        if any(match.start() < stop and start < match.end() for start, stop in taken):
            continue
        value, scale = Fraction(0), 1
        for digits, scales in _PIECE.findall(match.group()):
            scale = 1
            for sign in scales:
                scale *= _SCALES[sign]
            value += Fraction(re.sub(r"[,， ]", "", digits)) * scale
        first = found[-1] if found else None
        if first is not None and scale > 1 and _RANGE.fullmatch(text, first.stop, match.start()):
            more = tuple(reading * scale for reading in first.readings)
            found[-1] = Numeral((*first.readings, *more), first.start, first.stop, first.written)
        stop = match.start() + len(match.group().rstrip())
        found.append(Numeral((value,), match.start(), stop))
    return sorted(found, key=lambda numeral: numeral.start)


def find_words(text: str) -> Iterator[Numeral]:
    """Numerals in characters, and words that have a value."""
    for match in _CHARACTERS.finditer(text):
        if readings := _read(match.group()):
            yield Numeral(readings, match.start(), match.end(), written=False)
    for match in _TENTHS.finditer(text):
        value = _whole(match[1])
        if value is not None:
            yield Numeral((value * 10,), match.start(), match.end(), written=False)
    for match in _OTHER.finditer(text):
        yield Numeral(_OTHERS[match.group()], match.start(), match.end(), written=False)


def _whole(text: str) -> Fraction | None:
    if text[0].isdigit():
        return Fraction(text)
    return next(iter(_read(text)), None)


def _read(text: str) -> tuple[Fraction, ...]:
    """The values of a run of numerals: 三十二 is 32, 二〇二五 2025, 两三 2 or 3, 一亿五千万 150,000,000."""
    if len(text) > _LONGEST:
        return ()
    whole, _, decimals = text.partition("点")
    if decimals:
        tail = Fraction(int("".join(str(_UNITS[sign]) for sign in decimals)), 10 ** len(decimals))
        return tuple(value + tail for value in _read(whole)[:1]) or (tail,)
    if _YEAR_DIGITS.fullmatch(whole):
        digits = "".join(str(_UNITS[sign]) for sign in whole)
        return (Fraction(int(digits)), *(Fraction(int(digit)) for digit in digits))
    return (Fraction(_count(whole.replace("廿", "二十").replace("卅", "三十"))),)


def _count(text: str) -> int:
    """亿 and 万 part a number in what they multiply and what follows; below them every figure has its own unit."""
    for scale in "亿万":
        before, found, after = text.rpartition(scale)
        if found:
            return (_count(before) if before else 1) * _SCALES[scale] + (_count(after) if after else 0)
    total = unit = 0
    for sign in text:
        if sign in _UNITS:
            unit = _UNITS[sign]
        else:
            total += (unit or 1) * _SCALES[sign]
            unit = 0
    return total + unit
