"""`audarma translate` as its user meets it: a process, files, exit codes, one line for every error."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

import models.load

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
SEED = SEEDS / "000_4396ead57e8baf43.txt"
STORY = "В Астане прошёл форум\n\nУчастники форума приняли декларацию. Её подписали все.\n"
AUDARMA = [sys.executable, "-W", "error", "-m", "pipeline.cli.main"]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def audarma(tmp_path: Path) -> Run:
    """Runs the command in an empty folder of its own."""

    def run(*words: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*AUDARMA, *map(str, words)],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=240,
            env={**os.environ, "HF_HUB_OFFLINE": "1", **environment},
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def story(folder: Path, name: str = "story.txt", text: str = STORY) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_story_gives_all_its_files(audarma: Run, tmp_path: Path) -> None:
    story(tmp_path)
    done = audarma("translate", "story.txt", "--model", "echo")
    assert (done.returncode, done.stderr) == (0, "")
    assert names(tmp_path / "translations") == [
        "story.en.docx",
        "story.en.txt",
        "story.html",
        "story.json",
        "story.kk.docx",
        "story.kk.txt",
        "story.zh.docx",
        "story.zh.txt",
    ]
    assert "Участники форума приняли декларацию." in (tmp_path / "translations/story.kk.txt").read_text("utf-8")
    assert "3" in done.stdout
    assert "zh-Hans" in done.stdout


def test_a_second_run_gives_the_same_files(audarma: Run, tmp_path: Path) -> None:
    story(tmp_path)
    contents = []
    for _ in range(2):
        assert audarma("translate", "story.txt", "--model", "echo", "--format", "txt,json,html").returncode == 0
        contents.append(
            {name: (tmp_path / "translations" / name).read_bytes() for name in names(tmp_path / "translations")}
        )
    assert contents[0] == contents[1]


def test_the_json_validates_against_its_schema(audarma: Run, tmp_path: Path) -> None:
    done = audarma("translate", SEED, "--model", "echo", "--out", "out", "--format", "json")
    assert done.returncode == 0
    schema = json.loads(files("pipeline.exporters").joinpath("article.schema.json").read_text("utf-8"))
    document = json.loads((tmp_path / "out" / f"{SEED.stem}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert set(document["translations"]) == {"zh-Hans", "kk-Cyrl", "en"}


def test_the_seed_comes_out_with_eight_blocks_in_three_languages(audarma: Run, tmp_path: Path) -> None:
    done = audarma("translate", SEED, "--out", "out", "--threads", "2")
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "weak" in done.stderr
    assert "chrF++" in done.stderr
    document = json.loads((tmp_path / "out" / f"{SEED.stem}.json").read_text("utf-8"))
    kinds = [block["kind"] for block in document["article"]["blocks"]]
    assert kinds.count("boilerplate") == 2
    told = [kind for kind in kinds if kind != "boilerplate"]
    for language, short in (("zh-Hans", "zh"), ("kk-Cyrl", "kk"), ("en", "en")):
        translation = document["translations"][language]
        assert [block["kind"] for block in translation["blocks"]] == told
        assert len(told) == 8
        text = (tmp_path / "out" / f"{SEED.stem}.{short}.txt").read_text("utf-8")
        assert text.strip().split("\n\n") == [block["text"] for block in translation["blocks"]]
        assert {segment["revision"] for segment in translation["segments"]} == {"d20bdee22cdd"}
    chinese = (tmp_path / "out" / f"{SEED.stem}.zh.txt").read_text("utf-8")
    assert "，" in chinese
    assert "," not in chinese


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "words", "kept"),
    [
        ("", (), True),
        ("", ("--no-terms",), False),
        ("[glossary]\non = false\n", (), False),
        ("[glossary]\non = false\n", ("--terms",), True),
    ],
)
def test_terms_are_kept_unless_they_are_turned_off(
    audarma: Run, tmp_path: Path, settings: str, words: tuple[str, ...], kept: bool
) -> None:
    (tmp_path / "audarma.toml").write_text(settings, "utf-8")
    (tmp_path / "story.txt").write_text("Фу Хуа рассказал об инициативе «Один пояс – один путь».\n", "utf-8")
    done = audarma("translate", "story.txt", "--to", "en", "--format", "txt", "--quiet", *words)
    assert done.returncode == 0, done.stderr
    assert ("Belt and Road" in (tmp_path / "translations" / "story.en.txt").read_text("utf-8")) is kept


def test_keep_boilerplate_keeps_it(audarma: Run, tmp_path: Path) -> None:
    audarma("translate", SEED, "--model", "echo", "--to", "kk", "--format", "txt", "--keep-boilerplate")
    blocks = (tmp_path / "translations" / f"{SEED.stem}.kk.txt").read_text("utf-8").strip().split("\n\n")
    assert len(blocks) == 10
    assert blocks[-1] == "Что для вас является самым важным при выборе работы?"


def test_standard_input_is_an_article(audarma: Run, tmp_path: Path) -> None:
    done = audarma("translate", "-", "--to", "kk", "--format", "txt", "--model", "echo", stdin=STORY.encode("cp1251"))
    assert done.returncode == 0
    assert "форум" in (tmp_path / "translations/stdin.kk.txt").read_text("utf-8")


def test_a_folder_is_searched_and_its_shape_is_kept(audarma: Run, tmp_path: Path) -> None:
    story(tmp_path, "in/a.txt")
    story(tmp_path, "in/deep/b.md")
    story(tmp_path, "in/.hidden/c.txt")
    story(tmp_path, "in/a.kk.txt")
    story(tmp_path, "in/notes.csv")
    done = audarma("translate", "in", "--to", "kk", "--format", "txt", "--model", "echo")
    assert done.returncode == 0
    assert names(tmp_path / "translations") == ["a.kk.txt", "deep/b.kk.txt"]


def test_two_inputs_of_one_name_do_not_overwrite_each_other(audarma: Run, tmp_path: Path) -> None:
    for name in ("one/story.txt", "two/story.txt", "two/story.md"):
        story(tmp_path, name)
    words = ["one/story.txt", "two/story.txt", "two/story.md", "--to", "kk", "--format", "txt", "--model", "echo"]
    assert audarma("translate", *words).returncode == 0
    assert names(tmp_path / "translations") == ["story-md.kk.txt", "story-txt.kk.txt", "story.kk.txt"]


def test_a_file_named_twice_is_one_article(audarma: Run, tmp_path: Path) -> None:
    story(tmp_path, "in/story.txt")
    words = ["in/story.txt", "in", "./in/story.txt", "--to", "kk", "--format", "txt", "--model", "echo"]
    assert audarma("translate", *words).returncode == 0
    assert names(tmp_path / "translations") == ["story.kk.txt"]


def test_one_bad_article_does_not_stop_the_others_and_is_named(audarma: Run, tmp_path: Path) -> None:
    story(tmp_path, "in/a.txt")
    story(tmp_path, "in/b.txt", "\n \n")
    story(tmp_path, "in/c.txt")
    done = audarma("translate", "in", "--to", "kk", "--format", "txt", "--model", "echo")
    assert done.returncode == 1
    assert names(tmp_path / "translations") == ["a.kk.txt", "c.kk.txt"]
    assert "1 of 3 articles failed: in/b.txt" in done.stderr


def test_quiet_says_nothing_when_all_is_well(audarma: Run, tmp_path: Path) -> None:
    story(tmp_path)
    done = audarma("translate", "story.txt", "--to", "en", "--format", "txt", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["translate"], "INPUT"),
        (["translate", "story.txt", "--to", "fr"], "unknown language 'fr'"),
        (["translate", "story.txt", "--to", "ru"], "source language"),
        (["translate", "story.txt", "--from", "kk"], "from Russian"),
        (["translate", "story.txt", "--model", "gpt"], "unknown model 'gpt'"),
        (["translate", "story.txt", "--format", "pdf"], "pdf"),
        (["translate", "story.txt", "--beam", "0"], "--beam"),
        (["translate", "story.txt", "--threads", "many"], "--threads"),
        (["translate", "empty"], "no article in folder empty"),
        (["translote"], "translote"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(audarma: Run, tmp_path: Path, words: list[str], said: str) -> None:
    story(tmp_path)
    (tmp_path / "empty").mkdir()
    done = audarma(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "translations").exists()


BAD_INPUTS: dict[str, tuple[bytes | None, str]] = {
    "missing.txt": (None, "no such file"),
    "empty.txt": (b"", "empty"),
    "blank.txt": (" \n\u00a0\n".encode(), ""),
    "image.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20, ""),
    "broken.docx": (b"PK\x03\x04" + b"\0" * 200, "docx"),
    "notdocx.docx": (STORY.encode(), "docx"),
    "english.txt": (
        b"The forum of news agencies was held in Astana.\n\nIts participants signed a declaration.\n",
        "English",
    ),
    "kazakh.txt": ("Астанада халықаралық форум өтті.\n\nОған ұйымдардың өкілдері қатысты.\n".encode(), "Kazakh"),
}


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_a_bad_article_is_one_line_and_exit_code_1(audarma: Run, tmp_path: Path, name: str) -> None:
    data, said = BAD_INPUTS[name]
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = audarma("translate", name, "--model", "echo")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert said.lower() in done.stderr.lower()
    assert not names(tmp_path / "translations")


def test_a_huge_file_is_refused_before_it_is_read(audarma: Run, tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50 * 2**20)
    started = time.perf_counter()
    done = audarma("translate", "huge.txt", "--model", "echo")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "MB" in done.stderr
    assert time.perf_counter() - started < 20


def test_an_output_folder_that_is_a_file_is_refused_before_the_work(audarma: Run, tmp_path: Path) -> None:
    story(tmp_path)
    (tmp_path / "taken").write_text("mine")
    done = audarma("translate", "story.txt", "--out", "taken", "--model", "echo")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "taken" in done.stderr
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_disk_that_takes_no_more_is_one_line_and_nothing_half_written(tmp_path: Path) -> None:
    story(tmp_path, text=STORY * 40)
    done = subprocess.run(
        [*AUDARMA, "translate", "story.txt", "--model", "echo", "--to", "kk", "--format", "txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "story.kk.txt" in done.stderr
    assert not names(tmp_path / "translations")


def test_ctrl_c_is_one_line_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    for number in range(60):
        story(tmp_path, f"in/{number:02}.txt", SEED.read_text("utf-8").replace("форум", f"форум {number}"))
    process = subprocess.Popen(
        [*AUDARMA, "translate", "in", "--out", "out", "--beam", "8", "--format", "txt"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in error + out
    assert "interrupted" in error.splitlines()[-1]
    assert all(not name.startswith(".") and name.endswith(".txt") for name in names(tmp_path / "out"))


def test_a_terminal_sees_a_bar_and_a_pipe_does_not(audarma: Run, tmp_path: Path) -> None:
    story(tmp_path)
    words = ["translate", "story.txt", "--model", "echo", "--format", "txt"]
    assert "translating" not in audarma(*words).stderr
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [*AUDARMA, *words], cwd=tmp_path, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm-256color"}
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:  # Linux's way to say that the terminal's other side is closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    assert b"translating" in shown
    assert b"zh-Hans" in shown


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_the_table_fits_the_terminal(audarma: Run, tmp_path: Path, columns: int) -> None:
    story(tmp_path, "a_story_with_a_very_long_name_as_a_newsroom_system_gives_it_000_4396ead57e8baf43.txt")
    done = audarma("translate", ".", "--model", "echo", "--format", "txt", COLUMNS=str(columns))
    table = done.stdout.splitlines()[:-1]
    assert all(len(line) <= columns for line in table)
    assert {"segments", "words", "seconds"} <= set(table[0].split())
    assert any("zh-Hans" in line for line in table)


def test_help_answers_at_once(audarma: Run) -> None:
    started = time.perf_counter()
    done = audarma("--help")
    assert "translate" in done.stdout
    assert done.returncode == 0
    assert time.perf_counter() - started < 5  # `make bench` measures the 0.4 s; this only catches a disaster
    assert "--keep-boilerplate" in audarma("translate", "--help").stdout


def test_a_damaged_model_is_one_line(tmp_path: Path) -> None:
    story(tmp_path)
    broken = tmp_path / "models" / "starter"
    shutil.copytree(Path(models.load.__file__).parent / "starter", broken)
    with (broken / "tokenizer.json").open("a") as file:
        file.write(" ")
    code = (
        "import pathlib, models.load as l\nfrom pipeline.cli.main import main\n"
        f"l._HERE = pathlib.Path({str(tmp_path / 'models')!r})\n"
        "main(['translate', 'story.txt', '--quiet'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "tokenizer.json is damaged" in done.stderr


def test_an_unattended_run_fails_on_findings_when_it_is_told_to(audarma: Run, tmp_path: Path) -> None:
    (tmp_path / "audarma.toml").write_text("[checks.content]\noff = true\n", "utf-8")
    path = story(tmp_path)
    words = ("translate", path, "--to", "en", "--model", "echo", "--format", "json", "--quiet")
    assert audarma(*words).returncode == 0
    assert audarma(*words, "--fail-on", "error").returncode == 1
    (tmp_path / "audarma.toml").write_text("[checks]\noff = true\n", "utf-8")
    found = json.loads((tmp_path / "translations" / "story.json").read_text("utf-8"))["translations"]["en"]["findings"]
    assert any(f["severity"] == "error" for f in found)


def test_a_log_for_programs_is_one_object_a_line(audarma: Run, tmp_path: Path) -> None:
    story(tmp_path, "in/a.txt")
    story(tmp_path, "in/b.txt", "\n \n")
    done = audarma("translate", "in", "--to", "en", "--format", "txt", "--model", "echo", "--log", "json")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    said = [(line["event"], line.get("name")) for line in lines]
    assert said == [("article.done", "in/a.txt"), ("article.failed", "in/b.txt"), ("articles.failed", None)]
    assert all(line["time"].endswith("Z") for line in lines)
    quiet = audarma("translate", "in/a.txt", "--to", "en", "--model", "echo", "--log", "json", "--quiet")
    assert (quiet.stdout, quiet.stderr) == ("", "")
