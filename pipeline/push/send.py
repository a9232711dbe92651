"""One attempt to deliver an item, and what the receiver's answer means."""

import time
from dataclasses import dataclass
from typing import Literal

import httpx2

from models.errors import one_line
from models.pause import asked_pause
from pipeline.push.sign import sign
from pipeline.store.outbox import Letter
from pipeline.web.connect import Deadline, Dialler, Transport
from pipeline.web.fetch import agent

_OF_ALL = {401, 402, 403, 404, 405, 406, 407, 410}
"""What a receiver says to everything while its address, its key or its secret is wrong: no fault of the item."""
_FOR_NOW = {408, 409, 421, 423, 425, 429}
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where items are sent: `name` is what logs and the store call it; `secret` signs, `token` lets in."""

    url: str
    name: str
    secret: bytes = b""
    token: str = ""
    seconds: float = 30.0

    def __post_init__(self) -> None:
        if self.seconds <= 0:
            raise ValueError("a receiver has more than 0 seconds to answer")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an attempt: "delivered"; "again" may succeed later; "refused" never will.

    `pause` is how many seconds the receiver asked to be left alone, None where it said nothing.
    """

    kind: Literal["delivered", "again", "refused"]
    reason: str = ""
    pause: float | None = None


def send(receiver: Receiver, letter: Letter) -> Verdict:
    """POSTs an item once. Redirects are not followed: what was signed for one address is not given to another."""
    headers = {
        "User-Agent": agent(),
        "Content-Type": letter.content_type,
        "Idempotency-Key": letter.key,
        "Accept-Encoding": "identity",
    }
    if receiver.secret:
        headers |= sign(receiver.secret, letter.key, int(time.time()), letter.body)
    if receiver.token:
        headers["Authorization"] = f"Bearer {receiver.token}"
    transport = Transport(Dialler(Deadline(receiver.seconds), allow_private=True))
    try:
        with (
            httpx2.Client(transport=transport, timeout=receiver.seconds, trust_env=False) as client,
            client.stream("POST", receiver.url, content=letter.body, headers=headers) as response,
        ):
            return _judge(response)
    except httpx2.TimeoutException:
        return Verdict("again", f"no answer in {receiver.seconds:g} s")
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return Verdict("again", f"cannot be reached ({one_line(error)})")


def _judge(response: httpx2.Response) -> Verdict:
    """By the status alone: once it is there, an answer that is torn off changes nothing."""
    status = response.status_code
    if 200 <= status < 300:
        return Verdict("delivered")
    if 300 <= status < 400:
        return Verdict("again", f"status {status}: it has moved, and a POST is not sent on: give the new address")
    reason = f"status {status}{_said(response)}"
    if status in _OF_ALL:
        return Verdict("again", f"{reason}: look at the address, the token and the secret")
    if status in _FOR_NOW or status >= 500:
        return Verdict("again", reason, asked_pause(response.headers.get("Retry-After", "")))
    return Verdict("refused", reason)


def _said(response: httpx2.Response) -> str:
    """The first words of an error's text."""
    try:
        first = next(response.iter_bytes(_SHOWN), b"")
    except httpx2.HTTPError:
        return ""
    words = " ".join("".join(c if c.isprintable() else " " for c in first.decode("utf-8", "replace")).split())
    return f" ({words[:_SHOWN]})" if words else ""
