"""From a model's id to an engine that is ready."""

from pathlib import Path

from models.card import Card
from models.catalogue import find_card
from models.engine import Engine
from models.errors import UsageError
from models.installed import find_lock, folder_of
from models.lock import check_files
from models.settings import Settings
from models.verify import verify

_HERE = Path(__file__).parent
SERVER = "server:"
"""What stands before the name of a model that a server knows and the catalogue does not."""


def load_engine(model: str, threads: int = 0, settings: Settings | None = None) -> Engine:
    """The engine for a model of the catalogue, or for `server:NAME`. Raises UsageError, ModelError.

    `threads` is how many a CPU engine computes with; 0 takes what the machine has. `settings` says where servers are
    and which models transformers runs; without them none is known.
    """
    settings = settings or Settings()
    if model.startswith(SERVER):
        from models.server_engine import ServerEngine, generic_card

        return ServerEngine(generic_card(model), settings.server_of(model), model.removeprefix(SERVER))
    card = find_card(model)
    if card.id in settings.transformers or card.family == "seamless":
        return _transformers(card, threads, settings)
    return start_engine(card, threads, settings)


def start_engine(card: Card, threads: int = 0, settings: Settings | None = None) -> Engine:
    """The engine for a card. Raises UsageError, ModelError, ModelDamagedError.

    The embedded model's files are checked by sha256; an installed one's by size, because it may be several gigabytes:
    'audarma models verify' reads them whole.
    """
    if card.family == "echo":
        from models.echo import EchoEngine

        return EchoEngine(card)
    if card.family == "server":
        from models.server_engine import ServerEngine

        settings = settings or Settings()
        return ServerEngine(card, settings.server_of(card.id), settings.name_of(card))
    from models.ctranslate2_engine import CTranslate2Engine

    if card.folder:
        folder = embedded_folder(card)
        verify(card, folder)
        return CTranslate2Engine(card, folder, threads)
    lock = find_lock(card.id)
    check_files(card.id, lock.files, folder_of(card.id), deep=False)
    return CTranslate2Engine(card, folder_of(card.id), threads, revision=lock.short, saved=lock.precision)


def embedded_folder(card: Card) -> Path:
    """Where the files of a model that is part of Audarma stand."""
    return _HERE / card.folder


def _transformers(card: Card, threads: int, settings: Settings) -> Engine:
    from models.transformers_engine import TransformersEngine

    checkpoint = settings.transformers.get(card.id, "")
    if not checkpoint:
        raise UsageError(
            f"model {card.id} is run by transformers from a folder: name it in audarma.toml, "
            f'[transformers] "{card.id}" = "FOLDER"'
        )
    return TransformersEngine(card, Path(checkpoint), threads)
