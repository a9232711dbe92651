"""Names across alphabets: what a spelling may be, what is a mistake in it, and what a word of a text speaks of."""

import pytest

from pipeline.names import find
from pipeline.names.characters import strange_parts
from pipeline.names.compare import distance
from pipeline.names.foreign import explain, is_ordinary
from pipeline.names.places import explained_forms, forms_of_people
from pipeline.names.short import has_short_form, misspelt_places


@pytest.mark.parametrize(
    ("word", "right", "wrong", "language"),
    [
        ("Клинтон", "Clinton", "Clindon", "en"),
        ("Вашингтон", "Washington", "Wakhington", "en"),
        ("Стивен", "Stephen", "Stedhen", "en"),
        ("Хрущев", "Krushchev", "Kruskhev", "en"),
        ("Чжанцзякоу", "Zhangjiakou", "Zhanggiasou", "en"),
        ("Ховард", "Говард", "Говалс", "kk-Cyrl"),
        ("Роберт", "罗伯特", "罗伯克", "zh-Hans"),
        ("Бекстрем", "贝克斯特伦", "贝特斯特伦", "zh-Hans"),
        ("Вишневский", "维什涅夫斯基", "维什涅德斯基", "zh-Hans"),
    ],
)
def test_a_wrong_letter_is_farther_than_any_usual_spelling(word: str, right: str, wrong: str, language: str) -> None:
    assert distance(word, right, language) < 0.7
    assert distance(word, wrong, language) > distance(word, right, language) + 0.6


@pytest.mark.parametrize(
    ("word", "source", "language"),
    [
        ("Australians", "Австралийцы победили.", "en"),
        ("Исландтық", "в Исландии", "kk-Cyrl"),
        ("Roman", "Римская империя", "en"),
        ("Venus", "фазы Венеры", "en"),
        ("Qatar", "рейс Qatar Airways", "en"),
        ("Peninsula", "на полуострове", "en"),
        ("Раоничке", "проиграл Раоничу", "kk-Cyrl"),
    ],
)
def test_what_comes_from_the_source_needs_no_telling(word: str, source: str, language: str) -> None:
    found = explain(word, source, language)
    assert found is None or found.explains


@pytest.mark.parametrize(
    ("word", "source", "language", "near"),
    [
        ("Rutsia", "в России", "en", True),
        ("Berlis", "в Берлине", "en", True),
        ("Spain", "в Германии", "en", False),
        ("July", "в июне", "en", False),
        ("Парижде", "жил в Лондоне", "kk-Cyrl", False),
    ],
)
def test_what_does_not_is_told(word: str, source: str, language: str, near: bool) -> None:
    found = explain(word, source, language)
    assert found is not None
    assert not found.explains
    assert found.near == near


def test_words_that_stand_in_small_letters_too_name_nobody() -> None:
    assert is_ordinary("Ministry", "en")
    assert is_ordinary("Insolvency", "en")
    assert is_ordinary("Министрлігінің", "kk-Cyrl")
    assert not is_ordinary("Turkey", "en"), "a place before a bird"


def test_adjectives_and_peoples_speak_of_their_place() -> None:
    assert forms_of_people("турецкий", "zh-Hans")[0] == "土耳其"
    assert forms_of_people("канадцем", "en")[0] == "Canada"
    assert "түрік" in forms_of_people("Турецкая", "kk-Cyrl")
    for other in ("океанских", "мальчика", "того", "гонки", "Дамадьян", "катастрофические"):
        assert forms_of_people(other, "zh-Hans") == (), other


def test_a_chinese_name_is_held_against_the_sounds_of_the_source() -> None:
    source = "Питер Костелло и Джон Ховард говорили с Марией Захаровой."
    assert list(strange_parts(source, "彼得·科斯特洛和约翰·霍华德与玛丽亚·扎哈罗娃交谈。")) == []
    (part,) = strange_parts(source, "彼得·科斯特洛与约翰·施密特交谈。")
    assert part.place[0] == len("彼得·科斯特洛与约翰·")


def test_a_short_form_counts_in_a_compound_alone() -> None:
    spoken = explained_forms("США и Китай")
    assert has_short_form(("美国",), "驻美大使", spoken)
    assert has_short_form(("美国",), "中美关系", spoken)
    assert not has_short_form(("美国",), "价格为一美分", spoken)
    assert not has_short_form(("法国",), "法马零售商", spoken)


def test_one_wrong_character_in_a_place_is_seen_though_the_place_stands_there_too() -> None:
    spoken = explained_forms("Столица Израиля")
    assert list(misspelt_places(spoken, "以色列的首都，以色特的首都")) == [((7, 10), "以色列")]


def test_texts_together_have_the_names_that_each_has_alone() -> None:
    texts = ["Раушан Кажибаева встретилась с Фу Хуа в Астане.", "", "Форум прошёл.", "Владимир Путин прилетел в Пекин."]
    find._found.clear()
    alone = [find.find_names(text) for text in texts]
    find._found.clear()
    find.read_ahead(texts)
    assert [find.find_names(text) for text in texts] == alone
    assert [len(found) for found in alone] == [3, 0, 0, 2]
