"""Where a Russian news sentence ends: ordered, named rules. Each says "join", "split" or, with None, nothing.

The first that speaks decides; where none does, razdel's boundary stands. `explain` in `sentences` shows which did.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pipeline.segment.abbreviations import ends_with

Verdict = Literal["join", "split"] | None

_TAIL = 60
_UPPER = "А-ЯЁӘҒҚҢӨҰҮҺІA-Z"
_TWO_LETTERS = "[БВГДЖЗКЛМНПРСТФХЦЧШЩ][бвгджзклмнпрстфхцчшщ]"
"""Of two letters an initial is only where no word could be: "Дж. Ли", but "Да." and "Ли." are words."""
_INITIALS = re.compile(rf"(?<![\w.])((?:(?:[{_UPPER}]|{_TWO_LETTERS})\.[\s\u00a0-]*)+)$")
_SURNAME = re.compile(
    r"[«\s]*(?:[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]*(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ову|еву|ину|овым|евым|иным|овой|евой|иной|"
    r"ове|еве|ине|овы|евы|овых|евых|ский|цкий|ская|цкая|ского|цкого|скому|ским|ской|скую|ко|их|ых|ян|уа|ани|адзе|швили|"
    r"баев\w*|беков\w*|улы|ұлы|кызы|қызы|оглы|заде|ас|ис|ич|(?<!ст)ан|ен)|Ким|Ли|Цой|Пак|Тен|Хан|Ан|Нам|Югай|Хегай)\b"
)
"""A word that ends as surnames of the region do, or a short one; no country ("Казахстан")."""
_LATIN_WORD = re.compile(r"\s*[A-Z][a-z]+")
_LETTERED = re.compile(r"(?:групп|класс|категори|витамин|блок|лиг|сери|литер|корпус|зон|план)\w*\s+[\"«]?\w\.$")
_YEAR_ALONE = re.compile(
    r"(?P<before>.*?)(?:\d{4}(?:\s*[-–—,и]+\s*\d{4})?|[XVI]+(?:\s*[-–—]\s*[XVI]+)?)\s*(?:гг|г|вв|в)\.(?:\s*(?:до\s+)?н\.\s?э\.)?",
    re.IGNORECASE | re.DOTALL,
)
_TIME_WORD = re.compile(
    r"(?:в|во|к|ко|с|со|до|от|после|на|за|по|из|и|а|но|так|уже|ещё|еще|только|лишь|если|так|"
    r"осенью|весной|летом|зимой|начал\w+|кон[ец]\w+|середин\w+|течение|рубеж\w+|время|период\w*|"
    r"(?:январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*|ма[йяею]|"
    r"квартал\w*|полугоди\w+|месяц\w*|недел\w+|дн\w+|сезон\w*|год\w*|половин\w+|част\w+|"
    r"перв\w+|втор\w+|трет\w+|четв[её]рт\w+|последн\w+|минувш\w+|прошл\w+|нынешн\w+|вс[её]\w*|"
    r"дв[аеу]\w*|три|тр[её]х|четыр\w+|пят\w+|шест\w+|сем\w+|восем\w+|девят\w+|десят\w+|одиннадцат\w+|"
    r"итог\w+|результат\w+|данн\w+|состояни\w+|сравнени\w+|план\w+|прогноз\w+|отношени\w+|"
    r"[IV]{1,3}|\d{1,2}(?:-\w{1,3})?|[-–—,])",
    re.IGNORECASE,
)
_PLACE_ALONE = re.compile(r"\W*(?:в|во|на|из|по|для|и)\s+(?:[\w-]+(?:ой|ей)(?:\s+и|,)?\s+)+обл\.", re.IGNORECASE)
_DEGREE = re.compile(r"\w,\s+[кд]\.\s?(?:[а-я]{1,3}\.[\s-]?){1,2}н\.$")
_COMMON_WORD = re.compile(r"\s+[А-ЯЁ][а-яё]+\s+[а-яё]")
_SMALLER_UNIT = re.compile(r"\s*\d+\s*(?:мин|сек|коп|мес|дн|см|мм)\.")
_LATIN_SHOUT = re.compile(r"(?<![\w.])[A-Z][a-z]+!$")
_LIST_NUMBER = re.compile(r"[^\w]*(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,5}|[а-яa-z])[.)]+$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"(?:\d(?:-\w{1,3})?|\b[XVI]+|\b(?:тыс|млн|млрд|трлн)|%)\s*$")
_NUMBER_AFTER = re.compile(r"\s*(?:№\s*)?(?:\d|[IVXLC]+\b)")
_OF_A_CURRENCY = re.compile(r"\s*(?:США|РК|РФ|КНР|СССР|ЕС)\b")
_DASH = re.compile(r"\s*[-–—−]\s+")
_LOWER = re.compile(r"[\s«“„\"'(]*[a-zа-яёәғқңөұүһі]")
_PAIRS = {"«": "»", "„": "“", "“": "”", "(": ")", "[": "]"}
_MARK_OF_A_PAIR = re.compile(r"[«»„“”()\[\]\"]")
_LONGEST_ASIDE = 300


@dataclass(frozen=True)
class Place:
    """A place in a text where a sentence may end: the sentence began at `start`, the text before it ends at `stop`."""

    text: str
    start: int
    stop: int
    enclosed: tuple[tuple[int, int], ...]

    @cached_property
    def left(self) -> str:
        """The end of what stands before."""
        return self.text[max(self.start, self.stop - _TAIL) : self.stop]

    @cached_property
    def sentence(self) -> str:
        """The sentence as it would end here."""
        return self.text[self.start : self.stop]

    @cached_property
    def right(self) -> str:
        """The beginning of what stands after, its whitespace too."""
        return self.text[self.stop : self.stop + _TAIL]


def table_cell(place: Place) -> Verdict:
    """A tab parts the cells of a table's row."""
    return "split" if place.right.startswith("\t") or place.left.endswith("\t") else None


def inside_a_pair(place: Place) -> Verdict:
    """Between quotation marks or brackets that close: a segment never holds one half of a pair."""
    return "join" if any(start < place.stop < stop for start, stop in place.enclosed) else None


def nothing_yet(place: Place) -> Verdict:
    """Marks alone ("…И тогда", "?!") are no sentence."""
    return None if re.search(r"\w", place.sentence) else "join"


def ellipsis_first(place: Place) -> Verdict:
    """ "Шёл дождь. …Марафонцы": dots that stand before a word begin its sentence."""
    return "split" if re.match(rf"\s+(?:…|\.{{3}})[{_UPPER}]", place.right) else None


def latin_name(place: Place) -> Verdict:
    """ "Yahoo! Finance": a mark that belongs to a foreign name."""
    return "join" if _LATIN_SHOUT.search(place.left) and _LATIN_WORD.match(place.right) else None


def list_number(place: Place) -> Verdict:
    """ "1. Утвердить": a number alone is no sentence, but a year, a question's answer or "Да." may be."""
    return "join" if _LIST_NUMBER.fullmatch(place.sentence) and place.right.strip() else None


def marks_go_on(place: Place) -> Verdict:
    """A closing mark or another point comes next: the sentence ends there, if it does."""
    return "join" if place.right.lstrip()[:1] in {*".!?…,;:»”)]"} else None


def authors_words(place: Place) -> Verdict:
    """After a dash: a small letter goes on ("— Да! — сказал он"), a capital begins (". — Работа идёт")."""
    dash = _DASH.match(place.right)
    if not dash:
        return None
    if _LOWER.match(place.right[dash.end() :]):
        return "join"
    return "split" if re.search(r"[.!?…][»”\"')]*$", place.left) and not ends_with("never", place.left) else None


def lettered(place: Place) -> Verdict:
    """ "в группе А. Матч": a letter that names a group is no initial."""
    return "split" if _LETTERED.search(place.left) and not _SURNAME.match(place.right) else None


def initials(place: Place) -> Verdict:
    """ "А. С. Иванов" goes on; "Иванов А. С." may end where what follows does not look like a surname."""
    found = _INITIALS.search(place.left)
    if not found:
        return None
    if (
        _SURNAME.match(place.right)
        or re.match(rf"\s*(?:[{_UPPER}]\.|-)", place.right)
        or _LATIN_WORD.match(place.right)
    ):
        return "join"
    before = place.left[: found.start()].split()
    return "split" if before and _SURNAME.fullmatch(before[-1]) else "join"


def small_letter(place: Place) -> Verdict:
    """A sentence does not begin with a small letter. Names that do (iPhone, kazinform.kz) are taken with the loss."""
    return "join" if _LOWER.match(place.right) else None


def numbered_part(place: Place) -> Verdict:
    """ "ст. 12", "№ 5", "стр. 45", "д. 7"."""
    return "join" if ends_with("number", place.left) and _NUMBER_AFTER.match(place.right) else None


def number_of_a_part(place: Place) -> Verdict:
    """ "в табл. 2. Как видно": the number belongs to the part that is named before it, and begins no list."""
    number = re.search(r"(?:\d|\b[IVXLC])+\.$", place.left)
    named = number and (
        place.left[: number.start()].rstrip().endswith("№")
        or ends_with("number", place.left[: number.start()].rstrip())
    )
    return "split" if named else None


def date_at_the_start(place: Place) -> Verdict:
    """ "В 2025 г. Казахстан ...", "По итогам девяти месяцев 2025 г. ...": a date alone is no sentence."""
    date = _YEAR_ALONE.fullmatch(place.sentence.strip())
    if not date:
        return None
    words = re.findall(r"[\w-]+", date["before"])
    return "join" if all(_TIME_WORD.fullmatch(word) for word in words) else None


def place_at_the_start(place: Place) -> Verdict:
    """ "В Туркестанской обл. Сарыагашский р-н ...": a place alone is no sentence."""
    return "join" if _PLACE_ALONE.fullmatch(place.sentence.strip()) else None


def degree(place: Place) -> Verdict:
    """A degree after a name ("Марат Абенов, к.э.н. Ранее он") ends the sentence before what is no name."""
    after_a_name = _DEGREE.search(place.left) and _COMMON_WORD.match(place.right)
    return "split" if after_a_name and not _SURNAME.match(place.right) else None


def unit(place: Place) -> Verdict:
    """After a number: "в 2025 г. Объём" ends, "2 час. 15 мин." goes on. Without one: "г. Алматы" goes on."""
    abbreviation = ends_with("unit", place.left)
    if not abbreviation:
        return None
    if _OF_A_CURRENCY.match(place.right) or _SMALLER_UNIT.match(place.right):
        return "join"
    if _NUMBER_BEFORE.search(place.left[: -len(abbreviation)]) or ends_with(
        "unit", place.left[: -len(abbreviation)].rstrip()
    ):
        return "split"
    return "join" if ends_with("never", place.left) else None


def never_last(place: Place) -> Verdict:
    """Abbreviations that need what follows: "им. С. Сейфуллина", "проф. Ли", "т. е."."""
    return "join" if ends_with("never", place.left) else None


def avenue(place: Place) -> Verdict:
    """ "ул. Абая и пр. Достык": among streets the abbreviation means an avenue, elsewhere "and so on"."""
    return "join" if re.search(r"\b(?:ул|пр|просп|пер)\..*\sи\s+пр\.$", place.left) else None


def may_be_last(place: Place) -> Verdict:
    """ "и т. д. Далее": before a capital letter these end the sentence."""
    return "split" if ends_with("last", place.left) else None


def run_together(place: Place) -> Verdict:
    """A space forgotten: "принято.Документ". Not in "т.Алматы", "Tengrinews.KZ" or "А.С.Иванов"."""
    if place.right[:1].isspace():
        return None
    words = re.search(r"[а-яё]{3,}[»\")]?[.!?…]+$", place.left) and re.match(r"[«]?[А-ЯЁ][а-яё]*\s", place.right)
    return "split" if words else "join"


RULES: tuple[Callable[[Place], Verdict], ...] = (
    table_cell,
    inside_a_pair,
    nothing_yet,
    ellipsis_first,
    latin_name,
    marks_go_on,
    list_number,
    authors_words,
    small_letter,
    lettered,
    initials,
    numbered_part,
    number_of_a_part,
    date_at_the_start,
    place_at_the_start,
    degree,
    unit,
    never_last,
    avenue,
    may_be_last,
    run_together,
)


def enclosed_spans(text: str) -> tuple[tuple[int, int], ...]:
    """From the opening to past the closing mark of every outermost pair that closes. What never closes is no pair."""
    spans: list[tuple[int, int]] = []
    opened: list[tuple[int, str]] = []
    for match in _MARK_OF_A_PAIR.finditer(text):
        i, character = match.start(), match.group()
        closers = [depth for depth, (_, closer) in enumerate(opened) if closer == character]
        if closers:
            start = opened[closers[-1]][0]
            del opened[closers[-1] :]
            if character not in ")]" or i - start <= _LONGEST_ASIDE:
                spans.append((start, i + 1))
        elif character in _PAIRS:
            opened.append((i, _PAIRS[character]))
        elif character == '"' and _opens(text, i):
            opened.append((i, '"'))
    return tuple(spans)


def _opens(text: str, i: int) -> bool:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    return bool(after) and not after.isspace() and (not before or before.isspace() or before in "([«„“-–—")
