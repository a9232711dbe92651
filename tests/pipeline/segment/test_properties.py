"""What holds for any text at all: exact offsets, nothing lost, pairs kept together, cuts that always fit."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.article import Article, Block
from pipeline.segment import explain, segment, split_clauses, split_sentences
from pipeline.segment.rules import RULES

HARD = """
    Китай вырос на 5 тыс. млрд долл. США г. им. Абая А. С. Иванов т. д. др. см. рис. 2 12.05.2025 № — – - ? ! … ... ?!
    «Мы начали. (вчера!) „Ждите. Деньги“ » « “Да.” [1] 1. 1) и он, что Yahoo! …И press@a.kz "
"""
WORDS = st.sampled_from([*HARD.split(), "\t", "\u00a0", "\n"])
TEXTS = st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=60)
PAIRS = {"«": "»", "(": ")", "[": "]", "„": "“"}
QUOTED = st.lists(
    st.sampled_from(
        ["Мы начали.", "Работа идёт!", "г. Алматы", "А. С. Ким", "Что дальше?", "и т. д.", "– сказал он. –"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


def balanced(text: str) -> bool:
    opened: list[str] = []
    for character in text:
        if character in PAIRS:
            opened.append(PAIRS[character])
        elif character in PAIRS.values() and (not opened or opened.pop() != character):
            return False
    return not opened


@st.composite
def blocks_in_balance(draw: st.DrawFn) -> str:
    """Sentences, some of them within one or two pairs of marks that close."""
    pieces = []
    for _ in range(draw(st.integers(1, 5))):
        piece = draw(QUOTED)
        for _ in range(draw(st.integers(0, 2))):
            opening = draw(st.sampled_from("«(„["))
            piece = f"{draw(st.sampled_from(['', 'Он: ']))}{opening}{piece}{PAIRS[opening]}"
        pieces.append(piece + draw(st.sampled_from(["", ".", ", – сказал он."])))
    return " ".join(pieces)


@given(TEXTS)
@example("")
@example("…")
@example("А. С.")
@example("Да.\tНет.\t")
def test_spans_stand_at_their_offsets_and_only_whitespace_is_left_out(text: str) -> None:
    spans = split_sentences(text)
    assert all(text[span.start : span.stop] == span.text == span.text.strip() != "" for span in spans)
    ends = [0, *(end for span in spans for end in (span.start, span.stop)), len(text)]
    assert ends == sorted(ends)
    assert not "".join(text[start:stop] for start, stop in zip(ends[::2], ends[1::2], strict=True)).strip()


@given(blocks_in_balance())
@example("«Мы начали. (Да! Мы!) Работа идёт», – сказал он. – «Ждите».")
def test_no_segment_breaks_a_pair_that_the_block_closes(text: str) -> None:
    assert balanced(text)
    assert [span.text for span in split_sentences(text) if not balanced(span.text)] == []


@given(TEXTS)
def test_every_decision_names_the_rule_that_made_it(text: str) -> None:
    names = {rule.__name__ for rule in RULES} | {"razdel"}
    decisions = explain(text)
    assert {decision.rule for decision in decisions} <= names
    assert [d.position for d in decisions] == sorted({d.position for d in decisions})


@pytest.mark.parametrize(
    ("text", "rule", "verdict"),
    [
        ("Парк им. Абая закрыт.", "never_last", "join"),
        ("Рост – 5 тыс. Это много.", "unit", "split"),
        ("Пришёл А. С. Иванов.", "initials", "join"),
        ("И т. д. Вся газета.", "may_be_last", "split"),
        ("«Мы начали. Работа идёт», – сказал он.", "inside_a_pair", "join"),
        ("По ст. 12 закона.", "numbered_part", "join"),
        ("Имя\tСчёт", "table_cell", "split"),
        ("В 2025 г. Китай вырос.", "date_at_the_start", "join"),
        ("Да! , сказал он.", "marks_go_on", "join"),
        ("1. Утвердить план.", "list_number", "join"),
        ("Он ушёл… и пропал.", "small_letter", "join"),
        ("Принято решение.Документ подписан.", "run_together", "split"),
        ("— Да! — сказал он.", "authors_words", "join"),
        ("Служба Yahoo! Finance закрыта.", "latin_name", "join"),
    ],
)
def test_explain_says_why(text: str, rule: str, verdict: str) -> None:
    assert (rule, verdict) in {(decision.rule, decision.verdict) for decision in explain(text)}


def test_every_rule_decides_somewhere_in_the_partitions() -> None:
    lines = (Path(__file__).parent / "partitions.txt").read_text("utf-8").splitlines()
    decided = {decision.rule for line in lines for decision in explain(line.replace("|", ""))}
    assert {rule.__name__ for rule in RULES} - decided == set()


@given(TEXTS, st.integers(1, 8))
@example("Президент принял посла, который вручил грамоту; затем стороны обсудили торговлю.", 3)
@example("слово" * 20, 1)
def test_clauses_put_together_are_the_text_and_all_fit(text: str, limit: int) -> None:
    def fits(pieces: Sequence[str]) -> list[bool]:
        return [len(piece) <= limit * 5 for piece in pieces]

    pieces = split_clauses(text, fits)
    assert "".join(pieces) == text
    assert all(fits([piece.strip() for piece in pieces]))


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("Форум открылся; гости прибыли.", 3, ["Форум открылся; ", "гости прибыли."]),
        ("Форум открылся, и гости прибыли вовремя.", 4, ["Форум открылся, ", "и гости прибыли вовремя."]),
        (
            "Стороны подписали договор, который вступит в силу.",
            5,
            ["Стороны подписали договор, ", "который вступит в силу."],
        ),
        ("Рост составил 12 млрд тенге, спад 3 млрд тенге.", 5, ["Рост составил 12 млрд тенге, ", "спад 3 млрд тенге."]),
        ("Список такой: школы и больницы.", 3, ["Список такой: ", "школы и больницы."]),
        ("Он жил в городе, но работал в селе.", 4, ["Он жил в городе, ", "но работал в селе."]),
        ("Да.", 5, ["Да."]),
    ],
)
def test_a_long_segment_is_cut_where_it_hurts_least(text: str, limit: int, pieces: list[str]) -> None:
    assert split_clauses(text, lambda parts: [len(part.split()) <= limit for part in parts]) == pieces


@pytest.mark.parametrize("together", ["1 000", "г. Алматы", "им. Абая", "12 млрд", "5 %"])
def test_a_cut_does_not_part_what_belongs_together(together: str) -> None:
    text = f"Новый завод и новая школа построены {together} строителями из разных областей страны и соседних государств"
    for limit in range(4, 12):
        pieces = split_clauses(text, lambda parts, limit=limit: [len(part.split()) <= limit for part in parts])
        assert any(together in piece for piece in pieces)


@pytest.mark.parametrize(
    ("kind", "text", "segments"),
    [
        ("quotation", "- Да. Мы готовы.", ["Да.", "Мы готовы."]),
        ("quotation", "— «Мы готовы», – сказал он.", ["«Мы готовы», – сказал он."]),
        ("list_item", "1) Объём вырос.", ["Объём вырос."]),
        ("list_item", "• рыба и мясо", ["рыба и мясо"]),
        ("list_item", "а) вывоз зерна;", ["вывоз зерна;"]),
        ("paragraph", "- Да. Мы готовы.", ["- Да.", "Мы готовы."]),
        ("paragraph", "Область\t2 млн\tрост", ["Область", "2 млн", "рост"]),
        ("headline", "Рост. Итоги дня", ["Рост.", "Итоги дня"]),
    ],
)
def test_the_mark_of_an_item_or_of_speech_is_in_no_segment(kind: str, text: str, segments: list[str]) -> None:
    article = segment(Article("id", "ru", (Block(kind, text),)))  # type: ignore[arg-type]
    assert [found.text for found in article.segments] == segments


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=3))
def test_segments_of_an_article_stand_in_their_blocks(texts: list[str]) -> None:
    article = segment(Article("id", "ru", tuple(Block("list_item", text) for text in texts)))
    assert all(article.blocks[found.block].text[found.start : found.stop] == found.text for found in article.segments)
