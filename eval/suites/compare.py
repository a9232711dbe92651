"""Models over a test set: translated where they were not yet, put beside the references, with a word of warning."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.evaluate import Material, concatenate
from eval.metrics.score import References
from eval.suites.articles import Story, find_stories, seed_story, with_engines
from eval.suites.load import load, parse_suite_targets
from eval.suites.manifest import Manifest, find_manifest
from eval.suites.own import read_own
from eval.suites.suite import Suite, digest
from eval.suites.translate import Progress, translate_suite
from models.card import Card
from models.engine import Decoding, Engine
from models.errors import UsageError
from models.languages import TARGETS, parse_targets

Set = Suite | tuple[Story, ...]
"""A test set of segments, or one of whole articles."""


def open_suite(word: str, to: str, limit: int = 0) -> tuple[str, tuple[str, ...], Set]:
    """A test set by its name, file or folder: its title, the target languages, itself. Raises UsageError, SuiteError.

    `limit` takes only so many segments (or articles); 0 takes all.
    """
    path = Path(word)
    if path.is_dir():
        targets = parse_targets(to) if to else TARGETS
        return f"{path.name}, articles", targets, tuple(find_stories(path, targets)[: limit or None])
    if path.is_file():
        suite = read_own(path, parse_targets(to) if to else ())
        targets = tuple(suite.references)
    else:
        manifest = find_manifest(word)
        targets = parse_suite_targets(manifest, to)
        if manifest.articles:
            return manifest.title, targets, (seed_story(targets),)
        suite = load(manifest, targets)
    if limit:
        suite = suite.first(limit)
    return suite.title, targets, suite


def materials(
    found: Set,
    targets: Sequence[str],
    engines: Mapping[str, Engine],
    decoding: Decoding | None = None,
    progress: Progress = lambda _done: None,
) -> list[Material]:
    """The material of each language. Raises ModelError, UsageError."""
    if not isinstance(found, Suite):
        return [
            concatenate([with_engines(story, target, engines, decoding, progress) for story in found])
            for target in targets
        ]
    return [
        Material(
            references=References(found.references[target], target, found.sources),
            systems={
                name: tuple(translate_suite(engine, found.sources, target, decoding, progress))
                for name, engine in engines.items()
            },
            documents=found.documents,
        )
        for target in targets
    ]


def hash_of(found: Set) -> str:
    """The sha256 of sources and references."""
    if isinstance(found, Suite):
        return found.sha256
    return digest([[*story.sentences, *story.references.values()] for story in found])


def size_of(found: Set) -> int:
    """Segments to translate into each language."""
    return len(found) if isinstance(found, Suite) else sum(len(story.sentences) for story in found)


def warn_of_training(word: str, cards: Sequence[Card]) -> list[str]:
    """A line for each model that has seen the test set: its figures there are too good."""
    manifest: Manifest | None = None if Path(word).exists() else find_manifest(word)
    if manifest is None:
        return []
    return [
        f"{card.id} was trained on {manifest.title}: its scores there are too good to be compared"
        for card in cards
        if manifest.id in card.trained_on or card.id in manifest.trained_on_by
    ]


def check_directions(cards: Sequence[Card], targets: Sequence[str]) -> None:
    """Raises UsageError for a model that does not go from Russian into one of the languages."""
    for card in cards:
        lacking = [target for target in targets if not card.translates("ru", target)]
        if lacking:
            raise UsageError(
                f"model {card.id} does not go from ru to {', '.join(lacking)}: give --to or another --model"
            )
