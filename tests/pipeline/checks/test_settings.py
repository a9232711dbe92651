"""Manifests, messages and settings: what does not fit stops the program, with one line that says what to do."""

import ast
import re
import string
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import pipeline.checks
from pipeline.checks import CHECKS, load_checks
from pipeline.checks.check import Issue, Manifest, Pair, Parameter
from pipeline.checks.messages import LANGUAGES, catalogue, tell
from pipeline.configure import CheckSettings, ChecksSettings, read_checks, read_glossaries
from pipeline.errors import ConfigurationError, UsageError

FOLDER = Path(pipeline.checks.__file__).parent
PAIR = Pair("Пришли 15 человек.", "16 people came.", "en")


def test_every_module_of_the_folder_that_has_a_manifest_is_registered() -> None:
    with_manifest = {path.stem for path in FOLDER.glob("*.py") if "\nMANIFEST = " in path.read_text("utf-8")}
    assert with_manifest == {module.__name__.rpartition(".")[2] for module in CHECKS}


def test_a_name_that_is_taken_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.checks, "CHECKS", (*CHECKS, CHECKS[0]))
    with pytest.raises(ValueError, match="taken"):
        load_checks()


def test_a_module_without_a_manifest_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = ModuleType("broken")
    broken.MANIFEST = SimpleNamespace(name="broken")  # type: ignore[attr-defined] # what a careless author wrote
    monkeypatch.setattr(pipeline.checks, "CHECKS", (broken,))
    with pytest.raises(ValueError, match="broken"):
        load_checks()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Manifest("no name", "Help.", "error"),
        lambda: Manifest("name", "", "error"),
        lambda: Manifest("name", "Help.", "fatal"),  # type: ignore[arg-type] # what a careless author wrote
        lambda: Manifest("name", "Help.", "error", languages=("fr",)),
        lambda: Manifest("name", "Help.", "error", (Parameter("a", 1, "Help."), Parameter("a", 2, "Help."))),
        lambda: Parameter("a", 1, ""),
        lambda: Issue("error", "empty", target=(3, 3)),
    ],
)
def test_a_value_checks_itself(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError):
        make()


def test_every_message_is_in_four_languages_with_the_same_values() -> None:
    for key, entry in catalogue().items():
        fields = [
            {name for _, name, *_ in string.Formatter().parse(getattr(entry, lang)) if name} for lang in LANGUAGES
        ]
        assert all(found == fields[0] for found in fields), key


def test_every_message_that_a_check_names_is_there_and_none_is_idle() -> None:
    literals = {
        node.value
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    made = {f"{topic}-{key}" for topic in ("number", "date", "money") for key in ("changed", "missing", "added")}
    assert set(catalogue()) <= literals | made
    assert made <= set(catalogue())


def test_a_message_is_told_in_the_language_asked() -> None:
    assert tell("number-missing", {"source": "15"}, "zh") == "译文中缺少数字 15"
    with pytest.raises(UsageError, match="ru, kk, zh, en"):
        tell("empty", {}, "fr")


def settings(tmp_path: Path, text: str) -> ChecksSettings:
    path = tmp_path / "audarma.toml"
    path.write_text(text, "utf-8")
    return read_checks(path)


def test_other_tables_are_left_to_others(tmp_path: Path) -> None:
    assert settings(tmp_path, '[routes]\nru = "starter"\n').checks == {}


def test_a_check_can_be_switched_off_tuned_and_given_another_severity(tmp_path: Path) -> None:
    text = (
        '[checks]\nmessages = "ru"\n[checks.numbers]\nseverity = "note"\n'
        "[checks.dates]\noff = true\n[checks.length]\nshort = 3\n"
    )
    found = settings(tmp_path, text)
    assert found.messages == "ru"
    assert found.checks["length"] == CheckSettings(parameters={"short": 3})
    checks = load_checks(found)
    assert "dates" not in checks.names
    assert {issue.severity for name, issue in checks(PAIR) if name == "numbers"} == {"note"}


def test_all_checks_can_be_switched_off(tmp_path: Path) -> None:
    assert list(load_checks(settings(tmp_path, "[checks]\noff = true\n"))(PAIR)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[checks.nmbers]\noff = true\n", "no check 'nmbers'"),
        ("[checks.length]\nshrt = 3.0\n", "checks.length has no 'shrt'"),
        ('[checks.length]\nshort = "3"\n', "checks.length.short is '3'"),
        ("[checks.length]\nshort = true\n", "checks.length.short is True"),
        ('[checks.numbers]\nseverity = "fatal"\n', "checks.numbers"),
        ("[checks.numbers]\noff = 1\n", "checks.numbers"),
        ("[checks]\nnumbers = 1\n", "write a table"),
        ('[checks]\nmessages = "fr"\n', "ru, kk, zh or en"),
        ("[checks]\noff = 1\n", "true or false"),
        ("checks = 1\n", r"write \[checks\]"),
        ("[checks\n", "not TOML"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_file_and_field(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as caught:
        load_checks(settings(tmp_path, text))
    assert "audarma.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_glossaries_of_a_newsroom_stand_beside_its_settings(tmp_path: Path) -> None:
    path = tmp_path / "audarma.toml"
    path.write_text('[glossary]\nfiles = ["house.tsv", "names.tbx"]\n', "utf-8")
    assert read_glossaries(path) == (tmp_path / "house.tsv", tmp_path / "names.tbx")
    path.write_text("[glossary]\non = true\n", "utf-8")
    assert read_glossaries(path) == ()
    path.write_text('[glossary]\non = false\nfiles = ["house.tsv"]\n', "utf-8")
    assert read_glossaries(path) is None
    path.write_text("[checks]\n", "utf-8")
    assert read_glossaries(path) == ()


@pytest.mark.parametrize("text", ['[glossary]\nfile = "x"\n', "[glossary]\nfiles = 3\n", "glossary = 1\n"])
def test_a_wrong_glossary_table_is_one_line_that_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "audarma.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match=r"audarma\.toml: glossary") as caught:
        read_glossaries(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_checks(tmp_path / "none.toml")


def test_the_page_on_checks_names_every_check_and_its_settings_are_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "checks.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| ")]
    named = {name.strip() for row in rows for name in row.split(",")}
    assert {module.MANIFEST.name for module in CHECKS} <= named
    block = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert block is not None
    assert load_checks(settings(tmp_path, block.group(1))).names
