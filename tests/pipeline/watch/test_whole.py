"""Half a file is never taken; a whole one does not wait."""

import time

import pytest

from pipeline.watch.whole import PATIENCE, SETTLE, Seen, is_unfinished_name, is_whole, says_its_end

ITEM = b'<?xml version="1.0"?>\n<!-- from x -->\n<newsItem xmlns="n" guid="g"><contentMeta/></newsItem>\n<!-- end -->\n'
MESSAGE = b"<newsMessage><itemSet><newsItem>a</newsItem><newsItem>b</newsItem></itemSet></newsMessage>"


@pytest.mark.parametrize(
    "name",
    ["a.xml.part", "a.XML.FILEPART", "a.tmp", "a.json.crdownload", "a.docx~", ".a.xml", "~$report.docx", "a.swp"],
)
def test_names_of_what_is_still_being_written(name: str) -> None:
    assert is_unfinished_name(name)


@pytest.mark.parametrize("name", ["a.xml", "partner.json", "tmp.txt", "a.part.xml", "Новость 5.docx", "feed"])
def test_names_of_what_is_there(name: str) -> None:
    assert not is_unfinished_name(name)


@pytest.mark.parametrize("data", [ITEM, MESSAGE, b"<nitf/>", b'<!DOCTYPE nitf SYSTEM "n.dtd">\n<nitf><a></a></nitf >'])
def test_xml_is_whole_where_its_last_tag_closes_its_first(data: bytes) -> None:
    assert says_its_end("a.xml", data)
    assert says_its_end("a", data)


@pytest.mark.parametrize("cut", range(1, 40))
def test_xml_is_not_whole_without_its_end(cut: int) -> None:
    for whole in (ITEM.removesuffix(b"\n<!-- end -->\n"), MESSAGE):
        assert not says_its_end("a.xml", whole[:-cut])


def test_an_item_inside_does_not_end_its_message() -> None:
    assert not says_its_end("a.xml", MESSAGE[: MESSAGE.index(b"</itemSet>")])


@pytest.mark.parametrize("data", [b'{"a": {"b": [1]}}', b'\xef\xbb\xbf [{"uri": "x"}]\n', b"{}"])
def test_json_is_whole_where_it_can_be_read(data: bytes) -> None:
    assert says_its_end("a.json", data)
    assert not says_its_end("a.json", data.rstrip()[:-1])


def test_json_that_ends_in_a_brace_that_is_not_its_last_is_not_whole() -> None:
    assert says_its_end("a.json", b'{"a": {"b": 1}') is False


def test_a_document_of_word_ends_in_its_directory() -> None:
    assert says_its_end("a.docx", b"PK\x03\x04......PK\x05\x06" + b"\0" * 18)
    assert says_its_end("a.docx", b"PK\x03\x04......") is False


def test_a_text_says_nothing_of_its_end() -> None:
    assert says_its_end("a.txt", b"x") is None
    assert says_its_end("a.xml", b"<!--" + b"x" * 9000 + b"--><a></a>") is None


def seen(age: float, renamed: bool = False) -> Seen:
    modified = time.time_ns() - int(age * 1e9)
    return Seen(1, modified, modified + (10**9 if renamed else 0), 1)


def test_when_a_text_is_taken() -> None:
    assert not is_whole("a.txt", b"x", seen(0.1), steady=0)
    assert is_whole("a.txt", b"x", seen(SETTLE + 1), steady=0)
    assert is_whole("a.txt", b"x", seen(-3600), steady=SETTLE)  # a clock that is ahead
    assert is_whole("a.txt", b"x", seen(0.1, renamed=True), steady=0)


def test_when_what_lacks_its_end_is_taken() -> None:
    assert is_whole("a.json", b"{}", seen(0), steady=0)
    assert not is_whole("a.json", b"{", seen(3600, renamed=True), steady=PATIENCE - 1)
    assert is_whole("a.json", b"{", seen(3600), steady=PATIENCE)
    assert not is_whole("a.txt", b"", seen(3600), steady=PATIENCE - 1)
    assert is_whole("a.txt", b"", seen(3600), steady=PATIENCE)


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "data", [b"<?" * 10**6, b"<!--" * 10**6, b"<a " * 10**6, b"<" * 10**6, b"<a>" + b"<!--" * 10**6]
)
def test_what_is_made_to_take_long_does_not(data: bytes) -> None:
    says_its_end("a.xml", data)
