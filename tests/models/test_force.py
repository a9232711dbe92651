"""Terms forced into a decoder that is not there: a scripted one, whose attention is on one source token a word."""

from collections.abc import Sequence

import pytest

from models.force import Demand, Draft, Forcer


def forcer(says: dict[tuple[str, ...], str], attends: dict[str, int], *, suffixed: bool = False) -> Forcer:
    """`says` gives what is decoded after each prefix; `attends` the source token of a word (of five there are)."""

    def decode(_indices: Sequence[int], prefixes: Sequence[tuple[str, ...]]) -> list[Draft]:
        drafts = []
        for prefix in prefixes:
            tokens = (*prefix, *says[prefix].split())
            rows = tuple(tuple(1.0 if attends.get(t.strip("▁"), 4) == j else 0.0 for j in range(5)) for t in tokens)
            drafts.append(Draft(tokens, rows, -1.0, complete=True))
        return drafts

    def tokenize(text: str) -> list[str]:
        return ["▁" + word for word in text.split()]

    def spell(tokens: Sequence[str]) -> str:
        return "".join(tokens).replace("▁", " ").strip()

    return Forcer(decode, tokenize, spell, spaced=True, suffixed=suffixed)


def test_what_is_there_already_is_left_alone() -> None:
    ((text, _),) = forcer({(): "▁Xinhua ▁said"}, {})([[Demand((0,), "Xinhua")]])
    assert text == "Xinhua said"


def test_another_accepted_form_is_left_alone() -> None:
    ((text, _),) = forcer({(): "▁the ▁agency ▁said"}, {})([[Demand((0,), "Xinhua", ("the agency",))]])
    assert text == "the agency said"


def test_a_term_replaces_the_word_that_attends_to_it() -> None:
    says = {(): "▁today ▁Tass ▁said", ("▁today", "▁Xinhua"): "▁said"}
    ((text, _),) = forcer(says, {"Tass": 0})([[Demand((0,), "Xinhua")]])
    assert text == "today Xinhua said"


def test_a_misspelt_name_is_where_its_form_goes_whatever_is_attended() -> None:
    says = {(): "▁today ▁Xinhwa ▁said", ("▁today", "▁Xinhua"): "▁said"}
    ((text, _),) = forcer(says, {"today": 0})([[Demand((0,), "Xinhua")]])
    assert text == "today Xinhua said"


def test_terms_go_in_from_left_to_right() -> None:
    says = {
        (): "▁one ▁two ▁three",
        ("▁Alpha",): "▁two ▁three",
        ("▁Alpha", "▁two", "▁Gamma"): "▁end",
    }  # fmt: skip
    demands = [Demand((2,), "Gamma"), Demand((0,), "Alpha")]
    ((text, _),) = forcer(says, {"one": 0, "three": 2})([demands])
    assert text == "Alpha two Gamma end"


def test_a_term_that_nothing_attends_to_has_no_place() -> None:
    ((text, _),) = forcer({(): "▁one ▁two"}, {"one": 1, "two": 1})([[Demand((0,), "Alpha")]])
    assert text == "one two"


@pytest.mark.parametrize(("suffixed", "wanted"), [(False, "Fu Hua said"), (True, "Fu Huaның said")])
def test_letters_hung_on_to_a_term_are_an_ending_only_where_the_language_has_them(suffixed: bool, wanted: str) -> None:
    says = {(): "▁X ▁said", ("▁Fu", "▁Hua"): "ның ▁said"}
    ((text, _),) = forcer(says, {"X": 0}, suffixed=suffixed)([[Demand((0,), "Fu Hua")]])
    assert text == wanted
