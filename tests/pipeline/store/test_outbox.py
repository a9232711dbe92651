"""The outbox, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from pipeline.store import Store
from pipeline.store.outbox import (
    Delivery,
    Letter,
    Waiting,
    claim,
    leave_alone,
    look,
    note_again,
    note_delivered,
    note_given_up,
    post,
    receivers,
    take_up_again,
)

TO = "https://receiver.example/in"


def letter(item: str = "urn:x", version: str = "1", kind: str = "application/json", to: str = TO) -> Letter:
    return Letter(item, version, to, f"{item} {version} {kind} {to}", kind, b"{}", "x.json")


def take(store: Store, now: float = 10.0, lease: float = 60.0) -> Delivery:
    found = claim(store, TO, "me", now, lease)
    assert found is not None
    return found


def test_what_is_posted_is_claimed_once_and_delivered_once(store: Store) -> None:
    assert post(store, letter(), 1.0)
    assert not post(store, replace(letter(), body=b"{1}"), 2.0)
    found = take(store)
    assert found == Delivery(1, replace(letter(), body=b"{1}"), 1.0, 1)
    assert claim(store, TO, "other", 10.0, 60.0) is None
    note_delivered(store, found, 11.0)
    assert not post(store, letter(), 12.0)
    assert claim(store, TO, "me", 1000.0, 60.0) is None
    assert look(store, TO) == Waiting(0, 1, 0, None)


def test_a_lease_that_ran_out_is_another_s(store: Store) -> None:
    post(store, letter(), 1.0)
    take(store, 10.0, 60.0)
    assert claim(store, TO, "other", 69.9, 60.0) is None
    assert take(store, 70.0).attempts == 2


def test_what_failed_comes_back_when_it_is_due(store: Store) -> None:
    post(store, letter(), 1.0)
    note_again(store, take(store), "500", 100.0)
    assert claim(store, TO, "me", 99.0, 60.0) is None
    assert look(store, TO) == Waiting(1, 0, 0, 100.0)
    assert take(store, 100.0).attempts == 2


def test_versions_go_one_after_another_and_other_items_pass_by(store: Store) -> None:
    for sent in (letter(version="1"), letter(version="2"), letter(kind="application/xml"), letter("urn:y")):
        post(store, sent, 1.0)
    first = take(store)
    assert (first.letter.item, first.letter.version) == ("urn:x", "1")
    assert [take(store).letter.content_type, take(store).letter.item] == ["application/xml", "urn:y"]
    assert claim(store, TO, "me", 10.0, 60.0) is None
    note_given_up(store, first, "400", 10.0)
    assert take(store).letter.version == "2"


def test_what_was_given_up_is_taken_up_again_when_a_person_asks(store: Store) -> None:
    post(store, letter(), 1.0)
    note_given_up(store, take(store), "400", 10.0)
    assert look(store, TO) == Waiting(0, 0, 1, None)
    assert take_up_again(store, "https://other.example/", 20.0) == 0
    assert take_up_again(store, TO, 20.0) == 1
    found = take(store, 20.0)
    assert (found.letter.body, found.created) == (b"{}", 20.0)


def test_a_receiver_is_left_alone_and_another_is_not(store: Store) -> None:
    other = "https://other.example/"
    for to in (TO, other):
        post(store, letter(to=to), 1.0)
    leave_alone(store, TO, 500.0)
    assert claim(store, TO, "me", 499.0, 60.0) is None
    assert claim(store, other, "me", 10.0, 60.0) is not None
    assert {to: one.next_due for to, one in receivers(store).items()} == {TO: 500.0, other: 1.0}


def test_many_programs_share_an_outbox_and_each_letter_is_claimed_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda i: post(store, letter(f"urn:{i % 20}"), 1.0), range(80))) == 20
        claimed = list(pool.map(lambda i: claim(store, TO, str(i), 10.0, 60.0), range(60)))
    found = [delivery.id for delivery in claimed if delivery is not None]
    assert len(found) == len(set(found)) <= 20
    while (rest := claim(store, TO, "last", 10.0, 60.0)) is not None:
        found.append(rest.id)
    assert sorted(found) == sorted(set(found))
    assert len(found) == 20


def test_what_no_database_holds_is_cleaned(store: Store) -> None:
    odd = Letter("urn:\0\ud800", "\0", TO, "key", "application/json", b"\0", "\0")
    assert post(store, odd, 1.0)
    note_again(store, take(store), "\0\ud800", 1.0)
    assert take(store).letter.body == b"\0"
