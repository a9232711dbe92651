"""`audarma check`: the checks on any two files, a segment a line, from any engine."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from models.languages import SOURCE, parse_language
from pipeline.article import Severity
from pipeline.errors import ReadError, UsageError

if TYPE_CHECKING:
    from pipeline.checks import Checks
    from pipeline.checks.check import Issue, Pair

SEVERITIES = get_args(Severity)
"""The worst first."""
WINDOW = 64
"""Pairs that are looked at together: enough for a full batch, few enough that a large file is not held whole."""


@dataclass(frozen=True, slots=True)
class _Found:
    line: int
    check: str
    issue: "Issue"
    pair: "Pair"
    message: str


@click.command()
@click.option("--src", required=True, metavar="FILE", help="The source, a segment a line.")
@click.option("--hyp", required=True, metavar="FILE", help="Its translation, a segment a line.")
@click.option("--lang", required=True, metavar="TAG", help="Language of the translation: zh, kk or en.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
@click.option("--only", default="", metavar="NAMES", help="Checks to run, by commas; all where not given.")
@click.option("--config", type=click.Path(path_type=Path), help="Settings, in place of ./audarma.toml.")
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), metavar="SEVERITY", help="Exit with 1 on an error, warning or note."
)
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _parameter, value: _list(ctx) if value else None,
    help="Say what checks there are.",
)
def check(src: str, hyp: str, lang: str, form: str, only: str, config: Path | None, fail_on: str | None) -> int:
    """Look for what an editor should see in a translation: numbers, dates, negations, what was left out, and more.

    With --format jsonl each finding is one line of JSON: line (from 1), check, severity, message, and where it stands.
    """
    language = parse_language(lang)
    if language == SOURCE:
        raise UsageError("--lang ru: the source is Russian; the translation is in zh, kk or en")
    from pipeline.checks import load_checks
    from pipeline.configure import read_checks, read_glossaries, with_glossaries

    settings = with_glossaries(replace(read_checks(config), thorough=True), read_glossaries(config))
    checks = load_checks(settings, [name.strip() for name in only.split(",") if name.strip()])
    sources, hypotheses = _lines(Path(src)), _lines(Path(hyp))
    if len(sources) != len(hypotheses):
        raise UsageError(f"{src} has {len(sources)} lines and {hyp} has {len(hypotheses)}: a segment a line in both")
    found = _find(checks, sources, hypotheses, language, settings.messages)
    worst = _write_jsonl(found) if form == "jsonl" else _write_table(found, len(sources))
    return int(fail_on is not None and worst <= SEVERITIES.index(fail_on))


def _list(ctx: click.Context) -> None:
    from pipeline.checks import CHECKS

    for module in CHECKS:
        manifest = module.MANIFEST
        click.echo(f"{manifest.name:14} {manifest.severity:8} {manifest.help}")
        for parameter in manifest.parameters:
            click.echo(f"{'':23} {parameter.name} = {parameter.default!r}: {parameter.help}")
    ctx.exit()


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ReadError(f"{path}, line {line}: not UTF-8; save the file as UTF-8") from error
    lines = text.split("\n")
    return [line.rstrip("\r") for line in (lines[:-1] if lines[-1] == "" else lines)]


def _find(
    checks: "Checks", sources: list[str], hypotheses: list[str], language: str, messages: str
) -> Iterator[_Found]:
    from pipeline.checks.check import Pair
    from pipeline.checks.messages import tell

    pairs = [Pair(source, hypothesis, language) for source, hypothesis in zip(sources, hypotheses, strict=True)]
    for first in range(0, len(pairs), WINDOW):
        window = pairs[first : first + WINDOW]
        checks.prepare(window)
        for line, pair in enumerate(window, first + 1):
            for name, issue in checks(pair):
                yield _Found(line, name, issue, pair, tell(issue.message, issue.values, messages))


def _write_jsonl(found: Iterator[_Found]) -> int:
    import msgspec

    worst = len(SEVERITIES)
    for entry in found:
        worst = min(worst, SEVERITIES.index(entry.issue.severity))
        click.echo(msgspec.json.encode(_document(entry)).decode())
    return worst


def _document(found: _Found) -> dict[str, Any]:
    issue, pair = found.issue, found.pair
    document: dict[str, Any] = {
        "line": found.line,
        "check": found.check,
        "severity": issue.severity,
        "message": found.message,
    }
    for name, place, text in (("source", issue.source, pair.source), ("target", issue.target, pair.hypothesis)):
        if place is not None:
            document[name] = {"start": place[0], "stop": place[1], "text": text[slice(*place)]}
    if issue.suggestion:
        document["suggestion"] = issue.suggestion
    return document


def _write_table(found: Iterator[_Found], segments: int) -> int:
    from rich.console import Console
    from rich.table import Table

    entries = list(found)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("line", "severity", "check", "message"):
        table.add_column(column, overflow="fold", justify="right" if column == "line" else "left")
    for entry in entries:
        table.add_row(str(entry.line), entry.issue.severity, entry.check, entry.message)
    if entries:
        Console(markup=False).print(table)
    counts = ", ".join(
        f"{count} {name}{'s' if count != 1 else ''}"
        for name in SEVERITIES
        if (count := sum(entry.issue.severity == name for entry in entries))
    )
    click.echo(f"{segments} segments: {counts or 'nothing found'}")
    return min((SEVERITIES.index(entry.issue.severity) for entry in entries), default=len(SEVERITIES))
