"""Trains the embedded model from a pack, and goes on where it was interrupted.

    python -m models.starter.recipe.train PREPARED OUT --config cpu.toml [--minutes 9]

PREPARED is the folder that `prepare` made. OUT gets `state.pt`, every ten minutes and at the end, and `log.jsonl`. The
plan is in target pieces, not in minutes, so that it is the same on a machine that others use. While it runs, a file
OUT/plan.json with {"total": PIECES} changes the plan; an interruption (Ctrl-C, SIGTERM) saves first.
"""

import argparse
import hashlib
import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import torch

from models.starter.recipe.config import Config, changed, read_config
from models.starter.recipe.examples import Examples, batches, make_examples
from models.starter.recipe.network import EOS, PAD, decode, encode, encode_on, loss_of, start
from models.starter.recipe.pack import Pack, read_pack
from models.starter.recipe.progress import progress
from models.starter.recipe.states import States, frame, pad

_LOG_EVERY = 100
_PLAN_EVERY = 20


@dataclass
class Clock:
    """How far a training has come: steps, target pieces, and seconds of the machine and of its processors."""

    step: int = 0
    pieces: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    _last: tuple[float, float] = field(default_factory=lambda: (time.monotonic(), time.process_time()))

    def tick(self, pieces: int) -> None:
        """Counts a step."""
        now = (time.monotonic(), time.process_time())
        self.step, self.pieces = self.step + 1, self.pieces + pieces
        self.wall, self.cpu = self.wall + now[0] - self._last[0], self.cpu + now[1] - self._last[1]
        self._last = now


class Training:
    """A network, its optimizer, its examples and its clock. `run` returns when the plan or the minutes are over."""

    def __init__(self, pack: Pack, prepared: Path, out: Path, config: Config) -> None:
        self.pack, self.prepared, self.out, self.config = pack, prepared, out, config
        out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(config.seed)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.network = start(pack, config)
        torch.nn.Module.to(self.network, self.device)
        self.clock, self.total = Clock(), config.total
        self._random = np.random.default_rng(config.seed)
        self._examples: Examples = make_examples(pack, config)
        self._optimizer = torch.optim.AdamW(self._groups(), betas=(0.9, 0.98), weight_decay=0.01, fused=True)
        self._states = self._open_states() if config.cache and self.device == "cpu" else None
        self._stop = False
        self._planned: int | None = None
        self._recent: list[float] = []

    def run(self, minutes: float) -> None:
        """Trains, writes the log, saves. Seeds itself from the step, so that what is resumed draws anew."""
        config, began, saved = self.config, time.monotonic(), time.monotonic()
        with signals(self._interrupt):
            for batch in self._batches():
                self._plan()
                if self._stop or self.clock.pieces >= self.total or time.monotonic() - began > minutes * 60:
                    break
                self._learn(batch)
                if self.clock.step % _LOG_EVERY == 0:
                    self._log(loss=float(np.mean(self._recent)))
                    self._recent.clear()
                if time.monotonic() - saved > config.save_minutes * 60:
                    self.save()
                    self._log(**progress(self.network, self.prepared, config.dev_sentences))
                    saved = time.monotonic()
        self.save()
        if self.finished:
            self._log(**progress(self.network, self.prepared, config.dev_sentences))

    @property
    def finished(self) -> bool:
        """Whether the plan is over, its rate at zero."""
        return self.clock.pieces >= self.total

    def save(self) -> None:
        """Writes the state whole or not at all."""
        made = self.out / "state.tmp"
        clock = {name: getattr(self.clock, name) for name in ("step", "pieces", "wall", "cpu")}
        torch.save(
            {
                "network": self.network.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "clock": clock,
                "config": msgspec.to_builtins(self.config),
            },
            made,
        )
        made.replace(self.out / "state.pt")

    def resume(self) -> bool:
        """Takes up the state that was saved, if there is one."""
        path = self.out / "state.pt"
        if not path.is_file():
            return False
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        full = [group["full"] for group in self._optimizer.param_groups]
        self._optimizer.load_state_dict(state["optimizer"])
        for group, rate in zip(self._optimizer.param_groups, full, strict=True):
            group["full"] = rate  # that of the configuration, which may have changed
        self.clock = Clock(**state["clock"])
        self._random = np.random.default_rng((self.config.seed, self.clock.step))
        torch.manual_seed(self.config.seed + self.clock.step)
        return True

    def _groups(self) -> list[dict[str, Any]]:
        new: list[torch.nn.Parameter] = []
        inherited: list[torch.nn.Parameter] = []
        for name, parameter in self.network.named_parameters():
            if parameter.requires_grad:
                (new if "encoder_attn" in name else inherited).append(parameter)
        self._learning = [*new, *inherited]
        rates = (self.config.rate, self.config.rate * self.config.inherited)
        return [{"params": p, "lr": r, "full": r} for p, r in zip((new, inherited), rates, strict=True)]

    def _open_states(self) -> States:
        depth = self.config.frozen_layers
        width = self.network.model.shared.weight.shape[1]
        vocabulary = hash_of(self.pack.kept.tobytes())
        return States(
            self.pack, self.out / "states", width, f"e5 {depth} {vocabulary}", lambda ids: self._encode(ids, depth)
        )

    def _encode(self, ids: torch.Tensor, depth: int) -> torch.Tensor:
        torch.nn.Module.eval(self.network)
        with torch.autocast(self.device, dtype=torch.bfloat16):
            states = encode(self.network, ids, depth)
        self.network.train()
        return states

    def _batches(self) -> Iterator[np.ndarray[Any, np.dtype[np.int64]]]:
        return batches(self._examples, self.pack.sizes, self.config, self._random)

    def _plan(self) -> None:
        """The rate of this step, by a plan that may have changed on the way."""
        plan = self.out / "plan.json"
        due = self._planned is None or self.clock.step - self._planned >= _PLAN_EVERY
        if due and plan.is_file():
            self._planned = self.clock.step
            self.total = int(json.loads(plan.read_text())["total"])
        part = rate_at(self.clock.step, self.clock.pieces / self.total, self.config)
        for group in self._optimizer.param_groups:
            group["lr"] = group["full"] * part

    def _learn(self, batch: np.ndarray[Any, np.dtype[np.int64]]) -> None:
        """One step on the examples of a batch."""
        config, network, vocabulary = self.config, self.network, len(self.pack.kept)
        network.train()
        wanted = pad(
            [
                np.concatenate(
                    [[vocabulary + self._examples.language[i]], self.pack.segment(self._examples.target[i]), [EOS]]
                )
                for i in batch
            ]
        ).to(self.device)
        told = torch.cat([torch.full_like(wanted[:, :1], EOS), wanted[:, :-1]], 1)
        counted = wanted != PAD
        counted[:, 0] = False  # the language is given, not guessed
        states, mask = self._sources(self._examples.source[batch])
        full = not config.candidates or self.clock.pieces > config.full_from * self.total
        with torch.autocast(self.device, dtype=torch.bfloat16):
            with torch.set_grad_enabled(self.clock.pieces >= config.thaw * self.total):
                states = encode_on(network, states, mask, config.frozen_layers, config.encoder_layers)
            out = decode(network, states, mask, told)[counted]
            loss = loss_of(network, out, wanted[counted], config.smoothing, 0 if full else config.candidates)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._recent.append(float(loss.detach()))
        self.clock.tick(int(counted.sum()))

    def _sources(self, segments: np.ndarray[Any, np.dtype[np.int32]]) -> tuple[torch.Tensor, torch.Tensor]:
        if self._states is not None:
            return self._states.take(segments)
        ids = frame(self.pack, segments).to(self.device)
        learns = self.config.frozen_layers == 0  # then the embeddings do too
        with torch.set_grad_enabled(learns), torch.autocast(self.device, dtype=torch.bfloat16):
            return encode(self.network, ids, self.config.frozen_layers), ids != PAD

    def _log(self, **values: float) -> None:
        clock = self.clock
        line = {
            "step": clock.step,
            "pieces": clock.pieces,
            "minutes": round(clock.wall / 60, 2),
            "cpu_minutes": round(clock.cpu / 60, 2),
            "pieces_per_cpu_second": round(clock.pieces / clock.cpu),
            "rate": self._optimizer.param_groups[0]["lr"],
            **{name: round(value, 3) for name, value in values.items()},
        }
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)

    def _interrupt(self, *_: Any) -> None:
        self._stop = True


def rate_at(step: int, done: float, config: Config) -> float:
    """The part of the full rate at a step, when `done` of the plan lies behind: a rise, a plateau, a fall to zero."""
    return min((step + 1) / config.warmup, 1.0, max(0.0, 1 - done) / config.decay)


def hash_of(data: bytes) -> str:
    """A short name for data."""
    return hashlib.sha256(data).hexdigest()[:12]


@contextmanager
def signals(stop: Callable[..., None]) -> Iterator[None]:
    """Calls `stop` on Ctrl-C and SIGTERM, once: a second Ctrl-C ends at once."""
    before = {kind: signal.signal(kind, stop) for kind in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Trains the embedded model; goes on where it was interrupted.")
    parser.add_argument("prepared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop, and save, after so many")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="change the configuration")
    asked = parser.parse_args(arguments)
    config = changed(read_config(asked.config), asked.set)
    torch.set_num_threads(config.threads)
    training = Training(read_pack(asked.prepared / "pack.npz"), asked.prepared, asked.out, config)
    training.resume()
    training.run(asked.minutes)


if __name__ == "__main__":
    main()
