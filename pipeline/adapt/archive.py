"""A newsroom's archive as pairs: translation memories, tables, and articles that lie beside their translations."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.adapt.pairs import Pair
from models.errors import UsageError
from models.languages import SOURCE, TARGETS, parse_language, short

_DATE = re.compile(r"(?<!\d)(\d{4})-?([01]\d)-?([0-3]\d)(?!\d)")
_ALIKE = 0.5
"""Of the scale on which 0 is an unrelated sentence and 1 a translation: what lies below is not learnt from."""
_LEAST = 2
"""Letters on either side."""


def read_archive(path: Path, languages: Sequence[str] = TARGETS) -> tuple[Pair, ...]:
    """The pairs of a TMX, a TSV (`ru kk zh en`, and perhaps `date`), or of all that a folder holds, each once.

    In a folder articles count too: `story.ru.txt` with `story.kk.txt` beside it, linked sentence by sentence. Raises
    UsageError for what cannot be read, and where there is nothing.
    """
    if path.is_dir():
        tables = sorted(p for p in path.rglob("*") if p.suffix.lower() in {".tmx", ".tsv"})
        found = [pair for table in tables for pair in _read_file(table)]
        found += [pair for language in languages for pair in _articles(path, language)]
    else:
        found = list(_read_file(path))
    good = dict.fromkeys(
        pair
        for pair in found
        if pair.language in languages
        and min(len(pair.source), len(pair.translation)) >= _LEAST
        and pair.source != pair.translation
    )
    if not good:
        raise UsageError(f"{path} holds no Russian text with a translation into {', '.join(map(short, languages))}")
    return tuple(good)


def _read_file(path: Path) -> Iterator[Pair]:
    try:
        if path.suffix.lower() == ".tmx":
            yield from _memory(path)
        elif path.suffix.lower() == ".tsv":
            yield from _table(path)
        else:
            raise UsageError(f"{path} is no archive: Audarma learns from TMX, TSV, and folders of these or of articles")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def _memory(path: Path) -> Iterator[Pair]:
    from lxml import etree

    from pipeline.readers.tmx import units

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{path} is not XML: {error}") from error
    for unit in units(root):
        texts = {_known(tag): text for tag, text in unit.texts.items()}
        yield from _pairs(texts, unit.date)


def _table(path: Path) -> Iterator[Pair]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    if SOURCE not in names:
        raise UsageError(f"{path}: the first line names the columns: ru, one or more of zh kk en, and perhaps date")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            raise UsageError(f"{path}, line {number}: {len(row)} columns where the first line has {len(names)}")
        cells = {name: cell.strip() for name, cell in zip(names, row, strict=True)}
        yield from _pairs({_known(name): cell for name, cell in cells.items() if name != "date"}, cells.get("date", ""))


def _articles(folder: Path, language: str) -> Iterator[Pair]:
    """The sentences of articles that answer to each other, dated by the file's name where that has a date."""
    from eval.align.split import split_blocks, split_sentences
    from eval.suites.articles import find_stories, make_aligner

    if not any(folder.rglob(f"*.{SOURCE}.*")):
        return
    try:
        stories = find_stories(folder, (language,))
    except UsageError:  # no article has a translation into this language
        return
    aligner = make_aligner(language)
    joiner = "" if language == "zh-Hans" else " "
    for story in stories:
        blocks = [split_sentences(block, language) for block in split_blocks(story.references[language])]
        sentences = [sentence for block in blocks for sentence in block]
        dated = _DATE.search(story.name)
        for link in aligner.align(story.blocks, blocks):
            if link.source and link.target and link.similarity >= _ALIKE:
                source = " ".join(story.sentences[i] for i in link.source)
                translation = joiner.join(sentences[i] for i in link.target)
                yield Pair(source, translation, language, "-".join(dated.groups()) if dated else "")


def _pairs(texts: dict[str, str], date: str) -> Iterator[Pair]:
    source = texts.get(SOURCE, "")
    for language, text in texts.items():
        if source and text and language not in {SOURCE, ""}:
            yield Pair(source, text, language, date)


def _known(tag: str) -> str:
    for word in (tag, tag.partition("-")[0]):
        try:
            return parse_language(word)
        except UsageError:  # noqa: PERF203 - a tag has two forms at most
            continue
    return ""
