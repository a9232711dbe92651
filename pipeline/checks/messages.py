"""What the findings of the checks say, in the languages of those who read them. The texts stand in messages.toml."""

import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from models.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LANGUAGES = ("ru", "kk", "zh", "en")
"""The languages of the messages."""


class _Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    ru: str
    kk: str
    zh: str
    en: str


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, _Entry]:
    """Every message by its key, in all four languages."""
    text = (Path(__file__).parent / "messages.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, _Entry])


def tell(key: str, values: Mapping[str, str], language: str = "en") -> str:
    """The message `key` with its values put in, in `language` ("ru", "kk", "zh" or "en"). Raises UsageError.

    KeyError means that a check names a message or a value that is not there, which a test rules out.
    """
    if language not in LANGUAGES:
        raise UsageError(f"no messages in {language!r}: they are in {', '.join(LANGUAGES)}")
    template: str = getattr(catalogue()[key], language)
    return template.format_map(values)
