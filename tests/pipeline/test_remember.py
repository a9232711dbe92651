"""An engine with a memory decodes nothing twice, and everything that its answer depends on."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engine import Decoding, Failover, Hint, Hypothesis
from models.errors import ModelError
from models.scripted import ScriptedEngine
from pipeline.article import Match, TranslatedArticle
from pipeline.keys import content_key
from pipeline.remember import TOGETHER, Made, RememberingEngine


@dataclass
class Notebook:
    """A memory in a dictionary."""

    known: dict[str, Hypothesis] = field(default_factory=dict)
    kept: list[int] = field(default_factory=list)

    def recall(self, keys: Sequence[str]) -> Mapping[str, Hypothesis]:
        return {key: self.known[key] for key in keys if key in self.known}

    def keep(self, made: Sequence[Made]) -> None:
        self.kept.append(len(made))
        self.known.update((one.key, one.hypothesis) for one in made)

    def find_matches(self, texts: Sequence[str], target: str) -> Mapping[str, tuple[Match, ...]]:  # noqa: ARG002 - a protocol's
        return {}

    def record(self, done: Sequence[tuple[str, TranslatedArticle]]) -> None:
        pass


def answer(text: str, target: str, how: Decoding) -> Hypothesis:
    return Hypothesis(f"{target} {how.beam} {text}", -0.25, tokens=3)


def asked(engine: ScriptedEngine) -> list[str]:
    return [text for call in engine.calls for text in call[0]]


def test_what_was_decoded_is_given_again_as_it_was() -> None:
    inner, notes = ScriptedEngine(answer), Notebook()
    first = RememberingEngine(inner, notes).translate(["а", "б", "а"], "ru", "en")
    again = RememberingEngine(inner, notes).translate(["б", "в"], "ru", "en")
    assert [h.text for h in first] == ["en 4 а", "en 4 б", "en 4 а"]
    assert (again[0], again[1].text) == (first[1], "en 4 в")
    assert asked(inner) == ["а", "б", "в"]


CHANGES = {
    "text": {"texts": ["б"]},
    "target": {"target": "kk-Cyrl"},
    "source": {"source": "kk-Cyrl"},
    "decoding": {"decoding": Decoding(beam=2)},
    "terms": {"hints": [Hint(terms=(("а", "b"),))]},
    "neighbours": {"hints": [Hint(before="в")]},
    "accepted": {"hints": [Hint(terms=(("а", "b"),), accepted=(("c",),))]},
}


@pytest.mark.parametrize("changed", [*CHANGES, "model", "revision"])
def test_another_question_is_asked_anew(changed: str) -> None:
    notes = Notebook()
    plain = {"texts": ["а"], "source": "ru", "target": "en", "decoding": None, "hints": None}
    inner = ScriptedEngine(answer)
    RememberingEngine(inner, notes).translate(**plain)  # type: ignore[arg-type] # by name
    other = replace(inner, calls=[], **({changed: "other"} if changed in {"model", "revision"} else {}))
    RememberingEngine(other, notes).translate(**plain | CHANGES.get(changed, {}))  # type: ignore[arg-type] # by name
    assert len(asked(other)) == 1
    RememberingEngine(other, notes).translate(**plain | CHANGES.get(changed, {}))  # type: ignore[arg-type] # by name
    assert len(asked(other)) == 1


def test_the_engines_own_way_to_search_is_the_same_named_or_not() -> None:
    inner, notes = ScriptedEngine(answer), Notebook()
    RememberingEngine(inner, notes).translate(["а"], "ru", "en")
    RememberingEngine(inner, notes).translate(["а"], "ru", "en", inner.decoding, [Hint()])
    assert asked(inner) == ["а"]


@pytest.mark.parametrize(
    "bad", [Hypothesis("x", failure="the server is away"), Hypothesis("x", failovers=(Failover("m", "away"),))]
)
def test_what_failed_or_was_stood_in_for_is_tried_again(bad: Hypothesis) -> None:
    inner, notes = ScriptedEngine(lambda *_: bad), Notebook()
    assert RememberingEngine(inner, notes).translate(["а"], "ru", "en") == [bad]
    RememberingEngine(inner, notes).translate(["а"], "ru", "en")
    assert asked(inner) == ["а", "а"]


def test_what_was_decoded_before_the_model_failed_is_kept() -> None:
    def fail_late(text: str, target: str, how: Decoding) -> Hypothesis:
        if len(text) > 3 * TOGETHER:
            raise ModelError("out of memory")
        return answer(text, target, how)

    inner, notes = ScriptedEngine(fail_late), Notebook()
    texts = ["а" * length for length in range(1, 4 * TOGETHER)]
    with pytest.raises(ModelError):
        RememberingEngine(inner, notes).translate(texts, "ru", "en")
    assert notes.kept == [3 * TOGETHER]


def test_a_slow_engines_answers_are_kept_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.remember.KEPT", -1.0)
    notes = Notebook()
    RememberingEngine(ScriptedEngine(answer), notes).translate(["а" * n for n in range(1, 2 * TOGETHER)], "ru", "en")
    assert notes.kept == [TOGETHER, TOGETHER - 1]


def test_it_is_the_engine_in_everything_else() -> None:
    inner = ScriptedEngine(answer)
    outer = RememberingEngine(inner, Notebook())
    for name in ("model", "revision", "limit", "decoding", "retry", "uses_hints"):
        assert getattr(outer, name) is getattr(inner, name)
    assert outer.keeps_terms is False
    assert outer.count(["а б"]) == [2]


def test_a_key_names_its_algorithm_and_is_pinned() -> None:
    """A key that changes makes every memory forget: that must be meant (and is said by RECIPE)."""
    assert content_key({"b": ["я", 1.5, None], "a": True}) == content_key({"a": True, "b": ["я", 1.5, None]})
    inner, notes = ScriptedEngine(answer), Notebook()
    RememberingEngine(inner, notes).translate(["Форум прошёл."], "ru", "en")
    canonical = (
        '{"decoding":{"beam":4,"no_repeat_ngram":0,"own_script":false,"repetition_penalty":1.0},"direction":["ru","en"],'
        '"hint":{"accepted":[],"after":"","before":"","between":[],"terms":[]},"model":["scripted","1"],'
        '"recipe":2,'
        '"text":"Форум прошёл."}'
    )
    assert list(notes.known) == ["sha256:" + hashlib.sha256(canonical.encode()).hexdigest()]


PLAIN = st.none() | st.booleans() | st.integers() | st.text()
NESTED = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(NESTED, NESTED)
def test_two_contents_have_one_key_only_when_they_are_equal(one: object, two: object) -> None:
    assert (content_key(one) == content_key(two)) == (repr(one) == repr(two) or _same(one, two))


def _same(one: object, two: object) -> bool:
    """Equal, with True and 1 told apart, whatever the order of names."""
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(_same(one[name], two[name]) for name in one)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(_same, one, two))
    return type(one) is type(two) and one == two
