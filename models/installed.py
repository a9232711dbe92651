"""The models that are installed on this machine: which, where, and which of them is the best for a language."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from models.card import Card
from models.catalogue import EMBEDDED, catalogue
from models.errors import ModelDamagedError, ModelError, UsageError, one_line
from models.home import models_home
from models.lock import LOCK, Lock, read_lock


def folder_of(model: str) -> Path:
    """Where an installed model's files stand."""
    return models_home() / "installed" / model


def partial_of(model: str) -> Path:
    """Where a model is being made ready: what is there can be thrown away at the price of fetching it again."""
    return models_home() / "partial" / model


def is_installed(model: str) -> bool:
    """Whether a model was pulled or unpacked here; the embedded one always is."""
    return model == EMBEDDED or (folder_of(model) / LOCK).is_file()


def installed() -> Mapping[str, Lock]:
    """The locks of the models that were pulled or unpacked, by id. A damaged one is left out: `verify` says why."""
    found = {
        path.parent.name: _lock_or_none(path.parent) for path in sorted((models_home() / "installed").glob(f"*/{LOCK}"))
    }
    return {model: lock for model, lock in found.items() if lock is not None}


def _lock_or_none(folder: Path) -> Lock | None:
    try:
        return read_lock(folder)
    except ModelDamagedError:
        return None


def find_lock(model: str) -> Lock:
    """The lock of an installed model. Raises UsageError where it is not installed, ModelDamagedError."""
    if not (folder_of(model) / LOCK).is_file():
        raise UsageError(f"model {model} is not installed: 'audarma models pull {model}'")
    return read_lock(folder_of(model))


def remove(model: str) -> None:
    """Takes a model and what is left of fetching it off the disk. Raises UsageError where there is neither."""
    if model == EMBEDDED:
        raise UsageError(f"model {model} is part of Audarma: it cannot be removed")
    places = [place for place in (folder_of(model), partial_of(model)) if place.exists()]
    if not places:
        raise UsageError(f"model {model} is not installed")
    try:
        for place in places:
            shutil.rmtree(place)
    except OSError as error:
        raise ModelError(f"model {model} cannot be removed ({one_line(error)})") from error


def best(source: str, target: str) -> Card:
    """The installed model that is best from `source` into `target` by its card; else the embedded one."""
    cards = catalogue()
    able = [cards[model] for model in installed() if model in cards and cards[model].translates(source, target)]
    return max(able, key=lambda card: merit(card, target), default=cards[EMBEDDED])


def merit(card: Card, target: str) -> tuple[bool, bool, float, int]:
    """Orders models for a target language: not weak, not known to be poor at it, then chrF++ by the card, then size.

    Where the card has no chrF++ for the target, the mean of its other targets stands in: a model that is better into
    Kazakh and English is likelier to be better into Chinese too. None at all counts as 0.
    """
    score = card.score(target)
    others = [found.value for other in ("zh-Hans", "kk-Cyrl", "en") if (found := card.score(other)) is not None]
    value = score.value if score is not None else sum(others) / len(others) if others else 0.0
    return not card.weak, target not in card.poor, value, card.parameters
