"""Where a file goes when its job has ended: to the done or to the failed ones, never over another file."""

import filecmp
import os
import shutil
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import count
from pathlib import Path

from pipeline.log import log
from pipeline.watch.places import Places


@dataclass(frozen=True, slots=True)
class Away:
    """A file whose job has ended; with an `error` it failed. `path` is where it stands."""

    key: str
    name: str
    path: Path
    error: str = ""


@dataclass
class Shelves:
    """The folders that files go to, and what was said of them once already."""

    places: Places
    _said: set[str] = field(default_factory=set)

    def put_away(self, ended: Away) -> Path | None:
        """Moves the file, a failed one with `NAME.error.txt` beside it, and says where to; None where it stays.

        A file that is gone is no error. One that cannot be moved stays, which is said once a folder: the store knows
        that it is not to be taken again.
        """
        folder = self.places.failed if ended.error else self.places.done
        if folder is None:
            return None
        try:
            target = _bring(ended.path, folder)
            if ended.error:
                _explain(target, ended, self.places.name)
            ended.path.unlink(missing_ok=True)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._say(f"{folder}: files cannot be moved there ({error.strerror}): they stay in {self.places.folder}")
            return None
        return target.absolute()

    def _say(self, message: str) -> None:
        if message not in self._said:
            self._said.add(message)
            log("folder.unmovable", message, "warning", folder=str(self.places.folder))


def _bring(path: Path, folder: Path) -> Path:
    """The file under a name in `folder` that is its alone: NAME, NAME-2 and so on. It still stands at `path` too.

    A link brings it there in one step; where the disk knows no links, or is another one, a copy does. Where it stands
    there already, the program was killed before. Raises OSError.
    """
    path.stat()
    folder.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        target = folder / (path.name if number == 1 else f"{path.stem}-{number}{path.suffix}")
        if target.exists():
            if target.samefile(path) or filecmp.cmp(path, target, shallow=False):
                return target
            continue
        try:
            os.link(path, target)
        except FileExistsError:
            continue
        except FileNotFoundError:
            raise
        except OSError:
            _copy(path, target)
        return target
    raise AssertionError("there is always another number")


def _copy(path: Path, target: Path) -> None:
    """The file at another place, whole or not at all. Raises OSError."""
    part = target.with_name(f".{target.name[:200]}.part")
    try:
        shutil.copy2(path, part)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _explain(target: Path, ended: Away, folder: str) -> None:
    """The text beside a failed file, for the person who finds it. Raises OSError."""
    lines = [
        f"{ended.name} was not translated.",
        "",
        f"What happened: {ended.error}",
        f"What to do:    {_advice(ended.error, folder)}",
        f"When:          {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())} UTC",
        f"Program:       Audarma {version('audarma')}",
        "",
    ]
    path = target.with_name(f"{target.name}.error.txt")
    part = path.with_name(f".{path.name[:200]}.part")
    part.write_text("\n".join(lines), "utf-8")
    part.replace(path)


def _advice(error: str, folder: str) -> str:
    if "Audarma translates from" in error:
        return "Send it to a folder for its own language; nothing in it was lost."
    if "ended while" in error:
        return f"Put it into {folder} once more. If it fails again, please report it with the file."
    if "model" in error or "server" in error:
        return f"See that the model runs ('audarma models list'), then put the file into {folder} once more."
    return f"Correct the file and put it into {folder} once more, under this name or another."
