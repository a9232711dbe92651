"""`audarma models` as its user meets it, and the routes of `audarma translate`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

STORY = "В Астане прошёл форум\n\nУчастники форума приняли декларацию. Её подписали все.\n"
AUDARMA = [sys.executable, "-W", "error", "-m", "pipeline.cli.main"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def audarma(tmp_path: Path) -> Run:
    """Runs the command in an empty folder of its own, with no model installed."""
    (tmp_path / "story.txt").write_text(STORY, "utf-8")

    def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*AUDARMA, *map(str, words)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
            env={
                **os.environ,
                "HF_HUB_OFFLINE": "1",
                "AUDARMA_MODELS": str(tmp_path / "models"),
                "COLUMNS": "160",
                **environment,
            },
        )

    return run


def listed(audarma: Run, *words: str) -> list[dict[str, object]]:
    done = audarma("models", "list", "--json", *words)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_the_list_answers_a_newsrooms_question_at_a_glance(audarma: Run) -> None:
    done = audarma("models", "list", "--commercial", "--for", "zh,kk,en")
    assert done.returncode == 0
    assert "madlad400-3b-mt" in done.stdout
    assert "Apache-2.0" in done.stdout
    assert "nllb" not in done.stdout
    assert "kk!" in done.stdout
    assert "tilmash" not in done.stdout


def test_the_embedded_model_is_marked_as_installed_and_comes_last(audarma: Run) -> None:
    rows = [line for line in audarma("models", "list").stdout.splitlines() if "starter" in line]
    assert rows[0].startswith("*")
    assert [card["id"] for card in listed(audarma)][-1] == "starter"


def test_the_filters_filter(audarma: Run) -> None:
    everything = {card["id"] for card in listed(audarma)}
    assert all(card["commercial"] for card in listed(audarma, "--commercial"))
    assert {"tilmash"} & everything
    assert not {"tilmash", "opus-mt-ru-en"} & {card["id"] for card in listed(audarma, "--for", "zh")}
    small = listed(audarma, "--max-memory", "2GB")
    assert small
    assert all(min(size["memory"] for size in card["sizes"].values()) <= 2e9 for card in small)  # type: ignore[attr-defined]
    assert "gemma-4-31b" not in {card["id"] for card in small}


@pytest.mark.parametrize(
    ("territory", "allowed"), [("KZ", True), ("kz", True), ("DE", False), ("EU", False), ("KR", False), ("GB", False)]
)
def test_a_territory_leaves_out_what_may_not_be_used_there(audarma: Run, territory: str, allowed: bool) -> None:
    found = {card["id"] for card in listed(audarma, "--territory", territory)}
    assert ("hy-mt1.5-7b" in found) == allowed
    assert "hy-mt2-7b" in found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--for", "fr"), "unknown language"),
        (("list", "--max-memory", "much"), "is no size"),
        (("list", "--territory", "Kazakhstan"), "ISO 3166"),
        (("list", "--max-memory", "1kB", "--for", "zh"), "no model answers to that"),
        (("show", "nllb"), "unknown model"),
        (("verify", "nllb-200-1.3b"), "not installed"),
        (("pack", "nllb-200-1.3b", "-o", "x"), "not installed"),
        (("rm", "starter"), "part of Audarma"),
        (("pull", "starter"), "part of Audarma"),
        (("pull", "hy-mt2-7b"), "a server of yours"),
        (("use", "tilmash", "--for", "zh"), "does not go from ru to zh"),
        (("pull", "m2m100-418m", "--from", ".", "--precision", "int4"), "no such precision"),
    ],
)
def test_a_wrong_word_is_one_line_and_exit_code_2(audarma: Run, words: tuple[str, ...], said: str) -> None:
    done = audarma("models", *words)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert said in done.stderr


def test_show_tells_the_whole_card_and_how_to_get_it(audarma: Run) -> None:
    shown = audarma("models", "show", "nllb-200-distilled-600m").stdout
    for words in ("CC-BY-NC-4.0", "rus_Cyrl", "57.4", "42.4", "39", "drops sentences", "(unverified)", "leaderboards"):
        assert words in shown
    assert "audarma models pull nllb-200-distilled-600m --accept-licence cc-by-nc-4.0" in shown
    assert "vllm serve tencent/HY-MT1.5-7B" in audarma("models", "show", "hy-mt1.5-7b").stdout
    card = json.loads(audarma("models", "show", "madlad400-3b-mt", "--json").stdout)
    assert card["tokens"]["codes"]["kk-Cyrl"] == "<2kk>"
    assert card["sizes"]["int8"]["memory"] > card["sizes"]["int8"]["disk"] > 2e9


def test_the_doctor_says_what_is_there_and_why(audarma: Run, tmp_path: Path) -> None:
    done = audarma("models", "doctor")
    assert done.returncode == 0
    for words in ("This machine", "starter", "no other model for it is installed"):
        assert words in done.stdout
    (tmp_path / "audarma.toml").write_text('[routes]\nzh = "nllb-200-1.3b"\nkk = "hy-mt2-7b"\n', "utf-8")
    done = audarma("models", "doctor")
    assert done.returncode == 1
    assert "zh: model nllb-200-1.3b is not installed" in done.stdout
    assert "kk: model hy-mt2-7b is run by a server" in done.stdout
    document = json.loads(audarma("models", "doctor", "--json").stdout)
    assert document["routes"]["zh-Hans"]["routes"] == ["nllb-200-1.3b"]
    assert len(document["ills"]) == 2
    (tmp_path / "audarma.toml").write_text("[routes]\nzh = 3\n", "utf-8")
    assert "audarma.toml, line 1: routes" in audarma("models", "doctor").stdout


def test_use_writes_a_route_and_keeps_what_a_person_wrote(audarma: Run, tmp_path: Path) -> None:
    path = tmp_path / "audarma.toml"
    path.write_text('# ours\n[routes]\nen = "starter" # for now\n', "utf-8")
    done = audarma("models", "use", "opus-mt-ru-en+en+opus-mt-en-zh", "--for", "zh")
    assert done.returncode == 0
    assert "not installed yet" in done.stdout
    assert audarma("models", "use", "echo", "--for", "kk").returncode == 0
    text = path.read_text("utf-8")
    assert text.startswith('# ours\n[routes]\nen = "starter" # for now\n')
    assert 'zh = "opus-mt-ru-en+en+opus-mt-en-zh"' in text
    done = audarma("translate", "story.txt", "--to", "kk", "--format", "txt")
    assert done.returncode == 0
    assert "форум" in (tmp_path / "translations" / "story.kk.txt").read_text("utf-8")


def test_a_pivot_stands_in_the_json_hop_by_hop(audarma: Run, tmp_path: Path) -> None:
    words = ("--to", "zh", "--route", "zh=starter+en+starter", "--format", "json,html", "--threads", "2")
    done = audarma("translate", "story.txt", *words)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("weak") == 1
    document = json.loads((tmp_path / "translations" / "story.json").read_text("utf-8"))
    schema = json.loads(files("pipeline.exporters").joinpath("article.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    segment = document["translations"]["zh-Hans"]["segments"][0]
    assert segment["model"] == "starter+en+starter"
    assert [(hop["source"], hop["target"], hop["model"]) for hop in segment["hops"]] == [
        ("ru", "en", "starter"),
        ("en", "zh-Hans", "starter"),
    ]
    assert all(hop["score"] < 0 and hop["tokens"] > 0 for hop in segment["hops"])
    assert "weak" in (tmp_path / "translations" / "story.html").read_text("utf-8")


def test_a_failover_stands_in_the_json_with_its_reason(audarma: Run, tmp_path: Path) -> None:
    (tmp_path / "audarma.toml").write_text('[servers.gone]\nurl = "http://127.0.0.1:1/v1"\ntries = 1\n', "utf-8")
    words = ("--to", "kk", "--route", "kk=hy-mt2-7b,starter", "--format", "json", "--threads", "2")
    done = audarma("translate", "story.txt", *words)
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "translations" / "story.json").read_text("utf-8"))
    schema = json.loads(files("pipeline.exporters").joinpath("article.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    for segment in document["translations"]["kk-Cyrl"]["segments"]:
        assert segment["model"] == "starter"
        assert [failover["model"] for failover in segment["failovers"]] == ["hy-mt2-7b"]
        assert "cannot be reached" in segment["failovers"][0]["reason"]


def test_segments_without_hops_and_failovers_do_not_speak_of_them(audarma: Run, tmp_path: Path) -> None:
    audarma("translate", "story.txt", "--to", "kk", "--model", "echo", "--format", "json")
    text = (tmp_path / "translations" / "story.json").read_text("utf-8")
    assert "hops" not in text
    assert "failovers" not in text


def test_a_card_that_does_not_validate_stops_the_program(audarma: Run, tmp_path: Path) -> None:
    (tmp_path / "models" / "cards").mkdir(parents=True)
    (tmp_path / "models" / "cards" / "bad.toml").write_text('id = "bad"\nlimit = "many"\n', "utf-8")
    done = audarma("translate", "story.txt", "--to", "kk")
    assert done.returncode == 1
    assert "bad.toml, line " in done.stderr
    assert done.stderr.count("\n") == 1
