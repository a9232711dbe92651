"""Names of foreigners that have an established form in Chinese: 谢尔盖 for Сергей, 约翰 for Джон."""

from collections.abc import Mapping
from functools import lru_cache

from pipeline.names.read import read_rows
from pipeline.terms.lemmas import fold, lemmas


@lru_cache(maxsize=16_384)
def established_forms(word: str) -> tuple[str, ...]:
    """The Chinese forms of a Russian word that may be such a name, in whatever case it stands; nothing for none."""
    return tuple(form for lemma in sorted(lemmas(word)) for form in _forms().get(lemma, ()))


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, tuple[str, ...]]:
    """By a name in Russian, folded, its Chinese forms."""
    found: dict[str, tuple[str, ...]] = {}
    for form, names in read_rows("given"):
        for name in names.split("|"):
            found[fold(name)] = (*found.get(fold(name), ()), form)
    return found
