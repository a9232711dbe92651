"""Each format is read again by the library that its users have."""

import io
import json
from datetime import datetime, timezone
from importlib.resources import files
from pathlib import Path

import docx
import jsonschema
import pytest

from models.engine import Decoding
from models.errors import UsageError
from models.scripted import ScriptedEngine
from pipeline.article import TranslatedArticle
from pipeline.errors import ReadError
from pipeline.exporters import FORMATS, export, parse_formats
from pipeline.exporters.json import read_json
from pipeline.readers import read, read_bytes
from pipeline.run import translate

SEEDS = Path(__file__).parents[3] / "seeds" / "articles"
ANSWERS = {"zh-Hans": "中亚论坛", "kk-Cyrl": "Форум өтті", "en": "A forum was held"}
SCHEMA = json.loads(files("pipeline.exporters").joinpath("article.schema.json").read_text("utf-8"))


def engine() -> ScriptedEngine:
    def answer(text: str, target: str, _how: Decoding) -> str:
        return f"{ANSWERS[target]} {sum(map(ord, text))}"

    return ScriptedEngine(answer)


def translated(name: str = "000_4396ead57e8baf43.txt") -> TranslatedArticle:
    return translate(read(SEEDS / name), engine=engine())


@pytest.mark.parametrize("name", sorted(path.name for path in SEEDS.iterdir()))
def test_the_json_of_every_seed_validates_and_is_read_back_to_the_same_article(name: str, tmp_path: Path) -> None:
    article = translated(name)
    (path,) = export(article, tmp_path, "story", ("json",))
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(path.read_bytes()))
    assert read_json(path) == article


def test_the_schema_itself_is_sound_and_refuses_what_it_does_not_know() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({"schema_version": 1, "article": {}, "translations": {}})


def test_offsets_in_the_json_are_into_the_text_as_it_was_written(tmp_path: Path) -> None:
    text = "Сове\u0301т принял реше\u00adние\n\nЗа\u00a0него голосовали все. Против\u2003— никто.\n"
    article = translate(read_bytes(text.encode("utf-16"), "story.txt"), ["kk"], engine=engine())
    (path,) = export(article, tmp_path, "story", ("json",))
    document = json.loads(path.read_bytes())["article"]
    assert [block["text"] for block in document["blocks"]] == text.strip().split("\n\n")
    for segment in document["segments"]:
        block = document["blocks"][segment["block"]]["text"]
        assert block[segment["start"] : segment["stop"]] == segment["text"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "not an article"),
        (b"[]", "not an article"),
        (b'{"schema_version": 99}', "schema_version 99"),
        (b'{"schema_version": 1, "article": {"id": "x"}}', "not an article"),
    ],
)
def test_a_json_that_is_not_ours_is_a_read_error(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "story.json"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=said):
        read_json(path)
    with pytest.raises(ReadError, match="cannot be read"):
        read_json(tmp_path / "none.json")


def test_a_json_whose_parts_contradict_each_other_is_a_read_error(tmp_path: Path) -> None:
    (path,) = export(translated(), tmp_path, "story", ("json",))
    document = json.loads(path.read_bytes())
    document["article"]["segments"][0]["start"] += 1
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(ReadError, match="not an article"):
        read_json(path)


def test_a_text_is_the_story_alone_block_by_block(tmp_path: Path) -> None:
    article = translated()
    (path,) = export(article, tmp_path, "story", ("txt",), notice="weak")[1:2]
    assert path.name == "story.kk.txt"
    blocks = path.read_bytes().decode().removesuffix("\n").split("\n\n")
    assert blocks == [block.text for block in article.translations["kk-Cyrl"].blocks]
    assert "weak" not in path.read_text("utf-8")


def test_word_reads_a_docx_with_its_language_styles_and_origin(tmp_path: Path) -> None:
    paths = {p.name: p for p in export(translated(), tmp_path, "story", ("docx",), notice="Weak model.")}
    document = docx.Document(str(paths["story.zh.docx"]))
    styles = [p.style.name for p in document.paragraphs if p.style is not None]
    assert styles[:4] == ["Title", "Normal", "Heading 3", "Quote"]
    assert document.paragraphs[1].runs[0].bold
    assert document.sections[0].header.paragraphs[0].text == "Weak model."
    assert 'w:eastAsia="zh-CN"' in document.styles.element.xml
    properties = document.core_properties
    assert properties.language == "zh-Hans"
    assert properties.category == "machine translation, not reviewed"
    assert "scripted 1" in properties.comments
    assert "Weak model." in properties.comments
    created = properties.created
    assert created is not None
    assert abs((datetime.now(timezone.utc) - created.replace(tzinfo=timezone.utc)).total_seconds()) < 600


@pytest.mark.parametrize("name", sorted(path.name for path in SEEDS.iterdir()))
def test_our_own_reader_finds_the_blocks_of_a_docx_again(name: str, tmp_path: Path) -> None:
    from pipeline.readers.docx import blocks

    article = translated(name)
    for path, translation in zip(export(article, tmp_path, "s", ("docx",)), article.translations.values(), strict=True):
        found = [block.text for block in blocks(path.read_bytes(), path.name)]
        assert found == [block.text for block in translation.blocks]


def test_rows_of_a_table_become_one_table_of_word(tmp_path: Path) -> None:
    article = translate(read(SEEDS / "report.docx"), ["en"], engine=engine())
    (path,) = export(article, tmp_path, "report", ("docx",))
    (table,) = docx.Document(str(path)).tables
    assert (len(table.rows), len(table.columns)) == (3, 3)


def test_only_the_first_headline_is_the_title(tmp_path: Path) -> None:
    text = "# Форум в Астане\n\nПрошёл форум агентств.\n\n## Что решили\n\nПодписан документ.\n"
    article = translate(read_bytes(text.encode(), "story.md"), ["en"], engine=engine())
    (path,) = export(article, tmp_path, "s", ("docx",))
    styles = [p.style.name for p in docx.Document(str(path)).paragraphs if p.style is not None]
    assert styles == ["Title", "Normal", "Heading 2", "Normal"]


def test_list_items_get_words_bullet_unless_they_have_a_mark_of_their_own(tmp_path: Path) -> None:
    text = "# Итоги\n\nВот они:\n\n- первый пункт;\n- второй пункт.\n"
    bare = translate(read_bytes(text.encode(), "story.md"), ["en"], engine=engine())
    marked = translate(read(SEEDS / "facts_cp1251.txt"), ["en"], engine=engine())
    for article, style in ((bare, "List Bullet"), (marked, "List Paragraph")):
        (path,) = export(article, tmp_path, "list", ("docx",))
        assert style in {p.style.name for p in docx.Document(str(path)).paragraphs if p.style is not None}


def test_equal_articles_give_equal_bytes(tmp_path: Path) -> None:
    formats = ("txt", "html", "json")
    first = [path.read_bytes() for path in export(translated(), tmp_path / "1", "s", formats)]
    assert first == [path.read_bytes() for path in export(translated(), tmp_path / "2", "s", formats)]


def test_a_docx_is_small_and_whole(tmp_path: Path) -> None:
    (path,) = export(translate(read(SEEDS / "short.txt"), ["en"], engine=engine()), tmp_path, "s", ("docx",))
    assert path.stat().st_size < 30_000
    docx.Document(io.BytesIO(path.read_bytes()))


def test_formats_are_parsed_each_once() -> None:
    assert parse_formats("json, TXT,json") == ("json", "txt")
    assert parse_formats(",".join(FORMATS)) == FORMATS
    for wrong in ("pdf", "", " , ", "txt,pdf"):
        with pytest.raises(UsageError, match="Audarma writes txt, html, docx, json"):
            parse_formats(wrong)
