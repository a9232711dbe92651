"""A model behind a server with OpenAI's API (vLLM, llama.cpp, Ollama, SGLang, `transformers serve`).

One text a request, its neighbours beside it where the card knows how to give them; so many requests at once as the
settings say; each tried again, after a pause that grows, when the server is busy or stumbles; each answer inspected.
"""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx2
import msgspec
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from models.ask import instruction, message
from models.card import Card
from models.engine import Decoding, Hint, Hypothesis
from models.errors import ModelError, UsageError, one_line
from models.guard import inspect
from models.pause import asked_pause
from models.settings import Server

_LONGEST_PAUSE = 60.0
_ASKED_AGAIN = 2
"""How often a text is asked again when its answer cannot be used."""
_BUSY = 429


class _Again(Exception):  # noqa: N818 - it never leaves this module: a try that may succeed when it is made again
    """A request that failed in a way that passes. `pause` is what the server asked for, in seconds."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message | None = None
    text: str | None = None
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    completion_tokens: int = 0


class _Answer(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None


class ServerEngine:
    """A model of a card (or of no card: `generic_card`) that `server` knows as `name`.

    A text that got no usable answer comes back with its `failure`; a server that cannot be reached, or that does not
    know the model or the key, raises ModelError.
    """

    def __init__(self, card: Card, server: Server, name: str, sleep: Callable[[float], None] = time.sleep) -> None:
        if card.prompt is None:
            raise ModelError(f"model {card.id}: its card gives no prompt")
        self.model = card.id if card.id != _GENERIC else f"server:{name}"
        self.revision, self.limit = name, card.limit
        self.decoding, self.retry = card.decoding, card.retry
        self.uses_hints = bool(card.prompt.context or card.prompt.terms)
        self._card, self._prompt, self._server, self._name, self._sleep = card, card.prompt, server, name, sleep
        self._completes = bool(card.prompt.completion) and not server.chat
        key = os.environ.get(server.key, "") if server.key else ""
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def count(self, texts: Sequence[str]) -> list[int]:
        """About the tokens of each text: the server's tokenizer is not here, and two letters a token is on the safe
        side for Russian."""
        return [1 + len(text) // 2 for text in texts]

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding | None = None,
        hints: Sequence[Hint] | None = None,
    ) -> list[Hypothesis]:
        """One hypothesis a text, in order. Raises UsageError for a direction that the card lacks, ModelError.

        `decoding` is a beam search's: a server samples as the card says, and otherwise when asked for the `retry`.
        """
        if not self._card.translates(source, target):
            raise UsageError(f"model {self.model} does not translate {source} into {target}")
        again = decoding is not None and decoding is self.retry
        given: Sequence[Hint | None] = hints if hints is not None else [None] * len(texts)
        with self._connect() as client, ThreadPoolExecutor(max_workers=self._server.requests) as pool:
            ask = partial(self._translate, client, source=source, target=target, again=again)
            waiting = [pool.submit(ask, text, hint) for text, hint in zip(texts, given, strict=True)]
            try:
                return [future.result() for future in waiting]
            except BaseException:
                for future in waiting:
                    future.cancel()
                raise

    def _connect(self) -> httpx2.Client:
        """Connections for one batch: closed with it, so that none is left open between articles."""
        server = self._server
        return httpx2.Client(
            base_url=server.url.rstrip("/"),
            timeout=httpx2.Timeout(server.timeout, connect=min(10.0, server.timeout)),
            limits=httpx2.Limits(max_connections=server.requests),
            headers=self._headers,
            verify=server.url.startswith("https:"),  # without TLS there is no certificate to read, which takes a while
        )

    def _translate(  # noqa: PLR0913 - a text, its hint, and what is the same for all of a batch
        self, client: httpx2.Client, text: str, hint: Hint | None, *, source: str, target: str, again: bool
    ) -> Hypothesis:
        words = instruction(self._prompt, source, target)
        hypothesis = Hypothesis("", complete=False, failure="it was not asked")
        for attempt in range(1 + _ASKED_AGAIN):
            # Without its neighbours a text cannot be mixed up with them; warmer, an answer comes out otherwise.
            said = message(self._prompt, text, source, target, hint if attempt == 0 else None)
            try:
                answer = self._send(client, said, attempt + again)
            except _Again as error:
                reason = f"the server at {self._server.url} gave no answer: {error}"
                return Hypothesis("", complete=False, failure=reason)
            choice = answer.choices[0]
            verdict = inspect(_content(choice), text, target, words)
            cut = choice.finish_reason == "length"
            hypothesis = Hypothesis(
                verdict.text,
                complete=not cut,
                tokens=answer.usage.completion_tokens if answer.usage else 0,
                failure=_spell("an answer cut off at its length limit" if cut else verdict.reason),
            )
            if not hypothesis.failure:
                break
        return hypothesis

    def _send(self, client: httpx2.Client, said: str, warmth: int) -> _Answer:
        """The server's answer, asked again while that may help. Raises _Again for the last failure, ModelError."""
        for attempt in Retrying(
            retry=retry_if_exception_type(_Again),
            stop=stop_after_attempt(self._server.tries),
            wait=_pause,
            sleep=self._sleep,
            reraise=True,
        ):
            with attempt:
                return self._post(client, self._body(said, warmth))
        raise AssertionError("tenacity returns or raises")

    def _body(self, said: str, warmth: int) -> dict[str, Any]:
        sampling = dict(self._prompt.sampling)
        if warmth:
            sampling["temperature"] = max(0.3 * warmth, sampling.get("temperature", 0.0))
            sampling["seed"] = warmth
        body: dict[str, Any] = {"model": self._name, "max_tokens": self._card.max_output, **sampling}
        if self._prompt.stop:
            body["stop"] = list(self._prompt.stop)
        if self._completes:
            return {**body, "prompt": self._prompt.completion.replace("{message}", said)}
        system = [{"role": "system", "content": self._prompt.system}] if self._prompt.system else []
        return {**body, "messages": [*system, {"role": "user", "content": said}]}

    def _post(self, client: httpx2.Client, body: dict[str, Any]) -> _Answer:
        path = "/completions" if self._completes else "/chat/completions"
        where = f"model {self.model}: the server at {self._server.url}"
        try:
            response = client.post(path, json=body)
        except httpx2.ConnectError as error:
            raise ModelError(f"{where} cannot be reached ({one_line(error)}): is it running?") from error
        except httpx2.TimeoutException as error:
            raise _Again(f"no answer in {self._server.timeout:g} s") from error
        except httpx2.TransportError as error:
            raise _Again(one_line(error)) from error
        if response.status_code == _BUSY or response.status_code >= 500:
            raise _Again(f"status {response.status_code}", asked_pause(response.headers.get("Retry-After", "")))
        if response.status_code >= 400:
            said = " ".join(response.text[:200].split())
            raise ModelError(f"{where} refuses: status {response.status_code}, {said}")
        try:
            answer = msgspec.json.decode(response.content, type=_Answer)
        except msgspec.MsgspecError as error:
            raise _Again(f"half an answer ({one_line(error)})") from error
        if not answer.choices:
            raise _Again("an answer without a choice")
        return answer


_GENERIC = "any-server-model"


def generic_card(model: str) -> Card:
    """The card of a model that no card describes: Audarma's own prompt, and nothing known of its licence."""
    from models.catalogue import find_card

    like = find_card("gemma-4-12b")
    return Card(
        id=_GENERIC,
        title=f"{model.removeprefix('server:')}, as a server knows it",
        family="server",
        licence="unverified",
        commercial=False,
        parameters=0,
        directions=like.directions,
        limit=like.limit,
        max_output=like.max_output,
        prompt=like.prompt,
        unverified=("licence", "parameters"),
    )


def served_models(server: Server) -> tuple[str, ...]:
    """The names of the models that a server says it has. Raises ModelError where it does not answer."""
    try:
        response = httpx2.get(f"{server.url.rstrip('/')}/models", timeout=5.0)
        response.raise_for_status()
        return tuple(str(model["id"]) for model in response.json()["data"])
    except (httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the server at {server.url} does not answer ({one_line(error)})") from error


def _content(choice: _Choice) -> str:
    return (choice.message.content if choice.message is not None else choice.text) or ""


def _spell(reason: str) -> str:
    return f"the model gave {reason}" if reason else ""


_growing = wait_exponential(multiplier=0.5, max=_LONGEST_PAUSE) + wait_random(0, 0.5)


def _pause(state: RetryCallState) -> float:
    """What the server asked for, else a pause that doubles from half a second with some chance in it."""
    error = state.outcome.exception() if state.outcome is not None else None
    asked = error.pause if isinstance(error, _Again) else None
    return float(_growing(state)) if asked is None else min(asked, _LONGEST_PAUSE)
