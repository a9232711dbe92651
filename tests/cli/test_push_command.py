"""`audarma push` as a newsroom runs it: killed, started again, and never with an item lost or delivered twice."""

import json
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.cli.running import ROOT, run, start
from tests.pipeline.exchange.newsroom import ninjs3
from tests.pipeline.push.test_send import items, keys
from tests.pipeline.web.site import Handler, Site, hang, serving

SECRET = "a secret of thirty-two bytes ...."


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def test_items_of_a_folder_are_sent_once_and_said_in_json(site: Site, tmp_path: Path) -> None:
    items(tmp_path / "out", 2)
    words = ("push", "out", "--to-url", site.give("/in", (200, {}, b"")) + "?key=hunter2", "--once", "--log", "json")
    code, said = run(*words, "--secret-env", "S", folder=tmp_path, S=SECRET)
    assert code == 0, said
    lines = [json.loads(line) for line in said.splitlines()]
    assert [(line["event"], line["item"]) for line in lines] == [
        ("push.delivered", "urn:x:0000"),
        ("push.delivered", "urn:x:0001"),
    ]
    assert "hunter2" not in said
    assert b"hunter2" not in (tmp_path / "store.db").read_bytes()
    assert run(*words, "--secret-env", "S", folder=tmp_path, S=SECRET) == (0, "")
    assert [asked.path for asked in site.asked] == ["/in?key=hunter2"] * 2


def test_several_receivers_get_each_item_with_the_token_that_is_theirs(site: Site, tmp_path: Path) -> None:
    items(tmp_path / "out", 2)
    to = [word for path in ("/one", "/two") for word in ("--to-url", site.give(path, (200, {}, b"")))]
    words = ("push", "out", *to, "--once", "--token-env", "A", "--token-env", "B")
    for _ in range(2):
        assert run(*words, folder=tmp_path, A="first", B="second")[0] == 0
    assert sorted((asked.path, asked.headers["authorization"]) for asked in site.asked) == [
        ("/one", "Bearer first"),
        ("/one", "Bearer first"),
        ("/two", "Bearer second"),
        ("/two", "Bearer second"),
    ]


def test_one_of_several_receivers_that_is_down_is_exit_code_1(site: Site, tmp_path: Path) -> None:
    items(tmp_path / "out")
    well, down = site.give("/well", (200, {}, b"")), site.give("/down", (503, {}, b""))
    code, _said = run("push", "out", "--to-url", down, "--to-url", well, "--once", folder=tmp_path)
    assert code == 1
    assert [asked.path for asked in site.asked if asked.path == "/well"] == ["/well"]


def test_what_was_refused_is_one_clear_line_and_sent_again_on_request(site: Site, tmp_path: Path) -> None:
    items(tmp_path / "out")
    url = site.give("/in", (422, {}, b"no subject"), (200, {}, b""))
    code, said = run("push", "out", "--to-url", url, "--once", folder=tmp_path)
    assert code == 1
    assert said == (
        f"audarma: urn:x:0000, version 1, to {url}: refused: status 422 (no subject); --retry-failed sends it again\n"
    )
    assert run("push", "--to-url", url, "--once", folder=tmp_path) == (0, "")
    assert run("push", "--to-url", url, "--once", "--retry-failed", folder=tmp_path)[0] == 0
    assert len(site.asked) == 2


def test_status_tells_of_feeds_and_receivers(site: Site, tmp_path: Path) -> None:
    items(tmp_path / "out", 2)
    url = site.give("/in", (422, {}, b"no subject"), (200, {}, b""))
    run("push", "out", "--to-url", url, "--once", folder=tmp_path)
    feed = site.give("/rss", (503, {}, b""))
    run("feed", feed, "--once", "--allow-private", folder=tmp_path)
    command = start("status", "--json", folder=tmp_path)
    told = json.loads(command.communicate(timeout=60)[0])
    (receiver,) = told["receivers"]
    assert (receiver["receiver"], receiver["waiting"], receiver["delivered"], receiver["failed"]) == (url, 0, 1, 1)
    assert receiver["last_failures"] == [
        {"item": "urn:x:0000", "version": "1", "error": "status 422 (no subject)", "final": True}
    ]
    (one,) = told["feeds"]
    assert (one["feed"], one["failures"], "status 503" in one["last_error"]) == (feed, 1, True)
    command = start("status", folder=tmp_path)
    said = command.communicate(timeout=60)[0]
    assert (
        f"{url}: 0 waiting, 1 delivered, 1 failed\n  failed: urn:x:0000, version 1: status 422 (no subject)\n" in said
    )
    assert f"{feed}: asked 20" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--to-url", "ftp://x/"), "only http"),
        (("--to-url", "http://a:hunter2@x/"), "name or password"),
        (("--to-url", "http://x/", "--secret-env", "NONE"), "no such variable"),
        (("--to-url", "http://x/", "--token-env", "NONE"), "no such variable"),
        (("--to-url", "http://x/", "nothing"), "no such file or folder"),
        (("--to-url", "http://x/", "--timeout", "soon"), "no length of time"),
        ((), "Missing option"),
    ],
)
def test_wrong_words_are_exit_code_2(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    code, said = run("push", "--once", *words, folder=tmp_path)
    assert (code, says in said, said.count("\n")) == (2, True, 1)
    assert "hunter2" not in said


def test_sigterm_ends_it_with_exit_code_0(site: Site, tmp_path: Path) -> None:
    items(tmp_path / "out")
    process = start("push", "out", "--to-url", site.give("/in", (200, {}, b"")), folder=tmp_path)
    wait(lambda: bool(site.asked))
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0, said


def test_killed_while_the_receiver_answers_it_sends_the_same_key_again(site: Site, tmp_path: Path) -> None:
    items(tmp_path / "out")
    url = site.give("/in", hang, (200, {}, b""))
    process = start("push", "out", "--to-url", url, "--timeout", "1s", folder=tmp_path)
    wait(lambda: bool(site.asked))
    process.kill()
    process.communicate()
    end = time.monotonic() + 30
    while run("push", "--to-url", url, "--timeout", "1s", "--once", folder=tmp_path)[0]:
        assert time.monotonic() < end
    assert len(site.asked) == 2
    assert len(set(keys(site.asked))) == 1


def test_killed_at_random_nothing_is_lost_and_nothing_is_kept_twice(site: Site, tmp_path: Path) -> None:
    """The receiver keeps an item when it has read it, and answers a little later or not at all."""
    chance = random.Random(3)
    kept: Counter[str] = Counter()
    repeated = 0
    lock = threading.Lock()

    def receive(handler: Handler) -> None:
        nonlocal repeated
        with lock:
            asked = site.asked[-1]
            key = asked.headers["idempotency-key"]
            repeated += key in kept
            if key not in kept:
                kept[key] += 1
            status = chance.choice([200, 200, 200, 500, 503])
        time.sleep(0.02)
        handler.send_response(status)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    count = 30
    items(tmp_path / "out", count)
    words = ("push", "out", "--to-url", site.give("/in", receive), "--timeout", "1s", "--quiet")
    for _ in range(6):
        seen = len(site.asked)
        process = start(*words, folder=tmp_path)
        wait(lambda seen=seen: len(site.asked) > seen, process=process)  # type: ignore[misc]  # a default of a lambda
        time.sleep(chance.random() * 0.3)
        process.kill()
        process.communicate()
    end = time.monotonic() + 100
    while run(*words, "--once", folder=tmp_path)[0]:
        assert time.monotonic() < end
    assert len(kept) == count
    assert set(kept.values()) == {1}
    assert len(site.asked) == count + repeated


def wait(holds: object, seconds: float = 30.0, process: object = None) -> None:
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        poll = getattr(process, "poll", None)
        if poll is not None and poll() is not None:
            return
        assert time.monotonic() < end
        time.sleep(0.01)


def receiver_of_the_docs() -> type[BaseHTTPRequestHandler]:
    """The receiver that docs/newsroom.md gives, as it stands there."""
    text = (ROOT / "docs" / "newsroom.md").read_text("utf-8")
    (block,) = (found for found in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "class Receiver" in found)
    names: dict[str, object] = {}
    exec(block, names)  # the docs' own code is what is tested
    found = names["Receiver"]
    assert isinstance(found, type)
    assert issubclass(found, BaseHTTPRequestHandler)
    return found


def test_the_receiver_of_the_docs_takes_what_is_signed_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import http.client

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDARMA_SECRET", SECRET)
    monkeypatch.setattr(BaseHTTPRequestHandler, "log_message", lambda *_: None)
    items(tmp_path / "out", 2)
    with HTTPServer(("127.0.0.1", 0), receiver_of_the_docs()) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            port = server.server_address[1]
            words = ("push", "out", "--to-url", f"http://127.0.0.1:{port}/", "--once", "--secret-env", "S")
            assert run(*words, folder=tmp_path, S=SECRET)[0] == 0
            received = sorted(json.loads(path.read_bytes())["uri"] for path in (tmp_path / "received").iterdir())
            assert received == ["urn:x:0000", "urn:x:0001"]
            (tmp_path / "store.db").unlink()  # everything is sent once more, and is known
            assert run(*words, folder=tmp_path, S=SECRET)[0] == 0
            assert len(list((tmp_path / "received").iterdir())) == 2
            (tmp_path / "store.db").unlink()
            code, said = run(*words, folder=tmp_path, S="another secret, not theirs")
            assert (code, "401" in said) == (1, True)
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("POST", "/", json.dumps(ninjs3()), {"Webhook-Id": "../../x"})
            assert connection.getresponse().status == 401
            connection.close()
            assert len(list((tmp_path / "received").iterdir())) == 2
        finally:
            server.shutdown()
            thread.join()
