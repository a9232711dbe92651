"""The floors, the README's table of them, and the embedded model held against them on a sample."""

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from eval.gate import (
    SAMPLE,
    Baseline,
    Floor,
    GateError,
    Verdict,
    judge,
    raise_floors,
    read_baseline,
    table,
    write_baseline,
)
from models.catalogue import find_card
from models.errors import UsageError

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("AUDARMA_EVAL_DATA", ROOT.parent / "shared" / "eval"))


def floor(score: float, *, key: str = "chrf++", segments: int = 1000, sha256: str = "a") -> Floor:
    return Floor(
        suite="s",
        segments=segments,
        sha256=sha256,
        language="en",
        key=key,
        metric=key,
        score=score,
        low=score - 1,
        high=score + 1,
        signature="x",
        lower_is_better=key == "ter",
    )


def baseline(*floors: Floor) -> Baseline:
    return Baseline(model="m", revision="1", epsilon=0.3, epsilon_few=2, epsilon_reason="noise", floors=floors)


def fell(measured: Floor, *floors: Floor) -> bool:
    (verdict,) = judge(baseline(*floors), [measured])
    return verdict.fell


def test_a_score_may_lie_below_its_floor_by_noise_alone() -> None:
    assert not fell(floor(29.7), floor(30))
    assert fell(floor(29.6), floor(30))
    assert not fell(floor(50), floor(30))
    assert not fell(floor(28, segments=100), floor(30, segments=100))
    assert fell(floor(27.9, segments=100), floor(30, segments=100))


def test_where_lower_is_better_the_floor_is_above() -> None:
    assert fell(floor(80.5, key="ter"), floor(80, key="ter"))
    assert not fell(floor(70, key="ter"), floor(80, key="ter"))


def test_what_has_no_floor_does_not_fall_and_other_data_is_refused() -> None:
    assert not fell(floor(1, key="bleu"), floor(30))
    with pytest.raises(GateError, match="not the data"):
        judge(baseline(floor(30)), [floor(31, sha256="b")])


def test_floors_rise_by_themselves_and_fall_only_with_a_reason() -> None:
    before = baseline(floor(30))
    better, worse = (judge(before, [floor(score)]) for score in (31, 20))
    assert raise_floors(before, better).floors[0].score == 31
    assert raise_floors(before, worse) == before
    after = raise_floors(before, worse, "another tokenizer")
    assert after.floors[0].score == 20
    assert (after.lowered[0].before, after.lowered[0].after, after.lowered[0].reason) == (30, 20, "another tokenizer")
    new = raise_floors(baseline(), [Verdict(floor(5), None, 0.3)])
    assert new.floors == (floor(5),)


def test_floors_are_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(baseline(floor(30)), path)
    assert read_baseline(path) == baseline(floor(30))
    path.write_text('{"model": 1}', "utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        read_baseline(path)


def test_the_floors_are_those_of_the_embedded_model_on_all_suites_at_hand() -> None:
    floors = read_baseline()
    assert floors.revision == find_card(floors.model).revision
    places = {(f.suite, f.language) for f in floors.floors}
    whole = {("flores200-devtest", language) for language in ("zh", "kk", "en")} | {("newstest2020-ru-en", "en")}
    assert places == whole | {(suite + SAMPLE, language) for suite, language in whole} | {
        ("seed", language) for language in ("zh", "kk", "en")
    }
    assert {f.segments for f in floors.floors if f.suite == "flores200-devtest"} == {1012}
    assert not floors.lowered or all(lowered.reason for lowered in floors.lowered)


def test_the_readme_shows_the_floors_as_the_command_prints_them() -> None:
    shown = re.search(r"^(\| test set \|.*?)\n\n", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert shown, "the README shows the embedded model's scores"
    assert shown.group(1) + "\n" == table(read_baseline())


def test_the_table_has_whole_suites_alone() -> None:
    sample = msgspec.structs.replace(floor(9), suite="s" + SAMPLE)
    assert table(baseline(floor(30), sample), keys=("chrf++",)).splitlines()[2:] == [
        "| s | en | 1,000 | 30.0 (29.0–31.0) |"
    ]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_embedded_model_keeps_its_floors_on_a_hundred_sentences(tmp_path: Path) -> None:
    if not (DATA / "flores200-devtest").is_dir():
        pytest.skip(f"{DATA} has no test sets; AUDARMA_EVAL_DATA names the folder")
    command = [sys.executable, "-m", "pipeline.cli.main", "evaluate", "--gate", "--limit", "100"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "AUDARMA_EVAL_DATA": str(DATA), "COLUMNS": "160"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("kept") == 28, done.stdout
