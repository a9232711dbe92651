"""`audarma check` as its user meets it: any two files, from any engine."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = "В 2025 году пришли 15 человек.\nФорум прошёл.\n"
TARGET = "In 2024, 15 people came.\nThe форум was held.\n"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def check(tmp_path: Path) -> Run:
    """Runs the command on two files with the encoder's check off, which has a test of its own."""
    (tmp_path / "audarma.toml").write_text("[checks.content]\noff = true\n", "utf-8")

    def run(
        *words: str, source: str | bytes = SOURCE, target: str | bytes = TARGET
    ) -> subprocess.CompletedProcess[str]:
        for name, text in (("s.txt", source), ("h.txt", target)):
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        command = [sys.executable, "-W", "error", "-m", "pipeline.cli.main", "check"]
        given = [] if "--src" in words else ["--src", "s.txt", "--hyp", "h.txt", "--lang", "en"]
        return subprocess.run(
            [*command, *given, *words], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )

    return run


def test_a_finding_is_a_line_of_json_with_its_line_check_severity_and_message(check: Run) -> None:
    done = check("--format", "jsonl")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(f["line"], f["check"], f["severity"]) for f in found] == [
        (1, "dates", "error"),
        (2, "untranslated", "error"),
    ]
    assert found[0]["message"] == "the date or time changed: 2025 in the source, 2024 in the translation"
    assert found[0]["source"] == {"start": 2, "stop": 6, "text": "2025"}
    assert found[0]["target"] == {"start": 3, "stop": 7, "text": "2024"}
    assert done.returncode == 0


def test_a_table_says_how_many_there_are(check: Run) -> None:
    done = check()
    assert "2 segments: 2 errors" in done.stdout
    assert "untranslated" in done.stdout


def test_nothing_found_is_said(check: Run) -> None:
    done = check(source="Форум прошёл.\n", target="The forum was held.\n")
    assert done.stdout == "1 segments: nothing found\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--fail-on", "error"), 1),
        (("--fail-on", "note"), 1),
        (("--fail-on", "error", "--only", "numbers"), 0),
        (("--fail-on", "error", "--only", "numbers,dates"), 1),
    ],
)
def test_an_unattended_run_fails_on_what_it_is_told_to(check: Run, words: tuple[str, ...], code: int) -> None:
    assert check(*words).returncode == code


WRONG = [
    (("--only", "nmbers"), {}, "no check 'nmbers'"),
    (("--config", "none.toml"), {}, "none.toml: cannot be read"),
    ((), {"target": "One line.\n"}, "s.txt has 2 lines and h.txt has 1"),
    ((), {"target": b"\xff\xfe\n\n"}, "h.txt, line 1: not UTF-8"),
    (("--src", "none.txt", "--hyp", "h.txt", "--lang", "en"), {}, "none.txt: cannot be read"),
    (("--src", "s.txt", "--hyp", "h.txt", "--lang", "ru"), {}, "the source is Russian"),
    (("--src", "s.txt", "--hyp", "h.txt", "--lang", "fr"), {}, "unknown language"),
]


@pytest.mark.parametrize(("words", "texts", "said"), WRONG)
def test_what_is_wrong_is_one_line(check: Run, words: tuple[str, ...], texts: dict[str, str], said: str) -> None:
    done = check(*words, **texts)
    assert done.returncode in {1, 2}
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_list_has_every_check_with_its_parameters(check: Run) -> None:
    done = check("--list")
    assert done.returncode == 0
    assert "numbers" in done.stdout
    assert "short = 2.5" in done.stdout


def test_the_glossary_of_the_settings_is_checked(check: Run, tmp_path: Path) -> None:
    (tmp_path / "house.tsv").write_text("ru\ten\nФорум\tGathering\n", "utf-8")
    (tmp_path / "own.toml").write_text('[glossary]\nfiles = ["house.tsv"]\n', "utf-8")
    done = check("--config", "own.toml", "--only", "terms", "--format", "jsonl", "--fail-on", "warning")
    assert '"suggestion":"Gathering"' in done.stdout
    assert done.returncode == 1
