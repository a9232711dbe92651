"""What a newsroom sets in `audarma.toml`: here its `[checks]`; other tables belong to other parts of the program."""

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
    """The settings with the checks of terms and names on, and the glossaries of a run where they name no others.

    None is a run that carries no terms through: the settings as they are.
    """
    if paths is None:
        return settings
    checks = dict(settings.checks)
    own = {"glossaries": ";".join(map(str, paths))} if paths else {}
    for name in ("names", "terms"):
        known = checks.get(name, CheckSettings())
        checks[name] = replace(known, parameters={**own, **known.parameters})
    return replace(settings, checks=checks)


class _Check(msgspec.Struct, forbid_unknown_fields=True):
    off: bool = False
    severity: Severity | None = None


def read_checks(path: Path | None = None) -> ChecksSettings:
    """The settings of the checks: of `path`, or of audarma.toml in the working folder where there is one.

    Raises ConfigurationError with the file and the field. Whether a check has the parameters named here is for
    `pipeline.checks` to say.
    """
    if path is None:
        path = Path(NAME)
        if not path.is_file():
            return ChecksSettings()
    try:
        table: Any = tomllib.loads(path.read_text("utf-8")).get("checks", {})
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not TOML in UTF-8 ({error})") from error
    if not isinstance(table, dict):
        raise ConfigurationError(f"{path}: checks is not a table; write [checks]")
    messages = table.pop("messages", "en")
    if messages not in ("ru", "kk", "zh", "en"):
        raise ConfigurationError(f"{path}: checks.messages is {messages!r}; it is ru, kk, zh or en")
    off, thorough = (_switch(path, table, name) for name in ("off", "thorough"))
    own = {name: _one(path, name, value) for name, value in table.items()}
    return ChecksSettings(messages, off, thorough, own, str(path))


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
