"""Words that name nobody, in small letters. `common.txt` and `offices.txt` of `seeds/names` say where they are from."""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """All of them, of English and of Kazakh."""
    folder = files("seeds").joinpath("names")
    lines = [
        line for name in ("common", "offices") for line in folder.joinpath(f"{name}.txt").read_text("utf-8").split("\n")
    ]
    return frozenset(line for line in lines if line and not line.startswith("#"))
