"""Asking a real server that fails in every way: one clear error each, in time, and nobody is led inside the network."""

import gzip
import shutil
import ssl
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from email.utils import formatdate
from functools import partial
from pathlib import Path

import httpcore2
import pytest

from pipeline.errors import FeedError
from pipeline.web.connect import Deadline, Dialler
from pipeline.web.fetch import Limits, agent, fetch
from tests.pipeline.web.site import Reply, Site, drip, hang, pour, say, serving, tear

HERE = Limits(seconds=1.0, allow_private=True)
MEGABYTE = b" " * 2**20


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def test_what_a_server_gives_and_how_it_is_asked(site: Site) -> None:
    headers = {
        "ETag": 'W/"7"',
        "Last-Modified": "Fri, 15 Nov 2024 05:37:00 GMT",
        "Content-Type": "text/xml; charset=KOI8-R",
    }
    url = site.give("/rss", (200, headers, b"<rss/>"), (304, {}, b""))
    first = fetch(url, limits=HERE)
    assert (first.body, first.charset) == (b"<rss/>", "koi8-r")
    again = fetch(url, first.etag, first.last_modified, HERE)
    assert again.body is None
    asked = site.asked[1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == (headers["ETag"], headers["Last-Modified"])
    assert asked["user-agent"] == agent()
    assert agent().startswith("Audarma/")
    assert "if-none-match" not in site.asked[0].headers


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_what_is_compressed_is_unpacked(site: Site, coding: str, pack: object) -> None:
    assert callable(pack)
    url = site.give("/rss", (200, {"Content-Encoding": coding}, pack(b"<rss/>")))
    assert fetch(url, limits=HERE).body == b"<rss/>"


def nested_bomb() -> bytes:
    return gzip.compress(gzip.compress(MEGABYTE * 1000, 9), 9)


BAD: dict[str, tuple[Reply, str]] = {
    "silence": (hang, "no whole answer in 1 s"),
    "headers byte by byte": (drip, "no whole answer in 1 s"),
    "torn off": (tear, "cannot be reached"),
    "200 MB of unsaid size": (pour, "larger than 10 MB"),
    "200 MB, as it says": ((200, {"Content-Length": str(200 * 2**20)}, b""), "larger than 10 MB"),
    "a bomb of gzip": ((200, {"Content-Encoding": "gzip"}, gzip.compress(MEGABYTE * 200)), "larger than 10 MB"),
    "a bomb in a bomb": ((200, {"Content-Encoding": "gzip, gzip"}, nested_bomb()), "larger than 10 MB"),
    "no gzip, though it says so": ((200, {"Content-Encoding": "gzip"}, b"<rss/>"), "not compressed as it says"),
    "brotli, which nobody asked for": ((200, {"Content-Encoding": "br"}, b"\x0b\x02\x80"), r"not asked for \(br\)"),
    "not found": ((404, {}, b"x"), "status 404"),
    "an error of its own": ((500, {}, b"x"), "status 500"),
    "forbidden": ((403, {}, b"x"), "status 403"),
    "no content": ((204, {}, b""), "status 204"),
    "no HTTP": (say(b"220 FTP ready\r\n"), "cannot be reached"),
    "headers without end": (say(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 2**22), "cannot be reached"),
    "to another scheme": ((302, {"Location": "file:///etc/passwd"}, b""), "leads astray"),
    "to a password": ((302, {"Location": "http://a:b@example.kz/"}, b""), "leads astray"),
    "to nonsense": ((302, {"Location": "http://["}, b""), "cannot be reached"),
}


@pytest.mark.parametrize(("reply", "says"), BAD.values(), ids=BAD)
def test_whatever_a_server_does_is_one_line_in_time(site: Site, reply: Reply, says: str) -> None:
    url = site.give("/rss", reply)
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(FeedError, match=says) as caught:
        fetch(url, limits=HERE)
    assert time.perf_counter() - started < 10
    assert tracemalloc.get_traced_memory()[1] < 60 * 2**20
    tracemalloc.stop()
    line = str(caught.value)
    assert line.startswith(url)
    assert "\n" not in line
    assert not caught.value.gone


def test_nobody_there() -> None:
    with pytest.raises(FeedError, match="cannot be reached"):
        fetch("http://127.0.0.1:1/rss", limits=HERE)


def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(FeedError, match=r"no address of no\.such\.host is known"):
        fetch("http://no.such.host/rss", limits=HERE, resolve=failing)


def failing(_host: str, _port: int) -> list[str]:
    raise OSError("Name or service not known")


def test_a_resolver_that_says_nothing() -> None:
    started = time.perf_counter()
    with pytest.raises(FeedError, match="no whole answer"):
        fetch("http://example.kz/rss", limits=HERE, resolve=lambda *_: time.sleep(5) or [])
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_a_lasting_one_is_told(site: Site, status: int) -> None:
    site.give("/new", (200, {}, b"<rss/>"))
    answer = fetch(site.give("/old", (status, {"Location": "/new"}, b"")), limits=HERE)
    assert answer.body == b"<rss/>"
    assert answer.moved == (f"{site.url}/new" if status in {301, 308} else "")


def test_redirects_without_end(site: Site) -> None:
    url = site.give("/rss", (302, {"Location": "/rss"}, b""))
    with pytest.raises(FeedError, match="redirects more than 5 times"):
        fetch(url, limits=HERE)
    assert len(site.asked) == 6


@pytest.mark.parametrize("status", [429, 503])
def test_what_a_server_asks_to_be_left_alone_for(site: Site, status: int) -> None:
    in_an_hour = formatdate(time.time() + 3600, usegmt=True)
    for asked, least, most in (("120", 120, 120), (in_an_hour, 3500, 3600), ("9" * 30, 86400, 86400)):
        with pytest.raises(FeedError) as caught:
            fetch(site.give("/rss", (status, {"Retry-After": asked}, b"")), limits=HERE)
        assert caught.value.pause is not None
        assert least <= caught.value.pause <= most
    with pytest.raises(FeedError) as caught:
        fetch(site.give("/rss", (status, {"Retry-After": "soon"}, b"")), limits=HERE)
    assert caught.value.pause is None


def test_a_feed_that_is_gone_says_so(site: Site) -> None:
    with pytest.raises(FeedError) as caught:
        fetch(site.give("/rss", (410, {}, b"")), limits=HERE)
    assert caught.value.gone


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"])
def test_addresses_inside_the_network_are_not_asked(site: Site, host: str) -> None:
    port = site.url.rpartition(":")[2]
    with pytest.raises(FeedError, match=r"--allow-private|cannot be reached"):
        fetch(f"http://{host}:{port}/rss")
    assert not site.asked


def test_a_redirect_does_not_lead_inside_the_network(site: Site) -> None:
    """The first host is let in here as a public one would be; the second is this machine under its own address."""
    port = site.url.rpartition(":")[2]
    url = site.give("/rss", (302, {"Location": f"http://inside.example:{port}/secret"}, b"")).replace(
        "127.0.0.1", "outside.example"
    )
    site.give("/secret", (200, {}, b"<rss/>"))
    names = {"outside.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.web.connect.is_public", lambda address: address == "127.0.0.1")
        with pytest.raises(FeedError, match="inside a network"):
            fetch(url, limits=Limits(1.0), resolve=lambda host, _port: names[host])
    assert [asked.path for asked in site.asked] == ["/rss"]


def test_a_name_that_changes_its_address_is_asked_for_once() -> None:
    """DNS rebinding: the address that was checked is the one that is connected to."""
    answers = [["192.0.2.1"], ["127.0.0.1"]]
    connected: list[str] = []

    class Backend(httpcore2.SyncBackend):
        def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore2.NetworkStream:
            connected.append(host)
            raise httpcore2.ConnectError("closed")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.web.connect.is_public", lambda address: address == "192.0.2.1")
        dialler = Dialler(Deadline(1), allow_private=False, resolve=lambda *_: answers.pop(0))
        patch.setattr(dialler, "_inner", Backend())
        with pytest.raises(httpcore2.ConnectError):
            dialler.connect_tcp("rebinding.example", 80)
    assert connected == ["192.0.2.1"]
    assert answers == [["127.0.0.1"]]


def test_a_host_with_one_address_inside_the_network_is_refused_whole() -> None:
    dialler = Dialler(Deadline(1), allow_private=False, resolve=lambda *_: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(FeedError, match=r"10\.0\.0\.1"):
        dialler.connect_tcp("both.example", 80)


def test_the_second_address_is_tried_where_the_first_does_not_answer(site: Site) -> None:
    url = site.give("/rss", (200, {}, b"<rss/>")).replace("127.0.0.1", "two.example")
    ask = partial(fetch, url, limits=HERE, resolve=lambda *_: ["127.0.0.9", "127.0.0.1"])
    assert ask().body == b"<rss/>"


def test_a_secret_in_an_address_is_in_no_error(site: Site) -> None:
    with pytest.raises(FeedError) as caught:
        fetch(site.give("/rss", (500, {}, b"")) + "?token=hunter2", limits=HERE)
    assert "hunter2" not in str(caught.value)
    assert site.asked[0].path == "/rss?token=hunter2"


def test_a_login_goes_to_its_host_and_to_no_other(site: Site) -> None:
    elsewhere = f"http://elsewhere.example:{site.url.rpartition(':')[2]}/new"
    url = site.give("/old", (302, {"Location": "/same"}, b""))
    site.give("/same", (302, {"Location": elsewhere}, b""))
    site.give("/new", (200, {}, b"<rss/>"))
    assert fetch(url, limits=HERE, authorization="Bearer x", resolve=lambda *_: ["127.0.0.1"]).body == b"<rss/>"
    assert [asked.headers.get("authorization") for asked in site.asked] == ["Bearer x", "Bearer x", None]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
@pytest.mark.parametrize(("name", "is_trusted", "says"), [
    ("feed.example", True, ""),
    ("feed.example", False, "certificate"),
    ("other.example", True, "certificate"),
])  # fmt: skip
def test_over_tls_the_name_that_was_asked_for_is_the_one_that_answers(
    name: str, is_trusted: bool, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    made += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(certificate, key)
    theirs = ssl.create_default_context(cafile=str(certificate) if is_trusted else None)
    monkeypatch.setattr("pipeline.web.connect._trusted", lambda: theirs)
    with serving(ours) as site:
        url = site.give("/rss", (200, {}, b"<rss/>")).replace("http://127.0.0.1", "https://feed.example")
        ask = partial(fetch, url, limits=Limits(5.0, allow_private=True), resolve=lambda *_: ["127.0.0.1"])
        if says:
            with pytest.raises(FeedError, match=says):
                ask()
        else:
            assert ask().body == b"<rss/>"
