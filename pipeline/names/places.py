"""The places of our lexicon that a word of Russian text speaks of: a city or state, one of its people, its adjective."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from pipeline.names.hanzi import ROWS
from pipeline.terms.entry import Term
from pipeline.terms.lemmas import fold, words
from pipeline.terms.stack import own_glossaries

Place = tuple[int, int]

_LEAST_STEM = 4
_LEAST_ADJECTIVE = 5
_SHORT = 3
"""Characters up to which a place may be met in another word by chance."""
_KEY = 3
"""First letters by which stems are looked up."""
_ADJECTIVE = r"[сцй]?к(?:ий|ая|ое|ие|ого|ой|ому|ую|им|ом|ими|их)"
_OF_PEOPLE = re.compile(
    rf"\w{{0,3}}(?:{_ADJECTIVE}|ец|ц(?:ы|ев|ам|ами|ах|а|у|ем|е)|[яа]не|[яа]н|[яа]на[мх]и?|[яа]нин\w{{0,2}})"
)
_NOUN = re.compile("(?:ами?|ов|ом|у|а|и|ы|ам|ах)?")
"""How the name of a people goes on behind a beginning that is its whole stem (грек, чех)."""
_ADJECTIVE_OF_PLACE = re.compile(rf"\w{{0,4}}{_ADJECTIVE}")
"""How an adjective or the name of a people goes on behind the beginning that it shares with its place."""
_NOT_OF_PEOPLE = frozenset({"океа", "полюс", "поляр", "кремл", "сша", "оаэ", "фрг", "юар"})
"""Beginnings that words share which have nothing to do with the place (океанский)."""
_REGION = re.compile("[东西南北中][亚欧非]")
_BY_SOUND = frozenset("".join(ROWS.values()).replace(" ", ""))
"""Characters that names are written with by their sound."""


@lru_cache(maxsize=16_384)
def places_of(word: str) -> tuple[Term, ...]:
    """The places that a word may speak of, by its beginning (Китаю, китайский, китаец)."""
    folded = fold(word)
    return tuple(term for stem, terms in _stems().get(folded[:_KEY], ()) if folded.startswith(stem) for term in terms)


@lru_cache(maxsize=4096)
def forms_for(word: str) -> tuple[str, ...]:
    """The forms in every language of the places that a word may speak of."""
    return tuple(form for term in places_of(word) for forms in term.targets.values() for form in forms)


@lru_cache(maxsize=16_384)
def place_of_people(word: str) -> tuple[Term, ...]:
    """The places whose adjective or people a word is, by the longest beginning that they share."""
    folded = fold(word)
    found = [(stem, terms) for stem, terms in _stems().get(folded[:_KEY], ()) if folded.startswith(stem)]
    stem, terms = max(found, key=lambda entry: len(entry[0]), default=("", ()))
    if stem in _NOT_OF_PEOPLE or (len(stem) < _LEAST_ADJECTIVE and stem not in _peoples()):
        return ()
    ending = _ADJECTIVE_OF_PLACE if word[0].isupper() else _OF_PEOPLE
    fits = any(ending.fullmatch(folded, len(stem) - back) for back in range(3))
    return terms if fits or (stem in _peoples() and _NOUN.fullmatch(folded, len(stem))) else ()


@lru_cache(maxsize=4096)
def forms_of_people(word: str, language: str) -> tuple[str, ...]:
    """How a language may say the places whose adjective or people a word is, or that adjective; nothing for none.

    The first is the form of the first place.
    """
    terms = place_of_people(word)
    forms = [form for term in terms for form in term.targets.get(language, ())]
    also = [form for stem, others in _also().items() if terms and fold(word).startswith(stem) for form in others]
    return (*forms, *also)


@lru_cache(maxsize=1024)
def explained_forms(source: str) -> frozenset[str]:
    """In small letters, every form of every place that something in a Russian text speaks of, and its words alone."""
    found = [word.text for word in words(source)]
    forms = {form for word in found for form in (*forms_for(word), *forms_of_people(word, "-"))}
    beginnings = {_beginning(word) for word in found}
    forms |= {form for match in pattern("en").finditer(source) for form in _by_english().get(match.group(), ())}
    for term, parts in _of_several_words():
        if any(beginnings.issuperset(part) for part in parts):
            forms.update(form for some in term.targets.values() for form in some)
    parts = {part for form in forms for part in re.findall(r"\w+", form)}
    return frozenset(form.lower() for form in forms | parts)


_SHORT_FORMS = {
    "美国": "美", "中国": "中华", "北京": "中", "俄罗斯": "俄", "英国": "英", "英格兰": "英", "法国": "法", "德国": "德", "日本": "日",
    "印度": "印", "巴基斯坦": "巴", "巴西": "巴", "韩国": "韩", "朝鲜": "朝", "越南": "越", "泰国": "泰", "意大利": "意",
    "加拿大": "加", "澳大利亚": "澳", "哈萨克斯坦": "哈", "乌克兰": "乌", "乌兹别克斯坦": "乌", "吉尔吉斯斯坦": "吉",
    "塔吉克斯坦": "塔", "土库曼斯坦": "土", "土耳其": "土", "以色列": "以", "伊朗": "伊", "伊拉克": "伊", "欧洲": "欧",
    "亚洲": "亚", "非洲": "非", "蒙古国": "蒙", "希腊": "希", "埃及": "埃", "荷兰": "荷", "波兰": "波", "白俄罗斯": "白",
    "拉丁美洲": "拉", "西班牙": "西", "巴勒斯坦": "巴", "沙特阿拉伯": "沙", "叙利亚": "叙", "阿塞拜疆": "阿", "格鲁吉亚": "格", "亚美尼亚": "亚",
    "阿富汗": "阿", "菲律宾": "菲", "墨西哥": "墨", "匈牙利": "匈", "瑞士": "瑞", "瑞典": "瑞", "新加坡": "新",
    "新西兰": "新", "缅甸": "缅", "老挝": "老", "柬埔寨": "柬", "马来西亚": "马",
}  # fmt: skip
"""What Chinese news calls a state in compounds (中哈关系, 驻美大使)."""
_BEFORE = "[驻对赴访旅反亲援抗侨留北南东西全泛]"
_AFTER = "[军方元洲式籍裔侨商企资债股媒两双边战盟国亚语文系]"


def has_short_form(forms: Iterable[str], text: str, spoken_of: frozenset[str]) -> bool:
    """Whether a Chinese text has the short form of one of some states in a compound (美军, 驻美).

    Beside another short form (中美) it counts where the other state is one that the source speaks of, too.
    """
    shorts = {short for form in forms for short in (*_SHORT_FORMS.get(form, ""), form.removesuffix("斯坦")) if short != form}
    others = "".join(_SHORT_FORMS[form] for form in spoken_of if len(_SHORT_FORMS.get(form, "")) == 1) or "-"
    return any(len(short) > 1 and short in text for short in shorts) or any(
        re.search(f"{_BEFORE}{short}|{short}{_AFTER}|{short}[{others}]|[{others}]{short}", text)
        for short in shorts
        if len(short) == 1
    )


def in_latin(forms: Iterable[str]) -> Iterator[str]:
    """The English forms of the places that have some forms: a translation may leave a name in Latin letters."""
    for form in forms:
        yield from _english_of().get(form, ())


@lru_cache(maxsize=1)
def _english_of() -> Mapping[str, tuple[str, ...]]:
    return {
        form: term.targets.get("en", ())
        for term in _places()
        for language in ("kk-Cyrl", "zh-Hans")
        for form in term.targets.get(language, ())
    }


@lru_cache(maxsize=4)
def pattern(language: str) -> re.Pattern[str]:
    """Every place of our lexicon as a language writes it, the longest first."""
    forms = {form for term in _places() for form in term.targets.get(language, ())}
    longest = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True) if len(form) > 1)
    return re.compile(longest if language == "zh-Hans" else rf"(?<![\w-])(?:{longest})(?![\w-])")


@lru_cache(maxsize=1)
def _places() -> tuple[Term, ...]:
    return tuple(term for term in own_glossaries() if term.domain == "place")


@lru_cache(maxsize=1)
def names_of_one_word() -> frozenset[str]:
    """In small letters, every form of a place that is one word."""
    return frozenset(
        form.lower() for term in _places() for forms in term.targets.values() for form in forms if form.isalpha()
    )


@lru_cache(maxsize=1)
def _stems() -> Mapping[str, list[tuple[str, tuple[Term, ...]]]]:
    """By their first letters, the beginnings of words that speak of a place, and the places."""
    found: dict[str, tuple[Term, ...]] = {}
    for term in _places():
        for name in term.source:
            folded = fold(name).replace("-", "")
            if " " in name or (len(folded) < _LEAST_STEM and not name.isupper()):
                continue
            stem = folded if name.isupper() else folded[: max(_LEAST_STEM, len(folded) - 3)]
            found[stem] = (*found.get(stem, ()), term)
    for stem, terms in _peoples().items():
        found[stem] = (*found.get(stem, ()), *terms)
    index: dict[str, list[tuple[str, tuple[Term, ...]]]] = {}
    for stem, terms in found.items():
        index.setdefault(stem[:_KEY], []).append((stem, terms))
    return index


@lru_cache(maxsize=1)
def _peoples() -> Mapping[str, tuple[Term, ...]]:
    """The beginnings of words for peoples and of adjectives that do not begin like their place."""
    by_name = {name: term for term in _places() for name in term.source}
    found: dict[str, tuple[Term, ...]] = {}
    for stem, name, _ in _rows():
        found[stem] = (*found.get(stem, ()), by_name[name])
    return found


@lru_cache(maxsize=1)
def _also() -> Mapping[str, tuple[str, ...]]:
    """By their beginnings, what the words for peoples and adjectives are in languages that do not derive them."""
    return {stem: tuple(forms.split("|")) for stem, _, forms in _rows() if forms}


def _rows() -> list[list[str]]:
    """The rows of the table of peoples: the beginning of a word, its place, and what else it is called."""
    lines = files("seeds").joinpath("names", "peoples.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


@lru_cache(maxsize=1)
def _of_several_words() -> tuple[tuple[Term, tuple[frozenset[str], ...]], ...]:
    """Places whose name has several words, each with the beginnings of the words of its names."""
    found = []
    for term in _places():
        names = [[_beginning(word.text) for word in words(name)] for name in term.source]
        several = tuple(frozenset(parts) for parts in names if len(parts) > 1)
        if several:
            found.append((term, several))
    return tuple(found)


def _beginning(word: str) -> str:
    """What the forms of a word share, roughly."""
    return fold(word)[: max(2, min(_LEAST_STEM, len(word) - 1))]


@lru_cache(maxsize=1)
def _by_english() -> Mapping[str, tuple[str, ...]]:
    """By the English name of a place, its forms in every language: Russian text may have it in Latin letters."""
    return {
        form: tuple(other for forms in term.targets.values() for other in forms)
        for term in _places()
        for form in term.targets.get("en", ())
    }


def is_part_of_another(place: Place, text: str) -> bool:
    """Whether the characters of a place in Chinese are part of something else (马里奥·, 波利尼西亚, 西南亚, 发展中国家)."""
    start, stop = place
    before, after = text[max(0, start - 2) : start], text[stop : stop + 2]
    short = stop - start <= _SHORT and text[start] in _BY_SOUND
    sounded = short and (before[-1:] in _BY_SOUND or after[:1] in _BY_SOUND) and before[-1:] not in "日月"
    return "·" in before + after or before == "发展" or sounded or bool(_REGION.fullmatch(text[start:stop]))
