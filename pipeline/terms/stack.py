"""Glossaries in layers: ours from `seeds`, and a newsroom's own on top of it."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pipeline.terms.entry import Term
from pipeline.terms.find import Glossary
from pipeline.terms.read import parse_glossary, read_glossary

_FOLDERS = ("names", "glossary")
"""The folders of `seeds`, the later over the earlier."""


@lru_cache(maxsize=1)
def own_glossaries() -> tuple[Term, ...]:
    """The terms and names that ship with Audarma. Raises GlossaryError when a file of ours is damaged."""
    found: list[Term] = []
    for folder in _FOLDERS:
        entries = files("seeds").joinpath(folder).iterdir()
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith(".terms.tsv"):
                found += parse_glossary(entry.read_bytes(), entry.name)
    return tuple(found)


@lru_cache(maxsize=8)
def stack(paths: Sequence[Path] = ()) -> Glossary:
    """Our terms with those of `paths` on top: where two files name the same Russian form, the later one wins.

    `paths` is a tuple. Raises GlossaryError.
    """
    from pipeline.terms.exchange import read_any

    terms = [*own_glossaries()]
    for path in paths:
        terms += read_any(path) if is_exchange(path) else read_glossary(path)
    return Glossary(terms)


def is_exchange(path: Path) -> bool:
    """Whether a file is TBX or TMX by its name; any other is read as tab-separated."""
    return path.suffix.lower() in (".tbx", ".tmx", ".xml")
