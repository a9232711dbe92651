"""Following feeds: each item once, changed ones once more, whatever the servers do."""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from models.errors import ModelError
from models.scripted import ScriptedEngine
from pipeline.feeds.follow import Follower, Following
from pipeline.feeds.poll import read_file
from pipeline.run import Options, Outcome, Run, Source
from pipeline.store import Store, open_store
from pipeline.store.feeds import list_feeds
from pipeline.web.address import is_url
from pipeline.web.fetch import Limits, fetch
from tests.pipeline.exchange.newsroom import ATOM, HEADLINE, MESSAGE, RSS, SUMMARY, engine, ninjs3
from tests.pipeline.web.site import Site, hang, pour, serving, tear

LIMITS = Limits(seconds=2.0, allow_private=True)


@dataclass
class Newsroom:
    """A follower with a clock of its own, an engine that can be broken, and the folder that it writes to."""

    store: Store
    out: Path
    clock: float = 1_000_000.0
    broken: bool = False
    delivered: list[Path] = field(default_factory=list)

    def follower(self, *feeds: str, every: float = 300.0, only_new: bool = False) -> Follower:
        whole = engine()

        def answer(text: str, target: str, _how: object) -> str:
            if self.broken:
                raise ModelError("out of memory")
            return whole.translate([text], "ru", target)[0].text

        run = Run({"en": ScriptedEngine(answer)}, Options(self.out, ("ninjs",)))
        following = Following(every, only_new)
        deliver = self.delivered.extend
        return Follower(self.store, feeds, run, ask, following, deliver, now=lambda: self.clock)

    def once(self, *feeds: str, only_new: bool = False) -> Follower:
        follower = self.follower(*feeds, only_new=only_new)
        follower.once()
        return follower

    @property
    def files(self) -> set[str]:
        return {path.name for path in self.out.glob("*")}

    @property
    def items(self) -> list[tuple[str, str]]:
        """Source item and version of each item written."""
        found = [json.loads(path.read_bytes()) for path in sorted(self.out.glob("*"))]
        return sorted((item["associations"][-1]["uri"], item["version"]) for item in found)


def ask(place: str, etag: str, last_modified: str) -> object:
    return (partial(fetch, limits=LIMITS) if is_url(place) else read_file)(place, etag, last_modified)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with open_store(tmp_path / "store.db") as store:
        yield Newsroom(store, tmp_path / "out")


def feed(*titles: str) -> bytes:
    """A feed with an item a title; "7: Заголовок" has its guid before its title."""
    items = "".join(
        f"<item><title>{title}</title><guid>urn:x:{guid}</guid><description>{SUMMARY}</description></item>"
        for guid, _, title in (title.partition(": ") for title in titles)
    )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


def test_each_item_is_translated_once(site: Site, newsroom: Newsroom) -> None:
    url = site.give("/rss", (200, {}, RSS.encode()))
    assert newsroom.once(url).count.translated == 2
    assert len(newsroom.files) == 2
    assert all(
        re.fullmatch(r"127-0-0-1-(forum-7|example-kz-n-8)-\w{8}\.en\.ninjs\.json", name) for name in newsroom.files
    )
    assert sorted(path.name for path in newsroom.delivered) == sorted(newsroom.files)
    for _ in range(3):
        assert newsroom.once(url).count.translated == 0
    assert len(newsroom.delivered) == 2


@pytest.mark.parametrize("data", [RSS, ATOM, MESSAGE, json.dumps([ninjs3(), ninjs3(uri="urn:b")])])
def test_every_kind_of_feed(site: Site, newsroom: Newsroom, data: str) -> None:
    url = site.give("/feed", (200, {}, data.encode()))
    assert newsroom.once(url).count.translated == (1 if data is ATOM else 2)
    assert newsroom.once(url).count.translated == 0


def test_only_what_changed_is_asked_for(site: Site, newsroom: Newsroom) -> None:
    url = site.give("/rss", (200, {"ETag": '"1"'}, RSS.encode()), (304, {}, b""))
    newsroom.once(url)
    newsroom.once(url)
    assert [asked.headers.get("if-none-match") for asked in site.asked] == [None, '"1"']


def test_an_item_that_was_changed_is_taken_again_as_a_new_version(site: Site, newsroom: Newsroom) -> None:
    url = site.give("/rss", (200, {}, feed("7: " + HEADLINE)), (200, {}, feed("7: " + HEADLINE + " России")))
    newsroom.once(url)
    newsroom.once(url)
    newsroom.once(url)
    assert newsroom.items == [("urn:x:7", "1"), ("urn:x:7", "2")]
    assert sum(name.endswith("-v2.en.ninjs.json") for name in newsroom.files) == 1


def test_a_server_that_goes_back_and_forth_gives_each_version_once(site: Site, newsroom: Newsroom) -> None:
    old, new = feed("7: " + HEADLINE), feed("7: " + HEADLINE + " России")
    url = site.give("/rss", *((200, {}, body) for body in (old, new, old, new, old)))
    for _ in range(5):
        newsroom.once(url)
    assert len(newsroom.files) == 2


def test_one_item_in_two_feeds_is_one(site: Site, newsroom: Newsroom) -> None:
    feeds = [site.give(path, (200, {}, feed("7: " + HEADLINE))) for path in ("/politics", "/all")]
    newsroom.once(*feeds)
    newsroom.once(*feeds)
    assert newsroom.items == [("urn:x:7", "1")]


def test_the_urgent_goes_first_and_else_the_oldest(site: Site, newsroom: Newsroom) -> None:
    listed = [ninjs3(uri=f"urn:{i}", urgency=urgency) for i, urgency in enumerate([5, 4, 1, 4])]
    ran: list[str] = []
    follower = newsroom.follower(site.give("/feed", (200, {}, json.dumps(listed).encode())))
    run = follower.run

    def noting(sources: Iterable[Source]) -> Iterator[Outcome]:
        for outcome in run(sources):
            ran.append(outcome.source.name[-1])
            yield outcome

    follower.run = noting
    follower.once()
    assert ran == ["2", "3", "1", "0"]


def test_only_new_leaves_what_was_there(site: Site, newsroom: Newsroom) -> None:
    url = site.give("/rss", (200, {}, feed("7: " + HEADLINE)), (200, {}, feed("8: " + SUMMARY, "7: " + HEADLINE)))
    newsroom.once(url, only_new=True)
    assert newsroom.files == set()
    newsroom.once(url, only_new=True)
    assert newsroom.items == [("urn:x:8", "1")]


def test_one_bad_feed_does_not_stop_the_others(site: Site, newsroom: Newsroom) -> None:
    good = site.give("/good", (200, {}, RSS.encode()))
    bad = [
        site.give("/slow", hang),
        site.give("/huge", pour),
        site.give("/torn", tear),
        site.give("/down", (500, {}, b"")),
        site.give("/page", (200, {}, b"<!DOCTYPE html><html></html>")),
        site.give("/half", (200, {}, RSS.encode()[:800])),
        site.give("/bomb", (200, {}, b'<!DOCTYPE l [<!ENTITY a "b">]><rss>&a;</rss>')),
        site.give("/deep", (200, {}, b"[" * 10_000)),
        site.give("/round", (302, {"Location": "/round"}, b"")),
        "http://127.0.0.1:1/",
        str(newsroom.out / "none.xml"),
    ]
    found = newsroom.once(*bad, good).count
    assert (found.unreachable, found.polled, found.translated) == (len(bad), 1, 2)
    failures = {feed.url: feed for feed in list_feeds(newsroom.store)}
    for url in bad:
        assert failures[url].failures == 1
        assert "\n" not in failures[url].last_error
        assert failures[url].last_error


def test_a_feed_that_fails_is_asked_ever_more_seldom(site: Site, newsroom: Newsroom) -> None:
    url = site.give("/rss", (500, {}, b""))
    pauses = []
    for _ in range(12):
        newsroom.once(url)
        (known,) = list_feeds(newsroom.store)
        pauses.append(known.next_due - newsroom.clock)
        newsroom.once(url)  # too early: it is left alone
        newsroom.clock = known.next_due
    assert len(site.asked) == 12
    assert pauses[0] == 300
    assert all(300 <= pause <= 6 * 3600 for pause in pauses)
    assert pauses[8] > 2 * 3600
    site.give("/rss", (200, {}, RSS.encode()))
    assert newsroom.once(url).count.translated == 2
    assert list_feeds(newsroom.store)[0].failures == 0


def test_a_server_is_left_alone_for_as_long_as_it_asks(site: Site, newsroom: Newsroom) -> None:
    url = site.give("/rss", (429, {"Retry-After": "7200"}, b""), (200, {}, RSS.encode()))
    newsroom.once(url)
    for passed in (60, 7100):
        newsroom.clock = 1_000_000.0 + passed
        newsroom.once(url)
    assert len(site.asked) == 1
    newsroom.clock = 1_000_000.0 + 7200
    assert newsroom.once(url).count.translated == 2


def test_what_the_model_could_not_do_is_done_at_the_next_poll(site: Site, newsroom: Newsroom) -> None:
    url = site.give("/rss", (200, {"ETag": '"1"'}, RSS.encode()))
    newsroom.broken = True
    assert newsroom.once(url).count.postponed == 2
    assert newsroom.files == set()
    newsroom.broken = False
    assert newsroom.once(url).count.translated == 2
    assert "if-none-match" not in site.asked[1].headers


def test_items_that_nobody_can_translate_are_told_once(site: Site, newsroom: Newsroom) -> None:
    english = b"<item><guid>urn:x:9</guid><title>A forum of agencies was held in Astana</title></item>"
    empty = b"<item><guid>urn:x:10</guid></item></channel>"
    url = site.give("/rss", (200, {}, feed("7: " + HEADLINE).replace(b"</channel>", english + empty)))
    first = newsroom.once(url).count
    assert (first.translated, first.failed) == (1, 2)
    second = newsroom.once(url).count
    assert (second.translated, second.failed) == (0, 0)


def test_an_item_without_text_is_taken_when_it_has_one(site: Site, newsroom: Newsroom) -> None:
    alert = b"<rss version='2.0'><channel><item><guid>urn:x:7</guid></item></channel></rss>"
    url = site.give("/rss", (200, {}, alert), (200, {}, feed("7: " + HEADLINE)))
    assert newsroom.once(url).count.failed == 1
    newsroom.once(url)
    assert newsroom.items == [("urn:x:7", "1")]


def test_an_empty_feed_is_no_error(site: Site, newsroom: Newsroom) -> None:
    found = newsroom.once(site.give("/rss", (200, {}, b"<rss version='2.0'><channel/></rss>"))).count
    assert (found.unreachable, found.polled) == (0, 1)


def test_guids_that_are_paths_stay_in_the_folder(site: Site, newsroom: Newsroom) -> None:
    guids = ["../../../etc/passwd", "/etc/passwd", "..", "C:\\x", "con", "a\x01b", "x" * 3000, "й/ё", "."]
    body = json.dumps([ninjs3(uri=guid) for guid in guids]).encode()
    assert newsroom.once(site.give("/feed", (200, {}, body))).count.translated == len(guids)
    assert len(newsroom.files) == len(guids)
    assert {path.parent for path in newsroom.out.parent.rglob("*.json")} == {newsroom.out}


def test_a_file_is_a_feed_too(tmp_path: Path, newsroom: Newsroom) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS, "utf-8")
    assert newsroom.once(str(path)).count.translated == 2
    assert newsroom.once(str(path)).count.translated == 0
    path.write_bytes(feed("7: " + HEADLINE))
    assert newsroom.once(str(path)).count.translated == 1


def test_it_goes_on_by_itself_and_stops_when_it_is_told(site: Site, newsroom: Newsroom) -> None:
    old, new = feed("7: " + HEADLINE), feed("8: " + SUMMARY, "7: " + HEADLINE)
    url = site.give("/rss", (200, {}, old), (500, {}, b""), (200, {}, new))
    follower = newsroom.follower(url, every=0.01)
    follower.now = time.time
    stop = Event()
    thread = Thread(target=follower.forever, args=(stop,))
    thread.start()
    wait_for(lambda: len(newsroom.files) == 2)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_a_feed_that_is_gone_is_not_asked_again_and_nothing_is_left_to_do(site: Site, newsroom: Newsroom) -> None:
    follower = newsroom.follower(site.give("/rss", (410, {}, b"")), every=0.01)
    follower.forever(Event())
    assert len(site.asked) == 1


def wait_for(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_two_programs_with_one_store_poll_a_feed_once(site: Site, tmp_path: Path, newsroom: Newsroom) -> None:
    url = site.give("/rss", (200, {}, RSS.encode()))
    with open_store(tmp_path / "store.db") as other:
        both = [newsroom.follower(url), Newsroom(other, newsroom.out, newsroom.clock).follower(url)]
        stop = Event()
        threads = [Thread(target=follower.forever, args=(stop,)) for follower in both]
        for thread in threads:
            thread.start()
        wait_for(lambda: len(newsroom.files) == 2)
        stop.set()
        for thread in threads:
            thread.join(20)
    assert sum(follower.count.translated for follower in both) == 2
    assert len(site.asked) == 1
