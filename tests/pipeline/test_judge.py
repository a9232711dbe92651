"""Each line is a hypothesis and what is wrong with it; what can stand has no fault at all."""

import pytest

from models.engine import Hypothesis
from pipeline.judge import badness, judge

FORUM = "В Астане прошёл форум информационных агентств."
GOOD = [
    ("en", FORUM, "A forum of news agencies was held in Astana."),
    ("zh-Hans", FORUM, "通讯社论坛在阿斯塔纳举行。"),
    ("kk-Cyrl", FORUM, "Астанада ақпарат агенттіктерінің форумы өтті."),
    ("zh-Hans", "Платформы «Weibo» и «WeChat».", "“Weibo”和“WeChat”平台。"),
    ("kk-Cyrl", "Платформы «Weibo» и «WeChat».", "«Weibo» және «WeChat» платформалары."),
    ("kk-Cyrl", "Фу Хуа", "Фу Хуа"),
    ("zh-Hans", "«Kazinform»", "“Kazinform”"),
    ("kk-Cyrl", "«Kazinform»", "«Kazinform»"),
    ("en", "Да, да, да!", "Yes, yes, yes!"),
    ("zh-Hans", "Счёт 3:3, 3:3, 3:3.", "比分3:3，3:3，3:3。"),
    ("en", "Очень, очень важно.", "Very, very important."),
    ("kk-Cyrl", "Шаг за шагом.", "Кезең-кезеңімен, кезең-кезеңімен."),
    ("en", "2025 год, 12 млн.", "2025, 12 million."),
]
BAD = [
    ("en", FORUM, "", "empty"),
    ("zh-Hans", FORUM, "。", "empty"),
    ("kk-Cyrl", FORUM, " – …", "empty"),
    ("en", FORUM, "The forum of the forum of the forum of the forum.", "loop"),
    ("zh-Hans", FORUM, "中国代表代表代表在中亚举行。", "loop"),
    ("zh-Hans", FORUM, "合作伙伴、合作伙伴、合作伙伴。", "loop"),
    ("kk-Cyrl", FORUM, "Мәдениет, мәдениет, мәдениет және спорт.", "loop"),
    ("en", "Да, да, да!", "Yes, yes, yes, yes, yes!", "loop"),
    ("en", FORUM, "В Астане прошёл форум.", "script"),
    ("zh-Hans", FORUM, "A forum was held in Astana yesterday.", "script"),
    ("kk-Cyrl", FORUM, "A forum was held in Astana yesterday.", "script"),
    ("kk-Cyrl", FORUM, "论坛在阿斯塔纳举行", "script"),
    ("kk-Cyrl", FORUM, "استانادا اقپارات اگەنتتىكتەرىنىڭ فورۋمى ٴوتتى", "script"),
    ("zh-Hans", FORUM, "Астанада ақпарат агенттіктерінің форумы өтті.", "script"),
    ("en", FORUM, "2025.", "script"),
]


@pytest.mark.parametrize(("target", "source", "text"), GOOD)
def test_what_can_stand_has_no_fault(target: str, source: str, text: str) -> None:
    assert judge(source, Hypothesis(text), target) == ()


@pytest.mark.parametrize(("target", "source", "text", "check"), BAD)
def test_what_cannot_stand_is_an_error(target: str, source: str, text: str, check: str) -> None:
    faults = judge(source, Hypothesis(text), target)
    assert [(fault.check, fault.severity) for fault in faults] == [(check, "error")]


@pytest.mark.parametrize(
    ("target", "text", "left"),
    [
        ("en", "Kazakhstan has held a форум of agencies.", "форум"),
        ("zh-Hans", "与国际和 халықаралық 活动和合作领域的发展。", "халықаралық"),
        ("kk-Cyrl", "Астанада ақпарат 论坛 форумы өтті.", "论坛"),
    ],
)
def test_a_word_left_in_another_script_is_a_warning_where_it_stands(target: str, text: str, left: str) -> None:
    (fault,) = judge(FORUM, Hypothesis(text), target)
    assert (fault.check, fault.severity, text[fault.start : fault.stop]) == ("script", "warning", left)


def test_a_loop_is_shown_where_it_stands() -> None:
    text = "中国代表代表代表在中亚"
    (fault,) = judge(FORUM, Hypothesis(text), "zh-Hans")
    assert text[fault.start : fault.stop] == "代表代表代表"


def test_a_hypothesis_that_did_not_end_is_an_error() -> None:
    (fault,) = judge(FORUM, Hypothesis("A forum of news", complete=False), "en")
    assert (fault.check, fault.severity) == ("cut-off", "error")


def test_errors_weigh_more_than_warnings() -> None:
    worse = judge(FORUM, Hypothesis(""), "en")
    better = judge(FORUM, Hypothesis("A форум was held, and an агентство too."), "en")
    assert badness(()) < badness(better) < badness(worse)
