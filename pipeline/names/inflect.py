"""What a word may be without its endings, in Russian and in the languages that a name is compared with.

A guess by letters, for comparing sounds: every way to read a word is given, and the comparison takes the best.
"""

import re
from functools import lru_cache

_PLURAL = re.compile("(?:ов|ев)$")
"""The genitive of many, which in a word with a capital is a surname's."""
_CASE = re.compile(
    "(?:ами|ями|ого|его|ому|ему|ыми|ими|ом|ем|ой|ей|ах|ях|ам|ям|ую|юю|ый|ий|ая|ое|ые|ие|ых|их|ым|им|[ауыиеюяо])$"
)
_DERIVED = re.compile(r"(?:(?:[аеи]н|ов|ев|ян)?ск|(?:[аи]й)?ц|ец|анц|[аея]н|анин|янин)$")
"""Between the name of a place and the ending of its adjective or people."""
_ENGLISH = re.compile(r"(?:(?:ian|ean|an|ese|ish|ic|er|i)s?|[euao]?s|(?<=[aeiour])[tdxz])$")
_KAZAKH = tuple(
    "лар лер дар дер тар тер ның нің дың дің тың тің ға ге қа ке на не ды ді ты ті ны ні н да де та те нда нде дан ден "
    "тан тен нан нен мен бен пен сы сі ы і лық лік дық дік тық тік дағы дегі тағы тегі ндағы ндегі ша ше шы ші "
    "мын".split()
)
_PATRONYMIC = re.compile(r"[ое]в(?:ич|н)$")
"""What makes a patronymic of a name, and its case aside: Муратханович."""
_KAZAKH_PATRONYMIC = re.compile(r"(?:ұл|қыз)ы.*$")
"""The same in Kazakh, with what stands behind it: Мұратханұлының."""
_SOFTENED = {"ж": "г", "ч": "к", "ш": "х"}
"""What the last consonant of a name becomes before -ск-, and what it was."""
_LEAST = 3
"""Letters that are left at least."""
_SUFFIXES = 3
"""Kazakh suffixes taken off at most."""


@lru_cache(maxsize=16_384)
def russian_stems(word: str) -> tuple[str, ...]:
    """A Russian word in small letters, without its case ending, and without what derives it from a name."""
    lower = word.lower()
    small = not word[:1].isupper()
    found = [lower, (_PLURAL if small and _PLURAL.search(lower) else _CASE).sub("", lower)]
    if small or found[1].endswith("ск"):
        found += [_DERIVED.sub("", found[1]), found[1].removesuffix("ск")]
        if found[2][-1:] in _SOFTENED:  # Онежское, Онега; волжский, Волга
            found.append(found[2][:-1] + _SOFTENED[found[2][-1]])
        if found[2].endswith("слав"):  # Ярославль
            found.append(found[2] + "ль")
    if not small:
        found.append(_PATRONYMIC.sub("", found[1]))
    return tuple(dict.fromkeys(stem for stem in found if len(stem) >= _LEAST)) or (lower,)


@lru_cache(maxsize=1)
def _suffixes() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(_KAZAKH, key=len, reverse=True))}){{1,{_SUFFIXES}}}")


def is_inflected(word: str, name: str) -> bool:
    """Whether a Kazakh word is a name, written the same in Russian, with suffixes: Ли, Лидің."""
    return word.startswith(name) and _suffixes().fullmatch(word, len(name)) is not None


@lru_cache(maxsize=16_384)
def target_stems(word: str, language: str) -> tuple[str, ...]:
    """An English or Kazakh word in small letters, and without the endings that a name may have there."""
    found = [re.sub(r"['’]s?$", "", word.lower())]
    if language == "en":
        found += [
            found[0].removesuffix("s"),
            _ENGLISH.sub("", found[0]),
            found[0].removesuffix("sk"),
            re.sub(r"(?<=[aeio])ns?$", "", found[0]),
        ]
    elif language == "kk-Cyrl":
        layer = found
        for _ in range(_SUFFIXES):
            layer = [stem.removesuffix(suffix) for stem in layer for suffix in _KAZAKH if stem.endswith(suffix)]
            found += [stem for stem in layer if len(stem) >= _LEAST]
        found.append(_KAZAKH_PATRONYMIC.sub("", found[0]))
    return tuple(dict.fromkeys(stem for stem in found if len(stem) >= _LEAST)) or (word.lower(),)
