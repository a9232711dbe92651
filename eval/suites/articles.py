"""Whole articles: read and cut as the pipeline does, translated where a model is asked, aligned with a reference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from eval.align.article import Aligned, Linked, compose
from eval.align.documents import Aligner
from eval.align.links import Link
from eval.align.split import split_blocks, split_sentences
from eval.evaluate import Material
from eval.metrics.score import References
from eval.suites.translate import Progress, translate_suite
from models.encoder import load_encoder
from models.engine import Decoding, Engine
from models.errors import UsageError
from models.languages import SOURCE, short
from pipeline.readers import READABLE_SUFFIXES, read
from pipeline.run import prepare

SEED = "000_4396ead57e8baf43"


@dataclass(frozen=True, slots=True)
class Story:
    """A source article as blocks of sentences, without its boilerplate, and its reference translations' texts."""

    name: str
    blocks: tuple[tuple[str, ...], ...]
    references: Mapping[str, str]

    @property
    def sentences(self) -> list[str]:
        """All sentences, in order."""
        return [sentence for block in self.blocks for sentence in block]


def read_story(source: Path, references: Mapping[str, Path]) -> Story:
    """An article and its references by language. Raises ReadError, UsageError."""
    article = prepare(read(source, SOURCE))
    blocks = [
        tuple(segment.text for segment in article.segments if segment.block == number)
        for number, block in enumerate(article.blocks)
        if block.kind != "boilerplate"
    ]
    return Story(
        source.name,
        tuple(block for block in blocks if block),
        {language: read_text(path) for language, path in references.items()},
    )


def read_text(path: Path) -> str:
    """A plain text in UTF-8. Raises UsageError."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as UTF-8: {error}") from error


def seed_story(languages: Sequence[str]) -> Story:
    """The article and the references that ship with Audarma."""
    with as_file(files("seeds")) as folder:
        references = {language: folder / "references" / f"{short(language)}.txt" for language in languages}
        return read_story(folder / "articles" / f"{SEED}.txt", references)


def find_stories(folder: Path, languages: Sequence[str]) -> list[Story]:
    """The articles of a folder: `story.ru.txt` (or another format) with `story.zh.txt` beside it. Raises UsageError."""
    stories = []
    for path in sorted(folder.rglob(f"*.{SOURCE}.*")):
        stem = path.name.partition(f".{SOURCE}.")[0]
        beside = {language: path.with_name(f"{stem}.{short(language)}.txt") for language in languages}
        if path.suffix.lower() in READABLE_SUFFIXES and all(found.is_file() for found in beside.values()):
            stories.append(read_story(path, beside))
    if not stories:
        wanted = ", ".join(f"NAME.{short(language)}.txt" for language in languages)
        raise UsageError(f"no article in {folder}: Audarma looks for NAME.{SOURCE}.txt with {wanted} beside it")
    return stories


def with_files(story: Story, language: str, hypotheses: Mapping[str, str]) -> Material:
    """The story scored with translations made elsewhere, as texts by system: they are aligned with the source too."""
    aligner = make_aligner(language)
    reference = _linked(aligner, story, story.references[language], language)
    linked = {name: _linked(aligner, story, text, language) for name, text in hypotheses.items()}
    aligned = {
        name: compose(story.sentences, reference, found, tuple(linked.values())) for name, found in linked.items()
    }
    return _material(story, language, aligned)


def with_engines(
    story: Story,
    language: str,
    engines: Mapping[str, Engine],
    decoding: Decoding | None = None,
    progress: Progress = lambda _done: None,
) -> Material:
    """The story scored with models: what they translate is the source's sentences, so nothing needs to be aligned."""
    reference = _linked(make_aligner(language), story, story.references[language], language)
    own = [Link((i,), (i,), 1.0) for i in range(len(story.sentences))]
    aligned = {}
    for name, engine in engines.items():
        sentences = translate_suite(engine, story.sentences, language, decoding, progress)
        aligned[name] = compose(story.sentences, reference, Linked(sentences, own, _joiner(language)))
    return _material(story, language, aligned)


def make_aligner(language: str) -> Aligner:
    """The aligner of Russian and another language, by the encoder that ships with Audarma. Raises UsageError."""
    encoder = load_encoder()
    card = encoder.card
    if language not in card.translated:
        raise UsageError(f"an article is aligned with zh, kk or en, not with {short(language)}")
    return Aligner(
        partial(encoder.encode_in, SOURCE),
        partial(encoder.encode_in, language),
        (card.unrelated[language], card.translated[language]),
    )


def _linked(aligner: Aligner, story: Story, text: str, language: str) -> Linked:
    blocks = [split_sentences(block, language) for block in split_blocks(text)]
    links = aligner.align(story.blocks, blocks)
    return Linked([sentence for block in blocks for sentence in block], links, _joiner(language))


def _joiner(language: str) -> str:
    return "" if language == "zh-Hans" else " "


def _material(story: Story, language: str, aligned: Mapping[str, Aligned]) -> Material:
    """The systems side by side."""
    units = next(iter(aligned.values())).units
    if not units:
        raise UsageError(
            f"{story.name}: no sentence of the reference answers to one of the source: is it its translation?"
        )
    return Material(
        references=References(
            (tuple(unit.reference for unit in units),), language, tuple(unit.source for unit in units)
        ),
        systems={name: tuple(unit.hypothesis for unit in found.units) for name, found in aligned.items()},
        remarks=tuple(dict.fromkeys(line for found in aligned.values() for line in found.tell(story.name))),
    )
