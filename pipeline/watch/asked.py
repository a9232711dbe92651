"""What a watch is asked to do: the folders, the store, the run, and what becomes of finished files."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pipeline.configure import StoreSettings
from pipeline.errors import UsageError
from pipeline.log import Kind
from pipeline.run import Run
from pipeline.store import Store
from pipeline.store.outbox import Letter
from pipeline.watch.places import Places

Letters = Callable[[Sequence[Path]], Sequence[Letter]]
"""Finished files -> what is sent on of them."""
MakeRun = Callable[[], AbstractContextManager[Run]]
Deliver = Callable[[Store, Callable[[], bool]], AbstractContextManager[None]]
"""Sends what is in the outbox of a store while its block runs; told whether the program was asked to stop."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What to watch and how. `make_run` loads the models and opens what a run needs, until its block ends: where there
    are several workers, each does so in a process of its own, and it must be a function that can be sent there.
    `letters` gives what goes into the outbox of finished files; `deliver` empties it while its block runs, and not
    beyond what is due once it is asked to stop.
    """

    places: Places
    store: StoreSettings
    make_run: MakeRun
    once: bool = False
    workers: int = 1
    log: Kind = "text"
    quiet: bool = False
    letters: Letters | None = None
    deliver: Deliver | None = None

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise UsageError(f"--workers {self.workers}: at least 1")
