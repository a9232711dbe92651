"""How much disk and memory a model takes at each precision: an estimate from its number of weights.

Weights dominate: 4 bytes each in float32, 2 in float16 and bfloat16, 1 in int8 with a scale a row (the embedded model:
35.6 M weights, 36.7 MB on disk). llama.cpp's Q4_K_M holds 4.85 bits a weight and Q8_0 8.5 (its own tables).
"""

from collections.abc import Mapping

from models.card import Card

BYTES_A_WEIGHT: Mapping[str, float] = {
    "float32": 4.0,
    "float16": 2.0,
    "bfloat16": 2.0,
    "int16": 2.0,
    "int8_float32": 1.04,
    "int8_float16": 1.04,
    "int8_bfloat16": 1.04,
    "int8": 1.04,
    "Q8_0": 1.07,
    "Q4_K_M": 0.61,
}
_WORKING = 1.10
"""What a library holds beside the weights while it loads and decodes, as a factor of them ..."""
_BASE = 250_000_000
"""... and what the process takes whatever the model: the library itself, a batch of 2,048 tokens, a beam of 5."""


def precisions(card: Card) -> tuple[str, ...]:
    """The precisions that this kind of model is run in, the smallest first."""
    if card.family == "echo":
        return ()
    if card.family == "server":
        return ("Q4_K_M", "Q8_0", "bfloat16")
    if card.family == "seamless":
        return ("bfloat16", "float32") if not card.half else ("float16", "float32")
    return ("int8", "float16" if card.half else "bfloat16", "float32")


def disk(card: Card, precision: str) -> int:
    """Bytes on disk."""
    return round(card.parameters * BYTES_A_WEIGHT[precision])


def memory(card: Card, precision: str) -> int:
    """Bytes of memory, of the machine or of its GPU, that loading and decoding take."""
    return memory_for(disk(card, precision))


def memory_for(weights: int) -> int:
    """Bytes of memory for so many bytes of weights."""
    return round(weights * _WORKING) + _BASE


def smallest(card: Card) -> int:
    """Bytes of memory at the smallest precision; 0 for what has no weights."""
    return min((memory(card, precision) for precision in precisions(card)), default=0)


def spell(size: float) -> str:
    """1234567890 -> "1.2 GB"; units of 1,000, as disks are sold."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size / 1e3:.0f} kB"
