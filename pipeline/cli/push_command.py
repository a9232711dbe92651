"""`audarma push`: finished items to whoever receives them."""

from functools import partial
from threading import Event
from typing import Any

import click

from pipeline.cli.duration import duration
from pipeline.cli.log_option import log_option
from pipeline.cli.receiving import make_receivers, secret_option, token_option


@click.command()
@click.argument("sources", nargs=-1, metavar="[FILE-or-FOLDER]...")
@click.option("--to-url", "urls", required=True, multiple=True, metavar="URL", help="Where the items are POSTed.")
@secret_option
@token_option
@click.option("--once", is_flag=True, help="Send what waits once, and end.")
@click.option("--retry-failed", is_flag=True, help="Send what was refused or given up again.")
@click.option(
    "--timeout", callback=duration(0.1), default="30s", show_default=True, metavar="TIME", help="Time for one item."
)
@click.option(
    "--give-up-after",
    callback=duration(),
    default="3d",
    show_default=True,
    metavar="TIME",
    help="Age of an item that is sent no more.",
)
@click.option(
    "--store",
    default="",
    metavar="PLACE",
    help="Database; else audarma.toml's [store], AUDARMA_STORE, your data folder.",
)
@log_option
@click.option("--quiet", is_flag=True, help="Say only what goes wrong.")
def push(
    sources: tuple[str, ...],
    urls: tuple[str, ...],
    secrets: tuple[str, ...],
    tokens: tuple[str, ...],
    once: bool,
    retry_failed: bool,
    timeout: float,
    give_up_after: float,
    store: str,
    log_kind: Any,
    quiet: bool,
) -> int:
    """Send finished items (ninjs, NewsML-G2) to receivers over HTTP, each once to each, however often it fails.

    Sends what feed and watch put into the outbox for these receivers (--push-to), and each item in FILE-or-FOLDER,
    where translate and watch write them. Runs until it is stopped; with --once, as long as something is due. What was
    not delivered waits in the store. Receivers do not wait for each other.
    """
    import time

    from pipeline.cli.stop import stopped_by_signal
    from pipeline.log import start_log
    from pipeline.push.beside import side_by_side
    from pipeline.push.deliver import Deliverer
    from pipeline.push.wrap import finished_files
    from pipeline.store import open_store
    from pipeline.store.outbox import take_up_again
    from pipeline.store.place import store_place

    receivers = make_receivers(urls, secrets, tokens, timeout)
    for _ in finished_files(sources):  # a word that names nothing is told at once
        pass
    start_log(log_kind, "warning" if quiet else "info")
    with open_store(store_place(store)) as opened:
        if retry_failed:
            for receiver in receivers:
                take_up_again(opened, receiver.name, time.time())
        deliverers = [Deliverer(opened, receiver, sources, give_up_after) for receiver in receivers]
        with stopped_by_signal():
            if once:
                side_by_side([deliverer.once for deliverer in deliverers])
                return int(any(deliverer.failed or deliverer.waiting for deliverer in deliverers))
            over = Event()
            try:
                side_by_side([partial(deliverer.forever, over) for deliverer in deliverers])
            finally:
                over.set()
    return 0
