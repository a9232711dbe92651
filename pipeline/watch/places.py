"""The folders of a watch: where files come in, where translations go, where the files go afterwards."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError, WriteError


@dataclass(frozen=True, slots=True)
class Places:
    """`done` and `failed` may be None: the files then stay where they are, and are remembered. Raises UsageError."""

    folder: Path
    out: Path
    done: Path | None = None
    failed: Path | None = None

    def __post_init__(self) -> None:
        for name, path in (("--out", self.out), ("--done", self.done), ("--failed", self.failed)):
            if path is not None and path.absolute() == self.folder.absolute():
                raise UsageError(f"{name} {path}: is the folder that is watched: name another")
        if self.done is not None and self.failed is not None and self.done.absolute() == self.failed.absolute():
            raise UsageError(f"--failed {self.failed}: is --done as well: name another")

    @property
    def name(self) -> str:
        """What the store knows the folder by."""
        return str(self.folder.absolute())

    def make(self) -> None:
        """Makes the folders that lack, but never the one that is watched. Raises UsageError, WriteError."""
        if not self.folder.is_dir():
            what = "is a file, not a folder" if self.folder.exists() else "there is no such folder"
            raise UsageError(f"{self.folder}: {what}")
        wanted = [path for path in (self.out, self.done, self.failed) if path is not None]
        path = self.out
        try:
            for path in wanted:
                path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{path}: the folder cannot be made ({error.strerror})") from error
