"""Which language a text is in, and what stands in the target language already."""

import pytest

from pipeline.identify import identify, is_in, name

TEXTS = [
    ("ru", "В Астане прошёл форум информационных агентств."),
    ("ru", "Да."),
    ("ru", "Пожар"),
    ("ru", "Курс: 520 тг"),
    ("ru", "Агентство Kazinform сообщило о Weibo и WeChat."),
    ("ru", "Посол 王毅 прибыл в Астану с визитом."),
    ("ru", "В АСТАНЕ ПРОШЁЛ ФОРУМ, ВЫСТУПИЛИ ГЛАВЫ ЭТИХ АГЕНТСТВ. " * 5),
    ("ru", "СРОЧНО: ПОЖАР"),
    ("kk-Cyrl", "Астанада ақпарат агенттіктерінің форумы өтті. Қатысушылар ынтымақтастықты талқылады."),
    ("kk-Cyrl", "Мемлекет басшысы Қасым-Жомарт Тоқаев Қытайға сапармен барды."),
    ("en", "A forum of news agencies was held in Astana yesterday."),
    ("en", "The president of Kazakhstan, Қасым-Жомарт Тоқаев, visited China on Monday."),
    ("zh-Hans", "通讯社论坛在阿斯塔纳举行。"),
    ("zh-Hans", "中国和Kazakhstan签署协议。"),
    ("uk", "В Астані відбувся форум інформаційних агентств. Учасники обговорили співпрацю між країнами."),
    ("ja", "アスタナでフォーラムが開催されました。参加者は協力について話し合いました。"),
    ("ko", "아스타나에서 포럼이 열렸습니다. 참가자들은 협력에 대해 논의했습니다."),
    ("de", "In Astana fand ein Forum der Nachrichtenagenturen statt, an dem viele Länder teilnahmen."),
    ("fr", "Un forum des agences de presse s'est tenu à Astana, les participants ont discuté de la coopération."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_the_language_of_a_text(language: str, text: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize("text", ["", " ", "2025", "***", "12:45, 3:1", "№ – …", "\n"])
def test_without_letters_there_is_no_language(text: str) -> None:
    assert identify(text) is None


def test_bulgarian_is_not_taken_for_russian() -> None:
    text = (
        "Министърът на транспорта заяви, че новата магистрала ще бъде готова до края на годината. Според него "
        "работата върви по план, а парите от бюджета са достатъчни за всички участъци. Жителите на града се надяват "
        "движението да стане по-спокойно, а въздухът – по-чист."
    )
    assert identify(text) == "bg"
    assert name("bg") == "Bulgarian"


@pytest.mark.parametrize(
    ("tag", "english"), [("ru", "Russian"), ("kk-Cyrl", "Kazakh"), ("zh-Hans", "Chinese"), ("xx", "xx")]
)
def test_a_language_has_a_name(tag: str, english: str) -> None:
    assert name(tag) == english


COPIED = [
    ("zh-Hans", "一带一路"),
    ("zh-Hans", "论坛 2025"),
    ("en", "Kazinform"),
    ("en", "Weibo WeChat"),
    ("en", "The forum was held in Astana on Monday."),
    ("kk-Cyrl", "Астанада халықаралық форум өтті."),
    ("kk-Cyrl", "Қатысушылар ынтымақтастықты талқылады."),
]
TRANSLATED = [
    ("zh-Hans", "В Астане прошёл форум."),
    ("zh-Hans", "Kazinform"),
    ("zh-Hans", "Посол 王毅 прибыл."),
    ("en", "В Астане прошёл форум."),
    ("en", "Агентство Kazinform"),
    ("en", "一带一路"),
    ("en", "2025"),
    ("kk-Cyrl", "В Астане прошёл форум."),
    ("kk-Cyrl", "Аким города Қонаев сообщил журналистам о ремонте дорог и мостов в области."),
    ("kk-Cyrl", "Kazinform"),
    ("kk-Cyrl", "Форум"),
]


@pytest.mark.parametrize(("language", "text"), COPIED)
def test_what_is_in_the_target_language_already(language: str, text: str) -> None:
    assert is_in(text, language)


@pytest.mark.parametrize(("language", "text"), TRANSLATED)
def test_what_is_not(language: str, text: str) -> None:
    assert not is_in(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "The forum of news agencies opened in Astana with the support of the President.",
        "Kazakhstan, China sign cooperation agreement during summit",  # a headline has no articles
        "“Kazinform” and Xinhua – common platform, mutual support, strategic partnership",
        "Xinhua’s president Fu Hua met Raushan Kazhibayeva",
    ],
)
def test_plain_english_is_known_without_the_model_of_all_languages(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> None:
        raise AssertionError("the model was asked for")

    if "Fu Hua" not in text:  # names and a verb say too little
        monkeypatch.setattr("pipeline.identify._identifier", load)
    assert identify(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Czy to jest to samo, co podano w komunikacie agencji? Tak, to jest to.", "pl"),
        ("Le forum international des agences a renforcé la coopération culturelle", "fr"),
        ("Impossible de changer la configuration par la commande", "fr"),  # all its letters are plain
        ("La agencia nacional presenta su nueva plataforma digital para los medios", "es"),
        ("Das Forum der Agenturen hat in Astana begonnen, Minister reisten an", "de"),
        ("Forum agentlari xalqaro hamkorlik haqida memorandum imzoladilar", "uz"),
    ],
)
def test_another_language_in_plain_letters_is_no_english(text: str, language: str) -> None:
    assert identify(text) == language
