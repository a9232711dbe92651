"""Where the store is: as it is named, as `audarma.toml` or `AUDARMA_STORE` says, or where one's data is kept."""

import os
from pathlib import Path

from pipeline.configure import read_store


def store_place(named: str = "", config: Path | None = None) -> str:
    """A path or a URL; what a command names comes first, then the settings. Raises ConfigurationError."""
    if place := named or read_store(config).url or os.environ.get("AUDARMA_STORE", ""):
        return place
    from platformdirs import user_data_path

    return str(user_data_path("audarma", appauthor=False) / "store.db")
