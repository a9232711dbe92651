"""Training on a few pairs: by LoRA or of all weights, stopped when what is watched gets no better."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.adapt.pairs import Split
from models.adapt.trainable import IGNORED, Example, Trainable
from models.convert import quiet
from models.errors import ModelError, one_line

_SMALLEST, _LARGEST, _STEPS = 300, 3_000, 40
"""Ids of a batch, padding included, are between the first two: a small archive still gives some steps a round."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """`lora` teaches small matrices beside the attention's, which forgets less; else every weight learns.

    `rate` 0 takes what suits the way. Training ends after `epochs`, or when the loss on what is watched was no better
    `patience` times running; the best weights are kept.
    """

    lora: bool = True
    rank: int = 16
    rate: float = 0.0
    epochs: int = 12
    patience: int = 2
    seed: int = 1

    @property
    def learning_rate(self) -> float:
        """The rate that is used."""
        return self.rate or (3e-4 if self.lora else 3e-5)


@dataclass(frozen=True)
class Tuned:
    """The model that learnt, the loss watched before and at its best, in nats a piece, and the pieces learnt from."""

    model: Trainable
    before: float
    after: float
    pieces: int


def tune(model: Trainable, data: Split, recipe: Recipe, tell: Tell = lambda _line: None) -> Tuned:
    """Teaches the model in place. Raises ModelError when a library is missing or nothing that was tried is better."""
    import torch

    torch.manual_seed(recipe.seed)
    order = random.Random(recipe.seed)
    learn, watch = ([model.example(pair) for pair in part] for part in (data.learn, data.watch))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = (_with_lora(model.network, recipe) if recipe.lora else model.network).to(device)
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=recipe.learning_rate, weight_decay=0.01)
    size = max(_SMALLEST, min(_LARGEST, sum(len(example.wanted) for example in learn) // _STEPS))
    best = before = _watch(network, watch)
    kept, worse, pieces = None, 0, 0
    for epoch in range(1, recipe.epochs + 1):
        network.train()
        for batch in _batches(learn, size, order):
            loss = _loss(network, batch, smoothing=0.1)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            pieces += sum(len(example.wanted) for example in batch)
        loss_now = _watch(network, watch)
        tell(f"round {epoch}: loss {loss_now:.3f} on what is watched (before {before:.3f})")
        if loss_now < best:
            best, worse = loss_now, 0
            kept = [parameter.detach().clone() for parameter in learning]
        else:
            worse += 1
            if worse >= recipe.patience:
                break
    if kept is None:
        raise ModelError(f"model {model.card.id} learnt nothing from this text: the loss never fell below {before:.3f}")
    with torch.no_grad():
        for parameter, value in zip(learning, kept, strict=True):
            parameter.copy_(value)
    merged = network.merge_and_unload() if recipe.lora else network
    return Tuned(replace(model, network=merged.to("cpu")), before, best, pieces)


def _with_lora(network: Any, recipe: Recipe) -> Any:
    try:
        import transformers
        from peft import LoraConfig, get_peft_model
    except ImportError as error:
        raise ModelError(f"LoRA needs peft ({one_line(error)}): pip install 'audarma[hf]', or take --full") from error
    attention = ["q_proj", "k_proj", "v_proj", "out_proj"]
    if not any(name.endswith("q_proj") for name, _ in network.named_modules()):
        attention = ["q", "k", "v", "o"]  # T5's names
    config: Any = LoraConfig(r=recipe.rank, lora_alpha=2 * recipe.rank, lora_dropout=0.05, target_modules=attention)
    with quiet(transformers):
        return get_peft_model(network, config)


def _watch(network: Any, examples: Sequence[Example]) -> float:
    """The mean loss of a piece."""
    import torch

    network.eval()
    total = pieces = 0.0
    with torch.no_grad():
        for batch in _batches(examples, _LARGEST, None):
            number = sum(sum(i != IGNORED for i in example.wanted) for example in batch)
            total, pieces = total + float(_loss(network, batch)) * number, pieces + number
    return total / pieces


def _loss(network: Any, batch: Sequence[Example], smoothing: float = 0.0) -> Any:
    import torch

    device, fill = next(network.parameters()).device, network.config.pad_token_id
    read = _pad([example.read for example in batch], fill).to(device)
    told = _pad([example.told for example in batch], fill).to(device)
    wanted = _pad([example.wanted for example in batch], IGNORED).to(device)
    mask = _pad([[1] * len(example.read) for example in batch], 0).to(device)
    out = network(input_ids=read, attention_mask=mask, decoder_input_ids=told, use_cache=False)
    return torch.nn.functional.cross_entropy(
        out.logits.flatten(0, 1).float(), wanted.flatten(), ignore_index=IGNORED, label_smoothing=smoothing
    )


def _pad(rows: Sequence[list[int]], fill: int) -> Any:
    import torch

    longest = max(map(len, rows))
    return torch.tensor([[*row, *[fill] * (longest - len(row))] for row in rows])


def _batches(examples: Sequence[Example], room: int, order: random.Random | None) -> Iterator[list[Example]]:
    """Alike in length; in another order each time where there is one."""
    batches: list[list[Example]] = []
    for example in sorted(examples, key=lambda example: (len(example.wanted), len(example.read))):
        size = max(len(example.wanted), len(example.read))
        if not batches or size * (len(batches[-1]) + 1) > room:
            batches.append([])
        batches[-1].append(example)
    if order is not None:
        order.shuffle(batches)
    yield from batches
