"""Words in which letters of two alphabets are mixed, and words that only look so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.homoglyphs import find, repair

MIXED = [
    ("Кaзахстан", "Казахстан"),
    ("Aстана", "Астана"),
    ("cовет", "совет"),
    ("Пpeзидeнт", "Президент"),
    ("Kитай", "Китай"),
    ("oбъём", "объём"),
    ("Xоргос", "Хоргос"),
    ("ceмь", "семь"),
    ("Kазaқстан", "Казақстан"),
    ("Tелерадиокомплекс", "Телерадиокомплекс"),
    ("MВД", "МВД"),
    ("CНГ", "СНГ"),
    ("PК", "РК"),
    ("BВП", "ВВП"),
    ("Weibо", "Weibo"),
    ("Faсebook", "Facebook"),
    ("Теlegram", "Telegram"),
    ("Huаwеi", "Huawei"),
    ("информационно-aналитический", "информационно-аналитический"),
    ("Пе\u00adкинa", "Пе\u00adкина"),
]
CLEAN = [
    "Казахстан",
    "Weibo",
    "WeChat",
    "IT-компания",
    "5G-сеть",
    "SMSки",
    "PRщик",
    "ВИЧ",
    "SARS-CoV-2",
    "интернет-портал Kazinform.kz",
    "АО «KEGOC»",
    "Qazaq",
    "Қазақстан",
    "iPhone",
    "vs",
    "CO₂",
    "Wi-Fi",
    "x",
    "",
]
ALONE = [
    ("встреча c послом", "c", "встреча с послом"),
    ("Встреча, a затем обед", "a", "Встреча, а затем обед"),
    ("доклад o торговле", "o", "доклад о торговле"),
    ("C января цены вырастут", "C", "С января цены вырастут"),
]


@pytest.mark.parametrize(("written", "mended"), MIXED)
def test_a_mixed_word_is_found_and_mended(written: str, mended: str) -> None:
    text = f"Сегодня {written} сообщил об этом."
    (span,) = find(text)
    assert span.start == 8 + written.index(span.text)
    assert span.text in written
    assert repair(text) == f"Сегодня {mended} сообщил об этом."


@pytest.mark.parametrize("word", CLEAN)
def test_a_word_in_one_alphabet_or_mixed_on_purpose_stays(word: str) -> None:
    text = f"Сегодня {word} сообщил об этом."
    assert find(text) == []
    assert repair(text) == text


@pytest.mark.parametrize(("text", "letter", "mended"), ALONE)
def test_a_preposition_in_latin_is_found(text: str, letter: str, mended: str) -> None:
    assert [span.text for span in find(text)] == [letter]
    assert repair(text) == mended


@pytest.mark.parametrize("text", ["План B принят", "Витамин C полезен", "группа A", "A и B", "Vitamin c help", "a b c"])
def test_a_latin_letter_that_is_a_name_is_a_known_limit_or_stays(text: str) -> None:
    assert repair(repair(text)) == repair(text)


@given(st.text(alphabet="абвсеорхАВСЕКМНОРТХ aceopxABCEHKMOPTXYz,. -"))
def test_mending_twice_changes_nothing_and_keeps_the_length(text: str) -> None:
    assert len(repair(text)) == len(text)
    assert repair(repair(text)) == repair(text)


@given(st.text())
def test_what_is_found_stands_where_it_says(text: str) -> None:
    spans = find(text)
    assert all(text[span.start : span.stop] == span.text for span in spans)
    assert [span.start for span in spans] == sorted(span.start for span in spans)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГД .,"))
def test_russian_alone_is_never_touched(text: str) -> None:
    assert find(text) == []
