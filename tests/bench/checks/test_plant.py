"""The planters plant what they say, and nothing where they cannot; the checks hold their floors on the test sets."""

import random
import re
from collections.abc import Sequence

import pytest

from pipeline.checks import CHECKS
from pipeline.checks.check import Pair
from tests.bench.checks import __main__ as bench
from tests.bench.checks import plant, sets

SOURCE = "В 2025 году министр Сергей Иванов не подписал договор на 12,5 млн долларов."
PAIRS = {
    "en": Pair(SOURCE, "In 2025, minister Sergei Ivanov did not sign a contract worth 12.5 million dollars.", "en"),
    "kk-Cyrl": Pair(SOURCE, "2025 жылы министр Сергей Иванов 12,5 млн долларлық келісімшартқа қол қоймады.", "kk-Cyrl"),
    "zh-Hans": Pair(SOURCE, "2025年，谢尔盖·伊万诺夫部长没有签署价值1250万美元的合同。", "zh-Hans"),
}
OTHER = {
    "en": Pair(
        "Вчера Анна Петрова уехала.", "Yesterday Anna Petrova left for the capital, as her office said later.", "en"
    ),
    "kk-Cyrl": Pair(
        "Вчера уехала.", "Кеше Анна Петрова елордаға аттанып кетті, бұл туралы кейін хабарланды.", "kk-Cyrl"
    ),
    "zh-Hans": Pair("Вчера уехала.", "昨天安娜·彼得罗娃前往首都，她的办公室后来通报了此事。", "zh-Hans"),
}
PLAIN = Pair("Да.", "Yes.", "en")


def planted(kind: str, language: str) -> str:
    pair = PAIRS[language]
    spoilt = plant.KINDS[kind](pair, [pair, OTHER[language]], random.Random(1))
    assert spoilt is not None
    assert spoilt != pair.hypothesis
    return spoilt


def figures(text: str) -> list[str]:
    return re.findall(r"\d+", text)


@pytest.mark.parametrize("language", PAIRS)
def test_every_kind_spoils_a_sentence_that_has_all(language: str) -> None:
    for kind in plant.KINDS:
        if (kind, language) != ("another script", "en"):
            planted(kind, language)


@pytest.mark.parametrize("language", PAIRS)
def test_each_kind_spoils_what_it_says(language: str) -> None:
    pair = PAIRS[language]
    before = figures(pair.hypothesis)
    changed = planted("a digit changed", language)
    assert len(changed) == len(pair.hypothesis)
    assert sum(a != b for a, b in zip(changed, pair.hypothesis, strict=True)) == 1
    assert len(figures(planted("a number dropped", language))) < len(before)
    assert figures(planted("a magnitude changed", language)) == before
    assert figures(planted("a date shifted", language)) != before
    assert len(planted("half a sentence dropped", language)) < 0.7 * len(pair.hypothesis)
    assert len(planted("a clause added", language)) > len(pair.hypothesis) + 6
    assert planted("left in Russian", language) == SOURCE
    assert len(planted("a negation removed", language)) < len(pair.hypothesis)
    assert len(planted("a loop", language)) > len(pair.hypothesis)


def test_what_cannot_be_planted_is_not() -> None:
    kinds = set(plant.KINDS) - {"a clause added"}
    assert [kind for kind in kinds if plant.KINDS[kind](PLAIN, [PLAIN], random.Random(1)) is not None] == ["a loop"]


FLOORS = {
    "a digit changed": 0.95,
    "a digit group moved": 0.95,
    "a number dropped": 0.93,
    "a magnitude changed": 0.95,
    "a date shifted": 0.95,
    "half a sentence dropped": 0.75,
    "left in Russian": 0.95,
    "a negation removed": 0.55,
    "a loop": 0.95,
    "another script": 0.95,
}
"""Of the checks that run by themselves, on every fifth sentence; docs/checks.md has the whole sets."""


@pytest.mark.skipif(not sets.EVAL.is_dir(), reason="no test sets: set AUDARMA_EVAL_DATA")
@pytest.mark.parametrize("number", range(4))
def test_the_checks_hold_their_floors_on_human_translations(number: int) -> None:
    found: Sequence[Sequence[Pair]] = sets.evaluation()
    pairs = found[number][::5]
    manifests = [module.MANIFEST for module in CHECKS]
    names = [manifest.name for manifest in manifests if not manifest.thorough]
    counts: dict[tuple[str, str], bench.Count] = {}
    clean: dict[str, bench.Clean] = {}
    bench.measure(pairs, names, counts, clean, list(FLOORS))
    short = {
        kind: count.recall
        for (kind, _), count in counts.items()
        if count.recall is not None and count.planted >= 20 and count.recall < FLOORS[kind]
    }
    assert short == {}
    (untouched,) = clean.values()
    assert untouched.raised["error"] <= 0.02 * len(pairs)
    assert untouched.raised["warning"] <= 0.10 * len(pairs)
