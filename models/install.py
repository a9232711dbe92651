"""From a checkpoint to an installed model: licence, space, files, conversion, lock, one rename."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from models.card import Card
from models.convert import PRECISIONS, convert
from models.errors import LicenceError, ModelDamagedError, ModelError, UsageError
from models.fetch import WEIGHTS, Checkpoint, from_folder, from_hub
from models.installed import folder_of, partial_of
from models.lock import Lock, check_space, describe, now, write_lock
from models.machine import pull_precision
from models.pieces import fill
from models.sizes import disk
from models.vocabulary import read_vocabulary

_SMALL = 20_000_000
"""Bytes for a tokenizer and a vocabulary beside the weights."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to install: `source` is a folder, None for the hub. Empty words mean what the card or the machine says."""

    source: Path | None = None
    repository: str = ""
    revision: str = ""
    precision: str = ""
    accept: str = ""


def install(card: Card, order: Order) -> Lock:
    """Makes a model ready on this machine and returns its lock. Raises UsageError, LicenceError, ModelError.

    What is interrupted is gone on with by the next call; the model appears whole or not at all.
    """
    if not card.converted or card.folder:
        raise UsageError(_not_pulled(card))
    accepted = check_licence(card, order.accept)
    partial = partial_of(card.id)
    with alone(partial):
        lock = make(card, order, partial / "source", partial / "model", accepted)
        put(partial / "model", folder_of(card.id))
        shutil.rmtree(partial, ignore_errors=True)
    return lock


def make(card: Card, order: Order, source: Path, out: Path, accepted: str) -> Lock:
    """Fetches into `source` where the order names no folder, converts into the new folder `out`, locks it."""
    precision = order.precision or pull_precision(card.half)
    if precision not in PRECISIONS:
        raise UsageError(f"no such precision {precision!r}: there are {', '.join(PRECISIONS)}")
    repository, revision = order.repository or card.repository, order.revision or card.revision
    room = disk(card, precision) + _SMALL
    if order.source is not None:
        checkpoint = from_folder(card, order.source)
        check_space(out, _size(checkpoint, precision), f"model {card.id}")
    else:
        checkpoint = from_hub(card, repository, revision, source, room=room)
    if out.exists():
        shutil.rmtree(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    if checkpoint.found.converted:
        _copy(checkpoint, out)
        precision = saved_precision(out)
    else:
        convert(card, checkpoint.folder, out, precision)
    check_vocabulary(card, out)
    lock = Lock(
        id=card.id,
        repository=repository if order.source is None or checkpoint.commit else "",
        revision=revision if order.source is None else "",
        commit=checkpoint.commit,
        precision=precision,
        licence=card.licence,
        accepted=accepted,
        accepted_on=now() if accepted else "",
        installed=now(),
        tools={} if checkpoint.found.converted else _versions(),
        files=describe(out),
    )
    write_lock(lock, out)
    return lock


def check_licence(card: Card, accept: str) -> str:
    """The licence that was accepted by name, empty where none must be. Raises LicenceError, which shows its terms."""
    if not card.needs_acceptance:
        return ""
    if accept.casefold() == card.licence.casefold():
        return card.licence
    terms = [f"licence {card.licence}" + (f" ({card.licence_url})" if card.licence_url else "")]
    if not card.commercial:
        terms.append("not for commercial use")
    if card.excluded_territories:
        terms.append(f"not for use in {', '.join(card.excluded_territories)}")
    terms.extend(card.obligations)
    wrong = f"; {accept!r} is not its name" if accept else ""
    raise LicenceError(
        f"model {card.id}: {'; '.join(terms)}{wrong}. If you may use it, say so: "
        f"--accept-licence {card.licence.casefold()}"
    )


def check_vocabulary(card: Card, folder: Path) -> None:
    """Raises ModelError when a token that the card puts around texts is not one of the model's.

    A model reads an unknown language token without complaint and answers in some other language.
    """
    tokens = card.tokens
    assert tokens is not None, "cards of converted families have tokens"
    reads, writes = read_vocabulary(folder, "source"), read_vocabulary(folder, "target")
    for source, targets in card.directions.items():
        for target in targets:
            for template, words in (
                (tokens.source_prefix, reads),
                (tokens.source_suffix, reads),
                (tokens.target_prefix, writes),
            ):
                for token in fill(template, tokens, source, target):
                    if token not in words:
                        raise ModelError(
                            f"model {card.id}: its vocabulary has no token {token}, which its card needs for "
                            f"{source} into {target}: this is another model, or the card is wrong"
                        )


def saved_precision(folder: Path) -> str:
    """The precision of converted weights, as CTranslate2 says when it loads them."""
    import ctranslate2

    try:
        return str(ctranslate2.Translator(str(folder), device="cpu").compute_type)
    except Exception as error:  # CTranslate2 raises RuntimeError, ValueError
        raise ModelDamagedError(f"{folder / WEIGHTS} cannot be loaded: {error}") from error


def _not_pulled(card: Card) -> str:
    if card.folder or card.family == "echo":
        return f"model {card.id} is part of Audarma: there is nothing to pull"
    if card.family == "server":
        return (
            f"model {card.id} is run by a server of yours (vLLM, llama.cpp, Ollama, SGLang): "
            f"'audarma models show {card.id}' says how"
        )
    return f"model {card.id} is run by transformers, which fetches it: 'audarma models show {card.id}' says how"


def _size(checkpoint: Checkpoint, precision: str) -> int:
    """Bytes that converting or copying a checkpoint writes: never more than it has, unless it grows to float32."""
    there = sum((checkpoint.folder / name).stat().st_size for name in checkpoint.found.names)
    return there * (2 if precision == "float32" and not checkpoint.found.converted else 1) + _SMALL


def _copy(checkpoint: Checkpoint, out: Path) -> None:
    out.mkdir()
    try:
        for name in checkpoint.found.names:
            shutil.copy(checkpoint.folder / name, out / name)
    except OSError as error:
        raise ModelError(f"{out} cannot be written ({error.strerror})") from error


def put(made: Path, place: Path) -> None:
    """The finished model takes its place by one rename; one that stood there goes."""
    place.parent.mkdir(parents=True, exist_ok=True)
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    made.rename(place)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def alone(partial: Path) -> Iterator[None]:
    """One process at a time makes a model ready."""
    from filelock import FileLock, Timeout

    partial.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(partial.with_name(f"{partial.name}.lock"), timeout=0):
            yield
    except Timeout as error:
        raise ModelError(f"model {partial.name} is being installed by another process: wait for it") from error


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("ctranslate2", "transformers", "torch")}
