"""The assemble stage: translated segments put together to blocks, as the source's blocks are."""

from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.article import Article, TranslatedBlock, TranslatedSegment, Translation
from pipeline.punctuate import marker

MISSING = "[…]"
"""Stands where the model gave nothing: a reader sees that a sentence lacks, and a finding says why."""


def assemble(article: Article, translation: Translation) -> Translation:
    """The translation with a block for each block of the story, in the language's own spacing."""
    in_order = sorted(translation.segments, key=lambda segment: segment.source)
    blocks = [
        TranslatedBlock(index, article.blocks[index].kind, _join(article, list(segments), translation.language))
        for index, segments in groupby(in_order, key=lambda segment: article.segments[segment.source].block)
    ]
    return replace(translation, blocks=tuple(blocks))


def _join(article: Article, segments: list[TranslatedSegment], language: str) -> str:
    first = article.segments[segments[0].source]
    source = article.blocks[first.block].text
    parts = [marker(source[: first.start], language), segments[0].text or MISSING]
    for before, segment in pairwise(segments):
        gap = source[article.segments[before.source].stop : article.segments[segment.source].start]
        text = segment.text or MISSING
        parts += [_gap(gap, parts[-1], text, language), text]
    return "".join(parts)


def _gap(gap: str, before: str, after: str, language: str) -> str:
    """A table's cells stay parted by a tab; sentences by a space, but for Chinese characters."""
    if "\t" in gap:
        return "\t"
    latin = before[-1:].isascii() and after[:1].isascii()
    return " " if language != "zh-Hans" or latin else ""
