"""Web pages: the story is in, the page around it is not."""

import pytest

from pipeline.readers import read_bytes

PARAGRAPH = "Аграрии области намолотили 5,6 млн тонн зерна, сообщили в управлении сельского хозяйства."
SECOND = "По словам фермеров, зерно уже отгружают в Китай, вагонов хватает всем хозяйствам."


def page(body: str, head: str = "<title>Урожай – Агентство</title>") -> str:
    return f"<!DOCTYPE html><html lang='ru'><head>{head}</head><body>{body}</body></html>"


def blocks(html: str, encoding: str = "utf-8") -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_bytes(html.encode(encoding), "page.html").blocks]


STORY = f"<article><h1>Урожай зерна</h1><p>{PARAGRAPH}</p><p>{SECOND}</p></article>"
READ = [("headline", "Урожай зерна"), ("paragraph", PARAGRAPH), ("paragraph", SECOND)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8_r", "utf-16"])
def test_a_page_is_read_in_any_encoding(encoding: str) -> None:
    assert blocks(page(STORY.replace("–", "-"), "<title>Урожай</title>"), encoding) == READ


AROUND = {
    "navigation": "<nav><ul><li><a href='/'>Главная</a></li><li><a href='/s'>Спорт</a></li></ul></nav>{}",
    "a header": "<header><a href='/'>Агентство новостей</a><form><input></form></header>{}",
    "a footer": "{}<footer><p>© 2025 Агентство. Все права защищены.</p></footer>",
    "related": "{}<aside class='related'><h3>Читайте также</h3><ul><li><a href='/1'>Цены на хлеб</a></li></ul></aside>",
    "comments": "{}<div id='comments' class='comments'><p>Иван: Отличная новость, спасибо!</p></div>",
    "cookies": "<div class='cookie'>Мы используем cookie. <button>Хорошо</button></div>{}",
    "scripts": "<script>var a='Текст скрипта';</script>{}<style>p {{color: red}}</style>",
    "sharing": "{}<div class='share'><a href='#'>Поделиться</a></div>",
    "a comment": "<!-- Заметка редактора -->{}<!-- конец -->",
    "captions of others": "{}<aside><figure><img><figcaption>Чужая подпись</figcaption></figure></aside>",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_what_stands_around_the_story_is_left_out(around: str) -> None:
    assert blocks(page(around.format(STORY))) == READ


P = ("paragraph", PARAGRAPH)
WITHIN = {
    "inline marks": (
        f"<p>{PARAGRAPH}</p><p>Мост <b>открыт</b>, <a href='/x'>зерно</a> <i>едет</i>.</p>",
        [P, ("paragraph", "Мост открыт, зерно едет.")],
    ),
    "entities": (
        f"<p>{PARAGRAPH}</p><p>В&nbsp;Астане &laquo;Барыс&raquo; &mdash; чемпион &amp; лидер.</p>",
        [P, ("paragraph", "В\u00a0Астане «Барыс» — чемпион & лидер.")],
    ),
    "whitespace": (f"<p>\n   {PARAGRAPH}\n</p>\n\n<p>Мост\n\tоткрыт.</p>", [P, ("paragraph", "Мост открыт.")]),
    "soft hyphens": (f"<p>{PARAGRAPH}</p><p>Не&shy;деля открыта.</p>", [P, ("paragraph", "Не\u00adделя открыта.")]),
    "a heading": (f"<p>{PARAGRAPH}</p><h2>Цифры</h2><p>{SECOND}</p>", [P, ("headline", "Цифры"), READ[2]]),
    "a list": (
        f"<p>{PARAGRAPH}</p><ul><li>площадь – 4 млн га;</li><li>комбайны – 6 тыс.</li></ul><p>{SECOND}</p>",
        [P, ("list_item", "площадь – 4 млн га;"), ("list_item", "комбайны – 6 тыс."), READ[2]],
    ),
    "a quotation": (
        f"<p>{PARAGRAPH}</p><blockquote>Я снова вижу поле. Спасибо!</blockquote><p>{SECOND}</p>",
        [P, ("quotation", "Я снова вижу поле. Спасибо!"), READ[2]],
    ),
    "a quotation of paragraphs": (
        f"<p>{PARAGRAPH}</p><blockquote><p>Я снова вижу поле.</p><p>Спасибо!</p></blockquote><p>{SECOND}</p>",
        [P, ("quotation", "Я снова вижу поле."), ("quotation", "Спасибо!"), READ[2]],
    ),
    "a table": (
        f"<p>{PARAGRAPH}</p><table><tr><th>Район</th><th>Собрано</th></tr><tr><td>Север</td><td>612</td></tr></table>",
        [P, ("paragraph", "Район\tСобрано"), ("paragraph", "Север\t612")],
    ),
    "a caption at its place": (
        f"<p>{PARAGRAPH}</p><figure><img src='i.jpg'><figcaption>Комбайны в поле</figcaption></figure><p>{SECOND}</p>",
        [P, ("caption", "Комбайны в поле"), READ[2]],
    ),
    "line breaks": (
        f"<p>{PARAGRAPH}</p><p>Адрес: Астана.<br>Телефон: 109.<br/><br/>Вход\u00a0свободный,<br>без билетов.</p>",
        [
            P,
            ("paragraph", "Адрес: Астана."),
            ("paragraph", "Телефон: 109."),
            ("paragraph", "Вход\u00a0свободный, без билетов."),
        ],
    ),
}


@pytest.mark.parametrize(("body", "expected"), WITHIN.values(), ids=WITHIN)
def test_the_marks_of_a_story_give_its_kinds(body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(page(f"<article><h1>Урожай зерна</h1>{body}</article>")) == [READ[0], *expected]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Пожар в Алматы потушен.</p>", [("paragraph", "Пожар в Алматы потушен.")]),
        (page("<h1>Пожар</h1><p>Потушен.</p>", ""), [("headline", "Пожар"), ("paragraph", "Потушен.")]),
        (page("<article><p>Пожар потушен.</p></article>", ""), [("paragraph", "Пожар потушен.")]),
        (
            page("<div>Пожар в порту<br>потушен за час<br><br>Никто не пострадал.</div>", ""),
            [("paragraph", "Пожар в порту потушен за час"), ("paragraph", "Никто не пострадал.")],
        ),
        ("<?xml version='1.0'?><html><body><p>Мост открыт.</p></body></html>", [("paragraph", "Мост открыт.")]),
        ("<body><p>Мост <b>открыт.<p>Зерно едет</body>", [("paragraph", "Мост открыт."), ("paragraph", "Зерно едет")]),
        ("<p>Мост открыт.</p><p>&nbsp;</p><p> </p>", [("paragraph", "Мост открыт.")]),
    ],
)  # fmt: skip
def test_a_short_or_broken_page_loses_nothing(html: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(html) == expected


def test_a_page_without_a_heading_takes_its_title() -> None:
    html = page(f"<article><p>{PARAGRAPH}</p><p>{SECOND}</p></article>", "<title>Урожай зерна</title>")
    assert blocks(html) == READ


def test_a_page_is_known_without_its_suffix() -> None:
    article = read_bytes(page(STORY).encode(), "-")
    assert [(block.kind, block.text) for block in article.blocks] == READ
