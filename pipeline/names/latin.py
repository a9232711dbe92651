"""Russian letters in English: BGN/PCGN 1947 as news writes it, and what else a reader would take for the same name.

Kazakhstan's passports write Kazakh names by the same letters (ж zh, х kh, ы y, й y; е is ye at the start and after a
vowel), so one table serves both; what BGN/PCGN marks with ʼ and ˮ (ь, ъ) is left out, as newspapers do.
"""

_TABLE = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
}  # fmt: skip
_ICAO = {**_TABLE, "ё": "e", "й": "i", "ъ": "ie", "ю": "iu", "я": "ia"}
"""ICAO Doc 9303, part 3: what machine-readable passports have."""
_VOWELS = "аеёиоуыэюяәөұүі"


def romanise(word: str) -> str:
    """A word in Latin letters, its capitals kept (Кажибаева -> Kazhibayeva, Сергей -> Sergey)."""
    return _spell(word, _TABLE, glide=True)


def also_romanised(word: str) -> tuple[str, ...]:
    """Other romanisations that an English text may have for the same word: ICAO, and endings as newspapers shorten."""
    usual = romanise(word)
    without = _spell(word, _TABLE, glide=False)
    found = [without, _spell(word, _ICAO, glide=False)]
    for form in (usual, without):
        if form.endswith(("iy", "yy")):
            found += [form[:-2] + "y", form[:-2] + "i"]
        if form.endswith("ey"):
            found.append(form[:-1] + "i")
    return tuple(dict.fromkeys(form for form in found if form != usual))


def _spell(word: str, table: dict[str, str], *, glide: bool) -> str:
    lower = word.lower()
    parts = []
    for i, letter in enumerate(lower):
        piece = table.get(letter, word[i])
        if glide and letter == "е" and (i == 0 or lower[i - 1] in _VOWELS + "ьъ" or not lower[i - 1].isalpha()):
            piece = "ye"
        parts.append(piece.capitalize() if word[i].isupper() else piece)
    written = "".join(parts)
    return written.upper() if len(word) > 1 and word.isupper() else written
