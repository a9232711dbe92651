from msgspec.structs import replace

from models.catalogue import find_card
from models.engine import Hop
from models.languages import parse_language
from pipeline.article import Article, Block, Segment, TranslatedArticle, TranslatedSegment, Translation
from pipeline.disclose import notice, warn


def made_by(model: str, *hops: str) -> TranslatedArticle:
    article = Article("id", "ru", (Block("paragraph", "Да."),), (Segment(0, 0, 3, "Да."),))
    steps = tuple(Hop("ru", "en", hop, "1", None, 0) for hop in hops)
    segment = TranslatedSegment(0, "Yes.", model, "1", "model", hops=steps)
    return TranslatedArticle(article, {"en": Translation("en", (segment,))})


def test_what_a_licence_obliges_one_to_stands_on_the_page() -> None:
    said = notice(made_by("hy-mt1.5-7b"))
    assert "public output must be marked machine-generated" in said
    assert "LicenseRef-Tencent-Hunyuan-Community" in said


def test_a_weak_model_of_a_pivot_is_told() -> None:
    assert "weak" in notice(made_by("opus-mt-ru-en+en+starter", "opus-mt-ru-en", "starter"))
    assert "University of Helsinki" in notice(made_by("opus-mt-ru-en+en+starter", "opus-mt-ru-en", "starter"))


def test_the_warning_takes_its_figures_from_the_card() -> None:
    card = find_card("starter")
    said = warn(card)
    for target in ("zh", "kk", "en"):
        score = card.score(parse_language(target))
        assert score is not None
        assert f"{target} {score.value}" in said
    other = replace(card, scores=(replace(card.scores[0], value=12.3),))
    assert "(chrF++, FLORES-200 devtest: zh 12.3)" in warn(other)
    assert "()" not in warn(replace(card, scores=()))
    assert warn(replace(card, weak=False)) == ""


def test_a_model_without_obligations_and_one_without_a_card_say_nothing() -> None:
    assert notice(made_by("madlad400-3b-mt")) == ""
    assert notice(made_by("server:qwen3:8b")) == ""
