"""The checks of names and terms: what each tells, what it keeps quiet about, and where."""

import pytest

from pipeline.checks import load_checks
from pipeline.checks.check import Issue, Pair


def told(source: str, hypothesis: str, language: str, only: str = "names") -> list[Issue]:
    return [issue for _, issue in load_checks(only=[only])(Pair(source, hypothesis, language))]


@pytest.mark.parametrize(
    ("source", "hypothesis", "language", "message", "severity"),
    [
        ("Прибыл Фу Хуа.", "Fu Huo has come.", "en", "name-misspelt", "error"),
        ("Прибыл Си Цзиньпин.", "He has come.", "en", "name-missing", "warning"),
        ("Встреча прошла в Астане.", "会议在阿拉木图举行。", "zh-Hans", "name-missing", "warning"),
        ("Встреча прошла в Астане.", "Кездесу Алматыда өтті.", "kk-Cyrl", "name-missing", "warning"),
        ("Раушан Кажибаева выступила.", "劳尚·卡日巴耶娃发表讲话。", "zh-Hans", "name-by-table", "note"),
        ("Приехал Хуан Цзяньго.", "Huang Jianguo来了。", "zh-Hans", "name-characters-unknown", "note"),
        ("Президент Билл Клинтон приехал.", "President Bill Truman arrived.", "en", "name-added", "warning"),
        (
            "Вчера в город приехал Билл Клинтон.",
            "Yesterday Bill Clindon came to town.",
            "en",
            "name-spelling",
            "warning",
        ),
        ("Приехал бразильский футболист.", "这位法国球员来了。", "zh-Hans", "name-added", "warning"),
        ("Приехал бразильский футболист.", "这位球员来了。", "zh-Hans", "name-missing", "warning"),
        ("Приехал турецкий министр.", "Грек министрі келді.", "kk-Cyrl", "name-missing", "note"),
        ("Об этом сказал Рустам Назаров.", "鲁斯塔姆·纳安罗夫这样说。", "zh-Hans", "name-spelling", "warning"),
        ("Об этом сказал Рустам Назаров.", "季娜·韦谢洛娃这样说。", "zh-Hans", "name-added", "warning"),
        ("Об этом сказал Марат Есенов.", "马拉卡·叶谢诺夫这样说。", "zh-Hans", "name-spelling", "warning"),
        ("Об этом сказал Сергей Иванов.", "谢里盖·伊万诺夫这样说。", "zh-Hans", "name-spelling", "warning"),
        ("Санкции США не затронут нефть.", "美特制裁不会影响石油。", "zh-Hans", "name-spelling", "warning"),
        ("Он слетал в Мюнхен.", "He flew to Paris.", "en", "name-added", "warning"),
        ("Там правил Генрих.", "That land was ruled by Louis for years.", "en", "name-added", "warning"),
        ("Это румынский город.", "It is said to be a Roman town.", "en", "name-added", "warning"),
        ("Он уехал на Олимпийские игры.", "Ол кеше Олирпиада ойындарына кетті.", "kk-Cyrl", "name-spelling", "warning"),
        ("Он уехал в Коверчано.", "Ол сол жаққа кетті.", "kk-Cyrl", "name-not-found", "note"),
        ("Он уехал в Коверчано.", "Ол кеше Каверсано жаққа кетті.", "kk-Cyrl", "name-spelling", "warning"),
        ("Он уехал в Коверчано.", "He went there.", "en", "name-not-found", "note"),
        (
            "Билеты продаёт компания Craigslist.",
            "Tickets are sold by Craidslist there.",
            "en",
            "name-spelling",
            "warning",
        ),
    ],
)
def test_a_name_that_is_wrong_is_told(source: str, hypothesis: str, language: str, message: str, severity: str) -> None:
    assert (message, severity) in [(issue.message, issue.severity) for issue in told(source, hypothesis, language)]


@pytest.mark.parametrize(
    ("source", "hypothesis", "language"),
    [
        ("Прибыл Фу Хуа.", "Fu Hua has come.", "en"),
        ("Казахстанские учёные в Германии.", "Kazakh scientists in Germany.", "en"),
        ("Раушан Кажибаева выступила.", "Раушан Қажыбаеваның сөзі тыңдалды.", "kk-Cyrl"),
        ("Президент Билл Клинтон приехал.", "President Bill Clinton arrived.", "en"),
        ("Земля вращается вокруг Солнца.", "The Earth goes round the Sun.", "en"),
        ("Встреча прошла в Астане.", "会议在阿斯塔纳举行。", "zh-Hans"),
        ("Об этом сказал Рустам Назаров.", "鲁斯塔姆·纳扎罗夫这样说。", "zh-Hans"),
        ("Приехал турецкий министр.", "Түрік министрі келді.", "kk-Cyrl"),
        ("Волонтёрство меняет мир.", "Volunteering changes the world.", "en"),
        ("Отношения между Индией и Пакистаном.", "印巴关系。", "zh-Hans"),
        ("Об этом сказал Марат Есенов.", "马拉特·叶谢诺夫这样说。", "zh-Hans"),
        ("Они поехали на озеро Тонлесап.", "They went to Tonle Sap.", "en"),
        ("Сказал дизайнер Якуб Поланка.", "So said the designer, Jakub Polanka.", "en"),
        ("Мы плыли через Онежское озеро.", "Біз Онега көлі арқылы жүздік.", "kk-Cyrl"),
        ("Играл Государственный Симфонический оркестр.", "It was played by the State Symphony Orchestra.", "en"),
        ("Он стоял в Венере, где жарко.", "It stood on Venus, which is hot.", "en"),
        ("Там правил Людовик.", "That land was ruled by Louis for years.", "en"),
        ("Сколько гугенотов уехало?", "How many of the Huguenots left?", "en"),
        ("Премию дали румынскому режиссёру.", "The prize went to a Romanian director.", "en"),
        ("Он играл за ярославский «Шинник».", "He played for Yaroslavl's Shinnik.", "en"),
        ("Сыграли с командой Монпелье.", "They played against Montpellier there.", "en"),
        ("Проповедь была пятничной.", "It was a sermon for Friday prayers.", "en"),
        ("Могила Чингисхана.", "It is said to be Genghis Khan's grave.", "en"),
        ("Им управляет служба исполнения наказаний.", "It is run by the Federal Penitentiary Service.", "en"),
        ("Город стоит на Волге.", "Қала сол жақта Еділ бойында тұр.", "kk-Cyrl"),
        ("Совет создан указом Президента.", "Кеңес Президент Жарлығымен құрылды.", "kk-Cyrl"),
        ("Встреча с послом Ли прошла.", "Кездесуде елші Лидің сөзі тыңдалды.", "kk-Cyrl"),
        ("Выступил Ербол Муратханович.", "Жиында Ербол Мұратханұлы сөз сөйледі.", "kk-Cyrl"),
        ("Спросили Алию Камзаевну.", "Сұрақ сол жерде Әлия Қамзақызына қойылды.", "kk-Cyrl"),
        ("Прибыл аким Е.Б.Салимов.", "Аудан әкімі Е.Б. Салимов келді.", "kk-Cyrl"),
        ("Это сказал Президент Республики Казахстан.", "Мұны ҚР Президенті айтты.", "kk-Cyrl"),
        ("Экспедицию снарядил КазНУ.", "Экспедицияны осы жолы ҚазҰУ жабдықтады.", "kk-Cyrl"),
        ("Поезд пришёл из Урумчи.", "Пойыз кеше кешке Үрімшіден келді.", "kk-Cyrl"),
        ("Либеральная партия победила.", "Сайлауда кеше Либералдық партия жеңді.", "kk-Cyrl"),
    ],
)
def test_a_name_that_is_right_is_not(source: str, hypothesis: str, language: str) -> None:
    assert [issue for issue in told(source, hypothesis, language) if issue.severity != "note"] == []


def test_a_name_that_is_misspelt_is_told_once() -> None:
    found = told("Вчера проиграл Милош Раонич.", "Yesterday Milos Raodic lost in two sets.", "en")
    assert [issue.message for issue in found if issue.severity != "note"] == ["name-spelling"]


def test_strange_words_side_by_side_are_one_name_told_once() -> None:
    found = told("Он купил воду.", "He bought water from Gordon Brookfield there.", "en")
    assert [issue.values["target"] for issue in found] == ["Gordon Brookfield"]


def test_a_term_that_lacks_twice_is_told_once() -> None:
    found = told("По данным «Синьхуа», рост. «Синьхуа» ждёт спада.", "Growth, but not for long.", "en", "terms")
    assert [issue.message for issue in found] == ["term-missing"]


def test_a_term_that_lacks_is_told_with_what_it_is_and_where() -> None:
    (issue,) = told("По данным «Синьхуа», рост.", "Growth, says the agency.", "en", "terms")
    assert (issue.message, issue.severity, issue.suggestion) == ("term-missing", "warning", "Xinhua")
    assert issue.source == (10, 19)


def test_a_term_of_common_words_is_a_note() -> None:
    (issue,) = told("Подписан меморандум о взаимопонимании.", "A paper was signed.", "en", "terms")
    assert (issue.message, issue.severity) == ("term-missing", "note")


def test_a_forbidden_form_is_an_error_where_it_stands() -> None:
    found = told("Сообщает «Синьхуа».", "据新化社报道。", "zh-Hans", "terms")
    (issue,) = [issue for issue in found if issue.message == "term-forbidden"]
    assert (issue.severity, issue.target, issue.suggestion) == ("error", (1, 4), "新华社")


@pytest.mark.parametrize(
    ("hypothesis", "language"),
    [("Xinhua reports", "en"), ("据新华通讯社报道", "zh-Hans"), ("«Синьхуа» хабарлады", "kk-Cyrl")],
)
def test_a_term_in_any_accepted_form_is_right(hypothesis: str, language: str) -> None:
    assert told("Сообщает «Синьхуа».", hypothesis, language, "terms") == []
