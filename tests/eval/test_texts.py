"""Reading segments, and what is found in them before any score."""

import re
import unicodedata
from pathlib import Path

import pytest

from eval.examine import Named, TextsError, refuse, remark, script
from eval.read_segments import read_column
from models.errors import UsageError

ENGLISH = ["The president met the ambassador in Astana.", "They signed a memorandum."]
CHINESE = ["总统在阿斯塔纳会见了大使，双方讨论了合作问题。", "双方签署了备忘录，并举行了新闻发布会。"]
KAZAKH = ["Президент Астанада елшімен кездесті.", "Олар меморандумға қол қойды."]
RUSSIAN = ["Президент встретился с послом в Астане.", "Они подписали меморандум."]


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("text", ["a\nb\n", "a\nb", "a\r\nb\r\n"])
def test_a_line_break_at_the_end_makes_no_segment(tmp_path: Path, text: str) -> None:
    assert read_column(write(tmp_path, "x.txt", text), "hypothesis").texts == ("a", "b")


def test_an_empty_line_is_a_segment_and_a_unicode_break_is_none(tmp_path: Path) -> None:
    assert read_column(write(tmp_path, "x.txt", "a\n\nb\u2028c\x85d\n"), "hypothesis").texts == (
        "a",
        "",
        "b\u2028c\x85d",
    )


def test_a_byte_order_mark_is_taken_off_and_told(tmp_path: Path) -> None:
    found = read_column(write(tmp_path, "x.txt", b"\xef\xbb\xbfa\n"), "reference")
    assert (found.texts, found.had_mark) == (("a",), True)


def test_two_columns_are_translation_and_reference(tmp_path: Path) -> None:
    found = read_column(write(tmp_path, "x.tsv", "a\tA\nb\tB\n"), "hypothesis")
    assert (found.texts, found.others["reference"]) == (("a", "b"), ("A", "B"))
    found = read_column(write(tmp_path, "y.tsv", "d1\tA\nd1\tB\n"), "reference")
    assert (found.texts, found.others["document"]) == (("A", "B"), ("d1", "d1"))


def test_a_header_names_the_columns(tmp_path: Path) -> None:
    found = read_column(write(tmp_path, "x.tsv", "src\tmt\tref\tdoc\nс\ta\tA\t1\n"), "hypothesis")
    assert found.texts == ("a",)
    assert found.others == {"source": ("с",), "reference": ("A",), "document": ("1",)}


def test_json_lines_hold_texts_and_several_references(tmp_path: Path) -> None:
    path = write(tmp_path, "x.jsonl", '{"hyp": "a", "refs": ["A", "Ah"], "src": "с"}\n')
    found = read_column(path, "hypothesis")
    assert found.others == {"reference": ("A",), "reference 2": ("Ah",), "source": ("с",)}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.txt", "", "no segments"),
        ("x.txt", b"\xff\xfea\x00", "not UTF-8"),
        ("x.tsv", "a\tb\nc\n", "line 2: 1 columns"),
        ("x.tsv", "a\tb\tc\n", "3 columns and no header"),
        ("x.jsonl", "{}\n", "has none of"),
        ("x.jsonl", "[1]\n", "not a JSON object"),
        ("x.jsonl", '{"hyp": 3}\n', "not a text"),
        ("x.jsonl", '{"hyp": "a", "ref": "A"}\n{"hyp": "b"}\n', "same fields"),
    ],
)
def test_a_file_that_is_not_such_is_named(tmp_path: Path, name: str, data: str | bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_column(write(tmp_path, name, data), "hypothesis")


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_column(tmp_path / "none.txt", "hypothesis")


@pytest.mark.parametrize(
    ("texts", "tag"),
    [
        (ENGLISH, "en"), (CHINESE, "zh-Hans"), (KAZAKH, "kk-Cyrl"), (RUSSIAN, "ru"), (["12:30"], None),
        (["総理大臣は大使と会談し、協力について話し合いました。"], "ja"),
        (["Xinhua和Kazinform签署了合作备忘录。"], "zh-Hans"),
    ],
)  # fmt: skip
def test_letters_tell_the_language(texts: list[str], tag: str | None) -> None:
    assert script(texts) == tag


def test_chinese_scored_as_english_is_refused_with_the_reason() -> None:
    with pytest.raises(TextsError, match=r"looks like Chinese, not English.*near 0.*--lang zh"):
        refuse([Named("h", CHINESE, "en")], [Named("r", CHINESE, "en")])


@pytest.mark.parametrize(("texts", "language"), [(RUSSIAN, "kk-Cyrl"), (KAZAKH, "en"), (ENGLISH, "zh-Hans")])
def test_the_wrong_language_is_refused(texts: list[str], language: str) -> None:
    with pytest.raises(TextsError, match="looks like"):
        refuse([Named("h", texts, language)], [Named("r", ["—"] * 2, language)])


def test_counts_that_differ_and_empty_files_are_refused() -> None:
    with pytest.raises(TextsError, match="h has 1 segments and r 2"):
        refuse([Named("h", ENGLISH[:1], "en")], [Named("r", ENGLISH, "en")])
    with pytest.raises(TextsError, match="h is empty"):
        refuse([Named("h", ["", " "], "en")], [Named("r", ENGLISH, "en")])


def test_good_texts_are_neither_refused_nor_remarked_on() -> None:
    sides = [Named("h", ENGLISH, "en")], [Named("r", ["A president met envoys.", "Signed."], "en")]
    refuse(*sides)
    assert remark(*sides) == []


@pytest.mark.parametrize(
    ("hypothesis", "reference", "said"),
    [
        (["", *ENGLISH[1:]], ENGLISH, r"h: 1 empty segment \(line 1\)"),
        (["\ufeffThe", ENGLISH[1]], ENGLISH, "byte order mark inside"),
        ([unicodedata.normalize("NFD", "Café"), "b"], ["a", "b"], "NFC.*--nfc"),
        (ENGLISH, ENGLISH, "h and r are the same texts"),
        (["２０ people", "b"], ["20 people", "c"], "h has full-width digits"),
        (["20 people", "b"], ["２０ people", "c"], "r has full-width digits"),
    ],
)
def test_what_is_odd_is_told(hypothesis: list[str], reference: list[str], said: str) -> None:
    (sentence,) = remark([Named("h", hypothesis, "en")], [Named("r", reference, "en")])
    assert re.search(said, sentence)


def test_a_segment_left_as_in_the_source_is_told() -> None:
    sides = [Named("h", [RUSSIAN[0], ENGLISH[1]], "en")], [Named("r", ENGLISH, "en")]
    assert any("1 segment (line 1) left as in the source" in s for s in remark(*sides, [Named("s", RUSSIAN, "ru")]))


def test_two_short_lines_of_chinese_are_enough_to_refuse_them_as_english() -> None:
    chinese = Named("z.txt", ["阿斯塔纳举行论坛。", "签署了合同。"], "en")
    with pytest.raises(TextsError, match="looks like Chinese"):
        refuse([chinese], [chinese])
