"""The tables of names that stand in `seeds/names`."""

from importlib.resources import files


def read_rows(name: str) -> list[list[str]]:
    """The rows of a table by its name without `.tsv`, cut at tabs, without comments and blank lines."""
    lines = files("seeds").joinpath("names", f"{name}.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
