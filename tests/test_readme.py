"""The front door is tried: every command in the README and the docs runs, and its Python too."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.store.exchange import write_units
from pipeline.store.units import Unit
from pipeline.terms.exchange import write_tbx
from pipeline.terms.read import read_glossary
from tests.pipeline.exchange.newsroom import MESSAGE, ONE, RSS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
STORY = "В Астане прошёл форум\n\nУчастники форума приняли декларацию. Её подписали все.\n"
ENGLISH = "A forum was held in Astana\nThe participants adopted a declaration.\nEveryone signed it.\n"
TRANSLATIONS = {
    "reference.en.txt": ENGLISH,
    "ours.en.txt": ENGLISH.replace("adopted", "accepted"),
    "theirs.en.txt": ENGLISH.replace("Everyone", "All"),
    "pairs.tsv": "A forum was held.\tThe forum took place.\nEveryone signed it.\tAll of them signed it.\n",
    "story.en.txt": ENGLISH.replace("\n", "\n\n"),
    "ours.story.en.txt": ENGLISH.replace("\n", "\n\n").replace("adopted", "accepted"),
}
REVIEWED = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ru" trgLang="kk"><file id="f">
<unit id="u"><segment state="final"><source>Её подписали все.</source><target>Оған бәрі қол қойды.</target></segment>
</unit></file></xliff>"""
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
OUTSIDE = {"git", "cd", "pip"}
"""Commands that a reader needs and a test does not run: they fetch from the network or only move about."""


def blocks(language: str) -> list[tuple[str, str]]:
    """Every fenced block of a language, with the page it stands on."""
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [(page.name, block) for page in PAGES for block in fence.findall(page.read_text("utf-8"))]


def commands() -> list[tuple[str, str]]:
    return [(page, line) for page, block in blocks("sh") for line in block.splitlines() if line.strip()]


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A folder with what the pages speak of."""
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "source.txt").write_text("Форум прошёл.\n", "utf-8")
    (tmp_path / "translation.txt").write_text("The forum was held.\n", "utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text(STORY, "utf-8")
    for name, text in TRANSLATIONS.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "item.json").write_text(ONE["ninjs31.json"], "utf-8")
    (tmp_path / "message.xml").write_text(MESSAGE, "utf-8")
    (tmp_path / "feed.xml").write_text(RSS, "utf-8")
    (tmp_path / "terms.tsv").write_text("ru\ten\nформат\tsize\n", "utf-8")
    (tmp_path / "reviewed.kk.xlf").write_text(REVIEWED, "utf-8")
    write_units([Unit("Её подписали все.", "Everyone signed it.", "en")], tmp_path / "agency.tmx")
    write_tbx(read_glossary(tmp_path / "terms.tsv"), tmp_path / "terms.tbx")
    return tmp_path


@pytest.mark.parametrize(("page", "line"), commands())
def test_every_command_runs(newsroom: Path, page: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    if words and words[0] == "make":
        assert set(words[1:]) <= TARGETS, f"{page} names a make target that is not there"
        return
    if words and words[0] in OUTSIDE:
        return
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment["AUDARMA_STORE"] = str(newsroom / "store.db")
    done = subprocess.run(
        line,
        shell=True,
        cwd=newsroom,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{page}: {line}\n{done.stderr}"


@pytest.mark.parametrize(("page", "block"), blocks("python"))
def test_every_piece_of_python_runs(newsroom: Path, page: str, block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], cwd=newsroom, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{page}:\n{block}\n{done.stderr}"


def test_the_readme_has_its_commands_and_its_five_lines() -> None:
    assert {"make demo", "make test"} <= {line.partition("#")[0].strip() for _, line in commands()}
    first = next(block for page, block in blocks("python") if page == "README.md")
    assert len([line for line in first.splitlines() if line]) == 5


def test_help_in_the_readme_is_what_the_command_prints() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    shown = re.search(r"^```text\n(Usage: audarma translate.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert shown, "the README shows the help of audarma translate"
    environment = {**os.environ, "COLUMNS": "100"}
    command = [sys.executable, "-m", "pipeline.cli.main", "translate", "--help"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    assert shown.group(1) == printed
