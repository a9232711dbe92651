"""The engine for servers against a real HTTP server on this machine that fails in every way it can."""

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import pytest

from models.catalogue import find_card
from models.engine import Hint
from models.errors import ModelError, UsageError
from models.server_engine import ServerEngine, generic_card, served_models
from models.settings import Server

RIGHT = "Форум өтті, оған көптеген қонақтар қатысты."
TEXT = "Прошёл форум, в котором участвовали многие гости."

Reply = tuple[int, dict[str, str], bytes] | float
"""Status, headers and body; or seconds to say nothing for."""


def chat(text: str, finish: str = "stop") -> Reply:
    body = {"choices": [{"message": {"content": text}, "finish_reason": finish}], "usage": {"completion_tokens": 9}}
    return 200, {}, json.dumps(body).encode()


def status(code: int, **headers: str) -> Reply:
    return code, {name.replace("_", "-"): value for name, value in headers.items()}, b'{"error": "x"}'


class Stub(ThreadingHTTPServer):
    """Gives the replies in their order, the last one for ever; remembers what it was asked and how many at once."""

    daemon_threads = True

    def __init__(self, *replies: Reply) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.keys: list[str] = []
        self.at_once = self.most = 0
        self.pause = 0.0
        self.lock = Lock()

    def server(self, **settings: Any) -> Server:
        return Server(url=f"http://127.0.0.1:{self.server_address[1]}/v1", **settings)


class _Handler(BaseHTTPRequestHandler):
    server: Stub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._send(200, {}, b'{"data": [{"id": "one"}, {"id": "two"}]}')

    def do_POST(self) -> None:
        stub = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with stub.lock:
            stub.asked.append(body)
            stub.paths.append(self.path)
            stub.keys.append(self.headers.get("Authorization", ""))
            stub.at_once += 1
            stub.most = max(stub.most, stub.at_once)
            reply = stub.replies.pop(0) if len(stub.replies) > 1 else stub.replies[0]
        time.sleep(reply if isinstance(reply, float) else stub.pause)
        with stub.lock:
            stub.at_once -= 1
        if isinstance(reply, float):
            self.close_connection = True
            return
        self._send(*reply)

    def _send(self, code: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def stub() -> Iterator[Callable[..., Stub]]:
    started: list[Stub] = []

    def start(*replies: Reply) -> Stub:
        server = Stub(*replies)
        Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


class Clock:
    """Remembers the pauses in place of making them."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


def engine(server: Server, clock: Clock | None = None, card: str = "hy-mt2-7b") -> ServerEngine:
    return ServerEngine(find_card(card), server, "served", sleep=clock or Clock())


def test_a_right_answer_is_the_translation(stub: Callable[..., Stub]) -> None:
    server = stub(chat(RIGHT))
    (found,) = engine(server.server()).translate([TEXT], "ru", "kk-Cyrl")
    assert (found.text, found.failure, found.complete, found.tokens, found.score) == (RIGHT, "", True, 9, None)
    (asked,) = server.asked
    assert asked["model"] == "served"
    assert asked["temperature"] == 0.7
    assert asked["messages"][0]["content"].endswith(f"explanation:\n\n{TEXT}")
    assert "into Kazakh" in asked["messages"][0]["content"]
    assert server.paths == ["/v1/chat/completions"]


def test_into_chinese_the_card_asks_in_chinese(stub: Callable[..., Stub]) -> None:
    server = stub(chat("论坛举行，许多客人参加。"))
    engine(server.server()).translate([TEXT], "ru", "zh-Hans")
    assert server.asked[0]["messages"][0]["content"].startswith("将以下文本翻译为中文")


def test_neighbours_and_terms_stand_in_their_slots(stub: Callable[..., Stub]) -> None:
    server = stub(chat(RIGHT))
    one = engine(server.server())
    assert one.uses_hints
    one.translate([TEXT], "ru", "kk-Cyrl", hints=[Hint("До {него}.", "После.", (("форум", "жиын"),))])
    said = server.asked[0]["messages"][0]["content"]
    assert "форум translates to жиын" in said
    assert "До {него}. После." in said
    assert said.index("форум translates") < said.index("До {него}") < said.index(TEXT)


def test_models_without_a_chat_format_are_asked_for_a_completion(stub: Callable[..., Stub]) -> None:
    body = {"choices": [{"text": f" {RIGHT}", "finish_reason": "stop"}]}
    server = stub((200, {}, json.dumps(body).encode()))
    (found,) = engine(server.server(), card="milmmt-46-4b").translate([TEXT], "ru", "kk-Cyrl")
    assert found.text == RIGHT
    assert server.paths == ["/v1/completions"]
    assert server.asked[0]["prompt"] == f"Translate this from Russian to Kazakh:\nRussian: {TEXT}\nKazakh:"
    assert server.asked[0]["stop"] == ["\n"]


def test_translategemma_gets_its_turns_or_on_ollama_a_message(stub: Callable[..., Stub]) -> None:
    body = {"choices": [{"text": RIGHT, "message": {"content": RIGHT}, "finish_reason": "stop"}]}
    server = stub((200, {}, json.dumps(body).encode()))
    engine(server.server(), card="translategemma-4b").translate([TEXT], "ru", "kk-Cyrl")
    assert server.asked[0]["prompt"].startswith(
        "<start_of_turn>user\nYou are a professional Russian (ru) to Kazakh (kk)"
    )
    assert server.asked[0]["prompt"].endswith(f"\n\n\n{TEXT}<end_of_turn>\n<start_of_turn>model\n")
    engine(server.server(chat=True), card="translategemma-4b").translate([TEXT], "ru", "kk-Cyrl")
    assert server.paths == ["/v1/completions", "/v1/chat/completions"]


def test_any_model_of_a_server_by_name(stub: Callable[..., Stub]) -> None:
    server = stub(chat(RIGHT))
    one = ServerEngine(generic_card("server:qwen3:8b"), server.server(), "qwen3:8b", sleep=Clock())
    (found,) = one.translate([TEXT], "ru", "kk-Cyrl")
    assert (one.model, one.revision, found.text) == ("server:qwen3:8b", "qwen3:8b", RIGHT)
    assert server.asked[0]["model"] == "qwen3:8b"


def test_order_is_kept_and_no_more_are_under_way_than_the_settings_say(stub: Callable[..., Stub]) -> None:
    server = stub(chat(RIGHT))
    server.pause = 0.05
    texts = [f"Прошёл форум номер {number} из двенадцати." for number in range(12)]
    found = engine(server.server(requests=3)).translate(texts, "ru", "kk-Cyrl")
    assert len(found) == 12
    assert server.most == 3
    assert {re.findall(r"номер \d+", asked["messages"][0]["content"])[0] for asked in server.asked} == {
        f"номер {number}" for number in range(12)
    }


def test_the_key_is_taken_from_the_environment(stub: Callable[..., Stub], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_KEY", "secret")
    server = stub(chat(RIGHT))
    engine(server.server(key="NEWSROOM_KEY")).translate([TEXT], "ru", "kk-Cyrl")
    assert server.keys == ["Bearer secret"]


# A server that stumbles


def test_429_waits_as_long_as_the_server_asks(stub: Callable[..., Stub]) -> None:
    later = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=30), usegmt=True)
    server, clock = stub(status(429, Retry_After="7"), status(429, Retry_After=later), chat(RIGHT)), Clock()
    (found,) = engine(server.server(), clock).translate([TEXT], "ru", "kk-Cyrl")
    assert found.text == RIGHT
    assert clock.pauses[0] == 7.0
    assert 20 < clock.pauses[1] <= 30


@pytest.mark.parametrize("value", ["soon", "99999", "-3"])
def test_a_retry_after_that_makes_no_sense_does_not_hold_a_newsroom_up(stub: Callable[..., Stub], value: str) -> None:
    server, clock = stub(status(429, Retry_After=value), chat(RIGHT)), Clock()
    assert engine(server.server(), clock).translate([TEXT], "ru", "kk-Cyrl")[0].text == RIGHT
    assert 0 <= clock.pauses[0] <= 60


@pytest.mark.parametrize(
    "reply",
    [
        status(500),
        status(503),
        (200, {}, b'{"choices": [{"message": {"content": "\\u0424\\u043e'),
        (200, {}, b'{"choices": []}'),
        (200, {}, b"<html>proxy</html>"),
        (200, {"Content-Length": "9999"}, b'{"choices"'),
    ],
    ids=["500", "503", "half a JSON", "no choice", "html", "cut short"],
)
def test_what_passes_is_tried_again_with_growing_pauses(stub: Callable[..., Stub], reply: Reply) -> None:
    server, clock = stub(reply, reply, chat(RIGHT)), Clock()
    (found,) = engine(server.server(timeout=1.0), clock).translate([TEXT], "ru", "kk-Cyrl")
    assert (found.text, found.failure) == (RIGHT, "")
    assert len(clock.pauses) == 2
    assert all(0 < pause < 5 for pause in clock.pauses)


def test_a_server_that_says_nothing_is_given_up_on_after_its_tries(stub: Callable[..., Stub]) -> None:
    server, clock = stub(1.0), Clock()
    (found,) = engine(server.server(timeout=0.2, tries=3), clock).translate([TEXT], "ru", "kk-Cyrl")
    assert found.text == ""
    assert "no answer in 0.2 s" in found.failure
    assert (len(server.asked), len(clock.pauses)) == (3, 2)


def test_one_text_that_fails_does_not_lose_the_others(stub: Callable[..., Stub]) -> None:
    server = stub(chat(RIGHT), status(500), status(500), chat(RIGHT))
    found = engine(server.server(requests=1, tries=2)).translate([TEXT] * 3, "ru", "kk-Cyrl")
    assert [one.text for one in found] == [RIGHT, "", RIGHT]
    assert [bool(one.failure) for one in found] == [False, True, False]


@pytest.mark.parametrize(("code", "said"), [(401, "status 401"), (404, "status 404"), (400, "status 400")])
def test_what_does_not_pass_is_not_tried_again(stub: Callable[..., Stub], code: int, said: str) -> None:
    server = stub(status(code))
    with pytest.raises(ModelError, match=said):
        engine(server.server(requests=1)).translate([TEXT], "ru", "kk-Cyrl")
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_one_line() -> None:
    with pytest.raises(ModelError, match=r"cannot be reached.*is it running") as error:
        engine(Server(url="http://127.0.0.1:1/v1")).translate([TEXT], "ru", "kk-Cyrl")
    assert "\n" not in str(error.value)


def test_a_direction_that_the_card_lacks_is_refused(stub: Callable[..., Stub]) -> None:
    with pytest.raises(UsageError, match="ru into kk-Cyrl"):
        engine(stub(chat("x")).server(), card="lmt-60-4b").translate([TEXT], "ru", "kk-Cyrl")


# A model that talks


def test_an_answer_wrapped_in_chatter_is_unwrapped_at_once(stub: Callable[..., Stub]) -> None:
    server = stub(chat(f"Sure! Here is the translation:\n\n**{RIGHT}**\n\nLet me know if you need anything else."))
    (found,) = engine(server.server()).translate([TEXT], "ru", "kk-Cyrl")
    assert (found.text, found.failure) == (RIGHT, "")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("I'm sorry, but I can't help with that.", "refusal"),
        ("", "empty"),
        ("The forum was held.", "language or script"),
        ("پورۋم ءوتتى، وعان كوپ قوناق قاتىستى.", "language or script"),
        (TEXT, "source as it was"),
    ],
)
def test_an_unusable_answer_is_asked_for_again_and_then_told(
    stub: Callable[..., Stub], answer: str, reason: str
) -> None:
    server = stub(chat(answer), chat(RIGHT))
    assert engine(server.server()).translate([TEXT], "ru", "kk-Cyrl")[0].text == RIGHT
    assert len(server.asked) == 2
    assert server.asked[1]["temperature"] >= 0.3
    server = stub(chat(answer))
    (found,) = engine(server.server()).translate([TEXT], "ru", "kk-Cyrl")
    assert reason in found.failure
    assert len(server.asked) == 3


def test_a_second_try_leaves_the_neighbours_out(stub: Callable[..., Stub]) -> None:
    server = stub(chat("no"), chat(RIGHT))
    engine(server.server()).translate([TEXT], "ru", "kk-Cyrl", hints=[Hint(before="Сосед.")])
    assert ["Сосед" in asked["messages"][0]["content"] for asked in server.asked] == [True, False]


def test_a_truncated_answer_is_not_complete(stub: Callable[..., Stub]) -> None:
    (found,) = engine(stub(chat("Форум өтті, оған", "length")).server()).translate([TEXT], "ru", "kk-Cyrl")
    assert not found.complete
    assert "cut off" in found.failure


def test_the_models_of_a_server_are_listed(stub: Callable[..., Stub]) -> None:
    assert served_models(stub(chat("x")).server()) == ("one", "two")
    with pytest.raises(ModelError, match="does not answer"):
        served_models(Server(url="http://127.0.0.1:1/v1"))


def test_tokens_are_counted_on_the_safe_side(stub: Callable[..., Stub]) -> None:
    assert engine(stub(chat("x")).server()).count(["Прошёл форум"]) == [7]
