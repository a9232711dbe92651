"""A person's name as it stands in Russian text -> its base form, the bearer's sex, and the language it comes from.

The words of a name agree: of pymorphy3's parses of each word those are taken that share case and gender. A woman's
given name that ends in a consonant (Раушан, Айгерим) does not change, and neither does a name from abroad in a vowel.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from pipeline.names.kazakh import is_kazakh, restore_letters
from pipeline.names.palladius import syllables
from pipeline.terms.lemmas import fold, parses

Origin = Literal["chinese", "kazakh", "slavic", "other"]

_SURNAMES = set(
    "ван ли чжан лю чэнь ян хуан чжао у чжоу сюй сунь ма чжу ху го хэ линь гао ло чжэн лян се сун тан хань фэн дун сяо "
    "чэн цао юань дэн фу шэнь цзэн пэн люй су лу цзян цай цзя дин вэй сюэ е янь юй пань ду дай ся чжун тянь жэнь фань "
    "фан ши яо тань ляо цзоу сюн цзинь хао кун бай цуй кан мао цю цинь гу хоу шао мэн лун вань дуань цянь инь ни лэй "
    "тао хун вэнь си ань оуян вэн чу гэ цяо".split()
)
"""Surnames of most of China's people, by Palladius."""
_SLAVIC_GIVEN = set(
    "александр александра алексей анастасия анатолий андрей анна антон артем борис вадим валентин валентина валерий "
    "валерия василий вера виктор виктория виталий владимир владислав вячеслав галина геннадий георгий григорий дарья "
    "денис дмитрий евгений евгения екатерина елена елизавета иван игорь илья ирина кирилл константин ксения лариса "
    "леонид любовь людмила максим мария марина михаил надежда наталья наталия никита николай оксана олег ольга павел "
    "петр полина роман светлана семен сергей станислав степан татьяна федор юлия юрий яна ярослав".split()
)
_SLAVIC_ENDINGS = ("ов", "ев", "ова", "ева", "ский", "ская", "цкий", "цкая", "енко", "юк", "чук", "ых", "их")
_SLAVIC_WITH_GIVEN = (*_SLAVIC_ENDINGS, "ин", "ина", "ын", "ына", "ко", "ич", "ой", "ый", "ая", "як", "ец")
_LONGEST_GIVEN = 2
"""Syllables of a Chinese given name."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name in the nominative, word by word as it is written."""

    words: tuple[str, ...]
    woman: bool
    origin: Origin


@lru_cache(maxsize=4096)
def person(name: str, after: str = "") -> Person:
    """The person that `name` speaks of; `after` is the text that follows, whose verb may tell a woman."""
    words = tuple(name.split())
    chinese = _chinese(words)
    if chinese:
        return Person(chinese, woman=False, origin="chinese")
    base, woman = _agree(words, after)
    return Person(base, woman, _origin(base))


def _chinese(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a Chinese name in the nominative, surname first; nothing where it is none."""
    if len(words) != 2 or fold(words[0]) not in _SURNAMES:
        return ()
    options = [
        (len(found), -len(cut), base)
        for base, cut in _without_case(words[1])
        if (found := syllables(base)) and len(found) <= _LONGEST_GIVEN
    ]
    return (words[0], min(options)[2]) if options else ()


def _without_case(word: str) -> list[tuple[str, str]]:
    """What a Chinese given name may be without its Russian case ending, and the ending."""
    found = [(word, "")]
    hard = [ending for ending in ("а", "у", "ом", "е") if word.endswith(("н" + ending, "р" + ending))]
    found += [(word.removesuffix(ending), ending) for ending in hard]
    for ending in ("я", "ю", "ем", "е"):
        if word.endswith("н" + ending):
            found.append((word.removesuffix(ending) + "ь", ending))
        elif word[: -len(ending)][-1:] in tuple("аэуо") and word.endswith(ending):
            found.append((word.removesuffix(ending) + "й", ending))
    return found


def _agree(words: tuple[str, ...], after: str) -> tuple[tuple[str, ...], bool]:
    """The words in the nominative, and whether they name a woman: the reading on which they agree."""
    best: tuple[float, tuple[str, ...], bool] = (-1.0, words, False)
    for reading in product(*(_readings(word) for word in words)):
        genders = {gender for _, gender, _, _ in reading if gender}
        cases = {case for _, _, case, _ in reading if case}
        if len(genders) > 1 or len(cases) > 1:
            continue
        woman = genders == {"femn"}
        score = sum(weight for *_, weight in reading) + (0.5 if "nomn" in cases or not cases else 0.0)
        score += _verb_agrees(after, woman=woman) if len(words) == 1 else 0.0
        if score > best[0]:
            best = (score, tuple(base for base, *_ in reading), woman)
    return best[1], best[2]


Reading = tuple[str, str, str, float]
"""Base form, gender or "", case or "" where it does not change, weight."""


@lru_cache(maxsize=4096)
def _readings(word: str) -> tuple[Reading, ...]:
    found: list[Reading] = []
    for parse in parses(word.lower()):
        tags = parse.tag
        if not {"Name", "Surn", "Patr"} & set(tags.grammemes) or "plur" in tags or tags.gender not in ("masc", "femn"):
            continue
        base = parse.inflect({"nomn", "sing"})
        if base is not None:
            found.append((_as_written(word, base.word), tags.gender, tags.case or "", 1.0 + parse.score))
    found = [(b, g, c, w + (1.0 if restore_letters(b) else 0.0)) for b, g, c, w in [*found, *_surname(word)]]
    if word[-1].lower() in "оуиэыюе" or (word[-1].lower() not in "аяйьъ" and restore_letters(word)):
        found.append((word, "femn" if restore_letters(word) else "", "", 0.9))
    found.append((word, "", "", -1.0))
    return tuple(dict.fromkeys(found))


_DECLINED = (
    ("", "masc", ("nomn",)), ("ом", "masc", ("ablt",)), ("а", "masc", ("gent", "accs")), ("у", "masc", ("datv",)),
    ("ым", "masc", ("ablt",)), ("е", "masc", ("loct",)), ("а", "femn", ("nomn",)), ("у", "femn", ("accs",)),
    ("ой", "femn", ("gent", "datv", "ablt", "loct")),
)  # fmt: skip


_CONSONANTS = "бвгджзклмнпрстфхцчшщ"


def _surname(word: str) -> list[Reading]:
    """Readings of a surname in -ов, -ев, -ин or another consonant, by its endings: pymorphy3 guesses worse."""
    found: list[Reading] = []
    for ending, gender, cases in _DECLINED:
        stem = word.removesuffix(ending) if ending else word
        if (stem != word or not ending) and stem.lower().endswith(("ов", "ев", "ёв", "ин", "ын")):
            base = stem + ("а" if gender == "femn" else "")
            found += [(base, gender, case, 1.6) for case in cases]
        elif stem != word and gender == "masc" and ending != "ым" and stem[-1].lower() in _CONSONANTS:
            found += [(stem, gender, case, 0.7) for case in cases]
    return found


def _verb_agrees(after: str, *, woman: bool) -> float:
    first = after.split()[:1]
    if not first or not first[0].isalpha():
        return 0.0
    tags = [parse.tag for parse in parses(first[0].lower()) if "past" in parse.tag]
    return 1.0 if any(tag.gender == ("femn" if woman else "masc") for tag in tags) else 0.0


def _as_written(word: str, base: str) -> str:
    """A base form with the capitals of the word, and its е where pymorphy3 wrote ё."""
    if "ё" not in word.lower():
        base = base.replace("ё", "е")
    return "-".join(part[:1].upper() + part[1:] for part in base.split("-")) if word[0].isupper() else base


def _origin(words: tuple[str, ...]) -> Origin:
    if is_kazakh(words):
        return "kazakh"
    given = any(fold(word) in _SLAVIC_GIVEN for word in words)
    endings = _SLAVIC_WITH_GIVEN if given else _SLAVIC_ENDINGS
    if given and len(words) == 1:
        return "slavic"
    surnames = [fold(word) for word in words if fold(word) not in _SLAVIC_GIVEN]
    return "slavic" if any(surname.endswith(endings) for surname in surnames) else "other"
