"""Word documents, built here with python-docx and with the XML that Word itself writes."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.readers import read_bytes

LETTERS = {"headline": "H", "paragraph": "P", "list_item": "I", "quotation": "Q", "caption": "C"}
W = nsdecls("w")
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def read(build: Callable[[Any], None]) -> str:
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    article = read_bytes(buffer.getvalue(), "story.docx")
    return "|".join(f"{LETTERS[block.kind]} {block.text}" for block in article.blocks)


def paragraph(document: Any, inner: str) -> None:
    """Adds a paragraph with this inside it, as XML."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:p {W}>{inner}</w:p>"))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_styles_give_kinds() -> None:
    def build(document: Any) -> None:
        document.add_heading("Порт", 0)
        document.add_paragraph("Порт открыт.")
        document.add_heading("Цифры", 2)
        document.add_paragraph("уголь;", style="List Bullet")
        document.add_paragraph("зерно.", style="List Number")
        document.add_paragraph("Мы готовы.", style="Intense Quote")
        document.add_paragraph("Порт утром", style="Caption")

    assert read(build) == "H Порт|P Порт открыт.|H Цифры|I уголь;|I зерно.|Q Мы готовы.|C Порт утром"


def test_paragraphs_keep_their_order_and_empty_ones_are_none() -> None:
    def build(document: Any) -> None:
        for text in ("Порт", "", "   ", "Порт открыт.", "\u00a0", "Суда идут."):
            document.add_paragraph(text)

    assert read(build) == "P Порт|P Порт открыт.|P Суда идут."


def test_a_table_gives_a_block_a_row_in_its_place() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("До.")
        table = document.add_table(2, 3)
        for row, texts in zip(table.rows, [("Район", "Собрано", "тыс. т"), ("Север", "612", "")], strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.rows[0].cells[0].add_paragraph("область")
        document.add_paragraph("После.")

    assert read(build) == "P До.|P Район область\tСобрано\tтыс. т|P Север\t612|P После."


def test_a_table_in_a_table_is_read_once() -> None:
    def build(document: Any) -> None:
        cell = document.add_table(1, 2).rows[0].cells[0]
        cell.text = "Север"
        cell.add_table(1, 1).rows[0].cells[0].text = "612"

    assert read(build) == "P Север 612"


def test_a_merged_cell_is_read_once() -> None:
    def build(document: Any) -> None:
        table = document.add_table(1, 3)
        table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "Север и юг"
        table.rows[0].cells[2].text = "612"

    assert read(build) == "P Север и юг\t612"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("Порт ") + f'<w:ins w:id="1" w:author="а">{run("уже ")}</w:ins>' + run("открыт."), "Порт уже открыт."),
        (
            run("Порт ")
            + '<w:del w:id="1" w:author="а"><w:r><w:delText xml:space="preserve">не </w:delText></w:r></w:del>'
            + run("открыт."),
            "Порт открыт.",
        ),
        (
            f'<w:moveFrom w:id="1" w:author="а">{run("Вчера ")}</w:moveFrom>'
            + run("порт открыт ")
            + f'<w:moveTo w:id="2" w:author="а">{run("вчера.")}</w:moveTo>',
            "порт открыт вчера.",
        ),
        (run("Порт ") + f'<w:hyperlink w:anchor="a">{run("открыт")}</w:hyperlink>' + run("."), "Порт открыт."),
        (f"<w:sdt><w:sdtContent>{run('Порт открыт.')}</w:sdtContent></w:sdt>", "Порт открыт."),
        (f"<w:smartTag>{run('Порт')}</w:smartTag>" + run(" открыт."), "Порт открыт."),
        ("<w:r><w:t>Район</w:t><w:tab/><w:t>612</w:t></w:r>", "Район\t612"),
        ("<w:r><w:t>Алма</w:t><w:noBreakHyphen/><w:t>Ата</w:t></w:r>", "Алма-Ата"),
        ("<w:r><w:t>не</w:t><w:softHyphen/><w:t>деля</w:t></w:r>", "не\u00adделя"),
        (run("В\u00a0Астане"), "В\u00a0Астане"),
        ("<w:pPr><w:tabs><w:tab w:val='left' w:pos='100'/></w:tabs></w:pPr>" + run("Порт"), "Порт"),
        (run("Пор") + run("т от") + run("крыт."), "Порт открыт."),
    ],
    ids=["inserted", "deleted", "moved", "link", "control", "tag", "tab", "hyphen", "soft", "nbsp", "tab stop", "runs"],
)
def test_the_text_is_what_would_be_printed(inner: str, text: str) -> None:
    assert read(lambda document: paragraph(document, inner)) == f"P {text}"


def test_line_breaks_end_paragraphs_but_not_sentences() -> None:
    inner = "<w:r><w:t>Порт открыт.</w:t><w:br/><w:t>Суда идут</w:t><w:br/><w:t>на запад.</w:t></w:r>"
    assert read(lambda document: paragraph(document, inner)) == "P Порт открыт.|P Суда идут на запад."


def test_numbering_of_the_paragraph_itself_makes_a_list() -> None:
    numbering = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    assert read(lambda document: paragraph(document, numbering + run("уголь;"))) == "I уголь;"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('Справка о порте.')}</w:p></w:txbxContent>"
    inner = (
        f"<w:r><w:t>Порт открыт.</w:t></w:r><w:r><mc:AlternateContent {MC}>"
        f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(lambda document: paragraph(document, inner)) == "P Порт открыт.|P Справка о порте."


def test_headers_and_footers_are_no_part_of_the_story() -> None:
    def build(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Агентство"
        document.sections[0].footer.paragraphs[0].text = "стр. 1"
        document.add_paragraph("Порт открыт.")

    assert read(build) == "P Порт открыт."


def test_an_inserted_table_row_and_a_content_control_around_paragraphs() -> None:
    def build(document: Any) -> None:
        body = document.element.body
        body.insert(0, parse_xml(f"<w:sdt {W}><w:sdtContent><w:p>{run('Порт')}</w:p></w:sdtContent></w:sdt>"))
        row = f"<w:tr><w:tc><w:p>{run('Север')}</w:p></w:tc><w:tc><w:p>{run('612')}</w:p></w:tc></w:tr>"
        body.insert(1, parse_xml(f"<w:tbl {W}><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"))

    assert read(build) == "P Порт|P Север\t612"
