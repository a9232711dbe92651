"""Feeds that servers get wrong are read as they were meant; what was torn off is refused."""

import gzip
import time
from contextlib import suppress

import pytest

from pipeline.errors import FeedError, ReadError
from pipeline.feeds.mend import mend
from pipeline.readers.items import entries
from tests.pipeline.exchange.newsroom import ATOM, HEADLINE, ONE, RSS


def first_block(data: bytes, charset: str = "") -> str:
    return entries(mend(data, charset, "feed"), "feed")[0].content()[0][0].text


@pytest.mark.parametrize("declared", ["UTF-8", "windows-1251", "koi8-r", "us-ascii", "x-none", "hex"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "koi8-r", "utf-16"])
@pytest.mark.parametrize("charset", ["", "utf-8", "windows-1251"])
def test_whatever_is_declared_the_letters_are_right(declared: str, encoding: str, charset: str) -> None:
    data = RSS.replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding, "xmlcharrefreplace")
    assert first_block(data, charset) == HEADLINE


@pytest.mark.parametrize(
    "wrong",
    [
        "\n\n  " + RSS,
        RSS.replace("<title>Пример", "<title>A & B &nbsp; &laquo; &unclosed"),
        RSS.replace("<title>Пример", "<title>\x01\x0b&#2;&#x1F;"),
        RSS.replace("https://example.kz/n/7", "https://example.kz/n/7?a=b&c=d"),
        "<!-- <![CDATA[ & -->" + RSS.partition("?>")[2],
    ],
)
def test_what_leaves_no_doubt_is_put_right(wrong: str) -> None:
    assert first_block(wrong.encode()) == HEADLINE


def test_what_is_right_stays() -> None:
    for text in (ATOM, RSS.partition("?>")[2], ONE["ninjs31.json"]):
        assert mend(text.encode(), "", "x").decode() == text


def test_cdata_is_not_touched() -> None:
    text = "<rss><![CDATA[<p>a & b &nbsp; &#2;</p>]]>&amp;&lt;&#1234;&#xAB;</rss>"
    assert mend(text.encode(), "", "x").decode() == text


@pytest.mark.parametrize("cut", [200, 700, len(RSS) - 20])
def test_a_feed_that_was_torn_off_is_refused(cut: int) -> None:
    with pytest.raises(ReadError, match="not well-formed"):
        entries(mend(RSS[:cut].encode(), "", "x"), "x")


def test_a_file_of_gzip_is_unpacked() -> None:
    assert first_block(gzip.compress(RSS.encode())) == HEADLINE


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (gzip.compress(RSS.encode())[:-30], "torn off"),
        (b"\x1f\x8b" + b"x" * 100, "a damaged file of gzip"),
        (gzip.compress(b" " * 200 * 2**20, 1), "larger than 10 MB"),
        (b"", "x: empty"),
        (gzip.compress(b"\n"), "x: empty"),
    ],
)
def test_what_is_no_whole_file_is_one_line(data: bytes, says: str) -> None:
    with pytest.raises(FeedError, match=says):
        mend(data, "", "x")


def test_a_page_is_no_feed() -> None:
    with pytest.raises(FeedError, match="a page in HTML"):
        mend(b"  <!DOCTYPE html><html><body>Log in</body></html>", "", "x")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"\x00" * 5000])
def test_bytes_that_are_no_text(data: bytes) -> None:
    with pytest.raises((FeedError, ReadError)) as caught:
        entries(mend(data, "", "x"), "x")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "piece", ["<![CDATA[", "<!--", "<!---->", "&", "&#", "&#0", "<?xml ", "]]>", "&a", "\x00", "<"]
)
def test_no_text_takes_long(piece: str) -> None:
    data = (piece * (10 * 2**20 // len(piece))).encode()
    started = time.process_time()
    with suppress(FeedError, ReadError):
        entries(mend(data, "", "x"), "x")
    assert time.process_time() - started < 10


def test_a_dtd_is_not_let_in_by_mending() -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "ха"><!ENTITY b "&a;&a;">]>' + RSS.partition("?>")[2].replace("Пример", "&b;")
    with pytest.raises(ReadError, match="DTD"):
        entries(mend(bomb.encode(), "", "x"), "x")
