"""The only values that pass between stages. All are frozen, and each checks itself when it is made.

Offsets count Python characters (Unicode code points) from 0, and `stop` is one past the last. Source offsets are into
the text of the source block as it was written; target offsets are into the text of the translated segment.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from models.engine import Failover, Hop

BlockKind = Literal[
    "headline", "lead", "paragraph", "speaker", "quotation", "list_item", "caption", "boilerplate", "byline"
]
Severity = Literal["error", "warning", "note"]
Origin = Literal["model", "copied", "failed", "edited", "memory"]
MatchOrigin = Literal["human", "import", "model"]
Role = Literal["headline", "byline", "description", "body", "caption"]
Media = Literal["text/plain", "application/xhtml+xml", "application/nitf+xml"]
Format = Literal["", "ninjs", "newsml-g2", "nitf", "rss", "atom", "xliff", "tmx"]

_BLOCK_KINDS, _SEVERITIES, _ORIGINS = map(frozenset, map(get_args, (BlockKind, Severity, Origin)))
"""As sets: values are made by the thousand, and each checks itself."""

HOLE = re.compile(r"<\?block (\d+)\?>")
"""Where a block stands in the layout of a part: a processing instruction, so that a layout stays well-formed."""


@dataclass(frozen=True, slots=True)
class Inline:
    """Markup inside a block: `open` stands before the character at `start`, `close` before the one at `stop`.

    Both are tags as they were written, without what could run in a browser. An empty element (a line break, an image)
    has no `close` and stands at one place. A block lists its markup in the order of the opening tags, and `depth` says
    how many of those before it are still open, so that the order of tags at one place is kept.
    """

    start: int
    stop: int
    open: str
    close: str = ""
    depth: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop or (not self.close and self.start != self.stop) or self.depth < 0:
            raise ValueError(f"no such markup: {self}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-sized piece of an article, as it was written, never empty. `inline` is the markup in it."""

    kind: BlockKind
    text: str
    inline: tuple[Inline, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in _BLOCK_KINDS:
            raise ValueError(f"no such kind of block: {self.kind!r}")
        if not self.text.strip():
            raise ValueError("a block has text")
        _check_nested(self.inline, self.text)


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
        if self.severity not in _SEVERITIES:
            raise ValueError(f"no such severity: {self.severity!r}")
        if self.source is not None and self.block is None:
            raise ValueError("a source span needs its block")
        if self.target is not None and self.segment is None:
            raise ValueError("a target span needs its segment")


@dataclass(frozen=True, slots=True)
class Part:
    """A text of an item in its place: `layout` is its markup (or plain text) with a `<?block N?>` for each block.

    `path` says where it stands in the source document, in that format's own terms; empty where it stands in none.
    """

    role: Role
    layout: str
    media: Media = "text/plain"
    path: str = ""

    def __post_init__(self) -> None:
        if self.role not in get_args(Role) or self.media not in get_args(Media):
            raise ValueError(f"no such part: {self.role!r} as {self.media!r}")

    @property
    def blocks(self) -> tuple[int, ...]:
        """The indices of its blocks, in their order."""
        return tuple(int(number) for number in HOLE.findall(self.layout))


@dataclass(frozen=True, slots=True)
class Item:
    """What a news exchange says of an article beside its text; empty where it says nothing.

    `id` and `version` are the source's own; `created` and `modified` (of this version) are ISO 8601 with a time zone;
    `urgency` goes from 1 (highest) to 9. `document` is the source as it came: what is not text passes through from it.
    """

    format: Format = ""
    id: str = ""
    version: str = ""
    language: str = ""
    link: str = ""
    created: str = ""
    modified: str = ""
    embargoed: str = ""
    urgency: int | None = None
    slugline: str = ""
    located: str = ""
    provider: str = ""
    copyright_holder: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    note: str = ""
    parts: tuple[Part, ...] = ()
    document: str = ""

    def __post_init__(self) -> None:
        if self.format not in get_args(Format):
            raise ValueError(f"no such format of exchange: {self.format!r}")
        if self.urgency is not None and not 1 <= self.urgency <= 9:
            raise ValueError(f"an urgency is between 1 and 9, not {self.urgency}")


@dataclass(frozen=True, slots=True)
class Article:
    """A source article: blocks in their order, the segments found in them, what was noticed on the way.

    `item` is what a news exchange says of it, None for a plain file. Raises ValueError when a segment or a finding
    does not stand where it says.
    """

    id: str
    language: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...] = ()
    findings: tuple[Finding, ...] = ()
    item: Item | None = None

    def __post_init__(self) -> None:
        for part in self.item.parts if self.item else ():
            for index in part.blocks:
                self._block(index)
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
class Match:
    """What the translation memory offers for a segment: a text like it, and what was made of that.

    `similarity` compares the characters of the two source texts, `meaning` their sentence vectors; both go from 0 to 1
    (equal), and `meaning` is None where it was not looked at. `origin` is who made the target: "human", "import"
    (a person elsewhere, as its file says) or "model"; `author` is empty where nobody is named. `made` is ISO 8601.
    """

    source: str
    target: str
    similarity: float
    origin: MatchOrigin
    approved: bool
    author: str = ""
    made: str = ""
    meaning: float | None = None

    def __post_init__(self) -> None:
        if self.origin not in get_args(MatchOrigin):
            raise ValueError(f"no such origin of a match: {self.origin!r}")
        if not 0 <= self.similarity <= 1:
            raise ValueError(f"a similarity is between 0 and 1, not {self.similarity}")

    @property
    def settles(self) -> bool:
        """Whether it stands as the translation: of the very same text, by a person, approved."""
        return self.similarity == 1 and self.approved and self.origin != "model"


@dataclass(frozen=True, slots=True)
class TranslatedSegment:
    """A segment in a target language. `source` is the index of the source segment.

    `origin` is "model" (decoded), "copied" (needs no translation), "failed" (kept as it came, and bad), "edited" (a
    person wrote or changed it) or "memory" (a person wrote it before, for the same text: the first of `matches`).
    `score` is the model's mean log-probability a token (0 is certain, lower is less so), None where there is none.
    `hops` are the models of a pivot in their order, `failovers` those that were asked before and failed; `matches` is
    what the translation memory offers, the best first. Mostly there are none of these.
    """

    source: int
    text: str
    model: str
    revision: str
    origin: Origin
    score: float | None = None
    hops: tuple[Hop, ...] = ()
    failovers: tuple[Failover, ...] = ()
    matches: tuple[Match, ...] = ()

    def __post_init__(self) -> None:
        if self.origin not in _ORIGINS:
            raise ValueError(f"no such origin: {self.origin!r}")


@dataclass(frozen=True, slots=True)
class TranslatedBlock:
    """A block of the story in a target language. `source` is the index of the source block."""

    source: int
    kind: BlockKind
    text: str
    inline: tuple[Inline, ...] = ()

    def __post_init__(self) -> None:
        _check_nested(self.inline, self.text)


@dataclass(frozen=True, slots=True)
class Translation:
    """An article in one target language (BCP 47). `reviewer` answers for it; empty where no person does."""

    language: str
    segments: tuple[TranslatedSegment, ...]
    blocks: tuple[TranslatedBlock, ...] = ()
    findings: tuple[Finding, ...] = ()
    reviewer: str = ""

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


def _check_nested(inline: Sequence[Inline], text: str) -> None:
    """Each tag stands inside the text and inside the one that it is nested in, and none overlap."""
    around: list[Inline] = []
    position = 0
    for tag in inline:
        if tag.depth > len(around):
            raise ValueError(f"markup is nested in nothing: {tag}")
        while len(around) > tag.depth:
            position = max(position, around.pop().stop)
        if tag.start < position or tag.stop > (around[-1].stop if around else len(text)):
            raise ValueError(f"markup overlaps or leaves its text: {tag}")
        position = tag.start
        around.append(tag)
