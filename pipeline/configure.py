"""What a newsroom sets in `audarma.toml`: here `[checks]`, `[glossary]` and `[store]`; more in `models.settings`."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from pipeline.article import Severity
from pipeline.errors import ConfigurationError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAME = "audarma.toml"
"""Looked for in the working folder."""


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """How one check is run: not at all, with other parameters, or with another severity for all that it finds."""

    off: bool = False
    severity: Severity | None = None
    parameters: Mapping[str, float | int | str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChecksSettings:
    """The table `[checks]`: the language of the messages ("ru", "kk", "zh", "en") and a table for each tuned check.

    `off` switches all of them off, `thorough` runs also those that take long and are not named. `path` is
    where it was read, for the messages of errors.
    """

    messages: str = "en"
    off: bool = False
    thorough: bool = False
    checks: Mapping[str, CheckSettings] = field(default_factory=dict)
    path: str = NAME


def with_glossaries(settings: ChecksSettings, paths: Sequence[str | Path] | None) -> ChecksSettings:
    """The settings with the checks of terms, names, coverage and speaker on, and a run's glossaries.

    None is a run that carries no terms through, and is to be fast: the settings as they are.
    """
    if paths is None:
        return settings
    checks = dict(settings.checks)
    own = {"glossaries": ";".join(map(str, paths))} if paths else {}
    for name in ("names", "terms"):
        known = checks.get(name, CheckSettings())
        checks[name] = replace(known, parameters={**own, **known.parameters})
    for name in ("coverage", "speaker"):
        checks.setdefault(name, CheckSettings())
    return replace(settings, checks=checks)


class _Check(msgspec.Struct, forbid_unknown_fields=True):
    off: bool = False
    severity: Severity | None = None


def read_checks(path: Path | None = None) -> ChecksSettings:
    """The settings of the checks: of `path`, or of audarma.toml in the working folder where there is one.

    Raises ConfigurationError with the file and the field. Whether a check has the parameters named here is for
    `pipeline.checks` to say.
    """
    path, table = _read_table(path, "checks")
    messages = table.pop("messages", "en")
    if messages not in ("ru", "kk", "zh", "en"):
        raise ConfigurationError(f"{path}: checks.messages is {messages!r}; it is ru, kk, zh or en")
    off, thorough = (_switch(path, table, name) for name in ("off", "thorough"))
    own = {name: _one(path, name, value) for name, value in table.items()}
    return ChecksSettings(messages, off, thorough, own, str(path))


def _read_table(path: Path | None, name: str) -> tuple[Path, dict[str, Any]]:
    """A table of a file, empty where it has none; without a path, of audarma.toml, which need not be there."""
    if path is None:
        path = Path(NAME)
        if not path.is_file():
            return path, {}
    try:
        table = tomllib.loads(path.read_text("utf-8")).get(name, {})
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not TOML in UTF-8 ({error})") from error
    if not isinstance(table, dict):
        raise ConfigurationError(f"{path}: {name} is not a table; write [{name}]")
    return path, table


class _Glossary(msgspec.Struct, forbid_unknown_fields=True):
    files: list[str] = []
    on: bool = True


def read_glossaries(path: Path | None = None) -> tuple[Path, ...] | None:
    """The files of `[glossary]`, the later over the earlier, relative to the settings' folder: of `path`, or of
    audarma.toml in the working folder. Empty where there is no such table: Audarma's own terms are carried through.
    None where it has `on = false`: then terms are carried through only where they are asked for.

    Raises ConfigurationError with the file and the field. Whether the files can be read is for `pipeline.terms` to say.
    """
    path, table = _read_table(path, "glossary")
    try:
        said = msgspec.convert(table, _Glossary)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{path}: glossary: {error}") from error
    return tuple(path.parent / name for name in said.files) if said.on else None


class StoreSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table `[store]`: the database that remembers, empty for none, and what its translation memory offers.

    `url` is a path (SQLite) or `postgresql://user@host/database`; `password` names the environment variable that holds
    the password. `threshold` and `meaning` go from 0 to 1: how alike the characters of two texts are, and what they
    mean; `matches` is how many are offered at most. `second_look` compares meanings, which loads a model for it.
    """

    url: str = ""
    password: str = ""
    threshold: float = 0.75
    meaning: float = 0.85
    matches: int = 3
    second_look: bool = True

    def __post_init__(self) -> None:
        for name in ("threshold", "meaning"):
            if not 0.5 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is between 0.5 and 1")
        if not 0 <= self.matches <= 20:
            raise ValueError("matches is between 0 and 20")


def read_store(path: Path | None = None) -> StoreSettings:
    """The settings of the store: of `path`, or of audarma.toml where there is one. Raises ConfigurationError."""
    path, table = _read_table(path, "store")
    try:
        return msgspec.convert(table, StoreSettings)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{path}: store: {error}") from error


def _switch(path: Path, table: dict[str, Any], name: str) -> bool:
    value = table.pop(name, False)
    if not isinstance(value, bool):
        raise ConfigurationError(f"{path}: checks.{name} is {value!r}; it is true or false")
    return value


def _one(path: Path, name: str, value: Any) -> CheckSettings:
    if not isinstance(value, dict):
        raise ConfigurationError(f"{path}: checks.{name} is {value!r}; write a table [checks.{name}]")
    common = {key: value.pop(key) for key in ("off", "severity") if key in value}
    try:
        known = msgspec.convert(common, _Check)
        parameters = msgspec.convert(value, dict[str, float | int | str | bool])
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{path}: checks.{name}: {error}") from error
    return CheckSettings(known.off, known.severity, parameters)
