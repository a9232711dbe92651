"""What a reader must be told of the models that made a translation."""

from models.card import Card
from models.catalogue import catalogue
from models.languages import short
from pipeline.article import TranslatedArticle


def warn(card: Card) -> str:
    """One line that says how weak a weak model is, by its measured scores; empty for any other."""
    if not card.weak:
        return ""
    by_suite: dict[str, list[str]] = {}
    for score in card.scores:
        by_suite.setdefault(f"{score.metric}, {score.suite}", []).append(f"{short(score.target)} {score.value}")
    scores = "; ".join(f"{suite}: {', '.join(values)}" for suite, values in by_suite.items())
    return (
        f"{card.title} is weak ({scores}): for trying the program, never for publication; "
        "for better ones see 'audarma models list'"
    )


def notice(translated: TranslatedArticle) -> str:
    """What must stand on a page with this article: the warnings of the weak models that made it, each once."""
    used = {s.model for translation in translated.translations.values() for s in translation.segments}
    return " ".join(warn(card) for model, card in catalogue().items() if model in used and card.weak)
