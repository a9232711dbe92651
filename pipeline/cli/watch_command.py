"""`audarma watch`: a folder whose files are translated as they come."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.log_option import log_option
from pipeline.cli.receiving import make_receivers, secret_option, token_option
from pipeline.cli.translating import Translating, translating
from pipeline.errors import UsageError
from pipeline.log import Kind

if TYPE_CHECKING:
    from pipeline.run import Run
    from pipeline.watch.asked import Deliver, Letters

MOST_WORKERS = 4
_ELSEWHERE = {"server", "echo"}
"""Families of engines that need no processor of this machine."""
INTERRUPTED = 130


@click.command()
@click.argument("folder", metavar="IN", type=click.Path(path_type=Path))
@translating("ninjs")
@click.option("--done", type=click.Path(path_type=Path), metavar="DIR", help="Move what is translated here.")
@click.option("--failed", type=click.Path(path_type=Path), metavar="DIR", help="Move what is not here, with a reason.")
@click.option("--once", is_flag=True, help="Translate what is there, and end; 1 if something failed.")
@click.option(
    "--workers", type=click.IntRange(0, 64), default=0, metavar="N", help="Processes that translate; 0: what fits."
)
@click.option("--push-to", "urls", multiple=True, metavar="URL", help="Send each finished item to this receiver.")
@secret_option
@token_option
@click.option("--store", default="", metavar="PATH-or-URL", help="Database; else AUDARMA_STORE, else your data folder.")
@log_option
@click.option("--quiet", is_flag=True, help="Say only what goes wrong.")
def watch(
    folder: Path,
    done: Path | None,
    failed: Path | None,
    once: bool,
    workers: int,
    urls: tuple[str, ...],
    secrets: tuple[str, ...],
    tokens: tuple[str, ...],
    store: str,
    log_kind: Kind,
    quiet: bool,
    **asked: Any,
) -> int:
    """Translate the files that come into the folder IN, as they come: the urgent ones first.

    A file is taken once it is whole; names like a.xml.part are left until they have their real one. What is done goes
    to --done, what fails to --failed with a text that says why; without these it stays and is taken only once. Runs
    until it is stopped, and then goes on where it was. With --push-to, what is finished is sent on as well, to each
    receiver that is named, and waits in the store while that is down.
    """
    wanted = Translating(**asked)
    letters, deliver = _sending(wanted, urls, secrets, tokens)

    from pipeline.log import start_log
    from pipeline.watch.places import Places

    start_log(log_kind, "warning" if quiet else "info")
    places = Places(folder, Path(wanted.out), done, failed)
    wanted.prepare(quiet=quiet or log_kind == "json")  # what is wrong with the words is said before anything begins

    from pipeline.cli.remembering import store_settings
    from pipeline.store.place import store_place
    from pipeline.watch.asked import Watch
    from pipeline.watch.watch import watch as begin

    place = store_place(store or wanted.memory or "", wanted.config)
    workers = workers or _fitting(wanted)
    making = partial(_making, _sharing(wanted, workers), place)
    settings = store_settings(place, wanted.config)
    how = Watch(places, settings, making, once, workers, log_kind, quiet, letters, deliver)
    ended = begin(how)
    if once and ended.interrupted:
        return INTERRUPTED
    return int(once and bool(ended.failed))


def _fitting(wanted: Translating) -> int:
    """How many workers: one where a model computes here, with all threads; several where it does not."""
    from models.catalogue import catalogue
    from models.load import SERVER
    from models.routes import parse_routes, plan
    from models.settings import read_settings

    plans = plan(wanted.targets, wanted.model, parse_routes(wanted.routes), read_settings())
    models = {model for each in plans for model in each.models}
    elsewhere = all(m.startswith(SERVER) or catalogue()[m].family in _ELSEWHERE for m in models)
    return min(MOST_WORKERS, os.cpu_count() or 1) if elsewhere else 1


def _sharing(wanted: Translating, workers: int) -> Translating:
    """The machine's threads shared out among the workers, where no number of threads was asked for."""
    if workers == 1 or wanted.threads:
        return wanted
    return replace(wanted, threads=max(1, (os.cpu_count() or 1) // workers))


def _sending(
    wanted: Translating, urls: Sequence[str], secrets: Sequence[str], tokens: Sequence[str]
) -> "tuple[Letters | None, Deliver | None]":
    """What makes letters of finished files, and what sends them; nothing without an address. Raises UsageError."""
    if not urls:
        if named := next(iter((*secrets, *tokens)), ""):
            raise UsageError(f"{named}: a secret or a token is for a receiver: give its address with --push-to")
        return None, None

    from pipeline.exporters import parse_formats
    from pipeline.push.beside import delivering
    from pipeline.push.wrap import FORMATS, letters_for

    receivers = make_receivers(urls, secrets, tokens)
    if not set(FORMATS) & set(parse_formats(wanted.formats)):
        raise UsageError(f"--push-to sends items: --format must name one of {', '.join(FORMATS)}")
    return partial(letters_for, receivers=[one.name for one in receivers]), partial(delivering, receivers)


@contextmanager
def _making(wanted: Translating, place: str) -> "Iterator[Run]":
    """The run of one worker, with its models and its memory."""
    with wanted.remembering(place, quiet=True) as memory:
        yield wanted.prepare(quiet=True)(memory=memory)
