"""The place stage: markup that stands around words of a source block is put around the right words of its translation.

Any engine may have made the translation, so only the two texts are looked at: whole sentences map to whole sentences;
inside one, the words in a row that are more alike in meaning to the marked words than to any others, as the encoder
reads them in their sentence; what is the same in both (numbers, names, words of common origin) is sure beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.align import sentence, share
from pipeline.article import Article, Inline, Segment, TranslatedBlock, TranslatedSegment, Translation
from pipeline.assemble import MISSING

_EDGE = " \t\n\u00a0.,;:!?…«»„“”‘’\"'()[]—–-。，！？；：（）《》、"


@dataclass(frozen=True, slots=True)
class _Pair:
    """A source segment and the place of its translation in the translated block."""

    segment: Segment
    start: int
    stop: int


@dataclass
class _Node:
    """A tag on its way into the translation, with the tags inside it."""

    start: int
    stop: int
    tag: Inline
    order: int
    inside: list["_Node"]


def place(article: Article, translation: Translation) -> Translation:
    """The translation with the source's markup in its blocks."""
    if not any(block.inline for block in article.blocks):
        return translation
    by_block: dict[int, list[TranslatedSegment]] = {}
    for segment in sorted(translation.segments, key=lambda segment: segment.source):
        by_block.setdefault(article.segments[segment.source].block, []).append(segment)
    blocks = [
        _placed(article, block, by_block.get(block.source, []), translation.language) for block in translation.blocks
    ]
    return replace(translation, blocks=tuple(blocks))


def _placed(
    article: Article,
    block: TranslatedBlock,
    segments: Sequence[TranslatedSegment],
    language: str,
) -> TranslatedBlock:
    source = article.blocks[block.source]
    if not source.inline:
        return block
    pairs = _locate(article, block, segments)
    nodes: list[_Node] = []
    around: list[_Node] = []
    for order, tag in enumerate(source.inline):
        start, stop = find_place(source.text, block.text, pairs, (tag.start, tag.stop), language)
        node = _Node(start, stop, tag, order, [])
        del around[tag.depth :]
        (around[-1].inside if around else nodes).append(node)
        around.append(node)
    return replace(block, inline=tuple(_settle(nodes, 0, len(block.text), 0)))


def _locate(article: Article, block: TranslatedBlock, segments: Sequence[TranslatedSegment]) -> list[_Pair]:
    """Where in the block each segment's translation stands, each found after the last."""
    pairs, position = [], 0
    for segment in segments:
        text = segment.text or MISSING
        found = block.text.find(text, position)
        if found < 0:  # a person has changed the block since
            return []
        pairs.append(_Pair(article.segments[segment.source], found, found + len(text)))
        position = found + len(text)
    return pairs


def find_place(
    source: str, target: str, pairs: Sequence[_Pair], place: tuple[int, int], language: str
) -> tuple[int, int]:
    """Where the characters from one place of a source block to another stand in its translation."""
    start, stop = place
    if not pairs:
        return share(source, target, start, stop)
    if not source[:start].strip(_EDGE) and not source[stop:].strip(_EDGE):
        return _trimmed(source, target, start, stop)
    first = next((p for p in pairs if start < p.segment.stop), pairs[-1])
    last = next((p for p in reversed(pairs) if stop > p.segment.start), pairs[0])
    if start == stop:
        last = first
    begin = _inside(first, target, start, max(start, min(stop, first.segment.stop)), language)[0]
    end = _inside(last, target, max(start, last.segment.start), stop, language)[1]
    return (begin, begin) if start == stop else (begin, max(begin, end))


def _trimmed(source: str, target: str, start: int, stop: int) -> tuple[int, int]:
    """All words of the block: the marks at its ends are in or out as they are in the source."""
    if start == stop:
        return (0, 0) if not source[:start].strip(_EDGE) else (len(target), len(target))
    begin = 0 if start == 0 else len(target) - len(target.lstrip(_EDGE))
    end = len(target) if stop == len(source) else len(target.rstrip(_EDGE))
    return begin, max(begin, end)


def _inside(pair: _Pair, target: str, start: int, stop: int, language: str) -> tuple[int, int]:
    """The place in one segment's translation; `start` and `stop` are offsets into the source block."""
    segment, text = pair.segment, target[pair.start : pair.stop]
    a, b = max(0, start - segment.start), min(len(segment.text), stop - segment.start)
    pair_of = sentence(segment.text, text, language)
    if start == stop:
        place = pair_of.after(a)
        return pair.start + place, pair.start + place
    if not segment.text[:a].strip(_EDGE) and not segment.text[b:].strip(_EDGE):
        begin, end = _trimmed(segment.text, text, a, b)
        return pair.start + begin, pair.start + end
    begin, end = pair_of.find(a, b)
    return pair.start + begin, pair.start + end


def _settle(nodes: Sequence[_Node], low: int, high: int, depth: int) -> list[Inline]:
    """Tags in the order of the translation, each inside the one around it, none across another."""
    found: list[Inline] = []
    for node in sorted(nodes, key=lambda node: (node.start, node.order)):
        start = min(max(node.start, low), high)
        stop = min(max(node.stop, start), high) if node.tag.close else start
        found.append(replace(node.tag, start=start, stop=stop, depth=depth))
        found.extend(_settle(node.inside, start, stop, depth + 1))
        low = stop
    return found
