"""From a base model and an archive to a model of one's own, with what it gained and what it lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from eval.suites.compare import open_suite
from eval.suites.suite import Suite
from models.adapt.pairs import Pair, Split, split
from models.adapt.put import Told, card_of, check_name, put, take_back, write_card
from models.adapt.trainable import open_trainable
from models.adapt.tune import Recipe, Tuned, tune
from models.card import Card, Score, Training
from models.catalogue import find_card
from models.engine import Engine
from models.errors import ModelError, UsageError
from models.languages import SOURCE, TARGETS, short
from models.load import load_engine, start_engine
from pipeline.adapt.archive import read_archive
from pipeline.adapt.measure import Change, compare

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Order:
    """What to make of what. `general` is a test set's name or file of text unlike the archive's, `most` its sentences.

    The new model is taken back when chrF++ on it falls by more than `fall` in any language. `share` of the archive is
    held out.
    """

    base: str
    data: Path
    out: str
    general: str
    checkpoint: Path | None = None
    languages: tuple[str, ...] = TARGETS
    recipe: Recipe = field(default_factory=Recipe)
    share: float = 0.1
    fall: float = 0.5
    most: int = 300


@dataclass(frozen=True)
class Adapted:
    """The card of the new model, and the changes: on what was held out, and on the general set."""

    card: Card
    own: tuple[Change, ...]
    general: tuple[Change, ...]


def adapt(order: Order, tell: Tell) -> Adapted:
    """Does what was ordered. Raises UsageError, ModelError; a model that lost too much is not left installed."""
    check_name(order.out)
    base = find_card(order.base)
    languages = tuple(language for language in order.languages if base.translates(SOURCE, language))
    general = _general(order, languages)
    before = load_engine(base.id)
    data = _split(order, read_archive(order.data, languages))
    tell(
        f"{len(data.learn)} pairs to learn from, {len(data.watch)} to watch, {len(data.held_out)} held out "
        f"({'the newest' if data.by_date else 'drawn: not every pair has a date'})"
    )
    tuned = tune(open_trainable(base, order.checkpoint), data, order.recipe, tell)
    card = card_of(base, order.out, _told(order, data, tuned))
    put(tuned.model, card)
    try:
        adapted = _measure(order, before, card, data.held_out, general)
        for change in (*adapted.own, *adapted.general):
            tell(change.line)
        _refuse(order, adapted)
    except BaseException:
        take_back(order.out)
        raise
    return adapted


def _split(order: Order, pairs: Sequence[Pair]) -> Split:
    try:
        return split(pairs, order.share, order.recipe.seed)
    except ValueError as error:
        raise UsageError(f"{order.data}: {error}") from error


def _general(order: Order, languages: Sequence[str]) -> tuple[Pair, ...]:
    _, _, suite = open_suite(order.general, ",".join(map(short, languages)), order.most)
    if not isinstance(suite, Suite):
        raise UsageError(f"--general {order.general}: is a set of articles; a file or test set of sentences is needed")
    return tuple(
        Pair(source, reference, language)
        for language, (references, *_) in suite.references.items()
        for source, reference in zip(suite.sources, references, strict=True)
    )


def _told(order: Order, data: Split, tuned: Tuned) -> Told:
    way = f"LoRA of rank {order.recipe.rank}" if order.recipe.lora else "all weights"
    training = Training(
        base=order.base,
        data={"as the owner of the archive says": (f"{order.data.name}, {len(data.learn)} pairs",)},
        pieces=tuned.pieces,
        time=f"stopped when the loss on {len(data.watch)} watched pairs was lowest ({tuned.after:.3f})",
        hardware="the machine that adapted it",
        recipe=f"audarma adapt: {way}, rate {order.recipe.learning_rate:g}, seed {order.recipe.seed}",
    )
    return Told(training, (), ())


def _measure(order: Order, before: Engine, card: Card, held_out: Sequence[Pair], general: Sequence[Pair]) -> Adapted:
    after = start_engine(card)
    own = compare(f"held out of {order.data.name}", held_out, before, after)
    other = compare(Path(order.general).name, general, before, after)
    scores = tuple(
        Score(
            target=change.language,
            metric="chrF++",
            value=round(change.after, 1),
            suite=change.suite,
            source=f"measured: {change.segments} segments, {change.before:.1f} before; {change.signature}",
        )
        for change in (*own, *other)
    )

    card = replace(card, scores=scores)
    write_card(card)
    return Adapted(card, tuple(own), tuple(other))


def _refuse(order: Order, adapted: Adapted) -> None:
    lost = [change for change in adapted.general if change.gain < -order.fall]
    if lost:
        raise ModelError(
            f"model {order.out} was not kept: it lost more than {order.fall:g} chrF++ elsewhere, see above. "
            "Take more text, --lora, or a lower --rate; or allow it with --allow-fall"
        )
    if sum(change.gain for change in adapted.own) <= 0:
        raise ModelError(f"model {order.out} was not kept: over all languages it is no better on what was held out")
