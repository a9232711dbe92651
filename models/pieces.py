"""Text into the pieces that a model reads, and pieces back into text: tokenizers or SentencePiece, by the card."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from models.card import Tokens

_SPECIAL = frozenset({"<s>", "</s>", "<pad>", "<unk>"})

UNNAMED = "madeupword"
"""How the tokens begin that stand for ids which no text can produce: padding of an embedding table."""


class Pieces(Protocol):
    """A model's tokenizer, without the tokens that stand around a text."""

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """The pieces of each text."""
        ...

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """From where to where in a text each of its pieces stands, in characters."""
        ...

    def decode(self, pieces: Sequence[Sequence[str]]) -> list[str]:
        """The text of each row of pieces; special tokens and language codes are left out."""
        ...


def load_pieces(tokens: Tokens, folder: Path) -> Pieces:
    """The tokenizer that a card names. Raises what its library raises."""
    if tokens.tokenizer.endswith(".json"):
        return _JsonPieces(folder / tokens.tokenizer)
    return _SentencePieces(tokens, folder)


def fill(template: Sequence[str], tokens: Tokens, source: str, target: str) -> list[str]:
    """The tokens of a template with the model's codes in place of `{source}` and `{target}`."""
    codes = {"{source}": tokens.codes.get(source, source), "{target}": tokens.codes.get(target, target)}
    return [codes.get(token, token) for token in template]


class _JsonPieces:
    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(path))

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        return [e.tokens for e in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def offsets(self, text: str) -> list[tuple[int, int]]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    def decode(self, pieces: Sequence[Sequence[str]]) -> list[str]:
        ids = [[i for piece in row if (i := self._tokenizer.token_to_id(piece)) is not None] for row in pieces]
        return [text.strip() for text in self._tokenizer.decode_batch(ids)]


class _SentencePieces:
    def __init__(self, tokens: Tokens, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._source = SentencePieceProcessor(model_file=str(folder / tokens.tokenizer))
        target = tokens.detokenizer
        self._target = SentencePieceProcessor(model_file=str(folder / target)) if target else self._source
        self._silent = _SPECIAL | frozenset(tokens.codes.values())

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        return [list(row) for row in self._source.encode(list(texts), out_type=str)]

    def offsets(self, text: str) -> list[tuple[int, int]]:
        return [(start, stop) for start, stop in self._source.encode(text, out_type="offset_mapping")["offsets"]]

    def decode(self, pieces: Sequence[Sequence[str]]) -> list[str]:
        rows = [[p for p in row if p not in self._silent and not p.startswith(UNNAMED)] for row in pieces]
        return [self._target.decode(row).replace("▁", " ").strip() for row in rows]
