"""What `audarma models doctor` finds: the machine, the models on it, the servers, the route of each language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from models.catalogue import EMBEDDED, catalogue
from models.errors import AudarmaError, ModelError
from models.home import models_home
from models.installed import folder_of, installed
from models.languages import TARGETS, short
from models.lock import check_files
from models.machine import Machine, look
from models.routes import Plan, plan
from models.settings import Settings, read_settings
from models.sizes import smallest, spell


@dataclass
class Examination:
    """`document` is all of it for programs; `ills` are what keeps a route from working, a line each."""

    machine: Machine
    document: dict[str, object] = field(default_factory=dict)
    ills: list[str] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    models: list[tuple[str, str, str]] = field(default_factory=list)
    servers: list[tuple[str, str]] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)

    def report(self) -> Iterator[RenderableType]:
        """The parts to print, in order."""
        gpus = "; ".join(f"{name}, {spell(free)} of {spell(total)} free" for name, total, free in self.machine.gpus)
        free, memory = spell(self.machine.free), spell(self.machine.memory)
        yield Text(f"This machine: {self.machine.cores} cores, {free} of {memory} memory free; GPU: {gpus or 'none'}")
        yield Text(f"It can hold {len(self.holds)} models of the catalogue; 'audarma models list' shows them.")
        yield Text(f"\nInstalled in {models_home()}:", style="bold")
        yield _rows(("model", "revision", "state"), self.models)
        if self.servers:
            yield Text("\nServers:", style="bold")
            yield _rows(("server", "state"), self.servers)
        yield Text("\nRoutes:", style="bold")
        yield _rows(
            ("into", "route", "why"),
            [(short(each.target), " then ".join(map(str, each.routes)), each.why) for each in self.plans],
        )
        for ill in self.ills:
            yield Text(f"\n! {ill}", style="bold red")


def examine() -> Examination:
    """Looks at everything, and lets nothing that is wrong stop it."""
    machine = look()
    room = max((total for _, total, _ in machine.gpus), default=machine.memory)
    found = Examination(machine)
    found.holds = [card.id for card in catalogue().values() if smallest(card) <= max(room, machine.memory)]
    settings = _settings(found)
    _look_at_models(found)
    _look_at_servers(found, settings)
    _look_at_routes(found, settings)
    found.document = {
        "machine": {"cores": machine.cores, "memory": machine.memory, "free": machine.free, "gpus": machine.gpus},
        "folder": str(models_home()),
        "installed": [dict(zip(("model", "revision", "state"), row, strict=True)) for row in found.models],
        "servers": dict(found.servers),
        "can_hold": found.holds,
        "routes": {p.target: {"routes": [str(route) for route in p.routes], "why": p.why} for p in found.plans},
        "ills": found.ills,
    }
    return found


def _settings(found: Examination) -> Settings:
    try:
        return read_settings()
    except AudarmaError as error:
        found.ills.append(str(error))
        return Settings()


def _look_at_models(found: Examination) -> None:
    found.models.append((EMBEDDED, catalogue()[EMBEDDED].revision, "part of Audarma; weak, never for publication"))
    for model, lock in installed().items():
        state = f"{lock.precision}, {spell(lock.size)}"
        try:
            check_files(model, lock.files, folder_of(model), deep=False)
        except ModelError as error:
            state = "damaged"
            found.ills.append(str(error))
        found.models.append((model, lock.short, state))


def _look_at_servers(found: Examination, settings: Settings) -> None:
    for name, server in settings.servers.items():
        from models.server_engine import served_models

        try:
            state = f"{server.url}: {', '.join(served_models(server)) or 'no model'}"
        except ModelError as error:
            state = f"{server.url}: no answer"
            found.ills.append(str(error))
        found.servers.append((name, state))


def _look_at_routes(found: Examination, settings: Settings) -> None:
    for target in TARGETS:
        try:
            (each,) = plan([target], "", {}, settings)
        except AudarmaError as error:
            found.ills.append(f"{short(target)}: {error}")
            continue
        found.plans.append(each)
        found.ills.extend(_missing(each, settings))


def _missing(each: Plan, settings: Settings) -> Iterator[str]:
    """The models of a plan that are neither installed nor on a server."""
    for model in each.models:
        card = catalogue().get(model)
        if card is not None and card.converted and not card.folder and model not in installed():
            yield f"{short(each.target)}: model {model} is not installed: 'audarma models pull {model}'"
        if card is None or card.family == "server":
            try:
                settings.server_of(model)
            except AudarmaError as error:
                yield f"{short(each.target)}: {error}"


def _rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
