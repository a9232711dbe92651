"""What a person sees of an evaluation at a terminal: a table a language, then what it means."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eval.evaluate import Evaluation, Result, recipe_of
from eval.gate import Verdict
from eval.report import figure

if TYPE_CHECKING:
    from rich.table import Table


def lines(evaluation: Evaluation) -> Iterator["str | Table"]:
    """The parts, in order."""
    yield evaluation.title
    yield from evaluation.notices
    for result in evaluation.results:
        yield ""
        yield scores_table(result)
        for compared in result.compared:
            yield compared.sentence
        for remark in result.material.remarks:
            yield f"note: {remark}"
        first = next(iter(result.scores.values()))
        yield "recipes: " + "; ".join(f"{score.title.partition(' (')[0]} {score.signature}" for score in first)
        yield f"intervals: {recipe_of(result.draws)}"


def scores_table(result: Result) -> "Table":
    """Metrics down, systems across: a person compares systems, and there are more metrics than systems."""
    table = _table(f"{result.language}, {len(result.material.references):,} segments")
    table.add_column("metric")
    for name in result.scores:
        table.add_column(name, justify="right")
        table.add_column("95 % interval", justify="right", style="dim")
    for index, score in enumerate(next(iter(result.scores.values()))):
        cells = []
        for name, scores in result.scores.items():
            found = result.intervals[name][index]
            cells += [figure(scores[index].value), f"{figure(found.low)} to {figure(found.high)}"]
        table.add_row(score.title, *cells)
    return table


def gate_table(verdicts: Sequence[Verdict]) -> "Table":
    """What was measured beside its floor."""
    table = _table("the gate")
    for column in ("suite", "into", "metric"):
        table.add_column(column)
    for column in ("measured", "floor", ""):
        table.add_column(column, justify="right")
    for verdict in verdicts:
        measured, floor = verdict.measured, verdict.floor
        table.add_row(
            measured.suite,
            measured.language,
            measured.metric,
            f"{measured.score:.2f}",
            f"{floor.score:.2f}" if floor else "none",
            "fell" if verdict.fell else "new" if floor is None else "kept",
        )
    return table


def _table(title: str) -> "Table":
    from rich.table import Table

    return Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
