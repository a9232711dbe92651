"""Asks for a feed as a polite guest does: only what changed, not for long, no more than a limit, and by name."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version

import httpx2

from models.errors import one_line
from models.pause import asked_pause
from pipeline.errors import FeedError, UsageError
from pipeline.web.address import check_url, redact
from pipeline.web.connect import Deadline, Dialler, Resolve, Transport, resolve

MOST_REDIRECTS = 5
_UNCHANGED, _TOO_MANY, _GONE = 304, 429, 410
_CODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/vnd.iptc.g2.newsmessage+xml, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a server one takes: `seconds` for the whole request, `bytes` before and after decompression."""

    seconds: float = 60.0
    bytes: int = 10 * 2**20
    allow_private: bool = False

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.bytes <= 0:
            raise ValueError("limits are more than 0")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: `body` None where nothing has changed. `charset` is the header's, `moved` the address to ask from
    now on where the server says that this one is no longer it."""

    body: bytes | None
    etag: str = ""
    last_modified: str = ""
    charset: str = ""
    moved: str = ""


def fetch(  # noqa: PLR0913 - whom, since when, and how
    url: str,
    etag: str = "",
    last_modified: str = "",
    limits: Limits = Limits(),
    *,
    authorization: str = "",
    resolve: Resolve = resolve,
) -> Answer:
    """The feed at `url`, or that it has not changed since it had this ETag and Last-Modified.

    Redirects are followed, each checked as the first address was; `authorization` goes to the first host alone. Raises
    FeedError for whatever goes wrong.
    """
    deadline = Deadline(limits.seconds)
    dialler = Dialler(deadline, allow_private=limits.allow_private, resolve=resolve)
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified, "Authorization": authorization}
    headers = {"User-Agent": agent(), "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
    headers |= {name: value for name, value in conditions.items() if value}
    try:
        with httpx2.Client(transport=Transport(dialler), timeout=limits.seconds, trust_env=False) as client:
            return _follow(client, client.build_request("GET", url, headers=headers), limits)
    except httpx2.TimeoutException as error:
        raise FeedError(f"{redact(url)}: no whole answer in {limits.seconds:g} s") from error
    except httpx2.DecodingError as error:
        raise FeedError(f"{redact(url)}: the answer is not compressed as it says ({one_line(error)})") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise FeedError(f"{redact(url)}: cannot be reached ({one_line(error)})") from error
    except FeedError as error:
        raise FeedError(f"{redact(url)}: {error}", pause=error.pause, gone=error.gone) from error.__cause__


@lru_cache(maxsize=1)
def agent() -> str:
    """The name by which we ask: the program and its version."""
    return f"Audarma/{version('audarma')}"


def _follow(client: httpx2.Client, request: httpx2.Request, limits: Limits) -> Answer:
    permanent, moved = True, ""
    for _ in range(1 + MOST_REDIRECTS):
        response = client.send(request, stream=True)
        try:
            if response.next_request is None:
                answer = _read(response, limits)
                return Answer(answer.body, answer.etag, answer.last_modified, answer.charset, moved)
        finally:
            response.close()
        request = response.next_request
        permanent = permanent and response.status_code in {301, 308}
        moved = str(request.url) if permanent else moved
        try:
            check_url(str(request.url))
        except UsageError as error:
            raise FeedError(f"leads astray: {error}") from error
    raise FeedError(f"redirects more than {MOST_REDIRECTS} times")


def _read(response: httpx2.Response, limits: Limits) -> Answer:
    status, headers = response.status_code, response.headers
    if status == _UNCHANGED:
        return Answer(None, headers.get("ETag", ""), headers.get("Last-Modified", ""))
    if status == _GONE:
        raise FeedError("the server says that it is gone for good (410)", gone=True)
    if status != 200:
        pause = asked_pause(headers.get("Retry-After", "")) if status == _TOO_MANY or status >= 500 else None
        raise FeedError(f"the server answers with status {status}", pause=pause)
    if (said := headers.get("Content-Length", "")).isdecimal() and int(said) > limits.bytes:
        raise FeedError(_too_large(limits))
    codings = [coding.strip().lower() for coding in headers.get("Content-Encoding", "").split(",")]
    if unknown := [coding for coding in codings if coding not in _CODINGS]:
        raise FeedError(f"the answer is compressed in a way that was not asked for ({unknown[0]})")
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > limits.bytes or response.num_bytes_downloaded > limits.bytes:
            raise FeedError(_too_large(limits))
    charset = response.charset_encoding or ""
    return Answer(bytes(body), headers.get("ETag", ""), headers.get("Last-Modified", ""), charset)


def _too_large(limits: Limits) -> str:
    return f"larger than {limits.bytes / 2**20:g} MB, which no feed is"
