"""Names that a language writes otherwise than by the letters of the Russian ones: Людовик, Louis; Волга, Еділ."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

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
    lines = files("seeds").joinpath("names", "exonyms.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {word: tuple(beginnings.split("|")) for word, beginnings in rows}
