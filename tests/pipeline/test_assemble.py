"""Translated segments become blocks again, one for each block of the story."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Article, Block, TranslatedSegment, Translation
from pipeline.assemble import MISSING, assemble
from pipeline.segment import segment


def article(*blocks: tuple[str, str]) -> Article:
    return segment(Article("id", "ru", tuple(Block(kind, text) for kind, text in blocks)))  # type: ignore[arg-type]


def translation(language: str, *texts: str) -> Translation:
    return Translation(language, tuple(TranslatedSegment(i, text, "m", "1", "model") for i, text in enumerate(texts)))


CASES = [
    ("en", ("paragraph", "Да. Нет."), ["Yes.", "No."], "Yes. No."),
    ("kk-Cyrl", ("paragraph", "Да. Нет."), ["Иә.", "Жоқ."], "Иә. Жоқ."),
    ("zh-Hans", ("paragraph", "Да. Нет."), ["是。", "不。"], "是。不。"),
    ("zh-Hans", ("paragraph", "Да. Нет."), ["Kazinform.", "Weibo."], "Kazinform. Weibo."),
    ("zh-Hans", ("paragraph", "Да. Нет."), ["Kazinform.", "不。"], "Kazinform.不。"),
    ("en", ("paragraph", "Да.\nНет."), ["Yes.", "No."], "Yes. No."),
    ("en", ("paragraph", "Да.  \u00a0Нет."), ["Yes.", "No."], "Yes. No."),
    ("en", ("paragraph", "Район\t612"), ["District", "612"], "District\t612"),
    ("zh-Hans", ("paragraph", "Район\t612"), ["区", "612"], "区\t612"),
    ("en", ("quotation", "- Да. Нет."), ["Yes.", "No."], "— Yes. No."),
    ("kk-Cyrl", ("quotation", "– Да."), ["Иә."], "— Иә."),
    ("zh-Hans", ("quotation", "- Да. Нет."), ["是。", "不。"], "——是。不。"),
    ("en", ("quotation", "«Да. Нет»."), ["“Yes. No”."], "“Yes. No”."),
    ("en", ("list_item", "1) рост;"), ["growth;"], "1) growth;"),
    ("zh-Hans", ("list_item", "2.1. Рост."), ["增长。"], "2.1. 增长。"),
    ("kk-Cyrl", ("list_item", "• Рост."), ["Өсім."], "• Өсім."),
    ("en", ("list_item", "а) рост;"), ["growth;"], "а) growth;"),
    ("en", ("paragraph", "Да. Нет."), ["Yes.", ""], f"Yes. {MISSING}"),
    ("zh-Hans", ("paragraph", "Да. Нет."), ["", "不。"], f"{MISSING}不。"),
]


@pytest.mark.parametrize(("language", "block", "texts", "expected"), CASES)
def test_a_block_is_put_together(language: str, block: tuple[str, str], texts: list[str], expected: str) -> None:
    source = article(block)
    assert len(source.segments) == len(texts)
    (assembled,) = assemble(source, translation(language, *texts)).blocks
    assert (assembled.source, assembled.kind, assembled.text) == (0, block[0], expected)


def test_blocks_that_have_no_segment_in_the_translation_have_none() -> None:
    source = article(("headline", "Порт"), ("boilerplate", "Поделиться"), ("paragraph", "Порт открыт."))
    partial = Translation("en", tuple(TranslatedSegment(i, "x", "m", "1", "model") for i in (0, 2)))
    assert [(block.source, block.kind) for block in assemble(source, partial).blocks] == [
        (0, "headline"),
        (2, "paragraph"),
    ]


def test_the_order_of_the_segments_makes_no_difference() -> None:
    source = article(("paragraph", "Да. Нет."), ("paragraph", "Порт."))
    mixed = Translation("en", tuple(TranslatedSegment(i, f"{i}.", "m", "1", "model") for i in (2, 0, 1)))
    assert [block.text for block in assemble(source, mixed).blocks] == ["0. 1.", "2."]


PIECES = ["Да.", "Порт открыт.", "«Мы готовы».", "- Да.", "Район\t612", "г. Алматы", "1) рост;"]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join)


@given(
    st.lists(st.tuples(st.sampled_from(["paragraph", "quotation", "list_item"]), TEXTS), min_size=1, max_size=6),
    st.sampled_from(["en", "kk-Cyrl", "zh-Hans"]),
    st.text(max_size=5),
)
def test_every_block_has_one_block_and_every_segment_is_in_its_own(
    blocks: list[tuple[str, str]], language: str, text: str
) -> None:
    source = article(*blocks)
    texts = [f"{i}{text.strip()}." for i in range(len(source.segments))]
    assembled = assemble(source, translation(language, *texts)).blocks
    assert [(block.source, block.kind) for block in assembled] == [(i, kind) for i, (kind, _) in enumerate(blocks)]
    for block in assembled:
        own = [texts[i] for i, found in enumerate(source.segments) if found.block == block.source]
        places = [block.text.find(text) for text in own]
        assert -1 not in places
        assert sum(map(len, own)) <= len(block.text)
