from pathlib import Path

import pytest

from models.card import CONVERTED, Card
from models.catalogue import ECHO, EMBEDDED, catalogue, find_card, read_card, read_catalogue
from models.errors import CatalogueError, UsageError

ECHO_CARD = """id = "{id}"
title = "t"
family = "echo"
licence = "Apache-2.0"
commercial = true
parameters = 0
limit = {limit}
directions = {{ ru = ["en"] }}
"""
TOKENS = """
[tokens]
tokenizer = "tokenizer.json"
codes = { en = "<2en>" }
"""

ASKED_FOR = """
nllb-200-distilled-600m nllb-200-distilled-1.3b nllb-200-1.3b nllb-200-3.3b madlad400-3b-mt madlad400-7b-mt
m2m100-418m m2m100-1.2b small-100 opus-mt-ru-en opus-mt-tc-big-zle-en opus-mt-en-zh
opus-mt-tc-bible-big-deu_eng_fra_por_spa-trk opus-mt-tc-bible-big-mul-mul tilmash seamless-m4t-v2-large
hy-mt2-1.8b hy-mt2-7b hy-mt2-30b-a3b hy-mt1.5-1.8b hy-mt1.5-7b hunyuan-mt-7b
translategemma-4b translategemma-12b translategemma-27b milmmt-46-1b milmmt-46-4b milmmt-46-12b
lmt-60-0.6b lmt-60-1.7b lmt-60-4b lmt-60-8b gemma-4-e4b gemma-4-12b gemma-4-31b
""".split()


def write(folder: Path, text: str, name: str = "a.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_catalogue_has_every_model_that_a_newsroom_asks_for() -> None:
    assert {EMBEDDED, ECHO, *ASKED_FOR} <= set(catalogue())


def test_the_embedded_model_goes_from_russian_into_the_three_languages() -> None:
    card = find_card(EMBEDDED)
    assert all(card.translates("ru", target) for target in ("zh-Hans", "kk-Cyrl", "en"))
    assert not card.translates("kk-Cyrl", "en")


def test_a_card_stands_in_a_file_of_its_own_name() -> None:
    for path in sorted((Path(read_card.__code__.co_filename).parent / "cards").glob("*.toml")):
        assert read_card(path).id == path.stem


@pytest.mark.parametrize(
    ("model", "licence", "commercial", "excluded"),
    [
        ("nllb-200-3.3b", "CC-BY-NC-4.0", False, ()),
        ("madlad400-7b-mt", "Apache-2.0", True, ()),
        ("m2m100-1.2b", "MIT", True, ()),
        ("tilmash", "CC-BY-NC-4.0", False, ()),
        ("hy-mt2-30b-a3b", "Apache-2.0", True, ()),
        ("hy-mt1.5-7b", "LicenseRef-Tencent-Hunyuan-Community", True, ("EU", "GB", "KR")),
        ("hunyuan-mt-7b", "LicenseRef-Tencent-Hunyuan-Community", True, ("EU", "GB", "KR")),
    ],
)
def test_who_may_use_a_model(model: str, licence: str, commercial: bool, excluded: tuple[str, ...]) -> None:
    card = find_card(model)
    assert (card.licence, card.commercial, card.excluded_territories) == (licence, commercial, excluded)
    assert card.needs_acceptance == (not commercial or bool(excluded))


@pytest.mark.parametrize(
    ("model", "english", "kazakh"),
    [
        ("nllb-200-3.3b", 60.2, 43.7),
        ("nllb-200-1.3b", 59.7, 44.5),
        ("nllb-200-distilled-1.3b", 59.6, 44.3),
        ("nllb-200-distilled-600m", 57.4, 42.4),
        ("opus-mt-tc-big-zle-en", 60.6, None),
        ("m2m100-1.2b", 57.6, None),
    ],
)
def test_published_scores_stand_on_the_cards(model: str, english: float, kazakh: float | None) -> None:
    card = find_card(model)
    found = [card.score(target) for target in ("en", "kk-Cyrl", "zh-Hans")]
    assert [score.value if score else None for score in found] == [english, kazakh, None]


def test_kazakh_is_known_to_be_poor_where_it_is() -> None:
    assert {card.id for card in catalogue().values() if "kk-Cyrl" in card.poor} == {
        *("m2m100-418m", "m2m100-1.2b", "small-100"),
        *("hy-mt1.5-1.8b", "hy-mt1.5-7b", "hunyuan-mt-7b"),
    }


def test_cards_that_saw_test_sets_in_training_say_so() -> None:
    assert {"FLORES-200 dev", "NTREX-128", "WMT14-23"} <= set(find_card("lmt-60-8b").trained_on)


def test_no_two_cards_of_converted_models_share_a_repository() -> None:
    repositories = [card.repository for card in catalogue().values() if card.family in CONVERTED]
    assert len(repositories) == len(set(repositories))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ECHO_CARD.format(id="a", limit="1") + "colour = 'red'\n", r"line 9: colour: .*unknown field"),
        (ECHO_CARD.format(id="a", limit="'many'"), r"line 7: limit: Expected `int`"),
        (ECHO_CARD.format(id="a", limit="0"), r"line 7: limit: is at least 1"),
        (ECHO_CARD.format(id="a/b", limit="1"), r"line 1: id: .*matching regex"),
        (ECHO_CARD.format(id="a", limit="1").replace('"echo"', '"marian"') + TOKENS, r"line 1: repository: "),
        (ECHO_CARD.format(id="a", limit="1").replace('"echo"', '"t5"\nrepository = "x/y"'), r"line 1: tokens: "),
        (
            ECHO_CARD.format(id="a", limit="1").replace('["en"]', '["zh-Hans"]') + TOKENS,
            r"line 12: tokens.codes: lacks zh",
        ),
        (
            ECHO_CARD.format(id="a", limit="1") + TOKENS.replace("tokenizer =", "tokeniser ="),
            r"line 11: tokens.tokeniser",
        ),
        (
            ECHO_CARD.format(id="a", limit="1") + "unverified = ['size']\n",
            r"line 9: unverified: there is no field size",
        ),
        (ECHO_CARD.format(id="a", limit="1") + "excluded_territories = ['Korea']", r"line 9: excluded_terr.*ISO 3166"),
        (ECHO_CARD.format(id="a", limit="1").replace('"Apache-2.0"', '""'), r"line 4: licence: is empty"),
        (
            ECHO_CARD.format(id="a", limit="1")
            + "\n[[scores]]\ntarget='en'\nmetric='BLEU'\nvalue=1.0\nsuite='s'\nsource='me'\n",
            r"line 15: scores.0.source: begins with",
        ),
        ("title = 'no id'", r"line 1: "),
        ("id = \n[x]\n", r"line 1"),
    ],
)
def test_a_card_that_does_not_validate_is_named_with_file_line_and_field(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(CatalogueError, match=said) as error:
        read_catalogue(tmp_path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_card_that_stands_twice_is_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        write(tmp_path, ECHO_CARD.format(id="a", limit="1"), name)
    with pytest.raises(CatalogueError, match=r"b\.toml: id: there is another card a"):
        read_catalogue(tmp_path)


def test_cards_of_ones_own_stand_beside_the_shipped_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDARMA_MODELS", str(tmp_path))
    (tmp_path / "cards").mkdir()
    write(tmp_path / "cards", ECHO_CARD.format(id="ours", limit="1"))
    assert find_card("ours").limit == 1
    assert EMBEDDED in catalogue()


def test_a_model_behind_a_server_needs_a_prompt_with_a_text() -> None:
    base = {"id": "x", "title": "x", "licence": "MIT", "commercial": True, "parameters": 1, "limit": 9}
    with pytest.raises(ValueError, match="prompt"):
        Card(**base, family="server", directions={"ru": ("en",)})  # type: ignore[arg-type]


def test_an_unknown_model_is_refused_with_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"nllb-900B.*models list"):
        find_card("nllb-900B")
