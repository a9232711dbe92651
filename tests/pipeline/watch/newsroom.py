"""A watched folder for the tests: in this process, with an engine that answers at once, or as the command itself."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.scripted import Answer, ScriptedEngine
from pipeline.run import Options, Run
from pipeline.store import Store, open_store
from pipeline.store.jobs import Jobs
from pipeline.watch.arrive import Folder
from pipeline.watch.places import Places
from pipeline.watch.put_away import Shelves
from pipeline.watch.stop import Stop
from pipeline.watch.work import Worker
from tests.pipeline.exchange.newsroom import ninjs3

TEXT = "Форум открылся\n\nВ Астане {number} марта открылся форум журналистов. Участники обсудили новые правила.\n"


def story(number: int) -> str:
    """A short story, another for each number."""
    return TEXT.format(number=number)


def item(number: int, urgency: int = 5) -> str:
    """The same as an item of ninjs."""
    body = "".join(f"<p>{line}</p>" for line in story(number).split("\n")[2:] if line)
    bodies = [{"role": "main", "contentType": "application/xhtml+xml", "value": body}]
    fields: dict[str, Any] = {"uri": f"urn:x:{number}", "urgency": urgency, "bodies": bodies, "associations": []}
    return json.dumps(ninjs3(**fields), ensure_ascii=False)


@dataclass
class Newsroom:
    """IN, OUT, done and failed under one folder, with a store."""

    root: Path
    formats: tuple[str, ...] = ("txt",)
    answer: Answer = lambda text, _target, _how: f"Said: {len(text)} letters of news were written here today."
    stop: Stop = field(default_factory=Stop)

    def __post_init__(self) -> None:
        self.places = Places(self.root / "in", self.root / "out", self.root / "done", self.root / "failed")
        self.places.folder.mkdir()
        self.places.make()
        self.store: Store = open_store(str(self.root / "store.db"))
        self.jobs = Jobs(self.store, "host/1")
        self.folder = Folder(Shelves(self.places), self.jobs)

    def put(self, name: str, text: str, age: float = 60.0) -> Path:
        """Puts a file in, last written some seconds ago."""
        path = self.places.folder / name
        path.write_text(text, "utf-8")
        moment = path.stat().st_mtime - age
        os.utime(path, (moment, moment))
        return path

    def worker(self, **changes: Any) -> Worker:
        """A worker that ends when the queue is empty."""
        run = Run({"en": ScriptedEngine(self.answer)}, Options(self.places.out, self.formats))
        ready = {"run": run, "jobs": self.jobs, "shelves": Shelves(self.places), "stop": self.stop}
        return Worker(**(ready | {"drained": lambda: True} | changes))

    def work(self) -> None:
        """Looks once and does what is there."""
        self.folder.scan()
        self.worker().work()

    def names(self, where: str) -> list[str]:
        """The files in one of the folders."""
        return sorted(path.name for path in (self.root / where).iterdir())


def command(root: Path, *words: str, engine: str = "echo") -> list[str]:
    """`audarma watch` on the folders under `root`, with `words` more."""
    places = {"--out": "out", "--done": "done", "--failed": "failed", "--store": "store.db"}
    options = [word for option, name in places.items() for word in (option, str(root / name))]
    how = ["--model", engine, "--to", "en", "--log", "json"]
    return [sys.executable, "-m", "pipeline.cli.main", "watch", str(root / "in"), *options, *how, *words]


def environment() -> dict[str, str]:
    """Without the network, and with one moment for all that is written."""
    project = str(Path(__file__).parents[3])
    return {**os.environ, "HF_HUB_OFFLINE": "1", "SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": project}


def start(root: Path, *words: str) -> "subprocess.Popen[str]":
    """The command as a process; its log is to be read from `stderr`."""
    return subprocess.Popen(
        command(root, *words), env=environment(), stderr=subprocess.PIPE, text=True, cwd=root, start_new_session=True
    )


def read_log(lines: Sequence[str]) -> list[Mapping[str, Any]]:
    """What was logged; any other line is no log and fails the test."""
    return [json.loads(line) for line in lines if line.strip()]
