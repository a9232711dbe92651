"""The memory that a command was asked to use, opened, told about and closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.configure import StoreSettings
    from pipeline.store.memory import StoreMemory


@contextmanager
def remembering(
    place: str | None, config: Path | None = None, *, off: bool = False, quiet: bool = False
) -> Iterator["StoreMemory | None"]:
    """The memory at `place`, else the one of the settings; None where there is none, or it cannot be used.

    What goes wrong with it is one line on stderr; so is, unless `quiet`, how much it saved. Raises UsageError.
    """
    if off and place:
        raise UsageError("--memory and --no-memory: choose one")
    settings = store_settings(place, config)
    if off or not settings.url:
        yield None
        return
    from pipeline.store.memory import open_memory

    memory = open_memory(settings, lambda line: click.echo(f"audarma: {line}", err=True))
    if memory is None:
        yield None
        return
    try:
        yield memory
        if not quiet:
            click.echo(f"audarma: {_said(memory)}", err=True)
    finally:
        memory.close()


def store_settings(place: str | None, config: Path | None = None) -> "StoreSettings":
    """What audarma.toml says of the store, with `place` in place of its own. Raises UsageError."""
    from msgspec.structs import replace

    from pipeline.configure import read_store

    settings = read_store(config)
    return settings if place is None else replace(settings, url=place)


def _said(memory: "StoreMemory") -> str:
    counts = memory.counts
    return (
        f"memory: {counts.decoded} decoded, {counts.remembered} remembered, {counts.settled} from approved translations"
    )
