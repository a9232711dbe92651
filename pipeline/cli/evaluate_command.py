"""`audarma evaluate`: scores of translations, of articles, of models over test sets, and the gate."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.asked import Asked

if TYPE_CHECKING:
    from eval.evaluate import Evaluation

FORMATS = ("table", "json", "md", "html")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option(
    "--hyp", multiple=True, type=_FILE, metavar="FILE", help="Translations, a segment a line; several: compared."
)
@click.option("--ref", multiple=True, type=_FILE, metavar="FILE", help="Reference; several for several references.")
@click.option("--src", type=_FILE, metavar="FILE", help="The Russian source.")
@click.option("--docs", type=_FILE, metavar="FILE", help="The document of each segment, an id a line.")
@click.option("--lang", "language", default="", metavar="LANG", help="Language of the translations: zh, kk or en.")
@click.option("--article", type=_FILE, metavar="FILE", help="A whole Russian article; --ref is aligned with it first.")
@click.option("--suite", default="", metavar="NAME", help="A test set by name, or a TSV, TMX or folder of your own.")
@click.option("--model", "models", multiple=True, metavar="ID", help="Model to run; several: compared with the first.")
@click.option("--to", default="", metavar="LANGS", help="Languages of a suite, by commas; without it, all it has.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N segments of a suite.")
@click.option("--gate", is_flag=True, help="Fail when the embedded model scores below its floors.")
@click.option("--lower-floor", default="", metavar="REASON", help="With --gate: set lower floors, and say why.")
@click.option("--raise-floor", is_flag=True, help="With --gate: make better scores, and new ones, the floors.")
@click.option("--metrics", default="", metavar="NAMES", help="Metrics by commas [chrf++,bleu,chrf,ter,length,numbers].")
@click.option("--glossary", type=_FILE, metavar="FILE", help="TSV of terms and names, for terms and names.")
@click.option(
    "--checkpoint", type=click.Path(exists=True, path_type=Path), metavar="PATH", help="COMET or MetricX on disk."
)
@click.option("--nfc", is_flag=True, help="Compose letters to Unicode's NFC before scoring.")
@click.option("--rounds", type=click.IntRange(100, 100_000), default=1_000, show_default=True, help="Bootstrap rounds.")
@click.option("--seed", type=click.IntRange(min=0), default=12345, show_default=True, help="Of the drawing.")
@click.option("--workers", type=click.IntRange(0, 256), default=0, metavar="N", help="Processes; 0: as many as help.")
@click.option("--threads", type=click.IntRange(0, 256), default=0, metavar="N", help="CPU threads of a model; 0: all.")
@click.option("--beam", type=click.IntRange(1, 32), metavar="N", help="Hypotheses kept at each step, 1 to 32.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What to print.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Also write all forms here."
)
@click.option("--quiet", is_flag=True, help="Print nothing but the scores and errors.")
def evaluate(form: str, limit: int | None, **options: "object") -> int:
    """Score translations against references, with intervals, and say whether a difference is real.

    \b
    audarma evaluate --hyp H --ref R --lang zh               a file, a segment a line
    audarma evaluate --hyp A --hyp B --ref R --lang zh       two systems compared
    audarma evaluate --article S --ref R --lang zh --hyp H   an article that is not sentence by sentence
    audarma evaluate --suite flores200-devtest --model ID    models over a test set
    audarma evaluate --gate                                  the embedded model against its floors
    """
    asked = Asked(limit=limit or 0, **options)  # type: ignore[arg-type] # click has checked each by its option
    # The rest of the program is imported here, so that --help and a wrong word are answered at once.
    if asked.gate:
        from pipeline.cli.evaluate_gate import run_gate

        return run_gate(asked)
    from pipeline.cli.evaluate_inputs import run
    from pipeline.cli.write_scores import render, write

    evaluation = run(asked)
    if form == "table":
        _print(evaluation)
    else:
        click.echo(render(evaluation, form), nl=False)
    if asked.out is not None:
        write(evaluation, asked.out)
        if not asked.quiet:
            click.echo(f"The files are in {asked.out}", err=True)
    return 0


def _print(evaluation: "Evaluation") -> None:
    from rich.console import Console

    from pipeline.cli.scores_table import lines

    console = Console(file=sys.stdout, highlight=False)
    for part in lines(evaluation):
        if isinstance(part, str):
            console.print(part, markup=False, soft_wrap=True)
        else:
            console.print(part)
