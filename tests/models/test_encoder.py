import os
from collections import Counter
from pathlib import Path
from struct import pack

import numpy as np
import pytest

import models.encoder
from models.e5.build import choose
from models.e5.q4_file import Q4File
from models.encoder import Encoder, load_encoder, read_card
from models.errors import ModelDamagedError, ModelError

DATA = Path(os.environ.get("AUDARMA_EVAL_DATA", Path(__file__).parents[3] / "shared" / "eval")) / "flores200-devtest"
SENTENCE = "Президент Казахстана встретился с послом Китая в Астане."
TRANSLATIONS = {
    "zh-Hans": "哈萨克斯坦总统在阿斯塔纳会见了中国大使。",
    "kk-Cyrl": "Қазақстан Президенті Астанада Қытай елшісімен кездесті.",
    "en": "The President of Kazakhstan met with the Chinese ambassador in Astana.",
}
UNRELATED = {"zh-Hans": "今晚有雨，请带伞。", "kk-Cyrl": "Бүгін кешке жаңбыр жауады.", "en": "It will rain tonight."}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_is_nearer_than_another_sentence(language: str) -> None:
    source, own, other = load_encoder().encode([SENTENCE, TRANSLATIONS[language], UNRELATED[language]])
    assert source @ own > source @ other + 0.03
    assert np.linalg.norm(source) == pytest.approx(1, abs=1e-3)


def test_vectors_do_not_depend_on_what_else_is_in_the_batch() -> None:
    encoder = load_encoder()
    alone = encoder.encode([SENTENCE])
    together = encoder.encode(["Да.", SENTENCE, "Очень " * 600])
    assert float(alone[0] @ together[1]) == pytest.approx(1, abs=2e-3)


def test_no_text_is_no_vector() -> None:
    assert len(load_encoder().encode([])) == 0


def test_a_damaged_or_missing_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"card\.toml"):
        read_card(tmp_path)
    (tmp_path / "card.toml").write_bytes((models.encoder.FOLDER / "card.toml").read_bytes())
    with pytest.raises(ModelDamagedError, match="install it again"):
        Encoder(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "least"), [("zh", 0.985), ("kk", 0.985), ("en", 0.99)])
def test_the_right_sentence_is_picked_of_a_thousand(language: str, least: float) -> None:
    if not DATA.is_dir():
        pytest.skip(f"{DATA} is not there; AUDARMA_EVAL_DATA names the folder of test sets")
    encoder = load_encoder()
    source, target = (encoder.encode((DATA / f"{tag}.txt").read_text("utf-8").splitlines()) for tag in ("ru", language))
    assert np.mean((source @ target.T).argmax(1) == np.arange(len(source))) >= least


def test_the_pieces_kept_are_characters_of_our_scripts_and_the_frequent_ones() -> None:
    pieces = [("<s>", 0.0), ("ж", -1.0), ("한", -1.0), ("▁Астана", -2.0), ("▁rare", -3.0), ("中", -1.0), ("<unk>", 0.0)]
    assert choose(pieces, Counter({4: 1, 3: 9}), 5) == [0, 1, 3, 5, 6]


def test_a_quantized_tensor_is_scale_times_nibble_less_eight(tmp_path: Path) -> None:
    name, scale, low_and_high = b"emb.word", 0.5, bytes([0xF0]) * 16
    values = np.float16(scale).tobytes() + low_and_high
    head = b"mark" + pack("<I", 1) + pack("<7i", 8, 1, 1, 8, 2, 4, 1) + pack("<fi", 1e-12, 0)
    head += pack("<i", 2) + pack("<4i", 0, 1, 2, 1) + pack("<Q", 2) + pack("<3I", 0, 1, 2) + pack("<2f", -1.0, -2.0)
    head += b"ab" + pack("<iI", 0, 0) + pack("<i", 1) + pack("<H", len(name)) + name + pack("<BI", 2, 32)
    path = tmp_path / "weights.bin"
    path.write_bytes(head + pack("<QQ", len(head) + 16, len(values)) + values)
    file = Q4File(path)
    assert file.pieces == [("a", -1.0), ("b", -2.0)]
    assert file.tensor("emb.word", 4, 8).ravel().tolist() == [-4.0] * 16 + [3.5] * 16
    with pytest.raises(ValueError, match="no form"):
        file.tensor("emb.word", 3, 32)
