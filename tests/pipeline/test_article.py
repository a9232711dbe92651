import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.article import (
    Article,
    Block,
    Finding,
    Segment,
    Span,
    TranslatedArticle,
    TranslatedSegment,
    Translation,
)

TEXT = "В Астане прошёл форум. Участники приняли декларацию."
BLOCK = Block("paragraph", TEXT)
FIRST, SECOND = Segment(0, 0, 22, TEXT[:22]), Segment(0, 23, 52, TEXT[23:])


@given(
    st.integers(-5, 60),
    st.integers(-5, 60),
    st.text(max_size=9) | st.sampled_from([TEXT[i:j] for i in range(52) for j in range(i, 53)]),
)
@example(start=53, stop=53, text="")
@example(start=0, stop=22, text=TEXT[:22])
def test_a_segment_whose_text_does_not_stand_at_its_offsets_cannot_be(start: int, stop: int, text: str) -> None:
    stands = 0 <= start < stop <= len(TEXT) and TEXT[start:stop] == text
    try:
        Article("id", "ru", (BLOCK,), (Segment(0, start, stop, text),))
    except ValueError:
        assert not stands
    else:
        assert stands


def test_segments_stand_in_order_and_do_not_overlap() -> None:
    assert Article("id", "ru", (BLOCK,), (FIRST, SECOND)).segments == (FIRST, SECOND)
    with pytest.raises(ValueError, match="out of order"):
        Article("id", "ru", (BLOCK,), (SECOND, FIRST))
    with pytest.raises(ValueError, match="overlap"):
        Article("id", "ru", (BLOCK,), (FIRST, Segment(0, 20, 22, TEXT[20:22])))


def test_a_segment_of_a_block_that_is_not_there_cannot_be() -> None:
    with pytest.raises(ValueError, match="no block 1"):
        Article("id", "ru", (BLOCK,), (Segment(1, 0, 1, "В"),))


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0"])
def test_a_block_has_text(text: str) -> None:
    with pytest.raises(ValueError, match="has text"):
        Block("paragraph", text)


def test_kinds_severities_and_origins_are_those_of_the_schema() -> None:
    with pytest.raises(ValueError, match="kind"):
        Block("title", "x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="severity"):
        Finding("loop", "fatal", "x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="origin"):
        TranslatedSegment(0, "x", "m", "1", "human")  # type: ignore[arg-type]


def test_a_finding_stands_where_it_says() -> None:
    there = Finding("homoglyphs", "warning", "x", block=0, source=Span(2, 8, "Астане"))
    assert Article("id", "ru", (BLOCK,), findings=(there,)).findings == (there,)
    with pytest.raises(ValueError, match="does not stand"):
        Article("id", "ru", (BLOCK,), findings=(Finding("x", "note", "x", block=0, source=Span(3, 9, "Астане")),))
    with pytest.raises(ValueError, match="needs its block"):
        Finding("x", "note", "x", source=Span(0, 1, "В"))
    with pytest.raises(ValueError, match="needs its segment"):
        Finding("x", "note", "x", target=Span(0, 1, "A"))


def test_a_translation_stands_under_its_own_language_and_on_segments_that_exist() -> None:
    article = Article("id", "ru", (BLOCK,), (FIRST, SECOND))
    english = Translation("en", (TranslatedSegment(0, "A forum.", "m", "1", "model"),))
    assert TranslatedArticle(article, {"en": english}).translations["en"] is english
    with pytest.raises(ValueError, match="stands under kk-Cyrl"):
        TranslatedArticle(article, {"kk-Cyrl": english})
    with pytest.raises(ValueError, match="no source segment"):
        TranslatedArticle(article, {"en": Translation("en", (TranslatedSegment(2, "x", "m", "1", "model"),))})


def test_a_translated_article_cannot_be_changed() -> None:
    article = TranslatedArticle(Article("id", "ru", (BLOCK,)), {})
    with pytest.raises(TypeError):
        article.translations["en"] = Translation("en", ())  # type: ignore[index]
