"""Test sets, the memory of translations, and articles."""

import json
from pathlib import Path

import pytest

from eval.align.article import Linked, compose
from eval.align.links import Link
from eval.suites.articles import find_stories, seed_story, with_engines, with_files
from eval.suites.compare import check_directions, hash_of, materials, open_suite, size_of, warn_of_training
from eval.suites.load import SuiteError, from_rows, is_at_hand, join_rows, load
from eval.suites.manifest import Hub, find_manifest, manifests, parse_manifest
from eval.suites.own import read_own
from eval.suites.remember import cache_folder, remembering
from eval.suites.suite import Suite
from eval.suites.translate import translate_suite
from models.catalogue import find_card
from models.errors import CatalogueError, ModelError, UsageError
from models.scripted import ScriptedEngine

TMX = """<?xml version="1.0"?><tmx version="1.4"><header/><body>
<tu><tuv xml:lang="ru-RU"><seg>Да <bpt i="1">b</bpt>нет.</seg></tuv><tuv xml:lang="en-GB"><seg>Yes no.</seg></tuv></tu>
<tu><tuv xml:lang="ru"><seg>Один.</seg></tuv><tuv xml:lang="de"><seg>Eins.</seg></tuv></tu></body></tmx>"""


def test_every_manifest_says_what_it_is() -> None:
    for name, manifest in manifests().items():
        assert manifest.id == name
        assert manifest.languages[0] == "ru"
        assert manifest.licence
        assert manifest.citation
        assert manifest.articles or manifest.local or manifest.hub or manifest.sacrebleu
        assert manifest.unverified or manifest.hub is None
    wanted = {
        "flores200-devtest",
        "flores-plus-devtest",
        "ntrex128",
        "newstest2020-ru-en",
        "x-wmt-ru-kk",
        "kazparc-test",
    }
    assert wanted | {"wmt24pp", "seed"} <= set(manifests())


def test_a_manifest_that_is_none_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"x\.toml.*nonsense"):
        parse_manifest('id = "x"\nnonsense = 1\n', "x.toml")
    with pytest.raises(UsageError, match="unknown suite 'flores'"):
        find_manifest("flores")


def lay_flores(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str = "a\n") -> None:
    place = folder / "ntrex128"
    place.mkdir()
    local = find_manifest("ntrex128").local
    assert local is not None
    for name in (*local.files.values(), local.documents):
        (place / name).write_text(text, "utf-8")
    monkeypatch.setenv("AUDARMA_EVAL_DATA", str(folder))


def test_a_suite_is_read_from_the_local_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_flores(tmp_path, monkeypatch, "один\nдва\n")
    suite = load(find_manifest("ntrex128"), ("en",))
    assert (suite.sources, suite.references) == (("один", "два"), {"en": (("один", "два"),)})
    assert suite.documents == ("один", "два")
    assert suite.first(1).sources == ("один",)
    assert suite.first(1).sha256 != suite.sha256
    with pytest.raises(UsageError, match="has no en"):
        load(find_manifest("x-wmt-ru-kk"), ("en",))


def test_a_file_that_is_not_the_manifests_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "flores200-devtest"
    folder.mkdir()
    for name in ("ru.txt", "en.txt"):
        (folder / name).write_text("other\n", "utf-8")
    monkeypatch.setenv("AUDARMA_EVAL_DATA", str(tmp_path))
    assert is_at_hand(find_manifest("flores200-devtest"))
    with pytest.raises(SuiteError, match="sha256 differs"):
        load(find_manifest("flores200-devtest"), ("en",))


def test_a_suite_that_is_nowhere_says_where_it_was_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDARMA_EVAL_DATA", str(tmp_path))
    monkeypatch.setattr("datasets.load_dataset", lambda *_a, **_k: (_ for _ in ()).throw(ConnectionError()))
    with pytest.raises(SuiteError, match=r"not at hand.*AUDARMA_EVAL_DATA.*the hub did not give issai/kazparc"):
        load(find_manifest("kazparc-test"), ("en",))


def test_the_hubs_two_layouts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wide = Hub(dataset="d", split="s", columns={"ru": "r", "en": "e"}, document="doc", skip="bad")
    rows = [{"r": "а", "e": "a", "doc": 1, "bad": False}, {"r": "б", "e": "", "doc": 1, "bad": False}]
    assert from_rows(wide, [*rows, {"r": "в", "e": "c", "doc": 2, "bad": True}], ("ru", "en")) == (
        {"ru": ["а"], "en": ["a"]},
        ["1"],
    )
    tall = Hub(dataset="d", split="s", configs={"ru": "x", "en": "y"}, text="t", key="id")
    tables = {"ru": [{"id": 2, "t": "б"}, {"id": 1, "t": "а"}], "en": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}]}
    assert join_rows(tall, tables) == ({"ru": ["б", "а"], "en": ["b", "a"]}, [])
    with pytest.raises(ValueError, match="either columns or configs"):
        Hub(dataset="d", split="s")
    monkeypatch.setenv("AUDARMA_EVAL_DATA", str(tmp_path))
    monkeypatch.setattr("datasets.load_dataset", lambda *_a, **_k: [{"ru": "да", "kk": "иә", "en": "yes"}])
    assert load(find_manifest("kazparc-test"), ("kk-Cyrl",)).references == {"kk-Cyrl": (("иә",),)}


def test_ones_own_suites(tmp_path: Path) -> None:
    tsv = tmp_path / "own.tsv"
    tsv.write_text("doc\tru\tzh\ten\nd\tда\t是\tyes\nd\tнет\t\tno\n", "utf-8")
    suite = read_own(tsv, ("en",))
    assert (suite.sources, suite.documents) == (("да", "нет"), ("d", "d"))
    assert read_own(tsv, ()).sources == ("да",)
    tmx = tmp_path / "own.tmx"
    tmx.write_text(TMX, "utf-8")
    assert read_own(tmx, ()).references == {"en": (("Yes no.",),)}
    with pytest.raises(UsageError, match="no segment in all of"):
        read_own(tmx, ("kk-Cyrl",))
    tsv.write_text("ru\ten\nда\n", "utf-8")
    with pytest.raises(UsageError, match="line 2"):
        read_own(tsv, ())
    tmx.write_text("<tmx", "utf-8")
    with pytest.raises(UsageError, match="not XML"):
        read_own(tmx, ())


def test_a_suites_columns_are_of_one_length() -> None:
    with pytest.raises(UsageError, match="columns have"):
        Suite("x", "x", ("а",), {"en": (("a", "b"),)})


def upper() -> ScriptedEngine:
    return ScriptedEngine(lambda text, _target, _how: f"It is {text}".translate(str.maketrans("абвгд", "abvgd")))


def test_what_was_translated_is_not_translated_again(tmp_path: Path) -> None:
    first, again = upper(), upper()
    texts = ["а", "б", "а"]
    found = remembering(first, tmp_path).translate(texts, "ru", "en")
    engine = remembering(again, tmp_path)
    assert engine.translate(texts, "ru", "en") == found
    assert (len(first.calls[0][0]), again.calls, engine.decoded) == (2, [], 0)
    engine.translate(["а", "в"], "ru", "en")
    assert [call[0] for call in again.calls] == [("в",)]


def test_a_run_that_was_killed_goes_on(tmp_path: Path) -> None:
    remembering(upper(), tmp_path).translate(["а", "б"], "ru", "en")
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-20])
    engine = remembering(upper(), tmp_path)
    assert [h.text for h in engine.translate(["а", "б"], "ru", "en")] == ["It is a", "It is b"]
    assert engine.decoded == 1
    assert remembering(upper(), tmp_path).translate(["б"], "ru", "en")[0].text == "It is b"


def test_the_answers_of_another_revision_are_not_asked(tmp_path: Path) -> None:
    for revision in ("1", "1.5"):
        engine = ScriptedEngine(lambda *_, said=revision: said, revision=revision)
        remembering(engine, tmp_path).translate(["а"], "ru", "en")
    for revision in ("1", "1.5"):
        again = remembering(ScriptedEngine(lambda *_: "never", revision=revision), tmp_path)
        assert [h.text for h in again.translate(["а"], "ru", "en")] == [revision]


def test_the_memory_lies_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "audarma" / "translations"


def test_a_line_of_a_suite_is_one_segment_and_an_empty_one_stays_empty() -> None:
    engine = upper()
    assert translate_suite(engine, ["г. в.", "", "г"], "en") == ["It is g. v.", "", "It is g"]
    with pytest.raises(ModelError):
        translate_suite(ScriptedEngine(lambda *_a: (_ for _ in ()).throw(ModelError("broken"))), ["а"], "en")


def test_models_over_a_suite(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("ru\ten\nа\tIt is a\nб\tb\n", "utf-8")
    title, targets, suite = open_suite(str(tmp_path / "own.tsv"), "", 1)
    assert (title, targets, size_of(suite)) == ("own.tsv, the first 1 segments", ("en",), 1)
    (material,) = materials(suite, targets, {"m": upper()})
    assert material.systems == {"m": ("It is a",)}
    assert len(hash_of(suite)) == 64


@pytest.mark.parametrize(
    ("suite", "words", "meant"),
    [
        ("ntrex128", "NTREX-128", True), ("ntrex128", "FLORES-200 dev", False), ("ntrex128", "WMT14-23", False),
        ("flores200-devtest", "FLORES-200 dev", False), ("newstest2020-ru-en", "WMT14-23", True),
        ("newstest2020-ru-en", "WMT21", False), ("newstest2021-ru-en", "WMT21", True),
    ],
)  # fmt: skip
def test_a_cards_name_for_a_suite_is_understood(suite: str, words: str, meant: bool) -> None:
    assert find_manifest(suite).is_meant_by(words) is meant


def test_a_model_that_saw_the_suite_is_warned_of() -> None:
    card = find_card("echo")
    seen = type(card)(**{f: getattr(card, f) for f in card.__struct_fields__} | {"trained_on": ("ntrex128",)})
    assert "too good" in warn_of_training("ntrex128", [seen])[0]
    assert warn_of_training("ntrex128", [card]) == []
    with pytest.raises(UsageError, match="does not go"):
        check_directions([card], ["ru"])


@pytest.mark.parametrize("language", ["zh-Hans", "kk-Cyrl", "en"])
def test_the_seed_is_aligned_sentence_by_sentence(language: str) -> None:
    story = seed_story((language,))
    material = with_files(story, language, {"copy": story.references[language]})
    assert len(material.references) >= 18
    assert material.systems["copy"] == material.references.texts[0]


def test_what_the_reference_left_out_and_added_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ru.txt").write_text(
        "В Астане прошёл форум журналистов\n\nЕго открыл президент страны. Погода в этот день была плохой. "
        "Участники приняли декларацию о сотрудничестве.\n",
        "utf-8",
    )
    (tmp_path / "a.en.txt").write_text(
        "Forum of journalists held in Astana\n\nThe president of the country opened it. "
        "The participants adopted a declaration on cooperation. Tickets for the concert cost ten dollars.\n",
        "utf-8",
    )
    (story,) = find_stories(tmp_path, ("en",))
    material = with_engines(story, "en", {"m": upper()})
    told = " ".join(material.remarks)
    assert len(material.references) == 3
    assert "1 sentence left out by the reference" in told
    assert "Погода" in told
    assert "1 sentence added by the reference" in told
    assert "Tickets" in told
    with pytest.raises(UsageError, match="no article in"):
        find_stories(tmp_path, ("kk-Cyrl",))


def test_units_hold_what_any_side_ties_together() -> None:
    reference = Linked(["AB", "C", "X"], [Link((0, 1), (0,)), Link((2,), (1,)), Link((), (2,)), Link((3,), ())], " ")
    hypothesis = Linked(["a", "b", "c", "y"], [Link((0,), (0,)), Link((1,), (1,)), Link((2,), ()), Link((3,), (2,)),
                                              Link((), (3,))], " ")  # fmt: skip
    found = compose(["0", "1", "2", "3"], reference, hypothesis)
    assert [(u.source, u.reference, u.hypothesis) for u in found.units] == [("0 1", "AB", "a b"), ("2", "C", "")]
    assert (found.left_out, found.added, found.invented, found.untranslated) == (("3",), ("X",), ("y",), ("2",))
    assert found.merged == 1
    assert json.dumps(found.tell("it"))
