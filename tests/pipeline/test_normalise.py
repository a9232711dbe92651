"""Each line: a text as it was written, and what a model reads of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise import normalise

CASES = [
    ("В Астане прошёл форум.", "В Астане прошёл форум."),
    ("В\u00a0Астане", "В Астане"),
    ("10\u202f000 тенге", "10 000 тенге"),
    ("два  пробела", "два пробела"),
    ("строка\nстрока\r\nстрока", "строка строка строка"),
    ("таб\tтаб", "таб таб"),
    ("  края  ", "края"),
    ("не\u00adде\u00adля", "неделя"),
    ("не\u200bделя", "неделя"),
    ("\ufeffНеделя", "Неделя"),
    ("не\u2060деля", "неделя"),
    ("\u202bНеделя\u202c", "Неделя"),
    ("Карти\ufffcнка", "Картинка"),
    ("бу\u0000ква", "буква"),
    ("бу\u0007ква", "буква"),
    ("дорога\u0301", "дорога"),
    ("доро\u0301же", "дороже"),
    ("за\u0300мок", "замок"),
    ("все\u0308", "всё"),
    ("и\u0306од", "йод"),
    ("Ѐлка", "Елка"),
    ("вѝна", "вина"),
    ("Қазақстан", "Қазақстан"),
    ("Кaзахстан", "Казахстан"),
    ("cовет", "совет"),
    ("café", "café"),
    ("cafe\u0301", "café"),
    ("Müller", "Müller"),
    ("Weibo и WeChat", "Weibo и WeChat"),
    ("«Weibo»", "«Weibo»"),
    ("№ 5 – 3,5 %…", "№ 5 – 3,5 %…"),
    ("中国", "中国"),
    ("ё", "ё"),
    ("Ё", "Ё"),
    ("й", "й"),
    ("", ""),
    ("\u00ad", ""),
]


@pytest.mark.parametrize(("written", "read"), CASES)
def test_what_carries_no_meaning_does_not_reach_a_model(written: str, read: str) -> None:
    assert normalise(written) == read


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="абвгдеёйщ АЁ ҚқҒғ abc\u00a0\u00ad\u0301\n\tkëВСcoax"))
def test_normalising_cyrillic_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_what_a_model_reads_is_one_line_with_single_spaces(text: str) -> None:
    found = normalise(text)
    assert found == found.strip()
    assert not re.search(r"\s\s|[\n\r\t\u00a0\u00ad\ufeff]", found)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяё .,–«»0123456789"))
def test_plain_russian_is_read_as_it_stands(text: str) -> None:
    assert normalise(text) == " ".join(text.split())
