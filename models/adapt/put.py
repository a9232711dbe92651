"""An adapted network into an installed model of its own: a card, CTranslate2 files, a lock."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import tomlkit

from models.adapt.trainable import Trainable
from models.card import Card, Score, Training
from models.catalogue import EMBEDDED, catalogue, forget_own_cards, own_card_file
from models.errors import UsageError
from models.install import Order, install
from models.installed import folder_of
from models.lock import Lock


@dataclass(frozen=True, slots=True)
class Told:
    """What a new card says that its base's does not: how it learnt, how it scores, and what to know of that."""

    training: Training
    scores: tuple[Score, ...]
    notes: tuple[str, ...]


def check_name(model: str) -> None:
    """Raises UsageError for an id that is taken, or that is no name for a folder."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", model):
        raise UsageError(f"--out {model}: letters, digits, '.', '_' and '-' make an id")
    if model in catalogue():
        raise UsageError(f"--out {model}: there is a model of that name: take another, or 'audarma models rm {model}'")


def card_of(base: Card, model: str, told: Told) -> Card:
    """The base's card under a new id. The scores of the base are not those of its child."""
    return msgspec.structs.replace(
        base,
        id=model,
        title=f"{base.title}, adapted",
        folder="",
        repository="",
        revision="",
        files={},
        scores=told.scores,
        training=told.training,
        notes=(*base.notes, *told.notes),
        failures=(),
    )


def put(model: Trainable, card: Card) -> Lock:
    """Converts and installs the network under its card. Raises ModelError; nothing is left behind of what failed."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "checkpoint"
        _write(model, folder)
        lock = install(card, Order(source=folder, precision="int8", accept=card.licence))
    write_card(card)
    return lock


def write_card(card: Card) -> None:
    """Puts a card among those of one's own: what stands in its fields' defaults is left out."""
    fields = {name: value for name, value in msgspec.to_builtins(card).items() if value not in (None, "", [], {}, ())}
    path = own_card_file(card.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps(json.loads(json.dumps(fields))), "utf-8")
    forget_own_cards()


def take_back(model: str) -> None:
    """Takes a model that did not stand its check off the disk, with its card."""
    shutil.rmtree(folder_of(model), ignore_errors=True)
    own_card_file(model).unlink(missing_ok=True)
    forget_own_cards()


def _write(model: Trainable, folder: Path) -> None:
    if model.card.id == EMBEDDED or model.card.folder:
        from models.starter.recipe.export import export_as

        export_as(model.network, model.folder / "tokenizer.json", folder)
        return
    shutil.copytree(model.folder, folder, ignore=shutil.ignore_patterns("*.safetensors", "*.bin", "*.index.json"))
    model.network.save_pretrained(folder, safe_serialization=True)
