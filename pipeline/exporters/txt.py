"""Plain text, UTF-8: the story alone, a blank line between blocks, as the source is laid out."""

from collections.abc import Iterator

from models.languages import short
from pipeline.article import TranslatedArticle


def render(translated: TranslatedArticle, _notice: str) -> Iterator[tuple[str, bytes]]:
    """A file a language; the notice stays out, so that the file holds nothing but the story."""
    for language, translation in translated.translations.items():
        text = "\n\n".join(block.text for block in translation.blocks)
        yield f".{short(language)}.txt", f"{text}\n".encode()
