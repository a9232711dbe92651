"""The translation memory's units: added once, approved later, found by what is like them."""

import random
from collections.abc import Sequence

import pytest

from pipeline.store import Store
from pipeline.store.count import count
from pipeline.store.edits import record_edits
from pipeline.store.similar import Bounds, find_matches, fuzzy_matches
from pipeline.store.units import Unit, add_units, all_units, source_key, units_with

SAID = "Президент Казахстана принял верительные грамоты послов."


def put(store: Store, *units: Unit) -> int:
    with store.writing() as connection:
        return add_units(connection, units)


def alike(store: Store, text: str, bounds: Bounds = Bounds(), target: str = "en") -> list[tuple[str, float]]:  # noqa: B008 - frozen
    with store.reading() as connection:
        return [(m.source, m.similarity) for m in fuzzy_matches(connection, text, target, bounds)]


def test_a_unit_is_added_once_and_approved_by_whoever_comes_with_that(store: Store) -> None:
    plain = Unit(SAID, "The President received credentials.", "en", author="tool", made=1.0)
    assert put(store, plain, plain) == 1
    assert put(store, plain) == 0
    assert put(store, Unit(SAID, plain.target, "en", "human", True, "Dana", 2.0)) == 0
    assert put(store, Unit(SAID, plain.target, "en", "model", False, "nobody", 3.0)) == 0
    assert put(store, Unit(SAID, "Another.", "en"), Unit(SAID, plain.target, "kk-Cyrl")) == 2
    with store.reading() as connection:
        first, *_ = all_units(connection, "en")
        approved = list(all_units(connection, approved=True))
    assert (first.origin, first.approved, first.author, first.made) == ("human", True, "Dana", 2.0)
    assert approved == [first]
    assert dict(count(store))["units into en, human, approved"] == 1


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Президент Казахстана принял верительные грамоты.", True),
        ("Вчера Президент Казахстана принял верительные грамоты послов.", True),
        ("Президенты Казахстана приняли верительную грамоту послов.", True),
        ("ПРЕЗИДЕНТ Казахстана принял верительные грамоты двух послов.", True),
        ("Курс доллара вырос.", False),
        ("Президент Казахстана прилетел в Пекин.", False),
        ("Послов", False),
        ("…", False),
    ],
)
def test_what_is_like_it_is_offered(store: Store, text: str, offered: bool) -> None:
    put(store, Unit(SAID, "x", "en"), Unit("Курс тенге не изменился.", "y", "en"))
    assert [source for source, _ in alike(store, text)] == ([SAID] if offered else [])


def test_the_same_text_is_not_like_itself(store: Store) -> None:
    put(store, Unit(SAID, "x", "en"))
    assert alike(store, SAID) == []
    assert alike(store, SAID.replace(" ", "\u00a0 ")) == []
    assert source_key(SAID) == source_key(SAID.replace(" ", "\u00a0 "))


def test_other_languages_are_not_asked(store: Store) -> None:
    put(store, Unit(SAID, "x", "kk-Cyrl"))
    assert alike(store, SAID[:-8] + "стран.") == []


def test_the_best_come_first_and_no_more_than_asked_for(store: Store) -> None:
    put(store, *(Unit(SAID.replace("послов", f"послов {'стран ' * i}"), str(i), "en") for i in range(1, 6)))
    found = alike(store, SAID, Bounds(most=4))
    assert len(found) == 4
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert alike(store, SAID, Bounds(threshold=0.99)) == []
    assert alike(store, SAID, Bounds(most=0)) == []


def test_a_second_look_brings_what_means_the_same_and_tells_what_does_not(store: Store) -> None:
    turned = "Верительные грамоты послов принял Президент Казахстана."
    put(store, Unit(turned, "x", "en"), Unit(SAID.replace("принял", "не принял"), "y", "en"))

    def compare(_text: str, others: Sequence[str]) -> list[float]:
        return [0.95 if other == turned else 0.6 for other in others]

    with store.reading() as connection:
        plain = fuzzy_matches(connection, SAID, "en", Bounds())
        looked = fuzzy_matches(connection, SAID, "en", Bounds(), compare)
    assert [(m.target, m.meaning) for m in plain] == [("y", None)]
    assert [(m.target, m.meaning) for m in looked] == [("y", 0.6), ("x", 0.95)]
    assert looked[1].similarity < Bounds().threshold


def test_a_very_long_text_is_looked_up_too(store: Store) -> None:
    rng = random.Random(1)
    long = " ".join("".join(rng.choices("абвгдежзик", k=6)) for _ in range(2000))
    put(store, Unit(long, "x", "en"))
    assert alike(store, long + " конец") == [(long, pytest.approx(1, abs=0.01))]


def test_common_words_do_not_hide_the_unit_that_is_meant(store: Store) -> None:
    put(
        store, *(Unit(f"Президент Казахстана принял посла номер {i} и ещё {i * 7}.", str(i), "en") for i in range(1500))
    )
    put(store, Unit("Президент Казахстана принял посла Монголии.", "x", "en"))
    assert alike(store, "Президент Казахстана принял посла Монголии вчера.")[0][0].endswith("Монголии.")


def test_words_are_found_on_either_side(store: Store) -> None:
    put(store, Unit(SAID, "The President received ambassadors.", "en"), Unit("100 % голосов", "all votes", "en"))
    with store.reading() as connection:
        for text in ("верительные", "Верительные", "received", "президент"):
            assert [unit.source for unit in units_with(connection, text, "en")] == [SAID]
        assert [unit.target for unit in units_with(connection, "100 %", "en")] == ["all votes"]
        assert units_with(connection, "1%0", "en") == []


def test_nothing_is_offered_from_nothing(store: Store) -> None:
    with store.writing() as connection:
        assert find_matches(connection, [SAID], "en", Bounds()) == {}
        assert record_edits(connection, [Unit(SAID, "x", "en")]) == 0


@pytest.mark.parametrize(("source", "target"), [("", "x"), ("x", " ")])
def test_a_unit_has_text_on_both_sides(source: str, target: str) -> None:
    with pytest.raises(ValueError, match="both sides"):
        Unit(source, target, "en")
