"""The translate stage on the scripted engine: what is asked, what is copied, what is tried again, what is told."""

import pytest

from models.engine import Decoding, Hint, Hypothesis
from models.errors import ModelError
from models.scripted import ScriptedEngine
from pipeline.article import Article, Block, Segment
from pipeline.translate import Translator


def article(*texts: str, kind: str = "paragraph") -> Article:
    """One block and one segment a text."""
    blocks = tuple(Block(kind, text) for text in texts)  # type: ignore[arg-type]
    return Article("id", "ru", blocks, tuple(Segment(i, 0, len(text), text) for i, text in enumerate(texts)))


def english(text: str, _target: str = "en", _how: Decoding | None = None) -> str:
    return f"The number {sum(map(ord, text))} was said."


def test_equal_segments_are_asked_once_also_across_articles_and_calls() -> None:
    engine = ScriptedEngine(english)
    translator = Translator(engine, "en")
    one, two = article("Привет всем.", "Да.", "Привет всем."), article("Да.", "Нет.")
    first, second = translator.translate([one, two])
    translator.translate([article("Нет.", "Привет всем.")])
    assert [call[0] for call in engine.calls] == [("Привет всем.", "Да.", "Нет.")]
    assert [s.source for s in first.segments] == [0, 1, 2]
    assert first.segments[0].text == first.segments[2].text
    assert first.segments[1].text == second.segments[0].text


def test_the_model_gets_normalised_text() -> None:
    engine = ScriptedEngine(english)
    Translator(engine, "en").translate([article("В\u00a0Аста\u00adне  прошёл\nфорум.")])
    assert engine.calls[0][0] == ("В Астане прошёл форум.",)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("en", "***"),
        ("en", "12:45, 3:1"),
        ("zh-Hans", "https://inform.example/ru/?id=5&x=1"),
        ("kk-Cyrl", "press@agency.example"),
        ("en", "The forum was held in Astana."),
        ("kk-Cyrl", "Астанада халықаралық форум өтті."),
        ("zh-Hans", "一带一路"),
    ],
)
def test_what_needs_no_translation_is_copied_as_it_was_written(target: str, text: str) -> None:
    engine = ScriptedEngine(english)
    (translation,) = Translator(engine, target).translate([article(text)])
    assert engine.calls == []
    assert [(s.text, s.origin, s.score) for s in translation.segments] == [(text, "copied", None)]


def test_boilerplate_stays_out() -> None:
    engine = ScriptedEngine(english)
    (translation,) = Translator(engine, "en").translate([article("Читайте нас.", kind="boilerplate")])
    assert (translation.segments, engine.calls) == ((), [])


def test_a_bad_hypothesis_is_tried_once_more_another_way() -> None:
    def answer(_text: str, _target: str, how: Decoding) -> str:
        return "The forum was held." if how.beam == 5 else "forum forum forum forum"

    engine = ScriptedEngine(answer)
    (translation,) = Translator(engine, "en").translate([article("Прошёл форум.")])
    assert [call[2].beam for call in engine.calls] == [4, 5]
    assert (translation.segments[0].text, translation.segments[0].origin) == ("The forum was held.", "model")
    assert translation.findings == ()


@pytest.mark.parametrize(
    ("bad", "check"), [("", "empty"), ("да да да да да.", "loop"), ("Прошёл форум информагентств.", "script")]
)
def test_one_that_stays_bad_is_kept_with_a_finding(bad: str, check: str) -> None:
    (translation,) = Translator(ScriptedEngine(lambda *_: bad), "en").translate([article("Прошёл форум.")])
    assert (translation.segments[0].text, translation.segments[0].origin) == (bad, "failed")
    assert check in [f.check for f in translation.findings if f.severity == "error" and f.segment == 0]


def test_a_second_try_that_is_worse_is_not_taken() -> None:
    def answer(_text: str, _target: str, how: Decoding) -> str:
        return "" if how.beam == 5 else "Loop loop loop loop."

    (translation,) = Translator(ScriptedEngine(answer), "en").translate([article("Прошёл форум.")])
    assert translation.segments[0].text == "Loop loop loop loop."


def test_a_segment_longer_than_the_limit_is_cut_at_clauses_and_nothing_is_lost() -> None:
    asked: list[str] = []

    def answer(text: str, _target: str, _how: Decoding) -> str:
        asked.append(text)
        return f"part {len(asked)} of it"

    text = "Президент принял посла, который вручил грамоту; затем стороны обсудили торговлю, и встреча закончилась."
    engine = ScriptedEngine(answer, limit=6)
    (translation,) = Translator(engine, "en").translate([article(text)])
    assert " ".join(asked) == text
    assert len(asked) > 1
    assert all(len(piece.split()) <= 6 for piece in asked)
    assert translation.segments[0].text == " ".join(f"part {i + 1} of it" for i in range(len(asked))) + "."
    assert [(f.check, f.severity) for f in translation.findings] == [("long-segment", "note")]


def test_chinese_pieces_are_joined_without_a_space_and_punctuated() -> None:
    engine = ScriptedEngine(lambda *_: "论坛举行,", limit=3)
    (translation,) = Translator(engine, "zh-Hans").translate([article("Прошёл большой форум, и все ушли домой.")])
    assert " " not in translation.segments[0].text
    assert "," not in translation.segments[0].text


def test_hints_are_the_neighbours_and_equal_texts_with_other_neighbours_are_asked_again() -> None:
    seen: list[Hint] = []

    class Hinted(ScriptedEngine):
        def translate(self, texts, source, target, decoding=None, hints=None):  # type: ignore[no-untyped-def]
            seen.extend(hints)
            return super().translate(texts, source, target, decoding)

    engine = Hinted(english, uses_hints=True)
    Translator(engine, "en").translate([article("Да.", "Нет.", "Да.")])
    assert seen == [Hint(after="Нет."), Hint("Да.", "Да."), Hint(before="Нет.")]


def test_who_made_it_and_how_sure_it_was_stands_on_the_segment() -> None:
    engine = ScriptedEngine(lambda *_: Hypothesis("Yes, it was.", -0.25, model="other", revision="7"))
    (translation,) = Translator(engine, "en").translate([article("Да, было.")])
    segment = translation.segments[0]
    assert (segment.model, segment.revision, segment.score) == ("other", "7", -0.25)


def test_the_memory_of_a_run_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.translate._REMEMBERED", 10)
    translator = Translator(ScriptedEngine(english), "en")
    for number in range(30):
        translator.translate([article(f"Предложение {number}.", f"Ответ {number}.")])
    assert len(translator._answers) <= 10


def test_an_engine_that_fails_says_so() -> None:
    def fail(*_: object) -> str:
        raise ModelError("model scripted failed: no memory")

    with pytest.raises(ModelError, match="no memory"):
        Translator(ScriptedEngine(fail), "en").translate([article("Да.")])
