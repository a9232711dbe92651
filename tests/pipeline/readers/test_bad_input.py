"""What is no article: one line that names the file, says what it is and what to do."""

import io
import os
import stat
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Article
from pipeline.errors import AudarmaError, EmptyArticleError, ReadError, WrongLanguageError
from pipeline.readers import LARGEST, read, read_bytes

RUSSIAN = "В Астане прошёл форум информационных агентств."


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def a_docx(text: str = RUSSIAN) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


BOMB = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"\x00" * (101 * 2**20)})

BAD = {
    "a pdf": ("story.pdf", b"%PDF-1.7\n...", "a PDF: save its text as docx or txt"),
    "a pdf that says txt": ("story.txt", b"%PDF-1.7\n...", "a PDF"),
    "rtf": ("story.rtf", b"{\\rtf1\\ansi text}", "an RTF file: save it as docx"),
    "an old Word file": ("story.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "an old Word file"),
    "a docx with a password": ("s.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "without a password"),
    "png": ("story.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "an image"),
    "jpeg that says txt": ("story.txt", b"\xff\xd8\xff\xe0" + b"\x10" * 64, "an image"),
    "gif": ("x.gif", b"GIF89a" + b"\x00" * 20, "an image"),
    "a program": ("story.txt", b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "not a text file"),
    "a zip bomb": ("story.docx", BOMB, "unpacks to 101 MB"),
    "a zip": ("story.docx", zipped({"a.txt": b"text"}), "not a readable docx"),
    "a torn docx": ("story.docx", a_docx()[:2000], "not a readable docx"),
    "a docx that is text": ("story.docx", RUSSIAN.encode(), "not a readable docx"),
    "a docx with broken XML": (
        "story.docx",
        zipped({"[Content_Types].xml": b"<Types>", "word/document.xml": b"<w:document"}),
        "open it in Word and save it again",
    ),
    "50 MB": ("story.txt", b"a" * (50 * 2**20), "50 MB; an article has at most 10 MB"),
}


@pytest.mark.parametrize(("name", "data", "says"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_named(name: str, data: bytes, says: str) -> None:
    with pytest.raises(ReadError) as raised:
        read_bytes(data, name)
    assert str(raised.value).startswith(f"{name}: ")
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b""),
        ("a.txt", b" \r\n\t\n"),
        ("a.txt", b"\xef\xbb\xbf"),
        ("a.txt", "\u00a0\n\u00a0".encode()),
        ("a.txt", "123, 45:30 — ***".encode()),
        ("a.txt", "\n\n".encode("utf-16")),
        ("a.html", b"<html><body></body></html>"),
        ("a.html", b"<!DOCTYPE html><html><body><script>var a = 1;</script></body></html>"),
        ("a.md", b"---\ntitle: x\n---\n"),
        ("a.md", b"![](picture.jpg)"),
        ("a.docx", a_docx("")),
        ("a.docx", a_docx("  ")),
    ],
)
def test_what_has_no_words_is_empty(name: str, data: bytes) -> None:
    with pytest.raises(EmptyArticleError, match=rf"^{name}: empty, "):
        read_bytes(data, name)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("English", "A forum of news agencies was held in Astana. The heads of media discussed cooperation."),
        ("Kazakh", "Астанада ақпарат агенттіктерінің форумы өтті. Қатысушылар ынтымақтастықты талқылады."),
        ("Chinese", "通讯社论坛在阿斯塔纳举行。双方讨论了合作问题。"),
        ("Ukrainian", "В Астані відбувся форум інформаційних агентств. Учасники обговорили співпрацю між країнами."),
        ("German", "In Astana fand ein Forum der Nachrichtenagenturen statt. Alle sprachen über Zusammenarbeit."),
        ("Uzbek", "Ostonada axborot agentliklari forumi bo‘lib o‘tdi. Ishtirokchilar hamkorlikni muhokama qildilar."),
    ],
)  # fmt: skip
def test_another_language_is_named(language: str, text: str) -> None:
    with pytest.raises(WrongLanguageError, match=rf"^a\.txt: the article is in {language}; .* from Russian$"):
        read_bytes(text.encode(), "a.txt")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_chinese_file_of_any_encoding_is_chinese(encoding: str) -> None:
    text = "中国和哈萨克斯坦签署了合作协议，双方将加强在新闻领域的交流。论坛在阿斯塔纳举行。" * 4
    with pytest.raises(WrongLanguageError, match="Chinese"):
        read_bytes(text.encode(encoding), "a.txt")


def test_an_article_can_be_asked_for_in_another_language() -> None:
    assert read_bytes("Форум өтті, қатысушылар көп болды.".encode(), "a.txt", "kk").language == "kk-Cyrl"
    with pytest.raises(WrongLanguageError, match="in Russian; Audarma translates from Kazakh"):
        read_bytes(RUSSIAN.encode(), "a.txt", "kk")


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.txt: no such file$"):
        read(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="a folder, not an article"):
        read(tmp_path)
    with pytest.raises(ReadError, match="cannot be read"):
        read("a\x00b.txt")
    (tmp_path / "story.txt").write_text(RUSSIAN, "utf-8")
    with pytest.raises(ReadError, match="cannot be read"):
        read(tmp_path / "story.txt" / "more")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(RUSSIAN, "utf-8")
    path.chmod(0)
    with pytest.raises(ReadError, match="cannot be read"):
        read(path)
    path.chmod(stat.S_IRUSR)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "story.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(ReadError, match="an article has at most 10 MB"):
        read(path)


def test_the_largest_article_is_read() -> None:
    text = (RUSSIAN + "\n\n") * (LARGEST // len((RUSSIAN + "\n\n").encode()) // 8)
    assert len(read_bytes(text.encode(), "book.txt").blocks) > 1000


def test_a_docx_is_known_without_its_suffix() -> None:
    assert read_bytes(a_docx(), "-").blocks[0].text == RUSSIAN


def test_an_article_is_named_by_what_is_in_it() -> None:
    one, two = read_bytes(RUSSIAN.encode(), "a.txt"), read_bytes(RUSSIAN.encode("cp1251"), "b.txt")
    assert one.id == two.id != read_bytes((RUSSIAN + "!").encode(), "a.txt").id


@given(st.binary(max_size=300), st.sampled_from([".txt", ".html", ".md", ".docx", ""]))
def test_any_bytes_are_an_article_or_an_error_of_ours(data: bytes, suffix: str) -> None:
    try:
        article = read_bytes(data, f"story{suffix}")
    except AudarmaError as error:
        assert str(error).startswith(f"story{suffix}: ")
    else:
        assert isinstance(article, Article)
