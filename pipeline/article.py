"""The only values that pass between stages. All are frozen, and each checks itself when it is made.

Offsets count Python characters (Unicode code points) from 0, and `stop` is one past the last. Source offsets are into
the text of the source block as it was written; target offsets are into the text of the translated segment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from models.engine import Failover, Hop

BlockKind = Literal["headline", "lead", "paragraph", "speaker", "quotation", "list_item", "caption", "boilerplate"]
Severity = Literal["error", "warning", "note"]
Origin = Literal["model", "copied", "failed"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-sized piece of an article, as it was written, never empty."""

    kind: BlockKind
    text: str

    def __post_init__(self) -> None:
        if self.kind not in get_args(BlockKind):
            raise ValueError(f"no such kind of block: {self.kind!r}")
        if not self.text.strip():
            raise ValueError("a block has text")


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit of translation: a sentence of block number `block`, standing at `start` to `stop` of its text."""

    block: int
    start: int
    stop: int
    text: str

    def __post_init__(self) -> None:
        _check_span(self.start, self.stop, self.text)
        if not self.text.strip():
            raise ValueError("a segment has text")


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text, and the text that stands there."""

    start: int
    stop: int
    text: str

    def __post_init__(self) -> None:
        _check_span(self.start, self.stop, self.text)


@dataclass(frozen=True, slots=True)
class Finding:
    """What an editor should look at.

    `check` names what was looked for ("loop"), `message` is a sentence for a person. `block` and `segment` are indices
    of the source article's; `source` is a place in that block's text, `target` one in the translated segment's text.
    """

    check: str
    severity: Severity
    message: str
    block: int | None = None
    segment: int | None = None
    source: Span | None = None
    target: Span | None = None
    suggestion: str = ""

    def __post_init__(self) -> None:
        if self.severity not in get_args(Severity):
            raise ValueError(f"no such severity: {self.severity!r}")
        if self.source is not None and self.block is None:
            raise ValueError("a source span needs its block")
        if self.target is not None and self.segment is None:
            raise ValueError("a target span needs its segment")


@dataclass(frozen=True, slots=True)
class Article:
    """A source article: blocks in their order, the segments found in them, what was noticed on the way.

    Raises ValueError when a segment or a finding does not stand where it says.
    """

    id: str
    language: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        before = (-1, 0)
        for segment in self.segments:
            _check_stands(segment, self._block(segment.block).text)
            if (segment.block, segment.start) < before:
                raise ValueError(f"segments overlap or are out of order at {segment}")
            before = (segment.block, segment.stop)
        for finding in self.findings:
            if finding.block is not None:
                text = self._block(finding.block).text
                if finding.source is not None:
                    _check_stands(finding.source, text)

    def _block(self, index: int) -> Block:
        if not 0 <= index < len(self.blocks):
            raise ValueError(f"there is no block {index}: the article has {len(self.blocks)}")
        return self.blocks[index]


@dataclass(frozen=True, slots=True)
class TranslatedSegment:
    """A segment in a target language. `source` is the index of the source segment.

    `origin` is "model" (decoded), "copied" (needs no translation) or "failed" (kept as it came, and bad). `score` is
    the model's mean log-probability a token (0 is certain, lower is less so), None where there is none. `hops` are the
    models of a pivot in their order, `failovers` those that were asked before and failed; mostly there are none.
    """

    source: int
    text: str
    model: str
    revision: str
    origin: Origin
    score: float | None = None
    hops: tuple[Hop, ...] = ()
    failovers: tuple[Failover, ...] = ()

    def __post_init__(self) -> None:
        if self.origin not in get_args(Origin):
            raise ValueError(f"no such origin: {self.origin!r}")


@dataclass(frozen=True, slots=True)
class TranslatedBlock:
    """A block of the story in a target language. `source` is the index of the source block."""

    source: int
    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Translation:
    """An article in one target language (BCP 47)."""

    language: str
    segments: tuple[TranslatedSegment, ...]
    blocks: tuple[TranslatedBlock, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        by_source = {segment.source: segment.text for segment in self.segments}
        for finding in self.findings:
            if finding.target is not None and finding.segment is not None:
                _check_stands(finding.target, by_source.get(finding.segment, ""))


@dataclass(frozen=True, slots=True)
class TranslatedArticle:
    """The source article and its translations, by target language."""

    article: Article
    translations: Mapping[str, Translation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for language, translation in self.translations.items():
            if language != translation.language:
                raise ValueError(f"a translation into {translation.language} stands under {language}")
            if any(not 0 <= s.source < len(self.article.segments) for s in translation.segments):
                raise ValueError(f"a segment in {language} has no source segment")
        object.__setattr__(self, "translations", MappingProxyType(dict(self.translations)))


def _check_span(start: int, stop: int, text: str) -> None:
    if start < 0 or stop - start != len(text):
        raise ValueError(f"{start}:{stop} cannot hold {text!r}")


def _check_stands(span: Segment | Span, text: str) -> None:
    if span.stop > len(text) or text[span.start : span.stop] != span.text:
        raise ValueError(f"{span.text!r} does not stand at {span.start}:{span.stop} of {text!r}")
