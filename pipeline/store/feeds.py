"""What is known of feeds: how far each was read, when it is due, and which of its items were taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select, update

from pipeline.store.insert import chunks, insert_new, storable
from pipeline.store.open import Store
from pipeline.store.schema import feed_items, feeds


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as the store knows it. Times are Unix time in seconds; `polled` is None before the first time."""

    url: str
    etag: str = ""
    last_modified: str = ""
    next_due: float = 0.0
    polled: float | None = None
    failures: int = 0
    last_error: str = ""


def load_feed(store: Store, url: str) -> Feed:
    """The feed, made known where it was not. Raises StoreError."""
    with store.writing() as connection:
        insert_new(connection, feeds, [{"url": url}])
        return Feed(**connection.execute(select(feeds).where(feeds.c.url == url)).one()._mapping)


def list_feeds(store: Store) -> list[Feed]:
    """Every feed, by its address. Raises StoreError."""
    with store.reading() as connection:
        return [Feed(**row._mapping) for row in connection.execute(select(feeds).order_by(feeds.c.url))]


def claim_feed(store: Store, feed: Feed, now: float, next_due: float) -> bool:
    """Whether this program may poll the feed now: no other has since it was loaded. Raises StoreError."""
    with store.writing() as connection:
        done = connection.execute(
            update(feeds)
            .where(feeds.c.url == feed.url, feeds.c.next_due == feed.next_due)
            .where(feeds.c.polled == feed.polled if feed.polled is not None else feeds.c.polled.is_(None))
            .values(next_due=next_due, polled=now)
        )
        return done.rowcount == 1


def note_success(store: Store, url: str, etag: str | None = None, last_modified: str | None = None) -> None:
    """The feed was read to its end; the next poll asks only for what changed since. Raises StoreError.

    Without `etag` and `last_modified` what is known of them stays.
    """
    known = {"etag": etag, "last_modified": last_modified} if etag is not None else {}
    with store.writing() as connection:
        connection.execute(update(feeds).where(feeds.c.url == url).values(failures=0, last_error="", **known))


def note_failure(store: Store, url: str, error: str, next_due: float) -> None:
    """The feed could not be read; it is asked again at `next_due`. Raises StoreError."""
    values = {"failures": feeds.c.failures + 1, "last_error": storable(error), "next_due": next_due}
    with store.writing() as connection:
        connection.execute(update(feeds).where(feeds.c.url == url).values(values))


def taken_keys(store: Store, keys: Iterable[str]) -> set[str]:
    """Which of these content keys were taken, from whatever feed. Raises StoreError."""
    found: set[str] = set()
    with store.reading() as connection:
        for some in chunks(dict.fromkeys(keys)):
            query = select(feed_items.c.content_key).where(feed_items.c.content_key.in_(some))
            found.update(connection.scalars(query))
    return found


def count_versions(store: Store, url: str, guid: str) -> int:
    """How many versions of an item were taken from a feed. Raises StoreError."""
    query = select(func.count()).where(feed_items.c.feed == url, feed_items.c.guid == storable(guid))
    with store.reading() as connection:
        return int(connection.scalar(query) or 0)


def take_item(  # noqa: PLR0913 - a row
    store: Store, url: str, guid: str, content_key: str, *, now: float, path: str = ""
) -> None:
    """Notes that this version of an item was taken, once however often it is said. Raises StoreError."""
    row = {"feed": url, "guid": storable(guid), "content_key": content_key, "taken": now, "path": storable(path)}
    with store.writing() as connection:
        insert_new(connection, feed_items, [row])
