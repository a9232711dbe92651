"""A test set through the pipeline's translate stage, segment by segment, as an article's sentences go through it."""

from collections.abc import Callable, Sequence

from models.engine import Decoding, Engine
from models.languages import SOURCE
from pipeline.article import Article, Block, Segment
from pipeline.translate import Translator

Progress = Callable[[int], None]
_WINDOW = 256


def translate_suite(
    engine: Engine,
    sources: Sequence[str],
    target: str,
    decoding: Decoding | None = None,
    progress: Progress = lambda _done: None,
) -> list[str]:
    """A translation of each source; a source that is empty has an empty one. Raises ModelError, UsageError.

    A line of a test set is one segment, whatever the sentence splitter would make of it.
    """
    translator = Translator(engine, target, decoding)
    translations = [""] * len(sources)
    for start in range(0, len(sources), _WINDOW):
        places = [i for i in range(start, min(start + _WINDOW, len(sources))) if sources[i].strip()]
        if places:
            blocks = tuple(Block("paragraph", sources[i]) for i in places)
            segments = tuple(Segment(n, 0, len(block.text), block.text) for n, block in enumerate(blocks))
            (translation,) = translator.translate([Article("suite", SOURCE, blocks, segments)])
            for segment in translation.segments:
                translations[places[segment.source]] = segment.text
        progress(min(_WINDOW, len(sources) - start))
    return translations
