"""huggingface_hub against a small hub on this machine: revision, resume, mirror settings, pickles, disk."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from models.lock import read_lock

pytest.importorskip("torch", reason="conversion needs PyTorch: pip install 'audarma[hf]'")

Checkpoints = Callable[[str], Path]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """A hub with one repository. `left` is how many bytes of weights it sends before the line is dead; None: all.

    `wrong` sends one byte of them wrong.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.left: int | None = None
        self.wrong = False
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        self.server.asked.append(f"{self.command} {self.path} {self.headers.get('Range', '')}".strip())
        if match := re.fullmatch(r"/api/models/tests/tiny/revision/([^?]+)(?:\?.*)?", self.path):
            return self._info() if match.group(1) in ("main", COMMIT, "refs%2Fpr%2F3") else self._missing("Revision")
        if self.path.startswith(f"/api/models/tests/tiny/tree/{COMMIT}"):
            return self._tree()
        if match := re.fullmatch(rf"/tests/tiny/resolve/{COMMIT}/(.+)", self.path):
            return self._file(match.group(1), body=body)
        return self._missing("Repo")

    def _info(self) -> None:
        files = sorted(path for path in self.server.folder.iterdir() if path.is_file())
        siblings = [{"rfilename": path.name, "size": path.stat().st_size, "lfs": _lfs(path)} for path in files]
        self._send(200, json.dumps({"id": "tests/tiny", "sha": COMMIT, "siblings": siblings}).encode())

    def _tree(self) -> None:
        files = sorted(path for path in self.server.folder.iterdir() if path.is_file())
        entries = [{"type": "file", "oid": "0" * 40, "size": path.stat().st_size, "path": path.name} for path in files]
        self._send(200, json.dumps(entries).encode())

    def _file(self, name: str, *, body: bool) -> None:
        data = (self.server.folder / name).read_bytes()
        etag = hashlib.sha256(data).hexdigest()
        start = int(match.group(1)) if (match := re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))) else 0
        self.send_response(206 if start else 200)
        self.send_header("ETag", f'"{etag}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Length", str(len(data) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        if not body:
            return
        if self.server.wrong and name.endswith(".safetensors"):
            data = data[:-1] + bytes([data[-1] ^ 1])
        if self.server.left is not None and name.endswith(".safetensors"):
            sent = data[start : start + self.server.left]
            self.server.left -= len(sent)
            self.wfile.write(sent)
            self.close_connection = True
            return
        self.wfile.write(data[start:])

    def _missing(self, what: str) -> None:
        self.send_response(404)
        self.send_header("X-Error-Code", f"{what}NotFound")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, code: int, data: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


def _lfs(path: Path) -> dict[str, object] | None:
    """What the hub says of a large file."""
    if path.suffix != ".safetensors":
        return None
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"size": path.stat().st_size, "sha256": digest, "pointerSize": 130}


@pytest.fixture
def hub(checkpoints: Checkpoints) -> Iterator[Hub]:
    server = Hub(checkpoints("m2m100"))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def pull(hub: Hub, home: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`audarma models pull` of the tiny model, in a process of its own that knows this hub alone."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline.cli.main", "models", "pull", "m2m100-418m"]
        return subprocess.run(
            [*command, "--repository", "tests/tiny", "--precision", "int8", *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={
                **os.environ,
                "AUDARMA_MODELS": str(home),
                "HF_ENDPOINT": hub.url,
                "HF_HUB_OFFLINE": "0",
                "HF_HOME": str(tmp_path / "hub"),
                "HF_HUB_DISABLE_XET": "1",
                "HF_HUB_DISABLE_PROGRESS_BARS": "1",
                **environment,
            },
        )

    return run


def test_a_pull_resolves_the_revision_and_locks_it(
    pull: Callable[..., subprocess.CompletedProcess[str]], home: Path
) -> None:
    done = pull()
    assert done.returncode == 0, done.stderr
    assert COMMIT[:12] in done.stdout
    lock = read_lock(home / "installed" / "m2m100-418m")
    assert (lock.repository, lock.revision, lock.commit) == ("tests/tiny", "main", COMMIT)
    assert not (home / "partial" / "m2m100-418m").exists()


def test_a_pull_that_breaks_off_goes_on_where_it_was(
    pull: Callable[..., subprocess.CompletedProcess[str]], hub: Hub, home: Path
) -> None:
    hub.left = 150_000
    done = pull()
    assert done.returncode == 1
    assert "the same command goes on" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (home / "installed").exists()
    hub.left = None
    hub.asked.clear()
    again = pull()
    assert again.returncode == 0, again.stderr
    fetched = [asked.rpartition("/")[2] for asked in hub.asked if "/resolve/" in asked]
    assert fetched[0] == "model.safetensors bytes=150000-"
    assert "model.safetensors" not in fetched


def test_what_comes_damaged_is_not_kept(
    pull: Callable[..., subprocess.CompletedProcess[str]], hub: Hub, home: Path
) -> None:
    hub.wrong = True
    done = pull()
    assert done.returncode == 1
    assert "came damaged from the hub" in done.stderr
    assert not list(home.rglob("model.safetensors*"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--revision", "v9"), "no such revision"),
        (("--repository", "tests/none"), "not on the hub"),
    ],
)
def test_what_the_hub_does_not_have_is_one_line(
    pull: Callable[..., subprocess.CompletedProcess[str]], words: tuple[str, ...], said: str
) -> None:
    done = pull(*words)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_revision_with_safetensors_can_be_named(
    pull: Callable[..., subprocess.CompletedProcess[str]], home: Path
) -> None:
    assert pull("--revision", "refs/pr/3").returncode == 0
    assert read_lock(home / "installed" / "m2m100-418m").revision == "refs/pr/3"


def test_offline_says_so_and_what_to_do(pull: Callable[..., subprocess.CompletedProcess[str]], hub: Hub) -> None:
    done = pull(HF_HUB_OFFLINE="1")
    assert done.returncode == 1
    assert "HF_HUB_OFFLINE is set" in done.stderr
    assert "--from DIR" in done.stderr
    assert hub.asked == []


def test_a_hub_that_is_not_there_is_one_line(pull: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = pull(HF_ENDPOINT="http://127.0.0.1:1")
    assert done.returncode == 1
    assert "cannot be fetched" in done.stderr
    assert done.stderr.count("\n") == 1
