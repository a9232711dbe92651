"""Who speaks in a segment, and words that a translation gives to the speaker of another one."""

import pytest

from pipeline.checks import load_checks
from pipeline.checks.attributed import speakers
from pipeline.checks.check import Pair
from pipeline.names.meet import meet

OSPANOV = "«Коридор перестал быть запасным вариантом», - сказал президент ассоциации Тимур Оспанов."
KARIMOVA = "«Грузов стало втрое больше», - отметила директор порта Азиза Каримова."
RIGHT = {
    "en": (
        "“The corridor is no longer a fallback,” said Timur Ospanov, president of the association.",
        "“There is three times as much cargo,” noted the director of the port, Aziza Karimova.",
    ),
    "kk-Cyrl": (
        "«Дәліз енді қосалқы жол емес», – деді қауымдастық президенті Тимур Оспанов.",
        "«Жүк үш есе көбейді», – деп атап өтті порт директоры Әзиза Кәрімова.",
    ),
    "zh-Hans": (
        "协会主席铁木尔·奥斯帕诺夫说：“这条走廊不再是备选方案。”",
        "港口负责人阿齐扎·卡里莫娃指出：“货物增加了两倍。”",
    ),
}
SWAPPED = {
    "en": (
        "“The corridor is no longer a fallback,” said Aziza Karimova, president of the association.",
        "“There is three times as much cargo,” noted the director of the port, Timur Ospanov.",
    ),
    "kk-Cyrl": (
        "«Дәліз енді қосалқы жол емес», – деді қауымдастық президенті Әзиза Кәрімова.",
        "«Жүк үш есе көбейді», – деп атап өтті порт директоры Тимур Оспанов.",
    ),
    "zh-Hans": (
        "协会主席阿齐扎·卡里莫娃说：“这条走廊不再是备选方案。”",
        "港口负责人铁木尔·奥斯帕诺夫指出：“货物增加了两倍。”",
    ),
}


def told(pairs: list[Pair]) -> list[list[tuple[str, str, str]]]:
    """What the check says of each pair of a window."""
    checks = load_checks(only=["speaker"])
    checks.prepare(pairs)
    return [[(i.message, i.values.get("source", ""), i.values["target"]) for _, i in checks(pair)] for pair in pairs]


def window(language: str, translations: tuple[str, ...]) -> list[Pair]:
    return [Pair(source, text, language) for source, text in zip((OSPANOV, KARIMOVA), translations, strict=True)]


@pytest.mark.parametrize("language", RIGHT)
def test_each_speaker_beside_his_own_words_is_right(language: str) -> None:
    assert told(window(language, RIGHT[language])) == [[], []]


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ("Karimova", "Ospanov")), ("kk-Cyrl", ("Кәрімова", "Оспанов")), ("zh-Hans", ("卡里莫娃", "奥斯帕诺夫"))],
)
def test_speakers_of_neighbouring_segments_that_are_swapped_are_told(language: str, names: tuple[str, str]) -> None:
    karimova, ospanov = names
    assert told(window(language, SWAPPED[language])) == [
        [("speaker-replaced", "Тимур Оспанов", karimova)],
        [("speaker-replaced", "Азиза Каримова", ospanov)],
    ]


def test_a_pronoun_is_no_other_speaker_and_one_far_away_none_nearby() -> None:
    pronoun = ("“The corridor is no longer a fallback,” he said.", RIGHT["en"][1])
    assert told(window("en", pronoun)) == [[], []]
    first, last = window("en", SWAPPED["en"])
    between = [Pair("Форум прошёл в столице.", "The forum was held in the capital.", "en")] * 5
    assert told([first, *between, last]) == [[]] * 7


def test_one_whom_the_segment_speaks_of_itself_is_no_other_speaker() -> None:
    source = "«Мы едем к Каримовой», - сказал Тимур Оспанов."
    pairs = [
        Pair(source, "“We are going to see Karimova,” the president said.", "en"),
        Pair(KARIMOVA, RIGHT["en"][1], "en"),
    ]
    assert told(pairs) == [[], []]


def test_a_chinese_name_is_met_in_pinyin() -> None:
    pairs = [
        Pair("Ван Цзяньго, руководитель заповедника:", "Wang Jianguo, head of the reserve in Bari Province:", "en"),
        Pair("«Мы ждём», - сказал Пётр Провинцев.", "“We are waiting,” said Pyotr Provintsev.", "en"),
    ]
    assert told(pairs) == [[], []]


def test_two_speakers_of_one_segment_are_told_apart_in_chinese() -> None:
    source = "«Мы построим эту дорогу», — сказал Оспанов. «Мы не дадим на неё денег», — ответил Каримов."
    right = "奥斯帕诺夫说：“我们会修建这条路。”卡里莫夫回答说：“我们不会为此出钱。”"
    wrong = "卡里莫夫说：“我们会修建这条路。”奥斯帕诺夫回答说：“我们不会为此出钱。”"
    assert told([Pair(source, right, "zh-Hans"), Pair(source, wrong, "zh-Hans")]) == [
        [],
        [("speaker", "", "奥斯帕诺夫"), ("speaker", "", "卡里莫夫")],
    ]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (OSPANOV, ["Оспанов"]),
        ("По словам Каримовой, груза стало больше.", ["Каримовой"]),
        ("Тимур Оспанов заявил, что груза больше.", ["Оспанов"]),
        ("Айнур Бекова, директор представительства:", ["Бекова"]),
        ("— Мы ждали газ, — сказала пенсионерка Байсалова.", ["Байсалова"]),
        ("«Да», — сказал Иванов. «Нет», — ответил Петров.", ["Иванов", "Петров"]),
        ("Он сказал Путину: «Спасибо».", []),
        ("Россия заявила, что ждёт ответа.", []),
        ("Министерство сообщило о ценах.", []),
        ("«Оспанов сказал правду», — гласит надпись.", []),
        ("Форум прошёл в Астане.", []),
    ],
)
def test_who_speaks_is_who_stands_by_a_verb_of_saying(source: str, wanted: list[str]) -> None:
    found = speakers(source)
    assert [speaker.word for speaker in found] == wanted
    assert all(source[slice(*speaker.place)].endswith(speaker.word) for speaker in found)


@pytest.mark.parametrize(
    ("name", "translation", "language", "found"),
    [
        ("Кантора", "关于诺曼·康托尔的理论", "zh-Hans", "康托尔"),
        ("Стармера", "Keir Starmer 的说法", "zh-Hans", "Starmer"),
        ("Сергея", "对谢尔盖说", "zh-Hans", "谢尔盖"),
        ("Жанабаева", "Жаңабаеваның айтуынша", "kk-Cyrl", "Жаңабаеваның"),
    ],
)
def test_a_name_is_met_where_it_stands(name: str, translation: str, language: str, found: str) -> None:
    met = meet(name, translation, language)
    assert met is not None
    assert met.likeness > 0.75
    assert translation[slice(*met.place)] == found
