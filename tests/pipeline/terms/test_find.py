"""Terms in Russian text: found in any form, never inside another word; and forms of them in a translation."""

import time

import pytest

from pipeline.terms import Glossary, Term, stack
from pipeline.terms.kept import find_form


def found(text: str, glossary: Glossary | None = None) -> list[tuple[str, str]]:
    return [(match.text, match.term.targets.get("en", ("",))[0]) for match in (glossary or stack()).find(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Об этом сообщила «Синьхуа».", [("«Синьхуа»", "Xinhua")]),
        ("страны Глобального Юга", [("Глобального Юга", "Global South")]),
        ("странам глобального Юга", [("глобального Юга", "Global South")]),
        ("в рамках «Один пояс - Один путь»", [("«Один пояс - Один путь»", "Belt and Road")]),
        ("инициативой «Один пояс — один путь»", [("инициативой «Один пояс — один путь»", "Belt and Road Initiative")]),
        ("сообществом единой судьбы человечества", [("сообществом единой судьбы человечества",
                                                      "community with a shared future for mankind")]),
        ("всестороннего стратегического партнёрства", [("всестороннего стратегического партнёрства",
                                                        "comprehensive strategic partnership")]),
        ("ГЛАВА ГОСУДАРСТВА", [("ГЛАВА ГОСУДАРСТВА", "head of state")]),
        ("с Касым-Жомартом Токаевым", [("Касым-Жомартом Токаевым", "Kassym-Jomart Tokayev")]),
        ("с Си Цзиньпином", [("Си Цзиньпином", "Xi Jinping")]),
        ("на саммите ШОС", [("саммите", "summit"), ("ШОС", "SCO")]),
        ("связи Казахстан-Китай", [("Казахстан", "Kazakhstan"), ("Китай", "China")]),
        ("вице-премьера", [("вице-премьера", "deputy prime minister")]),
        ("В Вене прошли выборы", [("Вене", "Vienna"), ("выборы", "election")]),
    ],
)  # fmt: skip
def test_a_term_is_found_in_any_form_and_the_longest_wins(text: str, wanted: list[tuple[str, str]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "вскрыли вену",  # a city needs its capital
        "экс-президент",  # inside a compound
        "сделали выбор",  # not the plural выборы
        "Семьи получили жильё",  # of семья, not of Семей
        "Дело закрыто",
        "шосса",
        "встреча с госпожой Токаевой",  # a woman
        "сМИ",
    ],
)
def test_another_word_is_not_a_term(text: str) -> None:
    assert found(text) == []


def test_quotation_marks_of_an_entry_are_required() -> None:
    glossary = Glossary([Term(("«Хабар»",), {"en": ("Khabar",)})])
    assert found("передал «Хабар» вчера", glossary) == [("«Хабар»", "Khabar")]
    assert found("передал Хабар вчера", glossary) == []


def test_a_term_that_is_a_nightmare_for_regular_expressions_is_plain_text() -> None:
    glossary = Glossary([Term(("(а+)+$ [б",), {"en": ("x",)}), Term(("C++ (б",), {"en": ("z",)})])
    started = time.perf_counter()
    assert found("а" * 50_000 + "!", glossary) == []
    assert found("на языке C++ (б)", glossary) == [("C++ (б", "z")]
    assert time.perf_counter() - started < 2


def test_ten_thousand_entries_take_under_five_milliseconds_a_segment() -> None:
    many = [Term((f"министерство предмета {number}",), {"en": (f"Ministry {number}",)}) for number in range(10_000)]
    glossary = Glossary([*many, *stack().terms])
    segment = "Министерство предмета 77 сообщило о встрече глав государств стран Центральной Азии в Астане. " * 2
    assert ("Министерство предмета 77", "Ministry 77") in found(segment, glossary)
    best = min(_timed(glossary, segment) for _ in range(5))
    assert best < 0.005


def _timed(glossary: Glossary, segment: str) -> float:
    started = time.perf_counter()
    glossary.find(segment)
    return time.perf_counter() - started


@pytest.mark.parametrize(
    ("form", "text", "language"),
    [
        ("орталық", "талдау орталығының", "kk-Cyrl"),
        ("Қажыбаева", "Раушан Қажыбаеваның айтуынша", "kk-Cyrl"),
        ("«Бір белдеу – бір жол»", "“Бір белдеу - бір жол” бастамасы", "kk-Cyrl"),
        ("think tank", "of think tanks", "en"),
        ("Xinhua", "Xinhua’s report", "en"),
        ("新华社", "据新华社报道", "zh-Hans"),
        ("Fu Hua", "社长Fu Hua说", "zh-Hans"),
    ],
)
def test_a_form_is_seen_with_its_endings(form: str, text: str, language: str) -> None:
    assert find_form(form, text, language) is not None


@pytest.mark.parametrize(
    ("form", "text", "language"),
    [
        ("UN", "the unit", "en"),
        ("UN", "un", "en"),
        ("Oral", "Orally", "en"),
        ("Орал", "Қорал", "kk-Cyrl"),
        ("习近平", "习近", "zh-Hans"),
    ],
)
def test_a_form_is_not_seen_inside_another_word(form: str, text: str, language: str) -> None:
    assert find_form(form, text, language) is None
