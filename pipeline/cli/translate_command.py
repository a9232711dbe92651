"""`audarma translate`: articles in, one story a language out."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from models.languages import SOURCE
from pipeline.article import Severity
from pipeline.cli.log_option import log_option
from pipeline.cli.summary import Summary
from pipeline.cli.translating import Translating, translating
from pipeline.errors import ReadError
from pipeline.log import Kind, log, start_log

if TYPE_CHECKING:
    from pipeline.run import Outcome

SEVERITIES = get_args(Severity)


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@translating("txt,html,docx,json")
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), metavar="SEVERITY", help="Exit with 1 on an error, warning or note."
)
@log_option
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def translate(inputs: tuple[str, ...], fail_on: str | None, log_kind: Kind, quiet: bool, **asked: Any) -> int:
    """Translate Russian news articles: each INPUT is a file, a folder, or - for standard input.

    For story.txt you get story.zh.txt, story.kk.txt and story.en.txt (the story alone), story.html (source and
    translations side by side), story.json (everything) and a story.docx for each language. --format also takes what
    newsrooms and translators exchange: ninjs, newsml-g2, rss, xliff, tmx.
    """
    wanted = Translating(**asked)
    from pipeline.cli.inputs import find_sources

    for_people = log_kind == "text"
    start_log(log_kind, "warning" if for_people or quiet else "info")
    sources = find_sources(inputs, SOURCE)
    make = wanted.prepare(quiet=quiet or not for_people)
    shown = not quiet and for_people and sys.stderr.isatty()
    with (
        wanted.remembering(quiet=quiet or not for_people) as memory,
        _progress(len(sources) * len(wanted.targets), shown=shown) as advance,
    ):
        run = make(advance, memory)
        summary = Summary()
        for outcome in run(sources):
            summary.add(outcome)
            _tell(outcome)
    return _report(summary, Path(wanted.out), quiet=quiet) or int(fail_on is not None and summary.has(fail_on))


def _tell(outcome: "Outcome") -> None:
    """Says what became of an article; what could not be read names its source itself."""
    name, error = outcome.source.name, outcome.error
    if error is not None:
        message = str(error) if isinstance(error, ReadError) else f"{name}: {error}"
        log("article.failed", message, "error", name=name, error=str(error))
        return
    seconds = round(outcome.seconds, 3)
    log("article.done", f"{name}: done in {seconds:.1f} s", name=name, seconds=seconds, files=len(outcome.files))


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
        said = f"{summary.failed} of {summary.articles} articles failed: {summary.names}"
        log("articles.failed", said, "error", failed=summary.failed, articles=summary.articles)
    return 1 if summary.failed else 0
