"""Numbers in words: the words of each language and their values, and the reading of a run of them.

The cardinals and ordinals of Russian (in every case and gender), English and Kazakh come from num2words, turned around
by enumeration; what it does not write (collectives, fractions, "dozen", "полтора") stands in the tables below.
"""

import re
from fractions import Fraction
from functools import lru_cache
from itertools import product

_SIMPLE = (*range(21), *range(30, 101, 10), *range(200, 1000, 100))
_CASES = "ngdaip"

_MORE: dict[str, str] = {
    "ru": "ноль=0 полмиллиона=500000 полмиллиарда=500000000 полтысячи=500 круглосуточно=24 круглосуточный=24 "
    "круглосуточная=24 круглосуточно=24 миллионный=1000000 "
    "миллионного=1000000 миллионная=1000000 миллионную=1000000 тысячный=1000 тысячного=1000 оба=2 обе=2 "
    "обоих=2 обеих=2 "
    "обоим=2 обеим=2 обоими=2 обеими=2 пара=2 пары=2 пару=2 парой=2 вдвое=2 вдвоём=2 вдвоем=2 дважды=2 втрое=3 "
    "трижды=3 вчетверо=4 четырежды=4 впятеро=5 вторых=2 третьих=3 полтора=3/2 полторы=3/2 полутора=3/2 "
    "полутораста=150 "
    "половина=1/2 половины=1/2 половине=1/2 половину=1/2 половиной=1/2 пополам=1/2 наполовину=1/2 треть=1/3,3 "
    "трети=1/3,3 третью=1/3,3 четверть=1/4,4 четверти=1/4,4 четвертью=1/4,4 десяток=10 десятка=10 десятков=10 "
    "дюжина=12 дюжину=12 дюжины=12 сотня=100 сотню=100 сотни=100 сотен=100 век=100 века=100 столетие=100 "
    "столетия=100 "
    "столетий=100 десятилетие=10 десятилетия=10 десятилетий=10 десятилетиям=10 десятилетиями=10 десятилетиях=10 "
    "сутки=1,24 суток=1,24 полгода=6,1/2 полугодие=6,1/2 "
    "полтораста=150 полчаса=30,1/2 двойной=2 двойная=2 тройной=3 двукратный=2 двукратного=2 "
    "двукратная=2 трёхкратный=3 трёхкратного=3 неделя=7,1 неделю=7,1 недели=7,1 год=1,12 квартал=3,4 квартале=3,4 "
    "тройка=3 тройку=3 тройке=3 тройки=3 пятёрка=5 пятерка=5 пятёрку=5 пятерку=5 пятёрке=5 десятка=10 десятку=10 "
    "единственный=1 единственного=1 единственная=1 единственной=1 единственное=1 единый=1 единого=1 единой=1 "
    "однажды=1 миллениум=1000 тысячелетие=1000 тысячелетия=1000 дуэт=2 трио=3 близнецов=2 двойня=2 соло=1 "
    "удвоить=2 удвоил=2 удвоила=2 удвоили=2 удвоилось=2 удвоился=2 удвоилась=2 удвоение=2 утроить=3 утроил=3 "
    "утроилось=3",
    "en": "zero=0 nil=0 once=1 twice=2 thrice=3 double=2 doubled=2 doubling=2 doubles=2 twofold=2 triple=3 tripled=3 "
    "tripling=3 threefold=3 quadruple=4 quadrupled=4 fourfold=4 pair=2 pairs=2 couple=2 both=2 half=1/2,30 "
    "halves=1/2 "
    "halved=1/2 quarter=1/4,4,15 quarters=1/4,4 third=3,1/3 thirds=1/3,3 fourths=1/4,4 fifths=1/5,5 sixths=1/6 "
    "tenths=1/10 dozen=12 dozens=12 decade=10 decades=10 century=100 centuries=100 fortnight=14,2 single=1 sole=1 "
    "hundreds=100 thousands=1000 millennium=1000 millennia=1000 weekly=7,1 annual=1 week=7,1 weeks=7,1 year=1,12 "
    "trio=3 duo=2 twins=2 twin=2 dual=2 bilateral=2 trilateral=3 tens=10 score=20 a=1 an=1 twenties=20 "
    "thirties=30 forties=40 fifties=50 sixties=60 seventies=70 eighties=80 nineties=90 "
    "halfway=1/2 mid=1/2",
    "kk": "нөл=0 жарты=1/2 жартысы=1/2 жартысын=1/2 жартысынан=1/2 жартысына=1/2 ширек=1/4,4 ширегі=1/4,4 "
    "ширегін=1/4,4 "
    "жарым=1/2 ғасыр=100 онжылдық=10 онжылдықта=10 "
    "апта=7,1 аптада=7,1 егіз=2 қос=2 дербес=1 тоқсан=90,4,3 жалғыз=1 мыңжылдық=1000 тәулік=24,1 "
    "тәулікте=24,1 дюжина=12 біреуі=1 екеу=2 алтау=6 жетеу=7 "
    "жыл=1,12 ондық=10 ондығы=10 ондығын=10 "
    "ондығына=10 қырқыншы=40",
}
_NUMERALS = frozenset("полтора полторы полутора тоқсан a an ноль нөл zero".split())
"""Those of the tables above that go on as numbers do: "полтора миллиона", "a hundred"."""
_SCALE_WORDS: dict[str, str] = {
    "ru": r"(?P<s3>тыс\.?|тысяч[а-я]{0,6}|тыщ\w?)|(?P<s6>млн\.?|миллион(?!ер)[а-я]{0,6})|"
    r"(?P<s9>млрд\.?|миллиард(?!ер)[а-я]{0,6})|(?P<s12>трлн\.?|триллион[а-я]{0,3})",
    "kk": r"(?P<s2>жүз(?!ег|ін(?!ш)|ім|[ую]|іп|ер|ел|ік)[а-яәғқңөұүһі]{0,5})|"
    r"(?P<s3>мың[а-яәғқңөұүһі]{0,6})|(?P<s6>млн\.?|миллион[а-яәғқңөұүһі]{0,6})|"
    r"(?P<s9>млрд\.?|миллиард[а-яәғқңөұүһі]{0,6})|(?P<s12>трлн\.?|триллион[а-яәғқңөұүһі]{0,6})",
    "en": r"(?P<s3>thousands?|k|K)|(?P<s6>millions?|mln\.?|mn|m|M)|(?P<s9>billions?|bln\.?|bn|B|b)|"
    r"(?P<s12>trillions?|trn|tn)|(?P<s2>hundreds?)",
}
SCALE = {language: re.compile(rf"(?:{words})(?!\w)") for language, words in _SCALE_WORDS.items()}
"""A word of magnitude, by language; its group says which power of ten it is."""

_KAZAKH_STEMS = "бір екі үш төрт бес алты жеті сегіз тоғыз он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан".split()
_KAZAKH_COLLECTIVES = ("екеу", "алтау", "жетеу")
"""Those that are not a numeral with an ending."""
_KAZAKH_VALUES = (*range(1, 11), *range(20, 91, 10))
_KAZAKH_OTHERS = frozenset("оны онда онымен үшін алтын алтында".split())
"""Words that are spelt as forms of numerals would be: "him", "for", "gold"."""
_KAZAKH_COUNTED = (
    r"(?:жақты|жыл|күн|ай(?:лы|да)|апта|сағат|минут|қабат|бұрыш|өлшем|бөлме|орын|есе|жасар|тіл|саты|сайыс|мәрте|"
    r"тармақ|кезең|буын|метр|тонна)[а-яәғқңөұүһі]*"
)
"""What is written together with the numeral that counts it: үшжақты, бесжылдық, тоғызқабатты."""
_KAZAKH_SUFFIX = (
    r"(?:(?:і|с?ы)?нш[іы]|еу|ау|іншісі|ншісі|ыншысы)?(?:сі|сы|і|ы)?(?:дең|даң|ден|дан|тен|тан|нен|нан|ге|ға|ке|"
    r"қа|не|на|"
    r"де|да|те|та|нде|нда|нің|ның|дің|дың|тің|тың|ні|ны|ді|ды|ті|ты|н|мен|бен|пен|лік|лық|дік|дық|тік|тық|лап|"
    r"деп|ер|ар|ымыз|іміз)?"
)


@lru_cache(maxsize=4)
def words(language: str) -> dict[str, tuple[Fraction, ...]]:
    """Every word of a number in `language` ("ru", "en" or "kk"), lower-case, with its values."""
    table: dict[str, tuple[Fraction, ...]] = {}
    for value, word in _enumerate(language):
        table.setdefault(word, (Fraction(value),))
    for entry in _MORE[language].split():
        word, _, values = entry.partition("=")
        own = tuple(Fraction(value) for value in values.split(","))
        table[word] = tuple(dict.fromkeys((*table.get(word, ()), *own)))
    return table


def _enumerate(language: str) -> list[tuple[int, str]]:
    from num2words import num2words  # reads forty languages: only when a text has words that may be numbers

    if language == "kk":
        return [(v, s) for v, s in zip(_KAZAKH_VALUES, _KAZAKH_STEMS, strict=True)]
    if language == "en":
        return [(v, str(num2words(v, lang="en", to=to)).split()[-1]) for v in _SIMPLE for to in ("cardinal", "ordinal")]
    found = [(v, str(num2words(v, lang="ru", case=case))) for v, case in product(_SIMPLE, _CASES)]
    for value, case, gender, plural in product(_SIMPLE[1:], _CASES, "mfn", (False, True)):
        ordinal = num2words(value, lang="ru", to="ordinal", case=case, gender=gender, plural=plural)
        found.append((value, str(ordinal)))
    found += [(v, str(num2words(v, lang="ru", case=c, gender=g))) for v, c, g in product((1, 2), _CASES, "mfn")]
    return [(value, form) for value, word in found for form in {word, word.replace("ё", "е")} if " " not in word]


@lru_cache(maxsize=65536)
def value_of(word: str, language: str) -> tuple[Fraction, ...]:
    """The values of one word, empty where it is not a number: "двадцатого" -> 20, "twentieth" -> 20, "екінші" -> 2."""
    word = word.casefold()
    found = words(language).get(word, ())
    if language == "en" and not found and word.endswith("fold"):
        return words("en").get(word[:-4], ())
    if found or language == "en":
        return found
    if language == "kk":
        match = _kazakh().fullmatch(word)
        return words("kk")[match.group(1)] if match and word not in _KAZAKH_OTHERS else ()
    collective = _COLLECTIVE.fullmatch(word)
    if collective is not None:
        return (Fraction(1 + next(i for i, group in enumerate(collective.groups(), 1) if group)),)
    match = None if word.startswith(_PLACES) else _compound().match(word)
    if match is None:
        return ()
    scale = next((factor for stem, factor in _COMPOUND_SCALES if match.group(3).startswith(stem)), 1)
    unit = words("ru").get(match.group(2), (Fraction(0),))
    return tuple((value + unit[0]) * scale for value in words("ru")[match.group(1)])


_COLLECTIVE = re.compile(
    "(?:(дво)|(тро))(?:е|их|им|ими)|(?:(четвер)|(пятер)|(шестер)|(семер)|(восьмер)|(девятер)|(десятер))(?:о|ых|ым|ыми)"
)
_PLACES = ("семипалат", "семиреч", "пятигорс")
_COMPOUND_SCALES = (("тысячн", 1000), ("миллионн", 1_000_000), ("миллиардн", 1_000_000_000))


@lru_cache(maxsize=4096)
def is_vague(word: str, language: str) -> bool:
    """Whether a word has a value without being a numeral: "половина", "decade", "сутки"."""
    return word.casefold() in _vague(language)


@lru_cache(maxsize=4)
def _vague(language: str) -> frozenset[str]:
    return frozenset(entry.partition("=")[0] for entry in _MORE[language].split()) - _NUMERALS


def is_bare(word: str, language: str) -> bool:
    """Whether a word may be followed by more of the same number: in Kazakh only the last word has endings."""
    folded = word.casefold()
    return language != "kk" or folded in _KAZAKH_STEMS or folded in {"жүз", "мың", "жарым"} or "илли" in folded


@lru_cache(maxsize=1)
def _kazakh() -> re.Pattern[str]:
    stems = "|".join(sorted((*_KAZAKH_STEMS, *_KAZAKH_COLLECTIVES), key=len, reverse=True))
    return re.compile(rf"({stems})(?:{_KAZAKH_COUNTED}|{_KAZAKH_SUFFIX})")


@lru_cache(maxsize=1)
def _compound() -> re.Pattern[str]:
    """двухлетний, сорокафутовый, стотысячный: a genitive before a word that counts."""
    genitives = {
        w for v, w in _enumerate("ru") if 2 <= v <= 900 and w in words("ru") and len(w) > 3 and w[-1] in "хиат"
    }
    stems = "|".join(sorted(genitives, key=len, reverse=True))
    units = "|".join(w for w in genitives if words("ru")[w][0] < 10)
    return re.compile(rf"({stems}|сто(?=лет|тысяч|миллион))({units}|)([а-я]{{5,}})")


def scale_of(match: re.Match[str]) -> int:
    """The number that a match of `SCALE` multiplies with."""
    power = int((match.lastgroup or "s0")[1:])
    return int(10**power)
