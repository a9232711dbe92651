"""From what a person asked to an evaluation: files, an article, or models over a test set."""

import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval.evaluate import Evaluation, Material, Result, evaluate
from eval.examine import Named, refuse, remark
from eval.measure import DEFAULT, Recipe, parse_metrics
from eval.metrics.score import References
from eval.metrics.terms import read_glossary
from eval.read_segments import Column, read_column
from eval.significance.resample import Draws
from models.errors import UsageError
from models.languages import SOURCE, parse_language
from pipeline.cli.asked import Asked

if TYPE_CHECKING:
    from eval.suites.translate import Progress
    from models.card import Card
    from models.engine import Decoding
    from pipeline.remember import RememberingEngine


def run(asked: Asked) -> Evaluation:
    """Does what was asked. Raises AudarmaError."""
    if asked.suite:
        return _suite(asked)
    return _article(asked) if asked.article is not None else _files(asked)


def recipe_for(asked: Asked) -> Recipe:
    """The metrics asked for, or the usual ones, with names and terms where there is a glossary. Raises UsageError."""
    glossary = read_glossary(asked.glossary) if asked.glossary else ()
    metrics = parse_metrics(asked.metrics) if asked.metrics else DEFAULT
    if glossary and not asked.metrics:
        metrics += tuple({"name": "names", "term": "terms"}[kind] for kind in sorted({e.kind for e in glossary}))
    return Recipe(metrics, glossary, asked.checkpoint)


def score(asked: Asked, material: Material) -> Result:
    """Scores a material as asked."""
    draws = Draws(asked.rounds, asked.seed, material.documents)
    return evaluate(material, recipe_for(asked), draws, asked.workers)


def _files(asked: Asked) -> Evaluation:
    if not asked.language:
        raise UsageError("--lang says which language the translations are in: zh, kk or en")
    language = parse_language(asked.language)
    hypotheses = [read_column(path, "hypothesis") for path in asked.hyp]
    references = [read_column(path, "reference") for path in asked.ref] or _carried(hypotheses[0], "reference")
    sources = [read_column(asked.src, "source")] if asked.src else _carried(hypotheses[0], "source")[:1]
    if not references:
        raise UsageError("no reference: give --ref, or a TSV or JSONL that has one beside each translation")
    columns = [*hypotheses, *references, *sources]
    marks = [
        f"{column.name} began with a byte order mark, which was taken off" for column in columns if column.had_mark
    ]
    systems = _named(hypotheses, language, nfc=asked.nfc)
    theirs = _named(references, language, nfc=asked.nfc)
    ours = [Named(column.name, column.texts, SOURCE) for column in sources]
    refuse(systems, theirs, ours)
    material = Material(
        references=References(
            tuple(tuple(column.texts) for column in theirs), language, tuple(ours[0].texts) if ours else ()
        ),
        systems=_distinct([(system.name, tuple(system.texts)) for system in systems]),
        documents=_documents(asked, [*hypotheses, *references, *sources]),
        remarks=(*marks, *remark(systems, theirs, ours)),
    )
    title = f"{' and '.join(material.systems)} against {', '.join(column.name for column in references)}"
    return Evaluation(title, (score(asked, material),), _hash(material))


def _carried(column: Column, role: str) -> list[Column]:
    """The columns of a role that a file of translations brings with it."""
    return [
        Column(f"{column.name} ({name})", texts, {}) for name, texts in column.others.items() if name.startswith(role)
    ]


def _named(columns: Sequence[Column], language: str, *, nfc: bool) -> list[Named]:
    def compose(text: str) -> str:
        return unicodedata.normalize("NFC", text) if nfc else text

    return [Named(column.name, [compose(text) for text in column.texts], language) for column in columns]


def _distinct(systems: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Systems by the shortest name that tells them apart: the file's stem, or its whole path."""
    stems = [Path(name).name for name, _ in systems]
    names = stems if len(set(stems)) == len(stems) else [name for name, _ in systems]
    if len(set(names)) < len(names):
        raise UsageError("the same file is given twice as --hyp")
    return {name: texts for name, (_, texts) in zip(names, systems, strict=True)}


def _documents(asked: Asked, columns: Sequence[Column]) -> tuple[str, ...]:
    size = len(columns[0].texts)
    if asked.docs is not None:
        found = read_column(asked.docs, "document").texts
        if len(found) != size:
            raise UsageError(f"{asked.docs} has {len(found)} ids for {size} segments")
        return found
    return next((column.others["document"] for column in columns if "document" in column.others), ())


def _article(asked: Asked) -> Evaluation:
    from eval.suites.articles import read_story, read_text, with_engines, with_files

    assert asked.article is not None
    language = parse_language(asked.language)
    story = read_story(asked.article, {language: asked.ref[0]})
    reference = Named(str(asked.ref[0]), [story.references[language]], language)
    if asked.hyp:
        texts = [(str(path), (read_text(path),)) for path in asked.hyp]
        refuse([Named(name, text, language) for name, text in texts], [reference])
        systems = {name: text[0] for name, text in _distinct(texts).items()}
        material = with_files(story, language, systems)
        notices: list[str] = []
    else:
        refuse([], [reference])
        engines, cards, notices = _engines(asked, (language,))
        with _progress(asked, len(story.sentences) * len(cards)) as advance:
            material = with_engines(story, language, engines, _decoding(asked, engines), advance)
    title = f"{story.name} against {asked.ref[0]}"
    return Evaluation(title, (score(asked, material),), _hash(material), tuple(notices))


def _suite(asked: Asked) -> Evaluation:
    from eval.suites.compare import hash_of, materials, open_suite, size_of, warn_of_training

    if not asked.models:
        raise UsageError("--suite needs --model: whose translations are to be scored?")
    title, targets, suite = open_suite(asked.suite, asked.to, asked.limit)
    engines, cards, notices = _engines(asked, targets)
    notices += warn_of_training(asked.suite, cards)
    with _progress(asked, size_of(suite) * len(targets) * len(engines)) as advance:
        found = materials(suite, targets, engines, _decoding(asked, engines), advance)
    results = tuple(score(asked, _examined(material)) for material in found)
    return Evaluation(title, results, hash_of(suite), tuple(notices))


def _examined(material: Material) -> Material:
    """With what is to be said of the texts. A model that writes the wrong language gets its score, and a remark."""
    references = material.references
    systems = [Named(name, texts, references.language) for name, texts in material.systems.items()]
    sides = [Named("the reference", texts, references.language) for texts in references.texts]
    refuse([], sides)
    remarks = remark(systems, sides, [Named("the source", references.sources, SOURCE)] if references.sources else [])
    for system in systems:
        try:
            refuse([system], sides)
        except UsageError as error:  # noqa: PERF203 - a few systems
            remarks.append(str(error).partition(": ")[0])
    return replace(material, remarks=(*material.remarks, *remarks))


def _engines(asked: Asked, targets: Sequence[str]) -> "tuple[Mapping[str, RememberingEngine], list[Card], list[str]]":
    """The engines asked for, each with a memory, and what must be said of them."""
    from eval.suites.compare import check_directions
    from eval.suites.remember import remembering
    from models.load import load_engine
    from models.settings import read_settings
    from pipeline.disclose import warn

    models = list(dict.fromkeys(asked.models))
    cards = [_card(model) for model in models]
    check_directions(cards, targets)
    notices = [warn(card) for card in cards if card.weak]
    settings = read_settings()
    engines = {card.id: load_engine(model, asked.threads, settings) for card, model in zip(cards, models, strict=True)}
    return {name: remembering(engine) for name, engine in engines.items()}, cards, notices


def _card(model: str) -> "Card":
    """The card of a model of the catalogue, or of one that only a server knows. Raises UsageError."""
    from models.catalogue import find_card
    from models.load import SERVER
    from models.server_engine import generic_card

    return generic_card(model) if model.startswith(SERVER) else find_card(model)


def _decoding(asked: Asked, engines: "Mapping[str, RememberingEngine]") -> "Decoding | None":
    """The search asked for in place of the models' own; it is one for all, so that they are compared alike."""
    if asked.beam is None:
        return None
    return replace(next(iter(engines.values())).decoding, beam=asked.beam)


@contextmanager
def _progress(asked: Asked, total: int) -> "Iterator[Progress]":
    """A bar on stderr for a person at a terminal; for a pipe, nothing."""
    if asked.quiet or not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("translating", total=total)
        yield lambda done: bar.advance(task, done)


def _hash(material: Material) -> str:
    from eval.suites.suite import digest

    return digest([material.references.sources, *material.references.texts])
