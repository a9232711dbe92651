"""The catalogue: every card, read once, checked before anything is translated."""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from models.card import Card
from models.errors import CatalogueError, UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EMBEDDED = "starter"
_FILE = Path(__file__).with_name("catalogue.toml")


@cache
def catalogue() -> Mapping[str, Card]:
    """The cards that ship with Audarma, by id. Raises CatalogueError."""
    return MappingProxyType(read_catalogue(_FILE))


def read_catalogue(path: Path) -> dict[str, Card]:
    """The cards of a catalogue file, by id. Raises CatalogueError, which names the file, the card and the field."""
    try:
        tables = tomllib.loads(path.read_text("utf-8")).get("model", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    if not isinstance(tables, list):
        raise CatalogueError(f"{path}: model is not a list of tables: write [[model]] above each card")
    cards: dict[str, Card] = {}
    for number, table in enumerate(tables, 1):
        try:
            card = msgspec.convert(table, Card)
        except (msgspec.ValidationError, ValueError) as error:
            name = table.get("id", f"number {number}") if isinstance(table, dict) else f"number {number}"
            raise CatalogueError(f"{path}: card {name}: {error}") from error
        if card.id in cards:
            raise CatalogueError(f"{path}: card {card.id} stands there twice")
        cards[card.id] = card
    return cards


def find_card(model: str) -> Card:
    """The card of a model. Raises UsageError for an id that is in no card."""
    cards = catalogue()
    if model not in cards:
        raise UsageError(f"unknown model {model!r}: there are {', '.join(cards)}")
    return cards[model]
