import json
from pathlib import Path

import pytest

from pipeline.article import Article
from pipeline.errors import EmptyArticleError, ReadError
from pipeline.readers import as_article, read, read_items
from pipeline.readers.items import entries, slug
from tests.pipeline.exchange.newsroom import (
    ATOM,
    BYLINE,
    HEADLINE,
    MESSAGE,
    ONE,
    RSS,
    STANDARDS,
    SUMMARY,
    XHTML,
    article,
    needs_standards,
    newsml,
    ninjs3,
)


def kinds(found: Article) -> list[str]:
    return [block.kind for block in found.blocks]


@pytest.mark.parametrize("name", ["ninjs31.json", "ninjs21.json", "newsml_xhtml.xml", "atom.xml"])
def test_a_story_is_the_same_in_every_format(name: str) -> None:
    found = article(name)
    assert [block.text for block in found.blocks[:3]] == [HEADLINE, BYLINE, SUMMARY] or name == "atom.xml"
    assert {block.text for block in found.blocks} >= {HEADLINE, BYLINE, SUMMARY, "общая проверка фактов"}
    assert {"headline", "byline", "list_item", "quotation", "caption"} <= set(kinds(found))
    minister = next(block for block in found.blocks if block.text.startswith("Министр"))
    (link,) = minister.inline
    assert minister.text[link.start : link.stop] == "Аида Балаева"
    assert link.open == '<a href="https://example.kz/people?id=7&amp;tab=bio" title="биография">'


@pytest.mark.parametrize("name", ["ninjs31.json", "ninjs21.json", "newsml_xhtml.xml", "newsml_nitf.xml"])
def test_an_item_carries_what_the_source_says_of_itself(name: str) -> None:
    item = article(name).item
    assert item is not None
    assert (item.id, item.version, item.language) == ("urn:newsml:example.kz:20241115:forum-7", "3", "ru")
    assert (item.created, item.modified) == ("2024-11-15T09:00:00+05:00", "2024-11-15T10:37:00+05:00")
    assert (item.urgency, item.slugline) == (2, "forum-astana")
    assert (item.copyright_notice, item.usage_terms) == ("© 2024 Пример", "Только для подписчиков")
    assert item.note == "Будет дополнено"


def test_nitf_gives_its_kinds_and_leaves_its_head_alone() -> None:
    found = article("story.nitf")
    assert kinds(found)[:2] == ["headline", "byline"]
    assert found.blocks[-1].kind == "caption"
    assert found.item is not None
    assert (found.item.id, found.item.created) == ("forum-7", "2024-11-15T09:00:00+05:00")
    assert '<media-reference mime-type="image/jpeg" source="https://example.kz/i/1.jpg"/>' in found.item.parts[0].layout


def test_a_news_message_gives_an_article_an_item(tmp_path: Path) -> None:
    (tmp_path / "message.xml").write_text(MESSAGE, "utf-8")
    ids = [found.item.id for found in read_items(tmp_path / "message.xml") if found.item]
    assert ids == ["urn:newsml:example.kz:20241115:forum-7", "urn:newsml:example.kz:20241115:forum-9"]
    with pytest.raises(ReadError, match="holds 2 items"):
        read(tmp_path / "message.xml")


def test_a_feed_with_full_content_and_one_with_summaries(tmp_path: Path) -> None:
    (tmp_path / "feed.rss").write_text(RSS, "utf-8")
    full, brief = read_items(tmp_path / "feed.rss")
    assert full.item is not None
    assert brief.item is not None
    assert [part.role for part in full.item.parts] == ["headline", "byline", "body", "description"]
    assert (full.item.id, full.item.link, full.item.created) == (
        "forum-7",
        "https://example.kz/n/7",
        "2024-11-15T10:37:00+05:00",
    )
    assert (full.item.provider, full.item.copyright_notice) == ("Пример", "© 2024 Пример")
    assert kinds(brief) == ["headline", "paragraph"]
    assert brief.item.id == "https://example.kz/n/8"


RSS_1 = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.kz/"><title>Пример</title>
<items><rdf:Seq><rdf:li resource="https://example.kz/n/7"/></rdf:Seq></items></channel>
<item rdf:about="https://example.kz/n/7"><title>{HEADLINE}</title><link>https://example.kz/n/7</link>
<description>{SUMMARY}</description><dc:date>2024-11-15T10:37:00+05:00</dc:date></item></rdf:RDF>"""


def test_rss_1_is_read_as_rss() -> None:
    found = article("feed.rss", RSS_1)
    assert [(block.kind, block.text) for block in found.blocks] == [("headline", HEADLINE), ("paragraph", SUMMARY)]
    assert found.item is not None
    assert (found.item.id, found.item.provider) == ("https://example.kz/n/7", "Пример")
    assert found.item.created == "2024-11-15T10:37:00+05:00"


def test_a_namespace_that_only_says_rss_changes_nothing() -> None:
    two = RSS.replace('<rss version="2.0"', '<rss version="2.0" xmlns="http://backend.userland.com/rss2"')
    was, is_now = ([as_article(entry) for entry in entries(text.encode(), "x.rss")] for text in (RSS, two))
    assert [found.blocks for found in is_now] == [found.blocks for found in was]
    assert [found.item.id for found in is_now if found.item] == ["forum-7", "https://example.kz/n/8"]


def test_ninjs_in_a_list_and_in_an_envelope() -> None:
    two = [ninjs3(), ninjs3(uri="urn:two")]
    for value in (two, {"_items": two, "_meta": {}}):
        assert len(entries(json.dumps(value).encode(), "x.json")) == 2


def test_xliff_and_tmx_give_their_russian_side() -> None:
    work = article("work.xlf")
    assert [block.text for block in work.blocks][1].startswith("Участники приняли декларацию")
    assert [(tag.open, tag.start, tag.stop) for tag in work.blocks[1].inline] == [("<b>", 18, 28)]
    assert [block.text for block in article("memory.tmx").blocks] == [SUMMARY, "Её подписали 15 агентств."]


def test_what_is_said_twice_is_one_block() -> None:
    found = article("ninjs31.json")
    caption = "На фото: участники форума у здания библиотеки."
    assert [block.text for block in found.blocks].count(caption) == 1
    assert found.item is not None
    assert found.item.parts[-1].path == "/associations/0/descriptions/0/value"


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    body = "<p>Её подписали 15 агентств.<br/><br/>Агентства договорились<br/>обмениваться новостями.</p>"
    found = article("x.json", json.dumps(ninjs3(bodies=[{"contentType": "text/html", "value": body}])))
    texts = [block.text for block in found.blocks]
    assert "Её подписали 15 агентств." in texts
    assert "Агентства договорились обмениваться новостями." in texts


def test_an_item_whose_word_about_its_language_is_wrong_is_read_with_a_finding() -> None:
    found = article("x.json", json.dumps(ninjs3(language="en")))
    assert [f.message for f in found.findings if f.check == "language"] == [
        "the item says that it is in 'en'; its text is in Russian"
    ]


def test_a_part_in_another_language_is_named() -> None:
    english = "The participants adopted a declaration on honest work with news, and fifteen agencies signed it. " * 2
    body = f"<p>{'Участники приняли декларацию о честной работе с новостями. ' * 8}</p><p>{english}</p>"
    found = article("x.json", json.dumps(ninjs3(bodies=[{"contentType": "text/html", "value": body}])))
    assert ["English" in f.message for f in found.findings if f.check == "language"] == [True]


def test_a_date_that_is_none_is_left_out_with_a_finding() -> None:
    for wrong in ("yesterday", "2024-13-45T00:00:00Z", "0000-00-00", "9" * 400):
        found = article("x.json", json.dumps(ninjs3(versionCreated=wrong)))
        assert found.item is not None
        assert found.item.modified == ""
        assert [f.check for f in found.findings] == ["date"]


def test_an_item_that_stands_twice_is_read_once() -> None:
    first, second, third = entries(json.dumps([ninjs3(), ninjs3(), ninjs3(version="4")]).encode(), "x.json")
    assert first.content()[0]
    assert third.content()[0]
    with pytest.raises(ReadError, match="item 2: has the id and version of item 1 again"):
        second.content()


@pytest.mark.parametrize(
    "data",
    [
        json.dumps({"uri": "urn:x", "type": "picture"}),
        json.dumps(ninjs3(headlines=[], descriptions=[], bodies=[], associations=[], by="")),
        newsml("").replace(HEADLINE, "").replace(BYLINE, "").replace(SUMMARY, ""),
        "<rss version='2.0'><channel><title>x</title></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>x</id></entry></feed>",
    ],
)
def test_an_item_without_text_is_one_clear_line(data: str) -> None:
    with pytest.raises(EmptyArticleError, match="nothing in it to translate"):
        article("x", data)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("urn:newsml:example.kz:2024:7", "urn-newsml-example-kz-2024-7"),
        ("C:\\Windows\\x", "C-Windows-x"),
        ("\x00/..%2f", "2f"),
        ("....", ""),
        ("новость", ""),
        ("a" * 500, "a" * 60),
    ],
)
def test_an_id_gives_a_file_name_and_never_a_path(identifier: str, expected: str) -> None:
    assert slug(identifier) == expected


@needs_standards
def test_every_official_sample_is_read_or_refused_in_one_line() -> None:
    read_ones, refused = 0, []
    for path in sorted(STANDARDS.glob("*/examples/*")):
        try:
            contents = [entry.content() for entry in entries(path.read_bytes(), path.name)]
        except ReadError as error:
            assert "\n" not in str(error)
            refused.append(path.name[:10])
            continue
        assert all(blocks and item.id for blocks, item, _ in contents)
        read_ones += len(contents)
    assert read_ones == 43
    # 24 has no text in its items, 25 and 28 are fragments without an item, 3.1_008 is an event without a word
    assert sorted(refused) == ["3.1_008_ev", "LISTING_24", "LISTING_25", "LISTING_28"]


def test_every_format_is_among_the_files_above() -> None:
    formats = {found.item.format for found in map(article, ONE) if found.item}
    assert formats == {"ninjs", "newsml-g2", "nitf", "atom", "xliff", "tmx"}
    assert XHTML
    assert ATOM
