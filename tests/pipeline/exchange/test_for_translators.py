"""XLIFF and TMX for translators' tools, RSS for readers, and our own JSON: each read back by what its users have."""

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest
from lxml import etree

from models.engine import Decoding, Hypothesis
from models.scripted import ScriptedEngine
from pipeline.article import Article, Block, Finding, Match, TranslatedArticle
from pipeline.errors import ReadError
from pipeline.exporters import export
from pipeline.exporters.json import read_json
from pipeline.markup.parse import parse_xml
from pipeline.readers import read
from pipeline.readers.tmx import units
from pipeline.readers.xliff import read_xliff
from pipeline.run import translate
from tests.pipeline.exchange.newsroom import (
    BODY,
    HEADLINE,
    ONE,
    RSS,
    SAID,
    SUMMARY,
    article,
    engine,
    ninjs3,
    translated,
)
from tests.schemas import tmx_errors, xliff_errors

DATA = Path(__file__).parents[2] / "data"
SEEDS = Path(__file__).parents[3] / "seeds" / "articles"
RNG = etree.RelaxNG(etree.parse(str(DATA / "xliff21.rng")))


def written(found: TranslatedArticle, folder: Path, kind: str) -> dict[str, bytes]:
    return {
        language: path.read_bytes()
        for language, path in zip(found.translations, export(found, folder, "s", (kind,)), strict=True)
    }


def bare(found: Article) -> tuple[list[Block], Any]:
    return list(found.blocks), found.segments


@pytest.mark.parametrize("name", [*ONE, *sorted(path.name for path in SEEDS.iterdir())])
def test_an_xliff_is_sound_and_read_back_to_the_same_article(name: str, tmp_path: Path) -> None:
    found = translated(name) if name in ONE else translate(read(SEEDS / name), ["en", "zh"], engine=engine())
    for language, data in written(found, tmp_path, "xliff").items():
        RNG.assertValid(etree.fromstring(data))
        assert not xliff_errors(data)
        back = read_xliff(data, "s.xlf")
        if name == "work.xlf":  # a tool's own file has no kinds
            assert [b.text for b in back.article.blocks] == [b.text for b in found.article.blocks]
        else:
            assert bare(back.article) == bare(found.article)
        was, is_now = found.translations[language], back.translations[language]
        assert [(s.source, s.text) for s in is_now.segments] == [(s.source, s.text) for s in was.segments]
        assert [s.origin for s in is_now.segments] == [s.origin for s in was.segments]


@pytest.mark.parametrize("name", ["ninjs31.json", "newsml_nitf.xml"])
def test_markup_comes_back_from_an_xliff_at_the_same_words(name: str, tmp_path: Path) -> None:
    found = translated(name, to=("en",))
    back = read_xliff(written(found, tmp_path, "xliff")["en"], "s.xlf")
    for was, is_now in zip(found.translations["en"].blocks, back.translations["en"].blocks, strict=True):
        assert [was.text[t.start : t.stop] for t in was.inline] == [
            is_now.text[t.start : t.stop] for t in is_now.inline
        ]
        assert [(t.open, t.close, t.depth) for t in was.inline] == [(t.open, t.close, t.depth) for t in is_now.inline]


def test_markup_across_two_sentences_is_in_both() -> None:
    body = "<p><b>Её подписали 15 агентств. Участники приняли</b> декларацию о честной работе с новостями.</p>"
    text = json.dumps(ninjs3(bodies=[{"contentType": "text/html", "value": body}]))
    found = translated("x.json", text, ("en",))
    (block,) = [block for block in found.translations["en"].blocks if block.inline]
    assert block.text[block.inline[0].start : block.inline[0].stop].startswith("15 agencies signed it. The")
    from pipeline.exporters.xliff import as_xliff

    data = etree.tostring(as_xliff(found, found.translations["en"]))
    RNG.assertValid(etree.fromstring(data))
    assert not xliff_errors(data)
    assert data.count(b"<sc ") == 2
    assert data.count(b"<ec ") == 2
    assert bare(read_xliff(data, "s.xlf").article) == bare(found.article)


def test_states_qualities_and_findings_stand_in_the_xliff(tmp_path: Path) -> None:
    def answer(text: str, _target: str, _how: Decoding) -> Hypothesis:
        if "прошёл" in text:
            return Hypothesis("and and and and and", -2.0)
        return Hypothesis(SAID[text][0] if text in SAID else text, -0.5)

    found = translate(read_ninjs(), ["en"], engine=ScriptedEngine(answer))
    root = etree.fromstring(written(found, tmp_path, "xliff")["en"])
    at = {"x": "urn:oasis:names:tc:xliff:document:2.0", "m": "urn:oasis:names:tc:xliff:matches:2.0"}
    first = root.find(".//x:unit[@id='u0']", at)
    assert first is not None
    segment = first.find("x:segment", at)
    assert segment is not None
    assert (segment.get("state"), segment.get("subState")) == ("initial", "audarma:failed")
    notes = [(note.get("category"), note.get("priority")) for note in first.findall("x:notes/x:note", at)]
    assert ("loop", "1") in notes
    second = root.find(".//x:unit[@id='u2']", at)
    assert second is not None
    assert [s.get("state") for s in second.findall("x:segment", at)] == ["translated"]
    (match,) = second.findall("m:matches/m:match", at)
    assert dict(match.attrib) == {
        "id": "m2", "ref": "#s2", "type": "mt", "origin": "scripted@1", "matchQuality": "60.65"
    }  # fmt: skip
    edited = replace(found.translations["en"], reviewer="Dana")
    data = written(TranslatedArticle(found.article, {"en": edited}), tmp_path, "xliff")["en"]
    assert b'state="final"' in data


OFFERED = (
    Match("Форум агентств", "Agencies' forum", 1.0, "human", True, "Dana"),
    Match("Форум союзов", "Forum of unions", 0.8125, "import", False, "", meaning=0.5),
)


def test_what_the_memory_offers_stands_in_the_xliff_and_comes_back(tmp_path: Path) -> None:
    plain = translated("ninjs31.json", to=("en",))
    english = plain.translations["en"]
    first, second, *rest = english.segments
    first = replace(first, text=OFFERED[0].target, model="", revision="", score=None, origin="memory", matches=OFFERED)
    second = replace(second, matches=OFFERED[1:])
    found = TranslatedArticle(plain.article, {"en": replace(english, segments=(first, second, *rest))})
    data = written(found, tmp_path, "xliff")["en"]
    root = etree.fromstring(data)
    RNG.assertValid(root)
    assert not xliff_errors(data)
    matches = [dict(m.attrib) for m in root.iter("{urn:oasis:names:tc:xliff:matches:2.0}match")][:4]
    assert matches == [
        {"id": "m0-1", "ref": "#s0", "type": "tm", "subType": "audarma:human", "origin": "Dana", "similarity": "100.00",
         "matchQuality": "100.00"},
        {"id": "m0-2", "ref": "#s0", "type": "tm", "subType": "audarma:import-unapproved", "similarity": "81.25",
         "matchQuality": "50.00"},
        {"id": "m1-1", "ref": "#s1", "type": "tm", "subType": "audarma:import-unapproved", "similarity": "81.25",
         "matchQuality": "50.00"},
        {"id": "m1", "ref": "#s1", "type": "mt", "origin": "scripted@1", "matchQuality": "60.65"},
    ]  # fmt: skip
    back = read_xliff(data, "s.xlf").translations["en"]
    assert (back.segments[0].origin, back.segments[1].origin) == ("memory", "model")
    assert back.segments[0].matches == (OFFERED[0], replace(OFFERED[1], meaning=None))
    before, _, after = data.rpartition(b"Agencies' forum")
    changed = read_xliff(before + b"A forum" + after, "s.xlf").translations["en"]
    assert (changed.segments[0].origin, changed.segments[0].text) == ("edited", "A forum")


def read_ninjs() -> Article:
    from pipeline.readers import read_bytes

    return read_bytes(ONE["ninjs31.json"].encode(), "x.json")


def test_what_a_translator_changed_comes_back_as_edited(tmp_path: Path) -> None:
    data = written(translated("ninjs31.json", to=("en",)), tmp_path, "xliff")["en"]
    changed = data.replace(b'state="translated"', b'state="reviewed"', 1).replace(
        b"Forum of agencies", b"Agencies' forum"
    )
    translation = read_xliff(changed, "s.xlf").translations["en"]
    assert (translation.segments[0].text, translation.segments[0].origin) == (
        "Agencies' forum held in Astana",
        "edited",
    )
    assert translation.segments[1].origin == "model"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<xliff version='1.2'/>", "XLIFF 1.2"),
        (
            b"<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.1' srcLang='de' trgLang='en'/>",
            "unknown language",
        ),
        (b"<xliff", "not well-formed"),
    ],
)
def test_an_xliff_that_cannot_be_taken_in_is_one_clear_line(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read_xliff(data, "s.xlf")


@pytest.mark.parametrize("name", [name for name in ONE if name != "memory.tmx"])
def test_a_tmx_is_sound_and_holds_the_pairs(name: str, tmp_path: Path) -> None:
    found = translated(name)
    for language, data in written(found, tmp_path, "tmx").items():
        assert not tmx_errors(data)
        root = parse_xml(data, "s.tmx")
        pairs = [(u.texts["ru"], u.texts[language.lower()]) for u in units(root)]
        expected = [
            (found.article.segments[s.source].text, s.text)
            for s in found.translations[language].segments
            if s.origin == "model"
        ]
        assert [(" ".join(a.split()), b) for a, b in expected] == pairs


def test_the_schemas_tell_a_sound_file_from_another(tmp_path: Path) -> None:
    found = translated("ninjs31.json", to=("en",))
    xliff, tmx = (written(found, tmp_path, kind)["en"] for kind in ("xliff", "tmx"))
    assert "state" in xliff_errors(xliff.replace(b'state="translated"', b'state="done"', 1))[0]
    assert xliff_errors(xliff.replace(b"<segment ", b'<segment order="1" ', 1))
    assert "o-tmf" in tmx_errors(tmx.replace(b' o-tmf="audarma"', b""))[0]
    assert tmx_errors(tmx.replace(b"<seg>", b"<text>", 1).replace(b"</seg>", b"</text>", 1))


def test_a_memory_holds_nothing_that_failed(tmp_path: Path) -> None:
    found = translate(read_ninjs(), ["en"], engine=ScriptedEngine(lambda *_: "and and and and"))
    assert not list(units(parse_xml(written(found, tmp_path, "tmx")["en"], "s")))


@pytest.mark.parametrize("name", [n for n in ONE if not n.endswith(("xlf", "tmx"))])
def test_a_feed_reader_reads_the_rss(name: str, tmp_path: Path) -> None:
    for language, data in written(translated(name), tmp_path, "rss").items():
        feed = feedparser.parse(data)
        assert not feed.bozo
        assert feed.feed.language == language
        (entry,) = feed.entries
        index = ("en", "kk-Cyrl", "zh-Hans").index(language)
        assert entry.title == SAID[HEADLINE][index]
        assert entry.id.startswith("urn:uuid:")
        assert SAID["Аида Балаева"][index] in entry.content[0].value
        assert entry.author == SAID["Айгуль Сарсенова"][index]


def test_the_link_of_the_source_stays_in_the_rss(tmp_path: Path) -> None:
    one = re.sub(r"<item><title>Агентства.*?</item>", "", RSS, flags=re.DOTALL)
    (entry,) = feedparser.parse(written(translated("f.rss", one), tmp_path, "rss")["en"]).entries
    assert entry.link == "https://example.kz/n/7"
    assert "The agencies agreed" in entry.summary


@pytest.mark.parametrize("name", list(ONE))
def test_our_json_holds_the_item_and_the_markup_and_is_read_back_the_same(name: str, tmp_path: Path) -> None:
    found = translated(name)
    found = TranslatedArticle(
        found.article, {**found.translations, "en": replace(found.translations["en"], reviewer="Dana")}
    )
    (path,) = export(found, tmp_path, "s", ("json",))
    schema = json.loads(files("pipeline.exporters").joinpath("article.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(path.read_bytes()))
    assert read_json(path) == found


def test_a_finding_of_the_whole_item_stands_in_the_files_notes() -> None:
    from pipeline.exporters.xliff import as_xliff

    found = translated("ninjs31.json", to=("en",))
    noted = replace(found.article, findings=(Finding("date", "warning", "versionCreated is no date"),))
    data = etree.tostring(as_xliff(TranslatedArticle(noted, found.translations), found.translations["en"])).decode()
    assert "versionCreated is no date" in data
    assert BODY


EXTENSIONS = """<enclosure url="https://example.kz/i/1.jpg" length="1234" type="image/jpeg"/>
<category domain="x">Экономика</category>
<media:group xmlns:media="http://search.yahoo.com/mrss/"><media:content url="https://example.kz/i/1.jpg" width="8">
<media:description>На фото: участники форума у здания библиотеки.</media:description></media:content></media:group>
<georss:point xmlns:georss="http://www.georss.org/georss">51.1 71.4</georss:point>
<i:summary xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd">{long}</i:summary>
<x:raw xmlns:x="urn:x" href="javascript:alert(1)" onclick="x()">&lt;script&gt;alert(1)&lt;/script&gt;</x:raw>
""".format(long="Её подписали 15 агентств. " * 20)


def test_what_a_feed_s_entry_holds_beside_its_texts_passes_through(tmp_path: Path) -> None:
    one = re.sub(r"<item><title>Агентства.*?</item>", "", RSS, flags=re.DOTALL).replace(
        "</item>", f"{EXTENSIONS}</item>"
    )
    data = written(translated("f.rss", one), tmp_path, "rss")["en"].decode()
    assert '<enclosure url="https://example.kz/i/1.jpg" length="1234" type="image/jpeg"/>' in data
    assert '<category domain="x">Экономика</category>' in data
    assert "51.1 71.4</georss:point>" in data
    assert "<media:description>Pictured: participants of the forum at the library building.</media:description>" in data
    assert data.count("Pictured: participants") == 2  # there, and in the body, as in the source
    assert "подписали" not in data
    assert "alert(1)" not in data
    assert "onclick" not in data
    (entry,) = feedparser.parse(data).entries
    assert entry.enclosures[0].href == "https://example.kz/i/1.jpg"
    assert entry.title == SAID[HEADLINE][0]


def test_an_item_of_rss_1_gives_an_item_of_rss_2_with_each_text_once(tmp_path: Path) -> None:
    one = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<item rdf:about="x"><title>{HEADLINE}</title><link>https://example.kz/n/7</link>'
        f"<description>{SUMMARY}</description></item></rdf:RDF>"
    )
    data = written(translated("f.rss", one), tmp_path, "rss")["en"].decode()
    assert HEADLINE not in data
    assert data.count("<link>") == 2  # of the channel, and of the item
    assert 'purl.org/rss/1.0/"' not in data


def test_an_entry_of_atom_keeps_its_categories_and_enclosures_in_rss(tmp_path: Path) -> None:
    more = (
        '<category term="eco" label="Экономика" scheme="urn:x"/>'
        '<link rel="enclosure" href="https://example.kz/a.mp3" type="audio/mpeg" length="9"/></entry>'
    )
    data = written(translated("atom.xml", ONE["atom.xml"].replace("</entry>", more)), tmp_path, "rss")["en"]
    (entry,) = feedparser.parse(data).entries
    assert (entry.tags[0].term, entry.tags[0].scheme) == ("Экономика", "urn:x")
    assert (entry.enclosures[0].href, entry.enclosures[0].type) == ("https://example.kz/a.mp3", "audio/mpeg")


def test_yandex_s_full_text_is_the_body_where_there_is_no_other() -> None:
    full = '<y:full-text xmlns:y="http://news.yandex.ru">Её подписали 15 агентств.</y:full-text>'
    one = "<rss version='2.0'><channel><item><title>{}</title><description>{}</description>{}</item></channel></rss>"
    found = article("f.rss", one.format(HEADLINE, SUMMARY, full))
    assert [(part.role, found.blocks[part.blocks[0]].text) for part in found.item.parts if found.item] == [
        ("headline", HEADLINE),
        ("body", "Её подписали 15 агентств."),
        ("description", SUMMARY),
    ]


TOOLS_OWN = f"""<!-- exported for the newsroom -->
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ru" trgLang="en"
 xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0">
<file id="f" original="page.html"><skeleton href="page.skl"/><group id="g" name="body">
<unit id="title" name="h1"><mda:metadata><mda:metaGroup><mda:meta type="x">y</mda:meta></mda:metaGroup></mda:metadata>
<notes><note id="n1">A headline</note></notes><?tool keep?>
<segment id="1"><source>{HEADLINE}<!-- short --></source></segment></unit>
<unit id="bold"><originalData><data id="d1">&lt;b<!-- bold -->&gt;</data><data
 id="d2">&lt;/b&gt;</data></originalData><segment><source>Участники приняли <pc id="7" dataRefStart="d1"
 dataRefEnd="d2">декларацию</pc> о честной работе с новостями.</source></segment></unit>
<unit id="done"><segment state="final"><source>Её подписали 15 агентств.</source>
<target>Fifteen agencies signed.</target></segment></unit>
<unit id="holes"><segment><source>Её подписали <ph id="1"/> агентств.</source></segment></unit>
<unit id="code" translate="no"><segment><source>Не переводить.</source></segment></unit></group></file></xliff>"""


def test_a_tool_s_own_xliff_comes_back_with_its_units_and_what_persons_did(tmp_path: Path) -> None:
    found = translated("work.xlf", TOOLS_OWN, ("en", "kk"))
    files_of = written(found, tmp_path, "xliff")
    assert not [error for data in files_of.values() for error in xliff_errors(data)]
    root, kazakh = (etree.fromstring(data) for data in files_of.values())
    RNG.assertValid(root)
    at = {"x": "urn:oasis:names:tc:xliff:document:2.0", "d": "urn:oasis:names:tc:xliff:metadata:2.0"}
    units = {unit.get("id"): unit for unit in root.iterfind(".//x:group/x:unit", at)}
    assert list(units) == ["title", "bold", "done", "holes", "code"]
    assert root.find("x:file/x:skeleton", at).get("href") == "page.skl"  # type: ignore[union-attr]
    assert units["title"].findtext(".//d:meta", namespaces=at) == "y"
    assert units["title"].findtext("x:notes/x:note", namespaces=at) == "A headline"
    targets = {name: "".join("".join(t.itertext()) for t in unit.iterfind(".//x:target", at) if t.getparent().tag.endswith("segment")) for name, unit in units.items()}  # noqa: E501  # fmt: skip
    assert targets == {
        "title": SAID[HEADLINE][0],
        "bold": "The participants adopted a declaration on honest work with news.",
        "done": "Fifteen agencies signed.",
        "holes": "",
        "code": "",
    }
    assert "".join(units["bold"].find(".//x:target/x:pc", at).itertext()) == "declaration"  # type: ignore[union-attr]
    assert units["holes"].find(".//x:source/x:ph", at) is not None
    assert "left as it came" in units["holes"].findtext("x:notes/x:note", "", at)
    assert b"audarma-is-done" not in etree.tostring(root)
    assert all(kept in files_of["en"].decode() for kept in ("<!-- exported for the newsroom -->", "<?tool keep?>"))
    assert kazakh.get("trgLang") == "kk-Cyrl"
    assert "Fifteen" not in "".join(kazakh.itertext())
    back = read_xliff(etree.tostring(root), "back.xlf")
    assert [segment.origin for segment in back.translations["en"].segments] == ["model", "model", "edited"]
