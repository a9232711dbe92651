"""`audarma status`: what waits, what runs, what is done and what failed, and how fast."""

from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.store.throughput import Throughput


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--store", default="", metavar="PATH-or-URL", help="Database; else AUDARMA_STORE, else your data folder.")
@click.option("--config", type=click.Path(path_type=Path), help="Settings, in place of ./audarma.toml.")
def status(as_json: bool, store: str, config: Path | None) -> None:
    """Show for each watched folder what waits, runs, is done and failed, and how many files go through a minute; for
    each feed, whether it is well; for each receiver, what waits and what it refused.
    """
    from pipeline.cli.remembering import store_settings
    from pipeline.cli.status_exchange import feeds_and_receivers, say
    from pipeline.errors import UsageError
    from pipeline.store.memory import open_settings
    from pipeline.store.place import store_place
    from pipeline.store.throughput import read_throughput

    place = store_place(store, config)
    if "://" not in place and not Path(place).exists():
        raise UsageError(f"no store at {place}: 'audarma watch' makes one; name another with --store")
    with open_settings(store_settings(place, config)) as opened:
        folders, exchanged = read_throughput(opened), feeds_and_receivers(opened)
    if as_json:
        _print_json(folders, exchanged)
        return
    lines = list(say(exchanged))
    if not folders and not lines:
        click.echo("Nothing has come yet.")
    _print(folders)
    for line in lines:
        click.echo(line)


def _print_json(folders: "list[Throughput]", exchanged: dict[str, Any]) -> None:
    import json

    from pipeline.store.throughput import MINUTES

    found = [
        {
            "folder": each.folder,
            "queued": each.queued,
            "urgent": each.urgent,
            "running": each.running,
            "done": each.done,
            "failed": each.failed,
            "oldest_waiting_seconds": each.oldest,
            "median_seconds": each.took,
            "speed": [
                {"minutes": minutes, "files_per_minute": round(files, 2), "segments_per_minute": round(segments, 2)}
                for minutes, (files, segments) in zip(MINUTES, each.per_minute, strict=True)
            ],
            "running_now": [{"name": r.name, "seconds": round(r.seconds, 1), "owner": r.owner} for r in each.now],
            "last_failures": [
                {"name": f.name, "when": _when(f.when, "%Y-%m-%dT%H:%M:%SZ"), "error": f.error} for f in each.failures
            ],
        }
        for each in folders
    ]
    click.echo(json.dumps({"folders": found, **exchanged}, ensure_ascii=False, indent=1))


def _print(folders: "list[Throughput]") -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    for number, each in enumerate(folders):
        if number:
            console.print()
        console.print(f"[bold]{escape(each.folder)}[/bold]", overflow="fold")
        console.print(_numbers(each))
        for job in each.now:
            console.print(f"running: {escape(job.name)}, {_length(job.seconds)}", overflow="fold")
        for failure in each.failures:
            console.print(f"[red]failed[/red] {_when(failure.when)}: {escape(failure.error)}", overflow="fold")


def _numbers(each: "Throughput") -> "Table":
    """Two columns, so that it fits where a terminal is narrow."""
    from rich.table import Table

    from pipeline.store.throughput import MINUTES

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    urgent = f" ({each.urgent} urgent)" if each.urgent else ""
    table.add_row("queued", f"{each.queued}{urgent}")
    if each.oldest is not None:
        table.add_row("oldest waits", _length(each.oldest))
    for name, count in (("running", each.running), ("done", each.done), ("failed", each.failed)):
        table.add_row(name, str(count))
    for minutes, (files, _) in zip(MINUTES, each.per_minute, strict=True):
        table.add_row(f"last {minutes} min", f"{files:.1f} files/min")
    if each.took is not None:
        table.add_row("one file takes", _length(each.took))
    return table


def _length(seconds: float) -> str:
    """ "0.4 s", "12 s", "3 min", "5 h 20 min"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


def _when(moment: float, written: str = "%Y-%m-%d %H:%M:%S UTC") -> str:
    return datetime.fromtimestamp(moment, timezone.utc).strftime(written)
