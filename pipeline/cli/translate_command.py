"""`audarma translate`: articles in, one story a language out."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from models.languages import SOURCE
from pipeline.article import Severity
from pipeline.cli.summary import Summary
from pipeline.cli.translating import Translating, translating
from pipeline.errors import ReadError

if TYPE_CHECKING:
    from pipeline.run import Outcome

SEVERITIES = get_args(Severity)


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@translating("txt,html,docx,json")
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), metavar="SEVERITY", help="Exit with 1 on an error, warning or note."
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def translate(inputs: tuple[str, ...], fail_on: str | None, quiet: bool, **asked: Any) -> int:
    """Translate Russian news articles: each INPUT is a file, a folder, or - for standard input.

    For story.txt you get story.zh.txt, story.kk.txt and story.en.txt (the story alone), story.html (source and
    translations side by side), story.json (everything) and a story.docx for each language. --format also takes what
    newsrooms and translators exchange: ninjs, newsml-g2, rss, xliff, tmx.
    """
    wanted = Translating(**asked)
    from pipeline.cli.inputs import find_sources

    sources = find_sources(inputs, SOURCE)
    make = wanted.prepare(quiet=quiet)
    shown = not quiet and sys.stderr.isatty()
    with (
        wanted.remembering(quiet=quiet) as memory,
        _progress(len(sources) * len(wanted.targets), shown=shown) as advance,
    ):
        run = make(advance, memory)
        summary = Summary()
        for outcome in run(sources):
            summary.add(outcome)
            if outcome.error is not None:
                click.echo(f"audarma: {_tell(outcome)}", err=True)
    return _report(summary, Path(wanted.out), quiet=quiet) or int(fail_on is not None and summary.has(fail_on))


def _tell(outcome: "Outcome") -> str:
    """The line for an article that failed; what could not be read names its source itself."""
    return str(outcome.error) if isinstance(outcome.error, ReadError) else f"{outcome.source.name}: {outcome.error}"


@contextmanager
def _progress(total: int, *, shown: bool) -> Iterator[Callable[[int], None]]:
    """A bar on stderr for a person at a terminal; for a pipe, nothing."""
    if not shown:
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("translating"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("translating", total=total)
        yield lambda done: progress.advance(task, done)


def _report(summary: Summary, out: Path, *, quiet: bool) -> int:
    if summary.rows and not quiet:
        from rich.console import Console

        Console().print(summary.table())
        click.echo(f"The files are in {out}")
    if summary.failed and summary.articles > 1:
        click.echo(f"audarma: {summary.failed} of {summary.articles} articles failed: {summary.names}", err=True)
    return 1 if summary.failed else 0
