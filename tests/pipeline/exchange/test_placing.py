"""Where markup goes in a translation, measured on a hundred sentences written for it (tests/data/placing.tsv)."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import ModelError
from pipeline.align import Sentence
from pipeline.article import Article, Block, Inline, Segment, TranslatedBlock, TranslatedSegment, Translation
from pipeline.place import place

LANGUAGES = {"en": "en", "kk": "kk-Cyrl", "zh": "zh-Hans"}
LINES = [
    line.split("\t")
    for line in (Path(__file__).parents[2] / "data" / "placing.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
EXACT, OVERLAP, TOUCHED = 0.84, 0.96, 0.99
"""What was measured, of 1: the very characters, F1 of the characters, at least one right character."""
NOISE = 0.02
"""The encoder's 4-bit weights are computed a little differently on other processors."""


def unmark(text: str) -> tuple[str, int, int]:
    start, stop = text.index("{"), text.index("}") - 1
    return text.replace("{", "").replace("}", ""), start, stop


def measure() -> tuple[float, float, float]:
    exact = overlap = touched = 0.0
    for short, marked_source, marked_target in LINES:
        source, a, b = unmark(marked_source)
        target, c, d = unmark(marked_target)
        x, y = Sentence(source, target, LANGUAGES[short]).find(a, b)
        common = max(0, min(y, d) - max(x, c))
        exact += (x, y) == (c, d)
        overlap += 2 * common / ((y - x) + (d - c))
        touched += common > 0
    return exact / len(LINES), overlap / len(LINES), touched / len(LINES)


def test_there_are_a_hundred() -> None:
    assert len(LINES) == 100
    assert len({line[1] + line[2] for line in LINES}) == 100


def test_markup_is_placed_as_well_as_was_measured() -> None:
    exact, overlap, touched = measure()
    assert exact >= EXACT - NOISE
    assert overlap >= OVERLAP - NOISE
    assert touched >= TOUCHED - NOISE


def test_without_the_encoder_it_is_placed_by_what_is_the_same_in_both(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        raise ModelError("damaged")

    monkeypatch.setattr("pipeline.meaning.likenesses", damaged)
    exact, overlap, touched = measure()
    assert exact >= 0.55
    assert overlap >= 0.77
    assert touched >= 0.88


def block(text: str, *inline: Inline) -> Article:
    return Article("x", "ru", (Block("paragraph", text, inline),), (Segment(0, 0, len(text), text),))


def placed(article: Article, text: str, language: str = "en") -> TranslatedBlock:
    segment = TranslatedSegment(0, text, "m", "1", "model")
    translation = Translation(language, (segment,), (TranslatedBlock(0, "paragraph", text),))
    return place(article, translation).blocks[0]


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [(0, 22, "A forum was held in Astana."), (0, 21, "A forum was held in Astana"), (2, 8, "Astana")],
)
def test_all_words_and_their_marks(start: int, stop: int, expected: str) -> None:
    found = placed(block("В Астане прошёл форум.", Inline(start, stop, "<b>", "</b>")), "A forum was held in Astana.")
    (tag,) = found.inline
    assert found.text[tag.start : tag.stop] == expected


def test_tags_that_change_places_stay_whole_and_nested() -> None:
    source = block(
        "Reuters сообщило о Samsung.",
        Inline(0, 7, "<a>", "</a>"),
        Inline(19, 26, "<b>", "</b>"),
        Inline(19, 22, "<i>", "</i>", 1),
    )
    found = placed(source, "About Samsung, Reuters said.")
    assert [(t.open, found.text[t.start : t.stop], t.depth) for t in found.inline] == [
        ("<b>", "Samsung", 0),
        ("<i>", "Samsung", 1),
        ("<a>", "Reuters", 0),
    ]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_markup_lands_inside_any_text(data: st.DataObject) -> None:
    words = st.text(st.sampled_from("абв «»12 ab，。中"), min_size=1, max_size=30).filter(lambda t: bool(t.strip()))
    source, target = data.draw(words), data.draw(words)
    inline: list[Inline] = []
    low = 0
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(low, len(source)))
        stop = data.draw(st.integers(start, len(source)))
        inline.append(Inline(start, stop, "<b>", "</b>"))
        if stop > start:
            inner = data.draw(st.integers(start, stop))
            inline.append(Inline(inner, inner, "<br/>", "", 1))
        low = stop
    found = placed(block(source, *inline), target, data.draw(st.sampled_from(["en", "kk-Cyrl", "zh-Hans"])))
    assert sorted(t.open for t in found.inline) == sorted(t.open for t in inline)
    assert found.text == target
