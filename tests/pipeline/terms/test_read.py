"""Glossaries as files: what is wrong is told with its file and line; TBX and TMX come back as they were."""

from pathlib import Path

import pytest

from pipeline.errors import GlossaryError
from pipeline.terms import own_glossaries, stack
from pipeline.terms.exchange import read_any, write_tbx, write_tmx, write_tsv
from pipeline.terms.read import parse_glossary, read_glossary
from tests.schemas import tmx_errors

HEAD = "ru\ten\tzh\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "t.tsv:1: empty"),
        (b"term\ten\n", "t.tsv:1: unknown column 'term'"),
        (b"ru\tnote\n", "t.tsv:1: the columns must have ru"),
        (b"ru\ten\ten\n", "t.tsv:1: a column stands there twice"),
        (f"# terms\n{HEAD}мир\tpeace\n".encode(), "t.tsv:3: 2 columns where the first line names 3"),
        (f"{HEAD}мир\tpeace\t\nтруд\tlabour\t\nмир\tpeace\t\n".encode(), "t.tsv:4: 'мир' repeats line 2"),
        (f"{HEAD}мир\tpeace\t\nмир\tworld\t\n".encode(), "t.tsv:3: 'мир' contradicts line 2"),
        (f"{HEAD}мир\t\t\n".encode(), "t.tsv:2: 'мир' has no form in any target language"),
        (f"{HEAD}\tpeace\t\n".encode(), "t.tsv:2: no Russian form"),
        (f"{HEAD}***\tpeace\t\n".encode(), "has no letter"),
        (HEAD.encode() + "мир\tpeace\t\n".encode("cp1251"), r"t.tsv:2: not UTF-8 .byte 0xec."),
        (
            "ru\ten\tforbidden\nмир\tpeace\tworld\n".encode(),
            "t.tsv:2: forbidden form 'world' does not say its language",
        ),
        ("ru\ten\tforbidden\nмир\tpeace\ten: peace\n".encode(), "t.tsv:2: 'peace' is both asked for and forbidden"),
        ("ru\ten\tforbidden\nмир\tpeace\tfr: paix\n".encode(), "t.tsv:2: unknown language 'fr'"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(content: bytes, message: str) -> None:
    with pytest.raises(GlossaryError, match=message):
        parse_glossary(content, "t.tsv")


def test_a_file_that_is_not_there_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"no\.tsv: cannot be read"):
        read_glossary(tmp_path / "no.tsv")


def test_cells_hold_several_forms_and_forbidden_ones() -> None:
    (term,) = parse_glossary("\ufeffru\tzh\tforbidden\nПекин|Бэйцзин\t北京|北京市\tzh: 北平\n".encode(), "t")
    assert (term.source, dict(term.targets)) == (("Пекин", "Бэйцзин"), {"zh-Hans": ("北京", "北京市")})
    assert (dict(term.forbidden), term.origin) == ({"zh-Hans": ("北平",)}, "t:2")


def test_a_newsroom_s_glossary_goes_over_ours(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("ru\ten\nСиньхуа\tNew China\n", "utf-8")
    (match,) = stack((own,)).find("Синьхуа")
    assert match.term.targets["en"] == ("New China",)
    (ours,) = stack().find("Синьхуа")
    assert ours.term.targets["en"][0] == "Xinhua"


def test_ours_has_at_least_two_hundred_terms_that_are_no_names() -> None:
    terms = [term for term in own_glossaries() if not term.is_name]
    assert len(terms) >= 200
    assert all(set(term.targets) == {"zh-Hans", "kk-Cyrl", "en"} for term in terms)


@pytest.mark.parametrize("kind", ["tbx", "tmx", "tsv"])
def test_other_tools_files_come_back_as_they_were(tmp_path: Path, kind: str) -> None:
    terms = list(own_glossaries())
    path = tmp_path / f"terms.{kind}"
    {"tbx": write_tbx, "tmx": write_tmx, "tsv": write_tsv}[kind](terms, path)
    back = read_glossary(path) if kind == "tsv" else read_any(path)
    assert [(t.source, t.targets, t.pos, t.domain, t.note) for t in back] == [
        (t.source, t.targets, t.pos, t.domain, t.note) for t in terms
    ]
    if kind == "tmx":  # which has no place for forms that are forbidden
        assert not tmx_errors(path.read_bytes())
    else:
        assert [t.forbidden for t in back] == [t.forbidden for t in terms]


def test_a_tbx_of_another_tool_is_read(tmp_path: Path) -> None:
    path = tmp_path / "other.tbx"
    path.write_text(
        '<?xml version="1.0"?><martif type="TBX"><text><body><termEntry id="1"><langSet xml:lang="ru-RU"><tig><term>'
        'мир</term></tig></langSet><langSet xml:lang="en-GB"><tig><term>peace</term></tig></langSet><langSet '
        'xml:lang="fr"><tig><term>paix</term></tig></langSet></termEntry></body></text></martif>',
        "utf-8",
    )
    (term,) = read_any(path)
    assert (term.source, dict(term.targets)) == (("мир",), {"en": ("peace",)})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<html/>", "neither TBX nor TMX"),
        ("<tmx>", "cannot be read as XML"),
        ("<tmx><body/></tmx>", "no entry with ru"),
    ],
)
def test_a_file_that_is_neither_is_an_error(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "x.tmx"
    path.write_text(content, "utf-8")
    with pytest.raises(GlossaryError, match=message):
        read_any(path)
