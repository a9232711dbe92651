"""The command as a process of its own, that can be killed."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a process whose store is in `folder`."""
    own = {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "AUDARMA_STORE": str(folder / "store.db")}
    return {**os.environ, **own, **more}


def start(*words: str | Path, folder: Path, **more: str) -> "subprocess.Popen[str]":
    """Starts `audarma words` in `folder`."""
    command = [sys.executable, "-m", "pipeline.cli.main", *map(str, words)]
    how: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=folder, env=environment(folder, **more), **how)


def run(*words: str | Path, folder: Path, **more: str) -> tuple[int, str]:
    """Runs it to its end: the exit code, and what it said on stderr."""
    with start(*words, folder=folder, **more) as process:
        _, said = process.communicate(timeout=120)
    return process.returncode, said
