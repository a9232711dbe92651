"""`audarma memory`: what was translated before, by persons and models; in and out of files, counted and searched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from models.languages import TARGETS, parse_language, parse_targets, short

if TYPE_CHECKING:
    from pipeline.configure import StoreSettings
    from pipeline.store import Store
    from pipeline.store.units import Unit


def _placed(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two options that say which memory."""
    place = click.option(
        "--memory",
        "place",
        metavar="PLACE",
        help="A file, or postgresql://...; else audarma.toml's [store], else your own store.",
    )
    config = click.option("--config", type=click.Path(path_type=Path), help="Settings, in place of ./audarma.toml.")
    return place(config(command))


@click.group()
def memory() -> None:
    """Bring approved translations into the memory and out of it, count them, and search them."""


@memory.command(name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--approve", is_flag=True, help="What FILE says is approved: it will stand in place of a model's.")
@click.option("--author", default="", metavar="NAME", help="Who answers for it, where FILE names nobody.")
@_placed
def import_(files: tuple[str, ...], approve: bool, author: str, place: str | None, config: Path | None) -> None:
    """Take translations from TMX, JSONL, or XLIFF that a person has reviewed.

    Without --approve, only what the file itself calls approved (a reviewed XLIFF, or what Audarma exported) counts as
    that; the rest is offered, never used by itself.
    """
    from pipeline.store.edits import record_edits
    from pipeline.store.exchange import read_units
    from pipeline.store.insert import chunks
    from pipeline.store.units import add_units

    with _opened(place, config) as store:
        for name in files:
            path = Path(name)
            units = (_as_asked(unit, approve=approve, author=author) for unit in read_units(path))
            read = new = edited = 0
            for some in chunks(units, 5000):  # each is kept whole; a file may be larger than the memory of a machine
                with store.writing() as connection:
                    new += add_units(connection, some)
                    if path.suffix.lower() in {".xlf", ".xliff"}:
                        edited += record_edits(connection, some)
                read += len(some)
            changed = f", {edited} segments of known articles edited" if edited else ""
            click.echo(f"{name}: {read} units read, {new} new in {store.name}{changed}")


def _as_asked(unit: "Unit", *, approve: bool, author: str) -> "Unit":
    made_so = {"origin": "import"} if approve and unit.origin == "model" else {}
    return replace(unit, approved=unit.approved or approve, author=unit.author or author, **made_so)  # type: ignore[arg-type] # a word


@memory.command()
@click.argument("out", metavar="OUT")
@click.option("--to", default="", help="Only into this language.")
@click.option("--approved", is_flag=True, help="Only what persons have approved.")
@_placed
def export(out: str, to: str, approved: bool, place: str | None, config: Path | None) -> None:
    """Write the translation memory to OUT (.tmx or .jsonl)."""
    from pipeline.store.exchange import write_units
    from pipeline.store.units import all_units

    target = parse_language(to) if to else ""
    with _opened(place, config) as store, store.reading() as connection:
        number = write_units(all_units(connection, target, approved=approved), Path(out))
    click.echo(f"{out}: {number} units")


@memory.command()
@_placed
def stats(place: str | None, config: Path | None) -> None:
    """Say what the memory holds."""
    from pipeline.store.count import count

    with _opened(place, config) as store:
        click.echo(f"{store.name}:")
        for name, number in count(store):
            click.echo(f"{number:>9}  {name}")


@memory.command()
@click.option("--older-than", "days", type=click.IntRange(1), required=True, metavar="DAYS", help="What goes is older.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@_placed
def prune(days: int, dry_run: bool, place: str | None, config: Path | None) -> None:
    """Let go of what is old and can be made again.

    That is what models answered; finished articles, but for those that a person edited; jobs of watched folders and
    letters of the outbox that are settled, once their files are gone. Translations that were imported or approved,
    edits, and what feeds have taken stay.
    """
    import time

    from pipeline.errors import StoreError
    from pipeline.store.prune import prune as prune_store

    with _opened(place, config) as store:
        before = store.size()
        gone = prune_store(store, time.time() - days * 86400, is_trial=dry_run)
        click.echo(f"{store.name}: {'would go' if dry_run else 'gone'}")
        click.echo(f"{gone.answers:>9}  segments that models decoded")
        click.echo(f"{gone.articles:>9}  articles, with their segments, translations and findings")
        click.echo(f"{gone.jobs:>9}  jobs of watched folders")
        click.echo(f"{gone.letters:>9}  letters of the outbox")
        if dry_run or store.dialect != "sqlite":
            return
        try:
            store.compact()
        except StoreError as error:
            click.echo(f"audarma: the file keeps its size until it is pruned again: {error}", err=True)
        after = store.size()
        click.echo(f"{before / 1e6:>9.1f}  MB before, {after / 1e6:.1f} MB now")


@memory.command()
@click.argument("text")
@click.option("--to", default=",".join(map(short, TARGETS)), show_default=True, help="Into these languages, by commas.")
@_placed
def search(text: str, to: str, place: str | None, config: Path | None) -> None:
    """Show what the memory would offer for TEXT, and then the units in which TEXT stands."""
    from pipeline.store.memory import bounds_of, compare_meanings
    from pipeline.store.similar import find_matches
    from pipeline.store.units import units_with

    settings = _settings(place, config)
    compare = compare_meanings if settings.second_look else None
    found = 0
    with _opened(place, config) as store, store.reading() as connection:
        for target in parse_targets(to):
            for match in find_matches(connection, [text], target, bounds_of(settings), compare).get(text, ()):
                meaning = "" if match.meaning is None else f", meaning {match.meaning:.0%}"
                how = f"{match.similarity:.0%}{meaning}"
                _show(how, target, match.source, match.target, match.author, approved=match.approved)
                found += 1
            for unit in units_with(connection, text, target):
                _show("holds it", target, unit.source, unit.target, unit.author, approved=unit.approved)
                found += 1
    if not found:
        click.echo("nothing like it")


def _show(how: str, language: str, source: str, target: str, author: str, *, approved: bool) -> None:
    by = f" by {author}" if author else ""
    click.echo(
        f"{short(language)}  {how}, {'approved' if approved else 'not approved'}{by}\n    {source}\n    {target}"
    )


@contextmanager
def _opened(place: str | None, config: Path | None) -> Iterator["Store"]:
    from pipeline.store.memory import open_settings

    with open_settings(_settings(place, config)) as store:
        yield store


def _settings(place: str | None, config: Path | None) -> "StoreSettings":
    """The store that `audarma watch`, `feed` and `status` use too, where no other is named."""
    from pipeline.cli.remembering import store_settings
    from pipeline.store.place import store_place

    return store_settings(store_place(place or "", config), config)
