"""Every encoding that a Russian newsroom has, of long texts and of single lines."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.readers.decode import decode

ARTICLE = (
    "Хоргос увеличил пропускную способность\n\n"
    "Сухой порт за девять месяцев обработал 236 тыс. контейнеров, что на 14 % больше, чем годом ранее. Объём вырос.\n\n"
    '"Это рекорд", - сообщили в управляющей компании порта. Ещё 30 поездов ждут отправки в Китай.\n'
)
TEXTS = [
    ARTICLE,
    "В Астане прошёл форум.",
    "Пожар в Алматы",
    "СРОЧНО: ПОЖАР В АЛМАТЫ",
    "ПРЕЗИДЕНТ КАЗАХСТАНА",
    "Привет",
    "Мир",
    "Да.",
    "Что?",
    "Ёлка",
    "Щучинск",
    "Эхо",
    "И. о. акима",
    "Курс: 520 тг",
    "Объём вырос на 5 %",
    "Kazinform сообщил о CITIC и Huawei: рост 5 %",
    "Нет.\tДа.",
    "Порт\n\nПорт открыт.\n",
]
NEWSROOM = ["utf-8", "utf-8-sig", "cp1251", "koi8_r", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
OLD = ["cp866", "mac_cyrillic", "iso8859_5"]


@pytest.mark.parametrize("encoding", NEWSROOM)
@pytest.mark.parametrize("text", TEXTS, ids=[text[:25] for text in TEXTS])
def test_a_text_comes_out_of_its_bytes_as_it_was(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "story.txt") == text


@pytest.mark.parametrize("encoding", OLD)
@pytest.mark.parametrize("text", [text for text in TEXTS if len(text) > 12], ids=lambda text: text[:25])
def test_encodings_that_are_no_more_in_use_are_read_too(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "story.txt") == text


@pytest.mark.parametrize("text", ["«Барыс» – чемпион", "№ 5", "“Да”, – сказал он…", "Цена — 5 тыс. тг", "Всё…"])
def test_quotes_dashes_and_numero_of_windows(text: str) -> None:
    assert decode(text.encode("cp1251"), "story.txt") == text


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", ["Да.", "№ 5", ARTICLE], ids=lambda text: text[:5])
def test_a_byte_order_mark_decides_and_is_no_text(text: str, bom: bytes, encoding: str) -> None:
    assert decode(bom + text.encode(encoding), "story.txt") == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_newlines_are_one_character(newline: str, encoding: str) -> None:
    assert decode(f"Порт{newline}открыт.{newline}".encode(encoding), "x") == "Порт\nоткрыт.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_spaces_and_hyphens_that_cannot_be_seen_stay_as_written(encoding: str) -> None:
    text = "В\u00a0Астане не\u00adделя."
    assert decode(text.encode(encoding), "x") == text


def test_a_torn_character_does_not_change_the_encoding() -> None:
    data = ARTICLE.encode("utf-8")[:-7]
    assert decode(data[:-1] + b"\xd0", "x").startswith("Хоргос увеличил")
    assert decode(data[:-1] + b"\xd0", "x").endswith("\ufffd")
    middle = ARTICLE.encode("utf-8")
    assert decode(middle[:41] + middle[42:], "x").count("\ufffd") == 1


@pytest.mark.parametrize("text", ["Қазақстан мен Қытай келісім жасады, – деді министр.", "Україна підписала угоду."])
def test_other_cyrillic_in_unicode_is_read(text: str) -> None:
    assert decode(text.encode("utf-16"), "x") == decode(text.encode("utf-8"), "x") == text


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 8, b"\x00" * 64, b"\x7fELF\x02\x01\x01" + b"\x00" * 80, b"PK\x05\x06" + b"\x00" * 30],
    ids=["every byte", "zeros", "a program", "an archive"],
)
def test_what_is_no_text_is_said_so(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^x\.bin: .*(not a text file|encoding)"):
        decode(data, "x.bin")


LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
WORDS = "порт вырос форум город страна договор министр сообщил экспорт зерно вода поезд школа народ завод рейс"


@given(
    st.lists(st.sampled_from(WORDS.split()), min_size=4, max_size=12), st.sampled_from(["cp1251", "koi8_r", "cp866"])
)
def test_lines_of_russian_words_are_told_apart(words: list[str], encoding: str) -> None:
    text = " ".join(words).capitalize() + "."
    assert decode(text.encode(encoding), "x") == text


@given(st.text(alphabet=LETTERS + LETTERS.upper() + " .,-«»…\u00a0\n", min_size=1))
def test_any_text_in_unicode_comes_out_as_it_was(text: str) -> None:
    assert decode(text.encode("utf-8-sig"), "x") == decode(text.encode("utf-16"), "x") == text
