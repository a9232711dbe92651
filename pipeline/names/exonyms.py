"""Names that a language writes otherwise than by the letters of the Russian ones: Людовик, Louis; Волга, Еділ."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipeline.names.read import read_rows
from pipeline.terms.lemmas import fold, words


def stand_for(stems: Iterable[str], source: str) -> bool:
    """Whether some stem of a name of a translation, in small letters, stands for a word of a Russian source."""
    beginnings = [begin for stem in stems for begin in _exonyms().get(stem, ())]
    return bool(beginnings) and any(_begins(word.text, begin) for word in words(source) for begin in beginnings)


def _begins(word: str, beginning: str) -> bool:
    """A beginning with a capital is one of a name; in small letters it may begin an adjective too."""
    return word.startswith(beginning) if beginning[0].isupper() else fold(word).startswith(beginning)


@lru_cache(maxsize=1)
def _exonyms() -> Mapping[str, tuple[str, ...]]:
    return {word: tuple(beginnings.split("|")) for word, beginnings in read_rows("exonyms")[1:]}
