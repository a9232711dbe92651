"""From a translated article to what a page shows: rows, cells, and runs of text with the findings on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.languages import short
from pipeline.article import Article, BlockKind, Finding, TranslatedArticle, TranslatedBlock, Translation
from pipeline.assemble import MISSING
from pipeline.desk.credit import Offer, offers

NAMES = {"ru": "Русский", "zh-Hans": "中文", "kk-Cyrl": "Қазақша", "en": "English"}


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with the number that it has on the page."""

    number: int
    finding: Finding
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Text that is marked alike throughout. `notes` are the findings on it, `ends` those whose place ends with it."""

    text: str
    notes: tuple[Note, ...] = ()
    ends: tuple[Note, ...] = ()

    @property
    def severity(self) -> str:
        """The worst of its findings, empty where there is none."""
        return worst(note.finding for note in self.notes)


@dataclass(frozen=True, slots=True)
class Cell:
    """One block in one language, and what the translation memory brought for it."""

    language: str
    runs: tuple[Run, ...]
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One block in all languages; `reason` says why it was left out, where it was."""

    kind: BlockKind
    source: Cell
    cells: tuple[Cell, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template shows."""

    title: str
    languages: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    models: str
    remembered: int
    identifier: str


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    stop: int
    note: Note


def worst(findings: Iterable[Finding]) -> str:
    """The worst severity of some findings, empty where there are none."""
    found = {finding.severity for finding in findings}
    return next((severity for severity in ("error", "warning", "note") if severity in found), "")


def arrange(translated: TranslatedArticle) -> Page:
    """The page of an article."""
    article = translated.article
    languages = tuple(translated.translations)
    notes = _number(translated)
    rows = tuple(_row(translated, i, notes) for i in range(len(article.blocks)))
    models = sorted(
        {f"{s.model} {s.revision}" for t in translated.translations.values() for s in t.segments if s.model}
    )
    return Page(
        title=next((block.text for block in article.blocks if block.kind != "boilerplate"), article.blocks[0].text),
        languages=tuple((language, short(language), NAMES.get(language, language)) for language in languages),
        rows=rows,
        notes=tuple(note for note in notes if note.finding.check != "boilerplate"),
        models=", ".join(models),
        remembered=sum(s.origin == "memory" for t in translated.translations.values() for s in t.segments),
        identifier=article.id,
    )


def _number(translated: TranslatedArticle) -> list[Note]:
    """All findings in the order that they are met in on the page. What was left out is told in its row, unnumbered."""
    article = translated.article
    found = [(finding, article.language) for finding in article.findings]
    found += [(f, language) for language, translation in translated.translations.items() for f in translation.findings]
    order = {language: i for i, language in enumerate((article.language, *translated.translations))}
    found.sort(key=lambda entry: (_block_of(entry[0]), order[entry[1]], _end_of(entry[0])))
    notes, number = [], 0
    for finding, language in found:
        number += finding.check != "boilerplate"
        notes.append(Note(number, finding, language, _about(finding, article)))
    return notes


def _block_of(finding: Finding) -> int:
    return finding.block if finding.block is not None else -1


def _end_of(finding: Finding) -> tuple[int, int]:
    """Where the number of a finding stands in its cell: after its place, or after the whole of its segment."""
    place = finding.target or (finding.source if finding.segment is None else None)
    return (finding.segment if finding.segment is not None else -1, place.stop if place is not None else 1 << 30)


def _about(finding: Finding, article: Article) -> str:
    if finding.target is not None:
        return finding.target.text
    if finding.source is not None:
        return finding.source.text
    return article.segments[finding.segment].text if finding.segment is not None else ""


def _row(translated: TranslatedArticle, index: int, notes: Sequence[Note]) -> Row:
    article = translated.article
    block = article.blocks[index]
    here = [note for note in notes if note.finding.block == index]
    marks = [
        _Mark(note.finding.source.start, note.finding.source.stop, note)
        for note in here
        if note.finding.source is not None and note.language == article.language
    ]
    reason = next((n.finding.message for n in here if n.finding.check == "boilerplate"), "")
    cells = tuple(
        Cell(language, _target_runs(translation, index, here), offers(article, translation, index))
        for language, translation in translated.translations.items()
    )
    return Row(block.kind, Cell(article.language, _runs(block.text, marks)), cells, reason)


def _target_runs(translation: Translation, index: int, notes: Sequence[Note]) -> tuple[Run, ...]:
    block = next((block for block in translation.blocks if block.source == index), None)
    return _runs(block.text, _target_marks(translation, block, notes)) if block else ()


def _target_marks(translation: Translation, block: TranslatedBlock, notes: Sequence[Note]) -> list[_Mark]:
    """Where the findings of this language stand in the block: on their place, or on the whole of their segment."""
    ours = [note for note in notes if note.language == translation.language]
    inside = {note.finding.segment for note in ours}
    marks, position = [], 0
    for segment in translation.segments:
        text = segment.text or MISSING
        start = block.text.find(text, position) if segment.source in inside else -1
        if start < 0:
            continue
        position = start + len(text)
        for note in ours:
            if note.finding.segment == segment.source:
                place = note.finding.target
                marks.append(
                    _Mark(start + place.start, start + place.stop, note) if place else _Mark(start, position, note)
                )
    return marks


def _runs(text: str, marks: Sequence[_Mark]) -> tuple[Run, ...]:
    """The text cut wherever a mark begins or ends."""
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.stop for m in marks)})
    return tuple(
        Run(
            text[start:stop],
            tuple(m.note for m in marks if m.start <= start and stop <= m.stop),
            tuple(m.note for m in marks if m.stop == stop),
        )
        for start, stop in pairwise(cuts)
    )
