"""What a model behind a server is asked: the card's templates filled with a text, its neighbours and its terms."""

from models.card import Prompt
from models.engine import Hint


def message(prompt: Prompt, text: str, source: str, target: str, hint: Hint | None = None) -> str:
    """The message of the user for one text. Languages are BCP 47; without a hint no context and no terms are given."""
    hint = hint or Hint()
    template = prompt.into.get(target, prompt.user)
    return _fill(
        template,
        text=text,
        source=prompt.names.get(source, source),
        target=prompt.names.get(target, target),
        source_code=prompt.codes.get(source, source),
        target_code=prompt.codes.get(target, target),
        terms=_terms(prompt, hint),
        context=_context(prompt, hint),
    )


def instruction(prompt: Prompt, source: str, target: str) -> str:
    """The words of the message that are not the text: what an answer must not repeat."""
    return message(prompt, "", source, target).strip()


def _terms(prompt: Prompt, hint: Hint) -> str:
    if not (prompt.terms and prompt.term and hint.terms):
        return ""
    pairs = "".join(_fill(prompt.term, **{"from": term, "to": translation}) for term, translation in hint.terms)
    return _fill(prompt.terms, pairs=pairs.rstrip("\n"))


def _context(prompt: Prompt, hint: Hint) -> str:
    if not prompt.context or not (hint.before or hint.after):
        return ""
    return _fill(prompt.context, before=hint.before, after=hint.after)


def _fill(template: str, **slots: str) -> str:
    """Slots are filled in one pass, so that braces in an article stay braces."""
    pieces = template.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, brace, rest = piece.partition("}")
        filled.append(slots[name] + rest if brace and name in slots else "{" + piece)
    return "".join(filled)
