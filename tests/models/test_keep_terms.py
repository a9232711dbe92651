"""Terms put into a hypothesis: one whose words each attend to one source token, so that a test can say which."""

from collections.abc import Sequence

import pytest

from models.keep_terms import Demand, Draft, Inflect, Keeper


def keep(
    hypothesis: str, attends: dict[str, int], *demands: Demand, spaced: bool = True, inflect: Inflect | None = None
) -> str:
    """`hypothesis` is tokens parted by spaces; `attends` gives the source token of one (of five there are)."""
    tokens = tuple(hypothesis.split())
    rows = tuple(tuple(1.0 if attends.get(t.strip("▁"), 4) == j else 0.0 for j in range(5)) for t in tokens)

    def spell(tokens: Sequence[str]) -> str:
        return "".join(tokens).replace("▁", " ").strip()

    return Keeper(spell, spaced=spaced, inflect=inflect)(Draft(tokens, rows), demands)


def test_what_is_there_already_is_left_alone() -> None:
    assert keep("▁Xinhua ▁said", {"said": 0}, Demand((0,), "Xinhua")) == "Xinhua said"


def test_another_accepted_form_is_left_alone() -> None:
    assert keep("▁the ▁agency ▁said", {"said": 0}, Demand((0,), "Xinhua", ("the agency",))) == "the agency said"


def test_a_term_replaces_the_word_that_attends_to_it() -> None:
    assert keep("▁today ▁Tass ▁said", {"Tass": 0}, Demand((0,), "Xinhua")) == "today Xinhua said"


def test_a_misspelt_name_is_where_its_form_goes_whatever_is_attended() -> None:
    assert keep("▁today ▁Xinhwa ▁said", {"today": 0}, Demand((0,), "Xinhua")) == "today Xinhua said"


def test_every_term_of_a_text_goes_in() -> None:
    demands = Demand((2,), "Gamma"), Demand((0,), "Alpha")
    assert keep("▁one ▁two ▁three ▁end", {"one": 0, "three": 2}, *demands) == "Alpha two Gamma end"


def test_a_term_that_nothing_attends_to_has_no_place() -> None:
    assert keep("▁one ▁two", {"one": 1, "two": 1}, Demand((0,), "Alpha")) == "one two"


def test_a_term_has_no_place_in_an_empty_text() -> None:
    assert not keep("", {}, Demand((0,), "Alpha"))


def test_every_word_that_renders_a_term_goes_and_the_marks_behind_it_stay() -> None:
    demands = Demand((0,), "Xinhua"), Demand((2,), "Fu Hua")
    found = keep("▁Old ▁Wire , ▁he ▁Foo ▁said .", {"Old": 0, "Wire": 0, "Foo": 2}, *demands)
    assert found == "Xinhua, he Fu Hua said."


def test_words_that_render_two_terms_give_way_to_both_in_the_order_of_the_source() -> None:
    demands = Demand((1, 2), "Beta"), Demand((0, 1), "Alpha")
    assert keep("▁he ▁one ▁end", {"one": 1}, *demands) == "he Alpha Beta end"


def test_a_term_that_is_there_gives_way_to_no_other() -> None:
    demands = Demand((0,), "Astana"), Demand((1,), "Kazakhstan")
    assert keep("▁in ▁Kazakh stan ▁now", {"Kazakh": 0, "now": 0}, *demands) == "in Kazakhstan Astana"


def test_a_term_that_is_there_stays_within_what_looks_like_another() -> None:
    demands = Demand((0,), "Raushan Kazhibayeva"), Demand((1,), "KTK")
    found = keep("▁Raushen ▁KTK ▁Kazhibayeve ▁said", {}, *demands)
    assert found == "Raushen KTK Raushan Kazhibayeva said"


def test_marks_alone_are_no_rendering() -> None:
    assert keep("▁one ▁– ▁two", {"–": 0, "two": 0}, Demand((0,), "Alpha")) == "one – Alpha"


@pytest.mark.parametrize(
    ("hypothesis", "form", "wanted"),
    [
        ("▁the ▁« Zin » ▁said", "Xinhua", "the Xinhua said"),
        ("▁the ▁« Zin » ▁said", "«Xinhua»", "the «Xinhua» said"),
    ],
)
def test_the_marks_of_a_quoted_term_are_those_of_its_form(hypothesis: str, form: str, wanted: str) -> None:
    assert keep(hypothesis, {"Zin": 0}, Demand((0,), form, quoted=True)) == wanted


def test_chinese_is_written_without_spaces_and_a_name_with_its_point_goes_whole() -> None:
    found = keep("主 任 拉 · 卡 说", {"拉": 0}, Demand((0,), "拉乌尚·卡日巴耶娃"), spaced=False)
    assert found == "主任拉乌尚·卡日巴耶娃说"


def test_a_latin_word_in_chinese_gives_way_whole() -> None:
    found = keep("▁ “ K zin form ” 说", {"form": 0}, Demand((0,), "哈萨克国际通讯社", quoted=True), spaced=False)
    assert found == "哈萨克国际通讯社说"


def test_marks_around_more_than_the_term_stay() -> None:
    found = keep("▁the ▁« Zin ▁agency » ▁said", {"Zin": 0}, Demand((0,), "Xinhua", quoted=True))
    assert found == "the «Xinhua agency» said"


def test_a_form_takes_the_ending_of_the_word_that_it_replaces() -> None:
    def inflect(form: str, word: str) -> str:
        return f"{form}({word})"

    assert keep("▁a ▁b ▁c ,", {"b": 0, "c": 0}, Demand((0,), "Alpha"), inflect=inflect) == "a Alpha(c),"
