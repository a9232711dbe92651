"""Each case is a story, one line a block, its kind before the text: what a reader would call it."""

import pytest

from pipeline.article import Article, Block
from pipeline.clean import clean
from pipeline.clean.verbs import has_verb

KINDS = {
    "H": "headline",
    "L": "lead",
    "P": "paragraph",
    "S": "speaker",
    "Q": "quotation",
    "I": "list_item",
    "C": "caption",
    "B": "boilerplate",
}
BODY = "P Терминал принимает грузы с понедельника."

HEADLINES = [
    "В Хоргосе открыли терминал",
    "Что изменится в 2026 году?",
    "Кто виноват? Что делать?",
    "Победа в Шанхае!",
    "Астана – Пекин: самолётом за пять часов",
    "Айгуль Сериккызы: «Перевод новостей – это ремесло»",
    "«Барыс» обыграл «Красную звезду»",
    "Форум «Китай – Центральная Азия»",
    "Тренер: «Это провал. Надо менять всё»",
    '"Алатау" вышел в финал',
    "Срочно! В Алматы землетрясение",
    "Вернуться, чтобы остаться…",
    "О мерах по развитию обмена информацией",
    "В 2025 г. экспорт вырос на 7,1 %",
    "Курс доллара – 520 тг",
]
NOT_HEADLINES = [
    "Терминал открыли в понедельник.",
    "Мост построили за два года. Движение откроют в мае.",
    "– Мы готовы",
    "Длинный текст " * 20,
]


@pytest.mark.parametrize("text", HEADLINES)
def test_a_first_line_that_is_no_sentence_of_the_story_is_the_headline(text: str) -> None:
    assert kinds([f"H {text}", f"L{BODY[1:]}", BODY]) == ["headline", "lead", "paragraph"]


@pytest.mark.parametrize("text", NOT_HEADLINES)
def test_a_first_paragraph_is_no_headline(text: str) -> None:
    assert kinds([f"P {text}", BODY])[0] != "headline"


def test_a_lone_block_is_a_paragraph() -> None:
    assert kinds(["P В Хоргосе открыли терминал"]) == ["paragraph"]


SPEAKERS = [
    "Раушан Кажибаева, директор Телерадиокомплекса Президента РК:",
    "Фу Хуа, Генеральный директор информационного агентства «Синьхуа»:",
    "Е. А. Досаев, аким г. Алматы:",
    "К.-Ж. Токаев:",
    "Ли Вэй, редактор, слушатель центра:",
    "Ким (тренер сборной):",
    "Марат Ахметов (начальник порта, к. э. н.):",
    "Урсула фон дер Ляйен, глава Еврокомиссии:",
    "Нурлан уулу Бакыт, учитель:",
    "Айгуль Сериккызы:",
    "Директор центра Айгуль Сериккызы:",
    "Министр иностранных дел РК Мурат Нуртлеу:",
    "J. Smith, аналитик:",
    "Алихан:",
    "Корреспондент:",
    "Аль-Фараби Омаров, студент университета им. К. И. Сатпаева:",
]
NOT_SPEAKERS = [
    "Об этом сказал Мурат Нуртлеу:",
    "Министр рассказал:",
    "Вот что ответил директор порта Марат Ахметов:",
    "Работы закончены. Марат Ахметов:",
    "Марат Ахметов",
    "Главное:",
    "Справка:",
    "в пресс-службе МВД:",
]


@pytest.mark.parametrize("speech", ["– Мы готовы к зиме.", "- Мы готовы к зиме.", "«Мы готовы к зиме»."])
@pytest.mark.parametrize("line", SPEAKERS)
def test_a_name_and_a_colon_before_speech_is_a_speaker(line: str, speech: str) -> None:
    assert kinds(["H Порт", "L Готов.", f"S {line}", f"Q {speech}", BODY])[2:] == ["speaker", "quotation", "paragraph"]


@pytest.mark.parametrize("line", NOT_SPEAKERS)
def test_other_lines_before_speech_are_paragraphs(line: str) -> None:
    assert kinds(["H Порт", "L Готов.", f"P {line}", "Q – Мы готовы к зиме.", BODY])[2] == "paragraph"


@pytest.mark.parametrize("line", SPEAKERS)
def test_a_name_and_a_colon_before_no_speech_is_a_paragraph(line: str) -> None:
    assert kinds(["H Порт", "L Готов.", f"P {line}", BODY])[2] == "paragraph"


STORIES = {
    "an interview": """
        H Айгуль Сериккызы: «Перевод – это ремесло»
        L О том, как готовят редакторов, рассказала руководитель центра.
        Q – Сколько человек прошли обучение?
        Q — За год 84 редактора. Больше всего – из Казахстана.
        Q – Чему их учат?
        Q — Точности.
        S Ли Вэй, слушатель центра:
        Q - Раньше я переводил по словарю.
        P Занятия продолжатся весной.
        P Удастся ли сохранить темп?""",
    "items in small letters under a colon": """
        H Бюджет
        L Утверждён план расходов.
        P На что потратят деньги:
        I – дороги;
        I – школы;
        I – больницы.
        P Средства выделят в январе.""",
    "items in capitals under a colon": """
        H Итоги
        L Год завершён.
        P Главное за год:
        I - Экспорт вырос на 5 %.
        I - Импорт упал на 3 %.
        I - Долг не изменился.
        P Отчёт выйдет в марте.""",
    "items without a full stop": """
        H Ярмарка
        L Ярмарка откроется утром.
        P В программе:
        I — Концерт
        I — Выставка
        P Вход свободный.""",
    "one item under a colon": """
        H Тариф
        L Тариф изменится.
        P С января действует правило:
        I – льгота сохраняется для всех;
        P Её оформят сами.""",
    "speech under words of saying": """
        H Порт
        L Порт готов.
        P Начальник порта сказал:
        Q – Мы готовы. Зима не страшна.
        Q – Зерно уже в пути.
        P Суда идут.""",
    "question and answer under a colon": """
        H Порт
        L Порт готов.
        P Мы спросили жителей:
        Q – Довольны ли вы портом?
        Q – Довольны.""",
    "numbered clauses": """
        H О мерах
        L Указ от 12.05.2025 № 512
        P ПОСТАНОВЛЯЮ:
        I 1. Выделить из резерва 1 000 тг.
        I 2. Контроль возложить на канцелярию.
        P Указ вступает в силу сразу.""",
    "clauses with their own paragraphs": """
        H О мерах
        L Указ подписан.
        I 1. Выделить средства.
        P Деньги поступят до мая.
        I 2. Утвердить правила.
        I 2.1. Правила размещаются на сайте.
        I 2.2. Срок – месяц.
        P Контроль за канцелярией.""",
    "lettered items": """
        H О мерах
        L Запрещается:
        I а) вывоз зерна;
        I б) вывоз угля.
        P Запрет действует год.""",
    "bracketed numbers": """
        H Факты
        L Главное:
        I 1) рост – 5 %;
        I 2) спад – 3 %.
        I • Экспорт вырос.
        I • Импорт вырос.""",
    "a number that begins a sentence": """
        H Спорт
        L Матч окончен.
        P 12. Такой номер носил капитан.
        P Зал полон.""",
    "one quotation in guillemets": """
        H Порт
        L Порт готов.
        Q «Мы строили его два года. Теперь очередь за складами».
        P «Мы готовы», – сказал министр.
        P «Мы готовы» – «всегда»
        Q "Мы готовы."
        Q “Мы готовы.”
        P «Порт» и «Склад»""",
    "captions": """
        H Мост
        L Мост открыт.
        C На фото: мост до ремонта.
        C На снимке – строители.
        C Фото: жители вышли на праздник.
        B Фото: ТАСС
        P На мосту горят огни.""",
    "advertising as a theme": """
        H Рынок рекламы вырос
        L Реклама дорожает третий год.
        P Реклама на телевидении подорожала вдвое.
        P Источник: Бюро статистики.
        P Подписка на журналы тоже дороже.""",
    "a result": """
        H "Алатау" обыграл "Тянь-Шань" 3:1
        L Матч 24-го тура прошёл в Алматы.
        P "Ребята бились до конца", - сказал тренер.
        P До лидера - 3 очка.""",
    "a page with furniture": """
        H Поезд дружбы
        L Поезд вышел из Сианя.
        B Читайте также: Китай отменил визы
        P На борту 230 пассажиров.
        B По теме:
        B Сколько стоит билет
        B Поделиться
        B Просмотров: 1 532""",
    "the headline twice and a poll": """
        H В Астане прошёл форум
        B В Астане прошёл форум
        L Участники обсудили обмен новостями.
        P Следующий форум пройдёт в Сиане.
        B Что для вас важнее всего в отпуске?""",
    "a headline that asks, answered": """
        H Что изменится в 2026 году?
        L Вырастет тариф.
        P Хватит ли денег, покажет зима. А если нет?""",
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_block_of_a_story_is_what_a_reader_calls_it(story: str) -> None:
    lines = [line.strip() for line in story.strip().splitlines()]
    assert kinds(lines) == [KINDS[line[0]] for line in lines]


@pytest.mark.parametrize("kind", ["headline", "list_item", "caption", "quotation"])
def test_what_the_format_says_comes_first(kind: str) -> None:
    blocks = (Block("paragraph", "Порт"), Block("paragraph", "Порт готов."), Block(kind, "– Суда идут."))  # type: ignore[arg-type]
    assert clean(Article("id", "ru", blocks)).blocks[2].kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "жители вышли", "дождь помогло предсказать", "он растёт", "мост построены", "цены считаются", "шёл дождь",
        "дети собрались", "она открыта", "вода поднялась", "поезда идут", "сняли очевидцы",
    ],
)  # fmt: skip
def test_a_verb_is_seen(text: str) -> None:
    assert has_verb(text)


@pytest.mark.parametrize(
    "text",
    [
        "пресс-служба", "архив музея", "портал правительства", "Алла Иванова", "Камила Нурила", "школа", "канал",
        "министерство обороны", "университет", "из личного архива", "кадр из фильма", "интернет", "страна", "масло",
    ],
)  # fmt: skip
def test_a_noun_is_no_verb(text: str) -> None:
    assert not has_verb(text)


def test_mixed_letters_are_told_where_they_stand_and_stay_as_they_are() -> None:
    article = clean(
        Article("id", "ru", (Block("paragraph", "Кaзахстан"), Block("paragraph", "Об этом сообщил cовет.")))
    )
    assert [(f.check, f.severity, f.block, f.source.start, f.suggestion) for f in article.findings if f.source] == [
        ("mixed-script", "warning", 0, 0, "Казахстан"),
        ("mixed-script", "warning", 1, 16, "совет"),
    ]
    assert article.blocks[0].text == "Кaзахстан"


def test_a_damaged_place_is_told() -> None:
    article = clean(Article("id", "ru", (Block("paragraph", "Порт"), Block("paragraph", "Порт отк\ufffdыт."))))
    (finding,) = article.findings
    assert (finding.check, finding.severity, finding.block) == ("damaged-text", "warning", 1)
    assert finding.source is not None
    assert finding.source.start == 8


def kinds(lines: list[str]) -> list[str]:
    blocks = tuple(Block("paragraph", line[2:]) for line in lines)
    return [block.kind for block in clean(Article("id", "ru", blocks)).blocks]
