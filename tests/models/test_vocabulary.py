"""Letters that are kept out of a language: by both engines, and in what the embedded model writes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from models.convert import convert
from models.ctranslate2_engine import CTranslate2Engine
from models.engine import Decoding
from models.load import load_engine
from models.transformers_engine import TransformersEngine
from models.vocabulary import foreign_tokens, read_vocabulary
from tests.models.test_conversion import BART

CYRILLIC, HAN = re.compile("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]"), re.compile("[一-鿿]")
STARTER = Path(__file__).parents[2] / "models" / "starter"


def test_tokens_are_told_by_their_letters() -> None:
    words = ["▁Қала", "ның", "▁city", "城市", "。", "</s>", "<2zh>", "2026", "X射线"]
    assert foreign_tokens(words, "zh-Hans") == ["ның", "▁Қала"]
    assert foreign_tokens(words, "kk-Cyrl") == ["X射线", "城市"]
    assert foreign_tokens(words, "en") == ["X射线", "ның", "▁Қала", "城市"]
    assert foreign_tokens(words, "ru") == []


def test_a_vocabulary_is_read_in_either_form(tmp_path: Path) -> None:
    assert read_vocabulary(tmp_path, "target") == frozenset()
    (tmp_path / "target_vocabulary.txt").write_text("<s>\nқала\n", "utf-8")
    assert read_vocabulary(tmp_path, "target") == {"<s>", "қала"}
    assert read_vocabulary(tmp_path, "source") == frozenset()
    assert len(read_vocabulary(STARTER, "source")) > 16_000


@pytest.mark.slow
def test_no_engine_writes_what_is_kept_out(checkpoints: Callable[[str], Path], tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the comparison needs PyTorch: pip install 'audarma[hf]'")
    folder = tmp_path / "converted"
    convert(BART, checkpoints("bart"), folder, "float32")
    sentences = ["Форум прошёл в Астане.", "Президент подписал указ.", "Да."]
    engine = CTranslate2Engine(BART, folder, 1, saved="float32", compute="float32", device="cpu")
    free, held = Decoding(beam=1), Decoding(beam=1, own_script=True)
    written = [hypothesis.text for hypothesis in engine.translate(sentences, "ru", "en", free)]
    assert any(CYRILLIC.search(text) for text in written), written  # random weights write whatever comes
    ours = [hypothesis.text for hypothesis in engine.translate(sentences, "ru", "en", held)]
    assert not [text for text in ours if CYRILLIC.search(text) or HAN.search(text)]
    assert any(CYRILLIC.search(hypothesis.text) for hypothesis in engine.translate(sentences, "ru", "kk-Cyrl", held))
    theirs = TransformersEngine(BART, checkpoints("bart"), 1).translate(sentences, "ru", "en", held)
    assert [hypothesis.text for hypothesis in theirs] == ours


def test_the_embedded_model_keeps_to_its_scripts(sentences: list[str]) -> None:
    engine = load_engine("starter", 1)
    for target, foreign in (("en", [CYRILLIC, HAN]), ("kk-Cyrl", [HAN]), ("zh-Hans", [CYRILLIC])):
        for hypothesis in engine.translate(sentences[:12], "ru", target):
            assert not [pattern for pattern in foreign if pattern.search(hypothesis.text)], hypothesis.text
