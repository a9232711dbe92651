"""Files of a model from the hub, or from a folder: which are wanted, which are refused, and how much they take."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.card import Card
from models.download import Remote, download, missing
from models.errors import ModelError, one_line
from models.lock import check_space

WEIGHTS = "model.bin"
"""What CTranslate2 calls its weights."""
_VOCABULARIES = ("shared_vocabulary.", "source_vocabulary.", "target_vocabulary.")
_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".ckpt")
_SAFE = ".safetensors"
_BESIDE = (".json", ".model", ".spm", ".txt")
"""What transformers reads beside weights: settings, tokenizers, vocabularies."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a checkpoint that are wanted, and whether they are CTranslate2's already."""

    names: tuple[str, ...]
    converted: bool


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A folder with the files of a model, and the commit that they are of; empty where nothing says."""

    folder: Path
    found: Found
    commit: str = ""


def choose(card: Card, names: Sequence[str]) -> Found:
    """The files of a repository to take: CTranslate2's, or safetensors with what transformers reads beside them.

    Raises ModelError for a repository that has its weights only in a pickle, which runs any code that was put in it.
    """
    top = [name for name in names if "/" not in name and not name.startswith(".")]
    if WEIGHTS in top and any(name.startswith(_VOCABULARIES) for name in top):
        return Found((WEIGHTS, *(name for name in top if _is_read(card, name))), converted=True)
    weights = [name for name in top if name.endswith(_SAFE)]
    if weights:
        whole = [name for name in weights if name == f"model{_SAFE}"]
        return Found((*(whole or weights), *(name for name in top if name.endswith(_BESIDE))), converted=False)
    pickled = next((name for name in top if name.endswith(_PICKLES)), None)
    if pickled is not None:
        raise ModelError(
            f"model {card.id}: its weights are only there as a pickle ({pickled}), which can run any program when it "
            "is opened: take a revision with safetensors (--revision refs/pr/N of the hub's own conversion), or a "
            "repository with CTranslate2 files (--repository)"
        )
    raise ModelError(f"model {card.id}: no weights there: neither safetensors nor CTranslate2's {WEIGHTS}")


def _is_read(card: Card, name: str) -> bool:
    wanted = card.tokens.files if card.tokens is not None else ()
    return name == "config.json" or name.startswith(_VOCABULARIES) or name in wanted


def from_folder(card: Card, folder: Path) -> Checkpoint:
    """The checkpoint in a folder, or in the snapshot of a hub cache that the folder is. Raises ModelError."""
    snapshots = folder / "snapshots"
    if snapshots.is_dir():
        kept = sorted(path for path in snapshots.iterdir() if path.is_dir())
        if len(kept) != 1:
            raise ModelError(f"{folder} holds {len(kept)} snapshots: name one of the folders in {snapshots}")
        folder = kept[0]
    if not folder.is_dir():
        raise ModelError(f"{folder} is not a folder")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    commit = folder.name if folder.parent.name == "snapshots" else ""
    return _checked(card, Checkpoint(folder, choose(card, names), commit))


def from_hub(card: Card, repository: str, revision: str, into: Path, *, room: int) -> Checkpoint:
    """Fetches a checkpoint from the hub into a folder; what an interrupted run left there is gone on with.

    The hub's own settings are honoured: HF_ENDPOINT, HF_TOKEN, proxies; with HF_HUB_OFFLINE only its cache is asked.
    `room` is how many bytes are needed beside the download. Raises ModelError.
    """
    from huggingface_hub import HfApi, constants, hf_hub_url, snapshot_download

    with _hub_errors(card, repository, revision):
        if constants.HF_HUB_OFFLINE:
            return from_folder(card, Path(snapshot_download(repository, revision=revision, local_files_only=True)))
        info = HfApi().model_info(repository, revision=revision, files_metadata=True)
        commit, siblings = info.sha or "", {sibling.rfilename: sibling for sibling in info.siblings or ()}
        found = choose(card, list(siblings))
        _keep_only(into, commit)
        files = [
            Remote(
                url=hf_hub_url(repository, name, revision=commit),
                path=into / name,
                size=siblings[name].size or 0,
                sha256=_digest(siblings[name].lfs),
            )
            for name in found.names
        ]
        check_space(into, sum(map(missing, files)) + room, f"model {card.id}")
        for file in files:
            download(file)
        return _checked(card, Checkpoint(into, found, commit))


def _digest(lfs: Any) -> str:
    """The sha256 of a file that the hub keeps as a large one; of small ones it does not say it."""
    return str(lfs["sha256"]) if lfs else ""


def _keep_only(into: Path, commit: str) -> None:
    """What was fetched of another commit goes: files of two do not fit together."""
    mark = into / ".commit"
    if into.exists() and not (mark.is_file() and mark.read_text("utf-8") == commit):
        shutil.rmtree(into)
    into.mkdir(parents=True, exist_ok=True)
    mark.write_text(commit, "utf-8")


def _checked(card: Card, checkpoint: Checkpoint) -> Checkpoint:
    """A `model.bin` that is no file of CTranslate2's is a pickle by its name alone: its first bytes are looked at."""
    if checkpoint.found.converted:
        with (checkpoint.folder / WEIGHTS).open("rb") as file:
            head = file.read(32)
        version, name = int.from_bytes(head[:4], "little"), head[6:]
        if not 1 <= version < 100 or not name.startswith(b"Transformer"):
            raise ModelError(
                f"model {card.id}: {checkpoint.folder / WEIGHTS} is not CTranslate2's; a pickle is not opened, because "
                "it can run any program"
            )
    return checkpoint


@contextmanager
def _hub_errors(card: Card, repository: str, revision: str) -> Iterator[None]:
    """What goes wrong between here and the hub, in one line each."""
    from huggingface_hub import errors

    where = f"model {card.id}: {repository} at {revision}"
    aside = f"'audarma models pull {card.id} --from DIR' installs it from a folder"
    try:
        yield
    except errors.GatedRepoError as error:
        raise ModelError(
            f"{where} must be asked for: accept its terms on the hub and set HF_TOKEN, or fetch it elsewhere; {aside}"
        ) from error
    except errors.RepositoryNotFoundError as error:
        raise ModelError(
            f"{where} is not on the hub (or needs HF_TOKEN): --repository names another; {aside}"
        ) from error
    except errors.RevisionNotFoundError as error:
        raise ModelError(f"{where} has no such revision: --revision names another") from error
    except (errors.OfflineModeIsEnabled, errors.LocalEntryNotFoundError) as error:
        offline = "HF_HUB_OFFLINE is set and the hub's cache does not hold it" if _offline() else one_line(error)
        raise ModelError(f"{where} cannot be fetched: {offline}; {aside}") from error
    except ModelError:
        raise
    except Exception as error:  # huggingface_hub lets its HTTP library's and the disk's errors through
        raise ModelError(f"{where} cannot be fetched ({one_line(error)}): the same command goes on; {aside}") from error


def _offline() -> bool:
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
