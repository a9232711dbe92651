"""The recipe of the embedded model from the corpus to a translation, with a network too small to learn anything."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from models.errors import UsageError
from models.starter.recipe.sources import LANGUAGES, clean, read_corpus, read_sources, split_held_out

ROOT = Path(__file__).parents[3]
RECIPE = ROOT / "models" / "starter" / "recipe"
NEWS = ROOT / "tests" / "data" / "starter" / "news.tsv"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = NEWS.read_text("utf-8").splitlines()
    for name, rows in (("audarma_news", lines[1:301]), ("flores_dev_sib200", lines[301:311]), ("wesnoth", lines[311:])):
        with gzip.open(folder / f"{name}.tsv.gz", "wt", encoding="utf-8") as stream:
            stream.write("\n".join([lines[0], *rows]) + "\n")
    return folder


def test_every_source_of_the_corpus_has_a_licence_and_a_reason() -> None:
    sources = read_sources(RECIPE / "data.toml")
    assert len(sources) == 58
    for source in sources.values():
        assert source.licence, source.name
        assert source.why, source.name
        closed = ("GPL", "GFDL", "research", "none stated", "unclear")
        if source.use == "train":
            assert not any(word in source.licence for word in closed), source.name


def test_a_source_that_nobody_judged_is_refused(corpus: Path) -> None:
    (corpus / "audarma_news.tsv.gz").rename(corpus / "found_somewhere.tsv.gz")
    with pytest.raises(UsageError, match="does not say whether"):
        list(read_corpus(corpus, corpus, read_sources(RECIPE / "data.toml")))


def test_what_is_out_is_not_read_and_what_is_held_out_stays_so(corpus: Path) -> None:
    sources = read_sources(RECIPE / "data.toml")
    rows = list(read_corpus(corpus, corpus, sources))
    assert {source.name for source, _ in rows} == {"audarma_news", "flores_dev_sib200"}
    held, banned = split_held_out(rows, 30)
    again, _ = split_held_out(rows[::-1], 30)
    assert held == again
    assert len(banned) == 30


def test_software_strings_are_left_out_and_percentages_are_not() -> None:
    assert clean(("Файл %s", "%s файлы", "", "File %s")) == ("", "", "", "")
    assert clean(("&Файл", "", "", "&File")) == ("", "", "", "")
    row = ("Рост на 5%, до $3", "5% өсім", "增长5%", "Up 5%, to $3")
    assert clean(row) == row


def run(module: str, *words: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", f"models.starter.recipe.{module}", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}


def wait_for(path: Path, text: str, process: "subprocess.Popen[str]") -> None:
    for _ in range(1200):
        if path.is_file() and text in path.read_text("utf-8"):
            return
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.1)
    raise AssertionError(f"{path} never held {text}")


@pytest.mark.slow
def test_from_the_corpus_to_a_translation_with_an_interruption(corpus: Path, tmp_path: Path) -> None:
    pack, out, home = tmp_path / "pack", tmp_path / "trained", tmp_path / "models"
    run("prepare", pack, "--corpus", corpus, "--vocabulary", 3000, "--hold-out", 20)
    with np.load(pack / "pack.npz") as arrays:
        assert set(arrays["names"]) <= {"audarma_news", "text"}
        assert len(arrays["kept"]) == 3000
    assert len((pack / "news.tsv").read_text("utf-8").splitlines()) == 21

    words = [sys.executable, "-m", "models.starter.recipe.train", str(pack), str(out)]
    words += ["--config", str(RECIPE / "smoke.toml"), "--set", "total=1000000", "save_minutes=0.05"]
    with subprocess.Popen(words, cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True) as training:
        wait_for(out / "log.jsonl", "flores_kk_chrf", training)  # a checkpoint was written, and scored
        training.send_signal(signal.SIGTERM)
        assert training.wait(60) == 0
    before = [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()]
    assert (out / "state.pt").is_file()

    seen = max(line["pieces"] for line in before)
    (out / "plan.json").write_text(json.dumps({"total": seen + 4000}), "utf-8")
    run("train", pack, out, "--config", RECIPE / "smoke.toml")
    after = [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()][len(before) :]
    assert after[-1]["pieces"] >= seen + 4000
    assert after[-1]["step"] > before[-1]["step"]
    assert after[-1]["flores_en_loss"] < before[0]["flores_en_loss"] < 9

    tiny = [
        "encoder_layers=2",
        "decoder_layers=1",
        "batch=200",
        "total=600",
        "pool=200",
        "dev_sentences=2",
        "threads=1",
    ]
    run("train", pack, tmp_path / "gpu", "--config", RECIPE / "gpu.toml", "--set", *tiny)
    last = json.loads((tmp_path / "gpu" / "log.jsonl").read_text("utf-8").splitlines()[-1])
    assert last["pieces"] >= 600

    card = home / "cards" / "starter-candidate.toml"
    run("export", pack, out, tmp_path / "made", "--card", card)
    size = sum(path.stat().st_size for path in (tmp_path / "made").iterdir())
    assert size < 64e6
    story = tmp_path / "story.txt"
    story.write_text("В Астане прошёл форум\n\nУчастники форума приняли декларацию.\n", "utf-8")
    translate = [sys.executable, "-m", "pipeline.cli.main", "translate", str(story), "--out", str(tmp_path / "out")]
    translate += ["--model", "starter-candidate", "--format", "json"]
    models = {**environment(), "AUDARMA_MODELS": str(home)}
    subprocess.run(translate, cwd=tmp_path, env=models, capture_output=True, text=True, check=True)
    assert len(list((tmp_path / "out").glob("*.json"))) >= 1


def test_the_columns_are_those_of_the_corpus() -> None:
    assert NEWS.read_text("utf-8").splitlines()[0].split("\t") == list(LANGUAGES)
