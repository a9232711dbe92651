"""Persons and places in Russian text, by the named entity recogniser of natasha (slovnet over navec's embeddings).

natasha's package carries its models, so nothing is fetched. Its own code is not imported: it needs pymorphy2, which
does not run on Python 3.11.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from pipeline.terms.lemmas import parses

Kind = Literal["person", "place"]
_KINDS: dict[str, Kind] = {"PER": "person", "LOC": "place"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text, as it is inflected there."""

    start: int
    stop: int
    text: str
    kind: Kind


def find_names(text: str) -> tuple[Mention, ...]:
    """The persons and places of a text in order. Quotation marks around one do not belong to it."""
    read_ahead([text])
    return _found[text]


def read_ahead(texts: Iterable[str]) -> None:
    """Finds the names of several texts together, which takes half the time, so that `find_names` only looks them up.

    What was found is remembered: the translations of one sentence into three languages need its names once.
    """
    new = [text for text in dict.fromkeys(texts) if text not in _found]
    empty = [text for text in new if not text.strip()]  # the recogniser takes no empty text
    full = sorted((text for text in new if text.strip()), key=len)
    if len(_found) + len(new) > _REMEMBERED:
        _found.clear()
    _found.update(dict.fromkeys(empty, ()))
    if full:
        recogniser, blas = _recogniser()
        with blas.limit(limits=1, user_api="blas"):  # the matrices are small: several threads take ten times as long
            _found.update((text, _mentions(markup)) for text, markup in zip(full, recogniser.map(full), strict=True))


_found: dict[str, tuple[Mention, ...]] = {}
_REMEMBERED = 16_384
"""Texts remembered at most."""


def _mentions(markup: Any) -> tuple[Mention, ...]:
    spans = sorted(markup.spans, key=lambda span: span.start)
    return tuple(
        Mention(span.start, span.stop, markup.text[span.start : span.stop], _KINDS[span.type])
        for span in spans
        if span.type in _KINDS
    )


@lru_cache(maxsize=16_384)
def is_name(text: str, *, first: bool = False) -> bool:
    """Whether the last word of a mention is a proper name alone: not one that is also a common word (Земля, Чёрное).

    `first` says that it begins a sentence, where any word that the dictionary does not have looks like a name.
    """
    parse = parses(text.rsplit(maxsplit=1)[-1].lower())[0]
    if first and " " not in text:
        return parse.is_known and bool({"Geox", "Name"} & set(parse.tag.grammemes))
    return bool({"Geox", "Name", "Surn", "Patr"} & set(parse.tag.grammemes)) or not parse.is_known


@lru_cache(maxsize=1)
def _recogniser() -> tuple[Any, Any]:
    """slovnet's recogniser with natasha's models, loaded once (about 0.7 s, 50 MB), and what holds its threads."""
    from navec import Navec
    from slovnet import NER
    from threadpoolctl import ThreadpoolController

    spec = find_spec("natasha")
    assert spec is not None and spec.origin is not None  # a dependency of ours
    data = Path(spec.origin).parent / "data"
    ner = NER.load(str(data / "model" / "slovnet_ner_news_v1.tar"))
    ner.navec(Navec.load(str(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")))
    return ner, ThreadpoolController()
