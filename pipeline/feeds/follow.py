"""Follows feeds: polls each when it is due, translates what is new, and remembers that it was done."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

from models.pause import growing_pause
from pipeline.errors import FeedError, ReadError, StoreError
from pipeline.feeds.poll import NewItem, Poll, place, poll
from pipeline.log import log
from pipeline.run import Outcome, Source
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
from pipeline.web.fetch import Answer

AT_ONCE = 8
"""Feeds that are asked at the same time."""
LONGEST_PAUSE = 6 * 3600.0
_TICK = 60.0
"""Seconds after which the loop looks around in any case."""

Translate = Callable[[Iterable[Source]], Iterator[Outcome]]
"""Sources in, outcomes out, in order: a `Run`."""
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

    `fetch` asks for an address or a file; `run` translates; `deliver` is handed each item's files.
    """

    store: Store
    feeds: Sequence[str]
    run: Translate
    fetch: Callable[[str, str, str], Answer]
    following: Following
    deliver: Deliver | None = None
    now: Callable[[], float] = time.time
    gone: set[str] = field(default_factory=set)
    count: Count = field(default_factory=Count)

    def once(self) -> None:
        """Polls every feed that has not asked to be left alone, and runs what is new."""
        self._round([feed for feed in self._known() if not feed.failures or feed.next_due <= self.now()])

    def forever(self, stop: Event) -> None:
        """Polls each feed when it is due until `stop` is set, or until every feed has said that it is gone."""
        while not stop.is_set():
            try:
                self._round([feed for feed in self._known() if feed.next_due <= self.now()])
                known = self._known()
                if not known:
                    return
                due = min(feed.next_due for feed in known)
            except StoreError as error:
                log("feed.store", str(error), "error")
                due = self.now() + _TICK
            stop.wait(max(0.05, min(_TICK, due - self.now())))

    def _places(self) -> dict[str, str]:
        """What the store calls each feed, and the address or file to ask."""
        return {place(word): word for word in self.feeds}

    def _known(self) -> list[Feed]:
        return [load_feed(self.store, url) for url in self._places() if url not in self.gone]

    def _round(self, due: Sequence[Feed]) -> None:
        """Asks the feeds side by side, and runs what all of them hold, the urgent first."""
        now = self.now()
        mine = [feed for feed in due if claim_feed(self.store, feed, now, now + self.following.every)]
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            found = dict(zip(mine, pool.map(self._poll, mine), strict=True))
        polls = {feed: polled for feed, polled in found.items() if isinstance(polled, Poll)}
        for feed, polled in found.items():
            if isinstance(polled, FeedError):
                self._postpone(feed, polled)
        fresh = [(feed, item) for feed, polled in polls.items() for item in self._told(feed, polled)]
        left = self._translate(sorted(fresh, key=lambda pair: pair[1].urgency))
        for feed, polled in polls.items():
            if feed.url in left or polled.answer.body is None:  # what is left must be seen again
                note_success(self.store, feed.url)
            else:
                note_success(self.store, feed.url, polled.answer.etag, polled.answer.last_modified)

    def _poll(self, feed: Feed) -> Poll | FeedError:
        try:
            return poll(self.store, feed, partial(self.fetch, self._places()[feed.url]))
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
        again = "it is not asked again" if error.gone else f"asked again in {round(pause)} s"
        log("feed.failed", f"{error}; {again}", "warning", feed=redact(feed.url), failures=feed.failures + 1)

    def _told(self, feed: Feed, found: Poll) -> Sequence[NewItem]:
        """The items to translate, and a line of log."""
        if found.answer.moved:
            old, to = redact(feed.url), redact(found.answer.moved)
            log("feed.moved", f"{old}: has moved for good: ask {to} from now on", "warning", feed=old, to=to)
        self.count.polled += 1
        fresh = found.items
        if feed.polled is None and self.following.only_new:
            for item in fresh:
                take_item(self.store, feed.url, item.guid, item.key, now=self.now())
            fresh = ()
        name, new = redact(feed.url), len(fresh)
        said = "not changed" if found.answer.body is None else f"{new} new of {found.listed} items"
        log("feed.polled", f"{name}: {said}", "info" if new else "debug", feed=name, items=found.listed, new=new)
        return fresh

    def _translate(self, fresh: Sequence[tuple[Feed, NewItem]]) -> set[str]:
        """Runs the items, each once though several feeds hold it; the feeds of which some are left for later."""
        once = list({item.key: (feed, item) for feed, item in reversed(fresh)}.values())[::-1]
        left: set[str] = set()
        if not once:
            return left
        outcomes = self.run(item.source for _, item in once)
        for (feed, item), outcome in zip(once, outcomes, strict=True):
            if not self._settle(feed, item, outcome):
                left.update(other.url for other, same in fresh if same.key == item.key)
        return left

    def _settle(self, feed: Feed, item: NewItem, outcome: Outcome) -> bool:
        """Takes an item that is translated, or that nobody could; what may yet succeed is left for the next poll."""
        if outcome.error is not None:
            final = isinstance(outcome.error, ReadError)
            self.count.failed += final
            self.count.postponed += not final
            if final:
                take_item(self.store, feed.url, item.guid, item.key, now=self.now())
            name = outcome.source.name
            said = str(outcome.error) if final else f"{name}: {outcome.error}; it is tried again"
            log("item.failed", said, "error", feed=redact(feed.url), item=name, final=final)
            return final
        if self.deliver is not None:
            self.deliver(outcome.files)
        path = str(outcome.files[0]) if outcome.files else ""
        take_item(self.store, feed.url, item.guid, item.key, now=self.now(), path=path)
        self.count.translated += 1
        said = f"{outcome.source.name}: translated in {outcome.seconds:.1f} s"
        log("item.done", said, feed=redact(feed.url), item=item.guid, path=path, seconds=round(outcome.seconds, 3))
        return True
