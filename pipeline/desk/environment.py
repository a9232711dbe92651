"""How the pages' templates are read and filled."""

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def templates() -> Any:
    """The environment of all pages: text is escaped, and a name that a template lacks is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("pipeline.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
