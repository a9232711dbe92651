"""`audarma evaluate --gate`: the embedded model over the suites at hand, against its floors."""

from collections.abc import Iterator

import click

from eval.gate import SAMPLE, Baseline, Floor, judge, raise_floors, read_baseline, table, write_baseline
from models.languages import short
from pipeline.cli.asked import Asked

SAMPLE_SIZE = 100
SUITES = ("flores200-devtest", "newstest2020-ru-en", "seed")
METRICS = "chrf++,bleu,chrf,ter"


def run_gate(asked: Asked, form: str = "table") -> int:
    """Prints what was measured beside its floor; 1 when a score fell. Raises GateError for data that differs.

    With --limit, only samples of that size are looked at: for a run that is quick. With --raise-floor, what is
    better than its floor, or new, becomes the floor; with --lower-floor, what is worse too. `form` "md" prints the
    table of the README instead.
    """
    from msgspec.structs import replace
    from rich.console import Console

    from models.catalogue import find_card
    from pipeline.cli.scores_table import gate_table

    baseline = read_baseline()
    measured = list(_measure(asked, baseline))
    verdicts = judge(baseline, measured)
    if form == "md":
        click.echo(table(replace(baseline, floors=tuple(measured))), nl=False)
    else:
        Console().print(gate_table(verdicts))
    new = raise_floors(baseline, verdicts, asked.lower_floor)
    if asked.lower_floor or asked.raise_floor:
        write_baseline(replace(new, revision=find_card(baseline.model).revision))
        click.echo(f"The floors are written, {len(new.lowered) - len(baseline.lowered)} of them lower", err=True)
    if asked.lower_floor:
        return 0
    fallen = [verdict for verdict in verdicts if verdict.fell]
    for verdict in fallen:
        found = verdict.measured
        click.echo(
            f"audarma: {found.metric} of {baseline.model} on {found.suite} into {found.language} fell to "
            f"{found.score:.2f}; its floor is {verdict.floor.score if verdict.floor else 0:.2f} "
            f"less {verdict.epsilon} ({baseline.epsilon_reason})",
            err=True,
        )
    return int(bool(fallen))


def _measure(asked: Asked, baseline: Baseline) -> Iterator[Floor]:
    """What the model scores now, on every suite that is at hand."""
    from dataclasses import replace

    from eval.suites.load import data_folder, is_at_hand
    from eval.suites.manifest import find_manifest
    from pipeline.cli.evaluate_inputs import run

    for suite in SUITES:
        manifest = find_manifest(suite)
        if not manifest.articles and not is_at_hand(manifest):
            click.echo(f"{suite} is not at hand in {data_folder()}: not measured", err=True)
            continue
        for limit in (0,) if manifest.articles else (SAMPLE_SIZE,) if asked.limit else (0, SAMPLE_SIZE):
            question = replace(
                asked,
                gate=False,
                lower_floor="",
                raise_floor=False,
                suite=suite,
                models=(baseline.model,),
                metrics=METRICS,
                limit=limit,
            )
            evaluation = run(question)
            for result in evaluation.results:
                (scores,), (intervals,) = result.scores.values(), result.intervals.values()
                for score, found in zip(scores, intervals, strict=True):
                    yield Floor(
                        suite=suite + (SAMPLE if limit else ""),
                        segments=len(score.segments),
                        sha256=evaluation.data,
                        language=short(result.language),
                        key=score.key,
                        metric=score.title,
                        score=round(score.value, 2),
                        low=round(found.low, 2),
                        high=round(found.high, 2),
                        signature=score.signature,
                        lower_is_better=score.higher_is_better is False,
                    )
