"""`audarma adapt` as an engineer of a newsroom meets it, and the archives that it reads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import UsageError
from pipeline.adapt.archive import read_archive

DATA = Path(__file__).parents[1] / "data" / "starter"
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header segtype="sentence" o-tmf="x" adminlang="en" srclang="ru" datatype="plaintext"
 creationtool="x" creationtoolversion="1"/><body>
<tu creationdate="20260102T101500Z"><tuv xml:lang="ru-RU"><seg>Форум <bpt i="1">b</bpt>прошёл<ept i="1"/>.</seg></tuv>
<tuv xml:lang="kk-KZ" changedate="20260314T090000Z"><seg>Форум өтті.</seg></tuv>
<tuv xml:lang="fr"><seg>Le forum a eu lieu.</seg></tuv></tu>
<tu><tuv xml:lang="ru"><seg>Да.</seg></tuv><tuv xml:lang="zh-CN"><seg>是的。</seg></tuv></tu>
</body></tmx>"""


def test_a_memory_gives_its_languages_and_its_dates(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(TMX, "utf-8")
    first, second = read_archive(path)
    assert (first.source, first.translation, first.language) == ("Форум прошёл.", "Форум өтті.", "kk-Cyrl")
    assert first.date == "2026-03-14"
    assert (second.language, second.date) == ("zh-Hans", "")
    with pytest.raises(UsageError, match="holds no Russian text with a translation into en"):
        read_archive(path, ("en",))


def test_a_folder_gives_all_that_it_holds_once(tmp_path: Path) -> None:
    (tmp_path / "memory.tmx").write_text(TMX, "utf-8")
    (tmp_path / "again.tmx").write_text(TMX, "utf-8")
    (tmp_path / "table.tsv").write_text("ru\ten\tdate\nФорум прошёл.\tThe forum was held.\t2026-05-01\n", "utf-8")
    (tmp_path / "2026-04-02-story.ru.txt").write_text("В Астане прошёл форум.\n\nЕго участники приняли декларацию.\n")
    (tmp_path / "2026-04-02-story.en.txt").write_text(
        "A forum was held in Astana.\n\nIts participants adopted a declaration.\n"
    )
    found = read_archive(tmp_path)
    assert sorted(pair.language for pair in found) == ["en", "en", "en", "kk-Cyrl", "zh-Hans"]
    (linked,) = [pair for pair in found if "declaration" in pair.translation]
    assert linked.source == "Его участники приняли декларацию."
    assert linked.date == "2026-04-02"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.tsv", "one\ttwo\nДа\tYes\n", "first line names the columns"),
        ("a.tsv", "ru\ten\nДа\n", "line 2: 1 columns"),
        ("a.tmx", "<tmx>", "is not XML"),
        ("a.txt", "Да", "is no archive"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UsageError, match=said):
        read_archive(tmp_path / name)


def adapt(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-W", "error", "-m", "pipeline.cli.main", "adapt", "--base", "starter"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "AUDARMA_MODELS": str(folder / "models")}
    return subprocess.run(
        [*command, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=280
    )


def test_an_id_that_is_taken_is_refused_at_once(tmp_path: Path) -> None:
    done = adapt(tmp_path, "--data", str(DATA / "archive.tsv"), "--out", "starter")
    assert done.returncode == 2
    assert "there is a model of that name" in done.stderr


@pytest.mark.slow
def test_a_model_learns_an_archive_and_is_installed(tmp_path: Path) -> None:
    general = tmp_path / "general.tsv"
    rows = (DATA / "news.tsv").read_text("utf-8").splitlines()[:9]
    general.write_text("\n".join("\t".join(row.split("\t")[i] for i in (0, 3)) for row in rows) + "\n", "utf-8")
    archive = tmp_path / "archive.tsv"  # with a house style that a few sentences are enough to learn
    header, *pairs = (DATA / "archive.tsv").read_text("utf-8").splitlines()
    begun = ("\t".join([*pair.split("\t")[:2], f"ASTANA, Kazinform – {pair.split(chr(9))[2]}"]) for pair in pairs)
    archive.write_text("\n".join([header, *begun]) + "\n", "utf-8")
    words = ("--data", str(archive), "--out", "ours", "--general", str(general), "--epochs", "8")
    done = adapt(tmp_path, *words, "--to", "en", "--allow-fall", "30")
    assert done.returncode == 0, done.stderr
    assert "the newest" in done.stderr
    assert "held out of archive.tsv, into en, 10 segments: chrF++" in done.stderr
    show = [sys.executable, "-m", "pipeline.cli.main", "models", "show", "ours", "--json"]
    environment = {**os.environ, "AUDARMA_MODELS": str(tmp_path / "models")}
    shown = subprocess.run(show, env=environment, capture_output=True, text=True, check=True)
    card = json.loads(shown.stdout)
    assert card["training"]["base"] == "starter"
    assert card["installed"]["precision"].startswith("int8")
    assert {score["suite"] for score in card["scores"]} == {"held out of archive.tsv", "general.tsv"}

    again = adapt(tmp_path, *words[:3], "worse", *words[4:], "--to", "en", "--allow-fall", "-50", "--epochs", "1")
    assert again.returncode == 1
    assert "was not kept" in again.stderr
    assert not (tmp_path / "models" / "installed" / "worse").exists()
    assert not (tmp_path / "models" / "cards" / "worse.toml").exists()
