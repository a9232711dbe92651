"""What a translated item says of itself: its own id and version, what it was made of, by which model, and who answers.

The id is a UUID (version 5, RFC 9562) of the source's id and the target language: the same for every version and run,
another for each language. The version is the source's. The moment of making is now, or SOURCE_DATE_EPOCH where that is
set (https://reproducible-builds.org/specs/source-date-epoch/).
"""

import os
import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from importlib.metadata import version
from typing import Final, Literal
from urllib.parse import quote

from models.catalogue import catalogue
from pipeline.article import Article, TranslatedArticle, Translation

TRANSLATION_OF: Final = "https://schema.org/translationOfWork"
"""The relation to the source item: a term that is defined, where IPTC's item relations have none known to us."""

_SOURCE_TYPES: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SourceType = Literal["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "digitalCreation"]
_NAMESPACE: Final = uuid.UUID("2c1d8f2e-6f0b-5a55-9a43-0d1f6f5b7c11")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")

_DISCLOSURES: Final[dict[str, tuple[str, str, str]]] = {
    "en": (
        "This text was translated from Russian by a machine ({models}).",
        "No person has reviewed it.",
        "Reviewed by {reviewer}.",
    ),
    "kk-Cyrl": (
        "Бұл – орыс тілінен жасалған машиналық аударма ({models}).",
        "Оны адам тексерген жоқ.",
        "Тексерген: {reviewer}.",
    ),
    "zh-Hans": ("本文由机器译自俄文（{models}）。", "未经人工审校。", "审校：{reviewer}。"),
}


@dataclass(frozen=True, slots=True)
class ModelUse:
    """A model that made part of a translation, and what its licence asks."""

    id: str
    revision: str
    title: str
    licence: str
    commercial: bool
    obligations: tuple[str, ...] = ()

    @property
    def obligation(self) -> str:
        """What whoever publishes must know, in English."""
        use = () if self.commercial else ("not for commercial use",)
        return "; ".join((self.licence, *self.obligations, *use))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an exported item carries. Times are ISO 8601; `source_type` is a code of IPTC's Digital Source Type."""

    id: str
    version: int
    made: str
    source_id: str
    source_version: str
    source_type: SourceType
    models: tuple[ModelUse, ...]
    reviewer: str
    disclosure: str

    @property
    def source_type_uri(self) -> str:
        """The code as IPTC's URI."""
        return _SOURCE_TYPES + self.source_type

    @property
    def note(self) -> str:
        """What an editor of the receiving newsroom must know, in English."""
        models = "; ".join(f"{m.title} ({m.id}, revision {m.revision}, licence: {m.obligation})" for m in self.models)
        reviewed = f"reviewed by {self.reviewer}" if self.reviewer else "not reviewed by a person"
        made = f"Machine translation by {models}" if self.models else "Translation"
        return f"{made}; {reviewed}; from {self.source_id}" + (
            f", version {self.source_version}." if self.source_version else "."
        )


def stamp(translated: TranslatedArticle, translation: Translation) -> Stamp:
    """What the item of this translation carries."""
    article = translated.article
    source_id = identify_source(article)
    source_version = article.item.version if article.item else ""
    models = _models(translation)
    return Stamp(
        id=uuid.uuid5(_NAMESPACE, f"{source_id}\n{translation.language}").urn,
        version=parse_version(source_version),
        made=now(),
        source_id=source_id,
        source_version=source_version,
        source_type=source_type(translation),
        models=models,
        reviewer=translation.reviewer,
        disclosure=disclose(translation, models),
    )


def identify_source(article: Article) -> str:
    """The source item's id as a URI: its own, or one made of the text where it has none."""
    own = article.item.id if article.item else ""
    if not own:
        return f"urn:audarma:{article.id}"
    return own if _URI.fullmatch(own) else f"urn:audarma:id:{quote(own, safe='')}"


def source_type(translation: Translation) -> SourceType:
    """IPTC's code: what a machine wrote; the same once a person has changed some of it; what persons wrote alone."""
    origins = {segment.origin for segment in translation.segments}
    by_machine = bool(origins & {"model", "failed"})
    if origins & {"edited", "memory"}:
        return "compositeWithTrainedAlgorithmicMedia" if by_machine or _has_model(translation) else "digitalCreation"
    return "trainedAlgorithmicMedia"


def _has_model(translation: Translation) -> bool:
    """Whether a person's text stands on a model's: an edited segment keeps the name of the model it was made from."""
    return any(segment.model for segment in translation.segments)


def parse_version(text: str) -> int:
    """A positive whole number, as NewsML-G2 wants it: the source's version, or 1 where that is no such number."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,8}", text) else 1


def disclose(translation: Translation, models: tuple[ModelUse, ...]) -> str:
    """The line for readers, in their language."""
    made, alone, reviewed = _DISCLOSURES[translation.language]
    said = reviewed.format(reviewer=translation.reviewer) if translation.reviewer else alone
    names = ", ".join(model.title for model in models) or "Audarma"
    return f"{made.format(models=names)}{'' if translation.language == 'zh-Hans' else ' '}{said}"


def is_disclosure(text: str) -> bool:
    """Whether a line is one that `disclose` wrote."""
    return any(text.startswith(made.partition("{")[0]) for made, _, _ in _DISCLOSURES.values())


@lru_cache(maxsize=1)
def generator() -> str:
    """The program and its version."""
    return f"Audarma {version('audarma')}"


def now() -> str:
    """The moment of making, in UTC, to the second."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), timezone.utc) if epoch.isdigit() else datetime.now(timezone.utc)
    return moment.replace(microsecond=0).isoformat()


def _models(translation: Translation) -> tuple[ModelUse, ...]:
    segments = translation.segments
    used = dict.fromkeys((s.model, s.revision) for s in segments if s.model and not s.hops)
    used |= dict.fromkeys((hop.model, hop.revision) for s in segments for hop in s.hops)
    found = []
    for model, revision in used:
        card = catalogue().get(model)
        if card is None:
            found.append(ModelUse(model, revision, model, "unknown to Audarma's catalogue", commercial=False))
        else:
            found.append(ModelUse(model, revision, card.title, card.licence, card.commercial, tuple(card.obligations)))
    return tuple(found)
