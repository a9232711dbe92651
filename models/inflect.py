"""The case endings of Kazakh: which one a word has, and the same one upon another word, by the harmony of sounds.

The endings, and the sounds that choose them, are those of any grammar: Somfai Kara 2002, Kazak (Lincom Europa).
"""

import re

_ENDINGS = re.compile(
    "(?P<genitive>[ндт][ыі]ң)$|(?P<from>[ндт][ае]н)$|(?P<of_at>н?[дт](?:ағы|егі))$|(?P<at>н?[дт][ае])$"
    "|(?P<to>[ғқ]а|[гк]е|(?<=[ыі])н[ае])$|(?P<object>[ндт][ыі])$|(?P<by>[мбп]ен)$"
)
_LEAST = 3
"""Letters that stand before an ending at least: shorter, it is part of the word."""
_FORMS = {
    # behind: a vowel, a nasal, another voiced sound, a voiceless one, "its" (агенттігі)
    "genitive": ("нЫң", "нЫң", "дЫң", "тЫң", "нЫң"),
    "from": ("дАн", "нАн", "дАн", "тАн", "нАн"),
    "of_at": ("дАғЫ", "дАғЫ", "дАғЫ", "тАғЫ", "ндАғЫ"),
    "at": ("дА", "дА", "дА", "тА", "ндА"),
    "to": ("ғА", "ғА", "ғА", "қА", "нА"),
    "object": ("нЫ", "дЫ", "дЫ", "тЫ", "н"),
    "by": ("мен", "мен", "мен", "пен", "мен"),
}
_BACK, _FRONT = "аоұыяё", "әөүіеэи"
_HARMONY = str.maketrans("АЫғқ", "еігк")
_VOWELS, _NASALS, _VOICED, _VOICELESS = "аәеёоөұүыіэя", "мнң", "рлйуюиьзж", "бвгғдкқпстфхһцчшщ"


def inflect_kazakh(form: str, word: str) -> str:
    """A form in the case that another word seems to have: Қытай, Кытаида -> Қытайда; АҚШ, АКШтың -> АҚШ-тың.

    The form as it is where the word has no ending, or where the form does not end in a Kazakh letter or has no vowel.
    """
    match = _ENDINGS.search(_letters(word))
    vowels = [letter for letter in form.lower() if letter in _BACK + _FRONT]
    behind = _behind(form)
    if match is None or match.start() < _LEAST or not vowels or behind is None:
        return form
    case = match.lastgroup or ""
    ending = _FORMS[case][behind]
    if case == "by" and form[-1] in "зж":
        ending = "бен"
    ending = ending.translate(_HARMONY) if vowels[-1] in _FRONT else ending.lower()
    return f"{form}-{ending}" if form[-2:].isupper() else form + ending


def _letters(word: str) -> str:
    return word.lower().rstrip(" .,:;!?»”\"'’)")


def _behind(form: str) -> int | None:
    """Which column of the endings goes with a form."""
    last = form[-1:].lower()
    if " " in form and last in "ыі" and last:
        return 4
    return next(
        (i for i, letters in enumerate((_VOWELS, _NASALS, _VOICED, _VOICELESS)) if last and last in letters), None
    )
