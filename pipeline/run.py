"""The orchestrator: the only one. Command line, services and benchmarks call this and nothing deeper.

from pipeline.run import read, translate, write
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from models.engine import Decoding, Engine
from models.errors import AudarmaError, ModelError
from models.languages import TARGETS, parse_language
from pipeline.article import Article, TranslatedArticle, Translation
from pipeline.assemble import assemble
from pipeline.check import Checker
from pipeline.clean import clean
from pipeline.configure import ChecksSettings, with_glossaries
from pipeline.disclose import notice
from pipeline.errors import WriteError
from pipeline.exporters import FORMATS, export, render, write_atomically
from pipeline.place import place
from pipeline.readers import READABLE_SUFFIXES, as_article, entries_of, read, read_bytes, read_items
from pipeline.remember import Memory, RememberingEngine
from pipeline.segment import segment
from pipeline.terms import Glossary, stack
from pipeline.translate import Translator

__all__ = [
    "READABLE_SUFFIXES",
    "Options",
    "Outcome",
    "Run",
    "Source",
    "find_items",
    "prepare",
    "read",
    "read_items",
    "translate",
    "write",
]

WINDOW = 256
"""Segments that are decoded side by side: enough for full batches, few enough that memory stays flat."""


@dataclass(frozen=True, slots=True)
class Source:
    """An input: the name a person knows it by, the stem of its outputs, how to read it."""

    name: str
    stem: str
    read: Callable[[], Article]


@dataclass(frozen=True, slots=True)
class Options:
    """What to make of each source, and where to."""

    out: Path
    formats: tuple[str, ...] = FORMATS
    keep_boilerplate: bool = False
    disclose: bool = True
    checks: ChecksSettings | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: its translations and files, or the error that stopped it. `seconds` is its share."""

    source: Source
    translated: TranslatedArticle | None = None
    files: tuple[Path, ...] = ()
    error: AudarmaError | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Ready:
    source: Source
    article: Article
    seconds: float


Progress = Callable[[int], None]
"""Told after each step how many articles it carried into one more language, or gave up for one."""


class Run:
    """Sources in, outcomes out, in order, with a bounded number of articles in memory.

    `engines` maps each target language to its engine; `decoding` replaces the way of searching of their cards; the
    terms of `glossary`, and names, are carried through; what `memory` knows is not decoded again, and what is new is
    kept there. One bad source does not stop the others: its outcome says why.
    """

    def __init__(  # noqa: PLR0913 - each of the named ones may be left out
        self,
        engines: Mapping[str, Engine],
        options: Options,
        *,
        decoding: Decoding | None = None,
        progress: Progress | None = None,
        glossary: Glossary | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._translators = {
            target: Translator(_with(engine, memory), target, decoding, glossary, memory)
            for target, engine in engines.items()
        }
        self._memory = memory
        self._options = options
        self._checker = Checker(options.checks)
        self._progress = progress or (lambda _done: None)

    def __call__(self, sources: Iterable[Source]) -> Iterator[Outcome]:
        """The outcome of each source, as soon as the window that it stands in is finished."""
        for window in self._windows(sources):
            ready = [entry for entry in window if isinstance(entry, _Ready)]
            translated = dict(zip(map(id, ready), self._translate(ready), strict=True))
            if self._memory is not None:
                self._memory.record([(o.source.name, o.translated) for o in translated.values() if o.translated])
            written = self._export([translated[id(entry)] for entry in ready])
            yield from (entry if isinstance(entry, Outcome) else next(written) for entry in window)

    def _windows(self, sources: Iterable[Source]) -> Iterator[list[_Ready | Outcome]]:
        window: list[_Ready | Outcome] = []
        size = 0
        for source in sources:
            started = time.perf_counter()
            try:
                article = prepare(source.read(), keep_boilerplate=self._options.keep_boilerplate)
            except AudarmaError as error:
                window.append(Outcome(source, error=error, seconds=time.perf_counter() - started))
                size += 1
                self._progress(len(self._translators))
                continue
            window.append(_Ready(source, article, time.perf_counter() - started))
            size += len(article.segments)
            if size >= WINDOW:
                yield window
                window, size = [], 0
        if window:
            yield window

    def _translate(self, ready: Sequence[_Ready]) -> list[Outcome]:
        """The articles of a window together; when that fails, one by one, so that only the bad one is lost."""
        started = time.perf_counter()
        try:
            done = self._together(ready)
        except ModelError as error:
            if len(ready) == 1:
                return [Outcome(ready[0].source, error=error, seconds=ready[0].seconds)]
            return [outcome for entry in ready for outcome in self._translate([entry])]
        spent = time.perf_counter() - started
        segments = sum(len(entry.article.segments) for entry in ready) or 1
        return [
            Outcome(
                entry.source,
                translated=article,
                seconds=entry.seconds + spent * len(entry.article.segments) / segments,
            )
            for entry, article in zip(ready, done, strict=True)
        ]

    def _together(self, ready: Sequence[_Ready]) -> list[TranslatedArticle]:
        articles = [entry.article for entry in ready]
        by_language: dict[str, list[Translation]] = {}
        for target, translator in self._translators.items():
            translations = self._checker.check(articles, translator.translate(articles))
            by_language[target] = [finish(a, t) for a, t in zip(articles, translations, strict=True)]
            self._progress(len(articles))
        return [
            TranslatedArticle(article, {target: translations[i] for target, translations in by_language.items()})
            for i, article in enumerate(articles)
        ]

    def _export(self, done: Sequence[Outcome]) -> Iterator[Outcome]:
        """The files of a window written together; when that fails, each article's, so that only the bad one is lost."""
        started = time.perf_counter()
        rendered = [self._render(outcome) for outcome in done]
        try:
            write_atomically({path: data for _, files in rendered for path, data in files.items()})
        except WriteError:
            rendered = [_written(*entry) for entry in rendered]
        spent = (time.perf_counter() - started) / (len(done) or 1)
        for outcome, files in rendered:
            yield replace(outcome, files=tuple(files), seconds=outcome.seconds + spent)

    def _render(self, outcome: Outcome) -> tuple[Outcome, dict[Path, bytes]]:
        if outcome.translated is None:
            return outcome, {}
        how, said = self._options, notice(outcome.translated)
        try:
            return outcome, render(
                outcome.translated, how.out, outcome.source.stem, how.formats, said, disclose=how.disclose
            )
        except AudarmaError as error:
            return replace(outcome, error=error), {}


def _written(outcome: Outcome, files: dict[Path, bytes]) -> tuple[Outcome, dict[Path, bytes]]:
    try:
        write_atomically(files)
    except WriteError as error:
        return replace(outcome, error=error), {}
    return outcome, files


def find_items(data: bytes, name: str, stem: str) -> list[Source]:
    """A source for a file that was read already, or one for each of its items: `stem-ID`, `stem-2` without an id.

    One that is no item of an exchange is read when its turn comes, and its error is told then.
    """
    found = entries_of(data, name)
    if not found:
        return [Source(name, stem, partial(read_bytes, data, name))]
    if len(found) == 1:
        return [Source(name, stem, partial(as_article, found[0]))]
    sources: dict[str, Source] = {}
    for number, entry in enumerate(found, 1):
        own = f"{stem}-{entry.slug or number}"
        own = f"{own}-{number}" if own.casefold() in sources else own
        sources[own.casefold()] = Source(entry.name, own, partial(as_article, entry))
    return list(sources.values())


def _with(engine: Engine, memory: Memory | None) -> Engine:
    return engine if memory is None else RememberingEngine(engine, memory)


def prepare(article: Article, *, keep_boilerplate: bool = False) -> Article:
    """An article as read -> the same with its kinds of blocks, its boilerplate found, and its segments."""
    return segment(clean(article, keep_boilerplate=keep_boilerplate))


def translate(  # noqa: PLR0913 - each of the named ones may be left out
    article: Article,
    to: Sequence[str] = TARGETS,
    model: str = "starter",
    *,
    engine: Engine | None = None,
    keep_boilerplate: bool = False,
    checks: ChecksSettings | None = None,
    glossaries: Sequence[str | Path] | None = (),
    memory: Memory | None = None,
) -> TranslatedArticle:
    """One article as read -> the article and its translations into `to` (zh, kk, en).

    `engine`, where given, is used in place of `model`; `checks` says how to check, all checks as they come where it is
    not given. The terms and names that ship with Audarma, and those of the files of `glossaries` over them, are carried
    through; with None, none are. What `memory` knows is not decoded again, and what is
    new is kept there (`pipeline.store.memory.open_memory`). Raises UsageError for a language or model that is unknown,
    ModelError for one that fails, and GlossaryError.
    """
    from models.load import load_engine

    ready = prepare(article, keep_boilerplate=keep_boilerplate)
    engine = _with(engine or load_engine(model), memory)
    glossary = None if glossaries is None else stack(tuple(map(Path, glossaries)))
    checker = Checker(with_glossaries(checks or ChecksSettings(), glossaries))
    found: dict[str, Translation] = {}
    for target in map(parse_language, to):
        translator = Translator(engine, target, glossary=glossary, memory=memory)
        (checked,) = checker.check([ready], translator.translate([ready]))
        found[target] = finish(ready, checked)
    return TranslatedArticle(ready, found)


def finish(article: Article, translation: Translation) -> Translation:
    """Translated segments -> blocks, with the source's markup at the right words."""
    return place(article, assemble(article, translation))


def write(
    translated: TranslatedArticle,
    out: str | Path,
    stem: str,
    formats: Sequence[str] = FORMATS,
    *,
    disclose: bool = True,
) -> list[Path]:
    """Writes the files of a translated article into a folder, and says which. Raises WriteError.

    `disclose` puts a line for readers, in their language, at the end of an item's body.
    """
    return export(translated, Path(out), stem, formats, notice=notice(translated), disclose=disclose)
