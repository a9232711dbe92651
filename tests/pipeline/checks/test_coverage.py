"""The check of coverage: a clause that one side has alone is told, and where it stands; a good translation is not."""

import pytest

from pipeline.checks import load_checks
from pipeline.checks.check import Issue, Pair
from pipeline.checks.counterparts import MOST_OF_A_WORD, tables, tell, weigh
from pipeline.checks.coverage import Coverage

SOURCE = "Президент подписал закон о пенсиях, а парламент утвердил бюджет на следующий год."
WHOLE = {
    "en": "The president signed a law on pensions, and parliament approved the budget for next year.",
    "kk-Cyrl": "Президент зейнетақы туралы заңға қол қойды, ал парламент келесі жылдың бюджетін бекітті.",
    "zh-Hans": "总统签署了养老金法，议会批准了明年的预算。",
}
FIRST_HALF = {
    "en": "The president signed a law on pensions.",
    "kk-Cyrl": "Президент зейнетақы туралы заңға қол қойды.",
    "zh-Hans": "总统签署了养老金法。",
}
ADDED = {
    "en": "while heavy rain closed roads in the mountains",
    "kk-Cyrl": "қатты жаңбыр таудағы жолдарды жауып тастады",
    "zh-Hans": "大雨使山区的道路关闭",
}
END = {"en": ".", "kk-Cyrl": ".", "zh-Hans": "。"}
COMMA = {"en": ", ", "kk-Cyrl": ", ", "zh-Hans": "，"}


def found(hypothesis: str, language: str, source: str = SOURCE, omitted: float = 0.0) -> list[Issue]:
    return list(Coverage(omitted=omitted, added=0.0)(Pair(source, hypothesis, language)))


@pytest.mark.parametrize("language", WHOLE)
def test_a_whole_translation_is_accepted(language: str) -> None:
    assert found(WHOLE[language], language) == []


@pytest.mark.parametrize("language", WHOLE)
def test_the_words_that_were_left_out_are_named(language: str) -> None:
    (issue,) = found(FIRST_HALF[language], language)
    assert (issue.message, issue.target) == ("omitted", None)
    assert issue.source is not None
    assert SOURCE[slice(*issue.source)] == "парламент утвердил бюджет на следующий год"


@pytest.mark.parametrize("language", WHOLE)
def test_the_clause_that_was_added_is_named(language: str) -> None:
    whole = WHOLE[language].removesuffix(END[language])
    hypothesis = whole + COMMA[language] + ADDED[language] + END[language]
    (issue,) = found(hypothesis, language)
    assert (issue.message, issue.source) == ("added", None)
    assert issue.target is not None
    assert hypothesis[slice(*issue.target)] == ADDED[language]


SHORT = Pair(
    "Министр иностранных дел Казахстана встретился в Астане с министром иностранных дел Китая.",
    "Kazakh, Chinese foreign ministers meet in Astana",
    "en",
)


def test_what_length_warns_of_is_a_note_where_nothing_lacks_counterparts() -> None:
    assert [issue.severity for _, issue in load_checks(only=["length"])(SHORT)] == ["warning"]
    assert [issue.severity for _, issue in load_checks(only=["length", "coverage"])(SHORT)] == ["note"]


def test_of_a_few_words_nothing_is_said_and_nothing_weighed() -> None:
    pair = Pair(
        "Форум прошёл в столице.", "The forum of news agencies was held in the capital, and roads closed.", "en"
    )
    check = Coverage(omitted=0.0, added=0.0)
    assert list(check(pair)) == []
    assert check.weighs(pair) == frozenset()


def test_more_can_be_asked_for_before_it_is_told() -> None:
    assert found(FIRST_HALF["en"], "en")
    assert found(FIRST_HALF["en"], "en", omitted=20.0) == []


def test_words_that_no_lexicon_knows_say_next_to_nothing() -> None:
    pair = Pair("Шмурдяк глокой куздры.", "Qwzzx vrrtk plmnb.", "en")
    source, target = tell(pair)
    assert {cell[0] for cell, _, _ in (*source, *target)} == {-1}
    assert weigh(pair).missing < MOST_OF_A_WORD


def test_a_name_spelt_alike_in_kazakh_is_its_own_counterpart() -> None:
    pair = Pair("Приехал Зубайдуллин.", "Зубайдуллин келді.", "kk-Cyrl")
    source, target = tell(pair)
    assert [cell[0] for cell, start, _ in source if pair.source[start:].startswith("Зубайдуллин")] == [4]
    assert [cell[0] for cell, start, _ in target if start == 0] == [4]


@pytest.mark.parametrize("language", WHOLE)
def test_a_counterpart_speaks_against_and_its_want_for_an_omission(language: str) -> None:
    table = tables()[language, "source"]
    telling = [(grade, 3, 1) for grade in (0, 4)]
    assert table[telling[0]] > 0 > table[telling[1]]
