"""What holds for whatever a model writes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.punctuate import punctuate

LANGUAGES = ["zh-Hans", "kk-Cyrl", "en"]
PIECES = {
    "zh-Hans": [*"论坛中国他说第", "Weibo", "2025", "3.5", "10:30", "https://a.example/b?c=1", "Co., Ltd."],
    "kk-Cyrl": ["форум", "Қытай", "ІІМ-нің", "деді", "ол", "Weibo", "2025", "3,5", "1 000", "press@a.example", "жж."],
    "en": [
        "forum",
        "China",
        "it's",
        "players'",
        "said",
        "U.S.",
        "2025",
        "3.5",
        "1,000",
        "https://a.example/b,c",
        "Mr.",
    ],
}
MARKS = [
    *'.,;:!?()«»“”„"-–—…%',
    *" " * 6,
    "...",
    "?!",
    "``",
    "''",
    " - ",
    " — ",
    "，",
    "。",
    "：",
    "（",
    "）",
    "《",
    "》",
]
SOURCES = st.sampled_from(["", "Да.", "Да", "Да:", "Да?!", "Да…", "«Да»", "«Да».", "«Да!»", "Да;", "Да?.."])


def texts(language: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES[language]) | st.sampled_from(MARKS), max_size=16).map("".join)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=400, derandomize=True)  # a search for oddities is for a desk, not for somebody's CI
@given(data=st.data())
def test_what_is_printed_stays_as_it_is_when_printed_again(language: str, data: st.DataObject) -> None:
    text, source = data.draw(texts(language)), data.draw(SOURCES)
    printed = punctuate(text, language, source)
    assert punctuate(printed, language, source) == printed


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_letters_and_figures_are_neither_lost_nor_made(language: str, data: st.DataObject) -> None:
    text = data.draw(texts(language))
    assert re.sub(r"[\W_]", "", punctuate(text, language)) == re.sub(r"[\W_]", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(max_size=80))
def test_any_text_at_all_is_printed_on_one_line_without_spaces_around(language: str, text: str) -> None:
    printed = punctuate(text, language)
    assert printed == printed.strip()
    assert "\n" not in printed


@given(st.lists(st.sampled_from([*"论坛中国他说第", "，", "。", ".", ",", " ", "“", "”"]), min_size=1).map("".join))
def test_chinese_has_no_space_beside_a_character_or_a_mark(text: str) -> None:
    assert not re.search(r"[\u3400-\u9fff，。“”] | [\u3400-\u9fff，。“”]", punctuate(text, "zh-Hans"))
