"""The checks, one file each, in the order that their findings stand in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

from models.languages import TARGETS
from pipeline.checks import (
    capitals,
    contacts,
    content,
    coverage,
    dates,
    empty,
    homoglyphs,
    language,
    length,
    loop,
    money,
    names,
    negation,
    numbers,
    punctuation,
    quotation,
    script,
    speaker,
    spelling,
    terms,
    untranslated,
)
from pipeline.checks.check import Check, Issue, Manifest, Pair, Prepared, Weighing
from pipeline.configure import CheckSettings, ChecksSettings
from pipeline.errors import ConfigurationError

__all__ = ["CHECKS", "Checks", "load_checks"]

CHECKS: tuple[ModuleType, ...] = (
    empty,
    untranslated,
    script,
    language,
    loop,
    numbers,
    dates,
    money,
    contacts,
    names,
    terms,
    negation,
    length,
    coverage,
    content,
    speaker,
    quotation,
    punctuation,
    capitals,
    homoglyphs,
    spelling,
)
"""Each module has `MANIFEST` and `build`."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    manifest: Manifest
    check: Check
    prepared: Prepared | None
    weighing: Weighing | None
    settings: CheckSettings


class Checks:
    """The checks that a newsroom wants, ready to look at pairs."""

    def __init__(self, loaded: Sequence[_Loaded]) -> None:
        self._loaded = tuple(loaded)
        self._weighing = [entry.weighing for entry in loaded if entry.weighing is not None]
        self._by_language = {
            language: [
                (entry.manifest.name, entry.check, entry.settings.severity)
                for entry in loaded
                if language in entry.manifest.languages
            ]
            for language in TARGETS
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The checks that are on, in their order."""
        return tuple(entry.manifest.name for entry in self._loaded)

    def prepare(self, pairs: Sequence[Pair]) -> None:
        """Lets the checks that work in batches look at the pairs before they are asked for each."""
        for entry in self._loaded:
            if entry.prepared is not None:
                entry.prepared.prepare([pair for pair in pairs if pair.language in entry.manifest.languages])

    def __call__(self, pair: Pair) -> Iterator[tuple[str, Issue]]:
        """What is found in a pair, with the name of the check that found it. Of an empty translation only that."""
        weighed = frozenset[str]()
        for weighing in self._weighing:
            weighed |= weighing.weighs(pair)
        for name, check, asked in self._by_language[pair.language]:
            for issue in check(pair):
                lowered = "note" if issue.severity == "warning" and name in weighed else issue.severity
                severity = asked or lowered
                yield name, issue if severity == issue.severity else replace(issue, severity=severity)
                if name == "empty":
                    return


def load_checks(settings: ChecksSettings | None = None, only: Sequence[str] = ()) -> Checks:
    """The checks with what `settings` say of them; `only`, where given, names those wanted.

    A thorough check runs where `only` or a table of the settings names it, or where the settings want all of them.

    Raises ConfigurationError for a check or a parameter that is not there, or a value of another type; ValueError or
    AttributeError mean a check that is made wrong, and stop the program.
    """
    settings = settings or ChecksSettings()
    manifests = _manifests()
    unknown = [name for name in (*settings.checks, *only) if name not in manifests]
    if unknown:
        raise ConfigurationError(f"{settings.path}: no check {unknown[0]!r}: there are {', '.join(manifests)}")
    wanted = only or [
        name
        for name, manifest in manifests.items()
        if settings.thorough or name in settings.checks or not manifest.thorough
    ]
    return Checks(
        []
        if settings.off
        else [
            _load(module, settings.checks.get(module.MANIFEST.name, CheckSettings()), settings.path)
            for module in CHECKS
            if module.MANIFEST.name in wanted and not settings.checks.get(module.MANIFEST.name, CheckSettings()).off
        ]
    )


def _manifests() -> dict[str, Manifest]:
    manifests: dict[str, Manifest] = {}
    for module in CHECKS:
        manifest = module.MANIFEST
        if not isinstance(manifest, Manifest) or manifest.name in manifests:
            raise ValueError(f"{module.__name__}: its MANIFEST is none, or its name is taken")
        manifests[manifest.name] = manifest
    return manifests


def _load(module: ModuleType, settings: CheckSettings, path: str) -> _Loaded:
    manifest: Manifest = module.MANIFEST
    defaults = {parameter.name: parameter.default for parameter in manifest.parameters}
    for name, value in settings.parameters.items():
        if name not in defaults:
            known = ", ".join(("off", "severity", *defaults))
            raise ConfigurationError(f"{path}: checks.{manifest.name} has no {name!r}: it has {known}")
        if not _fits(value, defaults[name]):
            kind = type(defaults[name]).__name__
            raise ConfigurationError(f"{path}: checks.{manifest.name}.{name} is {value!r}; it is a {kind}")
    check = module.build(**{**defaults, **settings.parameters})
    return _Loaded(
        manifest,
        check,
        check if isinstance(check, Prepared) else None,
        check if isinstance(check, Weighing) else None,
        settings,
    )


def _fits(value: float | int | str | bool, default: float | int | str | bool) -> bool:
    """A whole number is a fraction too, but a truth is no number."""
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is type(default)
