"""The exception tree. What a user sees of any of these is its one line: what happened, and what to do.

AudarmaError                   models.errors
├── UsageError                 a wrong option, language or model: exit code 2
│   └── ConfigurationError     a setting in audarma.toml that cannot be
├── ModelError                 a model that cannot be loaded or that failed
│   ├── ModelDamagedError      a file whose sha256 is not its card's
│   ├── CatalogueError         a card that does not validate
│   ├── LicenceError           a licence that must be accepted by name first
│   └── PackError              a pack that is damaged, altered, or none
├── ReadError                  an input that cannot be read as an article
│   ├── EmptyArticleError      nothing in it to translate
│   └── WrongLanguageError     it is not in the source language
├── FeedError                  a feed that cannot be polled now; it is asked again later
├── GlossaryError              a glossary that is wrong: its file and line
├── StoreError                 the database of the store
│   ├── StoreLockedError       another program holds it for too long
│   ├── StoreFullError         its disk is full, or it may not grow
│   ├── StoreDamagedError      it is damaged, or none of Audarma's
│   ├── StoreUnreachableError  it cannot be opened, written to or connected to
│   └── StoreVersionError      a newer Audarma made it
└── WriteError                 an output that could not be written; nothing half-written is left
"""

from models.errors import AudarmaError, CatalogueError, ModelDamagedError, ModelError, UsageError

__all__ = [
    "AudarmaError",
    "CatalogueError",
    "ConfigurationError",
    "EmptyArticleError",
    "FeedError",
    "GlossaryError",
    "ModelDamagedError",
    "ModelError",
    "ReadError",
    "StoreDamagedError",
    "StoreError",
    "StoreFullError",
    "StoreLockedError",
    "StoreUnreachableError",
    "StoreVersionError",
    "UsageError",
    "WriteError",
    "WrongLanguageError",
]


class ConfigurationError(UsageError):
    """A setting that cannot be. The text names the file and the field."""


class ReadError(AudarmaError):
    """An input that cannot be read as an article."""


class EmptyArticleError(ReadError):
    """An input in which there is nothing to translate."""


class WrongLanguageError(ReadError):
    """An article that is not in the source language."""


class FeedError(AudarmaError):
    """A feed that cannot be polled now.

    `pause` is how many seconds its server asked to be left alone, None where it said nothing; `gone` that it says the
    feed is gone for good.
    """

    def __init__(self, message: str, *, pause: float | None = None, gone: bool = False) -> None:
        super().__init__(message)
        self.pause, self.gone = pause, gone


class GlossaryError(AudarmaError):
    """A glossary that cannot be used as it stands. Its text names the file and the line."""


class StoreError(AudarmaError):
    """The database of the store cannot be used. Its text names it and says what to do."""


class StoreLockedError(StoreError):
    """Another program held the database for longer than we wait."""


class StoreFullError(StoreError):
    """The database cannot grow: its disk or its quota is full. What it held before is whole."""


class StoreDamagedError(StoreError):
    """A file that is no database, or one whose content is damaged."""


class StoreUnreachableError(StoreError):
    """A database that cannot be opened, written to or connected to."""


class StoreVersionError(StoreError):
    """A database of a newer schema than this program knows."""


class WriteError(AudarmaError):
    """An output that could not be written. Nothing half-written is left behind."""
