"""The clean stage: every block gets its kind, what does not belong to the story is found, and oddities are reported."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.article import Article, Block, Finding, Span
from pipeline.clean.boilerplate import find_boilerplate
from pipeline.clean.kinds import find_kinds
from pipeline.homoglyphs import find, repair

__all__ = ["clean"]


def clean(article: Article, *, keep_boilerplate: bool = False) -> Article:
    """An article as read -> the same texts with their kinds, and findings for boilerplate, mixed scripts and damage.

    With `keep_boilerplate` the findings stay, but the blocks keep the kind that they would have in the story.
    """
    texts = [block.text for block in article.blocks]
    outside = find_boilerplate(texts)
    story = [(i, block) for i, block in enumerate(article.blocks) if keep_boilerplate or i not in outside]
    kinds = dict(zip([i for i, _ in story], find_kinds([block for _, block in story]), strict=True))
    blocks = tuple(Block(kinds.get(i, "boilerplate"), text) for i, text in enumerate(texts))
    done = "kept, but it looks like" if keep_boilerplate else "left out:"
    findings = [Finding("boilerplate", "note", f"{done} {reason}", block=i) for i, reason in sorted(outside.items())]
    findings += [finding for i, text in enumerate(texts) for finding in (*_mixed(i, text), *_damaged(i, text))]
    return replace(article, blocks=blocks, findings=(*article.findings, *findings))


def _mixed(block: int, text: str) -> Iterator[Finding]:
    for span in find(text):
        message = f"letters of two alphabets in {span.text!r}: the model reads {repair(span.text)!r}"
        yield Finding("mixed-script", "warning", message, block=block, source=span, suggestion=repair(span.text))


def _damaged(block: int, text: str) -> Iterator[Finding]:
    """Where the file's bytes were no character: the reader has put U+FFFD there."""
    start = text.find("\ufffd")
    if start >= 0:
        message = "the file is damaged here: what it said cannot be read"
        yield Finding("damaged-text", "warning", message, block=block, source=Span(start, start + 1, "\ufffd"))
