"""A story of ours in every format of the exchange, an engine that knows its sentences, and the official schemas."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing
from lxml import etree

from models.engine import Decoding
from models.languages import short
from models.scripted import ScriptedEngine
from pipeline.article import Article, TranslatedArticle
from pipeline.readers import read_bytes
from pipeline.run import translate

STANDARDS = Path(os.environ.get("AUDARMA_STANDARDS", Path(__file__).parents[4] / "shared" / "standards"))
needs_standards = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason="no official schemas: set AUDARMA_STANDARDS to a folder with IPTC's"
)

SAID = {
    "В Астане прошёл форум агентств": (
        "Forum of agencies held in Astana",
        "Астанада агенттіктер форумы өтті",
        "通讯社论坛在阿斯塔纳举行",
    ),
    "Айгуль Сарсенова": ("Aigul Sarsenova", "Айгүл Сәрсенова", "艾古丽·萨尔谢诺娃"),
    "Агентства договорились обмениваться новостями.": (
        "The agencies agreed to exchange news.",
        "Агенттіктер жаңалық алмасуға келісті.",
        "各通讯社同意交换新闻。",
    ),
    "Министр информации Аида Балаева выступила перед 120 журналистами.": (
        "Minister of Information Aida Balayeva spoke to 120 journalists.",
        "Ақпарат министрі Аида Балаева 120 журналист алдында сөз сөйледі.",
        "信息部长阿依达·巴拉耶娃向120名记者发表讲话。",
    ),
    "Участники приняли декларацию о честной работе с новостями.": (
        "The participants adopted a declaration on honest work with news.",
        "Қатысушылар жаңалықтармен адал жұмыс істеу туралы декларация қабылдады.",
        "与会者通过了关于诚实处理新闻的宣言。",
    ),
    "Её подписали 15 агентств.": (
        "15 agencies signed it.",
        "Оған 15 агенттік қол қойды.",
        "15家通讯社签署了该宣言。",
    ),
    "обмен новостями на четырёх языках": (
        "exchange of news in four languages",
        "төрт тілде жаңалық алмасу",
        "以四种语言交换新闻",
    ),
    "общая проверка фактов": ("joint fact checking", "фактілерді бірлесіп тексеру", "共同核查事实"),
    "Машинный перевод надо называть машинным переводом.": (
        "Machine translation must be called machine translation.",
        "Машиналық аударманы машиналық аударма деп атау керек.",
        "机器翻译就应该叫机器翻译。",
    ),
    "На фото: участники форума у здания библиотеки.": (
        "Pictured: participants of the forum at the library building.",
        "Суретте: форумға қатысушылар кітапхана ғимаратының жанында.",
        "图为论坛与会者在图书馆大楼前。",
    ),
    "Аида Балаева": ("Aida Balayeva", "Аида Балаева", "阿依达·巴拉耶娃"),
    "декларацию": ("a declaration", "декларация", "宣言"),
    "15 агентств": ("15 agencies", "15 агенттік", "15家通讯社"),
}
_LANGUAGES = ("en", "kk-Cyrl", "zh-Hans")

BODY = (
    '<p>Министр информации <a href="https://example.kz/people?id=7&amp;tab=bio" title="биография">Аида Балаева</a> '
    "выступила перед 120 журналистами.</p>\n"
    "<p>Участники приняли <strong>декларацию</strong> о честной работе с новостями. Её подписали "
    "<em>15 агентств</em>.</p>\n"
    '<ul class="points"><li>обмен новостями на четырёх языках</li><li>общая проверка фактов</li></ul>\n'
    '<blockquote cite="https://example.kz/q/1"><p>Машинный перевод надо называть машинным переводом.</p></blockquote>\n'
    '<figure><img src="https://example.kz/i/1.jpg" alt="библиотека" width="800"/>'
    "<figcaption>На фото: участники форума у здания библиотеки.</figcaption></figure>\n"
    "<table><tbody><tr><td>Её подписали 15 агентств.</td><td>15</td></tr></tbody></table>"
)
HEADLINE, BYLINE, SUMMARY = list(SAID)[:3]
PLAIN = "\n\n".join(list(SAID)[3:5])


def engine() -> ScriptedEngine:
    """Knows the sentences above; gives anything else back as it is."""

    def answer(text: str, target: str, _how: Decoding) -> str:
        return SAID[text][_LANGUAGES.index(target)] if text in SAID else text

    return ScriptedEngine(answer)


def ninjs3(**changes: Any) -> dict[str, Any]:
    """An item of ninjs 3.1 as an agency would send it."""
    item: dict[str, Any] = {
        "uri": "urn:newsml:example.kz:20241115:forum-7",
        "type": "text",
        "version": "3",
        "versionCreated": "2024-11-15T10:37:00+05:00",
        "contentCreated": "2024-11-15T09:00:00+05:00",
        "pubStatus": "usable",
        "urgency": 2,
        "language": "ru",
        "copyrightHolder": "Пример",
        "copyrightNotice": "© 2024 Пример",
        "usageTerms": "Только для подписчиков",
        "edNote": "Будет дополнено",
        "slugline": "forum-astana",
        "by": BYLINE,
        "headlines": [{"role": "main", "value": HEADLINE}],
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": SUMMARY}],
        "bodies": [
            {"role": "text", "contentType": "text/plain", "charCount": 124, "wordCount": 15, "value": PLAIN},
            {"role": "main", "contentType": "application/xhtml+xml", "value": BODY},
        ],
        "subjects": [{"name": "economy", "rel": "about", "uri": "http://cv.iptc.org/newscodes/mediatopic/04000000"}],
        "associations": [
            {
                "name": "photo",
                "uri": "urn:newsml:example.kz:20241115:photo-8",
                "type": "picture",
                "descriptions": [{"role": "caption", "value": "На фото: участники форума у здания библиотеки."}],
                "renditions": [{"name": "highres", "href": "https://example.kz/i/1.jpg", "width": 800}],
            }
        ],
    }
    return item | changes


def ninjs2() -> dict[str, Any]:
    """The same in ninjs 2.1's names."""
    names = {
        "versionCreated",
        "contentCreated",
        "pubStatus",
        "copyrightHolder",
        "copyrightNotice",
        "usageTerms",
        "edNote",
    }
    item = {name.lower() if name in names else name: value for name, value in ninjs3().items()}
    for body in item["bodies"]:
        for name in ("contentType", "charCount", "wordCount"):
            if name in body:
                body[name.lower()] = body.pop(name)
    item["descriptions"] = [{"role": "summary", "contenttype": "text/plain", "value": SUMMARY}]
    return item


def newsml(content: str, guid: str = "urn:newsml:example.kz:20241115:forum-7", standard: str = "2.35") -> str:
    """A news item around some content."""
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="3" standard="NewsML-G2"
 standardversion="{standard}" conformance="power" xml:lang="ru">
 <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>
 <rightsInfo><copyrightHolder literal="Пример"><name>Пример</name></copyrightHolder>
  <copyrightNotice>© 2024 Пример</copyrightNotice><usageTerms>Только для подписчиков</usageTerms></rightsInfo>
 <itemMeta><itemClass qcode="ninat:text"/><provider literal="example.kz"/>
  <versionCreated>2024-11-15T10:37:00+05:00</versionCreated><firstCreated>2024-11-15T09:00:00+05:00</firstCreated>
  <pubStatus qcode="stat:usable"/><edNote>Будет дополнено</edNote><signal qcode="sig:update"/></itemMeta>
 <contentMeta><urgency>2</urgency><contentCreated>2024-11-15T09:00:00+05:00</contentCreated>
  <creator uri="https://example.kz/staff/7"><name>Айгуль Сарсенова</name></creator><language tag="ru"/>
  <subject qcode="medtop:04000000"><name xml:lang="en-GB">economy</name></subject>
  <slugline>forum-astana</slugline><headline>{HEADLINE}</headline><by>{BYLINE}</by>
  <description>{SUMMARY}</description></contentMeta>
 <contentSet>{content}</contentSet></newsItem>"""


XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
    f"</head><body>{BODY}</body></html></inlineXML>"
)
NITF_BODY = f"""<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head><docdata><urgency ed-urg="2"/>
<doc-id id-string="forum-7"/><date.issue norm="20241115T090000+0500"/><doc.copyright holder="Пример"/></docdata></head>
<body><body.head><hedline><hl1>{HEADLINE}</hl1></hedline><byline>{BYLINE}</byline></body.head>
<body.content><p>Министр информации <person idsrc="x" value="7">Аида Балаева</person> выступила перед 120
журналистами.</p><p>Участники приняли <em>декларацию</em> о честной работе с новостями.</p>
<media media-type="image"><media-reference mime-type="image/jpeg" source="https://example.kz/i/1.jpg"/>
<media-caption>На фото: участники форума у здания библиотеки.</media-caption></media></body.content></body></nitf>"""
RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Пример</title><link>https://example.kz/</link>
<description>Новости</description><language>ru</language><copyright>© 2024 Пример</copyright>
<item><title>{HEADLINE}</title><link>https://example.kz/n/7</link><guid isPermaLink="false">forum-7</guid>
<pubDate>Fri, 15 Nov 2024 10:37:00 +0500</pubDate><dc:creator>{BYLINE}</dc:creator>
<description>{SUMMARY}</description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>
<item><title>{SUMMARY}</title><link>https://example.kz/n/8</link>
<description>&lt;p&gt;{list(SAID)[4]}&lt;/p&gt;</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><title>Пример</title>
<id>tag:example.kz,2024:feed</id><updated>2024-11-15T10:37:00+05:00</updated>
<entry><title type="html">{HEADLINE}</title><id>tag:example.kz,2024:7</id>
<link href="https://example.kz/n/7"/><updated>2024-11-15T10:37:00+05:00</updated><author><name>{BYLINE}</name></author>
<summary>{SUMMARY}</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY}</div></content></entry>
</feed>"""
XLIFF = f"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="ru" trgLang="en"><file id="f">
<unit id="1"><segment><source>{HEADLINE}</source></segment></unit>
<unit id="2"><originalData><data id="d1">&lt;b&gt;</data>
<data id="d2">&lt;/b&gt;</data></originalData><segment><source>Участники приняли <pc id="1" dataRefStart="d1"
dataRefEnd="d2">декларацию</pc> о честной работе с новостями.</source></segment>
<ignorable><source> </source></ignorable>
<segment><source>Её подписали 15 агентств.</source><target>Old one.</target></segment></unit></file></xliff>"""
TMX = f"""<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header creationtool="x" creationtoolversion="1"
segtype="sentence" o-tmf="x" adminlang="en" srclang="ru" datatype="plaintext"/><body>
<tu><tuv xml:lang="ru-RU"><seg>{SUMMARY}</seg></tuv><tuv xml:lang="en"><seg>The agencies agreed.</seg></tuv></tu>
<tu><tuv xml:lang="ru-RU"><seg>Её подписали <bpt i="1">{{b}}</bpt>15<ept i="1">{{/b}}</ept> агентств.</seg></tuv></tu>
</body></tmx>"""

ONE = {
    "ninjs31.json": json.dumps(ninjs3(), ensure_ascii=False),
    "ninjs21.json": json.dumps(ninjs2(), ensure_ascii=False),
    "newsml_xhtml.xml": newsml(XHTML),
    "newsml_nitf.xml": newsml(
        f'<inlineXML contenttype="application/nitf+xml">{NITF_BODY}</inlineXML>', standard="2.24"
    ),
    "story.nitf": NITF_BODY,
    "atom.xml": ATOM,
    "work.xlf": XLIFF,
    "memory.tmx": TMX,
}
"""A file of one item in each format."""
MESSAGE = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-11-15T10:37:00Z</sent></header>
<itemSet>{newsml(XHTML)}{newsml(XHTML, "urn:newsml:example.kz:20241115:forum-9")}</itemSet></newsMessage>"""


def article(name: str, data: str | None = None) -> Article:
    """One of the files above, or other data under its name, read."""
    return read_bytes((ONE[name] if data is None else data).encode(), name)


def translated(name: str, data: str | None = None, to: tuple[str, ...] = ("zh", "kk", "en")) -> TranslatedArticle:
    """The same, translated by an engine that knows the story."""
    return translate(article(name, data), to, engine=engine())


def ninjs_errors(document: object) -> list[str]:
    """What the official schema of ninjs 3.1 says against a document. It refers to GeoJSON's, which is not checked."""
    schema = json.loads((STANDARDS / "ninjs" / "ninjs-schema_3.1.json").read_text("utf-8"))
    anything = referencing.Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"})
    registry: Any = referencing.Registry().with_resource("https://geojson.org/schema/GeoJSON.json", anything)
    validator = jsonschema.Draft202012Validator(schema, registry=registry)
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(document)]


def newsml_errors(data: bytes) -> list[str]:
    """What the official schema of NewsML-G2 2.35 says against a document."""
    path = STANDARDS / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"
    schema = etree.XMLSchema(etree.parse(str(path)))
    schema.validate(etree.fromstring(data))
    return [str(error) for error in schema.error_log]


def ending(language: str, kind: str) -> str:
    """How an exported file's name ends."""
    return f".{short(language)}{kind}"
