"""Twelve kinds of mistakes, each planted alone into a good translation; and a thirteenth, the wrong script.

A planter gets a pair, the pairs it may borrow from, and a random generator, and gives the spoilt translation, or None
where the kind cannot be planted: no figure to change, no negation to lose.
"""

import random
import re
from collections.abc import Callable, Sequence

from pipeline.checks.check import Pair

Planter = Callable[[Pair, Sequence[Pair], random.Random], str | None]

_FIGURE = re.compile(
    r"(?<![\w.,])\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?(?![\w])|(?<![\w.,])\d+(?:[.,]\d+)?(?=[^\x00-\u04ff])"
)
_CHINESE_FIGURE = re.compile(r"(?<![\dA-Za-z.,])\d+(?:,\d{3})*(?:\.\d+)?(?![A-Za-z\d])")
_MAGNITUDES = {
    "en": (("million", "billion"), ("billion", "million"), ("thousand", "million"), ("trillion", "billion")),
    "kk-Cyrl": (("миллион", "миллиард"), ("млн", "млрд"), ("миллиард", "миллион"), ("млрд", "млн"), ("мың", "миллион")),
    "zh-Hans": (("万", "亿"), ("亿", "万"), ("千", "万")),
}
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "kk-Cyrl": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),
}
_NEGATIONS = {
    "en": (
        (re.compile(r"\b(do|does|did)n['’]t (\w+)"), r"\2"),
        (re.compile(r"\b(do|does|did) not (\w+)"), r"\2"),
        (re.compile(r"\bwon['’]t\b"), "will"),
        (re.compile(r"\bcan['’]t\b|\bcannot\b|\bcan not\b"), "can"),
        (re.compile(r"n['’]t\b"), ""),
        (re.compile(r"\bnot (?!only)"), ""),
        (re.compile(r"\bnever "), ""),
        (re.compile(r"\bno (?!longer|less|more|later)"), ""),
        (re.compile(r"\bwithout\b"), "with"),
        (re.compile(r"\bunable\b"), "able"),
    ),
    "zh-Hans": (
        (re.compile("没有"), "有"),
        (re.compile("(?:并不|不)(?=[是会能再可想需应存知在])"), ""),
        (re.compile("从未"), ""),
        (re.compile("未(?=[能经被曾])"), ""),
        (re.compile("无法"), "可以"),
        (re.compile("尚未"), "已"),
        (re.compile("(?<![得差])不(?![断仅过同少久但只管论得])"), ""),
        (re.compile("没"), ""),
    ),
    "kk-Cyrl": (
        (re.compile(r" емес\b"), ""),
        (re.compile(r"\bжоқ\b"), "бар"),
        (re.compile(r"(\w{2,})(?:ма|ба|па)(йды|ды|ған|й тұр|йтын)"), r"\1\2"),
        (re.compile(r"(\w{2,})(?:ме|бе|пе)(йді|ді|ген|йтін)"), r"\1\2"),
        (re.compile(r"(\w{2,})(?:сыз|сіз)\b"), r"\1"),
    ),
}
_RUSSIAN_NEGATION = re.compile(
    r"\b(?:не (?!только|менее|более|раз\b)|нет\b|ни\b|нельзя|без |никогда|никто|ничего)", re.IGNORECASE
)
_NAME = {
    "en": re.compile(r"(?<=[a-z,] )(?!I\b)[A-Z][a-z]{3,}(?: [A-Z][a-z]{2,})*"),
    "kk-Cyrl": re.compile(
        r"(?<=[а-яәғқңөұүһі,] )[А-ЯӘҒҚҢӨҰҮҺІ][а-яәғқңөұүһі]{3,}(?: [А-ЯӘҒҚҢӨҰҮҺІ][а-яәғқңөұүһі]{2,})*"
    ),
    "zh-Hans": re.compile(
        r"[\u4e00-\u9fff]{1,4}·[\u4e00-\u9fff]{2,4}|(?:美国|中国|俄罗斯|英国|法国|德国|日本|印度|澳大利亚|意大利|西班牙|加拿大|土耳其|埃及|巴西|墨西哥|"
        r"伊朗|以色列|波兰|希腊|泰国|纽约|伦敦|巴黎|北京|东京|悉尼|莫斯科)"
    ),
}
_WORDS = re.compile(r"\S+")
_KAZAKH_LATIN = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        "a ä b v g ğ d e io j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ch ş şç  y ı  e iu ia".split(" "),
        strict=True,
    )
)


def digit(pair: Pair, _others: Sequence[Pair], chance: random.Random) -> str | None:
    """One digit of a number becomes another."""
    places = [i for match in _figures(pair) for i in range(*match.span()) if pair.hypothesis[i].isdigit()]
    if not places:
        return None
    place = chance.choice(places)
    other = chance.choice([d for d in "123456789" if d != pair.hypothesis[place]])
    return pair.hypothesis[:place] + other + pair.hypothesis[place + 1 :]


def group(pair: Pair, _others: Sequence[Pair], chance: random.Random) -> str | None:
    """A group of digits moves: 1,234 becomes 234,1 written right; 2015 becomes 1520; the decimal point shifts."""
    found = [(match, moved) for match in _figures(pair) if (moved := _moved(match.group())) is not None]
    if not found:
        return None
    match, moved = chance.choice(found)
    return pair.hypothesis[: match.start()] + moved + pair.hypothesis[match.end() :]


def number_dropped(pair: Pair, _others: Sequence[Pair], chance: random.Random) -> str | None:
    """A number goes, with its percent sign."""
    found = [match for match in _figures(pair) if match.group() != "1"]
    if not found:
        return None
    match = chance.choice(found)
    after = re.sub(r"^\s?[%％]", "", pair.hypothesis[match.end() :])
    return f"{pair.hypothesis[: match.start()].rstrip(' ')} {after.lstrip(' ')}".strip()


def magnitude(pair: Pair, _others: Sequence[Pair], chance: random.Random) -> str | None:
    """Millions become billions."""
    found = [
        (match, other)
        for word, other in _MAGNITUDES[pair.language]
        for match in re.finditer(rf"(?<=\d)[ \u00a0]?{word}", pair.hypothesis)
    ]
    if not found:
        return None
    match, other = chance.choice(found)
    space = match.group()[0] if match.group()[0].isspace() else ""
    return pair.hypothesis[: match.start()] + space + other + pair.hypothesis[match.end() :]


def date(pair: Pair, _others: Sequence[Pair], chance: random.Random) -> str | None:
    """A month becomes another, or a year moves by one to nine."""
    found: list[tuple[int, int, str]] = []
    for match in re.finditer(r"(?<!\d)(?:19|20)\d\d(?!\d)", pair.hypothesis):
        year = int(match.group()) + chance.choice([-9, -5, -2, -1, 1, 2, 3])
        found.append((*match.span(), str(year)))
    if pair.language == "zh-Hans":
        found += [
            (*match.span(), str(int(match.group()) % 12 + 1))
            for match in re.finditer(r"(?<!\d)(1[0-2]|[1-9])(?=\s?[月日]\b|\s?月\s?\d|\s?日)", pair.hypothesis)
        ]
    else:
        names = _MONTHS[pair.language]
        for match in re.finditer(
            rf"(?:\d\s|in |On )({'|'.join(names)})|({'|'.join(names)})(?= \d)|(?<=\d )({'|'.join(names)})",
            pair.hypothesis,
        ):
            index = next(i for i in (1, 2, 3) if match[i])
            found.append((*match.span(index), names[(names.index(match[index]) + chance.randint(1, 11)) % 12]))
    if not found:
        return None
    start, stop, other = chance.choice(found)
    return pair.hypothesis[:start] + other + pair.hypothesis[stop:]


def name_replaced(pair: Pair, others: Sequence[Pair], chance: random.Random) -> str | None:
    """A name gives way to another sentence's."""
    found = list(_NAME[pair.language].finditer(pair.hypothesis))
    if not found:
        return None
    match = chance.choice(found)
    for _ in range(200):
        other = _NAME[pair.language].search(chance.choice(others).hypothesis)
        if other and other.group() not in pair.hypothesis:
            return pair.hypothesis[: match.start()] + other.group() + pair.hypothesis[match.end() :]
    return None


def name_misspelt(pair: Pair, _others: Sequence[Pair], chance: random.Random) -> str | None:
    """A consonant or character of a name becomes another."""
    found = [
        m for m in _NAME[pair.language].finditer(pair.hypothesis) if len(m.group()) > 3 or pair.language == "zh-Hans"
    ]
    if not found:
        return None
    match = chance.choice(found)
    letters = {"en": "bdfgklmnprstvz", "kk-Cyrl": "бдгзклмнпрст", "zh-Hans": "特尔马克斯里安德卡"}[pair.language]
    places = [i for i in range(match.start() + 1, match.end()) if pair.hypothesis[i] in letters] or [match.end() - 1]
    place = chance.choice(places)
    other = chance.choice([sign for sign in letters if sign != pair.hypothesis[place]])
    return pair.hypothesis[:place] + other + pair.hypothesis[place + 1 :]


def half_dropped(pair: Pair, _others: Sequence[Pair], chance: random.Random) -> str | None:
    """The first or the second half of a sentence goes, at a word."""
    text = pair.hypothesis.strip()
    if len(text) < (16 if pair.language == "zh-Hans" else 40):
        return None
    middle = len(text) // 2
    cuts = list(range(len(text))) if pair.language == "zh-Hans" else [m.start() for m in _WORDS.finditer(text)]
    cut = min(cuts, key=lambda i: abs(i - middle))
    if chance.random() < 0.5:
        return text[:cut].rstrip(" ,，、") + text[-1]
    kept = text[cut:].lstrip(" ,，、")
    return kept[0].upper() + kept[1:]


def clause_added(pair: Pair, others: Sequence[Pair], chance: random.Random) -> str | None:
    """A clause of another sentence joins the end, or the beginning."""
    shortest = 8 if pair.language == "zh-Hans" else 25
    for _ in range(200):
        other = chance.choice(others)
        clauses = [c.strip(" .。!?") for c in re.split(r"[,;，；。:：]", other.hypothesis)]
        clauses = [c for c in clauses if shortest <= len(c) <= 4 * shortest]
        if other.source != pair.source and clauses:
            break
    else:
        return None
    clause, text = chance.choice(clauses), pair.hypothesis.rstrip()
    comma = "，" if pair.language == "zh-Hans" else ", "
    if chance.random() < 0.3:
        return clause + comma + text
    end = text[-1] if not text[-1].isalnum() else ""
    return text[: len(text) - len(end)] + comma + clause + end


def left_in_russian(pair: Pair, _others: Sequence[Pair], _chance: random.Random) -> str | None:
    """The sentence is not translated at all."""
    return pair.source if len(pair.source.split()) >= 3 else None


def negation_removed(pair: Pair, _others: Sequence[Pair], chance: random.Random) -> str | None:
    """A negation that the source has goes."""
    if not _RUSSIAN_NEGATION.search(pair.source):
        return None
    found = [(m, r) for pattern, r in _NEGATIONS[pair.language] for m in pattern.finditer(pair.hypothesis)]
    if not found:
        return None
    match, replacement = chance.choice(found)
    changed = pair.hypothesis[: match.start()] + match.expand(replacement) + pair.hypothesis[match.end() :]
    return changed if changed != pair.hypothesis else None


def loop(pair: Pair, _others: Sequence[Pair], chance: random.Random) -> str | None:
    """One to four words, or two to six characters, come three to six times in a row."""
    times = chance.randint(3, 6)
    if pair.language == "zh-Hans":
        found = list(re.finditer(r"[\u4e00-\u9fff]{2,6}", pair.hypothesis))
        space = ""
    else:
        size = chance.randint(1, 4)
        found = list(re.finditer(rf"\b[^\W\d_]{{3,}}(?: [^\W\d_]+){{{size - 1}}}\b", pair.hypothesis))
        space = " "
    if not found:
        return None
    match = chance.choice(found)
    return pair.hypothesis[: match.start()] + space.join([match.group()] * times) + pair.hypothesis[match.end() :]


def script(pair: Pair, _others: Sequence[Pair], _chance: random.Random) -> str | None:
    """Chinese in Traditional characters, Kazakh in Latin letters."""
    if pair.language == "zh-Hans":
        from opencc import OpenCC

        changed: str = OpenCC("s2t").convert(pair.hypothesis)
        return changed if changed != pair.hypothesis else None
    if pair.language == "kk-Cyrl":
        letters = {**_KAZAKH_LATIN, **{k.upper(): v.capitalize() for k, v in _KAZAKH_LATIN.items()}}
        return "".join(letters.get(sign, sign) for sign in pair.hypothesis)
    return None


KINDS: dict[str, Planter] = {
    "a digit changed": digit,
    "a digit group moved": group,
    "a number dropped": number_dropped,
    "a magnitude changed": magnitude,
    "a date shifted": date,
    "a name replaced": name_replaced,
    "a name misspelt": name_misspelt,
    "half a sentence dropped": half_dropped,
    "a clause added": clause_added,
    "left in Russian": left_in_russian,
    "a negation removed": negation_removed,
    "a loop": loop,
    "another script": script,
}


def _figures(pair: Pair) -> list[re.Match[str]]:
    pattern = _CHINESE_FIGURE if pair.language == "zh-Hans" else _FIGURE
    return list(pattern.finditer(pair.hypothesis))


def _moved(figure: str) -> str | None:
    groups = re.split(r"([,.\u00a0 ])", figure)
    if len(groups) >= 3 and len(groups[-1]) == 3:  # 12,500 -> 500,012 is written 500,12: swap the last two of three
        digits = "".join(groups[::2])
        moved = digits[-3:] + digits[:-3]
        return moved if moved != digits and moved[0] != "0" else None
    if len(groups) == 3:
        digits = groups[0] + groups[2]
        cut = len(groups[0]) + 1
        return (
            f"{digits[:cut]}{groups[1]}{digits[cut:]}"
            if cut < len(digits)
            else f"{digits[0]}{groups[1]}{digits[1:]}"
            if len(groups[0]) > 1
            else None
        )
    if len(figure) >= 4:
        moved = figure[-2:] + figure[:-2]
        return moved if moved != figure and moved[0] != "0" else None
    return None
