"""A real HTTP server on this machine that answers as it is told: well, badly, slowly, without end."""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Reply = tuple[int, dict[str, str], bytes] | Callable[["Handler"], None]
"""Status, headers and body; or what to do with the connection."""


@dataclass
class Asked:
    """One request, as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    """Answers each path with its replies in their order, the last one for ever; remembers what it was asked."""

    url: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def give(self, path: str, *replies: Reply) -> str:
        """Sets the replies of a path and returns its address."""
        self.replies[path] = list(replies)
        return self.url + path


class Handler(BaseHTTPRequestHandler):
    server: Any
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self) -> None:
        site: Site = self.server.site
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        site.asked.append(Asked(self.command, self.path, headers, body))
        waiting = site.replies.get(self.path.partition("?")[0], [(404, {}, b"")])
        reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        try:
            if callable(reply):
                reply(self)
            else:
                send(self, *reply)
        except OSError:  # the other side had enough
            self.close_connection = True

    do_GET = do_POST = _answer  # noqa: N815 - http.server's names


def send(handler: Handler, status: int, headers: dict[str, str], body: bytes) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    if "Content-Length" not in headers and status not in {204, 304}:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def hang(handler: Handler) -> None:
    """Says nothing until the test has ended."""
    handler.server.site.ended.wait(30)
    handler.close_connection = True


def drip(handler: Handler) -> None:
    """A byte of a header every twentieth of a second, without end."""
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 2000:
        if handler.server.site.ended.is_set():
            break
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.05)
    handler.close_connection = True


def tear(handler: Handler) -> None:
    """Half an answer, then the connection is closed."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    handler.wfile.write(b"<rss><channel>")
    handler.wfile.flush()
    handler.close_connection = True


def say(words: bytes) -> Callable[[Handler], None]:
    """Just these bytes, whatever they are, then the connection is closed."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(words)
        handler.wfile.flush()
        handler.close_connection = True

    return answer


def pour(handler: Handler) -> None:
    """200 MB, their size not said."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" " * 2**20)
    handler.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Clients that go away in the middle are what these tests are about."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    server: Any = _Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.site = site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
