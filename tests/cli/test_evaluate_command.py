"""`audarma evaluate` as its user meets it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.gate import BASELINE

ROOT = Path(__file__).parents[2]
REFERENCES = ROOT / "seeds" / "references"
SEED = ROOT / "seeds" / "articles" / "000_4396ead57e8baf43.txt"
ENGLISH = ["The president met the ambassador in Astana.", "They signed a memorandum.", "The forum ended on 12 May."]
CHINESE = ["总统在阿斯塔纳会见了大使。", "双方签署了一份合作备忘录。", "论坛于5月12日闭幕。"]
AUDARMA = [sys.executable, "-W", "error", "-m", "pipeline.cli.main", "evaluate"]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def evaluate(tmp_path: Path) -> Run:
    """Runs the command in a folder with a few files, with a memory of its own."""
    files = {"ref.en": ENGLISH, "good.en": [*ENGLISH[:2], "The forum closed on 12 May."], "bad.en": ENGLISH[::-1],
             "ref.zh": CHINESE, "hyp.zh": [text.replace("大使", "部长") for text in CHINESE]}  # fmt: skip
    for name, lines in files.items():
        (tmp_path / name).write_text("".join(line + "\n" for line in lines), "utf-8")

    def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*AUDARMA, *map(str, words)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
            env={**os.environ, "HF_HUB_OFFLINE": "1", "XDG_CACHE_HOME": str(tmp_path / "cache"), "COLUMNS": "160",
                 **environment},
        )  # fmt: skip

    return run


def test_a_file_is_scored_with_intervals_and_recipes(evaluate: Run) -> None:
    done = evaluate("--hyp", "good.en", "--ref", "ref.en", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    for part in ("chrF++", "BLEU", "TER (lower is better)", "95 % interval", "tok:13a", "seed:12345"):
        assert part in done.stdout
    assert done.stdout.index("chrF++") < done.stdout.index("BLEU")


def test_the_json_has_scores(evaluate: Run) -> None:
    done = evaluate("--hyp", "hyp.zh", "--ref", "ref.zh", "--lang", "zh", "--format", "json")
    rows = json.loads(done.stdout)["scores"]
    assert {"system", "language", "metric", "score", "low", "high", "signature"} <= set(rows[0])
    assert {row["language"] for row in rows} == {"zh-Hans"}
    assert "tok:zh" in next(row["signature"] for row in rows if row["metric"] == "BLEU")
    for row in rows:
        assert row["low"] <= row["score"] <= row["high"]


def test_two_systems_are_compared(evaluate: Run) -> None:
    done = evaluate("--hyp", "good.en", "--hyp", "bad.en", "--ref", "ref.en", "--lang", "en", "--format", "json")
    document = json.loads(done.stdout)
    assert {row["system"] for row in document["scores"]} == {"good.en", "bad.en"}
    first = document["differences"][0]
    assert first["difference"] < 0
    assert "chrF++" in first["sentence"]


def test_two_columns_and_json_lines_are_read(evaluate: Run, tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("A forum.\tA forum.\nNo more of this.\tNo more of it.\n", "utf-8")
    assert evaluate("--hyp", "x.tsv", "--lang", "en").returncode == 0
    (tmp_path / "x.jsonl").write_text('{"hyp": "A forum was held.", "ref": "A forum was held."}\n', "utf-8")
    done = evaluate("--hyp", "x.jsonl", "--lang", "en", "--format", "md")
    assert "100.0 (100.0–100.0)" in done.stdout


def test_documents_are_drawn_as_wholes(evaluate: Run, tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("a\na\nb\n", "utf-8")
    done = evaluate("--hyp", "good.en", "--ref", "ref.en", "--lang", "en", "--docs", "docs")
    assert "drawn:2 documents" in done.stdout


def test_every_form_is_written_with_the_translations(evaluate: Run, tmp_path: Path) -> None:
    done = evaluate("--hyp", "good.en", "--hyp", "bad.en", "--ref", "ref.en", "--lang", "en", "--out", "out")
    assert done.returncode == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"scores.json", "scores.md", "scores.html", "good.en.en.txt", "bad.en.en.txt"}
    page = (tmp_path / "out" / "scores.html").read_text("utf-8")
    assert "<mark>closed</mark>" in page
    assert "tok:13a" in page
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)


def test_the_page_marks_chinese_by_characters(evaluate: Run) -> None:
    page = evaluate("--hyp", "hyp.zh", "--ref", "ref.zh", "--lang", "zh", "--format", "html").stdout
    assert "<mark>部长</mark>" in page
    assert "<mark>大使</mark>" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "nothing to score"),
        ("--hyp good.en --ref ref.en", "--lang says"),
        ("--hyp hyp.zh --ref ref.zh --lang en", "looks like Chinese, not English"),
        ("--hyp good.en --ref ref.zh --lang zh", "looks like English, not Chinese"),
        ("--hyp good.en --lang en", "no reference"),
        ("--hyp good.en --ref ref.en --lang en --model echo", "--model belongs to"),
        ("--hyp good.en --ref ref.en --lang en --metrics meteor", "no such metric: meteor"),
        ("--hyp good.en --ref ref.en --lang en --metrics similarity", "give --src"),
        ("--hyp good.en --ref ref.en --lang en --metrics spbleu", "spBLEU needs the file"),
        ("--hyp good.en --hyp good.en --ref ref.en --lang en", "given twice"),
        ("--hyp good.en --ref ref.en --lang en --docs ref.zh --limit 0", "limit"),
        ("--suite seed", "--suite needs --model"),
        ("--suite nowhere --model echo", "unknown suite"),
        ("--suite seed --model nobody", "unknown model"),
        ("--suite seed --gate", "different questions"),
        ("--suite seed --model echo --hyp good.en", "brings its own"),
        ("--article good.en --lang en", "one --ref"),
        ("--article good.en --ref ref.en --lang en", "--hyp with translations, or --model"),
        ("--lower-floor x --hyp good.en", "belong to --gate"),
        ("--hyp none.en --ref ref.en --lang en", "does not exist"),
    ],
)
def test_a_wrong_word_is_one_line_and_exit_2(evaluate: Run, tmp_path: Path, words: str, said: str) -> None:
    done = evaluate(*words.split(), SACREBLEU=str(tmp_path))
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_an_article_that_is_not_sentence_by_sentence_is_scored(evaluate: Run, tmp_path: Path) -> None:
    reference = (REFERENCES / "en.txt").read_text("utf-8")
    sentence = "A memorandum of cooperation was signed by their heads during a bilateral meeting"
    assert sentence in reference
    shorter = re.sub(r"A memorandum of cooperation [^.]*\. ", "", reference).replace(
        "Kazinform, in", "The weather in Astana was fine that week. Kazinform, in"
    )
    (tmp_path / "story.en.txt").write_text(shorter, "utf-8")
    (tmp_path / "out.en.txt").write_text(reference, "utf-8")
    done = evaluate("--article", SEED, "--ref", "story.en.txt", "--hyp", "out.en.txt", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "1 sentence left out by the reference, not scored: “Меморандум" in done.stdout
    assert "1 sentence added by the reference, not scored: “The weather" in done.stdout
    assert "100.0" in done.stdout


def test_an_article_is_translated_by_a_model(evaluate: Run) -> None:
    words = ("--article", SEED, "--ref", REFERENCES / "zh.txt", "--lang", "zh", "--model", "starter", "--format", "md")
    done = evaluate(*words)
    assert done.returncode == 0, done.stderr
    assert "never for publication" in done.stdout
    assert "units aligned" in done.stdout


def test_models_over_the_seed_are_compared_and_remembered(evaluate: Run, tmp_path: Path) -> None:
    words = ("--suite", "seed", "--model", "starter", "--model", "echo", "--to", "kk", "--format", "json")
    first, second = evaluate(*words), evaluate(*words)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    document = json.loads(first.stdout)
    assert {row["system"] for row in document["scores"]} == {"starter", "echo"}
    assert any("looks like Russian" in remark["remark"] for remark in document["remarks"])
    assert any("weak" in notice for notice in document["notices"])
    assert list((tmp_path / "cache" / "audarma" / "translations").glob("starter-*.kk-Cyrl.jsonl"))


def test_the_gate_fails_when_a_score_falls(tmp_path: Path) -> None:
    """A copy of the program with higher floors than the model reaches; the data at hand is the seed alone."""
    for package in ("pipeline", "models", "eval", "seeds"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "eval" / BASELINE.name
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "AUDARMA_EVAL_DATA": str(tmp_path), "COLUMNS": "160",
                   "XDG_CACHE_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1"}  # fmt: skip

    def gate(*words: str) -> subprocess.CompletedProcess[str]:
        command = [*AUDARMA, "--gate", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    done = gate()
    assert done.returncode == 0, done.stderr
    assert "flores200-devtest is not at hand" in done.stderr
    baseline = json.loads(path.read_text("utf-8"))
    floor = next(f for f in baseline["floors"] if (f["suite"], f["language"], f["key"]) == ("seed", "kk", "chrf++"))
    measured, floor["score"] = floor["score"], floor["score"] + 20
    path.write_text(json.dumps(baseline), "utf-8")
    done = gate()
    assert done.returncode == 1
    assert f"its floor is {floor['score']:.2f}" in done.stderr
    done = gate("--lower-floor", "the segmentation of headlines changed")
    assert done.returncode == 0
    after = json.loads(path.read_text("utf-8"))
    assert after["lowered"][-1]["reason"] == "the segmentation of headlines changed"
    assert measured - 5 < after["lowered"][-1]["after"] < after["lowered"][-1]["before"]
    assert gate().returncode == 0
    floor = next(f for f in after["floors"] if f["suite"] == "seed")
    floor["sha256"] = "0" * 64
    path.write_text(json.dumps(after), "utf-8")
    done = gate()
    assert done.returncode == 1
    assert "not the data that its floor was set on" in done.stderr
