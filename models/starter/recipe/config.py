"""What a training is told: one TOML file for each kind of machine."""

import sys
from pathlib import Path

import msgspec

from models.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The network, the order of examples and the optimizer's plan.

    The encoder has e5's first `encoder_layers` layers. Its first `frozen_layers`, and its embeddings, stay as they
    are; on a CPU what they make of a sentence is computed once (`cache`). The encoder's other layers begin to learn
    when `thaw` of the plan is done: before, the decoder has nothing to teach them. `batch` and `total` count target
    pieces, padding included in the first. `longest` is in pieces, `shares` are target languages' parts of the pieces.
    The learning rate of new weights is `rate`, that of e5's `rate * inherited`; it rises over `warmup` steps, stays,
    and falls to zero over the last `decay` of the plan. With `candidates` above 0 the softmax is taken, until
    `full_from` of the plan, over the pieces of the batch and so many drawn at random. `pool` examples are drawn and
    sorted by length at a time.
    """

    encoder_layers: int = 9
    frozen_layers: int = 9
    decoder_layers: int = 3
    thaw: float = 0.0
    dropout: float = 0.1
    smoothing: float = 0.1
    batch: int
    total: int
    longest: int = 72
    shares: dict[str, float] = msgspec.field(default_factory=lambda: {"en": 0.36, "zh": 0.32, "kk": 0.32})
    rate: float = 1e-3
    inherited: float = 0.6
    warmup: int = 400
    decay: float = 0.6
    candidates: int = 0
    full_from: float = 0.8
    cache: bool = True
    pool: int = 15_000
    seed: int = 1
    threads: int = 2
    save_minutes: float = 10.0
    dev_sentences: int = 60

    def __post_init__(self) -> None:
        if not 0 <= self.frozen_layers <= self.encoder_layers:
            raise ValueError("frozen_layers: is at most encoder_layers")
        if self.cache and not self.frozen_layers:
            raise ValueError("cache: there is nothing to keep of an encoder of which no layer is frozen")


def read_config(path: Path) -> Config:
    """Raises UsageError."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Config)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} is no configuration of a training: {error}") from error


def changed(config: Config, settings: list[str]) -> Config:
    """A configuration with some fields set by `name=value`, the value in JSON. Raises UsageError."""
    try:
        values = {name: msgspec.json.decode(value) for name, _, value in (text.partition("=") for text in settings)}
        return msgspec.convert(msgspec.to_builtins(config) | values, Config)
    except (msgspec.DecodeError, ValueError) as error:
        raise UsageError(f"--set {' '.join(settings)}: {error}") from error
