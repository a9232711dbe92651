"""Whether a short Russian line has a verb: a guess from the endings of its words, good enough to tell a credit or a
speaker's line from a sentence. Words with a capital letter are names and are not looked at.
"""

import re

_ENDING = re.compile(
    r"(?<![\w-])(?:[а-яё]*(?:шёл|шла|шли|шло)|[а-яё]{2,}(?:"
    r"(?:[аяиеыу]л|[аяиеыуогкс]л[аои])(?:с[ья])?|"  # вышел, помогло, собрались
    r"[аяиеую]ет|[аяую]ют|[иеюуая]тся|"  # знает, знают, считается
    r"(?:[аяе]н|рыт|жат|нят)[аоы]"  # построены, открыта
    r")|(?:[а-яё]*(?:ид[ёу]т|раст[ёу]т|мо[жг][еу]т|буд[еу]т|жд[ёу]т)))(?![\w-])"
)
_NOUN = re.compile(
    r"(?:журнал|канал|портал|сериал|филиал|материал|вокзал|генерал|оригинал|арсенал|персонал|зал|капитал|квартал|металл|"
    r"терминал|протокол|отдел|раздел|дел|тыл|стран|цен|экран|план|предоставлен|сделан|снят|числ|масл|кресл|школ|сил|скал|предел|"
    r"интернет|кабинет|совет|комитет|университет|факультет|газет|ракет|пакет|портрет|сюжет|бюджет|предмет|билет|работ|"
    r"оборон|регион|район|стадион|ресторан|ветеран|телефон|закон|фон)\w{0,3}$"
)


def has_verb(text: str) -> bool:
    """Whether some word of it ends as verbs do ("вышли", "растёт", "построены") and is not one of the nouns that do."""
    return any(not _NOUN.search(match.group()) for match in _ENDING.finditer(text))
