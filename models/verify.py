"""Whether the files of an embedded model are those that its card was written for."""

from pathlib import Path

from models.card import Card
from models.errors import ModelDamagedError
from models.lock import sha256


def verify(card: Card, folder: Path) -> None:
    """Compares the sha256 of every file on the card. Raises ModelDamagedError for the first that differs or lacks."""
    for name, expected in card.files.items():
        path = folder / name
        try:
            found = sha256(path)
        except OSError as error:
            raise ModelDamagedError(
                f"model {card.id}: {path} cannot be read ({error.strerror}): install it again"
            ) from error
        if found != expected:
            raise ModelDamagedError(
                f"model {card.id}: {path} is damaged (its sha256 is not its card's): install it again"
            )
