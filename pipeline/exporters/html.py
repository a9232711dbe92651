"""One page: the source and its translations side by side."""

from collections.abc import Iterator

from pipeline.article import TranslatedArticle


def render(translated: TranslatedArticle, notice: str) -> Iterator[tuple[str, bytes]]:
    """The page of `pipeline.desk`."""
    from pipeline.desk import story_page

    yield ".html", story_page(translated, notice).encode()
