"""Terms and names through the whole pipeline: what the seed must say, whatever the embedded model would."""

from itertools import pairwise
from pathlib import Path

import pytest

from models.engine import Decoding, Hint, Hypothesis
from models.load import load_engine
from models.pivot import PivotEngine
from models.scripted import ScriptedEngine
from pipeline.article import Article, Block, Segment
from pipeline.protect import protect
from pipeline.restore import restore
from pipeline.run import read, translate
from pipeline.terms import stack
from pipeline.terms.kept import find_form
from pipeline.translate import Translator

SEED = Path(__file__).parents[2] / "seeds" / "articles" / "000_4396ead57e8baf43.txt"
MUST_SAY = {
    "zh-Hans": ("新华社", "傅华", "一带一路", "全球南方"),
    "kk-Cyrl": ("Қажыбаева", "«Бір белдеу – бір жол»"),
    "en": ("Xinhua", "Fu Hua", "Kazhibayeva", "Belt and Road"),
}


def article(text: str) -> Article:
    return Article("id", "ru", (Block("paragraph", text),), (Segment(0, 0, len(text), text),))


@pytest.mark.slow
@pytest.mark.parametrize("language", MUST_SAY)
def test_the_seed_says_its_names_and_terms(language: str) -> None:
    story = translate(read(SEED), to=[language]).translations[language]
    text = "\n".join(block.text for block in story.blocks)
    assert [form for form in MUST_SAY[language] if form not in text] == []


@pytest.mark.slow
def test_the_embedded_model_alone_does_not_say_them() -> None:
    """So that the test above shows what carries the terms, not that the model knew them."""
    engine = load_engine("starter")
    plain = engine.translate(["Фу Хуа рассказал об инициативе «Один пояс – один путь»."], "ru", "en")[0].text
    assert find_form("Belt and Road", plain, "en") is None


@pytest.mark.slow
def test_a_route_by_way_of_english_keeps_names_and_terms_too() -> None:
    engine = load_engine("starter")
    article = _written("Фу Хуа рассказал в Астане об инициативе «Один пояс – один путь».")
    wanted = ("傅华", "一带一路")
    for glossaries, kept in ((None, ()), ([], wanted)):
        story = translate(article, to=["zh"], engine=PivotEngine(engine, "en", engine), glossaries=glossaries)
        text = "\n".join(block.text for block in story.translations["zh-Hans"].blocks)
        assert tuple(form for form in wanted if form in text) == kept


@pytest.mark.slow
def test_an_address_comes_through_byte_for_byte() -> None:
    address = "https://inform.example/ru/?id=5&x=Q1_z"
    article = _written(f"Подробности на сайте {address} и по адресу press@agency.example.")
    story = translate(article, to=["en", "zh"])
    for translation in story.translations.values():
        text = "\n".join(block.text for block in translation.blocks)
        assert address in text
        assert "press@agency.example" in text


def _written(text: str) -> Article:
    return Article("id", "ru", (Block("paragraph", text),))


def test_an_engine_that_reads_hints_is_told_the_terms_in_their_order() -> None:
    seen: list[Hint] = []

    class Reader(ScriptedEngine):
        def translate(self, texts, source, target, decoding=None, hints=None):  # type: ignore[no-untyped-def] # as its parent
            seen.extend(hints or ())
            return super().translate(texts, source, target, decoding, hints)

    def answer(_text: str, _target: str, _how: Decoding) -> Hypothesis:
        return Hypothesis("Fu Hua of Xinhua came.")

    engine = Reader(answer, uses_hints=True)
    Translator(engine, "en", glossary=stack()).translate([article("Фу Хуа из «Синьхуа» приехал.")])
    assert seen[0].terms == (("Фу Хуа", "Fu Hua"), ("«Синьхуа»", "Xinhua"))
    assert len(seen[0].accepted) == 2


def test_an_engine_that_goes_by_way_of_a_language_is_told_the_forms_there_too() -> None:
    seen: list[Hint] = []

    class Between(ScriptedEngine):
        keeps_terms, between = True, ("en",)

        def translate(self, texts, source, target, decoding=None, hints=None):  # type: ignore[no-untyped-def] # as its parent
            seen.extend(hints or ())
            return super().translate(texts, source, target, decoding, hints)

    engine = Between(lambda *_: "…")
    Translator(engine, "zh-Hans", glossary=stack()).translate([article("Фу Хуа из «Синьхуа» приехал.")])
    assert [form for _, form in seen[0].terms] == ["傅华", "新华社"]
    ((language, forms),) = seen[0].between
    assert (language, [form[0] for form in forms]) == ("en", ["Fu Hua", "Xinhua"])


def test_without_a_glossary_an_engine_is_told_nothing() -> None:
    engine = ScriptedEngine(lambda *_: "Fu Hoa came.")
    (translation,) = Translator(engine, "en").translate([article("Фу Хуа приехал.")])
    assert translation.segments[0].text == "Fu Hoa came."


@pytest.mark.parametrize(
    ("source", "hypothesis", "language", "wanted"),
    [
        ("Сказала Раушан Кажибаева.", "Said Raushan Kazhybaeva.", "en", "Said Raushan Kazhibayeva."),
        ("Сказала Раушан Кажибаева.", "Раушан Қажибаева айтты.", "kk-Cyrl", "Раушан Қажыбаева айтты."),
        ("Прибыл Фу Хуа.", "Fu Hua has come.", "en", "Fu Hua has come."),
        ("Пишите на press@agency.example.", "Write to us.", "en", "Write to us press@agency.example."),
        ("В Астане тепло.", "It is warm here.", "en", "It is warm here."),
    ],
)
def test_what_is_misspelt_is_restored_and_nothing_else(
    source: str, hypothesis: str, language: str, wanted: str
) -> None:
    assert restore(hypothesis, protect(source, language, stack()), language) == wanted


def test_what_is_protected_stands_where_it_says_and_does_not_overlap() -> None:
    text = (
        "Директор «Синьхуа» Фу Хуа и Раушан Кажибаева обсудили в Астане «Один пояс – один путь»: https://x.example/a."
    )
    found = protect(text, "en", stack())
    assert [text[entry.start : entry.stop] for entry in found] == [entry.text for entry in found]
    assert all(a.stop <= b.start for a, b in pairwise(found))
    assert [entry.kind for entry in found] == ["term", "person", "person", "place", "term", "address"]
