"""The page of an evaluation: what it shows, from the scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np

from eval.evaluate import Compared, Evaluation, Result, recipe_of
from eval.metrics.score import Score
from eval.report import figure
from eval.significance.resample import Interval
from pipeline.desk.arrange import NAMES
from pipeline.desk.differences import Piece, differ
from pipeline.desk.environment import templates
from pipeline.desk.segment_findings import FINDINGS, figures_of, find

MOST_SEGMENTS = 150
"""Segments on the page for each language: a person looks at the worst, and a page must open at once."""

_MOST_DOCUMENTS = 40
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A score of the chart; places are per cent of its width."""

    system: str
    number: int
    value: str
    interval: str
    start: float
    width: float
    low: float
    high: float
    signature: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One metric, a bar a system."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The score of each system over some of the segments."""

    name: str
    segments: int
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Translated:
    """One system's translation of a segment."""

    system: str
    number: int
    figure: str
    pieces: tuple[Piece, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A segment. `worst` and `apart` are its ranks, from 0: by the worst score, by how far the systems are apart."""

    number: int
    document: str
    source: str
    reference: tuple[Piece, ...]
    translations: tuple[Translated, ...]
    worst: int
    apart: int

    @property
    def findings(self) -> str:
        """All findings of all systems, for the filter."""
        return " ".join(dict.fromkeys(name for found in self.translations for name in found.findings))


@dataclass(frozen=True, slots=True)
class Section:
    """One language."""

    tag: str
    name: str
    segments: int
    systems: tuple[str, ...]
    charts: tuple[Chart, ...]
    compared: tuple[Compared, ...]
    remarks: tuple[str, ...]
    lead: str
    by_length: tuple[Part, ...]
    by_document: tuple[Part, ...]
    rows: tuple[Row, ...]
    findings: tuple[tuple[str, str, int], ...]
    intervals: str


def scores_page(evaluation: Evaluation) -> str:
    """One self-contained page. Its few lines of script only sort and filter the segments: without it, all are shown."""
    sections = [_section(result) for result in evaluation.results]
    return str(templates().get_template("scores.html").render(evaluation=evaluation, sections=sections))


def _section(result: Result) -> Section:
    first = next(iter(result.scores.values()))
    rows = tuple(_rows(result))
    counts = {name: sum(name in row.findings.split() for row in rows) for name in FINDINGS}
    return Section(
        tag=result.language,
        name=NAMES.get(result.language, result.language),
        segments=len(result.material.references),
        systems=tuple(result.scores),
        charts=tuple(_chart(result, index) for index in range(len(first))),
        compared=result.compared,
        remarks=result.material.remarks,
        lead=first[0].title,
        by_length=tuple(_by_length(result)),
        by_document=tuple(_by_document(result)),
        rows=rows,
        findings=tuple((name, text, counts[name]) for name, text in FINDINGS.items() if counts[name]),
        intervals=recipe_of(result.draws),
    )


def _chart(result: Result, index: int) -> Chart:
    found = {name: (scores[index], result.intervals[name][index]) for name, scores in result.scores.items()}
    most = max([100.0, *(x for s, i in found.values() for x in (s.value, i.high) if not isnan(x))])
    title = next(iter(found.values()))[0].title
    return Chart(title, tuple(_bar(name, n, s, i, most) for n, (name, (s, i)) in enumerate(found.items(), 1)))


def _bar(system: str, number: int, score: Score, interval: Interval, most: float) -> Bar:
    value, low, high = (0.0 if isnan(x) else x * 100 / most for x in (score.value, interval.low, interval.high))
    return Bar(
        system=system,
        number=number,
        value=figure(score.value),
        interval=f"{figure(interval.low)} to {figure(interval.high)}",
        start=0.0,
        width=round(value, 2),
        low=round(low, 2),
        high=round(high, 2),
        signature=score.signature,
    )


def _pooled(result: Result, places: Sequence[int]) -> tuple[str, ...]:
    """The leading metric of each system over some segments, as a corpus of their own."""
    leads = [scores[0] for scores in result.scores.values()]
    totals = [lead.statistics[list(places)].sum(0, keepdims=True) for lead in leads]
    return tuple(figure(float(lead.pool(total)[0])) for lead, total in zip(leads, totals, strict=True))


def _by_length(result: Result) -> Iterator[Part]:
    """Quarters of the segments by the length of the reference."""
    lengths = np.array([len(text) for text in result.material.references.texts[0]])
    for places in np.array_split(np.argsort(lengths, kind="stable"), min(_QUARTERS, len(lengths))):
        span = f"{lengths[places].min()} to {lengths[places].max()} characters"
        yield Part(span, len(places), _pooled(result, [int(place) for place in places]))


def _by_document(result: Result) -> Iterator[Part]:
    """Documents, the worst first by the first system; only where there are several."""
    documents = result.material.documents
    if len(set(documents)) < 2:
        return
    places: dict[str, list[int]] = {}
    for place, name in enumerate(documents):
        places.setdefault(name, []).append(place)
    parts = [Part(name, len(found), _pooled(result, found)) for name, found in places.items()]
    yield from sorted(parts, key=lambda part: float(part.figures[0].replace("–", "nan")))[:_MOST_DOCUMENTS]


def _rows(result: Result) -> Iterator[Row]:
    """The worst segments and those on which the systems differ most, the worst first."""
    figures = np.stack([_badness(scores[0]) for scores in result.scores.values()])
    worst = np.argsort(-figures.max(0), kind="stable")
    apart = np.argsort(-np.ptp(figures, axis=0), kind="stable")
    ranks = [{int(place): rank for rank, place in enumerate(order)} for order in (worst, apart)]
    half = MOST_SEGMENTS // 2 if len(figures) > 1 else MOST_SEGMENTS
    shown = sorted({*map(int, worst[:half]), *map(int, apart[: MOST_SEGMENTS - half])}, key=lambda i: ranks[0][i])
    for index in shown:
        yield _row(result, index, ranks[0][index], ranks[1][index])


def _badness(score: Score) -> Any:
    """Higher is worse."""
    figures = np.nan_to_num(score.segments, nan=100.0)
    return -figures if score.higher_is_better is not False else figures


def _row(result: Result, index: int, worst: int, apart: int) -> Row:
    material = result.material
    reference = material.references.texts[0][index]
    source = material.references.sources[index] if material.references.sources else ""
    by_character = result.language == "zh-Hans"
    first = next(iter(material.systems.values()))[index]
    return Row(
        number=index + 1,
        document=material.documents[index] if material.documents else "",
        source=source,
        reference=differ(reference, first, by_character=by_character),
        translations=tuple(
            Translated(
                system=name,
                number=number,
                figure=figure(float(result.scores[name][0].segments[index])),
                pieces=differ(texts[index], reference, by_character=by_character),
                findings=find(texts[index], reference, source, figures_of(result.scores[name], index)),
            )
            for number, (name, texts) in enumerate(material.systems.items(), 1)
        ),
        worst=worst,
        apart=apart,
    )
