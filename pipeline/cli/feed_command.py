"""`audarma feed`: feeds that are polled, each item of them translated once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.duration import duration
from pipeline.cli.log_option import log_option
from pipeline.cli.translating import Translating, translating
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.feeds.follow import Count, Translate
    from pipeline.run import Outcome, Run, Source
    from pipeline.store import Store
    from pipeline.web.fetch import Answer, Limits


@click.command()
@click.argument("feeds", nargs=-1, required=True, metavar="URL-or-FILE...")
@translating("ninjs")
@click.option(
    "--every", callback=duration(30), default="5m", show_default=True, metavar="TIME", help="How often a feed is asked."
)
@click.option("--once", is_flag=True, help="Ask each feed once, and end.")
@click.option("--only-new", is_flag=True, help="Leave what stands in a feed at the first time.")
@click.option("--allow-private", is_flag=True, help="Ask addresses inside your own network too.")
@click.option(
    "--timeout", callback=duration(1), default="60s", show_default=True, metavar="TIME", help="Time for a whole answer."
)
@click.option("--auth-env", default="", metavar="NAME", help="Environment variable with an Authorization header.")
@click.option(
    "--push-to", "receivers", multiple=True, metavar="URL", help="Put each item into the outbox for this receiver."
)
@click.option("--store", default="", metavar="PATH-or-URL", help="Database; else AUDARMA_STORE, else your data folder.")
@log_option
@click.option("--quiet", is_flag=True, help="Say only what goes wrong.")
def feed(
    feeds: tuple[str, ...],
    every: float,
    once: bool,
    only_new: bool,
    allow_private: bool,
    timeout: float,
    auth_env: str,
    receivers: tuple[str, ...],
    store: str,
    log_kind: Any,
    quiet: bool,
    **asked: Any,
) -> int:
    """Translate the items of RSS, Atom, ninjs and NewsML-G2 feeds, each once, and once more when it is changed.

    Runs until it is stopped; with --once, one time, as a timer wants it. What was taken is kept in the store. A feed
    that is down, slow or broken is asked again later, ever more seldom; the others go on.
    """
    from pipeline.web.address import check_url, is_url, known_as

    for word in (*filter(is_url, feeds), *receivers):
        check_url(word)
    if missing := [word for word in feeds if word == "-"]:
        raise UsageError(f"{missing[0]}: a feed is an address or a file, not standard input")
    login = _login(auth_env, feeds) if auth_env else ""
    wanted = Translating(**asked)

    from pipeline.cli.stop import stopped_by_signal
    from pipeline.feeds.follow import Follower, Following
    from pipeline.log import start_log
    from pipeline.store import open_store
    from pipeline.store.place import store_place
    from pipeline.web.fetch import Limits

    start_log(log_kind, "warning" if quiet else "info")
    place = store_place(store or wanted.memory or "", wanted.config)
    make = wanted.prepare(quiet=quiet or log_kind == "json")
    with open_store(place) as opened, wanted.remembering(place, quiet=True) as memory:
        run = _when_needed(partial(make, memory=memory)) if once else make(memory=memory)
        fetch = _fetch(Limits(timeout, allow_private=allow_private), login)
        deliver = partial(_post, opened, [known_as(url) for url in receivers]) if receivers else None
        follower = Follower(opened, feeds, run, fetch, Following(every, only_new), deliver)
        with stopped_by_signal():
            if once:
                follower.once()
                return _code(follower.count)
            follower.forever(Event())
    return 0


def _login(name: str, feeds: "Sequence[str]") -> str:
    """The header in an environment variable. Raises UsageError where it would go to more than one host."""
    import os
    from urllib.parse import urlsplit

    value = os.environ.get(name, "").strip()
    if not value or not value.isprintable() or not value.isascii():
        raise UsageError(f"--auth-env {name}: there is no such variable in the environment, or no header in it")
    if len({urlsplit(word).netloc.lower() for word in feeds}) > 1:
        raise UsageError("--auth-env: the feeds are of several hosts, and each would see it: run one command a host")
    return value


def _fetch(limits: "Limits", login: str) -> "Callable[[str, str, str], Answer]":
    from pipeline.feeds.poll import read_file
    from pipeline.web.address import is_url
    from pipeline.web.fetch import fetch

    ask = partial(fetch, limits=limits, authorization=login)
    return lambda place, etag, last_modified: (ask if is_url(place) else read_file)(place, etag, last_modified)


def _post(store: "Store", receivers: "Sequence[str]", files: "Sequence[Path]") -> None:
    """Puts an item's files into the outbox."""
    import time

    from pipeline.push.deliver import enqueue

    enqueue(store, files, receivers, time.time())


def _when_needed(make: "Callable[[], Run]") -> "Translate":
    """A run whose models are loaded when there is something to translate: mostly there is not."""
    made: list[Run] = []

    def run(sources: "Iterable[Source]") -> "Iterator[Outcome]":
        if not made:
            made.append(make())
        return made[0](sources)

    return run


def _code(count: "Count") -> int:
    return int(bool(count.unreachable or count.failed or count.postponed))
