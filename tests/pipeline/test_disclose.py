from models.engine import Hop
from pipeline.article import Article, Block, Segment, TranslatedArticle, TranslatedSegment, Translation
from pipeline.disclose import notice


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


def test_a_model_without_obligations_and_one_without_a_card_say_nothing() -> None:
    assert notice(made_by("madlad400-3b-mt")) == ""
    assert notice(made_by("server:qwen3:8b")) == ""
