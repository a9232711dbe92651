"""Words that English and Kazakh write with small letters. `seeds/names/common.txt` says where they are from."""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """All of them, in small letters, of both languages."""
    lines = files("seeds").joinpath("names", "common.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
