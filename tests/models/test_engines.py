import shutil
from pathlib import Path

import msgspec
import pytest

import models.load
from models.catalogue import EMBEDDED, find_card
from models.ctranslate2_engine import CTranslate2Engine
from models.engine import Decoding, Hypothesis
from models.errors import ModelDamagedError, ModelError, UsageError
from models.load import load_engine, start_engine
from models.machine import choose_compute, divide
from models.pieces import fill
from models.scripted import ScriptedEngine
from models.sizes import disk, memory, smallest
from models.verify import verify

STARTER = Path(models.load.__file__).parent / "starter"


@pytest.fixture(scope="module")
def starter() -> CTranslate2Engine:
    engine = load_engine(EMBEDDED, threads=2)
    assert isinstance(engine, CTranslate2Engine)
    return engine


def test_echo_gives_each_text_back() -> None:
    engine = load_engine("echo")
    assert [h.text for h in engine.translate(["Астана", ""], "ru", "kk-Cyrl")] == ["Астана", ""]


def test_the_scripted_engine_remembers_what_it_was_asked() -> None:
    engine = ScriptedEngine(lambda text, _target, _how: text.upper())
    assert engine.translate(["да"], "ru", "en") == [Hypothesis("ДА", -0.5)]
    assert engine.calls == [(("да",), "en", Decoding())]


@pytest.mark.parametrize("bad", [{"beam": 0}, {"no_repeat_ngram": -1}, {"repetition_penalty": 0.0}])
def test_a_search_that_does_not_exist_cannot_be_asked_for(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="no such search"):
        Decoding(**bad)  # type: ignore[arg-type]


def test_the_starter_is_fed_its_exact_tokens(starter: CTranslate2Engine) -> None:
    tokens = find_card(EMBEDDED).tokens
    assert tokens is not None
    assert starter.frame(["Да."], "ru", "en") == [["<s>", "▁Да", ".", "</s>"]]
    assert fill(tokens.target_prefix, tokens, "ru", "zh-Hans") == ["<2zh>"]


@pytest.mark.parametrize(
    ("target", "letters"), [("en", "abcdefghij"), ("kk-Cyrl", "әғқңөұүһі"), ("zh-Hans", "的在了国中和")]
)
def test_the_starter_answers_in_the_script_of_the_target(starter: CTranslate2Engine, target: str, letters: str) -> None:
    (hypothesis,) = starter.translate(["Президент Казахстана встретился с послом Китая в Астане."], "ru", target)
    assert set(hypothesis.text) & set(letters)
    assert hypothesis.score is not None
    assert hypothesis.score < 0


def test_order_and_number_of_texts_are_kept(starter: CTranslate2Engine) -> None:
    texts = ["Да.", "В Астане прошёл форум информационных агентств.", "Нет."]
    together = starter.translate(texts, "ru", "en", Decoding(beam=1))
    alone = [starter.translate([text], "ru", "en", Decoding(beam=1))[0] for text in texts]
    assert [h.text for h in together] == [h.text for h in alone]


def test_a_hypothesis_that_hits_the_length_limit_is_not_called_complete() -> None:
    card = msgspec.structs.replace(find_card(EMBEDDED), max_output=6)
    engine = CTranslate2Engine(card, STARTER, threads=1)
    long, short = engine.translate(["Президент Казахстана встретился с послом Китая.", "Да."], "ru", "en")
    assert (long.complete, short.complete) == (False, True)


def test_a_direction_that_the_card_lacks_is_refused(starter: CTranslate2Engine) -> None:
    with pytest.raises(UsageError, match="kk-Cyrl into en"):
        starter.translate(["Иә."], "kk-Cyrl", "en")


def test_no_text_is_no_hypothesis(starter: CTranslate2Engine) -> None:
    assert starter.translate([], "ru", "en") == []


def test_a_damaged_or_missing_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "starter"
    shutil.copytree(STARTER, folder)
    card = find_card(EMBEDDED)
    verify(card, folder)
    with (folder / "model.bin").open("r+b") as file:
        file.seek(10_000_000)
        file.write(b"\0\0\0\1")
    with pytest.raises(ModelDamagedError, match=r"model\.bin is damaged"):
        verify(card, folder)
    (folder / "model.bin").unlink()
    with pytest.raises(ModelDamagedError, match=r"model\.bin cannot be read"):
        verify(card, folder)


def test_a_folder_that_is_no_model_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        CTranslate2Engine(find_card(EMBEDDED), tmp_path)


def test_start_engine_checks_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.load, "_HERE", tmp_path)
    with pytest.raises(ModelDamagedError, match="install it again"):
        start_engine(find_card(EMBEDDED))


@pytest.mark.parametrize(
    ("threads", "there", "split"),
    [(0, 1, (1, 1)), (0, 2, (1, 2)), (0, 4, (1, 4)), (0, 8, (2, 4)), (0, 18, (4, 4)), (2, 16, (1, 2)), (16, 4, (4, 4))],
)
def test_threads_are_shared_out_by_the_machine(threads: int, there: int, split: tuple[int, int]) -> None:
    assert divide(threads, there, 600_000_000) == split


@pytest.mark.parametrize(
    ("threads", "there", "split"), [(0, 1, (1, 1)), (0, 2, (2, 1)), (0, 8, (8, 1)), (3, 2, (3, 1))]
)
def test_a_small_model_has_a_decoder_a_thread(threads: int, there: int, split: tuple[int, int]) -> None:
    assert divide(threads, there, find_card(EMBEDDED).parameters) == split


def test_several_decoders_give_the_same_hypotheses(starter: CTranslate2Engine) -> None:
    card = find_card(EMBEDDED)
    engine = CTranslate2Engine(card, STARTER, threads=8)
    texts = [f"Министр посетил выставку номер {number}." for number in range(40)]
    assert [h.text for h in engine.translate(texts, "ru", "en", Decoding(beam=1))] == [
        h.text for h in starter.translate(texts, "ru", "en", Decoding(beam=1))
    ]


@pytest.mark.parametrize(
    ("saved", "half", "supported", "chosen"),
    [
        ("int8", True, {"int8_float32", "float32"}, "int8_float32"),
        ("int8", True, {"int8_float16", "int8_float32", "float32"}, "int8_float16"),
        ("int8", False, {"int8_float16", "int8_float32", "float32"}, "int8_float32"),
        ("int8_float32", True, {"int8_float32", "float32"}, "int8_float32"),
        ("float16", True, {"float32", "int8_float32"}, "float32"),
        ("float16", False, {"float16", "bfloat16", "float32"}, "bfloat16"),
        ("bfloat16", True, {"bfloat16", "float32"}, "bfloat16"),
        ("float32", True, {"float16", "float32", "int8_float32"}, "float32"),
        ("int8", True, {"float32"}, "float32"),
    ],
)
def test_the_precision_is_the_nearest_that_the_processor_has(
    monkeypatch: pytest.MonkeyPatch, saved: str, half: bool, supported: set[str], chosen: str
) -> None:
    monkeypatch.setattr("ctranslate2.get_supported_compute_types", lambda _device: supported)
    assert choose_compute(saved, half, "cpu") == chosen


def test_the_size_of_a_model_is_estimated_closely() -> None:
    card = find_card(EMBEDDED)
    assert (STARTER / "model.bin").stat().st_size == pytest.approx(disk(card, "int8"), rel=0.03)
    assert memory(card, "int8") > disk(card, "int8")
    assert smallest(find_card("echo")) == 0
