"""The segment stage: sentences of each block, with exact offsets into the text as it was written."""

import re
from dataclasses import replace

from pipeline.article import Article, Block, Segment
from pipeline.segment.clauses import split_clauses
from pipeline.segment.sentences import explain, split_sentences

__all__ = ["explain", "segment", "split_clauses", "split_sentences"]

_MARKER = re.compile(r"\s*(?:[-–—−•▪●■*·‣]|(?:\d{1,2}\.)*\d{1,2}[.)]|[а-я]\))\s*(?=\S)")
_MARKED = {"list_item", "quotation"}


def segment(article: Article) -> Article:
    """The article with its segments. The mark of a list item or of speech (dash, bullet, number) is in no segment."""
    found = tuple(found for i, block in enumerate(article.blocks) for found in _segments(i, block))
    return replace(article, segments=found)


def _segments(index: int, block: Block) -> list[Segment]:
    marker = _MARKER.match(block.text) if block.kind in _MARKED else None
    start = marker.end() if marker else 0
    return [
        Segment(index, start + span.start, start + span.stop, span.text) for span in split_sentences(block.text[start:])
    ]
