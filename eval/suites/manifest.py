"""What a test set is: languages, domain, licence, citation, files with their sha256, and who was trained on it."""

import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from models.errors import CatalogueError, UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Local(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a test set lies in a folder of test sets: a file of one segment a line for each language (BCP 47).

    `sha256` is that of each file. `documents` is a file with the id of each segment's document, where there is one.
    """

    folder: str
    files: dict[str, str]
    sha256: dict[str, str] = {}
    documents: str = ""


class Hub(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the Hugging Face hub has it.

    Either one configuration with a column a language (`config`, `columns`), or a configuration a language with the
    text in one column (`configs`, `text`), whose rows are joined by `key` or by their order. `document` and `skip` are
    the columns of the document's id and of a mark that a row is bad.
    """

    dataset: str
    split: str
    revision: str = "main"
    config: str = ""
    columns: dict[str, str] = {}
    configs: dict[str, str] = {}
    text: str = "text"
    key: str = ""
    document: str = ""
    skip: str = ""

    def __post_init__(self) -> None:
        if bool(self.columns) == bool(self.configs):
            raise ValueError("give either columns or configs")


class Sacre(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The name under which sacreBLEU fetches it, and the name of each language in its pairs."""

    name: str
    codes: dict[str, str]


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One test set. `unverified` says what of this was written from memory and not checked against the data.

    `articles` says that it is whole articles, which are aligned first. `trained_on_by` names models of the catalogue
    that were trained on it, beside those whose own cards say so.
    """

    id: str
    title: str
    languages: tuple[str, ...]
    domain: str
    licence: str
    citation: str
    local: Local | None = None
    hub: Hub | None = None
    sacrebleu: Sacre | None = None
    trained_on_by: tuple[str, ...] = ()
    articles: bool = False
    unverified: str = ""


@cache
def manifests() -> dict[str, Manifest]:
    """The test sets that Audarma knows, by id. Raises CatalogueError, which names the file and the field."""
    found = {}
    folder = files("eval.suites").joinpath("manifests")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            manifest = parse_manifest(entry.read_text("utf-8"), entry.name)
            found[manifest.id] = manifest
    return found


def parse_manifest(text: str, name: str) -> Manifest:
    """A manifest from its TOML. Raises CatalogueError."""
    try:
        return msgspec.convert(tomllib.loads(text), Manifest)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CatalogueError(f"suite {name}: {error}") from error


def find_manifest(suite: str) -> Manifest:
    """The manifest of a test set. Raises UsageError for one that Audarma does not know."""
    if suite not in manifests():
        raise UsageError(
            f"unknown suite {suite!r}: there are {', '.join(manifests())}; "
            "or give a TSV, a TMX or a folder of articles with their references"
        )
    return manifests()[suite]


def is_known(suite: str) -> bool:
    """Whether a word names a test set, and not a file or folder."""
    return suite in manifests() and not Path(suite).exists()
