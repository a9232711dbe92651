"""From a model's id to an engine that is ready."""

from pathlib import Path

from models.card import Card
from models.catalogue import find_card
from models.engine import Engine
from models.verify import verify

_HERE = Path(__file__).parent


def load_engine(model: str, threads: int = 0) -> Engine:
    """The engine for a model of the catalogue, its files checked by sha256. Raises UsageError, ModelError.

    `threads` is how many a CPU engine computes with; 0 takes what the machine has.
    """
    return start_engine(find_card(model), threads)


def start_engine(card: Card, threads: int = 0) -> Engine:
    """The engine for a card. Raises ModelError, ModelDamagedError."""
    if card.family == "echo":
        from models.echo import EchoEngine

        return EchoEngine(card)
    from models.ctranslate2_engine import CTranslate2Engine

    folder = _HERE / card.folder
    verify(card, folder)
    return CTranslate2Engine(card, folder, threads)
