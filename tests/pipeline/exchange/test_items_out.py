"""ninjs and NewsML-G2 items: valid by the official schemas, read back to the same texts, honest about themselves."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.article import TranslatedArticle
from pipeline.exporters import export
from pipeline.readers import read_bytes
from pipeline.stamp import TRANSLATION_OF, stamp
from tests.pipeline.exchange.newsroom import (
    BODY,
    ONE,
    RSS,
    SAID,
    STANDARDS,
    article,
    ending,
    engine,
    needs_standards,
    newsml_errors,
    ninjs3,
    ninjs_errors,
    translated,
)

SEEDS = Path(__file__).parents[3] / "seeds" / "articles"
CASES = [*ONE, "feed.rss"]
TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1731650000")


def story(name: str) -> TranslatedArticle:
    if name == "feed.rss":
        return translated(name, re.sub(r"<item><title>Агентства.*?</item>", "", RSS, flags=re.DOTALL))
    return translated(name)


def written(found: TranslatedArticle, folder: Path, kind: str, *, disclose: bool = True) -> dict[str, bytes]:
    paths = export(found, folder, "s", (kind,), disclose=disclose)
    return {language: path.read_bytes() for language, path in zip(found.translations, paths, strict=True)}


@needs_standards
@pytest.mark.parametrize("name", CASES)
def test_what_is_written_validates(name: str, tmp_path: Path) -> None:
    found = story(name)
    for data in written(found, tmp_path, "ninjs").values():
        assert ninjs_errors(json.loads(data)) == []
    for data in written(found, tmp_path, "newsml-g2").values():
        assert newsml_errors(data) == []


@needs_standards
@pytest.mark.parametrize("name", sorted(path.name for path in SEEDS.iterdir()))
def test_a_plain_file_becomes_a_valid_item_too(name: str, tmp_path: Path) -> None:
    from pipeline.readers import read
    from pipeline.run import translate

    found = translate(read(SEEDS / name), ["kk"], engine=engine())
    assert ninjs_errors(json.loads(written(found, tmp_path, "ninjs")["kk-Cyrl"])) == []
    assert newsml_errors(written(found, tmp_path, "newsml-g2")["kk-Cyrl"]) == []


@pytest.mark.parametrize("kind", ["ninjs", "newsml-g2"])
@pytest.mark.parametrize("name", CASES)
def test_what_is_written_is_read_back_to_the_same_texts_and_markup(name: str, kind: str, tmp_path: Path) -> None:
    found = story(name)
    for language, data in written(found, tmp_path, kind).items():
        back = read_bytes(data, "s.json" if kind == "ninjs" else "s.xml", language)
        expected = {block.text: block.inline for block in found.translations[language].blocks}
        assert {block.text: block.inline for block in back.blocks} == expected
        assert not [f for f in back.findings if f.check != "language"]


@pytest.mark.parametrize("name", ["ninjs31.json", "ninjs21.json"])
def test_a_ninjs_item_says_that_it_is_a_translation(name: str, tmp_path: Path) -> None:
    found = story(name)
    items = {language: json.loads(data) for language, data in written(found, tmp_path, "ninjs").items()}
    assert len({item["uri"] for item in items.values()}) == 3
    for language, item in items.items():
        assert item["language"] == language
        assert item["version"] == "3"
        assert item["uri"].startswith("urn:uuid:")
        assert item["versionCreated"] == "2024-11-15T05:53:20+00:00"
        assert item["contentCreated"] == "2024-11-15T09:00:00+05:00"
        assert item["digitalSourceType"] == {"uri": TYPES + "trainedAlgorithmicMedia"}
        assert (item["copyrightNotice"], item["usageTerms"]) == ("© 2024 Пример", "Только для подписчиков")
        assert (item["urgency"], item["slugline"], item["subjects"]) == (2, "forum-astana", ninjs3()["subjects"])
        source = item["associations"][-1]
        assert (source["rel"], source["uri"], source["version"], source["language"]) == (
            TRANSLATION_OF,
            "urn:newsml:example.kz:20241115:forum-7",
            "3",
            "ru",
        )
        assert item["infoSources"][0]["literal"] == "scripted@1"
        assert "not reviewed by a person" in item["edNote"]
        assert item["edNote"].startswith("Будет дополнено ")


def test_everything_that_is_text_is_translated_and_the_rest_is_as_it_was(tmp_path: Path) -> None:
    item = json.loads(written(story("ninjs31.json"), tmp_path, "ninjs")["en"])
    assert item["headlines"] == [{"role": "main", "value": "Forum of agencies held in Astana"}]
    assert item["by"] == "Aigul Sarsenova"
    assert item["descriptions"][0]["value"] == "The agencies agreed to exchange news."
    photo = item["associations"][0]
    assert photo["descriptions"][0]["value"] == "Pictured: participants of the forum at the library building."
    assert photo["renditions"] == ninjs3()["associations"][0]["renditions"]
    body = next(body["value"] for body in item["bodies"] if body["role"] == "main")
    expected = BODY
    for russian, (english, _, _) in sorted(SAID.items(), key=lambda pair: -len(pair[0])):
        expected = expected.replace(russian, english)
    expected = expected.replace(
        'Министр информации <a href="https://example.kz/people?id=7&amp;tab=bio" title="биография">Aida Balayeva</a> '
        "выступила перед 120 журналистами.",
        'Minister of Information <a href="https://example.kz/people?id=7&amp;tab=bio" title="биография">'
        "Aida Balayeva</a> spoke to 120 journalists.",
    ).replace(
        "Участники приняли <strong>a declaration</strong> о честной работе с новостями. Её подписали "
        "<em>15 agencies</em>.",
        "The participants adopted a <strong>declaration</strong> on honest work with news. <em>15 agencies</em> "
        "signed it.",
    )
    assert body.partition('<p class="audarma-disclosure"')[0] == expected


def test_a_plain_body_beside_the_rich_one_is_translated_with_its_counts(tmp_path: Path) -> None:
    items = {language: json.loads(data) for language, data in written(story("ninjs31.json"), tmp_path, "ninjs").items()}
    plain = items["en"]["bodies"][0]
    assert plain["value"].startswith("Minister of Information Aida Balayeva spoke to 120 journalists.\n\n")
    text = plain["value"].rpartition("\n\n")[0]
    assert (plain["charCount"], plain["wordCount"]) == (len(text), len(text.split()))
    assert "wordCount" not in items["zh-Hans"]["bodies"][0]


@pytest.mark.parametrize("name", ["newsml_xhtml.xml", "newsml_nitf.xml"])
def test_a_newsml_item_says_that_it_is_a_translation(name: str, tmp_path: Path) -> None:
    for language, data in written(story(name), tmp_path, "newsml-g2").items():
        root = etree.fromstring(data)
        at = {"n": "http://iptc.org/std/nar/2006-10-01/"}
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert (root.get("version"), root.get("standardversion")) == ("3", "2.35")
        (link,) = root.findall("n:itemMeta/n:link", at)
        assert dict(link.attrib) == {
            "reluri": TRANSLATION_OF,
            "residref": "urn:newsml:example.kz:20241115:forum-7",
            "version": "3",
        }
        (kind,) = root.findall("n:contentMeta/n:digitalSourceType", at)
        assert kind.get("uri") == TYPES + "trainedAlgorithmicMedia"
        assert [e.get("tag") for e in root.findall("n:contentMeta/n:language", at)] == [language]
        assert root.findtext("n:rightsInfo/n:usageTerms", None, at) == "Только для подписчиков"
        assert root.find("n:itemMeta/n:signal", at).get("qcode") == "sig:update"  # type: ignore[union-attr]
        assert root.findtext("n:contentMeta/n:subject/n:name", None, at) == "economy"
        generators = [(e.text, e.get("versioninfo")) for e in root.findall("n:itemMeta/n:generator", at)]
        assert ("scripted", "1") in generators


def test_ids_are_the_same_for_every_run_and_version_and_other_for_every_language() -> None:
    first, second = story("ninjs31.json"), translated("x.json", json.dumps(ninjs3(version="4")))
    ids = {stamp(found, found.translations[tag]).id for found in (first, second) for tag in found.translations}
    assert len(ids) == 3
    assert stamp(second, second.translations["en"]).version == 4
    for odd in ("", "0", "-1", "1.5", "draft", "9" * 30):
        found = translated("x.json", json.dumps(ninjs3(version=odd)), ("en",))
        assert stamp(found, found.translations["en"]).version == 1


def test_what_persons_approved_before_is_a_persons_hand_too() -> None:
    found = story("ninjs31.json")
    english = found.translations["en"]
    first = replace(english.segments[0], origin="memory", model="", revision="")
    mixed = replace(english, segments=(first, *english.segments[1:]))
    alone = replace(english, segments=tuple(replace(s, origin="memory", model="") for s in english.segments))
    assert stamp(found, mixed).source_type == "compositeWithTrainedAlgorithmicMedia"
    assert stamp(found, alone).source_type == "digitalCreation"


def test_a_person_who_edits_or_reviews_changes_what_the_item_says(tmp_path: Path) -> None:
    found = story("ninjs31.json")
    english = found.translations["en"]
    edited = replace(english, segments=(replace(english.segments[0], origin="edited"), *english.segments[1:]))
    item = json.loads(written(TranslatedArticle(found.article, {"en": edited}), tmp_path, "ninjs")["en"])
    assert item["digitalSourceType"]["uri"] == TYPES + "compositeWithTrainedAlgorithmicMedia"
    by_hand = replace(english, segments=tuple(replace(s, origin="edited", model="") for s in english.segments))
    item = json.loads(written(TranslatedArticle(found.article, {"en": by_hand}), tmp_path, "ninjs")["en"])
    assert item["digitalSourceType"]["uri"] == TYPES + "digitalCreation"
    reviewed = TranslatedArticle(found.article, {"en": replace(english, reviewer="Dana Ospanova")})
    item = json.loads(written(reviewed, tmp_path, "ninjs")["en"])
    assert item["digitalSourceType"]["uri"] == TYPES + "trainedAlgorithmicMedia"
    assert item["infoSources"][-1] == {"name": "Dana Ospanova", "role": "reviewer"}
    assert "reviewed by Dana Ospanova" in item["edNote"]
    assert "Reviewed by Dana Ospanova." in item["bodies"][0]["value"]
    data = written(reviewed, tmp_path, "newsml-g2")["en"]
    assert b"Dana Ospanova" in data


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "This text was translated from Russian by a machine (scripted). No person has reviewed it."),
        ("kk-Cyrl", "Бұл – орыс тілінен жасалған машиналық аударма (scripted). Оны адам тексерген жоқ."),
        ("zh-Hans", "本文由机器译自俄文（scripted）。未经人工审校。"),
    ],
)
@pytest.mark.parametrize("kind", ["ninjs", "newsml-g2", "rss"])
@pytest.mark.parametrize("name", ["ninjs31.json", "newsml_nitf.xml", "memory.tmx"])
def test_readers_are_told_in_their_language_unless_that_is_switched_off(
    name: str, kind: str, language: str, line: str, tmp_path: Path
) -> None:
    found = story(name)
    assert line in written(found, tmp_path, kind)[language].decode()
    assert line not in written(found, tmp_path, kind, disclose=False)[language].decode()


@pytest.mark.parametrize("kind", ["ninjs", "newsml-g2", "rss", "xliff"])
def test_what_must_be_said_of_a_weak_model_stands_in_every_item(kind: str, tmp_path: Path) -> None:
    (path,) = export(translated("ninjs31.json", to=("en",)), tmp_path, "s", (kind,), notice="This model is weak.")
    assert "This model is weak." in path.read_text("utf-8")


def test_what_is_left_out_leaves_no_empty_element(tmp_path: Path) -> None:
    body = (
        "<p>Её подписали 15 агентств.</p><p>Подписывайтесь на наш канал в Telegram</p><ul><li>Читайте также:</li></ul>"
    )
    data = json.dumps(ninjs3(bodies=[{"contentType": "application/xhtml+xml", "value": body}]))
    item = json.loads(written(translated("x.json", data), tmp_path, "ninjs", disclose=False)["en"])
    assert item["bodies"][0]["value"] == "<p>15 agencies signed it.</p>"


def test_html_stays_html_and_nitf_stays_nitf(tmp_path: Path) -> None:
    body = "<p>Её подписали<br>15 агентств.</p>"
    data = json.dumps(ninjs3(bodies=[{"contentType": "text/html", "value": body}]))
    item = json.loads(written(translated("x.json", data), tmp_path, "ninjs", disclose=False)["en"])
    assert item["bodies"][0]["value"] == "<p>15 agencies signed<br> it.</p>"
    (part,) = [part for part in article("newsml_nitf.xml").item.parts if part.role == "body"]  # type: ignore[union-attr]
    assert part.media == "application/nitf+xml"
    data_out = written(story("newsml_nitf.xml"), tmp_path, "newsml-g2")["en"].decode()
    assert '<person idsrc="x" value="7">Aida Balayeva</person>' in data_out
    assert 'contenttype="application/nitf+xml"' in data_out


@needs_standards
def test_every_official_sample_with_a_russian_body_gives_three_valid_items_in_both_formats(tmp_path: Path) -> None:
    done = 0
    for path in sorted((STANDARDS / "ninjs" / "examples").glob("*.json")):
        document = json.loads(path.read_bytes())
        if not isinstance(document, dict) or "bodies" not in document:
            continue
        russian = {"role": "main", "contentType": "application/xhtml+xml", "value": BODY}
        names = ("headlines", "descriptions", "by")
        kept = {name: value for name, value in document.items() if name not in names}
        found = translated(path.name, json.dumps(kept | {"bodies": [russian]}))
        for data in written(found, tmp_path, "ninjs").values():
            item = json.loads(data)
            assert ninjs_errors(item) == [], path.name
            assert item["associations"][-1]["uri"].removeprefix("urn:audarma:id:") == document["uri"]
        for data in written(found, tmp_path, "newsml-g2").values():
            assert newsml_errors(data) == [], path.name
        done += 1
    assert done == 16


def test_files_are_named_by_language_and_format(tmp_path: Path) -> None:
    names = sorted(
        p.name for p in export(story("ninjs31.json"), tmp_path, "s", ("ninjs", "newsml-g2", "rss", "xliff", "tmx"))
    )
    kinds = (".newsml.xml", ".ninjs.json", ".rss.xml", ".tmx", ".xlf")
    assert names == sorted("s" + ending(language, kind) for language in ("zh", "kk", "en") for kind in kinds)
