"""Kazakh names in Kazakh spelling: the letters that Russian text lost (ә ғ қ ң ө ұ ү һ і) come back from a lexicon.

A name that the lexicon (`seeds/names/kazakh.tsv`) does not have stays as Russian writes it: a letter is never guessed.
"""

from collections.abc import Mapping
from functools import lru_cache

from pipeline.names.read import read_rows

_SURNAME = (
    ("баева", "баева"), ("баев", "баев"), ("бекова", "бекова"), ("беков", "беков"), ("галиева", "ғалиева"),
    ("галиев", "ғалиев"), ("жанова", "жанова"), ("жанов", "жанов"), ("ханова", "ханова"), ("ханов", "ханов"),
    ("улы", "ұлы"), ("кызы", "қызы"), ("ова", "ова"), ("ева", "ева"), ("ина", "ина"), ("ов", "ов"), ("ев", "ев"),
    ("ин", "ин"), ("бай", "бай"), ("бек", "бек"), ("хан", "хан"), ("жан", "жан"), ("гали", "ғали"), ("гуль", "гүл"),
)  # fmt: skip
"""What may follow a root, in Russian and Kazakh spelling, the longest first."""
_PATRONYMIC = (("евич", "ұлы"), ("ович", "ұлы"), ("евна", "қызы"), ("овна", "қызы"))


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, str]:
    """Names and roots in small letters, Russian -> Kazakh spelling."""
    return {ru.lower(): kk.lower() for ru, kk in read_rows("kazakh")[1:]}


def restore_letters(word: str) -> str:
    """A Kazakh name in Kazakh spelling (Кажибаева -> Қажыбаева); empty where the lexicon does not know it."""
    parts = [_restore(part) for part in word.lower().replace("ё", "е").split("-")]
    if not all(parts):
        return ""
    return "-".join(part[:1].upper() + part[1:] for part in parts)


def _restore(word: str) -> str:
    known = lexicon()
    if word in known:
        return known[word]
    for ending, kazakh in (*_SURNAME, *_PATRONYMIC):
        root = word.removesuffix(ending)
        if root != word and root in known:
            return known[root] + kazakh
    return ""


def is_kazakh(words: tuple[str, ...]) -> bool:
    """Whether a person's name is a Kazakh one: the lexicon knows one of its words."""
    return any(restore_letters(word) for word in words)
