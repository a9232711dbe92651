"""Tiny models of every real architecture, with random weights and SentencePiece tokenizers trained here."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FAMILIES = ("nllb", "m2m100", "small100", "marian", "t5", "bart")
Build = Callable[[Path, list[str]], None]


def seed_lines() -> list[str]:
    """The text of the seeds, in the four languages."""
    seeds = ROOT / "seeds"
    articles = [
        path for path in (seeds / "articles").glob("*.txt") if not re.search(r"_(cp1251|koi8r|utf16)$", path.stem)
    ]
    files = [*sorted((seeds / "references").glob("*.txt")), *sorted(articles)]
    return [line for path in files for line in path.read_text("utf-8-sig").splitlines() if line.strip()]


@pytest.fixture(scope="session")
def sentences() -> list[str]:
    """Fifty different Russian sentences of the seeds."""
    cyrillic = re.compile(r"[а-яё]")
    found = [
        sentence
        for line in seed_lines()
        for sentence in re.split(r"(?<=[.!?…]) ", line)
        if cyrillic.search(sentence) and not re.search(r"[әғқңөұүһі]", sentence) and len(sentence) < 200
    ]
    unique = list(dict.fromkeys(found))[:50]
    assert len(unique) == 50
    return unique


@pytest.fixture(scope="session")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a family's checkpoint, as a hub's snapshot would be: built once, when it is first asked for."""
    root = tmp_path_factory.mktemp("checkpoints")

    def folder(family: str) -> Path:
        place = root / family
        if not place.exists():
            place.mkdir()
            BUILDERS[family](place, seed_lines())
        return place

    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of models of its own."""
    place = tmp_path / "models"
    monkeypatch.setenv("AUDARMA_MODELS", str(place))
    yield place


def _train(out: Path, lines: list[str], size: int, kind: str, **more: Any) -> None:
    from sentencepiece import SentencePieceTrainer

    written = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=written,
        vocab_size=size,
        model_type=kind,
        character_coverage=1.0,
        minloglevel=2,
        num_threads=1,
        **more,
    )
    out.write_bytes(written.getvalue())


def _pieces(path: Path, first: int) -> list[str]:
    from sentencepiece import SentencePieceProcessor

    model = SentencePieceProcessor(model_file=str(path))
    return [model.id_to_piece(i) for i in range(first, model.get_piece_size())]


def _small(**more: Any) -> dict[str, Any]:
    """What every encoder and decoder of BART's kin is given here: two layers of 32."""
    return {
        "d_model": 32,
        "encoder_layers": 2,
        "decoder_layers": 2,
        "encoder_attention_heads": 4,
        "decoder_attention_heads": 4,
        "encoder_ffn_dim": 64,
        "decoder_ffn_dim": 64,
        "max_position_embeddings": 512,
        "init_std": 0.5,
        "scale_embedding": True,
        **more,
    }


def _save(network: Any, place: Path) -> None:
    import transformers

    from models.convert import quiet

    with quiet(transformers):
        network.eval().save_pretrained(place)


def _nllb(place: Path, lines: list[str]) -> None:
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    torch.manual_seed(1)
    _train(place / "sentencepiece.bpe.model", lines, 1200, "bpe")
    settings = {"tokenizer_class": "NllbTokenizer", "additional_special_tokens": FAIRSEQ_LANGUAGE_CODES}
    (place / "tokenizer_config.json").write_text(json.dumps(settings))
    tokenizer = NllbTokenizer.from_pretrained(place)
    tokenizer.save_pretrained(place)
    ids = {"decoder_start_token_id": 2, "eos_token_id": 2, "pad_token_id": 1, "bos_token_id": 0}
    # Two rows more than tokens, as the real ones have: the converter must name them.
    _save(M2M100ForConditionalGeneration(M2M100Config(vocab_size=len(tokenizer) + 2, **_small(**ids))), place)


def _m2m100(place: Path, lines: list[str], seed: int = 2) -> None:
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    torch.manual_seed(seed)
    _train(place / "sentencepiece.bpe.model", lines, 1200, "bpe")
    words = ["<s>", "<pad>", "</s>", "<unk>", *_pieces(place / "sentencepiece.bpe.model", 3)]
    (place / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}), "utf-8")
    M2M100Tokenizer(str(place / "vocab.json"), str(place / "sentencepiece.bpe.model")).save_pretrained(place)
    languages, madeup = 100, 8
    ids = {"decoder_start_token_id": 2, "eos_token_id": 2, "pad_token_id": 1, "bos_token_id": 0}
    config = M2M100Config(vocab_size=len(words) + languages + madeup, **_small(**ids))
    _save(M2M100ForConditionalGeneration(config), place)


def _small100(place: Path, lines: list[str]) -> None:
    _m2m100(place, lines, seed=3)
    settings = json.loads((place / "tokenizer_config.json").read_text("utf-8"))
    settings["tokenizer_class"] = "SMALL100Tokenizer"  # as on the hub, where it is code of the repository's own
    (place / "tokenizer_config.json").write_text(json.dumps(settings))


def _marian(place: Path, lines: list[str]) -> None:
    import torch
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(4)
    _train(place / "source.spm", lines, 800, "unigram")
    _train(place / "target.spm", lines, 700, "unigram")
    found = dict.fromkeys(piece for name in ("source.spm", "target.spm") for piece in _pieces(place / name, 3))
    words = ["</s>", "<unk>", *found, ">>kaz<<", ">>eng<<", ">>cmn_Hans<<", "<pad>"]
    pad = len(words) - 1
    (place / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}), "utf-8")
    settings = {"tokenizer_class": "MarianTokenizer", "source_lang": "rus", "target_lang": "mul"}
    (place / "tokenizer_config.json").write_text(json.dumps(settings))
    config = MarianConfig(
        vocab_size=len(words),
        activation_function="swish",
        share_encoder_decoder_embeddings=True,
        static_position_embeddings=True,
        **_small(
            decoder_start_token_id=pad, pad_token_id=pad, eos_token_id=0, bos_token_id=None, forced_eos_token_id=None
        ),
    )
    network = MarianMTModel(config)
    network.final_logits_bias.normal_()
    network.generation_config.bad_words_ids = [[pad]]
    _save(network, place)


def _t5(place: Path, lines: list[str]) -> None:
    import torch
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    torch.manual_seed(5)
    tags = ["<2ru>", "<2zh>", "<2kk>", "<2en>"]
    ids = {"unk_id": 0, "pad_id": 1, "eos_id": 2, "bos_id": -1}
    _train(place / "spiece.model", lines, 1100, "unigram", user_defined_symbols=tags, **ids)
    (place / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "T5Tokenizer", "extra_ids": 0}))
    tokenizer = T5Tokenizer.from_pretrained(place)
    tokenizer.save_pretrained(place)
    config = T5Config(
        vocab_size=len(tokenizer) + 4,
        d_model=32,
        d_kv=8,
        num_heads=4,
        d_ff=64,
        num_layers=2,
        num_decoder_layers=2,
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=False,
        decoder_start_token_id=1,
        pad_token_id=1,
        eos_token_id=2,
        initializer_factor=4.0,
    )
    _save(T5ForConditionalGeneration(config), place)


def _bart(place: Path, lines: list[str]) -> None:
    import torch
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import BartConfig, BartForConditionalGeneration, PreTrainedTokenizerFast

    torch.manual_seed(6)
    raw = Tokenizer(models.Unigram())
    raw.pre_tokenizer = pre_tokenizers.Metaspace()
    raw.decoder = decoders.Metaspace()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    trainer = trainers.UnigramTrainer(vocab_size=800, special_tokens=special, unk_token="<unk>", show_progress=False)
    raw.train_from_iterator(lines, trainer)
    raw.add_special_tokens([AddedToken(tag, special=True, normalized=False) for tag in ("<2zh>", "<2kk>", "<2en>")])
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=raw, bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>"
    )
    tokenizer.save_pretrained(place)
    ids = {"decoder_start_token_id": 2, "eos_token_id": 2, "pad_token_id": 1, "bos_token_id": 0}
    small = _small(forced_eos_token_id=None, **ids) | {"scale_embedding": False}
    _save(BartForConditionalGeneration(BartConfig(vocab_size=len(tokenizer), **small)), place)


BUILDERS: dict[str, Build] = {
    "nllb": _nllb,
    "m2m100": _m2m100,
    "small100": _small100,
    "marian": _marian,
    "t5": _t5,
    "bart": _bart,
}
