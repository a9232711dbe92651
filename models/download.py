"""One file of the hub onto the disk, going on where an earlier run was stopped.

huggingface_hub 2 begins a file again when its process ended: a file of ten gigabytes would never come over a line that
breaks once an hour. What it resolves, its headers, its session and its bar are used; the bytes are kept here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import ModelDamagedError
from models.lock import sha256

_TRIES = 5
"""How often in a row the line may break without a new byte."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of a commit, its size in bytes, its sha256 where the hub gives one, and where it is to stand."""

    url: str
    path: Path
    size: int
    sha256: str = ""

    @property
    def part(self) -> Path:
        """Where it stands until it is whole."""
        return self.path.with_name(f"{self.path.name}.part")


def missing(file: Remote) -> int:
    """How many of its bytes are not here yet."""
    return 0 if file.path.is_file() else max(0, file.size - _have(file))


def download(file: Remote) -> None:
    """Fetches what is missing of a file. Raises ModelDamagedError where it is not what the hub says it is, and what
    the HTTP library raises when the line stays broken: the part is then kept.
    """
    if file.path.is_file():
        return
    from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential

    reached = [-1, 0]  # bytes at the last break, and how often it broke there

    def stop(_state: RetryCallState) -> bool:
        reached[1] = reached[1] + 1 if _have(file) == reached[0] else 1
        reached[0] = _have(file)
        return reached[1] >= _TRIES

    kinds = _broken()
    file.path.parent.mkdir(parents=True, exist_ok=True)
    with _hub().tqdm(total=file.size, initial=_have(file), unit="B", unit_scale=True, desc=file.path.name) as bar:
        waiting = wait_exponential(multiplier=0.2, max=10)
        for attempt in Retrying(retry=retry_if_exception_type(kinds), stop=stop, wait=waiting, reraise=True):
            with attempt:
                _fetch(file, bar.update)
    if file.part.stat().st_size != file.size or (file.sha256 and sha256(file.part) != file.sha256):
        file.part.unlink()
        raise ModelDamagedError(f"{file.path.name} came damaged from the hub: run the same command again")
    file.part.replace(file.path)


def _fetch(file: Remote, tell: Callable[[int], Any]) -> None:
    from huggingface_hub import get_session

    have = _have(file)
    if have >= file.size > 0:
        return
    headers = {**_hub().build_hf_headers(), "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with get_session().stream("GET", file.url, headers=headers, follow_redirects=True) as response:
        _hub().hf_raise_for_status(response)
        # A server that does not know ranges sends the file from its beginning.
        with file.part.open("ab" if response.status_code == 206 else "wb") as out:
            for piece in response.iter_raw():  # as it comes: what is held back is lost when the line breaks
                out.write(piece)
                tell(len(piece))


def _hub() -> Any:
    """The hub library's bar, headers and error mapping: documented, but exported without types."""
    from huggingface_hub import utils

    return utils


def _have(file: Remote) -> int:
    return file.part.stat().st_size if file.part.is_file() else 0


def _broken() -> tuple[type[Exception], ...]:
    """What the hub's HTTP library raises when a line breaks."""
    import httpx2

    return (httpx2.TransportError,)
