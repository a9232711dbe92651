"""Names: the whole Palladius table both ways, persons in the nominative, and each language's spelling of them."""

import pytest

from pipeline.names.find import find_names
from pipeline.names.hanzi import transcribe
from pipeline.names.kazakh import restore_letters
from pipeline.names.latin import romanise
from pipeline.names.palladius import pinyin, russian, syllables, to_pinyin_table, to_russian_table
from pipeline.names.person import person
from pipeline.names.render import render
from pipeline.names.sounds import alike

INITIALS = {
    "zh": "чж", "ch": "ч", "sh": "ш", "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л",
    "g": "г", "k": "к", "h": "х", "j": "цз", "q": "ц", "x": "с", "r": "ж", "z": "цз", "c": "ц", "s": "с",
}  # fmt: skip
FINALS = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "en": "энь",
    "ang": "ан", "eng": "эн", "ong": "ун", "i": "и", "ia": "я", "ie": "е", "iao": "яо", "iu": "ю", "ian": "янь",
    "in": "инь", "iang": "ян", "ing": "ин", "iong": "юн", "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй",
    "uan": "уань", "un": "унь", "uang": "уан", "ü": "юй", "üe": "юэ", "üan": "юань", "ün": "юнь",
}  # fmt: skip
IRREGULAR = {
    "er": "эр", "zi": "цзы", "ci": "цы", "si": "сы", "hui": "хуэй", "yi": "и", "ya": "я", "ye": "е", "yao": "яо",
    "you": "ю", "yan": "янь", "yin": "инь", "yang": "ян", "ying": "ин", "yong": "юн", "yu": "юй", "yue": "юэ",
    "yuan": "юань", "yun": "юнь", "yo": "йо", "wu": "у", "wa": "ва", "wo": "во", "wai": "вай", "wei": "вэй",
    "wan": "вань", "wen": "вэнь", "wang": "ван", "weng": "вэн",
}  # fmt: skip


def by_rule(syllable: str) -> str:
    """What the system's initials and finals make of a syllable."""
    if syllable in IRREGULAR:
        return IRREGULAR[syllable]
    initial = next((i for i in INITIALS if syllable.startswith(i)), "")
    final = syllable[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    return INITIALS.get(initial, "") + FINALS[final]


def test_the_whole_palladius_table_is_there_and_follows_its_rules() -> None:
    table = to_russian_table()
    assert len(table) >= 400
    assert {syllable: by_rule(syllable) for syllable in table} == dict(table)


def test_every_syllable_goes_to_russian_and_back() -> None:
    back = to_pinyin_table()
    for syllable, written in to_russian_table().items():
        assert back[written] == syllable
        assert syllables(written) == (syllable,)
        assert russian(syllable).lower() == written


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Цзиньпин", "Jinping"), ("Фу", "Fu"), ("Хуа", "Hua"), ("Сиань", "Xi'an"), ("Чанъань", "Chang'an"),
        ("Цзинань", "Jinan"), ("Ханьхуэй", "Hanhui"), ("Сюэсян", "Xuexiang"), ("Шэньчжэнь", "Shenzhen"),
        ("Жунцзи", "Rongji"), ("Эньлай", "Enlai"), ("Сяопин", "Xiaoping"), ("Иванов", ""),
    ],
)  # fmt: skip
def test_names_go_back_to_pinyin(name: str, wanted: str) -> None:
    assert pinyin(name) == wanted
    if wanted:
        assert russian(wanted) == name


@pytest.mark.parametrize(
    ("text", "words", "woman", "origin"),
    [
        ("Раушан Кажибаева", "Раушан Кажибаева", True, "kazakh"),
        ("Раушан Кажибаевой", "Раушан Кажибаева", True, "kazakh"),
        ("Ерлана Кошанова", "Ерлан Кошанов", False, "kazakh"),
        ("Нурлану Ермекбаеву", "Нурлан Ермекбаев", False, "kazakh"),
        ("Айгуль Смагуловой", "Айгуль Смагулова", True, "kazakh"),
        ("Чжан Ханьхуэем", "Чжан Ханьхуэй", False, "chinese"),
        ("Ли Цяна", "Ли Цян", False, "chinese"),
        ("Линь Цзяня", "Линь Цзянь", False, "chinese"),
        ("Марией Захаровой", "Мария Захарова", True, "slavic"),
        ("Дмитрия Сергеевича Пескова", "Дмитрий Сергеевич Песков", False, "slavic"),
        ("Эммануэля Макрона", "Эммануэль Макрон", False, "other"),
    ],
)
def test_a_person_is_put_into_the_nominative(text: str, words: str, woman: bool, origin: str) -> None:
    found = person(text)
    assert (" ".join(found.words), found.woman, found.origin) == (words, woman, origin)


def test_the_verb_tells_a_woman_by_her_surname_alone() -> None:
    assert person("Кажибаева", "отметила важность").words == ("Кажибаева",)
    assert person("Кажибаева", "отметил важность").words == ("Кажибаев",)


@pytest.mark.parametrize(
    ("text", "language", "form", "doubt"),
    [
        ("Раушан Кажибаева", "en", "Raushan Kazhibayeva", ""),
        ("Раушан Кажибаевой", "kk-Cyrl", "Раушан Қажыбаева", ""),
        ("Раушан Кажибаева", "zh-Hans", "劳尚·卡日巴耶娃", "by-table"),
        ("Хуан Цзяньго", "en", "Huang Jianguo", ""),
        ("Хуан Цзяньго", "zh-Hans", "Huang Jianguo", "characters-unknown"),
        ("Хуан Цзяньго", "kk-Cyrl", "Хуан Цзяньго", ""),
        ("Сергей Кузнецов", "en", "Sergey Kuznetsov", ""),
        ("Джон Смит", "en", "Dzhon Smit", "by-letters"),
    ],
)
def test_each_language_has_its_spelling_and_says_what_is_doubtful(
    text: str, language: str, form: str, doubt: str
) -> None:
    found = render(person(text), language)
    assert found is not None
    assert (found.form, found.doubt) == (form, doubt)


def test_a_foreign_name_is_neither_forced_nor_written_in_characters() -> None:
    found = render(person("Джон Смит"), "en")
    assert found is not None
    assert not found.sure
    assert render(person("Джон Смит"), "zh-Hans") is None


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Кажибаева", "Қажыбаева"), ("Касым-Жомарт", "Қасым-Жомарт"), ("Кемелевич", "Кемелұлы"), ("Смирнов", "")],
)
def test_kazakh_letters_come_back_from_the_lexicon_alone(name: str, wanted: str) -> None:
    assert restore_letters(name) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Ержан", "Yerzhan"),
        ("Щукин", "Shchukin"),
        ("Соловьёв", "Solovyov"),
        ("Подъячев", "Podyachev"),
        ("ТОКАЕВ", "TOKAYEV"),
    ],
)
def test_russian_letters_in_latin(name: str, wanted: str) -> None:
    assert romanise(name) == wanted


@pytest.mark.parametrize(
    ("name", "woman", "wanted"),
    [
        ("Гагарин", False, "加加林"), ("Ельцин", False, "叶利钦"), ("Горбачёв", False, "戈尔巴乔夫"),
        ("Путин", False, "普京"), ("Лавров", False, "拉夫罗夫"), ("Татьяна", True, "塔季扬娜"),
        ("Кажибаева", True, "卡日巴耶娃"), ("Сергей", False, "谢尔盖"), ("Q", False, ""),
    ],
)  # fmt: skip
def test_the_syllable_table_writes_what_news_in_chinese_writes(name: str, woman: bool, wanted: str) -> None:
    assert transcribe(name, woman=woman) == wanted


@pytest.mark.parametrize(
    ("one", "other"), [("Клинтон", "Clinton"), ("Вашингтон", "Washington"), ("Шекспир", "Shakespeare")]
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert alike(one, other) >= 0.75
    assert alike(one, "Beethoven") < 0.5


def test_persons_and_places_are_found() -> None:
    names = find_names("Раушан Кажибаева встретилась с Фу Хуа в Астане.")
    assert [(name.text, name.kind) for name in names] == [
        ("Раушан Кажибаева", "person"), ("Фу Хуа", "person"), ("Астане", "place"),
    ]  # fmt: skip
