"""Follows feeds: polls each when it is due, translates what is new, and remembers that it was done."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from models.pause import growing_pause
from pipeline.errors import FeedError, ReadError, StoreError
from pipeline.feeds.poll import Fetch, NewItem, Poll, place, poll
from pipeline.run import Outcome, Run
from pipeline.store import Store
from pipeline.store.feeds import (
    Feed,
    claim_feed,
    load_feed,
    note_failure,
    note_success,
    take_item,
)
from pipeline.web.address import redact

AT_ONCE = 8
"""Feeds that are asked at the same time."""
LONGEST_PAUSE = 6 * 3600.0
_TICK = 60.0
"""Seconds after which the loop looks around in any case."""

Tell = Callable[..., None]
"""Takes a level ("info", "warning", "error"), an event's name and its fields: what a log is made of."""
Deliver = Callable[[Sequence[Path]], None]
"""Takes the files of an item that is finished, before it counts as taken."""


@dataclass(frozen=True, slots=True)
class Following:
    """How feeds are followed: `every` so many seconds; with `only_new`, what stands in a feed when it is first polled
    is left alone."""

    every: float = 300.0
    only_new: bool = False


@dataclass
class Count:
    """What came of it."""

    polled: int = 0
    unreachable: int = 0
    translated: int = 0
    failed: int = 0
    postponed: int = 0


@dataclass
class Follower:
    """Polls `feeds` (addresses or files), runs what is new, and takes each item when its files are written.

    `fetch` asks for an address or a file; `run` translates; `deliver` is handed each item's files; `tell` takes events.
    """

    store: Store
    feeds: Sequence[str]
    run: Run
    fetch: Fetch
    following: Following
    tell: Tell
    deliver: Deliver | None = None
    now: Callable[[], float] = time.time
    gone: set[str] = field(default_factory=set)
    count: Count = field(default_factory=Count)

    def once(self) -> None:
        """Polls every feed that has not asked to be left alone, and runs what is new."""
        self._round([feed for feed in self._known() if not feed.failures or feed.next_due <= self.now()])

    def forever(self, stop: Event) -> None:
        """Polls each feed when it is due until `stop` is set, or until every feed has said that it is gone."""
        while not stop.is_set() and len(self.gone) < len(self._places()):
            try:
                self._round([feed for feed in self._known() if feed.next_due <= self.now()], stop)
                due = min((feed.next_due for feed in self._known()), default=self.now() + _TICK)
            except StoreError as error:
                self.tell("error", "store", error=str(error))
                due = self.now() + _TICK
            stop.wait(max(0.05, min(_TICK, due - self.now())))

    def _places(self) -> list[str]:
        return list(dict.fromkeys(map(place, self.feeds)))

    def _known(self) -> list[Feed]:
        return [load_feed(self.store, url) for url in self._places() if url not in self.gone]

    def _round(self, due: Sequence[Feed], stop: Event | None = None) -> None:
        """Asks the feeds side by side, and runs what they hold one after another."""
        now = self.now()
        mine = [feed for feed in due if claim_feed(self.store, feed, now, now + self.following.every)]
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            found = list(pool.map(self._poll, mine))
        for feed, polled in zip(mine, found, strict=True):
            if stop is not None and stop.is_set():
                return
            if isinstance(polled, FeedError):
                self._postpone(feed, polled)
            else:
                self._take(feed, polled)

    def _poll(self, feed: Feed) -> Poll | FeedError:
        try:
            return poll(self.store, feed, self.fetch)
        except FeedError as error:
            return error

    def _postpone(self, feed: Feed, error: FeedError) -> None:
        """The feed is asked again when its server asked for it, else after a pause that grows."""
        every = self.following.every
        grown = growing_pause(feed.failures + 1, every, max(every, LONGEST_PAUSE), random.SystemRandom())
        pause = max(every, grown if error.pause is None else error.pause)
        note_failure(self.store, feed.url, str(error), self.now() + pause)
        self.count.unreachable += 1
        if error.gone:
            self.gone.add(feed.url)
        self.tell("warning", "feed failed", feed=redact(feed.url), error=str(error), again_in=round(pause))

    def _take(self, feed: Feed, found: Poll) -> None:
        if found.answer.moved:
            self.tell("warning", "feed moved", feed=redact(feed.url), to=redact(found.answer.moved))
        self.count.polled += 1
        first_time = feed.polled is None and self.following.only_new
        whole = self._leave(feed, found.items) if first_time else self._translate(feed, found.items)
        if whole and found.answer.body is not None:
            note_success(self.store, feed.url, found.answer.etag, found.answer.last_modified)
        else:  # what could not be translated now must be seen again
            note_success(self.store, feed.url)
        self.tell("info", "feed polled", feed=redact(feed.url), items=found.listed, new=len(found.items))

    def _leave(self, feed: Feed, items: Sequence[NewItem]) -> bool:
        for item in items:
            take_item(self.store, feed.url, item.guid, item.key, now=self.now())
        return True

    def _translate(self, feed: Feed, items: Sequence[NewItem]) -> bool:
        """Whether every item was dealt with for good."""
        whole = True
        for item, outcome in zip(items, self.run(item.source for item in items), strict=True):
            whole = self._settle(feed, item, outcome) and whole
        return whole

    def _settle(self, feed: Feed, item: NewItem, outcome: Outcome) -> bool:
        """Takes an item that is translated, or that nobody could; what may yet succeed is left for the next poll."""
        if outcome.error is not None:
            final = isinstance(outcome.error, ReadError)
            self.count.failed += final
            self.count.postponed += not final
            if final:
                take_item(self.store, feed.url, item.guid, item.key, now=self.now())
            self.tell("error", "item failed", item=outcome.source.name, error=str(outcome.error), again=not final)
            return final
        if self.deliver is not None:
            self.deliver(outcome.files)
        path = str(outcome.files[0]) if outcome.files else ""
        take_item(self.store, feed.url, item.guid, item.key, now=self.now(), path=path)
        self.count.translated += 1
        self.tell("info", "item translated", item=outcome.source.name, files=[str(file) for file in outcome.files],
                  seconds=round(outcome.seconds, 3))  # fmt: skip
        return True
