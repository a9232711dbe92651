"""What a reader must be told of the models that made a translation."""

from models.card import Card
from models.catalogue import catalogue
from models.languages import short
from pipeline.article import TranslatedArticle


def warn(card: Card) -> str:
    """One line that says how weak a weak model is, by its card's scores on the first suite; empty for any other."""
    if not card.weak:
        return ""
    by_suite: dict[str, list[str]] = {}
    for score in card.scores:
        by_suite.setdefault(f"{score.metric}, {score.suite}", []).append(f"{short(score.target)} {score.value}")
    scores = "; ".join(f"{suite}: {', '.join(values)}" for suite, values in list(by_suite.items())[:1])
    return (
        f"{card.title} is weak{f' ({scores})' if scores else ''}: for trying the program, never for publication; "
        "for better ones see 'audarma models list'"
    )


def notice(translated: TranslatedArticle) -> str:
    """What must stand on a page with this article, each once: the warnings of the weak models that made it, and what
    the licences of all of them oblige one to."""
    segments = [segment for translation in translated.translations.values() for segment in translation.segments]
    used = {segment.model for segment in segments} | {hop.model for segment in segments for hop in segment.hops}
    cards = [card for model, card in catalogue().items() if model in used]
    return " ".join(said.rstrip(".") + "." for card in cards for said in (warn(card), obligations(card)) if said)


def obligations(card: Card) -> str:
    """What the licence of a model obliges one to, in a sentence; empty where the card names nothing."""
    if not card.obligations:
        return ""
    return f"{card.title}, licence {card.licence}: {'; '.join(card.obligations)}."
