"""The options of every command that translates, and from them a run that is ready."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from models.card import Card
from models.catalogue import catalogue
from models.languages import SOURCE, parse_language, parse_targets, short
from models.routes import parse_routes, plan
from models.settings import read_settings
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from models.engine import Decoding, Engine
    from models.routes import Plan
    from pipeline.remember import Memory
    from pipeline.run import Progress, Run
    from pipeline.store.memory import StoreMemory

DEFAULT_OUT = "translations"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def translating(formats: str) -> Callable[[_Command], _Command]:
    """Gives a command the options below; `formats` are the kinds of files that it writes where none are named."""
    options = (
        click.option("--from", "source", default=SOURCE, show_default=True, help="Language of the articles."),
        click.option("--to", default="zh,kk,en", show_default=True, help="Languages to translate into, by commas."),
        click.option("--out", default=DEFAULT_OUT, show_default=True, metavar="DIR", help="Folder for the results."),
        click.option("--format", "formats", default=formats, show_default=True, help="Kinds of files, by commas."),
        click.option(
            "--model", default="", metavar="ID", help="Model, or 'auto'; else audarma.toml's routes, else auto."
        ),
        click.option(
            "--route",
            "routes",
            multiple=True,
            metavar="LANG=ROUTE",
            help="zh=ID, or zh=ID+en+ID by way of English.",
        ),
        click.option("--beam", type=click.IntRange(1, 32), metavar="N", help="Hypotheses kept at each step, 1 to 32."),
        click.option(
            "--threads", type=click.IntRange(0, 256), default=0, metavar="N", help="CPU threads; 0: all there are."
        ),
        click.option(
            "--glossary",
            "glossaries",
            multiple=True,
            metavar="FILE",
            help="Your own terms, over Audarma's.",
        ),
        click.option(
            "--terms/--no-terms", default=None, help="Carry terms and names through; else yes, or as audarma.toml says."
        ),
        click.option(
            "--memory", metavar="PLACE", help="Remember in a file, or postgresql://...; else audarma.toml's [store]."
        ),
        click.option("--no-memory", is_flag=True, help="Remember nothing, whatever audarma.toml says."),
        click.option("--keep-boilerplate", is_flag=True, help="Translate what does not belong to the story too."),
        click.option("--no-disclosure", is_flag=True, help="Put no line for readers into exchanged items."),
        click.option("--config", type=click.Path(path_type=Path), help="Settings, in place of ./audarma.toml."),
    )

    def give(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return give


@dataclass(frozen=True, slots=True)
class Translating:
    """What a person asked of a translation, as the options give it. Raises UsageError for what cannot be."""

    source: str
    to: str
    out: str
    formats: str
    model: str
    routes: tuple[str, ...]
    beam: int | None
    threads: int
    glossaries: tuple[str, ...]
    terms: bool | None
    memory: str | None
    no_memory: bool
    keep_boilerplate: bool
    no_disclosure: bool
    config: Path | None

    def __post_init__(self) -> None:
        if parse_language(self.source) != SOURCE:
            raise UsageError(f"--from {self.source}: Audarma translates from Russian (--from ru)")
        if self.memory and self.no_memory:
            raise UsageError("--memory and --no-memory: choose one")
        parse_targets(self.to)
        if self.terms is False and self.glossaries:
            raise UsageError("--no-terms carries no terms through, --glossary does: leave one of them out")

    @property
    def targets(self) -> tuple[str, ...]:
        """The target languages, BCP 47."""
        return tuple(parse_targets(self.to))

    def _carried(self, said: tuple[Path, ...] | None) -> tuple[Path, ...] | None:
        """The glossaries of the settings (`said`) with those of the options over them; None to carry no terms."""
        if self.terms is False or (said is None and not self.terms and not self.glossaries):
            return None
        return (*(said or ()), *map(Path, self.glossaries))

    def remembering(self, default: str | None = None, *, quiet: bool) -> "AbstractContextManager[StoreMemory | None]":
        """The memory that was asked for, else the one at `default`, else audarma.toml's; None for none."""
        from pipeline.cli.remembering import remembering

        place = self.memory or (None if self.no_memory else default)
        return remembering(place, self.config, off=self.no_memory, quiet=quiet)

    def prepare(self, *, quiet: bool) -> Callable[..., "Run"]:
        """Checks what was asked, and gives a function that loads the models and makes the run, told its `progress`
        and its `memory`.

        Raises UsageError, WriteError, GlossaryError; the function raises ModelError.
        """
        settings = read_settings()
        plans = plan(self.targets, self.model, parse_routes(self.routes), settings)

        # The rest of the program is imported here, so that --help and a wrong word are answered at once.
        from models.routes import load_plans
        from pipeline.configure import read_checks, read_glossaries, with_glossaries
        from pipeline.exporters import check_folder, parse_formats
        from pipeline.judge import why_not
        from pipeline.run import Options, Run
        from pipeline.terms import stack

        carried = self._carried(read_glossaries(self.config))
        checks = with_glossaries(read_checks(self.config), carried)
        out = Path(self.out)
        options = Options(out, parse_formats(self.formats), self.keep_boilerplate, not self.no_disclosure, checks)
        check_folder(out)
        glossary = None if carried is None else stack(carried)
        if not quiet:
            _announce(plans)

        def make(progress: "Progress | None" = None, memory: "Memory | None" = None) -> "Run":
            engines = load_plans(plans, self.threads, settings, judge=why_not)
            how = _decoding(engines, self.beam)
            return Run(engines, options, decoding=how, progress=progress, glossary=glossary, memory=memory)

        return make


def _announce(plans: "Sequence[Plan]") -> None:
    """One line for what `auto` chose, and one for each weak model."""
    from pipeline.disclose import warn

    cards: Mapping[str, Card] = catalogue()
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
