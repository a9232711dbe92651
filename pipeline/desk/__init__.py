"""Pages for people: all HTML of Audarma is made here."""

from functools import lru_cache
from typing import Any

from pipeline.article import TranslatedArticle
from pipeline.desk.arrange import arrange

__all__ = ["story_page"]


def story_page(translated: TranslatedArticle, notice: str = "") -> str:
    """One self-contained page: source and translations in aligned rows, findings marked and listed.

    Readable at a desk, on a phone and printed; no script, nothing fetched. `notice` stands above everything.
    """
    return str(_templates().get_template("story.html").render(page=arrange(translated), notice=notice))


@lru_cache(maxsize=1)
def _templates() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("pipeline.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
