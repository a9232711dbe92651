"""The optional metrics: COMET by a stand-in for its package, MetricX by a tiny model of its kind."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from eval.measure import Recipe, measure
from eval.metrics.score import References
from models.errors import UsageError

SOURCES = ("Да.", "Нет.")
REFERENCES = References((("Yes.", "No."),), "en", SOURCES)
OURS = ["Yes.", "Maybe."]


class StandIn:
    """Predicts 1 for a translation that is its reference, else 0; without references, by length."""

    asked: list[dict[str, str]] = []  # noqa: RUF012 - what the last call was asked

    def predict(self, rows: list[dict[str, str]], **_how: Any) -> SimpleNamespace:
        StandIn.asked = rows
        return SimpleNamespace(scores=[float(row["mt"] == row["ref"]) if "ref" in row else 0.5 for row in rows])


@pytest.fixture
def comet(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The package `comet`, with the paths that it loaded."""
    loaded: list[str] = []

    def load(path: str) -> StandIn:
        loaded.append(path)
        return StandIn()

    module = ModuleType("comet")
    module.load_from_checkpoint = load  # type: ignore[attr-defined]
    module.download_model = lambda name: f"hub/{name}"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "comet", module)
    return loaded


def test_comet_is_the_mean_times_100_with_its_recipe(comet: list[str]) -> None:
    (score,) = measure({"it": OURS}, REFERENCES, Recipe(("comet",)))["it"]
    assert score.value == 50
    assert list(score.segments) == [100, 0]
    assert StandIn.asked[0] == {"src": "Да.", "mt": "Yes.", "ref": "Yes."}
    assert comet[0] == "hub/Unbabel/wmt22-comet-da"
    assert "wmt22-comet-da" in score.signature


def test_comet_reads_a_checkpoint_on_disk(comet: list[str], tmp_path: Path) -> None:
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "checkpoints" / "model.ckpt").touch()
    measure({"it": OURS}, REFERENCES, Recipe(("comet",), checkpoint=tmp_path))
    assert comet[-1].endswith("model.ckpt")


def test_the_non_commercial_ones_are_asked_for_by_name_and_say_so(comet: list[str]) -> None:
    (score,) = measure({"it": OURS}, REFERENCES, Recipe(("cometkiwi",)))["it"]
    assert "non-commercial" in score.title
    assert "ref" not in StandIn.asked[0]
    assert comet[-1] == "hub/Unbabel/wmt22-cometkiwi-da"


def test_what_is_not_at_hand_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "comet", None)
    with pytest.raises(UsageError, match=r"audarma\[comet\]"):
        measure({"it": OURS}, REFERENCES, Recipe(("comet",)))
    for key in ("comet", "metricx"):
        with pytest.raises(UsageError, match="--src"):
            measure({"it": OURS}, References(REFERENCES.texts, "en"), Recipe((key,)))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An mT5 of random weights, with a tokenizer whose pieces are characters."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import MT5Config, MT5ForConditionalGeneration, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("metricx")
    letters = sorted(set("source: candidate: reference: Yes.No.Maybe.Да.Нет."))
    vocabulary = {"<pad>": 0, "</s>": 1, "<unk>": 2, **{letter: 3 + i for i, letter in enumerate(letters)}}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    ).save_pretrained(folder)
    config = MT5Config(vocab_size=250_112, d_model=8, d_kv=4, d_ff=16, num_layers=1, num_heads=2)
    MT5ForConditionalGeneration(config).save_pretrained(folder)
    return folder


@pytest.mark.slow
def test_metricx_reads_one_logit_between_0_and_25(tiny: Path) -> None:
    import torch
    from transformers import AutoTokenizer, MT5ForConditionalGeneration

    (score,) = measure({"it": OURS}, REFERENCES, Recipe(("metricx",), checkpoint=tiny))["it"]
    tokenizer, model = AutoTokenizer.from_pretrained(tiny), MT5ForConditionalGeneration.from_pretrained(tiny).eval()
    ids = tokenizer("source: Да. candidate: Yes. reference: Yes.", return_tensors="pt")["input_ids"][:, :-1]
    with torch.inference_mode():
        logit = model(input_ids=ids, decoder_input_ids=torch.zeros((1, 1), dtype=torch.long)).logits[0, 0, 250_089]
    assert score.segments[0] == pytest.approx(float(logit.clamp(0, 25)), abs=1e-4)
    assert score.higher_is_better is False
    assert "lower is better" in score.title
    (quality,) = measure({"it": OURS}, REFERENCES, Recipe(("metricx-qe",), checkpoint=tiny))["it"]
    assert 0 <= quality.value <= 25


def test_metricx_that_is_not_there_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="google/metricx-24"):
        measure({"it": OURS}, REFERENCES, Recipe(("metricx",), checkpoint=tmp_path))
