"""No text breaks a check, none takes long, and every place stands in its text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.languages import TARGETS
from pipeline.checks import CHECKS, load_checks
from pipeline.checks.check import Pair
from pipeline.checks.messages import LANGUAGES, tell

NAMES = [module.MANIFEST.name for module in CHECKS if module.MANIFEST.name not in {"content", "spelling"}]
PIECES = (
    "12 12,5 1/0 1/3 ½ 12.04.2025 18:30 2025-04-12 $ € % млн млрд тыс. мың million bn 万 亿 千 分之 三 世纪 年代 年 "
    "月 日 成 "
    "два пять половиной тысяч екі жүз он two hundred and a half XIX в мае May марта среду не "
    "нет емес -майды "
    "not 不 没 « » “ ” "
    '" ( ) （ ） ， 。 . , ? ! - – @a a@b.kz http://a.kz/ +7 (7172) 70-12-34 Форум форум Иванов Ivanov '
    "论坛 ا ö \u200b \x00 \n"
).split(" ")
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=14).map(" ".join) | st.lists(
    st.sampled_from(PIECES), max_size=14
).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(TARGETS))
def test_no_text_breaks_a_check_and_every_place_stands(source: str, hypothesis: str, language: str) -> None:
    for _, issue in load_checks(only=NAMES)(Pair(source, hypothesis, language)):
        assert issue.source is None or issue.source[1] <= len(source)
        assert issue.target is None or issue.target[1] <= len(hypothesis)
        for reader in LANGUAGES:
            assert tell(issue.message, issue.values, reader)


NASTY = [part * (4000 // len(part)) for part in ("1", "1 ", "1,1.", "ма", "а-", "(", "«", "二", "万", "a@")] + [
    part * (4000 // len(part)) for part in ("http://", "не ", "два ", "A", "+7 ", "а.б. ", "12:", "八分之", "一万亿")
]
"""What a regular expression or a nested loop is slowest on."""


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:6])
def test_no_text_takes_long(text: str) -> None:
    checks = load_checks(only=NAMES)
    list(checks(Pair("Форум прошёл 12 мая.", "The forum was held.", "en")))
    for language in TARGETS:
        started = time.process_time()
        list(checks(Pair(text, text[::-1], language)))
        assert time.process_time() - started < 3
