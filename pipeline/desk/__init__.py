"""Pages for people: all HTML of Audarma is made here."""

from pipeline.article import TranslatedArticle
from pipeline.desk.arrange import arrange
from pipeline.desk.environment import templates

__all__ = ["story_page"]


def story_page(translated: TranslatedArticle, notice: str = "") -> str:
    """One self-contained page: source and translations in aligned rows, findings marked and listed.

    Readable at a desk, on a phone and printed; no script, nothing fetched. `notice` stands above everything.
    """
    return str(templates().get_template("story.html").render(page=arrange(translated), notice=notice))
