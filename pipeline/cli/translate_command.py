"""`audarma translate`: articles in, one story a language out."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from models.card import Card
from models.catalogue import catalogue
from models.languages import SOURCE, parse_language, parse_targets, short
from models.routes import parse_routes, plan
from models.settings import read_settings
from pipeline.article import Severity
from pipeline.cli.summary import Summary
from pipeline.errors import ReadError, UsageError

if TYPE_CHECKING:
    from models.engine import Decoding, Engine
    from models.routes import Plan
    from pipeline.run import Outcome

SEVERITIES = get_args(Severity)
DEFAULT_OUT = "translations"


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--from", "source", default=SOURCE, show_default=True, help="Language of the articles.")
@click.option("--to", default="zh,kk,en", show_default=True, help="Languages to translate into, by commas.")
@click.option("--out", default=DEFAULT_OUT, show_default=True, metavar="DIR", help="Folder for the results.")
@click.option("--format", "formats", default="txt,html,docx,json", show_default=True, help="Kinds of files, by commas.")
@click.option("--model", default="", metavar="ID", help="Model, or 'auto'; else audarma.toml's routes, else auto.")
@click.option("--route", "routes", multiple=True, metavar="LANG=ROUTE", help="zh=ID, or zh=ID+en+ID by way of English.")
@click.option("--beam", type=click.IntRange(1, 32), metavar="N", help="Hypotheses kept at each step, 1 to 32.")
@click.option("--threads", type=click.IntRange(0, 256), default=0, metavar="N", help="CPU threads; 0: all there are.")
@click.option(
    "--glossary", "glossaries", multiple=True, metavar="FILE", help="Your own terms, over Audarma's; means --terms."
)
@click.option("--terms", is_flag=True, help="Carry terms and names through; slower.")
@click.option("--memory", metavar="PLACE", help="Remember in a file, or postgresql://...; else audarma.toml's [store].")
@click.option("--no-memory", is_flag=True, help="Remember nothing, whatever audarma.toml says.")
@click.option("--keep-boilerplate", is_flag=True, help="Translate what does not belong to the story too.")
@click.option("--no-disclosure", is_flag=True, help="Put no line for readers into exchanged items.")
@click.option("--config", type=click.Path(path_type=Path), help="Settings, in place of ./audarma.toml.")
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), metavar="SEVERITY", help="Exit with 1 on an error, warning or note."
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def translate(
    inputs: tuple[str, ...],
    source: str,
    to: str,
    out: str,
    formats: str,
    model: str,
    routes: tuple[str, ...],
    beam: int | None,
    threads: int,
    glossaries: tuple[str, ...],
    terms: bool,
    memory: str | None,
    no_memory: bool,
    keep_boilerplate: bool,
    no_disclosure: bool,
    config: Path | None,
    fail_on: str | None,
    quiet: bool,
) -> int:
    """Translate Russian news articles: each INPUT is a file, a folder, or - for standard input.

    For story.txt you get story.zh.txt, story.kk.txt and story.en.txt (the story alone), story.html (source and
    translations side by side), story.json (everything) and a story.docx for each language. --format also takes what
    newsrooms and translators exchange: ninjs, newsml-g2, rss, xliff, tmx.
    """
    if parse_language(source) != SOURCE:
        raise UsageError(f"--from {source}: Audarma translates from Russian (--from ru)")
    if memory and no_memory:
        raise UsageError("--memory and --no-memory: choose one")
    targets = parse_targets(to)
    settings = read_settings()
    plans = plan(targets, model, parse_routes(routes), settings)

    # The rest of the program is imported here, so that --help and a wrong word are answered at once.
    from models.routes import load_plans
    from pipeline.cli.inputs import find_sources
    from pipeline.cli.remembering import remembering
    from pipeline.configure import read_checks, with_glossaries
    from pipeline.disclose import warn
    from pipeline.exporters import check_folder, parse_formats
    from pipeline.judge import why_not
    from pipeline.run import Options, Run
    from pipeline.terms import stack

    carried = glossaries if terms or glossaries else None
    checks = with_glossaries(read_checks(config), carried)
    options = Options(Path(out), parse_formats(formats), keep_boilerplate, not no_disclosure, checks)
    sources = find_sources(inputs, SOURCE)
    check_folder(options.out)
    glossary = None if carried is None else stack(tuple(map(Path, carried)))
    if not quiet:
        _announce(plans, warn)
    engines = load_plans(plans, threads, settings, judge=why_not)
    shown = not quiet and sys.stderr.isatty()
    with (
        remembering(memory, config, off=no_memory, quiet=quiet) as known,
        _progress(len(sources) * len(targets), shown=shown) as advance,
    ):
        how = _decoding(engines, beam)
        run = Run(engines, options, decoding=how, progress=advance, glossary=glossary, memory=known)
        summary = Summary()
        for outcome in run(sources):
            summary.add(outcome)
            if outcome.error is not None:
                click.echo(f"audarma: {_tell(outcome)}", err=True)
    return _report(summary, options.out, quiet=quiet) or int(fail_on is not None and summary.has(fail_on))


def _tell(outcome: "Outcome") -> str:
    """The line for an article that failed; what could not be read names its source itself."""
    return str(outcome.error) if isinstance(outcome.error, ReadError) else f"{outcome.source.name}: {outcome.error}"


def _announce(plans: "Sequence[Plan]", warn: "Callable[[Card], str]") -> None:
    """One line for what `auto` chose, and one for each weak model."""
    cards = catalogue()
    used = [cards[model] for model in dict.fromkeys(m for p in plans for m in p.models) if model in cards]
    chosen = [p for p in plans if p.chosen]
    if any(not cards[p.routes[0].model].weak for p in chosen):
        lines = [f"{short(p.target)} {p.routes[0]} ({p.why})" for p in chosen]
        click.echo(f"audarma: auto: {'; '.join(lines)}", err=True)
    for card in used:
        if card.weak:
            click.echo(f"audarma: {warn(card)}", err=True)


def _decoding(engines: "Mapping[str, Engine]", beam: int | None) -> "Decoding | None":
    if beam is None:
        return None
    from dataclasses import replace

    return replace(next(iter(engines.values())).decoding, beam=beam)


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
