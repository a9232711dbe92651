"""Deliveries to a real HTTP server that fails in every way."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from threading import Event, Thread

import pytest

from pipeline.errors import ReadError, UsageError
from pipeline.exporters import export
from pipeline.push.deliver import Deliverer, enqueue
from pipeline.push.send import Receiver, Verdict, send
from pipeline.push.sign import read_secret, sign
from pipeline.push.wrap import delivery_key, finished_files, wrap
from pipeline.store import Store, open_store
from pipeline.store.outbox import Letter, look
from tests.pipeline.exchange.newsroom import ONE, ninjs3, translated
from tests.pipeline.web.site import Asked, Handler, Reply, Site, drip, hang, say, serving

SECRET = b"a secret of thirty-two bytes ...."
LETTER = Letter("urn:x", "1", "there", "k" * 64, "application/json", b'{"uri": "urn:x"}')


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.db") as store:
        yield store


def items(folder: Path, count: int = 1, version: str = "1") -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{i:04}-v{version}.en.ninjs.json" for i in range(count)]
    for i, path in enumerate(paths):
        path.write_text(json.dumps(ninjs3(uri=f"urn:x:{i:04}", version=version)), "utf-8")
    return paths


def receiver(site: Site, *replies: Reply, seconds: float = 1.0) -> Receiver:
    url = site.give("/in", *replies)
    return Receiver(url, url, SECRET, "token", seconds)


def test_how_an_item_is_sent(site: Site) -> None:
    assert send(receiver(site, (202, {}, b"")), LETTER) == Verdict("delivered")
    (asked,) = site.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/in", LETTER.body)
    headers = asked.headers
    assert headers["content-type"] == "application/json"
    assert headers["idempotency-key"] == headers["webhook-id"] == LETTER.key
    assert headers["authorization"] == "Bearer token"
    assert headers["user-agent"].startswith("Audarma/")
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    signed = f"{LETTER.key}.{headers['webhook-timestamp']}.".encode() + LETTER.body
    expected = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of https://github.com/standard-webhooks/standard-webhooks: another program's figures."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    found = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert found["Webhook-Signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def torn_after_status(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"half")
    handler.close_connection = True


ANSWERS: dict[str, tuple[Reply, Verdict]] = {
    "ok": ((200, {}, b"thanks"), Verdict("delivered")),
    "created": ((201, {}, b""), Verdict("delivered")),
    "no content": ((204, {}, b""), Verdict("delivered")),
    "torn after the status": (torn_after_status, Verdict("delivered")),
    "closed without an answer": (say(b""), Verdict("again", "cannot be reached")),
    "closed in the status": (say(b"HTTP/1.1 2"), Verdict("again", "cannot be reached")),
    "no HTTP": (say(b"220 FTP\r\n\r\n"), Verdict("again", "cannot be reached")),
    "silence": (hang, Verdict("again", "no answer in 1 s")),
    "byte by byte": (drip, Verdict("again", "no answer in 1 s")),
    "its own error": ((500, {}, b"<h1>Oops</h1>"), Verdict("again", "status 500 .<h1>Oops</h1>")),
    "overloaded": ((503, {"Retry-After": "7"}, b""), Verdict("again", "status 503", 7.0)),
    "too many": ((429, {"Retry-After": "90"}, b""), Verdict("again", "status 429", 90.0)),
    "too many, unsaid": ((429, {}, b""), Verdict("again", "status 429")),
    "busy with it": ((409, {}, b""), Verdict("again", "status 409")),
    "bad": ((400, {}, b"no\nuri\x00"), Verdict("refused", "status 400 .no uri")),
    "unprocessable": ((422, {}, b""), Verdict("refused", "status 422")),
    "too large": ((413, {}, b""), Verdict("refused", "status 413")),
    "wrong token": ((401, {}, b""), Verdict("again", "status 401: look at")),
    "wrong address": ((404, {}, b""), Verdict("again", "status 404: look at")),
}


@pytest.mark.parametrize(("reply", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_what_an_answer_means(site: Site, reply: Reply, expected: Verdict) -> None:
    started = time.perf_counter()
    found = send(receiver(site, reply), LETTER)
    assert time.perf_counter() - started < 5
    assert (found.kind, found.pause) == (expected.kind, expected.pause)
    assert re.match(expected.reason, found.reason)
    assert "\n" not in found.reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(site: Site, status: int) -> None:
    site.give("/elsewhere", (200, {}, b""))
    found = send(receiver(site, (status, {"Location": "/elsewhere"}, b"")), LETTER)
    assert (found.kind, "a POST is not sent on" in found.reason) == ("again", True)
    assert [asked.path for asked in site.asked] == ["/in"]


def test_nobody_there() -> None:
    found = send(Receiver("http://127.0.0.1:1/in", "x"), LETTER)
    assert (found.kind, found.reason.startswith("cannot be reached")) == ("again", True)


def test_an_answer_after_the_deadline_is_asked_for_again_with_the_same_key(
    site: Site, store: Store, tmp_path: Path
) -> None:
    """The answer was lost, not the item: the receiver knows it by its key."""

    def late(handler: Handler) -> None:
        time.sleep(1.0)
        handler.send_response(200)
        handler.end_headers()

    deliverer = Deliverer(store, receiver(site, late, (200, {}, b""), seconds=0.3), [str(tmp_path / "out")])
    items(tmp_path / "out")
    run_until(deliverer, lambda: deliverer.delivered == 1)
    assert len({asked.headers["idempotency-key"] for asked in site.asked}) == 1
    assert len(site.asked) == 2


def run_until(deliverer: Deliverer, holds: Callable[[], bool], seconds: float = 30.0) -> None:
    stop = Event()
    thread = Thread(target=deliverer.forever, args=(stop,))
    thread.start()
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    stop.set()
    thread.join(20)
    assert holds()


def keys(asked: list[Asked]) -> list[str]:
    return [one.headers["idempotency-key"] for one in asked]


def test_each_item_once_in_their_order(site: Site, store: Store, tmp_path: Path) -> None:
    items(tmp_path / "out", 20)
    to = receiver(site, (200, {}, b""))
    for _ in range(2):
        Deliverer(store, to, [str(tmp_path / "out")]).once()
    assert [json.loads(asked.body)["uri"] for asked in site.asked] == [f"urn:x:{i:04}" for i in range(20)]
    assert len(set(keys(site.asked))) == 20


def test_a_failing_receiver_gets_each_item_in_the_end(
    site: Site, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.push.deliver.FIRST_PAUSE", 0.1)
    bad: list[Reply] = [(500, {}, b""), say(b""), (503, {"Retry-After": "0"}, b""), (429, {"Retry-After": "1"}, b"")]
    items(tmp_path / "out", 5)
    deliverer = Deliverer(store, receiver(site, *bad, (200, {}, b"")), [str(tmp_path / "out")])
    run_until(deliverer, lambda: deliverer.delivered == 5)
    assert len(site.asked) == 9
    assert len(set(keys(site.asked))) == 5
    assert look(store, deliverer.receiver.name).delivered == 5


def test_one_item_that_always_fails_does_not_hold_up_the_others(site: Site, store: Store, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        poisoned = b"urn:x:0001" in site.asked[-1].body
        handler.send_response(500 if poisoned else 200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    items(tmp_path / "out", 4)
    deliverer = Deliverer(store, receiver(site, answer, seconds=10), [str(tmp_path / "out")])  # a busy machine is slow
    run_until(deliverer, lambda: deliverer.delivered == 3)
    assert deliverer.waiting == 1


def test_a_refused_item_goes_to_the_failed_and_the_next_is_sent(site: Site, store: Store, tmp_path: Path) -> None:
    items(tmp_path / "out", 2)
    deliverer = Deliverer(store, receiver(site, (400, {}, b"no headline"), (200, {}, b"")), [str(tmp_path / "out")])
    deliverer.once()
    assert (deliverer.failed, deliverer.delivered, deliverer.waiting) == (1, 1, 0)
    Deliverer(store, deliverer.receiver, [str(tmp_path / "out")]).once()
    assert len(site.asked) == 2


def test_a_run_that_ends_leaves_a_receiver_that_is_down(store: Store, tmp_path: Path) -> None:
    items(tmp_path / "out", 50)
    sent: list[str] = []

    def down(_receiver: Receiver, letter: Letter) -> Verdict:
        sent.append(letter.item)
        return Verdict("again", "down")

    deliverer = Deliverer(store, Receiver("http://x/", "x"), [str(tmp_path / "out")], post_once=down)
    deliverer.once()
    assert len(sent) == 3
    assert deliverer.waiting == 50


def test_a_receiver_that_asks_for_it_is_left_alone_even_by_the_next_run(
    site: Site, store: Store, tmp_path: Path
) -> None:
    items(tmp_path / "out", 5)
    clock = [1000.0]
    to = receiver(site, (429, {"Retry-After": formatdate(time.time() + 3600, usegmt=True)}, b""), (200, {}, b""))
    for passed in (0.0, 10.0, 3000.0):
        clock[0] = 1000.0 + passed
        Deliverer(store, to, [str(tmp_path / "out")], now=lambda: clock[0]).once()
    assert len(site.asked) == 1
    clock[0] = 1000.0 + 3601
    last = Deliverer(store, to, now=lambda: clock[0])
    last.once()
    assert last.delivered == 5


def test_what_is_too_old_is_given_up_and_can_be_taken_up(store: Store, tmp_path: Path) -> None:
    from pipeline.store.outbox import take_up_again

    clock = [1000.0]
    items(tmp_path / "out")
    down = lambda *_: Verdict("again", "down")  # noqa: E731 - an answer
    deliverer = Deliverer(store, Receiver("http://x/", "x"), [str(tmp_path / "out")], 60.0, lambda: clock[0], down)
    deliverer.once()
    clock[0] = 1100.0
    deliverer.once()
    assert (deliverer.failed, deliverer.waiting) == (1, 0)
    assert take_up_again(store, "x", clock[0]) == 1
    fresh = Deliverer(store, deliverer.receiver, (), 60.0, lambda: clock[0], lambda *_: Verdict("delivered"))
    fresh.once()
    assert fresh.delivered == 1


def test_a_version_never_overtakes_the_one_before(site: Site, store: Store, tmp_path: Path) -> None:
    items(tmp_path / "out", 1, "1")
    items(tmp_path / "out", 1, "2")
    deliverer = Deliverer(store, receiver(site, (500, {}, b""), (200, {}, b"")), [str(tmp_path / "out")])
    run_until(deliverer, lambda: deliverer.delivered == 2)
    assert [json.loads(asked.body)["version"] for asked in site.asked] == ["1", "1", "2"]


def test_new_files_in_a_folder_are_sent_and_half_written_ones_are_not(site: Site, store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    items(folder)
    (folder / ".x.en.ninjs.json.host-1.part").write_text("{", "utf-8")
    (folder / ".half.en.ninjs.json").write_text("{", "utf-8")
    (folder / "story.html").write_text("<p>x</p>", "utf-8")
    (folder / "story.json").write_text('{"schema_version": 1}', "utf-8")
    deliverer = Deliverer(store, receiver(site, (200, {}, b"")), [str(folder)])
    run_until(deliverer, lambda: deliverer.delivered == 1)
    items(folder, 2)
    run_until(deliverer, lambda: deliverer.delivered == 2)
    assert deliverer.failed == 0


def test_every_format_that_is_sent_is_what_our_exporters_write(site: Site, store: Store, tmp_path: Path) -> None:
    paths = export(
        translated("x.json", ONE["ninjs31.json"]), tmp_path / "out", "s", ("ninjs", "newsml-g2", "rss", "html")
    )
    assert enqueue(store, paths, ["there", "elsewhere"], 1.0) == 2 * 9
    to = receiver(site, (200, {}, b""))
    letters = [wrap(path, "x") for path in paths if path.suffix != ".html"]
    assert {letter.content_type for letter in letters} == {
        "application/json",
        "application/vnd.iptc.g2.newsitem+xml",
        "application/rss+xml",
    }
    assert len({letter.key for letter in letters}) == 9
    deliverer = Deliverer(store, to, [str(tmp_path / "out")])
    deliverer.once()
    assert deliverer.delivered == 6
    assert {letter.version for letter in letters if "rss" not in letter.content_type} == {"3"}


def test_the_key_is_the_same_each_time_and_another_for_each_receiver() -> None:
    assert delivery_key("urn:x", "1", "application/json", "there") == (
        hashlib.sha256(b"audarma delivery 1\nurn:x\n1\napplication/json\nthere").hexdigest()
    )
    assert (
        len({delivery_key(*said) for said in (("a", "1", "j", "x"), ("a", "2", "j", "x"), ("a", "1", "j", "y"))}) == 3
    )


@pytest.mark.parametrize(
    "data", ["", "{", "[]", '{"uri": ""}', "<x/>", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "текст"]
)
def test_what_is_no_item_is_not_sent(data: str, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.ninjs.json"
    path.write_text(data, "utf-8")
    with pytest.raises(ReadError) as caught:
        wrap(path, "x")
    assert "\n" not in str(caught.value)
    assert enqueue(store, [path, tmp_path / "none.ninjs.json"], ["x"], 1.0) == 0


def test_a_word_that_names_nothing_is_told() -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        list(finished_files(["nothing-here"]))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", "no such variable"),
        ("hunter2", "shorter than 16"),
        ("whsec_!!!", "not base64"),
        ("whsec_c2hvcnQ=", "shorter"),
    ],
)
def test_a_secret_that_is_none(value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S", value)
    with pytest.raises(UsageError, match=says) as caught:
        read_secret("S")
    assert not value or value not in str(caught.value)


def test_a_secret_in_either_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S", SECRET.decode())
    assert read_secret("S") == SECRET
    monkeypatch.setenv("S", "whsec_" + base64.b64encode(SECRET).decode())
    assert read_secret("S") == SECRET
