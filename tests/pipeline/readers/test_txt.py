"""Plain text: paragraphs parted by blank lines, one a line, or broken into lines by some program."""

import pytest

from pipeline.readers import read_bytes

LONG = "Совместное предприятие займётся перевалкой грузов на станции"

CASES = {
    "blank lines": ("Порт\n\nПорт открыт.\n\nСуда идут.", ["Порт", "Порт открыт.", "Суда идут."]),
    "one a line": ("Порт\nПорт открыт.\nСуда идут.", ["Порт", "Порт открыт.", "Суда идут."]),
    "both": ("Порт\n\nПорт открыт.\nСуда идут.\n", ["Порт", "Порт открыт.", "Суда идут."]),
    "many blank lines": ("\n\n\nПорт\n\n\n\nПорт открыт.\n\n\n", ["Порт", "Порт открыт."]),
    "blank lines with spaces": ("Порт\n \t \nПорт открыт.\n\u00a0\nСуда.", ["Порт", "Порт открыт.", "Суда."]),
    "windows": ("Порт\r\n\r\nПорт открыт.\r\nСуда идут.\r\n", ["Порт", "Порт открыт.", "Суда идут."]),
    "indents": ("  Порт\n\n\tПорт открыт.\n", ["Порт", "Порт открыт."]),
    "wrapped": (
        f"Узбекистан и Китай построят центр\n\n{LONG}\nАндижан. Стоимость оценивается в 120 млн долларов, первая\n"
        "очередь откроется в 2027 г. Об этом сообщает Министерство\nтранспорта республики.\n\n"
        "На первом этапе центр сможет принимать до 400 контейнеров в\nсутки.\n",
        [
            "Узбекистан и Китай построят центр",
            f"{LONG}\nАндижан. Стоимость оценивается в 120 млн долларов, первая\n"
            "очередь откроется в 2027 г. Об этом сообщает Министерство\nтранспорта республики.",
            "На первом этапе центр сможет принимать до 400 контейнеров в\nсутки.",
        ],
    ),
    "one broken line": (f"{LONG}\nв Андижане.", [f"{LONG}\nв Андижане."]),
    "a short line is not broken": ("Порт\nоткрыт", ["Порт", "открыт"]),
    "a full line that ends": (f"{LONG}.\nВ Андижане тепло.", [f"{LONG}.", "В Андижане тепло."]),
    "list items": (f"{LONG}\n- уголь;\n- зерно;\n1) лес", [LONG, "- уголь;", "- зерно;", "1) лес"]),
    "dialogue": ("– Вы готовы?\n– Да.\n– Тогда начнём.", ["– Вы готовы?", "– Да.", "– Тогда начнём."]),
    "a table": ("Район\tСобрано\nСевер\t612", ["Район\tСобрано", "Север\t612"]),
    "no-break spaces and soft hyphens": ("В\u00a0Астане не\u00adделя.", ["В\u00a0Астане не\u00adделя."]),
    "a mark of order inside": ("Порт\n\n\ufeff\n\nОткрыт", ["Порт", "Открыт"]),
    "one line": ("Порт открыт", ["Порт открыт"]),
    "long paragraphs one a line": (
        f"{LONG} Андижан, {LONG.lower()} Фергана, сообщили в компании\n{LONG} Хива, {LONG.lower()} Нукус",
        [
            f"{LONG} Андижан, {LONG.lower()} Фергана, сообщили в компании",
            f"{LONG} Хива, {LONG.lower()} Нукус",
        ],
    ),
}


@pytest.mark.parametrize(("text", "blocks"), CASES.values(), ids=CASES)
def test_paragraphs_are_found(text: str, blocks: list[str]) -> None:
    article = read_bytes(text.encode("utf-8"), "story.txt")
    assert [block.text for block in article.blocks] == blocks
    assert {block.kind for block in article.blocks} == {"paragraph"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
def test_the_encoding_makes_no_difference(encoding: str) -> None:
    text, blocks = CASES["wrapped"]
    assert [block.text for block in read_bytes(text.encode(encoding), "story.txt").blocks] == blocks
