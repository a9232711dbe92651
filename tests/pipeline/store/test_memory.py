"""What a run has of its memory, on both databases."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import msgspec
import pytest
from sqlalchemy import func, select, text

from models.engine import Decoding
from models.scripted import ScriptedEngine
from pipeline.article import Article, Block, Segment
from pipeline.configure import StoreSettings
from pipeline.errors import UsageError
from pipeline.exporters.json import as_document
from pipeline.readers import read_bytes
from pipeline.run import Options, Run, Source, translate
from pipeline.store import Store, open_store
from pipeline.store.memory import StoreMemory, open_memory, open_settings
from pipeline.store.schema import articles, decoded, findings, segments, translations
from pipeline.store.units import Unit, add_units

STORY = "В Астане прошёл форум\n\nУчастники форума приняли декларацию. Её подписали все.\n"
LONG = "\n\n".join(
    f"Участник номер {word} подписал декларацию форума." for word in "аист барс волк гусь дрозд ёж".split()
)


def answer(text: str, target: str, _how: Decoding) -> str:
    return f"{'Сөйлем' if target == 'kk-Cyrl' else 'Sentence'} {sum(map(ord, text))}."


def source(name: str, story: str = STORY) -> Source:
    return Source(f"{name}.txt", name, lambda: read_bytes(story.encode(), f"{name}.txt", "ru"))


def fail(line: str) -> None:
    raise AssertionError(line)


@pytest.fixture
def memory(store: Store) -> Iterator[StoreMemory]:
    return StoreMemory(store, fail)


def go(memory: StoreMemory | None, out: Path, *sources: Source, answer: Callable[..., str] = answer) -> ScriptedEngine:
    engine = ScriptedEngine(answer)
    run = Run({"en": engine, "kk-Cyrl": engine}, Options(out, ("txt", "json")), memory=memory)
    assert [outcome.error for outcome in run(sources)] == [None] * len(sources)
    return engine


def asked(engine: ScriptedEngine) -> int:
    return sum(len(call[0]) for call in engine.calls)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows(store: Store, table: object) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type] # a table


def test_a_second_run_decodes_nothing_and_writes_the_same(memory: StoreMemory, store: Store, tmp_path: Path) -> None:
    without = go(None, tmp_path / "without", source("a"))
    first = go(memory, tmp_path / "first", source("a"))
    again = go(StoreMemory(store, fail), tmp_path / "again", source("a"))
    assert (asked(without), asked(first), asked(again)) == (6, 6, 0)
    assert contents(tmp_path / "without") == contents(tmp_path / "first") == contents(tmp_path / "again")


def test_an_update_of_one_sentence_costs_one_segment_a_language(memory: StoreMemory, tmp_path: Path) -> None:
    story = "\n\n".join(f"Участник по имени {chr(0x430 + i)}нон подписал декларацию." for i in range(30)) + "\n"
    assert asked(go(memory, tmp_path, source("a", story))) == 60
    assert asked(go(memory, tmp_path, source("a", story.replace("внон подписал", "внон отверг")))) == 2


def test_a_hypothesis_that_was_bad_both_ways_is_not_decoded_again(memory: StoreMemory, tmp_path: Path) -> None:
    def loops(*_: object) -> str:
        return "no no no no no no no no"

    assert asked(go(memory, tmp_path, source("a"), answer=loops)) == 12
    assert asked(go(memory, tmp_path, source("a"), answer=loops)) == 0


def test_articles_are_kept_with_their_segments_translations_and_findings(
    memory: StoreMemory, store: Store, tmp_path: Path
) -> None:
    for _ in range(2):
        go(memory, tmp_path, source("a"), source("b", LONG))
    assert (rows(store, articles), rows(store, segments), rows(store, translations)) == (2, 9, 18)
    with store.reading() as connection:
        (name, headline) = connection.execute(
            select(articles.c.name, articles.c.headline).where(articles.c.headline.like("В Астане%"))
        ).one()
        said = connection.execute(
            select(segments.c.text, translations.c.text, translations.c.origin, translations.c.model)
            .join(
                translations,
                (translations.c.article == segments.c.article) & (translations.c.number == segments.c.number),
            )
            .where(segments.c.text.like("Её%"), translations.c.language == "en")
        ).one()
    assert (name, headline) == ("a.txt", "В Астане прошёл форум")
    assert tuple(said) == ("Её подписали все.", answer("Её подписали все.", "en", Decoding()), "model", "scripted")
    assert rows(store, findings) > 0


def test_text_that_a_database_refuses_is_no_harm(memory: StoreMemory, store: Store) -> None:
    """An item in JSON may hold a NUL or half of a surrogate pair."""
    odd = "Форум\x00 прошёл \ud83d."
    article = Article("id", "ru", (Block("paragraph", odd),), (Segment(0, 0, len(odd), odd),))
    story = translate(article, ["kk"], engine=ScriptedEngine(lambda text, *_: f"Форум {text}"), memory=memory)
    memory.record([("odd\x00.json", story)])
    with store.reading() as connection:
        assert connection.execute(select(segments.c.text)).scalar_one() == "Форум прошёл ?."


def test_an_answer_of_another_kind_is_decoded_anew(memory: StoreMemory, store: Store, tmp_path: Path) -> None:
    go(memory, tmp_path, source("a"))
    with store.writing() as connection:
        connection.execute(decoded.update().values(answer={"words": ["?"]}))
    assert asked(go(memory, tmp_path, source("a"))) == 6


# Persons before models.


def know(store: Store, *units: Unit) -> None:
    with store.writing() as connection:
        add_units(connection, units)


APPROVED = Unit("Её подписали все.", "Everyone signed it.", "en", "human", True, "А. Сейтова", 1_700_000_000)


def test_an_approved_translation_of_the_same_text_stands_in_place_of_the_models(
    memory: StoreMemory, store: Store, tmp_path: Path
) -> None:
    know(store, APPROVED)
    engine = go(memory, tmp_path, source("a", STORY.replace("Её подписали", "Её\u00ad  подпи\u0301сали")))
    assert asked(engine) == 5
    document = json.loads((tmp_path / "a.json").read_bytes())
    last = document["translations"]["en"]["segments"][-1]
    assert last == {
        "source": 2,
        "text": "Everyone signed it.",
        "model": "",
        "revision": "",
        "origin": "memory",
        "score": None,
        "matches": [
            {
                "source": "Её подписали все.",
                "target": "Everyone signed it.",
                "similarity": 1.0,
                "meaning": None,
                "origin": "human",
                "approved": True,
                "author": "А. Сейтова",
                "made": "2023-11-14T22:13:20+00:00",
            }
        ],
    }
    jsonschema.Draft202012Validator(
        json.loads(files("pipeline.exporters").joinpath("article.schema.json").read_text("utf-8"))
    ).validate(document)
    assert "Everyone signed it." in (tmp_path / "a.en.txt").read_text("utf-8")


@pytest.mark.parametrize(("origin", "approved"), [("model", True), ("human", False), ("import", False)])
def test_what_is_not_approved_or_not_a_persons_is_only_offered(
    memory: StoreMemory, store: Store, origin: str, approved: bool
) -> None:
    know(store, Unit("Её подписали все.", "It was signed.", "en", origin, approved))  # type: ignore[arg-type] # a word
    article = read_bytes(STORY.encode(), "a.txt", "ru")
    story = translate(article, ["en"], engine=ScriptedEngine(answer), memory=memory)
    last = story.translations["en"].segments[-1]
    assert (last.origin, last.text) == ("model", answer("Её подписали все.", "en", Decoding()))
    assert [(m.target, m.similarity, m.approved) for m in last.matches] == [("It was signed.", 1.0, approved)]


def test_of_several_the_approved_and_newest_stands(memory: StoreMemory, store: Store) -> None:
    said = [("old", True, 1.0), ("new", True, 3.0), ("newer but not approved", False, 5.0), ("middle", True, 2.0)]
    know(store, *(Unit("Её подписали все.", t, "en", "human", a, made=m) for t, a, m in said))
    found = memory.find_matches(["Её подписали все."], "en")["Её подписали все."]
    assert [match.target for match in found] == ["new", "middle", "old"]


def test_a_like_text_is_offered_with_its_score_and_never_used(memory: StoreMemory, store: Store) -> None:
    know(
        store,
        Unit(
            "Участники форума приняли резолюцию.", "The participants adopted a resolution.", "en", "human", True, "Б."
        ),
    )
    article = read_bytes(STORY.encode(), "a.txt", "ru")
    story = translate(article, ["en"], engine=ScriptedEngine(answer), memory=memory)
    middle = story.translations["en"].segments[1]
    assert middle.origin == "model"
    (match,) = middle.matches
    assert (match.source, match.author, match.settles) == ("Участники форума приняли резолюцию.", "Б.", False)
    assert 0.75 <= match.similarity < 1
    assert not story.translations["en"].segments[0].matches
    assert not memory.find_matches(["Участники форума приняли декларацию."], "kk-Cyrl")
    jsonschema.Draft202012Validator(
        json.loads(files("pipeline.exporters").joinpath("article.schema.json").read_text("utf-8"))
    ).validate(msgspec.json.decode(msgspec.json.encode(as_document(story))))


# What goes wrong with the store is told once, and the article is translated all the same.


@pytest.fixture
def told() -> list[str]:
    return []


def test_a_locked_store(tmp_path: Path, told: list[str]) -> None:
    path = tmp_path / "s.db"
    open_store(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with open_store(path, patience=0.1) as store:
        engine = go(StoreMemory(store, told.append), tmp_path / "out", source("a"), source("b", LONG))
    other.close()
    assert asked(engine) == 18
    assert len(told) == 1
    assert "another program holds it" in told[0]
    assert "going on without it" in told[0]


def test_a_full_store(tmp_path: Path, told: list[str]) -> None:
    with open_store(tmp_path / "s.db") as store:
        with store.writing() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count = {pages + 1}"))  # of the one connection that there is
        others = (source(str(i), LONG.replace("форума", f"{chr(0x430 + i)}форума")) for i in range(30))
        go(StoreMemory(store, told.append), tmp_path / "out", *others)
    assert len(told) == 1
    assert "its disk is full" in told[0]
    assert len(contents(tmp_path / "out")) == 90


def test_a_store_that_is_damaged_while_it_is_used(tmp_path: Path, told: list[str]) -> None:
    path = tmp_path / "s.db"
    with open_store(path) as store:
        go(StoreMemory(store, fail), tmp_path / "first", *(source(str(i), LONG) for i in range(3)))
    path.write_bytes(path.read_bytes()[:4096] + b"\xa5" * (path.stat().st_size - 4096))
    memory = open_memory(StoreSettings(url=str(path)), told.append)
    go(memory, tmp_path / "again", *(source(str(i), LONG) for i in range(3)))
    assert contents(tmp_path / "first") == contents(tmp_path / "again")
    assert len(told) == 1
    assert "damaged" in told[0]


def test_a_store_that_cannot_be_opened_is_none(tmp_path: Path, told: list[str]) -> None:
    assert open_memory(StoreSettings(url=str(tmp_path)), told.append) is None
    assert len(told) == 1


def test_a_store_that_is_not_asked_for_is_none() -> None:
    assert open_memory(StoreSettings(), fail) is None


def test_the_password_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, postgresql: str) -> None:
    settings = StoreSettings(url=f"{postgresql}/postgres", password="AUDARMA_TEST_PASSWORD")
    with pytest.raises(UsageError, match="no variable AUDARMA_TEST_PASSWORD"):
        open_settings(settings)
    monkeypatch.setenv("AUDARMA_TEST_PASSWORD", "any will do here")
    open_settings(settings).close()


PROGRAM = """
import sys
from pathlib import Path
from tests.pipeline.store.test_memory import LONG, fail, go, source
from pipeline.store import open_store
from pipeline.store.memory import StoreMemory
where, out = sys.argv[1:]
with open_store(where, patience=60) as store:
    stories = (LONG.replace("подписал", f"под{i}писал") for i in range(20))
    go(StoreMemory(store, fail), Path(out), *(source(str(i), story) for i, story in enumerate(stories)))
"""


def test_two_programs_on_one_store_do_each_other_no_harm(where: str, tmp_path: Path) -> None:
    outs = [tmp_path / name for name in ("one", "two", "three")]
    programs = [subprocess.Popen([sys.executable, "-c", PROGRAM, where, str(out)]) for out in outs]
    assert [program.wait(timeout=120) for program in programs] == [0, 0, 0]
    assert contents(outs[0]) == contents(outs[1]) == contents(outs[2])
    with open_store(where) as store:
        assert (rows(store, articles), rows(store, decoded)) == (20, 240)
