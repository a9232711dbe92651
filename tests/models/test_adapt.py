"""Pairs parted by date, weights read back, LoRA on a network that is small enough to watch."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from models.adapt.pairs import Pair, split
from models.adapt.put import check_name
from models.adapt.trainable import IGNORED, open_trainable
from models.adapt.tune import Recipe, tune
from models.catalogue import find_card
from models.engine import Decoding
from models.errors import ModelDamagedError, UsageError
from models.load import load_engine
from models.weights import read_weights

Checkpoints = Callable[[str], Path]
STARTER = Path(__file__).parents[2] / "models" / "starter"
NEWS = Path(__file__).parents[1] / "data" / "starter" / "news.tsv"


def pairs(number: int) -> list[Pair]:
    rows = [line.split("\t") for line in NEWS.read_text("utf-8").splitlines()[1 : number + 1]]
    return [Pair(row[0], row[3], "en") for row in rows]


def test_the_newest_are_held_out_and_those_before_them_watched() -> None:
    dated = [Pair(f"текст {day}", f"text {day}", "en", f"2026-01-{day:02}") for day in (9, 3, 7, 1, 5, 2, 8, 4, 6, 10)]
    parts = split(dated, 0.2, 1)
    assert parts.by_date
    assert [pair.date[-2:] for pair in parts.held_out] == ["09", "10"]
    assert sorted(pair.date[-2:] for pair in parts.watch) == ["07", "08"]
    assert len(parts.learn) == 6


def test_a_text_with_two_translations_stands_on_one_side() -> None:
    both = [Pair(f"текст {i}", f"{language} {i}", language) for i in range(30) for language in ("en", "kk-Cyrl")]
    parts = split(both, 0.1, 1)
    assert not parts.by_date
    assert split(both, 0.1, 1) == parts
    assert {p.source for p in parts.held_out}.isdisjoint({p.source for p in (*parts.learn, *parts.watch)})
    assert len(parts.held_out) == 6
    with pytest.raises(ValueError, match="too few"):
        split(both[:4], 0.1, 1)


def test_a_damaged_file_is_not_read_back(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes((STARTER / "model.bin").read_bytes()[:10_000])
    with pytest.raises(ModelDamagedError, match="read back"):
        read_weights(path)


def test_an_id_that_is_taken_or_no_name_is_refused() -> None:
    for name in ("starter", "../x", "a b", ""):
        with pytest.raises(UsageError, match="--out"):
            check_name(name)


def test_a_model_without_torch_weights_says_what_it_needs() -> None:
    with pytest.raises(UsageError, match="--checkpoint"):
        open_trainable(find_card("opus-mt-ru-en"), None)


@pytest.mark.slow
def test_weights_read_back_find_likely_what_the_engine_writes() -> None:
    import torch

    model = open_trainable(find_card("starter"), None)
    engine = load_engine("starter", 1)
    source = "Президент прибыл в Астану."
    (hypothesis,) = engine.translate([source], "ru", "en", Decoding(beam=1))
    example = model.example(Pair(source, hypothesis.text, "en"))
    assert example.wanted[0] == IGNORED
    assert len(example.told) == len(example.wanted)
    model.network.eval()
    with torch.no_grad():
        out = model.network(input_ids=torch.tensor([example.read]), decoder_input_ids=torch.tensor([example.told]))
    likely = out.logits[0].log_softmax(-1)
    ours = float(np.mean([likely[i, wanted] for i, wanted in enumerate(example.wanted) if wanted != IGNORED]))
    assert hypothesis.score is not None
    assert abs(ours - hypothesis.score) < 0.15, (ours, hypothesis)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", [Recipe(epochs=2, rate=1e-3), Recipe(lora=False, epochs=2)], ids=["lora", "full"])
def test_both_ways_learn_and_keep_their_best(recipe: Recipe) -> None:
    model = open_trainable(find_card("starter"), None)
    parts = split(pairs(120), 0.1, 1)
    tuned = tune(model, parts, recipe)
    assert tuned.after < tuned.before
    assert tuned.pieces > 1000
    assert not [name for name, _ in tuned.model.network.named_parameters() if "lora" in name]


@pytest.mark.slow
@pytest.mark.parametrize("lora", [True, False], ids=["lora", "full"])
@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("nllb", "nllb-200-distilled-600m"),
        ("m2m100", "m2m100-418m"),
        ("marian", "opus-mt-tc-bible-big-mul-mul"),
        ("t5", "madlad400-3b-mt"),
    ],
)
def test_a_checkpoint_of_every_family_learns(checkpoints: Checkpoints, family: str, name: str, lora: bool) -> None:
    model = open_trainable(find_card(name), checkpoints(family))
    parts = split(pairs(60), 0.1, 1)
    tuned = tune(model, parts, Recipe(lora=lora, epochs=3, rate=3e-3))
    assert tuned.after < tuned.before
    out = tuned.model.network.state_dict()
    assert not [key for key in out if "lora" in key]
