from pathlib import Path

import pytest

from models.card import Card
from models.catalogue import EMBEDDED, catalogue, find_card, read_catalogue
from models.errors import CatalogueError, UsageError

ECHO = """
[[model]]
id = "{id}"
title = "t"
family = "echo"
revision = "1"
licence = "Apache-2.0"
commercial = true
parameters = 0
limit = {limit}
directions = {{ ru = ["en"] }}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "catalogue.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_catalogue_has_the_embedded_model_and_echo() -> None:
    assert {EMBEDDED, "echo"} <= set(catalogue())


def test_the_embedded_model_goes_from_russian_into_the_three_languages() -> None:
    card = find_card(EMBEDDED)
    assert all(card.translates("ru", target) for target in ("zh-Hans", "kk-Cyrl", "en"))
    assert not card.translates("kk-Cyrl", "en")


def test_every_score_says_how_it_was_measured() -> None:
    for card in catalogue().values():
        for score in card.scores:
            assert score.source.startswith(("measured: ", "published: "))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ECHO.format(id="a", limit="1") + "colour = 'red'", r"card a: .*colour"),
        (ECHO.format(id="a", limit="'many'"), r"card a: .*limit"),
        (ECHO.format(id="a", limit="0"), r"card a: limit"),
        (ECHO.format(id="a", limit="1") * 2, r"card a stands there twice"),
        ("[[model]]\ntitle = 'no id'", r"card number 1: .*"),
        ("[[model]", r"line 1"),
        ("model = 3", r"model"),
    ],
)
def test_a_card_that_does_not_validate_is_named_with_file_and_field(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(CatalogueError, match=said) as error:
        read_catalogue(path)
    assert str(path) in str(error.value)


def test_a_catalogue_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"none\.toml"):
        read_catalogue(tmp_path / "none.toml")


def test_an_engine_model_needs_a_folder_and_the_codes_of_its_targets() -> None:
    base = {"id": "x", "title": "x", "revision": "1", "licence": "MIT", "commercial": True, "parameters": 1, "limit": 9}
    with pytest.raises(ValueError, match="folder"):
        Card(**base, family="bart", directions={"ru": ("en",)})  # type: ignore[arg-type]


def test_an_unknown_model_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"nllb-900B.*starter"):
        find_card("nllb-900B")
