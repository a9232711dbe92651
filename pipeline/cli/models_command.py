"""`audarma models`: which models there are, which may be used, what fits, what is installed, what to use."""

import json
from typing import TYPE_CHECKING

import click

from models.card import Card
from models.catalogue import ECHO, catalogue, find_card
from models.errors import UsageError
from models.installed import installed, is_installed
from models.languages import SOURCE, parse_targets, short
from pipeline.cli.sizes import SIZE

if TYPE_CHECKING:
    from models.lock import Lock

_EUROPEAN_UNION = frozenset(
    [
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU"),
        *("LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    ]
)
"""Its members in 2026 (ISO 3166), for licences that exclude it."""


@click.group()
def models() -> None:
    """Find, install, check and choose models.

    'list' answers which models go into your languages, may be used and fit; 'doctor' says what this machine has.
    """


@models.command("list")
@click.option("--for", "targets", metavar="LANGS", help="Only models that go from Russian into all of these.")
@click.option("--commercial", is_flag=True, help="Only models whose licence allows commercial use.")
@click.option("--max-memory", type=SIZE, metavar="SIZE", help="Only models that fit, at their smallest precision: 8GB.")
@click.option("--territory", metavar="CODE", help="Only models that may be used there: KZ (ISO 3166).")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_models(
    targets: str | None, commercial: bool, max_memory: int | None, territory: str | None, as_json: bool
) -> None:
    """Show the models of the catalogue, by quality into the languages asked for."""
    from models.installed import merit
    from models.languages import TARGETS
    from models.sizes import smallest

    wanted = parse_targets(targets) if targets else ()
    where = _territory(territory) if territory else ""
    cards = [
        card
        for card in catalogue().values()
        if card.id != ECHO
        and all(card.translates(SOURCE, target) for target in wanted)
        and (card.commercial or not commercial)
        and (max_memory is None or smallest(card) <= max_memory)
        and not (where and _is_excluded(card, where))
    ]
    cards.sort(key=lambda card: min(merit(card, target) for target in wanted or TARGETS), reverse=True)
    if as_json:
        click.echo(json.dumps([as_document(card) for card in cards], ensure_ascii=False, indent=1))
        return
    if not cards:
        raise UsageError("no model answers to that: take an option away, or ask for fewer languages")
    from rich.console import Console

    from pipeline.cli.models_table import table

    Console().print(table(cards))
    click.echo(
        "* installed, ! poor into that language. Memory: estimated, at the smallest precision. chrF++: FLORES-200."
    )


@models.command()
@click.argument("model", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show(model: str, as_json: bool) -> None:
    """Show the whole card of a model, and how to get it."""
    card = find_card(model)
    if as_json:
        click.echo(json.dumps(as_document(card), ensure_ascii=False, indent=1))
        return
    from rich.console import Console

    from pipeline.cli.models_table import describe

    Console().print(describe(card, installed().get(card.id)))


@models.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def doctor(as_json: bool) -> int:
    """Say what is installed, what this machine can hold, and which route each language takes and why."""
    from pipeline.cli.doctor import examine

    found = examine()
    if as_json:
        click.echo(json.dumps(found.document, ensure_ascii=False, indent=1))
    else:
        from rich.console import Console

        console = Console()
        for part in found.report():
            console.print(part)
    return int(bool(found.ills))


@models.command()
@click.argument("model", metavar="ID")
@click.option("--for", "targets", required=True, metavar="LANGS", help="Languages that it is to be used for.")
def use(model: str, targets: str) -> None:
    """Write a route into audarma.toml in this folder: a model, or MODEL+en+MODEL for a pivot."""
    from models.routes import parse_route
    from pipeline.cli.settings_file import set_routes

    routes = {target: str(parse_route(model, target)) for target in parse_targets(targets)}
    set_routes({short(target): route for target, route in routes.items()})
    languages = ", ".join(short(target) for target in routes)
    click.echo(f"{languages}: {next(iter(routes.values()))}, from now on in this folder (audarma.toml)")
    for part in next(iter(routes.values())).split("+")[::2]:
        if part in catalogue() and catalogue()[part].converted and not is_installed(part):
            click.echo(f"It is not installed yet: audarma models pull {part}")


def as_document(card: Card) -> dict[str, object]:
    """A card as objects that JSON knows, with what is estimated and what is installed."""
    import msgspec

    from models.sizes import disk, memory, precisions

    lock = installed().get(card.id)
    fields: dict[str, object] = msgspec.to_builtins(card)
    return {
        **fields,
        "sizes": {name: {"disk": disk(card, name), "memory": memory(card, name)} for name in precisions(card)},
        "installed": _lock_document(lock) if lock else is_installed(card.id),
    }


def _lock_document(lock: "Lock") -> dict[str, object]:
    import msgspec

    found: dict[str, object] = msgspec.to_builtins(lock)
    return found


def _territory(code: str) -> str:
    if len(code) != 2 or not code.isalpha():
        raise UsageError(f"--territory {code}: write the two letters of ISO 3166, such as KZ")
    return code.upper()


def _is_excluded(card: Card, territory: str) -> bool:
    excluded = set(card.excluded_territories)
    if "EU" in excluded:
        excluded |= _EUROPEAN_UNION
    return territory in excluded


def _register() -> None:
    """The commands that change what is installed stand in a module of their own."""
    from pipeline.cli.models_install import COMMANDS

    for command in COMMANDS:
        models.add_command(command)


_register()
