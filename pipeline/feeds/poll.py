"""One poll of a feed: what it holds is fetched, mended and cut into items, and those that are new are told."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

from models.languages import SOURCE
from pipeline.article import Article
from pipeline.errors import AudarmaError, EmptyArticleError, FeedError, ReadError
from pipeline.feeds.mend import mend
from pipeline.readers import LARGEST, finish
from pipeline.readers.items import Entry, entries, slug
from pipeline.run import Source
from pipeline.store import Store
from pipeline.store.feeds import Feed, count_versions, taken_keys
from pipeline.web.address import is_url, known_as, redact
from pipeline.web.fetch import Answer

Fetch = Callable[[str, str], Answer]
"""The ETag and Last-Modified that are known of a feed -> the answer. Raises FeedError."""
_GLOBAL = re.compile(r"(?:https?|urn|tag|info):\S+", re.IGNORECASE)
_LEAST_URGENT = 9


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item that was not taken before, or not as it is now. `key` stands for its content, `source` reads it."""

    guid: str
    key: str
    source: Source
    urgency: int


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll found: the new items, the urgent first and else in the order in which they were published; how many
    items there were. `answer` is what to ask with next time."""

    items: tuple[NewItem, ...]
    listed: int
    answer: Answer


def poll(store: Store, feed: Feed, fetch: Fetch) -> Poll:
    """Asks for a feed and finds what is new in it. Raises FeedError, StoreError."""
    name = redact(feed.url)
    answer = fetch(feed.etag, feed.last_modified)
    if answer.body is None:
        return Poll((), 0, answer)
    try:
        found = entries(mend(answer.body, answer.charset, name), name)
    except EmptyArticleError:
        found = []
    except ReadError as error:
        raise FeedError(str(error)) from error
    listed = [_look(feed.url, entry) for entry in reversed(found)]  # the newest stands first in a feed
    taken = taken_keys(store, (key for _, key, _ in listed))
    fresh = {key: (guid, content) for guid, key, content in listed if key not in taken}
    items = list(_number(store, feed.url, fresh))
    items.sort(key=lambda item: item.urgency)
    return Poll(tuple(items), len(found), answer)


def read_file(path: str, _etag: str, last_modified: str) -> Answer:
    """A file as a feed: read where it was changed. Raises FeedError."""
    file = Path(path)
    try:
        status = file.stat()
        modified = formatdate(status.st_mtime, usegmt=True) + f" {status.st_mtime_ns}"
        if modified == last_modified:
            return Answer(None)
        if status.st_size > LARGEST:
            raise FeedError(f"{path}: {status.st_size / 2**20:.0f} MB; a feed has at most {LARGEST // 2**20} MB")
        return Answer(file.read_bytes(), last_modified=modified)
    except OSError as error:
        raise FeedError(f"{path}: cannot be read ({error.strerror})") from error


def place(word: str) -> str:
    """What a feed is known by in the store: its address without its secrets, or the whole path of its file."""
    return known_as(word) if is_url(word) else str(Path(word).resolve())


_Content = Article | AudarmaError


def _look(url: str, entry: Entry) -> tuple[str, str, _Content]:
    """The item's id in the store, the key of its content, and its article or why there is none."""
    try:
        article = finish(entry.content(), entry.name, SOURCE)
    except AudarmaError as error:
        return (
            f"unreadable {entry.id or entry.name}",
            _key(url, entry.id, "", f"{type(error).__name__} {entry.id}"),
            error,
        )
    item = article.item
    guid = (item.id if item else "") or article.id
    return guid, _key(url, guid, item.version if item else "", article.id), article


def _key(url: str, guid: str, version: str, content: str) -> str:
    """A content key: an id that is one the world over is the same item in whatever feed it stands."""
    whole = (guid,) if _GLOBAL.fullmatch(guid) else (url, guid)
    text = "\n".join(("audarma feed item 1", *whole, version, content))
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _number(store: Store, url: str, fresh: dict[str, tuple[str, _Content]]) -> Iterator[NewItem]:
    counted: dict[str, int] = {}
    for key, (guid, content) in fresh.items():
        counted[guid] = counted.get(guid, count_versions(store, url, guid)) + 1
        stem = _stem(url, guid, counted[guid])
        if isinstance(content, AudarmaError):
            yield NewItem(guid, key, Source(str(content), stem, _raiser(content)), _LEAST_URGENT)
            continue
        article = _numbered(content, counted[guid])
        urgency = article.item.urgency if article.item else None
        label = f"{redact(url)}, {guid}"
        yield NewItem(guid, key, Source(label, stem, _giver(article)), 5 if urgency is None else urgency)


def _numbered(article: Article, number: int) -> Article:
    """The article with a version: its own, or where the feed knows none, how often it was taken."""
    if article.item is None or article.item.version or number == 1:
        return article
    return replace(article, item=replace(article.item, version=str(number)))


def _stem(url: str, guid: str, number: int) -> str:
    """The stem of an item's files: readable, the same each time, and no two items' the same."""
    feed = urlsplit(url).hostname or "" if is_url(url) else Path(url).stem
    digest = hashlib.sha256(f"{url}\n{guid}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
    readable = "-".join(
        filter(None, (slug(feed)[:30], slug(guid.partition("://")[2] or guid)[-40:].strip("-"), digest))
    )
    return readable if number == 1 else f"{readable}-v{number}"


def _giver(article: Article) -> Callable[[], Article]:
    return lambda: article


def _raiser(error: AudarmaError) -> Callable[[], Article]:
    def fail() -> Article:
        raise error

    return fail
