"""Routes: how they are written, which models they may name, and what pivots and failovers leave on a hypothesis."""

from pathlib import Path

import pytest

from models.engine import Decoding, Failover, Hint, Hop, Hypothesis, keeps_terms, languages_between
from models.errors import ModelError, UsageError
from models.failover import FailoverEngine
from models.pivot import PivotEngine
from models.routes import Route, load_plans, parse_route, parse_routes, plan
from models.scripted import ScriptedEngine
from models.settings import Settings, read_settings

PIVOT = "opus-mt-tc-big-zle-en+en+opus-mt-en-zh"


@pytest.mark.parametrize(
    ("text", "target", "route"),
    [
        ("starter", "en", Route("starter")),
        ("nllb-200-1.3b", "zh-Hans", Route("nllb-200-1.3b")),
        ("opus-mt-ru-en+en+opus-mt-en-zh", "zh-Hans", Route("opus-mt-ru-en", "en", "opus-mt-en-zh")),
        ("opus-mt-ru-en > en > opus-mt-en-zh", "zh-Hans", Route("opus-mt-ru-en", "en", "opus-mt-en-zh")),
        ("hy-mt2-7b+zh+starter", "kk-Cyrl", Route("hy-mt2-7b", "zh-Hans", "starter")),
        ("server:qwen3:8b", "kk-Cyrl", Route("server:qwen3:8b")),
    ],
)
def test_a_route_is_a_model_or_two_with_a_language_between(text: str, target: str, route: Route) -> None:
    assert parse_route(text, target) == route
    assert parse_route(str(route), target) == route


@pytest.mark.parametrize(
    ("text", "target", "said"),
    [
        ("opus-mt-ru-en", "zh-Hans", "does not go from ru to zh"),
        ("opus-mt-ru-en+en+opus-mt-en-zh", "kk-Cyrl", "opus-mt-en-zh does not go from en to kk"),
        ("opus-mt-en-zh+en+opus-mt-ru-en", "zh-Hans", "opus-mt-en-zh does not go from ru to en"),
        ("opus-mt-ru-en+en", "zh-Hans", "no such route"),
        ("a+b+c+d", "zh-Hans", "no such route"),
        ("", "zh-Hans", "no such route"),
        ("starter+zh+starter", "zh-Hans", "stands another language"),
        ("starter+fr+starter", "zh-Hans", "unknown language"),
        ("nllb", "en", "unknown model"),
    ],
)
def test_a_route_that_leads_nowhere_is_refused(text: str, target: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_route(text, target)


def test_routes_of_the_command_are_by_language_and_may_be_several() -> None:
    assert parse_routes((f"zh={PIVOT},starter", "kk=auto")) == {"zh-Hans": (PIVOT, "starter"), "kk-Cyrl": ("auto",)}
    for wrong in ("zh", "ru=starter", "fr=starter"):
        with pytest.raises(UsageError):
            parse_routes((wrong,))


@pytest.fixture
def settings(tmp_path: Path, home: Path) -> Settings:
    del home
    path = tmp_path / "audarma.toml"
    path.write_text(f'[routes]\nzh = ["{PIVOT}", "starter"]\nkk = "starter"\n', "utf-8")
    return read_settings(path)


def test_the_command_comes_before_the_settings_and_these_before_auto(settings: Settings) -> None:
    targets = ("zh-Hans", "kk-Cyrl", "en")
    zh, kk, en = plan(targets, "", {}, settings)
    assert ([str(route) for route in zh.routes], zh.why) == ([PIVOT, "starter"], "audarma.toml says so")
    assert zh.models == ("opus-mt-tc-big-zle-en", "opus-mt-en-zh", "starter")
    assert (str(kk.routes[0]), str(en.routes[0]), en.chosen) == ("starter", "starter", True)
    assert {p.why for p in plan(targets, "echo", {}, settings)} == {"the command says so"}
    zh, kk, _ = plan(targets, "echo", {"zh-Hans": ("starter",)}, settings)
    assert (str(zh.routes[0]), str(kk.routes[0])) == ("starter", "echo")
    assert all(p.chosen for p in plan(targets, "auto", {}, settings))


def test_a_route_over_two_models_is_loaded_with_each_once(settings: Settings) -> None:
    plans = plan(("zh-Hans", "en"), "", {"zh-Hans": ("starter+en+starter",), "en": ("starter",)}, settings)
    engines = load_plans(plans, 1, settings)
    assert engines["zh-Hans"].model == "starter+en+starter"
    (found,) = engines["zh-Hans"].translate(["Министр прибыл в Астану."], "ru", "zh-Hans")
    assert [hop.target for hop in found.hops] == ["en", "zh-Hans"]
    assert all(hop.tokens > 0 and hop.score is not None for hop in found.hops)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[routes]\nfr = 'x'\n", "unknown language 'fr'"),
        ("[routes]\nru = 'x'\n", r"routes.ru: routes lead into"),
        ("[routes]\nzh = 3\n", r"line 1: routes: Expected"),
        ("[servers.a]\nurl = 'ftp://x'\n", r"line 2: servers.*url: begins with http|line 1: .*url: begins"),
        ("[servers.a]\nurl = 'http://x'\ntimeout = 0\n", r"timeout: is more than 0"),
        ("[servers.a]\nuri = 'http://x'\n", "uri"),
        ("[rutes]\n", "line 1: rutes: .*unknown field"),
        ("[routes\n", "line 1"),
    ],
)
def test_settings_that_do_not_validate_are_named_with_file_and_field(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "audarma.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=said) as error:
        read_settings(path)
    assert "\n" not in str(error.value)


def test_without_settings_there_are_none(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "audarma.toml") == Settings()


def test_the_first_server_that_names_a_model_runs_it(tmp_path: Path) -> None:
    path = tmp_path / "audarma.toml"
    path.write_text(
        '[servers.any]\nurl = "http://a/v1"\n[servers.big]\nurl = "http://b/v1"\n'
        'models = { "hy-mt2-7b" = "tencent/Hy-MT2-7B-FP8" }\n',
        "utf-8",
    )
    found = read_settings(path)
    assert found.server_of("hy-mt2-7b").url == "http://b/v1"
    assert found.server_of("gemma-4-12b").url == "http://a/v1"
    with pytest.raises(UsageError, match=r"servers\.NAME"):
        Settings().server_of("hy-mt2-7b")


# Pivots


def english(text: str, _target: str, _how: Decoding) -> Hypothesis:
    return Hypothesis(f"en({text})", -0.2, tokens=3)


def chinese(text: str, _target: str, _how: Decoding) -> Hypothesis:
    return Hypothesis(f"zh({text})", -0.5, tokens=4)


def pivot(first: ScriptedEngine | None = None, second: ScriptedEngine | None = None) -> PivotEngine:
    one = first or ScriptedEngine(english, model="one", revision="1")
    two = second or ScriptedEngine(chinese, model="two", revision="2")
    return PivotEngine(one, "en", two)


def test_a_pivot_leaves_its_hops_and_is_as_sure_as_the_less_sure() -> None:
    engine = pivot()
    (found,) = engine.translate(["Да"], "ru", "zh-Hans")
    assert (engine.model, engine.revision) == ("one+en+two", "1+2")
    assert (found.text, found.score, found.tokens) == ("zh(en(Да))", -0.5, 7)
    assert found.hops == (Hop("ru", "en", "one", "1", -0.2, 3), Hop("en", "zh-Hans", "two", "2", -0.5, 4))


def test_each_model_of_a_pivot_searches_its_own_way() -> None:
    own, other = Decoding(beam=2), Decoding(beam=7)
    first = ScriptedEngine(english, decoding=own, retry=Decoding(beam=3))
    second = ScriptedEngine(chinese, decoding=other, retry=Decoding(beam=8))
    engine = PivotEngine(first, "en", second)
    for asked in (None, engine.decoding, engine.retry, Decoding(beam=1)):
        engine.translate(["Да"], "ru", "zh-Hans", asked)
    assert [call[2].beam for call in first.calls] == [2, 2, 3, 1]
    assert [call[2].beam for call in second.calls] == [7, 7, 8, 1]


def test_a_text_that_grows_too_long_between_fails_alone() -> None:
    def grow(text: str, _target: str, _how: Decoding) -> str:
        return "word " * 30 if text == "Долго" else "word"

    second = ScriptedEngine(chinese, limit=20)
    engine = PivotEngine(ScriptedEngine(grow, limit=20), "en", second)
    assert engine.limit == 13
    long, short = engine.translate(["Долго", "Да"], "ru", "zh-Hans")
    assert (long.text, bool(long.failure)) == ("", True)
    assert short.text == "zh(word)"
    assert second.calls[0][0] == ("word",)


def test_a_failed_first_hop_is_told() -> None:
    engine = pivot(ScriptedEngine(lambda *_: Hypothesis("", failure="a refusal")))
    (found,) = engine.translate(["Да"], "ru", "zh-Hans")
    assert (found.failure, len(found.hops)) == ("a refusal", 1)


class Told(ScriptedEngine):
    """An engine that keeps terms, and remembers the hints that it was given."""

    keeps_terms = True

    def __init__(self, says: str) -> None:
        super().__init__(lambda *_: says)
        self.hints: list[Hint] = []

    def translate(self, texts, source, target, decoding=None, hints=None):  # type: ignore[no-untyped-def] # as its parent
        self.hints += hints or ()
        return super().translate(texts, source, target, decoding, hints)


HINT = Hint(
    terms=(("Кажибаева", "卡日巴耶娃"), ("«Синьхуа»", "新华社"), ("Синьхуа", "新华社"), ("полумарафоне", "半程马拉松")),
    accepted=((), ("新华通讯社",), (), ()),
    between=(("en", (("Kazhibayeva",), ("Xinhua", "Xinhua News Agency"), ("Xinhua",), ())),),
)


def test_a_pivot_tells_each_model_the_terms_in_its_own_languages() -> None:
    first, second = Told("The Xinhua News Agency met Kazhibayeva's team in Xinhuan."), Told("新华社")
    PivotEngine(first, "en", second).translate(["…"], "ru", "zh-Hans", hints=[HINT])
    assert first.hints == [
        Hint(
            terms=(("Кажибаева", "Kazhibayeva"), ("«Синьхуа»", "Xinhua"), ("Синьхуа", "Xinhua")),
            accepted=((), ("Xinhua News Agency",), ()),
        )
    ]
    assert second.hints == [
        Hint(
            terms=(("Xinhua News Agency", "新华社"), ("Kazhibayeva's", "卡日巴耶娃")),
            accepted=(("新华通讯社",), ()),
        )
    ]


@pytest.mark.parametrize(
    ("form", "via", "text", "surface"),
    [
        ("China", "en", "Indochina and China’s ports", "China"),
        ("think tank", "en", "Think tanks met.", "Think tanks"),
        ("UN", "en", "UNESCO said.", None),
        ("Қазақстан", "kk-Cyrl", "Бүгін Қазақстанның астанасында", "Қазақстан"),
        ("«Бір белдеу – бір жол»", "kk-Cyrl", "бұл «Бір белдеу – бір жол» бастамасы", "«Бір белдеу – бір жол»"),
        ("中亚", "zh-Hans", "中国和中亚国家", "中亚"),
    ],
)
def test_the_second_model_is_told_of_a_form_only_where_it_stands(
    form: str, via: str, text: str, surface: str | None
) -> None:
    first, second = Told(text), Told("…")
    hint = Hint(terms=(("…", "X"),), between=((via, ((form,),)),))
    PivotEngine(first, via, second).translate(["…"], "ru", "en" if via != "en" else "zh-Hans", hints=[hint])
    assert [term for given in second.hints for term in given.terms] == ([(surface, "X")] if surface else [])


def test_a_model_of_a_pivot_that_takes_no_terms_is_told_none() -> None:
    first = ScriptedEngine(lambda *_: "Xinhua said.")
    second = Told("新华社")
    engine = PivotEngine(first, "en", second)
    engine.translate(["…"], "ru", "zh-Hans", hints=[HINT])
    assert second.hints[0].terms == (("Xinhua", "新华社"),)
    assert keeps_terms(engine)
    assert not keeps_terms(PivotEngine(first, "en", first))


def test_who_goes_by_way_of_which_languages_is_known_through_a_failover() -> None:
    one, other = Told(""), Told("")
    engine = FailoverEngine([one, PivotEngine(one, "en", other), PivotEngine(one, "kk-Cyrl", other)])
    assert languages_between(engine) == ("en", "kk-Cyrl")
    assert languages_between(one) == ()


# Failover


def broken(*_: object) -> str:
    raise ModelError("model one failed: no memory")


def bad_on(word: str) -> ScriptedEngine:
    def answer(text: str, _target: str, _how: Decoding) -> str:
        return "" if word in text else f"one({text})"

    return ScriptedEngine(answer, model="one", revision="1")


def is_empty(_source: str, hypothesis: Hypothesis, _target: str) -> str:
    return "" if hypothesis.text else "the model gave no translation"


TWO = ScriptedEngine(lambda text, *_: f"two({text})", model="two", revision="2")


def test_the_next_model_is_asked_for_what_the_first_fails_on_alone() -> None:
    second = ScriptedEngine(TWO.answer, model="two", revision="2")
    found = FailoverEngine([bad_on("Нет"), second], is_empty).translate(["Да", "Нет", "Да"], "ru", "en")
    assert [one.text for one in found] == ["one(Да)", "two(Нет)", "one(Да)"]
    assert (found[1].model, found[1].revision) == ("two", "2")
    assert found[1].failovers == (Failover("one", "the model gave no translation"),)
    assert found[0].failovers == ()
    assert [call[0] for call in second.calls] == [("Нет",)]


def test_a_model_that_raises_is_gone_round() -> None:
    found = FailoverEngine([ScriptedEngine(broken, model="one"), TWO]).translate(["Да"], "ru", "en")
    assert found[0].text == "two(Да)"
    assert found[0].failovers == (Failover("one", "model one failed: no memory"),)


def test_where_every_model_raises_the_last_error_comes_through() -> None:
    engine = FailoverEngine([ScriptedEngine(broken), ScriptedEngine(broken)])
    with pytest.raises(ModelError, match="no memory"):
        engine.translate(["Да"], "ru", "en")


def test_where_all_fail_the_first_ones_hypothesis_is_given_with_both_reasons() -> None:
    one = ScriptedEngine(lambda *_: Hypothesis("bad one"), model="one")
    two = ScriptedEngine(lambda *_: Hypothesis("bad two"), model="two")
    engine = FailoverEngine([one, two], lambda *_: "no good")
    (found,) = engine.translate(["Да"], "ru", "en")
    assert found.text == "bad one"
    assert [failover.model for failover in found.failovers] == ["one", "two"]


def test_the_first_model_is_tried_its_other_way_before_the_next() -> None:
    def answer(text: str, _target: str, how: Decoding) -> str:
        return text if how.no_repeat_ngram else ""

    found = FailoverEngine([ScriptedEngine(answer, model="one"), TWO], is_empty).translate(["Да"], "ru", "en")
    assert (found[0].text, found[0].failovers) == ("Да", ())


def test_a_failure_that_an_engine_tells_is_enough() -> None:
    one = ScriptedEngine(lambda *_: Hypothesis("x", failure="the model gave a refusal"), model="one")
    found = FailoverEngine([one, TWO]).translate(["Да"], "ru", "en")
    assert found[0].failovers == (Failover("one", "the model gave a refusal"),)


def test_a_route_has_an_engine() -> None:
    with pytest.raises(ValueError, match="at least one"):
        FailoverEngine([])


def test_the_most_tokens_count_and_the_least_limit() -> None:
    engine = FailoverEngine([ScriptedEngine(english, limit=9), ScriptedEngine(english, limit=5)])
    assert (engine.limit, engine.count(["a b c"])) == (5, [3])
    assert engine.translate([], "ru", "en") == []
