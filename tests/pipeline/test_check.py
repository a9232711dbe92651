"""The check stage: what the checks find stands at its place in the article, in JSON and on the page."""

import json
import re
from pathlib import Path

import pytest

from models.engine import Decoding
from models.scripted import ScriptedEngine
from pipeline.article import Article, Block, Segment, TranslatedArticle, TranslatedSegment, Translation
from pipeline.check import Checker
from pipeline.configure import CheckSettings, ChecksSettings
from pipeline.run import read, translate, write

SEED = Path(__file__).parents[2] / "seeds" / "articles" / "000_4396ead57e8baf43.txt"
OFF = ChecksSettings(checks={"content": CheckSettings(off=True)})
BLOCK = "Форум прошёл. Пришли 15 человек."
ARTICLE = Article(
    "a", "ru", (Block("paragraph", BLOCK),), (Segment(0, 0, 13, BLOCK[:13]), Segment(0, 14, 32, BLOCK[14:]))
)


def translation(*texts: str, origin: str = "model") -> Translation:
    segments = [TranslatedSegment(i, text, "m", "1", origin) for i, text in enumerate(texts)]  # type: ignore[arg-type] # a test's word
    return Translation("en", tuple(segments))


def test_a_finding_stands_in_the_block_and_in_the_translated_segment() -> None:
    (checked,) = Checker(OFF).check([ARTICLE], [translation("A forum was held.", "16 people came.")])
    (finding,) = checked.findings
    assert (finding.check, finding.severity, finding.block, finding.segment) == ("numbers", "error", 0, 1)
    assert finding.source is not None
    assert finding.target is not None
    assert (finding.source.text, BLOCK[finding.source.start : finding.source.stop]) == ("15", "15")
    assert finding.target.text == "16"


def test_messages_are_in_the_language_of_the_desk() -> None:
    settings = ChecksSettings(messages="kk", checks=OFF.checks)
    (checked,) = Checker(settings).check([ARTICLE], [translation("A forum was held.", "16 people came.")])
    assert checked.findings[0].message == "сан өзгерген: түпнұсқада 15, аудармада 16"


def test_a_segment_that_was_copied_is_not_looked_at() -> None:
    (checked,) = Checker(OFF).check([ARTICLE], [translation("Форум прошёл.", "Пришли.", origin="copied")])
    assert checked.findings == ()


def test_what_the_translate_stage_said_is_not_said_again() -> None:
    engine = ScriptedEngine(lambda _text, _target, _how: "")
    story = translate(ARTICLE, to=["en"], engine=engine, checks=OFF)
    assert [f.check for f in story.translations["en"].findings] == ["empty", "empty"]


@pytest.fixture
def planted() -> TranslatedArticle:
    """The seed with a figure that no one wrote, in one sentence."""

    def answer(text: str, _target: str, _how: Decoding) -> str:
        if "Меморандум" in text:
            return "The memorandum on cooperation was signed by the heads of 2048 agencies at a bilateral meeting."
        return f"A sentence of some length, of the kind that is fit for {' '.join(['news'] * 2)} and nothing else."

    return translate(read(SEED), to=["en"], engine=ScriptedEngine(answer), checks=OFF)


def test_a_planted_error_in_the_seed_shows_on_the_page_where_it_stands(
    planted: TranslatedArticle, tmp_path: Path
) -> None:
    write(planted, tmp_path, "seed", ["html", "json"])
    page = (tmp_path / "seed.html").read_text("utf-8")
    mark = re.search(r'<mark class="warning" title="([^"]*)">2048</mark>', page)
    assert mark is not None
    assert "2048 is not in the source" in mark.group(1)
    assert "numbers: the number 2048 is not in the source" in page
    document = json.loads((tmp_path / "seed.json").read_text("utf-8"))
    found = [f for f in document["translations"]["en"]["findings"] if f["check"] == "numbers"]
    assert [f["target"]["text"] for f in found] == ["2048"]
