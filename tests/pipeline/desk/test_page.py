"""The page, as markup and in a real browser."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from lxml import html

from models.engine import Decoding, Hypothesis
from models.scripted import ScriptedEngine
from pipeline.article import Match, TranslatedArticle
from pipeline.configure import ChecksSettings
from pipeline.desk import story_page
from pipeline.readers import read, read_bytes
from pipeline.remember import Made
from pipeline.run import translate
from tests.pipeline.desk.conftest import Browser, needs_browser

SEED = Path(__file__).parents[3] / "seeds" / "articles" / "000_4396ead57e8baf43.txt"


def loops(text: str, target: str, _how: Decoding) -> str:
    if "Мы будем поэтапно" in text:
        return "We will and will and will and will go on."
    return {"zh-Hans": "中亚论坛举行。", "kk-Cyrl": "Форум өтті.", "en": "A forum was held."}[target]


def page(article: TranslatedArticle | None = None, notice: str = "") -> html.HtmlElement:
    article = article or translate(read(SEED), engine=ScriptedEngine(loops), checks=ChecksSettings(off=True))
    return html.document_fromstring(story_page(article, notice))


def test_every_block_is_a_row_with_the_source_and_the_three_languages() -> None:
    rows = page().xpath("//tbody/tr")
    kinds = "headline boilerplate lead speaker quotation paragraph speaker quotation paragraph boilerplate".split()
    assert [row.get("class") for row in rows] == kinds
    assert [cell.get("lang") for cell in rows[2]] == ["ru", "zh-Hans", "kk-Cyrl", "en"]
    assert [bool(cell.text_content().strip()) for cell in rows[1]] == [True, False, False, False]
    assert "left out: the headline again" in rows[1].text_content()


def test_a_finding_is_marked_where_it_stands_and_listed_with_a_way_back() -> None:
    tree = page()
    marks = tree.xpath("//td[@lang='en']//mark[@class='error']")
    assert [mark.text for mark in marks] == ["will and will and will and"]
    (number,) = marks[0].xpath("following-sibling::a[1]")
    (entry,) = tree.xpath(f"//li[@id='{number.get('href').removeprefix('#')}']")
    assert "repeats itself 3 times" in entry.text_content()
    assert tree.xpath(f"//*[@id='{entry.xpath('.//a/@href')[0].removeprefix('#')}']") == [number]


def test_a_mistake_planted_into_the_seed_is_marked_where_it_stands() -> None:
    def spoilt(text: str, _target: str, _how: Decoding) -> str:
        return "Fu Hua of Xinhua spoke of Spain again." if "Фу Хуа отметил" in text else "A forum was held."

    tree = page(translate(read(SEED), to=["en"], engine=ScriptedEngine(spoilt), glossaries=[]))
    assert "Spain" in tree.xpath("//td[@lang='en']//mark/text()")


def test_numbers_of_findings_rise_down_the_page_and_each_link_has_its_end() -> None:
    tree = page()
    numbers = [int(a.text) for a in tree.xpath("//a[contains(@class, 'number')]")]
    assert numbers == sorted(numbers)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in tree.xpath("//a/@href")} <= set(ids)


def test_markup_in_an_article_stays_text() -> None:
    text = (
        'Форум <script>alert("1")</script> & <b>итоги</b>\n\n'
        "Участники форума подписали документ <img src=x onerror=alert(2)> о сотрудничестве.\n"
    )
    article = translate(read_bytes(text.encode(), "story.txt"), engine=ScriptedEngine(lambda t, *_: t))
    tree = page(article)
    assert not tree.xpath("//script|//img|//b|//@onerror")
    assert '<script>alert("1")</script>' in tree.xpath("//h1")[0].text_content()


def test_nothing_is_fetched_and_the_notice_stands_above_the_story() -> None:
    markup = story_page(translate(read(SEED), engine=ScriptedEngine(loops)), "This model is weak.")
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!#)|url\(|@import|https?://", markup)
    assert markup.index("This model is weak.") < markup.index("<table")
    assert "not reviewed by a person" in markup


class Remembering:
    """A memory in which persons have approved one sentence, and one like another stands."""

    def __init__(self, author: str = "Айгүл Н.") -> None:
        self.author = author

    def recall(self, _keys: Sequence[str]) -> Mapping[str, Hypothesis]:
        return {}

    def keep(self, made: Sequence[Made]) -> None:
        pass

    def record(self, done: Sequence[tuple[str, TranslatedArticle]]) -> None:
        pass

    def find_matches(self, texts: Sequence[str], target: str) -> Mapping[str, tuple[Match, ...]]:
        made = "2026-03-01T08:00:00+00:00"
        return {
            text: (Match(text, "Everyone signed it.", 1.0, "human", True, self.author, made),)
            if text == "Её подписали все."
            else (Match("Участники приняли план.", "They took <b>a plan</b>.", 0.871, "import", False, "", made, 0.93),)
            for text in texts
            if target == "en" and ("одписали" in text or "приняли" in text)
        }


STORY = "В Астане прошёл форум\n\nУчастники форума приняли декларацию. Её подписали все.\n"


def remembered(author: str = "Айгүл Н.") -> TranslatedArticle:
    story = read_bytes(STORY.encode(), "story.txt")
    return translate(story, to=["en"], engine=ScriptedEngine(loops), memory=Remembering(author))


def test_what_came_from_the_memory_says_its_score_and_its_author() -> None:
    tree = page(remembered())
    assert "1 segment from the memory, as a person approved it." in tree.xpath("//p[@class='about']")[0].text_content()
    (taken,) = tree.xpath("//td[@lang='en']/p[@class='memory taken']")
    said = "«Её подписали все.» — from the memory, 100 % · by a person · approved · Айгүл Н. · 2026-03-01"
    assert taken.text_content() == said
    (offer,) = tree.xpath("//td[@lang='en']/details[@class='memory']")
    (summary,) = offer.xpath("summary")
    offered = "the memory offers 87 %, meaning 93 % · imported · not approved · 2026-03-01"
    assert summary.text_content() == f"«Участники форума приняли декларацию.» — {offered}"
    assert [(q.get("lang"), q.text_content()) for q in offer.xpath("q")] == [
        ("en", "They took <b>a plan</b>."),
        ("ru", "Участники приняли план."),
    ]
    assert not page().xpath("//*[contains(@class, 'memory')]")


def test_an_author_with_markup_in_the_name_stays_text() -> None:
    tree = page(remembered("<script>alert(1)</script>"))
    assert not tree.xpath("//script")
    assert "<script>alert(1)</script>" in tree.xpath("//p[@class='memory taken']")[0].text_content()


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1440])
def test_the_memorys_lines_are_not_wider_than_the_screen(browser: Browser, width: int) -> None:
    markup = story_page(remembered("Сағынбекова-Тәттімбетова-Қожахметова" * 3)).replace("<details", "<details open")
    assert int(browser(markup, "page.documentElement.scrollWidth", width)) <= width


def test_the_languages_asked_for_are_the_columns() -> None:
    tree = page(translate(read(SEED), ["kk"], engine=ScriptedEngine(loops)))
    assert tree.xpath("//thead//th/@lang") == ["ru", "kk-Cyrl"]
    assert not tree.xpath("//fieldset")


@pytest.fixture
def measure(browser: Browser) -> Callable[[str, int], str]:
    """The page of the seed in Chromium: what an expression of JavaScript is there, at a width of pixels."""
    markup = story_page(translate(read(SEED), engine=ScriptedEngine(loops)), "This model is weak.")
    return partial(browser, markup)


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
def test_nothing_is_wider_than_the_screen(measure: Callable[[str, int], str], width: int) -> None:
    assert int(measure("page.documentElement.scrollWidth", width)) <= width


@needs_browser
@pytest.mark.slow
def test_rows_stand_side_by_side_at_a_desk_and_under_each_other_on_a_phone(measure: Callable[[str, int], str]) -> None:
    tops = "[...page.querySelectorAll('.lead td')].map(cell => Math.round(cell.getBoundingClientRect().top)).join()"
    assert len(set(measure(tops, 1200).split(","))) == 1
    phone = [int(top) for top in measure(tops, 390).split(",")]
    assert phone == sorted(set(phone))


@needs_browser
@pytest.mark.slow
def test_one_language_can_be_shown_alone(measure: Callable[[str, int], str]) -> None:
    shown = (
        "(page.getElementById('show-kk').click(), [...page.querySelectorAll('.lead td')]"
        ".map(cell => view.getComputedStyle(cell).display != 'none').join())"
    )
    assert measure(shown, 1200) == "true,false,true,false"


@needs_browser
@pytest.mark.slow
def test_text_stands_out_from_its_paper(measure: Callable[[str, int], str]) -> None:
    """At least 4.5 to 1, as WCAG 2.2 asks (https://www.w3.org/TR/WCAG22/#contrast-minimum)."""
    light = (
        "(c => c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4))"
        "(view.getComputedStyle(e)[p].match(/\\d+/g).slice(0, 3).map(Number))"
    )
    luminance = f"((e, p) => {{ const [r, g, b] = {light}; return .2126 * r + .7152 * g + .0722 * b }})"
    ratio = (
        f"[['.about', 'body'], ['.notice', '.notice'], ['mark.error', 'mark.error'], ['.severity.error', 'body'],"
        f" ['.boilerplate td', '.boilerplate td'], ['a', 'body']].map(([text, paper]) => {{"
        f" const one = {luminance}(page.querySelector(text), 'color'),"
        f" two = {luminance}(page.querySelector(paper), 'backgroundColor');"
        f" return (Math.max(one, two) + .05) / (Math.min(one, two) + .05) }}).join()"
    )
    assert all(float(found) >= 4.5 for found in measure(ratio, 1200).split(","))


def test_numbers_rise_where_many_checks_find_something_in_one_segment() -> None:
    tree = page(translate(read(SEED), engine=ScriptedEngine(loops)))
    numbers = [int(a.text) for a in tree.xpath("//a[contains(@class, 'number')]")]
    assert len(numbers) > 20
    assert numbers == sorted(numbers)
