"""How good a network is while it learns: loss and chrF++ on the first sentences of the dev sets."""

import csv
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BartForConditionalGeneration

from models.starter.recipe.examples import TARGETS
from models.starter.recipe.network import BOS, EOS, PAD, decode, encode
from models.starter.recipe.sources import LANGUAGES
from models.starter.recipe.states import pad

_LONGEST = 90
_SETS = ("flores", "news")


def progress(network: BartForConditionalGeneration, prepared: Path, sentences: int) -> dict[str, float]:
    """By dev set and target language, from Russian: `loss` in nats a piece, and chrF++ of greedy hypotheses."""
    from sacrebleu.metrics import CHRF  # type: ignore[attr-defined] # exported, though not in __all__

    tokenizer = Tokenizer.from_file(str(prepared / "tokenizer.json"))
    found: dict[str, float] = {}
    nn.Module.eval(network)
    with torch.no_grad(), torch.autocast(network.device.type, dtype=torch.bfloat16):
        for name in _SETS:
            with (prepared / f"{name}.tsv").open(encoding="utf-8") as stream:
                rows = [
                    row
                    for row in csv.DictReader(stream, LANGUAGES, delimiter="\t", quoting=csv.QUOTE_NONE)
                    if all(row.values())
                ]
            rows = rows[1 : 1 + sentences]
            ids = [[BOS, *e.ids, EOS] for e in tokenizer.encode_batch([row["ru"] for row in rows])]
            source = pad([np.array(i) for i in ids]).to(network.device)
            states = encode(network, source, len(network.model.encoder.layers))
            for place, language in enumerate(TARGETS):
                token = network.config.vocab_size - len(TARGETS) + place
                references = [row[language] for row in rows]
                wanted = pad([np.array([token, *e.ids, EOS]) for e in tokenizer.encode_batch(references)])
                found[f"{name}_{language}_loss"] = _loss(network, states, source != PAD, wanted.to(network.device))
                hypotheses = _greedy(network, states, source != PAD, token)
                texts = [tokenizer.decode([i for i in row if i < token]) for row in hypotheses]
                found[f"{name}_{language}_chrf"] = CHRF(word_order=2).corpus_score(texts, [references]).score
    nn.Module.train(network)
    return found


def _loss(network: BartForConditionalGeneration, states: Tensor, mask: Tensor, wanted: Tensor) -> float:
    told = torch.cat([torch.full_like(wanted[:, :1], EOS), wanted[:, :-1]], 1)
    counted = wanted != PAD
    counted[:, 0] = False
    logits = decode(network, states, mask, told)[counted] @ network.model.shared.weight.T.to(torch.bfloat16)
    return float(F.cross_entropy(logits.float(), wanted[counted]))


def _greedy(network: BartForConditionalGeneration, states: Tensor, mask: Tensor, token: int) -> list[list[int]]:
    """The likeliest piece at every place: quick, and enough to compare one checkpoint with another."""
    written = torch.tensor([[EOS, token]], device=states.device).expand(len(states), -1)
    ended = torch.zeros(len(states), dtype=torch.bool, device=states.device)
    cache = None
    for _ in range(_LONGEST):
        out = network.model.decoder(
            input_ids=written if cache is None else written[:, -1:],
            encoder_hidden_states=states,
            encoder_attention_mask=mask,
            cache=cache,
            use_cache=True,
        )
        cache = out.cache
        logits = out.last_hidden_state[:, -1] @ network.model.shared.weight.T.to(out.last_hidden_state.dtype)
        chosen = logits.argmax(-1).masked_fill(ended, PAD)
        written = torch.cat([written, chosen[:, None]], 1)
        ended |= chosen == EOS
        if bool(ended.all()):
            break
    return [[i for i in row if i not in (PAD, EOS)] for row in written[:, 2:].tolist()]
