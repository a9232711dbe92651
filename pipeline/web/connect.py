"""Connections that cannot be led astray: the address that was checked is the one that is connected to, and every wait
(for a name, a connection, TLS, a header, a byte) ends when the whole request's time is up.
"""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from queue import Empty, SimpleQueue
from ssl import SSLContext
from threading import Thread
from typing import Any

import httpcore2
import httpx2

from pipeline.errors import FeedError
from pipeline.web.address import is_public

Resolve = Callable[[str, int], list[str]]
"""A host and a port -> its IP addresses, the best first. Raises OSError."""


class Deadline:
    """The moment at which a request must have ended."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds left, at most `most`. Raises httpcore2.ReadTimeout where none are."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise httpcore2.ReadTimeout("the time for the whole request is up")
        return seconds if most is None else min(seconds, most)


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver says of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Dialler(httpcore2.NetworkBackend):
    """Resolves a name once, refuses it when one of its addresses is not public, connects to just what it checked."""

    def __init__(self, deadline: Deadline, *, allow_private: bool, resolve: Resolve = resolve) -> None:
        self._deadline, self._allow_private, self._resolve = deadline, allow_private, resolve
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to one of the host's addresses. Raises FeedError for a host that may not be reached."""
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            return _Line(stream, self._deadline)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = _in_time(lambda: self._resolve(host, port), self._deadline.left())
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"no address of {host} is known") from error
        if not self._allow_private and not all(map(is_public, found)):
            raise FeedError(
                f"{host} is an address inside a network ({', '.join(found)}): it is asked only with --allow-private"
            )
        return found


class _Line(httpcore2.NetworkStream):
    """A connection whose every wait ends with the request's time."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Line(self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Transport(httpx2.BaseTransport):
    """httpx2's transport over such connections. None is kept for a second request, and no proxy is asked."""

    def __init__(self, dialler: Dialler) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_trusted(), max_keepalive_connections=0, network_backend=dialler
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One exchange, without its redirects. Raises httpx2.TransportError, FeedError."""
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _translated():
            answer = self._pool.handle_request(asked)
        return httpx2.Response(
            answer.status,
            headers=answer.headers,
            stream=_Stream(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Closes what is open."""
        self._pool.close()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        with _translated():
            yield from self._inner

    def close(self) -> None:
        self._inner.close()


@contextmanager
def _translated() -> Iterator[None]:
    """httpcore2's exceptions as httpx2's."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise httpx2.ReadTimeout(str(error)) from error
    except httpcore2.ConnectError as error:
        raise httpx2.ConnectError(str(error)) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        raise httpx2.ReadError(str(error)) from error


@lru_cache(maxsize=1)
def _trusted() -> SSLContext:
    """The certificates that are trusted, read once: it takes a while."""
    return httpx2.create_ssl_context()


def _in_time(ask: Callable[[], list[str]], seconds: float) -> list[str]:
    """What `ask` says, unless it takes longer than `seconds`: the system's resolver takes no limit of ours."""
    answer: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            answer.put(ask())
        except Exception as error:  # raised again where it is waited for
            answer.put(error)

    Thread(target=run, daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except Empty:
        raise httpcore2.ConnectTimeout("no answer of the resolver") from None
    if isinstance(found, Exception):
        raise found
    return found
