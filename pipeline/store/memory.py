"""The memory of a run: what the store knows, asked in batches. Where the store fails, the run goes on without it."""

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from models.engine import Hypothesis
from pipeline.article import Match, TranslatedArticle
from pipeline.configure import StoreSettings
from pipeline.errors import StoreError, UsageError
from pipeline.remember import Made
from pipeline.store import decoded, similar
from pipeline.store.open import PATIENCE, Store, open_store
from pipeline.store.record import record
from pipeline.store.units import has_units

_T = TypeVar("_T")


@dataclass(slots=True)
class Counts:
    """What a run had of its memory, in segments: decoded anew, remembered, taken from persons."""

    decoded: int = 0
    remembered: int = 0
    settled: int = 0


class StoreMemory:
    """`pipeline.remember.Memory` on a store. `tell` is given one line when the store fails; after that it is not asked
    again. May be used from several threads.
    """

    def __init__(
        self,
        store: Store,
        tell: Callable[[str], None],
        bounds: similar.Bounds | None = None,
        compare: similar.Compare | None = None,
    ) -> None:
        self._store, self._tell = store, tell
        self._bounds, self._compare = bounds or similar.Bounds(), compare
        self._failed = False
        self._lock = threading.Lock()
        self.counts = Counts()

    def recall(self, keys: Sequence[str]) -> Mapping[str, Hypothesis]:
        """What was decoded before, by key."""

        nothing: dict[str, Hypothesis] = {}

        def work() -> dict[str, Hypothesis]:
            with self._store.reading() as connection:
                return decoded.recall(connection, keys)

        found = self._softly(work, nothing)
        self.counts.remembered += len(found)
        return found

    def keep(self, made: Sequence[Made]) -> None:
        """Keeps hypotheses in one transaction."""
        self.counts.decoded += len(made)

        def work() -> None:
            with self._store.writing() as connection:
                decoded.keep(connection, made, time.time())

        self._softly(work, None)

    def find_matches(self, texts: Sequence[str], target: str) -> Mapping[str, tuple[Match, ...]]:
        """What persons have made of such texts: the same first; like it, where no approved one is the same."""
        nothing: dict[str, tuple[Match, ...]] = {}
        found = self._softly(lambda: self._find(texts, target), nothing)
        self.counts.settled += sum(matches[0].settles for matches in found.values())
        return found

    def _find(self, texts: Sequence[str], target: str) -> dict[str, tuple[Match, ...]]:
        most = self._bounds.most
        found: dict[str, tuple[Match, ...]] = {}
        with self._store.reading() as connection:
            if not has_units(connection, target):
                return {}
            exact = similar.exact_matches(connection, texts, target)
            for text in texts:
                matches = exact.get(text, [])
                if not (matches and matches[0].settles):
                    near = similar.fuzzy_matches(connection, text, target, self._bounds, self._compare)
                    matches = [*matches, *near]
                if matches:
                    found[text] = tuple(matches[:most])
        return found

    def record(self, done: Sequence[tuple[str, TranslatedArticle]]) -> None:
        """Keeps finished articles in one transaction."""

        def work() -> None:
            with self._store.writing() as connection:
                record(connection, done, time.time())

        self._softly(work, None)

    def close(self) -> None:
        """Closes the store."""
        self._store.close()

    def _softly(self, work: Callable[[], _T], otherwise: _T) -> _T:
        """What `work` gives; `otherwise` once the store has failed, which is told one time."""
        with self._lock:
            if self._failed:
                return otherwise
            try:
                return work()
            except StoreError as error:
                self._failed = True
                self._tell(f"{error}; going on without it")
                return otherwise


def open_memory(
    settings: StoreSettings, tell: Callable[[str], None], *, patience: float = PATIENCE
) -> StoreMemory | None:
    """The memory that settings name; None where they name none, or, after one line to `tell`, where it cannot be used.

    Raises UsageError for what is neither path nor URL, and for a password's variable that is not set.
    """
    if not settings.url:
        return None
    try:
        store = open_settings(settings, patience=patience)
    except StoreError as error:
        tell(f"{error}; going on without it")
        return None
    bounds = similar.Bounds(settings.threshold, settings.meaning, settings.matches)
    return StoreMemory(store, tell, bounds, compare_meanings if settings.second_look else None)


def open_settings(settings: StoreSettings, *, patience: float = PATIENCE) -> Store:
    """The store that settings name. Raises UsageError and StoreError."""
    if settings.password and settings.password not in os.environ:
        raise UsageError(f"store.password: the environment has no variable {settings.password}")
    return open_store(settings.url, password=os.environ.get(settings.password, ""), patience=patience)


def compare_meanings(text: str, others: Sequence[str]) -> list[float]:
    """The cosines of Russian sentence vectors, their mean taken off, 0 to 1. Loads the encoder when first asked."""
    from models.encoder import load_encoder
    from models.languages import SOURCE

    vectors = load_encoder().encode_in(SOURCE, [text, *others])
    return [min(1.0, max(0.0, float(vectors[0] @ other))) for other in vectors[1:]]
