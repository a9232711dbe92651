"""What strangers send: each gets one clear line or is read without harm, and none of it reaches an output."""

import io
import json
import random
import re
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.scripted import ScriptedEngine
from pipeline.article import Part
from pipeline.cli.inputs import find_sources
from pipeline.errors import AudarmaError, ReadError
from pipeline.exporters import ALL_FORMATS, export
from pipeline.markup.cut import cut_html
from pipeline.markup.fill import fill
from pipeline.readers import read, read_bytes
from pipeline.readers.items import entries
from pipeline.run import Options, Run, translate
from tests.pipeline.exchange.mutate import mutants, survives
from tests.pipeline.exchange.newsroom import MESSAGE, ONE, RSS, engine, newsml, ninjs3, translated

BILLION = (
    '<!DOCTYPE l [<!ENTITY a "ха">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
RUNS = re.compile(
    rb"<\s*(?:script|iframe|object|embed|form)\b|<[^>]*\son\w+\s*=|(?:java|vb)script:|srcdoc", re.IGNORECASE
)


def refuse(data: bytes, name: str) -> str:
    """The one line with which a file is refused, in at most five seconds and 200 MB."""
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(ReadError) as caught:
        found = entries(data, name)
        for entry in found:
            entry.content()
    assert time.perf_counter() - started < 5
    assert tracemalloc.get_traced_memory()[1] < 200 * 2**20
    tracemalloc.stop()
    line = str(caught.value)
    assert line.startswith(name)
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    "xml",
    [
        BILLION + newsml("<inlineData>&i;</inlineData>"),
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + newsml("<inlineData>&e;</inlineData>"),
        '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>' + newsml("<inlineData>&e;</inlineData>"),
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>' + newsml(""),
        '<!DOCTYPE x [<!ENTITY q "' + "а" * 5000 + '">]>' + newsml(f"<inlineData>{'&q;' * 5000}</inlineData>"),
        '<!DOCTYPE x [<!ELEMENT x ANY><!ATTLIST x y CDATA "z">]>' + newsml(""),
        BILLION + "<rss version='2.0'><channel><item title='&i;'/></channel></rss>",
    ],
)
def test_xml_bombs_external_entities_and_dtd_tricks(xml: str) -> None:
    for data in (xml.encode(), xml.encode("utf-16"), b'<?xml version="1.0" encoding="utf-8"?>' + xml.encode()):
        line = refuse(data, "x.xml")
        assert "DTD" in line or "not well-formed" in line


def test_a_file_on_disk_is_never_read_through_xml(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Секрет", "utf-8")
    includes = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>'
    found = read_bytes(
        newsml(f"<inlineXML><div>{includes}<p>Её подписали 15 агентств.</p></div></inlineXML>").encode(), "x.xml"
    )
    assert "Секрет" not in " ".join(block.text for block in found.blocks)
    external = f'<!DOCTYPE nitf SYSTEM "{secret}">' + ONE["story.nitf"]
    assert read_bytes(external.encode(), "x.nitf").blocks


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"uri":"x","associations":['])
@pytest.mark.parametrize("depth", [100, 10_000, 1_000_000])
def test_json_nested_deep(opening: bytes, depth: int) -> None:
    assert "nested" in refuse(opening * depth, "x.json") or "not JSON" in refuse(opening * depth, "x.json")
    close = {b"[": b"]", b'{"a":': b"}"}.get(opening)
    if close:
        assert "nested" in refuse(opening * depth + b"1" + close * depth, "x.json")


@pytest.mark.parametrize("depth", [300, 10_000, 200_000])
def test_markup_nested_deep_is_read_or_refused(depth: int) -> None:
    for tag in ("div", "b", "blockquote"):
        value = f"<{tag}>" * depth + "Её подписали 15 агентств." + f"</{tag}>" * depth
        data = json.dumps(ninjs3(bodies=[{"contentType": "text/html", "value": value}])).encode()
        started = time.perf_counter()
        try:
            entries(data, "x.json")[0].content()
        except ReadError as error:
            assert "\n" not in str(error)
        assert time.perf_counter() - started < 20
    assert "not well-formed" in refuse(b"<a>" * depth + b"</a>" * depth, "x.xml")


@pytest.mark.parametrize(
    "bad",
    [
        *(b"", b"{}", b"[]", b"null", b'"x"', b'{"uri": 7}', b'{"uri": "x", "bodies": "y"}', b"<x/>"),
        *(b"<?xml version='1.0'?>", b"\xff\xfe", b"\x00" * 50, b'{"uri": "\xff"}', b"<rss></rss"),
        *(b"<!DOCTYPE html><html/>", b'{"schema_version": 1}'),
    ],
)
@pytest.mark.parametrize("name", ["x.json", "x.xml"])
def test_what_is_no_item_is_one_clear_line(bad: bytes, name: str) -> None:
    with pytest.raises(AudarmaError) as caught:
        read_bytes(bad, name)
    assert "\n" not in str(caught.value)


def test_an_undeclared_entity_is_refused_and_html_s_own_are_spelt() -> None:
    nitf = '<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">' + ONE["story.nitf"]
    found = read_bytes(nitf.replace("120\n", "120&nbsp;&laquo;").encode(), "x.nitf")
    assert any("120\u00a0«" in block.text for block in found.blocks)
    assert "&secret;" in refuse(nitf.replace("120\n", "&secret;").encode(), "x.nitf")


EVIL = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    '<img src="x" onerror="alert(1)">',
    '<a href="javascript:alert(1)">да</a>',
    '<a href=" java\tscript:alert(1)">да</a>',
    '<a href="&#106;avascript:alert(1)">да</a>',
    '<a href="data:text/html,<script>alert(1)</script>">да</a>',
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="x"></object><embed src="x">',
    '<form action="https://x.example"><input name="p"></form>',
    '<p style="background:url(javascript:alert(1))">да</p>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    "<p onclick=alert(1)>да</p>",
    "<b/onmouseover=alert(1)>да</b>",
    "<!--<script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<base href="javascript:alert(1)//">',
    '<video><source onerror="alert(1)"></video>',
    "<details open ontoggle=alert(1)>да</details>",
]


@pytest.mark.parametrize("evil", EVIL)
def test_what_runs_in_a_browser_reaches_no_output(evil: str, tmp_path: Path) -> None:
    body = f"<p>Её подписали 15 агентств.</p>{evil}<p>Агентства договорились обмениваться новостями.</p>"
    xhtml = '<inlineXML contenttype="application/xhtml+xml"><div>{}</div></inlineXML>'
    sources = {
        "x.json": json.dumps(
            ninjs3(
                bodies=[{"contentType": "text/html", "value": body}],
                headlines=[{"contentType": "text/html", "value": f"Форум агентств {evil}"}],
                title=evil,
                associations=[
                    {"name": "x", "uri": "urn:x", "bodies": [{"value": evil}], "headlines": [{"value": evil}]}
                ],
            )
        ),
        "x.rss": RSS.partition("<item>")[0]
        + "<item><title>Форум агентств</title><description><![CDATA["
        + body.replace("]]>", "")
        + "]]></description></item></channel></rss>",
    }
    well_formed = body if _is_xml(body) else ""
    if well_formed:
        sources["x.xml"] = newsml(xhtml.format(well_formed))
        sources["y.xml"] = newsml(
            f'<inlineXML><nitf xmlns=""><body><body.content>{well_formed}</body.content></body></nitf></inlineXML>'
        )
    for name, data in sources.items():
        found = translated(name, data, ("en",))
        for path in export(found, tmp_path, name[0], ALL_FORMATS):
            written = path.read_bytes()
            if path.suffix == ".docx":
                assert not _addresses(path), (name, path.name)
                continue
            if path.suffix == ".txt":  # what no program takes for markup
                continue
            if path.suffix in {".xlf", ".tmx"}:  # a code stands for markup, the rest is text
                written = _codes(written)
            if path.suffix == ".html":
                assert b"alert(1)" not in re.sub(rb"&lt;.*?&gt;|&#?\w+;", b"", written) or b"<script" not in written
                continue
            if path.suffix == ".json":
                written = b" ".join(_strings(json.loads(written)))
            else:
                written = written.replace(b"&lt;", b"<").replace(b"&gt;", b">") if "rss" in path.name else written
            assert not RUNS.search(written), (name, path.name, RUNS.search(written))


def _codes(written: bytes) -> bytes:
    """The markup that the codes of an XLIFF or a TMX stand for."""
    from lxml import etree

    found = etree.fromstring(written).iter("{*}data", "{*}bpt", "{*}ept", "{*}ph", "{*}it")
    return " ".join("".join(element.itertext()) for element in found).encode()


def _addresses(path: Path) -> list[str]:
    """What a docx leads to outside itself."""
    with zipfile.ZipFile(path) as parts:
        relations = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    return re.findall(r'TargetMode="External"|javascript', relations.decode())


def _strings(value: object) -> list[bytes]:
    """Every string of a JSON value, but for what our own JSON calls a text, which is none of HTML."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() if name != "text" for found in _strings(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in _strings(inner)]
    return [value.encode()] if isinstance(value, str) else []


def _is_xml(text: str) -> bool:
    from pipeline.markup.parse import parse_fragment

    try:
        parse_fragment(text, "x")
    except ReadError:
        return False
    return True


@pytest.mark.parametrize(
    ("opening", "close"),
    [
        ("<script>alert(1)</script><b>", "</b>"),
        ("<script>", "</script>"),
        ('<b onclick="alert(1)">', "</b>"),
        ('<a href="java&#10;script:alert(1)">', "</a>"),
        ("<b>", "</b><script>alert(1)</script>"),
        ("<b", ">"),
        ("{b}", "{/b}"),
        ("<b>x", "</b>"),
    ],
)
def test_a_code_of_an_xliff_that_is_no_plain_tag_is_no_markup(opening: str, close: str) -> None:
    def data(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;")

    evil = ONE["work.xlf"].replace("&lt;b&gt;", data(opening)).replace("&lt;/b&gt;", data(close))
    found = read_bytes(evil.encode(), "x.xlf")
    assert [block.inline for block in found.blocks] == [(), ()]
    assert found.blocks[1].text.startswith("Участники приняли декларацию")


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '<p onclick="x()">да</p>', "<iframe src='x'></iframe>"])
def test_an_editor_is_told_that_something_was_left_out(evil: str) -> None:
    data = json.dumps(ninjs3(bodies=[{"contentType": "text/html", "value": f"<p>Её подписали 15 агентств.</p>{evil}"}]))
    assert "unsafe-markup" in {finding.check for finding in read_bytes(data.encode(), "x.json").findings}


@pytest.mark.parametrize("said", ["\x00Два\x0b", "\ud800Два", "<script>alert(1)</script>", "]]>&<b>", "\ufffe"])
def test_whatever_an_engine_says_the_files_stay_sound(said: str, tmp_path: Path) -> None:
    from lxml import etree

    found = translate(
        read_bytes(ONE["ninjs31.json"].encode(), "x.json"), ["en"], engine=ScriptedEngine(lambda *_: said)
    )
    for path in export(found, tmp_path, "s", ALL_FORMATS):
        if not path.name.endswith((".ninjs.json", ".xml", ".xlf", ".tmx")):
            assert path.read_bytes()  # a text, not markup
        elif path.suffix == ".json":
            item = json.loads(path.read_bytes())
            assert not RUNS.search(b" ".join(_strings(item)))
        else:
            assert not re.search(rb"<script", etree.tostring(etree.fromstring(path.read_bytes())))


def test_a_zip_bomb_in_a_docx(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * (150 * 2**20))
    started = time.perf_counter()
    with pytest.raises(ReadError, match="unpacks to 150 MB"):
        read(path)
    assert time.perf_counter() - started < 5


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * (150 * 2**20))
    size = (150 * 2**20).to_bytes(4, "little")
    path = tmp_path / "x.docx"
    path.write_bytes(held.getvalue().replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(ReadError):
        read(path)


def test_ids_that_are_paths_stay_inside_the_folder(tmp_path: Path) -> None:
    guids = ["../../../etc/passwd", "/etc/passwd", "a/../../b", "..", "C:\\x", "\u202egnp.exe", "con", "x" * 300, ""]
    items = [ninjs3(uri=guid or "urn:x") for guid in guids]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "many.json").write_text(json.dumps(items), "utf-8")
    sources = find_sources([str(tmp_path / "in")], "ru")
    assert len(sources) == len(guids)
    outcomes = list(Run({"en": engine()}, Options(tmp_path / "out", ("ninjs", "txt")))(sources))
    assert [outcome.error for outcome in outcomes] == [None] * len(guids)
    inside = {path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {path for outcome in outcomes for path in outcome.files} == inside
    assert {path.parent for path in inside} == {tmp_path / "out"}
    assert len(inside) == 2 * len(guids)


def test_items_of_one_file_and_our_own_files_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "message.xml").write_text(MESSAGE, "utf-8")
    (tmp_path / "one.json").write_text(ONE["ninjs31.json"], "utf-8")
    sources = find_sources([str(tmp_path)], "ru")
    assert [source.stem for source in sources] == [
        "message-urn-newsml-example-kz-20241115-forum-7",
        "message-urn-newsml-example-kz-20241115-forum-9",
        "one",
    ]
    formats = ("html", "ninjs", "newsml-g2", "rss", "xliff", "tmx", "txt")
    list(Run({"en": engine()}, Options(tmp_path, formats))(sources))
    assert len(list(tmp_path.iterdir())) == 2 + 3 * len(formats)
    list(Run({"en": engine()}, Options(tmp_path, ("json", "html")))(sources[:2]))
    (tmp_path / "one.html").unlink()  # without its story.json a page is a page like any other
    assert [source.stem for source in find_sources([str(tmp_path)], "ru")] == [source.stem for source in sources]


def test_a_source_in_json_is_never_overwritten_by_our_own(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(ONE["ninjs31.json"], "utf-8")
    run = Run({"en": engine()}, Options(tmp_path, ("json",)))
    (outcome,) = run(find_sources([str(tmp_path / "one.json")], "ru"))
    assert "is not overwritten" in str(outcome.error)
    assert (tmp_path / "one.json").read_text("utf-8") == ONE["ninjs31.json"]


def test_a_second_item_of_the_same_id_is_told_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "many.json").write_text(json.dumps([ninjs3(), ninjs3(), ninjs3(uri="urn:b")]), "utf-8")
    run = Run({"en": engine()}, Options(tmp_path / "out", ("ninjs",)))
    outcomes = list(run(find_sources([str(tmp_path / "many.json")], "ru")))
    assert ["item 1 again" in str(outcome.error) for outcome in outcomes] == [False, True, False]


def test_a_feed_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    (source,) = find_sources([str(path)], "ru")
    with pytest.raises(ReadError, match="200 MB"):
        source.read()


PIECES = [
    *"<>&;/='\" \n\x00\u00a0\ud800",
    *"<p> </p> <b> </b> <br> <li> <ul> <table> <td> <a\u2003href='x'> <img\u2003src=x> слово Слово. &nbsp; &lt;".split(
        " "
    ),
    *("<?x?>", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "<a href='x'>", "<img src=x>", "<p/>", "<a id='x'/>"),
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_markup_is_cut_and_filled_to_the_same_blocks(pieces: list[str]) -> None:
    first = cut_html("".join(pieces), 0, "x")
    filled = fill(Part("body", first.layout, "application/xhtml+xml"), dict(enumerate(first.blocks)))
    second = cut_html(filled, 0, "x")
    assert [block.text for block in second.blocks] == [block.text for block in first.blocks]
    assert not RUNS.search(filled.encode())


def test_six_hundred_mutated_files_make_no_crash_and_no_hang() -> None:
    done = [survives(name, data) for name, data in mutants(600, random.Random(7))]
    assert 200 < sum(done) < 550  # so that both ways are gone
