"""Whether the files of an embedded model are those that its card was written for."""

from pathlib import Path
from typing import Protocol

from models.errors import ModelDamagedError
from models.lock import sha256


class Listed(Protocol):
    """A card of any kind: what it is called, and its files with their sha256."""

    @property
    def id(self) -> str: ...  # noqa: D102 - the class says it

    @property
    def files(self) -> dict[str, str]: ...  # noqa: D102 - the class says it


def verify(card: Listed, folder: Path) -> None:
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
