"""`audarma feed` as a newsroom runs it."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import run, start
from tests.pipeline.exchange.newsroom import RSS
from tests.pipeline.web.site import Site, serving

HERE = ("--allow-private", "--to", "en", "--out", "out")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def test_a_feed_into_files_and_on_to_a_receiver(site: Site, tmp_path: Path) -> None:
    url = site.give("/rss", (200, {"ETag": '"1"'}, RSS.encode()), (304, {}, b""))
    to = site.give("/in", (200, {}, b""))
    words = ("feed", url, *HERE, "--once", "--push-to", to, "--format", "ninjs,newsml-g2,html", "--log", "json")
    code, said = run(*words, folder=tmp_path)
    assert code == 0, said
    events = [json.loads(line)["event"] for line in said.splitlines()]
    assert events == ["feed.polled", "item.done", "item.done"]
    assert len(list((tmp_path / "out").glob("*.en.ninjs.json"))) == 2
    assert run("push", "--to-url", to, "--once", "--quiet", folder=tmp_path) == (0, "")
    sent = [json.loads(asked.body) for asked in site.asked if "json" in asked.headers.get("content-type", "")]
    assert [item["language"] for item in sent] == ["en", "en"]
    assert len(site.asked) == 1 + 4
    assert run(*words, folder=tmp_path) == (0, "")
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_a_private_address_needs_leave(site: Site, tmp_path: Path) -> None:
    code, said = run("feed", site.give("/rss", (200, {}, RSS.encode())), "--once", "--quiet", folder=tmp_path)
    assert code == 1
    assert "is asked only with --allow-private; asked again in 300 s" in said
    assert said.count("\n") == 1
    assert not site.asked


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ftp://x/rss",), "only http"),
        (("http://boss:hunter2@x/rss",), "name or password"),
        (("-",), "not standard input"),
        (("feed.xml", "--every", "1s"), "too short"),
        (("feed.xml", "--every", "often"), "no length of time"),
        (("feed.xml", "--format", "pdf"), "--format pdf"),
        (("feed.xml", "--push-to", "x"), "only http"),
        (("http://x/rss", "--auth-env", "NONE"), "no such variable"),
        (("http://x/rss", "http://y/rss", "--auth-env", "PATH"), "several hosts"),
        ((), "Missing argument"),
    ],
)
def test_wrong_words_are_exit_code_2(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    code, said = run("feed", "--once", *words, folder=tmp_path)
    assert (code, says in said, said.count("\n")) == (2, True, 1), said
    assert "hunter2" not in said


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_told_to(site: Site, tmp_path: Path, how: signal.Signals) -> None:
    url = site.give("/rss", (200, {}, RSS.encode()))
    process = start("feed", url, *HERE, "--quiet", folder=tmp_path)
    end = time.monotonic() + 60
    while len(list((tmp_path / "out").glob("*.json"))) != 2:
        assert time.monotonic() < end
        time.sleep(0.05)
    process.send_signal(how)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (0, "")


def test_killed_at_any_moment_each_item_is_there_in_the_end(site: Site, tmp_path: Path) -> None:
    url = site.give("/rss", (200, {"ETag": '"1"'}, RSS.encode()))
    words = ("feed", url, *HERE, "--once", "--quiet")
    for pause in (0.5, 0.9, 1.3, 1.7):
        process = start(*words, folder=tmp_path)
        time.sleep(pause)
        process.kill()
        process.communicate()
    assert run(*words, folder=tmp_path) == (0, "")
    written = sorted(path.name for path in (tmp_path / "out").iterdir() if not path.name.endswith(".part"))
    assert len(written) == 2
    assert all(json.loads((tmp_path / "out" / name).read_bytes())["version"] == "1" for name in written)


def test_a_store_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"no database" * 1000)
    (tmp_path / "feed.xml").write_text(RSS, "utf-8")
    code, said = run("feed", "feed.xml", "--once", "--to", "en", "--quiet", folder=tmp_path)
    assert code == 1
    assert said.startswith("audarma: the store ")
    assert said.count("\n") == 1
