"""Each line is a text and the values that stand in it: kind, likeliest value, unit."""

from fractions import Fraction

import pytest

from pipeline.quantities import find_contacts, find_quantities
from pipeline.quantities.write import write_number

DIGITS = [
    ("ru", "1 234 567 человек", [("number", 1234567, "")]),
    ("ru", "12,5 тыс. тонн", [("measure", 12500, "t")]),
    ("ru", "3,4 трлн тенге", [("money", 3_400_000_000_000, "KZT")]),
    ("ru", "2 млрд 760 млн тенге", [("money", 2_760_000_000, "KZT")]),
    ("ru", "на 8,7 %", [("percent", Fraction("8.7"), "%")]),
    ("ru", "5 долларов США", [("money", 5, "USD")]),
    ("ru", "в 2025 г.", [("year", 2025, "")]),
    ("ru", "12 апреля", [("day", 12, ""), ("month", 4, "")]),
    ("ru", "12.04.2025", [("day", 12, ""), ("month", 4, ""), ("year", 2025, "")]),
    ("ru", "в 18:30", [("time", 1110, "")]),
    ("ru", "½ стакана", [("number", Fraction(1, 2), "")]),
    ("ru", "2/3 голосов", [("number", Fraction(2, 3), "")]),
    ("ru", "со счётом 3:2", [("number", 3, ""), ("number", 2, "")]),
    ("kk-Cyrl", "12,5 мың тонна", [("measure", 12500, "t")]),
    ("kk-Cyrl", "3 млрд теңге", [("money", 3_000_000_000, "KZT")]),
    ("kk-Cyrl", "2025 жылғы 12 сәуірде", [("year", 2025, ""), ("day", 12, ""), ("month", 4, "")]),
    ("kk-Cyrl", "20 пайызға", [("percent", 20, "%")]),
    ("en", "1,234,567 people", [("number", 1234567, "")]),
    ("en", "$12.5 million", [("money", 12_500_000, "USD")]),
    ("en", "3 billion tenge", [("money", 3_000_000_000, "KZT")]),
    ("en", "April 12, 2025", [("month", 4, ""), ("day", 12, ""), ("year", 2025, "")]),
    ("en", "20 per cent", [("percent", 20, "%")]),
    ("kk-Cyrl", "500 иенаға", [("money", 500, "JPY")]),
    ("kk-Cyrl", "100 еуродан", [("money", 100, "EUR")]),
    ("kk-Cyrl", "100 евроға", [("money", 100, "EUR")]),
    ("kk-Cyrl", "5 млн кВт·сағ", [("measure", 5_000_000, "kWh")]),
    ("zh-Hans", "3亿5000万人", [("number", 350_000_000, "")]),
    ("zh-Hans", "1.5万亿坚戈", [("money", 1_500_000_000_000, "KZT")]),
    ("zh-Hans", "2025年4月12日", [("year", 2025, ""), ("month", 4, ""), ("day", 12, "")]),
    ("zh-Hans", "５０％", [("percent", 50, "%")]),
    ("zh-Hans", "2,500万美元", [("money", 25_000_000, "USD")]),
    ("zh-Hans", "100千米", [("measure", 100, "km")]),
]  # fmt: skip
WORDS = [
    ("ru", "двадцать пять тысяч триста", 25300),
    ("ru", "двухсот", 200),
    ("ru", "полтора миллиона", 1_500_000),
    ("ru", "две с половиной тысячи", 2500),
    ("ru", "двадцатидевятилетний", 29),
    ("ru", "стотысячный", 100_000),
    ("ru", "пятерым", 5),
    ("ru", "XIX век", 19),
    ("en", "twenty-five thousand three hundred", 25300),
    ("en", "two and a half million", 2_500_000),
    ("en", "a hundred and five", 105),
    ("kk-Cyrl", "он сегіз", 18),
    ("kk-Cyrl", "екі жүз елу мың", 250_000),
    ("kk-Cyrl", "жиырма бірінші", 21),
    ("kk-Cyrl", "жиырмасыншы", 20),
    ("kk-Cyrl", "қырқыншы", 40),
    ("kk-Cyrl", "төрт жүзінші", 400),
    ("kk-Cyrl", "екінші тоқсанда", 3),
    ("zh-Hans", "三百二十万", 3_200_000),
    ("zh-Hans", "两百万千瓦", 2_000_000),
    ("zh-Hans", "一亿五千万", 150_000_000),
    ("zh-Hans", "二〇二五年", 2025),
    ("zh-Hans", "百分之二十", 20),
    ("zh-Hans", "三分之二", Fraction(2, 3)),
    ("zh-Hans", "四成", 40),
]


@pytest.mark.parametrize(("language", "text", "expected"), DIGITS)
def test_figures_have_their_kind_value_and_unit(language: str, text: str, expected: list[object]) -> None:
    found = [(q.kind, q.value, q.unit) for q in find_quantities(text, language) if q.written]
    assert found == expected


@pytest.mark.parametrize(("language", "text", "value"), WORDS)
def test_numbers_in_words_have_their_value(language: str, text: str, value: Fraction) -> None:
    assert value in [reading for q in find_quantities(text, language) for reading in q.readings]


@pytest.mark.parametrize(
    "text", ["Оны көрді", "онда болды", "онымен", "жүзеге асты", "іс жүзінде", "жүзім", "жүзушілер"]
)
def test_a_kazakh_word_that_looks_like_a_number_is_none(text: str) -> None:
    assert find_quantities(text, "kk-Cyrl") == ()


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, text, _ in DIGITS])
def test_a_quantity_stands_where_it_says(language: str, text: str) -> None:
    for quantity in find_quantities(text, language):
        assert quantity.stop - quantity.start == len(quantity.text)


def test_every_number_up_to_a_thousand_reads_back_from_num2words() -> None:
    from num2words import num2words

    for language, lang in (("ru", "ru"), ("en", "en"), ("kk-Cyrl", "kz")):
        for value in (*range(2, 1001), 12_345, 700_000, 3_000_021):
            text = num2words(value, lang=lang)
            readings = [q.readings[0] for q in find_quantities(text, language)]
            assert readings == [value], f"{language}: {text} reads {readings}"


def test_russian_numbers_read_back_in_every_case() -> None:
    from num2words import num2words

    for value in (2, 5, 12, 40, 90, 21, 156, 999, 2345):
        for case in "ngdaip":
            text = num2words(value, lang="ru", case=case)
            assert [q.readings[0] for q in find_quantities(text, "ru")] == [value], text


WRITTEN = [
    (12_500_000, "12.5 million", "12,5 млн", "1250万"),
    (350_000_000, "350 million", "350 млн", "3.5亿"),
    (2025, "2025", "2025", "2025"),
    (12_345, "12,345", "12\u00a0345", "12345"),
    (Fraction("8.7"), "8.7", "8,7", "8.7"),
    (Fraction(1, 3), "", "", ""),
]


@pytest.mark.parametrize(("value", "english", "kazakh", "chinese"), WRITTEN)
def test_a_value_is_written_as_each_language_writes_it(value: int, english: str, kazakh: str, chinese: str) -> None:
    found = [write_number(Fraction(value), language) for language in ("en", "kk-Cyrl", "zh-Hans")]
    assert found == [english, kazakh, chinese]


CONTACTS = [
    ("пишите на info@inform.kz или @kazinform", ["info@inform.kz", "@kazinform"]),
    ("на сайте https://inform.kz/ru/a?b=1, сообщили", ["https://inform.kz/ru/a?b=1"]),
    ("на сайте inform.kz.", ["inform.kz"]),
    ("тел. +7 (7172) 70-12-34", ["+77172701234"]),
    ("8 (7172) 70-12-34", ["+77172701234"]),
    ("счёт 3:2, 12.04.2025", []),
]


@pytest.mark.parametrize(("text", "keys"), CONTACTS)
def test_contacts_are_found(text: str, keys: list[str]) -> None:
    assert [contact.key for contact in find_contacts(text)] == keys


def test_figures_in_an_address_are_no_numbers() -> None:
    assert find_quantities("https://inform.kz/2025/12", "ru") == ()
