import pytest

from pipeline.readers import read_bytes

CASES = {
    "headings and paragraphs": ("# Порт\n\nОткрыт.\n\n## Цифры\n\nСуда идут.", "H Порт|P Открыт.|H Цифры|P Суда идут."),
    "underlined heading": ("Порт\n====\n\nПорт открыт.", "H Порт|P Порт открыт."),
    "bold, italic, code": ("Порт **открыт**, *суда* `идут`.", "P Порт открыт, суда идут."),
    "a link is its text": ("Порт [открыт](https://a.example) <https://b.example>.", "P Порт открыт https://b.example."),
    "a list": ("Везут:\n\n- уголь;\n- зерно.\n", "P Везут:|I уголь;|I зерно."),
    "a numbered list": ("1. Выделить средства.\n2. Утвердить план.\n", "I Выделить средства.|I Утвердить план."),
    "a list in a list": ("- зерно\n  - пшеница\n  - рис\n", "I зерно|I пшеница|I рис"),
    "a quotation": ("> «Порт открыт», – сказал он.\n", "Q «Порт открыт», – сказал он."),
    "a list in a quotation": ("> - зерно\n> - уголь\n", "I зерно|I уголь"),
    "a table": ("| Район | Собрано |\n|---|---|\n| Север | 612 |\n", "P Район\tСобрано|P Север\t612"),
    "a picture": ("Порт.\n\n![Порт утром](p.jpg)\n", "P Порт.|C Порт утром"),
    "a picture without words": ("Порт.\n\n![](p.jpg)\n", "P Порт."),
    "a picture in a line": ("Порт ![утром](p.jpg) открыт.", "P Порт утром открыт."),
    "front matter": ("---\ntitle: Порт\ndate: 2025\n---\n\nПорт открыт.\n", "P Порт открыт."),
    "a rule": ("Порт.\n\n---\n\nСуда.", "P Порт.|P Суда."),
    "soft break": ("Порт\nоткрыт.", "P Порт\nоткрыт."),
    "hard break": ("Порт открыт.  \nСуда идут.", "P Порт открыт.|P Суда идут."),
    "break by a tag": ("Порт открыт.<br>Суда идут.", "P Порт открыт.|P Суда идут."),
    "a block of HTML": ("Порт.\n\n<div>Суда.</div>\n\n<!-- заметка -->\n\nЗерно.", "P Порт.|P Суда.|P Зерно."),
    "a tag in a line": ("Порт <b>открыт</b>.", "P Порт открыт."),
    "entities": ("Порт &laquo;Актау&raquo; &mdash; открыт.", "P Порт «Актау» — открыт."),
    "escaped marks": (r"Порт \*открыт\* в 5 \# доке.", "P Порт *открыт* в 5 # доке."),
    "code": ("Порт.\n\n```\nСуда идут.\n```\n", "P Порт.|P Суда идут."),
    "a reference": ("Порт [открыт][1].\n\n[1]: https://a.example\n", "P Порт открыт."),
    "windows": ("# Порт\r\n\r\nПорт открыт.\r\n", "H Порт|P Порт открыт."),
}  # fmt: skip
LETTERS = {"headline": "H", "paragraph": "P", "list_item": "I", "quotation": "Q", "caption": "C"}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_the_text_that_would_be_printed_with_its_kinds(text: str, expected: str) -> None:
    article = read_bytes(text.encode("utf-8"), "story.md")
    assert "|".join(f"{LETTERS[block.kind]} {block.text}" for block in article.blocks) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "koi8_r", "utf-16"])
def test_markdown_comes_in_any_encoding(encoding: str) -> None:
    article = read_bytes("# Порт\n\nПорт открыт, суда идут.".encode(encoding), "story.markdown")
    assert [(b.kind, b.text) for b in article.blocks] == [
        ("headline", "Порт"),
        ("paragraph", "Порт открыт, суда идут."),
    ]
