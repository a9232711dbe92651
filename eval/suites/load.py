"""Reading a test set that Audarma knows: from a local folder, by sacreBLEU, or from the hub."""

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

from eval.suites.manifest import Hub, Local, Manifest, Sacre
from eval.suites.suite import Suite
from models.errors import AudarmaError, UsageError
from models.languages import SOURCE, parse_language

FOLDER = "AUDARMA_EVAL_DATA"
_NEAR = Path(__file__).parents[3] / "shared" / "eval"

Columns = tuple[dict[str, list[str]], list[str]]
"""Texts by language, and document ids."""


class SuiteError(AudarmaError):
    """A test set that is not at hand or is not what its manifest says."""


def load(manifest: Manifest, targets: Sequence[str]) -> Suite:
    """The test set with references in `targets`. Raises UsageError for a language it lacks, SuiteError."""
    lacking = [target for target in targets if target not in manifest.languages]
    if lacking or SOURCE not in manifest.languages:
        raise UsageError(f"suite {manifest.id} is in {', '.join(manifest.languages)}: it has no {', '.join(lacking)}")
    texts, documents = _columns(manifest, (SOURCE, *targets))
    return Suite(
        id=manifest.id,
        title=manifest.title,
        sources=tuple(texts[SOURCE]),
        references={target: (tuple(texts[target]),) for target in targets},
        documents=tuple(documents),
        trained_on_by=manifest.trained_on_by,
    )


def data_folder() -> Path:
    """The folder of test sets: AUDARMA_EVAL_DATA, or ../shared/eval beside a checkout."""
    return Path(os.environ[FOLDER]) if os.environ.get(FOLDER) else _NEAR


def is_at_hand(manifest: Manifest) -> bool:
    """Whether a test set lies in the local folder."""
    return manifest.local is not None and (data_folder() / manifest.local.folder).is_dir()


def _columns(manifest: Manifest, languages: Sequence[str]) -> Columns:
    if manifest.local is not None and is_at_hand(manifest):
        return _from_folder(manifest.id, manifest.local, languages)
    tried = [f"{data_folder()} has no such folder ({FOLDER} names another)"]
    ways: list[Callable[[], Columns]] = []
    if (sacre := manifest.sacrebleu) is not None:
        ways.append(lambda: _from_sacrebleu(sacre, languages))
    if (hub := manifest.hub) is not None:
        ways.append(lambda: _from_hub(hub, languages))
    for way in ways:
        try:
            return way()
        except SuiteError as error:  # noqa: PERF203 - two ways at most
            tried.append(str(error))
    raise SuiteError(f"suite {manifest.id} is not at hand: {'; '.join(tried)}")


def _from_folder(suite: str, local: Local, languages: Sequence[str]) -> Columns:
    folder = data_folder() / local.folder
    texts = {language: _read(suite, folder / local.files[language], local) for language in languages}
    documents = _read(suite, folder / local.documents, local) if local.documents else []
    return texts, documents


def _read(suite: str, path: Path, local: Local) -> list[str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SuiteError(f"suite {suite}: {path} cannot be read ({error.strerror})") from error
    expected = local.sha256.get(path.name)
    if expected and hashlib.sha256(data).hexdigest() != expected:
        raise SuiteError(f"suite {suite}: {path} is not the file that its manifest means (its sha256 differs)")
    lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _from_sacrebleu(sacre: Sacre, languages: Sequence[str]) -> Columns:
    from sacrebleu.dataset import DATASETS

    texts: dict[str, list[str]] = {}
    documents: list[str] = []
    for language in languages[1:]:
        pair = f"{sacre.codes[SOURCE]}-{sacre.codes[language]}"
        try:
            with redirect_stderr(StringIO()):
                dataset: Any = DATASETS[sacre.name]
                source, reference = dataset.source(pair), dataset.references(pair)
                texts[SOURCE] = [str(line).rstrip("\n") for line in source]
                texts[language] = [str(line[0]).rstrip("\n") for line in reference]
                documents = (
                    [str(line).rstrip("\n") for line in dataset.docid(pair)] if hasattr(dataset, "docid") else []
                )
        except (Exception, SystemExit) as error:  # sacreBLEU exits, or raises whatever the network raised
            raise SuiteError(f"sacreBLEU could not fetch {sacre.name} {pair} ({type(error).__name__})") from error
    return texts, documents


def _from_hub(hub: Hub, languages: Sequence[str]) -> Columns:
    try:
        import datasets
    except ImportError as error:
        raise SuiteError("the hub needs: pip install 'audarma[hf]'") from error

    def rows(config: str) -> Any:
        try:
            return datasets.load_dataset(hub.dataset, config or None, split=hub.split, revision=hub.revision)
        except Exception as error:  # a gated set, no network, a wrong name: datasets has no one exception for these
            raise SuiteError(f"the hub did not give {hub.dataset} ({type(error).__name__})") from error

    if hub.columns:
        return from_rows(hub, list(rows(hub.config)), languages)
    return join_rows(hub, {language: list(rows(hub.configs[language])) for language in languages})


def from_rows(hub: Hub, rows: Sequence[dict[str, Any]], languages: Sequence[str]) -> Columns:
    """Texts and documents from rows with a column a language; rows with an empty or bad one are left out."""
    kept = [row for row in rows if all(row[hub.columns[la]] for la in languages) and not (hub.skip and row[hub.skip])]
    texts = {language: [str(row[hub.columns[language]]) for row in kept] for language in languages}
    return texts, [str(row[hub.document]) for row in kept] if hub.document else []


def join_rows(hub: Hub, rows: dict[str, list[dict[str, Any]]]) -> Columns:
    """Texts and documents from a table a language, joined by the key's column or, without one, by order."""
    by_key = {
        language: {row[hub.key] if hub.key else place: row for place, row in enumerate(table)}
        for language, table in rows.items()
    }
    first = by_key[SOURCE]
    keys = [key for key in first if all(key in table and not _is_bad(hub, table[key]) for table in by_key.values())]
    texts = {language: [str(table[key][hub.text]) for key in keys] for language, table in by_key.items()}
    return texts, [str(first[key][hub.document]) for key in keys] if hub.document else []


def _is_bad(hub: Hub, row: dict[str, Any]) -> bool:
    return not row[hub.text] or bool(hub.skip and row[hub.skip])


def parse_suite_targets(manifest: Manifest, words: str) -> tuple[str, ...]:
    """Target languages asked for, or all that the test set has. Raises UsageError."""
    if not words:
        return tuple(language for language in manifest.languages if language != SOURCE)
    return tuple(dict.fromkeys(parse_language(word) for word in words.split(",") if word.strip()))
