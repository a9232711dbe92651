"""Every family on a tiny model of its real architecture: the exact tokens, and transformers against CTranslate2."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from models.card import Card, Tokens
from models.catalogue import find_card
from models.convert import convert, load_tokenizer
from models.ctranslate2_engine import CTranslate2Engine
from models.engine import Decoding
from models.errors import ModelError
from models.pieces import fill
from models.transformers_engine import TransformersEngine

torch = pytest.importorskip("torch", reason="the comparison needs PyTorch: pip install 'audarma[hf]'")

Checkpoints = Callable[[str], Path]
GREEDY = Decoding(beam=1)
TEXT = "Да."

BART = Card(
    id="tiny-bart",
    title="BART, as the embedded model is made",
    family="bart",
    repository="tests/bart",
    licence="Apache-2.0",
    commercial=True,
    parameters=1,
    directions={"ru": ("zh-Hans", "kk-Cyrl", "en")},
    limit=100,
    tokens=Tokens(
        tokenizer="tokenizer.json",
        source_prefix=("<s>",),
        source_suffix=("</s>",),
        target_prefix=("{target}",),
        codes={"zh-Hans": "<2zh>", "kk-Cyrl": "<2kk>", "en": "<2en>"},
    ),
)
CARDS: Mapping[str, Card] = {
    "nllb": find_card("nllb-200-distilled-600m"),
    "m2m100": find_card("m2m100-418m"),
    "small100": find_card("small-100"),
    "marian": find_card("opus-mt-tc-bible-big-mul-mul"),
    "t5": find_card("madlad400-3b-mt"),
    "bart": BART,
}
DIRECTIONS = [
    (family, source, target)
    for family, card in CARDS.items()
    for source, targets in card.directions.items()
    for target in targets
]


def vocabulary(folder: Path) -> list[str]:
    """The converted model's tokens: their places are the checkpoint's ids."""
    found: list[str] = json.loads((folder / "shared_vocabulary.json").read_text("utf-8"))
    return found


def card_of(family: str) -> Card:
    """The real card, with a short limit: a random model seldom ends a sentence."""
    return msgspec.structs.replace(CARDS[family], max_output=32)


@pytest.fixture(scope="module")
def converted(checkpoints: Checkpoints, tmp_path_factory: pytest.TempPathFactory) -> Checkpoints:
    """Each family's checkpoint, converted to float32 when it is first asked for."""
    root = tmp_path_factory.mktemp("converted")

    def folder(family: str) -> Path:
        place = root / family
        if not place.exists():
            convert(card_of(family), checkpoints(family), place, "float32")
        return place

    return folder


@pytest.fixture(scope="module")
def pairs(checkpoints: Checkpoints, converted: Checkpoints) -> Callable[[str], tuple[Any, Any]]:
    """The two engines of a family."""
    made: dict[str, tuple[Any, Any]] = {}

    def engines(family: str) -> tuple[Any, Any]:
        if family not in made:
            card = card_of(family)
            made[family] = (
                TransformersEngine(card, checkpoints(family), threads=1),
                CTranslate2Engine(card, converted(family), threads=1, saved="float32", compute="float32", device="cpu"),
            )
        return made[family]

    return engines


@pytest.mark.parametrize(("family", "source", "target"), DIRECTIONS)
def test_greedy_decoding_gives_the_same_ids(  # noqa: PLR0913, PLR0917 - two engines, fifty sentences, a direction
    pairs: Callable[[str], tuple[Any, Any]],
    converted: Checkpoints,
    sentences: list[str],
    family: str,
    source: str,
    target: str,
) -> None:
    reference, engine = pairs(family)
    expected = reference.ids(sentences, source, target, GREEDY)
    tokens = engine.tokens(sentences, source, target, GREEDY)
    numbers = {token: i for i, token in enumerate(vocabulary(converted(family)))}
    assert [[numbers[token] for token in row] for row in tokens] == expected
    assert len({tuple(row) for row in expected}) > 10, "a model that says the same of everything proves nothing"


@pytest.mark.parametrize("family", CARDS)
def test_the_two_engines_give_the_same_text(
    pairs: Callable[[str], tuple[Any, Any]], sentences: list[str], family: str
) -> None:
    reference, engine = pairs(family)
    texts = [[h.text for h in one.translate(sentences, "ru", "kk-Cyrl", GREEDY)] for one in (reference, engine)]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("family", "direction", "before", "after", "begins"),
    [
        ("nllb", ("ru", "kk-Cyrl"), ["rus_Cyrl"], ["</s>"], ["kaz_Cyrl"]),
        ("nllb", ("ru", "zh-Hans"), ["rus_Cyrl"], ["</s>"], ["zho_Hans"]),
        ("nllb", ("ru", "en"), ["rus_Cyrl"], ["</s>"], ["eng_Latn"]),
        ("m2m100", ("ru", "kk-Cyrl"), ["__ru__"], ["</s>"], ["__kk__"]),
        ("m2m100", ("ru", "zh-Hans"), ["__ru__"], ["</s>"], ["__zh__"]),
        ("small100", ("ru", "kk-Cyrl"), ["__kk__"], ["</s>"], []),
        ("marian", ("ru", "kk-Cyrl"), [">>kaz<<"], ["</s>"], []),
        ("marian", ("ru", "zh-Hans"), [">>cmn_Hans<<"], ["</s>"], []),
        ("t5", ("ru", "kk-Cyrl"), ["<2kk>"], ["</s>"], []),
        ("t5", ("ru", "zh-Hans"), ["<2zh>"], ["</s>"], []),
        ("bart", ("ru", "en"), ["<s>"], ["</s>"], ["<2en>"]),
    ],
)
def test_the_exact_tokens(  # noqa: PLR0913, PLR0917 - a table of what stands where
    pairs: Callable[[str], tuple[Any, Any]],
    family: str,
    direction: tuple[str, str],
    before: list[str],
    after: list[str],
    begins: list[str],
) -> None:
    _, engine = pairs(family)
    (framed,) = engine.frame([TEXT], *direction)
    assert framed[: len(before)] == before
    assert framed[-len(after) :] == after
    pieces = framed[len(before) : -len(after)]
    assert "".join(pieces).replace("▁", "") == TEXT
    tokens = CARDS[family].tokens
    assert tokens is not None
    assert fill(tokens.target_prefix, tokens, *direction) == begins


@pytest.mark.parametrize(
    ("model", "source", "before", "begins"),
    [
        ("nllb-200-3.3b", "ru", ["rus_Cyrl"], ["kaz_Cyrl"]),
        ("nllb-200-1.3b", "en", ["eng_Latn"], ["kaz_Cyrl"]),
        ("tilmash", "ru", ["rus_Cyrl"], ["kaz_Cyrl"]),
        ("m2m100-1.2b", "ru", ["__ru__"], ["__kk__"]),
        ("madlad400-7b-mt", "ru", ["<2kk>"], []),
        ("opus-mt-tc-bible-big-deu_eng_fra_por_spa-trk", "en", [">>kaz<<"], []),
    ],
)
def test_what_stands_around_a_text_by_the_card(model: str, source: str, before: list[str], begins: list[str]) -> None:
    tokens = find_card(model).tokens
    assert tokens is not None
    assert fill(tokens.source_prefix, tokens, source, "kk-Cyrl") == before
    assert fill(tokens.source_suffix, tokens, source, "kk-Cyrl") == ["</s>"]
    assert fill(tokens.target_prefix, tokens, source, "kk-Cyrl") == begins


def test_into_english_and_chinese_opus_is_told_only_where_it_has_several_targets() -> None:
    for model, before in (("opus-mt-ru-en", []), ("opus-mt-tc-big-zle-en", []), ("opus-mt-en-zh", [">>cmn_Hans<<"])):
        tokens = find_card(model).tokens
        assert tokens is not None
        assert fill(tokens.source_prefix, tokens, "en", "zh-Hans") == before


def test_the_cards_format_is_what_each_familys_own_tokenizer_makes(
    checkpoints: Checkpoints, pairs: Callable[[str], tuple[Any, Any]], sentences: list[str]
) -> None:
    """The card says in words what transformers does in code, for the families where it does it."""

    def own(family: str, text: str) -> list[int]:
        tokenizer = load_tokenizer(card_of(family), checkpoints(family))
        if family in ("nllb", "m2m100"):
            tokenizer.src_lang = {"nllb": "rus_Cyrl", "m2m100": "ru"}[family]
            return list(tokenizer(text).input_ids)
        return list(tokenizer({"marian": ">>kaz<< ", "t5": "<2kk> "}[family] + text).input_ids)

    for family in ("nllb", "m2m100", "marian", "t5"):
        reference, _ = pairs(family)
        assert reference.frame(sentences, "ru", "kk-Cyrl") == [own(family, text) for text in sentences], family


@pytest.mark.parametrize("precision", ["int8", "bfloat16", "float16"])
def test_other_precisions_convert_and_are_smaller(checkpoints: Checkpoints, tmp_path: Path, precision: str) -> None:
    sizes = {}
    for name in ("float32", precision):
        convert(card_of("nllb"), checkpoints("nllb"), tmp_path / name, name)
        sizes[name] = (tmp_path / name / "model.bin").stat().st_size
    assert sizes[precision] < 0.6 * sizes["float32"]


def test_a_checkpoint_of_another_kind_is_one_line(checkpoints: Checkpoints, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be converted") as error:
        convert(card_of("marian"), checkpoints("t5"), tmp_path / "out", "int8")
    assert "\n" not in str(error.value)
