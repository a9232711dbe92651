"""`audarma glossary`: counts, mistakes by file and line, and the way to other tools and back."""

from pathlib import Path

import pytest

from pipeline.cli.main import run

TERMS = "ru\ten\tforbidden\nмир\tpeace\ten: world\nтруд|работа\tlabour|work\t\n"


def test_check_says_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.tsv").write_text(TERMS, "utf-8")
    assert run(["glossary", "check", str(tmp_path / "t.tsv")]) == 0
    assert "2 terms into en" in capsys.readouterr().out


def test_check_tells_a_mistake_by_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.tsv").write_text("ru\ten\nмир\n", "utf-8")
    assert run(["glossary", "check", str(tmp_path / "t.tsv")]) == 1
    error = capsys.readouterr().err
    assert "t.tsv:2: 1 columns where the first line names 2" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("kind", ["tbx", "tmx"])
def test_export_and_import_come_back(tmp_path: Path, kind: str) -> None:
    source, other, back = (str(tmp_path / name) for name in ("t.tsv", f"t.{kind}", "back.tsv"))
    Path(source).write_text(TERMS, "utf-8")
    assert run(["glossary", "export", other, source]) == 0
    assert run(["glossary", "import", other, back]) == 0
    assert "труд | работа" in Path(back).read_text("utf-8")


def test_export_to_an_unknown_kind_is_wrong_use(tmp_path: Path) -> None:
    assert run(["glossary", "export", str(tmp_path / "t.doc")]) == 2


def test_a_glossary_of_one_s_own_is_used_and_a_bad_one_stops_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "story.txt").write_text("В Астане прошёл форум.\n", "utf-8")
    (tmp_path / "bad.tsv").write_text("ru\ten\nформ\n", "utf-8")
    arguments = [
        "translate",
        str(tmp_path / "story.txt"),
        "--to",
        "en",
        "--model",
        "echo",
        "--out",
        str(tmp_path / "o"),
    ]
    assert run([*arguments, "--glossary", str(tmp_path / "bad.tsv")]) == 1
    assert "bad.tsv:2" in capsys.readouterr().err
