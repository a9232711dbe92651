from collections.abc import Callable
from pathlib import Path

import pytest

from models.engine import Decoding
from models.errors import ModelError
from models.scripted import ScriptedEngine
from pipeline import run as run_module
from pipeline.article import Article
from pipeline.errors import ReadError
from pipeline.readers import read_bytes
from pipeline.run import Options, Run, Source, translate, write

STORY = "В Астане прошёл форум\n\nУчастники форума приняли декларацию. Её подписали все.\n"


def answer(text: str, _target: str, _how: Decoding) -> str:
    return f"Sentence {sum(map(ord, text))} of it."


def source(name: str, text: str = STORY) -> Source:
    return Source(f"{name}.txt", name, lambda: read_bytes(text.encode(), f"{name}.txt", "ru"))


def broken(name: str) -> Source:
    def fail() -> Article:
        raise ReadError(f"{name} cannot be read")

    return Source(name, name, fail)


def test_outcomes_come_in_order_and_a_bad_source_does_not_stop_the_others(tmp_path: Path) -> None:
    run = Run({"en": ScriptedEngine(answer)}, Options(tmp_path, ("txt",)))
    outcomes = list(run([source("a"), broken("b"), source("c")]))
    assert [o.source.stem for o in outcomes] == ["a", "b", "c"]
    assert [str(o.error) if o.error else None for o in outcomes] == [None, "b cannot be read", None]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.en.txt", "c.en.txt"]


def test_only_the_article_that_the_model_fails_on_is_lost(tmp_path: Path) -> None:
    def fail_on_war(text: str, target: str, how: Decoding) -> str:
        if "яд" in text:
            raise ModelError("cannot")
        return answer(text, target, how)

    run = Run({"en": ScriptedEngine(fail_on_war)}, Options(tmp_path, ("txt",)))
    outcomes = list(run([source("a"), source("b", "Нашли яд\n\nЭто был яд.\n"), source("c")]))
    assert [o.error is None for o in outcomes] == [True, False, True]


def test_only_the_article_whose_files_cannot_be_written_is_lost(tmp_path: Path) -> None:
    run = Run({"en": ScriptedEngine(answer)}, Options(tmp_path, ("txt", "json")))
    outcomes = list(run([source("a"), source("b" * 300), source("c")]))
    assert [o.error is None for o in outcomes] == [True, False, True]
    assert [[path.name for path in o.files] for o in outcomes] == [["a.en.txt", "a.json"], [], ["c.en.txt", "c.json"]]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.en.txt", "a.json", "c.en.txt", "c.json"]


def test_articles_are_let_go_window_by_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "WINDOW", 6)
    read: list[str] = []

    def counted(name: str) -> Source:
        inner = source(name)

        def reading() -> Article:
            read.append(name)
            return inner.read()

        return Source(name, name, reading)

    outcomes = Run({"en": ScriptedEngine(answer)}, Options(tmp_path, ("txt",)))(counted(str(i)) for i in range(50))
    next(outcomes)
    assert len(read) == 2
    assert len(list(outcomes)) == 49


def test_progress_counts_every_article_and_language_once(tmp_path: Path) -> None:
    done: list[int] = []
    engines = dict.fromkeys(("en", "kk-Cyrl"), ScriptedEngine(answer))
    list(Run(engines, Options(tmp_path, ("txt",)), progress=done.append)([source("a"), broken("b"), source("c")]))
    assert sum(done) == 6


def test_a_decoding_asked_for_replaces_the_cards(tmp_path: Path) -> None:
    engine = ScriptedEngine(answer)
    list(Run({"en": engine}, Options(tmp_path, ("txt",)), decoding=Decoding(beam=2))([source("a")]))
    assert {call[2].beam for call in engine.calls} == {2}


def test_one_article_in_python(tmp_path: Path) -> None:
    article = read_bytes(STORY.encode(), "story.txt", "ru")
    story = translate(article, to=["en"], engine=ScriptedEngine(answer))
    assert [block.kind for block in story.translations["en"].blocks] == [b.kind for b in story.article.blocks]
    assert len(story.translations["en"].segments) == 3
    names = [path.name for path in write(story, tmp_path, "story")]
    assert names == ["story.en.txt", "story.html", "story.en.docx", "story.json"]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, MemoryError])
def test_what_is_not_ours_is_not_swallowed(tmp_path: Path, fault: Callable[[], BaseException]) -> None:
    def stop(*_: object) -> str:
        raise fault()

    with pytest.raises((KeyboardInterrupt, MemoryError)):
        list(Run({"en": ScriptedEngine(stop)}, Options(tmp_path, ("txt",)))([source("a")]))
    assert list(tmp_path.iterdir()) == []
