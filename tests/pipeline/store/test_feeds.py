"""What the store knows of feeds, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from pipeline.store import Store
from pipeline.store.feeds import (
    Feed,
    claim_feed,
    count_versions,
    list_feeds,
    load_feed,
    note_failure,
    note_success,
    take_item,
    taken_keys,
)

URL = "https://example.kz/rss"


def test_a_feed_is_made_known_once(store: Store) -> None:
    assert load_feed(store, URL) == load_feed(store, URL) == Feed(URL)
    assert list_feeds(store) == [Feed(URL)]


def test_of_several_programs_one_may_poll(store: Store) -> None:
    feed = load_feed(store, URL)
    with ThreadPoolExecutor(8) as pool:
        let_in = list(pool.map(lambda now: claim_feed(store, feed, now, now + 300), map(float, range(1, 9))))
    assert sum(let_in) == 1
    again = load_feed(store, URL)
    assert again.polled is not None
    assert again.next_due == again.polled + 300
    assert not claim_feed(store, feed, 9.0, 10.0)
    assert claim_feed(store, again, 9.0, 10.0)


def test_success_and_failure(store: Store) -> None:
    load_feed(store, URL)
    note_success(store, URL, 'W/"1"', "yesterday")
    note_failure(store, URL, "down", 50.0)
    note_failure(store, URL, "still down", 70.0)
    assert load_feed(store, URL) == Feed(URL, 'W/"1"', "yesterday", 70.0, None, 2, "still down")
    note_success(store, URL)
    found = load_feed(store, URL)
    assert (found.failures, found.last_error, found.etag) == (0, "", 'W/"1"')
    note_success(store, URL, "", "")
    assert load_feed(store, URL).etag == ""


def test_an_item_is_taken_once_a_version(store: Store) -> None:
    load_feed(store, URL)
    take = partial(take_item, store, URL, "7", now=1.0)
    for key in ("a", "a", "b"):
        take(key)
    take("b", path="x.json")
    assert count_versions(store, URL, "7") == 2
    assert count_versions(store, URL, "8") == 0
    assert taken_keys(store, ["a", "b", "c", *map(str, range(2000))]) == {"a", "b"}


def test_an_item_of_a_feed_that_nobody_knows_is_refused(store: Store) -> None:
    from pipeline.errors import StoreError

    with pytest.raises(StoreError):
        take_item(store, "https://other.example/", "7", "a", now=1.0)
