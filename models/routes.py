"""Which models take a text from Russian into each language: written as words, checked against the cards, loaded once.

A route is the id of a model (`nllb-200-1.3b`), or two with the language between (`opus-mt-ru-en+en+opus-mt-en-zh`;
`>` may stand for `+`). Several, by commas or in a list, are tried in their order. `auto` is the best installed model.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.card import Card
from models.catalogue import EMBEDDED, find_card
from models.engine import Engine
from models.errors import UsageError
from models.failover import FailoverEngine, Judge, accept_all
from models.installed import best, merit
from models.languages import SOURCE, TARGETS, parse_language, short
from models.load import SERVER, load_engine
from models.pivot import PivotEngine
from models.settings import Settings

AUTO = "auto"
_BETWEEN = re.compile(r"[+>]")


@dataclass(frozen=True, slots=True)
class Route:
    """One way into a language: a model, or `model` into `via` and `second` from it."""

    model: str
    via: str = ""
    second: str = ""

    @property
    def models(self) -> tuple[str, ...]:
        """The models on the way, in order."""
        return (self.model, self.second) if self.second else (self.model,)

    def __str__(self) -> str:
        return f"{self.model}+{short(self.via)}+{self.second}" if self.second else self.model


@dataclass(frozen=True, slots=True)
class Plan:
    """The ways into one language, the first to be tried first, and why these. `chosen` is True where `auto` chose."""

    target: str
    routes: tuple[Route, ...]
    why: str
    chosen: bool = False

    @property
    def models(self) -> tuple[str, ...]:
        """Every model of the plan, each once."""
        return tuple(dict.fromkeys(model for route in self.routes for model in route.models))


def parse_route(text: str, target: str) -> Route:
    """A route into a target (BCP 47) as a user writes it. Raises UsageError where its models do not go there."""
    parts = [part.strip() for part in _BETWEEN.split(text)]
    if len(parts) == 1 and parts[0]:
        route = Route(best(SOURCE, target).id if parts[0] == AUTO else parts[0])
        _check(route.model, SOURCE, target)
        return route
    if len(parts) != 3 or not all(parts):
        raise UsageError(f"no such route {text!r}: write a model, or MODEL+LANGUAGE+MODEL for a pivot")
    via = parse_language(parts[1])
    if via in (SOURCE, target):
        raise UsageError(f"route {text!r}: between {short(SOURCE)} and {short(target)} stands another language")
    _check(parts[0], SOURCE, via)
    _check(parts[2], via, target)
    return Route(parts[0], via, parts[2])


def parse_routes(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """`zh=ROUTE,ROUTE` words -> routes by target (BCP 47). Raises UsageError."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        language, equals, routes = word.partition("=")
        target = parse_language(language)
        if not equals or target not in TARGETS:
            raise UsageError(f"--route {word}: write LANGUAGE=ROUTE, such as zh={EMBEDDED}")
        found[target] = tuple(route for route in routes.split(",") if route.strip())
    return found


def plan(targets: Sequence[str], model: str, words: Mapping[str, Sequence[str]], settings: Settings) -> list[Plan]:
    """The plan for each target: what the command says (`words`, then `model`), else the settings, else `auto`.

    Raises UsageError.
    """
    plans = []
    for target in targets:
        if said := words.get(target):
            plans.append(_plan(target, said, "the command says so"))
        elif model and model != AUTO:
            plans.append(_plan(target, (model,), "the command says so"))
        elif not model and (said := settings.routes_into(target)):
            plans.append(_plan(target, said, "audarma.toml says so"))
        else:
            plans.append(auto(target))
    return plans


def auto(target: str) -> Plan:
    """The best installed model for a target by its card, else the embedded one."""
    card = best(SOURCE, target)
    return Plan(target, (Route(card.id),), _why(card, target), chosen=True)


def load_plans(plans: Sequence[Plan], threads: int, settings: Settings, judge: Judge = accept_all) -> dict[str, Engine]:
    """The engine of each target; a model that several need is loaded once. Raises UsageError, ModelError."""
    loaded = {
        model: load_engine(model, threads, settings) for model in dict.fromkeys(m for p in plans for m in p.models)
    }
    engines: dict[str, Engine] = {}
    for each in plans:
        ways = [_engine(route, loaded) for route in each.routes]
        engines[each.target] = ways[0] if len(ways) == 1 else FailoverEngine(ways, judge)
    return engines


def _engine(route: Route, loaded: Mapping[str, Engine]) -> Engine:
    first = loaded[route.model]
    return PivotEngine(first, route.via, loaded[route.second]) if route.second else first


def _plan(target: str, said: Sequence[str], why: str) -> Plan:
    routes = tuple(dict.fromkeys(parse_route(text, target) for text in said))
    if not routes:
        raise UsageError(f"no route into {short(target)}: name a model, or 'auto'")
    return Plan(target, routes, why)


def _check(model: str, source: str, target: str) -> None:
    if model.startswith(SERVER):
        return
    if not find_card(model).translates(source, target):
        raise UsageError(
            f"model {model} does not go from {short(source)} to {short(target)}: "
            f"'audarma models list --for {short(target)}' shows those that do"
        )


def _why(card: Card, target: str) -> str:
    if card.id == EMBEDDED:
        return "no other model for it is installed"
    score = card.score(target)
    if score is not None:
        return f"the best installed by its card: {score.metric} {score.value:g} on {score.suite}"
    return f"the best installed by its card: mean chrF++ {merit(card, target)[2]:.1f} into the others, none into this"
