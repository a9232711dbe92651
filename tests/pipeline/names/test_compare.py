"""Names across alphabets: what a spelling may be, what is a mistake in it, and what a word of a text speaks of."""

import pytest

from pipeline.names import find
from pipeline.names.borders import may_begin, may_end
from pipeline.names.characters import strange_parts
from pipeline.names.compare import distance
from pipeline.names.established import established_forms
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


@pytest.mark.parametrize(
    ("source", "translation", "strange"),
    [
        ("Дэвид Торо уехал.", "戴特·梭罗离开了。", "戴特"),
        ("Сенатор Митч Макконнелл уехал.", "参议员米奇·麦康奈卡离开了。", "麦康奈卡离"),
        ("Режиссёр Норман Кантор уехал.", "导演斯诺曼·康托尔离开了。", "导演斯诺曼"),
        ("Её муж Эндрю Коу уехал.", "她的丈夫特德鲁·科离开了。", "丈夫特德鲁"),
    ],
)
def test_a_part_is_held_against_the_words_beside_its_neighbours(source: str, translation: str, strange: str) -> None:
    parts = list(strange_parts(source, translation))
    assert strange in [translation[slice(*part.place)] for part in parts]


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Сергей Иванов и Джордж Буш говорили с Ангелой Меркель.", "谢尔盖·伊万诺夫和乔治·布什与安格拉·默克尔交谈。"),
        ("Дом Марии Роузфильд стоит в Женеве.", "玛丽亚·罗斯菲尔德的房子在日内瓦。"),
        ("По словам канадца Тейлора Рака, игра удалась.", "加拿大的泰勒·拉克说，比赛很成功。"),
        ("Директор центра Диана Закирова уехала.", "中心主任季安娜·扎基罗娃离开了。"),
        ("Физик Йоханнес ван дер Ваальс умер.", "物理学家约翰内斯·瓦尔斯去世了。"),
    ],
)
def test_a_name_in_its_usual_form_is_not_strange(source: str, translation: str) -> None:
    assert list(strange_parts(source, translation)) == []


def test_a_form_is_established_whatever_case_the_name_stands_in() -> None:
    for name in ("Сергей", "Сергея", "Сергеем"):
        assert established_forms(name) == ("谢尔盖",)
    assert {"大卫", "戴维"} <= set(established_forms("Дэвидом"))
    assert established_forms("Ошакбаев") == ()


def test_a_name_stops_before_no_character_that_belongs_to_it() -> None:
    assert may_end("托马斯说", 3)
    assert not may_end("托马斯说", 2)
    assert may_end("托马克服困难", 2), "a common word begins there"
    assert may_begin("丈夫约翰", 2), "a common word ends there"
    assert may_begin("荷兰约翰", 2), "a place ends there"
    assert not may_begin("利约翰", 1)


def test_a_short_form_counts_in_a_compound_alone() -> None:
    spoken = explained_forms("США и Китай")
    assert has_short_form(("美国",), "驻美大使", spoken)
    assert has_short_form(("美国",), "中美关系", spoken)
    assert not has_short_form(("美国",), "价格为一美分", spoken)
    assert not has_short_form(("法国",), "法马零售商", spoken)


def test_one_wrong_character_in_a_place_is_seen_though_the_place_stands_there_too() -> None:
    spoken = explained_forms("Столица Израиля")
    assert list(misspelt_places(spoken, "以色列的首都，以色特的首都")) == [((7, 10), "以色列")]


@pytest.mark.parametrize(
    ("source", "translation", "wrong"),
    [
        ("Суд в Лондоне отказал.", "英尔法院驳回了请求。", "英尔"),
        ("Агентство отменило решение.", "美马环境保护局撤销了决定。", "美马"),
        ("Немецкие лодки и Германия.", "德克潜艇和德国。", "德克"),
        ("Код страны добавили.", "以色里的代码已加入。", "以色里"),
        ("Во Франции живёт много людей.", "法特人口众多。", "法特"),
    ],
)
def test_a_wrong_character_in_a_state_is_seen(source: str, translation: str, wrong: str) -> None:
    (found,) = [translation[slice(*place)] for place, _ in misspelt_places(explained_forms(source), translation)]
    assert found == wrong


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("До города три мили.", "离城三英里。"),
        ("США и Германия договорились.", "美德达成协议。"),
        ("Нигер и его сосед.", "尼日尔和邻国尼日利亚。"),
        ("Германия и Рид.", "德国和瑞德先生。"),
        ("Германия ждёт.", "德国克服了困难。"),
        ("Викинги дошли до Чёрного моря.", "维京人到达黑海。"),
        ("Китай и его сосед договорились.", "中哈达成协议。"),
    ],
)
def test_other_words_are_no_wrong_states(source: str, translation: str) -> None:
    assert list(misspelt_places(explained_forms(source), translation)) == []


def test_texts_together_have_the_names_that_each_has_alone() -> None:
    texts = ["Раушан Кажибаева встретилась с Фу Хуа в Астане.", "", "Форум прошёл.", "Владимир Путин прилетел в Пекин."]
    find._found.clear()
    alone = [find.find_names(text) for text in texts]
    find._found.clear()
    find.read_ahead(texts)
    assert [find.find_names(text) for text in texts] == alone
    assert [len(found) for found in alone] == [3, 0, 0, 2]
