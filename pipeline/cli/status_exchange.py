"""The part of `audarma status` that tells of feeds and receivers."""

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

from pipeline.store import Store
from pipeline.store.feeds import list_feeds
from pipeline.store.outbox import list_troubles, receivers


def feeds_and_receivers(store: Store) -> dict[str, list[dict[str, Any]]]:
    """What a program reads of them: times are ISO 8601 in UTC. Raises StoreError."""
    feeds = [
        {
            "feed": feed.url,
            "polled": _moment(feed.polled),
            "next_due": _moment(feed.next_due),
            "failures": feed.failures,
            "last_error": feed.last_error,
        }
        for feed in list_feeds(store)
    ]
    outboxes = [
        {
            "receiver": name,
            "waiting": outbox.waiting,
            "delivered": outbox.delivered,
            "failed": outbox.given_up,
            "next_due": _moment(outbox.next_due),
            "last_failures": [
                {"item": trouble.item, "version": trouble.version, "error": trouble.error, "final": trouble.is_given_up}
                for trouble in list_troubles(store, name)
            ],
        }
        for name, outbox in sorted(receivers(store).items())
    ]
    return {"feeds": feeds, "receivers": outboxes}


def say(found: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """The same as lines for a person."""
    for feed in found["feeds"]:
        polled = f"asked {feed['polled']}" if feed["polled"] else "not asked yet"
        failed = f"; failed {feed['failures']} times, again {feed['next_due']}: {feed['last_error']}"
        yield f"{feed['feed']}: {polled}{failed if feed['failures'] else ''}"
    for outbox in found["receivers"]:
        counts = ", ".join(f"{outbox[name]} {name}" for name in ("waiting", "delivered", "failed"))
        yield f"{outbox['receiver']}: {counts}"
        for trouble in outbox["last_failures"]:
            kind = "failed" if trouble["final"] else "waits"
            yield f"  {kind}: {trouble['item']}, version {trouble['version']}: {trouble['error']}"


def _moment(seconds: float | None) -> str | None:
    return None if not seconds else datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
