"""The catalogue: every card, read once, checked before anything is translated."""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from models.card import Card
from models.errors import CatalogueError, UsageError
from models.home import models_home
from models.locate import explain

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EMBEDDED = "starter"
ECHO = "echo"
_SHIPPED = Path(__file__).with_name("cards")


def catalogue() -> Mapping[str, Card]:
    """The cards by id: those that ship with Audarma, and those in `cards` of the folder of models.

    Raises CatalogueError.
    """
    return _read(models_home() / "cards")


@cache
def _read(own: Path) -> Mapping[str, Card]:
    return MappingProxyType(read_catalogue(_SHIPPED, own))


def own_card_file(model: str) -> Path:
    """Where a card of one's own stands, beside those that ship with Audarma."""
    return models_home() / "cards" / f"{model}.toml"


def forget_own_cards() -> None:
    """After a card was added: the next look reads the folder again."""
    _read.cache_clear()


def read_catalogue(*folders: Path) -> dict[str, Card]:
    """The cards of the files `*.toml` in folders, by id, in order of name.

    A folder that is not there has none. Raises CatalogueError, which names the file, the line and the field.
    """
    cards: dict[str, Card] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            card = read_card(path)
            if card.id in cards:
                raise CatalogueError(f"{path}: id: there is another card {card.id}")
            cards[card.id] = card
    return cards


def read_card(path: Path) -> Card:
    """The card of one file. Raises CatalogueError, which names the file, the line and the field."""
    try:
        text = path.read_text("utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    try:
        return msgspec.convert(document, Card)
    except msgspec.ValidationError as error:
        raise CatalogueError(f"{path}, {explain(text, str(error))}") from error


def find_card(model: str) -> Card:
    """The card of a model. Raises UsageError for an id that is in no card."""
    cards = catalogue()
    if model not in cards:
        raise UsageError(f"unknown model {model!r}: 'audarma models list' shows what there is, {EMBEDDED} among them")
    return cards[model]
