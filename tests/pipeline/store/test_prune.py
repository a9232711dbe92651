"""What a store lets go of: what is old and can be made again; never what persons did, nor what would be done again."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.engine import Hypothesis
from pipeline.article import Article, Block, Finding, Segment, TranslatedArticle, TranslatedSegment, Translation
from pipeline.errors import StoreError
from pipeline.remember import Made
from pipeline.store import Store, open_store
from pipeline.store.decoded import keep, recall
from pipeline.store.edits import record_edits
from pipeline.store.feeds import load_feed, take_item, taken_keys
from pipeline.store.jobs import Arrival, Jobs, Result
from pipeline.store.outbox import Delivery, Letter, claim, look, note_delivered, note_given_up, post
from pipeline.store.prune import Pruned, prune
from pipeline.store.record import article_key, record
from pipeline.store.schema import articles, findings, segments, translations
from pipeline.store.units import Unit, add_units, all_units

OLD, NOW, BEFORE = 1_000_000.0, 9_000_000.0, 5_000_000.0


def story(text: str) -> TranslatedArticle:
    said = TranslatedSegment(0, "Форум өтті.", "m", "1", "model")
    found = Finding("numbers", "warning", "15 is not there")
    article = Article(f"sha256:{text}", "ru", (Block("paragraph", text),), (Segment(0, 0, len(text), text),))
    return TranslatedArticle(article, {"kk-Cyrl": Translation("kk-Cyrl", (said,), findings=(found,))})


def numbers(store: Store) -> list[int]:
    """Rows of articles and of all that hangs on them."""
    with store.reading() as connection:
        tables = (articles, segments, translations, findings)
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


def test_old_answers_go_and_new_ones_stay(store: Store) -> None:
    with store.writing() as connection:
        old = [Made(f"k{i}", "en", "m", "1", Hypothesis(f"Text {i}")) for i in range(1200)]
        keep(connection, old, OLD)
        keep(connection, [Made("new", "en", "m", "1", Hypothesis("New"))], NOW)
    assert prune(store, BEFORE, is_trial=True) == Pruned(1200, 0, 0, 0)
    assert prune(store, BEFORE) == Pruned(1200, 0, 0, 0)
    with store.reading() as connection:
        assert list(recall(connection, ["k0", "k1199", "new"])) == ["new"]
    assert prune(store, BEFORE) == Pruned(0, 0, 0, 0)


def test_an_old_article_goes_whole_and_one_that_a_person_edited_stays(store: Store) -> None:
    plain, edited, fresh = story("Форум прошёл."), story("Форум открылся."), story("Форум завершён.")
    with store.writing() as connection:
        record(connection, [("plain", plain), ("edited", edited)], OLD)
        record(connection, [("fresh", fresh)], NOW)
        unit = Unit("Форум открылся.", "Форум ашылды.", "kk-Cyrl", "human", True, "Дана", OLD)
        assert record_edits(connection, [unit]) == 1
    assert numbers(store) == [3, 3, 3, 3]
    assert prune(store, BEFORE).articles == 1
    assert numbers(store) == [2, 2, 2, 2]
    with store.reading() as connection:
        left = set(connection.execute(select(articles.c.key)).scalars())
    assert left == {article_key(edited.article), article_key(fresh.article)}


def test_the_translation_memory_stays_however_old(store: Store) -> None:
    old = [
        Unit("Форум прошёл.", "Форум өтті.", "kk-Cyrl", "human", True, "Дана", OLD),
        Unit("Форум прошёл.", "论坛已举行。", "zh-Hans", "import", False, "", OLD),
        Unit("Форум прошёл.", "The forum was held.", "en", "model", False, "", OLD),
    ]
    with store.writing() as connection:
        add_units(connection, old)
    assert prune(store, NOW) == Pruned(0, 0, 0, 0)
    with store.reading() as connection:
        assert len(list(all_units(connection))) == 3


def test_jobs_go_once_their_files_are_gone(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    jobs = Jobs(store, "host/1")
    names = ("done.xml", "stays.xml", "failed.xml", "waits.xml")
    jobs.add([Arrival(name, str(folder), name, str(folder / name), OLD + i) for i, name in enumerate(names)])
    jobs.add([Arrival("away", str(tmp_path / "share"), "a.xml", str(tmp_path / "share" / "a.xml"), OLD)])
    for place, number in ((folder, 3), (tmp_path / "share", 1)):
        for job in jobs.claim(str(place), number, 60, OLD):
            jobs.finish([Result(job.key, "no text" if job.name == "failed.xml" else "", 1)], OLD)
    (folder / "stays.xml").write_bytes(b"<x/>")
    assert prune(store, BEFORE).jobs == 2
    known = jobs.add([Arrival(name, str(folder), name, str(folder / name), NOW) for name in names])
    assert [one.new for one in known] == [True, False, True, False]


def letter(name: str, path: Path) -> Letter:
    return Letter(f"urn:{name}", "1", "http://cms", f"key-{name}", "application/json", b"{}", str(path))


def test_letters_go_once_they_are_settled_and_their_files_are_gone(store: Store, tmp_path: Path) -> None:
    for name in ("gone", "stays", "refused", "waits"):
        post(store, letter(name, tmp_path / f"{name}.json"), OLD)
    (tmp_path / "stays.json").write_bytes(b"{}")
    for _ in ("gone", "stays"):
        note_delivered(store, claimed(store), OLD)
    note_given_up(store, claimed(store), "status 422", OLD)
    assert prune(store, BEFORE).letters == 2
    there = look(store, "http://cms")
    assert (there.waiting, there.delivered, there.given_up) == (1, 1, 0)
    assert not post(store, letter("stays", tmp_path / "stays.json"), NOW)  # known: it is not sent again


def claimed(store: Store) -> Delivery:
    found = claim(store, "http://cms", "host/1", OLD, 60)
    assert found is not None
    return found


def test_what_feeds_have_taken_stays(store: Store) -> None:
    load_feed(store, "http://agency/rss")
    take_item(store, "http://agency/rss", "7", "sha256:7", now=OLD)
    prune(store, NOW)
    assert taken_keys(store, ["sha256:7"]) == {"sha256:7"}


def test_a_file_gets_smaller_and_one_that_is_in_use_says_so(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path, patience=0.1) as store:
        with store.writing() as connection:
            keep(connection, [Made(f"k{i}", "en", "m", "1", Hypothesis("x" * 2000)) for i in range(1000)], OLD)
        large = store.size()
        assert prune(store, BEFORE).answers == 1000
        with open_store(path) as other, other.writing(), pytest.raises(StoreError, match="another program"):
            store.compact()
        store.compact()
        assert store.size() < large / 5
        assert path.stat().st_size < large / 5
        assert prune(store, BEFORE) == Pruned(0, 0, 0, 0)  # it goes on
