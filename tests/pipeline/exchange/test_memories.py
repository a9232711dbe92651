"""A translation memory of another tool, read as an article and given back as TMX with a variant more a unit."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from models.engine import Decoding
from models.scripted import ScriptedEngine
from pipeline.article import TranslatedArticle
from pipeline.exporters import export
from pipeline.readers import read_bytes
from pipeline.run import translate
from pipeline.store.exchange import read_units
from tests.pipeline.exchange.newsroom import SAID, translated
from tests.schemas import tmx_errors

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FORUM, AGREED = "В Астане прошёл форум агентств", "Агентства договорились обмениваться новостями."

MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<!-- exported for the newsroom -->
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="Тулза" creationtoolversion="7.1" segtype="sentence" o-tmf="sdltm" adminlang="ru-RU"
    srclang="ru-RU" datatype="xml" o-encoding="UTF-8" creationdate="20240102T030405Z" changeid="dana">
    <note>Только для своих</note>
    <prop type="x-domain">новости &amp; спорт</prop>
    <ude name="own"><map unicode="#xF8FF"/></ude>
  </header>
  <body>
    <?tool keep?>
    <tu tuid="n-1" datatype="xml" usagecount="3"
      creationdate="20240102T030405Z" creationid="dana" changedate="20240203T000000Z">
      <note xml:lang="ru">Заголовок</note>
      <prop type="x-client">АО «Пример»</prop>
      <tuv xml:lang="ru-RU" creationid="dana"><prop type="x-side">source</prop>
        <seg>В Астане прошёл форум агентств</seg></tuv>
      <tuv xml:lang="de-DE"><seg>Forum der Agenturen in Astana</seg></tuv>
    </tu>
    <tu tuid="n-2"><!-- two codes -->
      <tuv xml:lang="ru"><seg>Участники приняли
        <bpt i="1" x="1" type="bold">{\\b </bpt>декларацию<ept
        i="1">}</ept> о честной работе с новостями.<ph x="2">{img:7}</ph></seg></tuv>
    </tu>
    <tu tuid="n-3">
      <tuv xml:lang="ru"><seg>Агентства договорились обмениваться новостями.</seg></tuv>
      <tuv xml:lang="en-GB" changeid="ben"><seg>The agencies have agreed on it.</seg></tuv>
      <tuv xml:lang="zh-TW"><seg>各通訊社同意交換新聞。</seg></tuv>
    </tu>
    <tu tuid="n-4">
      <tuv xml:lang="ru"><seg>Её подписали <hi type="count">15 агентств</hi>.</seg></tuv>
      <tuv xml:lang="en"><prop type="x-origin">model</prop><seg>15 agency signed.</seg></tuv>
      <tuv xml:lang="fr"><seg>15 agences ont signé.</seg></tuv>
    </tu>
  </body>
</tmx>
"""


def written(found: TranslatedArticle, folder: Path) -> dict[str, Any]:
    """The TMX of each language, as a tree."""
    paths = export(found, folder, "memory", ("tmx",))
    assert not [error for path in paths for error in tmx_errors(path.read_bytes())]
    parser = etree.XMLParser(load_dtd=False)
    return {language: etree.parse(str(path), parser) for language, path in zip(found.translations, paths, strict=True)}


def in_language(tree: Any, tag: str) -> dict[str, Any]:
    """The variants in a language as it is written, by the unit's id."""
    return {
        unit.get("tuid"): variant
        for unit in tree.iterfind("body/tu")
        for variant in unit.iterfind("tuv")
        if variant.get(LANG) == tag
    }


def segment(variant: Any) -> str:
    """A `seg` with its codes, as it is written."""
    return etree.tostring(variant.find("seg"), encoding="unicode", with_tail=False)[5:-6]


def canonical(tree: Any) -> bytes:
    """Comments and processing instructions too; blank lines where a variant stood are none of the content."""
    text: bytes = etree.tostring(tree, method="c14n", with_comments=True)
    return b"\n".join(line for line in text.splitlines() if line.strip())


@pytest.mark.parametrize("language", ["kk-Cyrl", "zh-Hans", "en"])
def test_all_but_the_new_variants_is_as_it_came(language: str, tmp_path: Path) -> None:
    tree = written(translated("m.tmx", MEMORY), tmp_path)[language]
    assert tree.docinfo.doctype == '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    for variant in [v for v in tree.iter("tuv") if v.get("creationtool") == "Audarma"]:
        before, unit = variant.getprevious(), variant.getparent()
        if variant.getnext() is None:
            before.tail = variant.tail
        unit.remove(variant)
    source = MEMORY
    if language == "en":  # what our own model had said is replaced
        source = MEMORY.replace(
            '<tuv xml:lang="en"><prop type="x-origin">model</prop><seg>15 agency signed.</seg></tuv>', ""
        )
    assert canonical(tree) == canonical(etree.ElementTree(etree.fromstring(source.encode())))


def test_each_unit_gets_a_variant_with_the_codes_of_its_source(tmp_path: Path) -> None:
    trees = written(translated("m.tmx", MEMORY), tmp_path)
    kazakh = {name: segment(variant) for name, variant in in_language(trees["kk-Cyrl"], "kk-Cyrl").items()}
    assert kazakh["n-1"] == SAID[FORUM][1]
    assert kazakh["n-2"] == (
        'Қатысушылар жаңалықтармен адал жұмыс істеу туралы <bpt i="1" x="1" type="bold">{\\b </bpt>декларация'
        '<ept i="1">}</ept> қабылдады.<ph x="2">{img:7}</ph>'
    )
    assert kazakh["n-4"] == 'Оған <hi type="count">15 агенттік</hi> қол қойды.'
    english = segment(in_language(trees["en"], "en")["n-4"])
    assert english == '<hi type="count">15 agencies</hi> signed it.'


def test_what_a_person_may_have_written_stays_and_another_script_is_another_language(tmp_path: Path) -> None:
    trees = written(translated("m.tmx", MEMORY), tmp_path)
    assert segment(in_language(trees["en"], "en-GB")["n-3"]) == "The agencies have agreed on it."
    assert "n-3" not in in_language(trees["en"], "en")
    assert segment(in_language(trees["zh-Hans"], "zh-TW")["n-3"]) == "各通訊社同意交換新聞。"
    assert segment(in_language(trees["zh-Hans"], "zh-Hans")["n-3"]) == SAID[AGREED][2]


def test_a_machine_s_variant_that_a_person_approved_stays(tmp_path: Path) -> None:
    approved = MEMORY.replace(
        '<prop type="x-origin">model</prop>', '<prop type="x-origin">model</prop><prop type="x-approved">yes</prop>'
    )
    tree = written(translated("m.tmx", approved, ("en",)), tmp_path)["en"]
    assert segment(in_language(tree, "en")["n-4"]) == "15 agency signed."


def test_a_variant_says_who_made_it_and_the_memory_takes_it_for_a_machine_s(tmp_path: Path) -> None:
    found = translated("m.tmx", MEMORY, ("kk",))
    kazakh = in_language(written(found, tmp_path)["kk-Cyrl"], "kk-Cyrl")
    said = {prop.get("type"): prop.text for prop in kazakh["n-1"].iterfind("prop")}
    assert said == {"x-origin": "model", "x-model": "scripted@1", "x-score": "-0.5000"}
    units = list(read_units(tmp_path / "memory.kk.tmx"))
    made = {unit.source: (unit.origin, unit.approved) for unit in units if unit.target_language == "kk-Cyrl"}
    assert made[FORUM] == ("model", False)
    by_persons = {unit.target: (unit.origin, unit.author) for unit in units if unit.target_language == "en"}
    assert by_persons["The agencies have agreed on it."] == ("import", "ben")


def test_what_an_editor_changed_is_of_a_person(tmp_path: Path) -> None:
    found = translated("m.tmx", MEMORY, ("en",))
    english = found.translations["en"]
    edited = replace(english, segments=tuple(replace(s, origin="edited") for s in english.segments), reviewer="Dana")
    tree = written(TranslatedArticle(found.article, {"en": edited}), tmp_path)["en"]
    said = {prop.get("type"): prop.text for prop in in_language(tree, "en")["n-1"].iterfind("prop")}
    assert (said["x-origin"], said["x-reviewer"]) == ("edited", "Dana")


def test_a_unit_of_which_a_sentence_failed_is_left_as_it_came(tmp_path: Path) -> None:
    def answer(text: str, _target: str, _how: Decoding) -> str:
        return "and and and and and" if "прошёл" in text else SAID.get(text, (text,))[0]

    found = translate(read_bytes(MEMORY.encode(), "m.tmx"), ["en"], engine=ScriptedEngine(answer))
    assert sorted(in_language(written(found, tmp_path)["en"], "en")) == ["n-2", "n-4"]


def one(seg: str) -> str:
    """A memory of one unit."""
    return (
        '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"'
        f' adminlang="en" srclang="ru" datatype="html"/><body>'
        f'<tu><tuv xml:lang="ru"><seg>{seg}</seg></tuv></tu></body></tmx>'
    )


@pytest.mark.parametrize(
    ("seg", "expected"),
    [
        ('<bpt i="1">&lt;b&gt;</bpt>Её подписали 15 агентств.<ept i="1">&lt;/b&gt;</ept>',
         '<bpt i="1">&lt;b&gt;</bpt>15 agencies signed it.<ept i="1">&lt;/b&gt;</ept>'),
        ('<bpt i="1">[</bpt><bpt i="2">(</bpt>Её подписали 15 агентств.<ept i="1">]</ept><ept i="2">)</ept>',
         '<bpt i="1">[</bpt><bpt i="2">(</bpt>15 agencies signed it.<ept i="1">]</ept><ept i="2">)</ept>'),
        ('<it pos="begin">&lt;i&gt;</it>Её подписали 15 агентств.',
         '<it pos="begin">&lt;i&gt;</it>15 agencies signed it.'),
        ("Её подписали 15 агентств.<ph>&lt;img alt=\"<sub>Флаг</sub>\"/&gt;</ph>",
         '15 agencies signed it.<ph>&lt;img alt="<sub>Флаг</sub>"/&gt;</ph>'),
        ("<ph>&lt;script&gt;alert(1)&lt;/script&gt;</ph>Её подписали 15 агентств.", "15 agencies signed it."),
        ("Её  подписали\n15 агентств.<!-- checked -->", "15 agencies signed it."),
        ('<hi><bpt i="1">[</bpt>Её подписали</hi> 15 агентств.<ept i="1">]</ept>', None),
    ],
)  # fmt: skip
def test_codes_of_every_kind(seg: str, expected: str | None, tmp_path: Path) -> None:
    tree = written(translated("m.tmx", one(seg), ("en",)), tmp_path)["en"]
    (variant,) = [v for v in tree.iter("tuv") if v.get(LANG) == "en"]
    if expected is not None:
        assert segment(variant) == expected
    else:  # a pair across the end of a highlight: all its codes are there
        assert sorted(e.tag for e in variant.find("seg").iter()) == ["bpt", "ept", "hi", "seg"]
    assert "alert" not in segment(variant)


def test_a_text_that_a_browser_would_run_is_left_where_it_was(tmp_path: Path) -> None:
    seg = "Её подписали 15 агентств. &lt;script&gt;alert(1)&lt;/script&gt;"
    tree = written(translated("m.tmx", one(seg), ("en",)), tmp_path)["en"]
    assert [variant.get(LANG) for variant in tree.iter("tuv")] == ["ru"]
