"""Cards as a person reads them: one line each, or one whole."""

from collections.abc import Iterator, Sequence

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from models.card import Card
from models.installed import is_installed
from models.languages import SOURCE, TARGETS, short
from models.lock import Lock
from models.sizes import disk, memory, precisions, spell

_ENGINES = {"server": "server", "seamless": "transformers", "echo": "–"}


def table(cards: Sequence[Card]) -> Table:
    """One line a card."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("", width=1)
    shown.add_column("model", overflow="fold")
    shown.add_column("from ru")
    shown.add_column("licence", overflow="fold")
    shown.add_column("commercial", overflow="fold")
    shown.add_column("memory", justify="right")
    shown.add_column("runs on")
    shown.add_column("chrF++ zh kk en", justify="right")
    for card in cards:
        shown.add_row(
            "*" if is_installed(card.id) else "",
            Text(card.id, style="" if not card.weak else "dim"),
            " ".join(short(t) + "!" * (t in card.poor) for t in card.directions.get(SOURCE, ())) or "–",
            _licence(card),
            _commercial(card),
            _memory(card),
            _ENGINES.get(card.family, "CTranslate2"),
            " ".join(_score(card, target) for target in TARGETS),
        )
    return shown


def describe(card: Card, lock: Lock | None) -> Group:
    """Every field of a card, and how to get the model."""
    shown = Table(box=None, pad_edge=False, show_header=False)
    shown.add_column(style="bold")
    shown.add_column(overflow="fold")
    for name, value in _fields(card, lock):
        shown.add_row(name, value)
    head = Text(f"{card.id}: {card.title}", style="bold")
    return Group(head, Padding(shown, (1, 0)), *_scores(card), Text(how_to_get(card, lock)))


def how_to_get(card: Card, lock: Lock | None) -> str:
    """What to do to have the model."""
    accept = f" --accept-licence {card.licence.casefold()}" if card.needs_acceptance else ""
    if card.folder or card.family == "echo":
        return "It is part of Audarma: nothing is to be fetched."
    if card.family == "server":
        return (
            f"Run {card.repository} on a server with OpenAI's API, such as 'vllm serve {card.repository}', and say "
            f'where in audarma.toml:\n  [servers.mine]\n  url = "http://127.0.0.1:8000/v1"\n'
            f'  models = {{ "{card.id}" = "{card.repository}" }}'
        )
    if card.family == "seamless":
        return (
            f"It is run by transformers: pip install 'audarma[hf]', fetch {card.repository}, and name its folder in "
            f'audarma.toml:\n  [transformers]\n  "{card.id}" = "FOLDER"'
        )
    if lock is not None:
        return f"It is installed. To use it: audarma models use {card.id} --for {_first_target(card)}"
    return (
        f"To install it: audarma models pull {card.id}{accept}\n"
        f"or from a folder: audarma models pull {card.id} --from DIR{accept}"
    )


def _first_target(card: Card) -> str:
    return ",".join(short(target) for target in card.directions.get(SOURCE, ())) or "kk"


def _fields(card: Card, lock: Lock | None) -> Iterator[tuple[str, str]]:
    unsure = set(card.unverified)

    def marked(field: str, value: str) -> str:
        return f"{value} (unverified)" if field in unsure and value else value

    directions = "; ".join(
        f"{short(source)} into {', '.join(map(short, targets))}" for source, targets in card.directions.items()
    )
    active = f", {card.active:,} of them for a token" if card.active else ""
    yield "family", card.family
    yield "directions", marked("directions", directions)
    yield "licence", marked("licence", card.licence) + (f", {card.licence_url}" if card.licence_url else "")
    yield "commercial use", marked("commercial", "yes" if card.commercial else "no")
    yield "not in", marked("excluded_territories", ", ".join(card.excluded_territories) or "–")
    yield "obligations", marked("obligations", "; ".join(card.obligations) or "–")
    yield "parameters", marked("parameters", f"{card.parameters:,}{active}")
    yield "disk and memory", "; ".join(
        f"{name} {spell(disk(card, name))} and {spell(memory(card, name))}" for name in precisions(card)
    ) or "–"  # fmt: skip
    yield "repository", f"{card.repository} at {card.revision}" if card.repository else "–"
    yield "codes", marked("tokens", ", ".join(f"{tag} {code}" for tag, code in _codes(card).items()) or "–")
    yield "format", marked("prompt" if card.prompt else "tokens", _format(card))
    yield "trained on", marked("trained_on", ", ".join(card.trained_on) or "no test set that the card knows of")
    yield "known faults", marked("faults", "; ".join(card.faults) or "–")
    yield "notes", marked("notes", "; ".join(card.notes) or "–")
    yield from _making(card)
    if lock is not None:
        accepted = f", {lock.accepted} accepted on {lock.accepted_on}" if lock.accepted else ""
        origin = f"{lock.repository} {lock.commit[:12]}" if lock.commit else "a folder"
        yield "installed", f"{lock.precision}, {spell(lock.size)}, from {origin} on {lock.installed}{accepted}"


def _making(card: Card) -> Iterator[tuple[str, str]]:
    """How a model of Audarma's own was made, and what it is good for."""
    if card.training is not None:
        made = card.training
        yield "made from", made.base
        for licence, sources in made.data.items():
            yield "text", f"{', '.join(sources)} ({licence})"
        yield "training", f"{made.pieces:,} target pieces, {made.time}, {made.hardware}; {made.recipe}"
    for name, words in (("good for", card.good_for), ("not for", card.not_for)):
        if words:
            yield name, "; ".join(words)
    for failure in card.failures:
        yield "fails", f"{failure.source} -> {short(failure.target)}: {failure.hypothesis} ({failure.wrong})"


def _codes(card: Card) -> dict[str, str]:
    if card.tokens is not None:
        return card.tokens.codes
    return card.prompt.names if card.prompt is not None else {}


def _format(card: Card) -> str:
    if card.tokens is not None:
        tokens = card.tokens
        source = " ".join((*tokens.source_prefix, "TEXT", *tokens.source_suffix))
        return f"encoder {source}; decoder begins with {' '.join(tokens.target_prefix) or 'nothing'}"
    return repr(card.prompt.user) if card.prompt is not None else "–"


def _scores(card: Card) -> list[Table]:
    if not card.scores:
        return []
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("into", "metric", "score", "test set", "source"):
        shown.add_column(name, overflow="fold")
    for score in card.scores:
        shown.add_row(short(score.target), score.metric, f"{score.value:g}", score.suite, score.source)
    return [shown]


def _licence(card: Card) -> str:
    name = card.licence.removeprefix("LicenseRef-").partition(":")[0]
    return f"{name}?" if "licence" in card.unverified else name


def _commercial(card: Card) -> str:
    if not card.commercial:
        return "no"
    return f"yes, not in {' '.join(card.excluded_territories)}" if card.excluded_territories else "yes"


def _memory(card: Card) -> str:
    found = precisions(card)
    return f"{spell(memory(card, found[0]))} {found[0]}" if found else "–"


def _score(card: Card, target: str) -> str:
    score = card.score(target)
    return f"{score.value:.1f}" if score is not None else "–"
