"""Each metric against sacreBLEU's own command and against what a person would say; and the traps of this field."""

import json
import os
import random
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from eval.measure import METRICS, Recipe, measure, parse_metrics
from eval.metrics.bleu import pool_bleu
from eval.metrics.chrf import pool_chrf
from eval.metrics.numbers import find_numbers
from eval.metrics.score import References, Score
from eval.metrics.terms import Entry, read_glossary
from models.errors import UsageError

DATA = Path(os.environ.get("AUDARMA_EVAL_DATA", Path(__file__).parents[3] / "shared" / "eval"))
SURFACE = ("bleu", "chrf++", "chrf", "ter")
CHINESE = [
    "哈萨克斯坦总统在阿斯塔纳会见了中国大使。",
    "论坛于5月12日在首都举行，来自20个国家的记者参加。",
    "双方签署了备忘录。",
]
ENGLISH = [
    "The president met the ambassador in Astana.",
    "The forum was held on 12 May in the capital.",
    "They signed it.",
]
KAZAKH = ["Президент Астанада елшімен кездесті.", "Форум 12 мамырда елордада өтті.", "Тараптар меморандумға қол қойды."]


def score(key: str, hypotheses: Sequence[str], references: Sequence[str], language: str, **more: object) -> Score:
    sources = more.pop("sources", ())
    recipe = Recipe((key,), **more)  # type: ignore[arg-type]
    held = References((tuple(references),), language, tuple(sources))  # type: ignore[arg-type]
    return measure({"it": hypotheses}, held, recipe, workers=1)["it"][0]


def noisy(texts: Sequence[str], seed: int, share: float = 0.08) -> list[str]:
    """Characters dropped, and now and then a whole segment."""
    rng = random.Random(seed)
    return ["" if rng.random() < 0.02 else "".join(c for c in text if rng.random() > share) for text in texts]


def sacrebleu(
    tmp_path: Path, hypotheses: Sequence[str], references: Sequence[str], language: str
) -> list[dict[str, str]]:
    """What the command of sacreBLEU prints for the four metrics."""
    for name, texts in (("hyp", hypotheses), ("ref", references)):
        (tmp_path / name).write_text("".join(text + "\n" for text in texts), "utf-8")
    chinese = language == "zh-Hans"
    found = []
    for words in (
        ["-m", "bleu", "--tokenize", "zh" if chinese else "13a"],
        ["-m", "chrf", "--chrf-word-order", "2"],
        ["-m", "chrf"],
        ["-m", "ter", "--ter-normalized", *(["--ter-asian-support"] if chinese else [])],
    ):
        command = [Path(sys.executable).with_name("sacrebleu"), "ref", "-i", "hyp", "-w", "4", *words]
        done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout))
    return found


def suites() -> list[tuple[str, str, str]]:
    return [
        ("flores200-devtest", "zh", "zh-Hans"),
        ("flores200-devtest", "kk", "kk-Cyrl"),
        ("flores200-devtest", "en", "en"),
        ("newstest2020-ru-en", "en", "en"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("suite", "file", "language"), suites())
def test_every_score_is_sacrebleus_on_the_suites_at_hand(tmp_path: Path, suite: str, file: str, language: str) -> None:
    path = DATA / suite / f"{file}.txt"
    if not path.is_file():
        pytest.skip(f"{path} is not there; AUDARMA_EVAL_DATA names the folder of test sets")
    references = path.read_text("utf-8").splitlines()[:250]
    _check_against_sacrebleu(tmp_path, noisy(references, 1), references, language)


@pytest.mark.parametrize(("texts", "language"), [(CHINESE, "zh-Hans"), (ENGLISH, "en"), (KAZAKH, "kk-Cyrl")])
def test_every_score_is_sacrebleus_on_a_few_sentences(tmp_path: Path, texts: list[str], language: str) -> None:
    _check_against_sacrebleu(tmp_path, noisy(texts * 4, 2), texts * 4, language)


def _check_against_sacrebleu(tmp_path: Path, ours: list[str], references: list[str], language: str) -> None:
    theirs = sacrebleu(tmp_path, ours, references, language)
    for key, found in zip(SURFACE, theirs, strict=True):
        mine = score(key, ours, references, language)
        assert mine.value == pytest.approx(float(found["score"]), abs=0.005)
        assert mine.signature == found["signature"]


def test_segment_scores_are_sacrebleus() -> None:
    texts = ENGLISH * 5
    ours = noisy(texts, 3, share=0.2)
    for key, metric in (("bleu", BLEU(effective_order=True)), ("chrf++", CHRF(word_order=2)), ("chrf", CHRF())):
        expected = [metric.sentence_score(o, [r]).score for o, r in zip(ours, texts, strict=True)]
        assert score(key, ours, texts, "en").segments == pytest.approx(np.array(expected))


COUNTS = st.lists(st.integers(0, 40), min_size=4, max_size=4)


@given(st.integers(0, 60), st.integers(1, 60), COUNTS, COUNTS)
def test_pooled_bleu_is_sacrebleus_for_any_counts(
    ours: int, theirs: int, matches: list[int], counts: list[int]
) -> None:
    totals = sorted(counts, reverse=True)
    hits = [min(pair) for pair in zip(matches, totals, strict=True)]
    for effective in (False, True):
        expected = BLEU.compute_bleu(hits[:], totals[:], ours, theirs, "exp", None, effective).score
        found = pool_bleu(np.array([[ours, theirs, *hits, *totals]], float), effective_order=effective)[0]
        assert found == pytest.approx(expected, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), min_size=8, max_size=8))
def test_pooled_chrf_is_sacrebleus_for_any_counts(orders: list[tuple[int, int, int]]) -> None:
    flat = [x for ours, theirs, hits in orders for x in (ours, theirs, min(ours, theirs, hits))]
    found = pool_chrf(np.array([flat], float))[0]
    assert found == pytest.approx(CHRF(word_order=2)._compute_f_score(flat), abs=1e-6)


@pytest.mark.parametrize("key", ["bleu", "chrf++", "chrf", "length", "numbers"])
@pytest.mark.parametrize(("texts", "language"), [(CHINESE, "zh-Hans"), (ENGLISH, "en"), (KAZAKH, "kk-Cyrl")])
def test_a_perfect_copy_scores_100(key: str, texts: list[str], language: str) -> None:
    assert score(key, texts, texts, language).value == pytest.approx(100)


@pytest.mark.parametrize(("texts", "language"), [(CHINESE, "zh-Hans"), (ENGLISH, "en"), (KAZAKH, "kk-Cyrl")])
def test_a_perfect_copy_has_no_edits(texts: list[str], language: str) -> None:
    assert score("ter", texts, texts, language).value == 0


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(6)))
def test_shuffling_segments_never_raises_a_score(order: list[int]) -> None:
    texts = [*ENGLISH, "Rain is expected tomorrow.", "Prices rose by 3 per cent.", "A new school has opened."]
    shuffled = [texts[i] for i in order]
    for key in SURFACE:
        mine, copy = score(key, shuffled, texts, "en"), score(key, texts, texts, "en")
        assert mine.value <= copy.value if mine.higher_is_better else mine.value >= copy.value


def test_scores_do_not_depend_on_the_number_of_workers() -> None:
    texts = CHINESE * 250
    systems = {"a": noisy(texts, 5), "b": noisy(texts, 6)}
    references = References((tuple(texts),), "zh-Hans")
    alone = measure(systems, references, Recipe(), workers=1)
    shared = measure(systems, references, Recipe(), workers=2)
    for name, scores in alone.items():
        for one, other in zip(scores, shared[name], strict=True):
            assert one.value == other.value
            assert np.array_equal(one.segments, other.segments, equal_nan=True)


def test_several_references_help() -> None:
    one = References((tuple(ENGLISH),), "en")
    two = References((tuple(ENGLISH), tuple(text.replace("president", "head of state") for text in ENGLISH)), "en")
    ours = [text.replace("president", "head of state") for text in ENGLISH]
    for key in (*SURFACE, "numbers"):
        before, after = (measure({"it": ours}, held, Recipe((key,)))["it"][0] for held in (one, two))
        assert after.value >= before.value if after.higher_is_better else after.value <= before.value
        assert "nrefs:2" in after.signature


# The traps.


def test_chinese_by_words_is_nothing_and_by_characters_is_something() -> None:
    ours = [text.replace("。", "") for text in CHINESE]
    by_words = BLEU(tokenize="13a").corpus_score(ours, [CHINESE]).score
    assert by_words < 5
    assert score("bleu", ours, CHINESE, "zh-Hans").value > 80
    assert "tok:zh" in score("bleu", ours, CHINESE, "zh-Hans").signature


def test_ter_of_chinese_counts_characters() -> None:
    ours = [text.replace("阿斯塔纳", "北京") for text in CHINESE]
    assert 0 < score("ter", ours, CHINESE, "zh-Hans").value < 20


def test_empty_segments_are_scored_as_they_are() -> None:
    ours = ["", *ENGLISH[1:]]
    for key in SURFACE:
        found = score(key, ours, ENGLISH, "en")
        assert found.segments[0] == (100 if key == "ter" else 0)
    assert score("bleu", [""] * 3, ENGLISH, "en").value == 0


def test_numbers_are_read_as_each_language_writes_them() -> None:
    values = find_numbers
    assert values("1 200,5 человек и 3 млн тенге", "ru") == Counter([Decimal("1200.5"), Decimal(3_000_000)])
    assert values("1,200.5 people and 3 million tenge", "en") == Counter([Decimal("1200.5"), Decimal(3_000_000)])
    assert values("1200.5人和300万坚戈", "zh-Hans") == Counter([Decimal("1200.5"), Decimal(3_000_000)])
    assert values("1 200,5 адам және 3 миллион теңге", "kk-Cyrl") == Counter([Decimal("1200.5"), Decimal(3_000_000)])
    assert values("２０人，5千万", "zh-Hans") == Counter([Decimal(20), Decimal(50_000_000)])
    assert values("12.05.2024, счёт 3:1", "ru") == Counter(
        [Decimal(12), Decimal(5), Decimal(2024), Decimal(3), Decimal(1)]
    )
    assert values("в 2024 50 человек", "ru") == Counter([Decimal(2024), Decimal(50)])


def test_number_accuracy_counts_what_lacks_and_what_is_invented() -> None:
    assert score("numbers", ["5 and 7"], ["5 and 7"], "en").value == 100
    assert score("numbers", ["5"], ["5 and 7"], "en").value == pytest.approx(200 / 3)
    assert score("numbers", ["5, 7 and 9"], ["5 and 7"], "en").value == 80
    assert np.isnan(score("numbers", ["none"], ["none"], "en").value)


GLOSSARY = (
    Entry("term", {"ru": ("меморандум",), "zh": ("备忘录",), "kk": ("меморандум",), "en": ("memorandum",)}),
    Entry(
        "name", {"ru": ("Касым-Жомарт Токаев",), "zh": ("托卡耶夫",), "kk": ("Тоқаев",), "en": ("Tokayev", "Tokaev")}
    ),
)
SOURCES = ["Меморандум подписан.", "О меморандуме рассказал Касым-Жомарт Токаев.", "Погода хорошая."]


def test_terms_and_names_are_asked_for_by_the_source() -> None:
    ours = ["The memoranda were signed.", "Tokaev spoke of the memorandum.", "A memorandum."]
    found = {key: score(key, ours, ENGLISH, "en", sources=SOURCES, glossary=GLOSSARY) for key in ("terms", "names")}
    assert found["terms"].value == 50
    assert found["names"].value == 100
    assert np.isnan(found["terms"].segments[2])


def test_kazakh_terms_take_endings() -> None:
    ours = ["Меморандумға қол қойылды.", "Ол меморандумды Тоқаевқа берді.", "Ауа райы жақсы."]
    assert score("terms", ours, KAZAKH, "kk-Cyrl", sources=SOURCES, glossary=GLOSSARY).value == 100
    assert score("names", ours, KAZAKH, "kk-Cyrl", sources=SOURCES, glossary=GLOSSARY).value == 100


def test_a_glossary_is_read_and_its_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("ru\tzh\tkk\ten\tkind\nфорум\t论坛\tфорум\tforum|conference\tterm\n", "utf-8")
    (entry,) = read_glossary(path)
    assert entry.forms["en"] == ("forum", "conference")
    path.write_text("ru\ten\tkind\nфорум\tforum\tword\n", "utf-8")
    with pytest.raises(UsageError, match="line 2"):
        read_glossary(path)
    path.write_text("форум\tforum\n", "utf-8")
    with pytest.raises(UsageError, match="first line"):
        read_glossary(path)
    with pytest.raises(UsageError, match="--glossary"):
        score("terms", ENGLISH, ENGLISH, "en")


def test_similarity_sees_what_a_sentence_is_about() -> None:
    sources = ["Президент встретился с послом Китая в Астане.", "Завтра ожидается дождь.", "Дождь."]
    ours = ["The President met the Chinese ambassador in Astana.", "The stock exchange closed early.", ""]
    found = score("similarity", ours, [*ours[:2], "Rain."], "en", sources=sources)
    assert found.segments[0] > 70
    assert found.segments[1] < 40
    assert found.segments[2] == 0
    assert found.signature.startswith("encoder:e5-")
    with pytest.raises(UsageError, match="--src"):
        score("similarity", ours, ours, "en")


def test_sp_bleu_says_which_file_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.metrics.bleu.SACREBLEU_DIR", str(tmp_path))
    with pytest.raises(UsageError, match="spBLEU needs the file"):
        score("spbleu", ENGLISH, ENGLISH, "en")


def test_metrics_are_named_and_unknown_ones_refused() -> None:
    assert parse_metrics(" BLEU, ter,bleu") == ("bleu", "ter")
    with pytest.raises(UsageError, match="no such metric: meteor"):
        parse_metrics("meteor")
    with pytest.raises(UsageError, match="no such metric"):
        parse_metrics(" , ")
    assert set(SURFACE) <= set(METRICS)


def test_a_system_with_other_segments_is_refused() -> None:
    with pytest.raises(UsageError, match="2 segments"):
        score("bleu", ENGLISH[:2], ENGLISH, "en")
    with pytest.raises(UsageError, match="differ in length"):
        References((tuple(ENGLISH), tuple(ENGLISH[:1])), "en")
    with pytest.raises(UsageError, match="no reference"):
        References((), "en")


def test_composed_and_decomposed_letters_differ_for_a_metric() -> None:
    decomposed = [unicodedata.normalize("NFD", text) for text in KAZAKH]
    texts = ["Тәуелсіз ел — йод пен ёлка." for _ in decomposed]
    assert score("chrf", [unicodedata.normalize("NFD", t) for t in texts], texts, "kk-Cyrl").value < 100
