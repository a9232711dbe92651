"""Each line is a pair and what a check says of it. What is right is accepted by every check, notes apart."""

import pytest

from pipeline.checks import CHECKS, load_checks
from pipeline.checks.check import Pair

RIGHT = [
    ("en", "В Астане прошёл форум информационных агентств.", "A forum of news agencies was held in Astana."),
    ("zh-Hans", "В Астане прошёл форум информационных агентств.", "通讯社论坛在阿斯塔纳举行。"),
    ("kk-Cyrl", "В Астане прошёл форум информационных агентств.", "Астанада ақпарат агенттіктерінің форумы өтті."),
    ("en", "В 2025 году экспорт вырос на 12,5 млн долларов.", "In 2025 exports grew by $12.5 million."),
    ("zh-Hans", "В 2025 году экспорт вырос на 12,5 млн долларов.", "2025年出口增长1250万美元。"),
    ("kk-Cyrl", "В 2025 году экспорт вырос на 12,5 млн долларов.", "2025 жылы экспорт 12,5 млн долларға өсті."),
    ("en", "«Мы не боимся», — сказал Сергей.", "“We are not afraid,” Sergei said."),
    ("zh-Hans", "«Мы не боимся», — сказал Сергей.", "“我们不怕。”谢尔盖说。"),
    ("kk-Cyrl", "«Мы не боимся», — сказал Сергей.", "«Біз қорықпаймыз», — деді Сергей."),
    ("kk-Cyrl", "Президент подписал указ.", "Президент жарлыққа қол қойды."),
    ("kk-Cyrl", "Еда, жильё и так далее с собой.", "Тамақ, баспана және т.с.с. өзіңізбен."),
    ("kk-Cyrl", "Газета «Российская газета» сообщила об этом.", "Бұл туралы «Российская газета» газеті хабарлады."),
    ("zh-Hans", "Не только Казахстан, но и Китай участвует.", "哈萨克斯坦和中国都参加。"),
    ("en", "Он уехал, несмотря на дождь.", "He left despite the rain."),
    ("zh-Hans", "«Это важно», — сказал он.", "“这很重要，他说。"),
    ("en", "Он уехал, не дождавшись поезда.", "He left before the train came."),
    ("zh-Hans", "乾 — китайский знак.", "乾是一个汉字，出自乾隆皇帝。"),
]
WRONG = [
    ("empty", "empty", "en", "В Астане прошёл форум.", ""),
    ("empty", "empty", "zh-Hans", "В Астане прошёл форум.", "。"),
    ("numbers", "number-changed", "en", "Пришли 15 человек.", "16 people came."),
    ("numbers", "magnitude-changed", "zh-Hans", "Пришли 15 млн человек.", "来了15亿人。"),
    ("numbers", "number-missing", "kk-Cyrl", "Пришли 15 человек.", "Адамдар келді."),
    ("numbers", "number-added", "en", "Пришли люди.", "There came 16 people."),
    ("dates", "date-changed", "en", "Форум пройдёт 12 мая.", "The forum will be held on 13 May."),
    ("dates", "date-changed", "zh-Hans", "Форум прошёл в 2024 году.", "论坛于2023年举行。"),
    ("dates", "date-missing", "kk-Cyrl", "Форум прошёл в сентябре.", "Форум өтті."),
    ("money", "money-changed", "en", "Он стоит 12 тенге.", "It costs 13 tenge."),
    ("money", "currency-changed", "en", "Он стоит 12 млн тенге.", "It costs 12 million dollars."),
    ("contacts", "contact-missing", "en", "Пишите на info@inform.kz.", "Write to info@inform.com."),
    ("contacts", "contact-missing", "kk-Cyrl", "Звоните: +7 (7172) 70-12-34.", "Қоңырау шалыңыз: +7 (7172) 70-12-35."),
    ("untranslated", "untranslated", "en", "Новый форум открыт.", "The new форум is open."),
    ("untranslated", "untranslated-whole", "zh-Hans", "Новый форум открыт.", "Новый форум открыт."),
    ("untranslated", "untranslated-whole", "kk-Cyrl", "Об этом сообщил министр.", "Об этом сообщил министр."),
    (
        "untranslated",
        "untranslated",
        "kk-Cyrl",
        "Форум прошёл в столице нашей страны вчера.",
        "Форум прошёл в столице кеше өтті.",
    ),
    ("script", "script", "kk-Cyrl", "В столице прошёл форум агентств.", "Elordada agenttikterdiñ forumy ötti."),
    ("script", "script", "kk-Cyrl", "В столице прошёл форум.", "استانادا فورۋم ٴوتتى"),
    ("script", "traditional", "zh-Hans", "Отношения развиваются.", "兩國關係發展順利。"),
    ("script", "script", "en", "Форум прошёл.", "The 论坛 was held."),
    (
        "language",
        "language",
        "kk-Cyrl",
        "Вчера в столице прошло совещание о строительстве дорог.",
        "Кечээ борбордо жол куруу боюнча жыйын өттү, ага министрлер жана эксперттер катышты.",
    ),
    (
        "language",
        "language",
        "en",
        "Вчера в столице прошло совещание о строительстве дорог.",
        "Gestern fand in der Hauptstadt eine Beratung über den Bau neuer Straßen statt.",
    ),
    ("loop", "loop", "en", "Форум прошёл.", "The forum of the forum of the forum of the forum."),
    ("loop", "loop", "zh-Hans", "Форум прошёл.", "论坛论坛论坛举行。"),
    ("loop", "loop", "kk-Cyrl", "Форум прошёл.", "Форум елордада ашылды деді форум елордада ашылды деді."),
    ("negation", "negation-lost", "en", "Он не пришёл.", "He came."),
    ("negation", "negation-lost", "zh-Hans", "Он не пришёл.", "他来了。"),
    ("negation", "negation-lost", "kk-Cyrl", "Он не пришёл.", "Ол келді."),
    (
        "length",
        "too-short",
        "en",
        "Форум информационных агентств прошёл в столице Казахстана, его открыл министр.",
        "A forum was held.",
    ),
    (
        "length",
        "too-long",
        "zh-Hans",
        "В столице страны открылся большой форум.",
        "论坛在该国首都开幕，来自世界各地的许多代表团和记者参加了会议，会议讨论了许多重要问题。",
    ),
    ("quotation", "unbalanced", "en", "Он сказал: «Да».", "He said: “Yes. Then he left"),
    ("quotation", "unbalanced", "zh-Hans", "Форум (первый) прошёл.", "论坛（第一届举行。"),
    ("punctuation", "question-lost", "en", "Кто придёт?", "Who will come."),
    ("capitals", "capital-start", "en", "Форум прошёл.", "the forum was held."),
    ("capitals", "capital-name", "en", "Он живёт в Астане.", "He lives in astana."),
    ("homoglyphs", "homoglyph", "kk-Cyrl", "Форум прошёл.", "Форум өттi."),
    (
        "speaker",
        "speaker",
        "en",
        "«Мы построим эту дорогу», — сказал Иванов. «Мы не дадим на неё денег», — ответил Петров.",
        "“We will build this road,” said Petrov. “We will not give money for it,” replied Ivanov.",
    ),
]


@pytest.mark.parametrize(("language", "source", "hypothesis"), RIGHT)
def test_what_is_right_is_accepted_by_every_check(language: str, source: str, hypothesis: str) -> None:
    checks = load_checks(only=[module.MANIFEST.name for module in CHECKS if module.MANIFEST.name != "content"])
    found = [
        (name, issue.message) for name, issue in checks(Pair(source, hypothesis, language)) if issue.severity != "note"
    ]
    assert found == []


@pytest.mark.parametrize(("check", "message", "language", "source", "hypothesis"), WRONG)
def test_what_is_wrong_is_told(check: str, message: str, language: str, source: str, hypothesis: str) -> None:
    found = list(load_checks(only=[check])(Pair(source, hypothesis, language)))
    assert (check, message) in [(name, issue.message) for name, issue in found]


@pytest.mark.parametrize(("check", "language", "source", "hypothesis"), [(c, lang, s, h) for c, _, lang, s, h in WRONG])
def test_an_issue_stands_in_its_texts(check: str, language: str, source: str, hypothesis: str) -> None:
    for _, issue in load_checks(only=[check])(Pair(source, hypothesis, language)):
        assert issue.source is None or issue.source[1] <= len(source)
        assert issue.target is None or issue.target[1] <= len(hypothesis)


def test_every_check_has_a_line_that_it_must_tell() -> None:
    untested = {module.MANIFEST.name for module in CHECKS} - {check for check, *_ in WRONG}
    assert untested == {"content", "coverage", "names", "spelling", "terms"}, "each of these has a test of its own"


def test_of_an_empty_translation_nothing_else_is_said() -> None:
    found = list(load_checks()(Pair("В 2025 году не пришли 15 человек.", "", "en")))
    assert [name for name, _ in found] == ["empty"]


def test_spelling_knows_english_and_says_nothing_where_there_is_no_dictionary() -> None:
    checks = load_checks(only=["spelling"])
    found = [issue.values["target"] for _, issue in checks(Pair("Форум.", "The foorum was held yesterdaay.", "en"))]
    assert found == ["foorum", "yesterdaay"]
    from pipeline.checks import spelling

    nowhere = spelling.build(folders="/nowhere", most=3)
    assert list(nowhere(Pair("Форум.", "Фооорум өттіі.", "kk-Cyrl"))) == []
