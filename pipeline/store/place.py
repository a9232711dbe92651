"""Where the store is: as it is named, as `AUDARMA_STORE` says, or where this system keeps a user's data."""

import os


def store_place(named: str = "") -> str:
    """A path or a URL; what a command's `--store` names comes first."""
    if place := named or os.environ.get("AUDARMA_STORE", ""):
        return place
    from platformdirs import user_data_path

    return str(user_data_path("audarma", appauthor=False) / "store.db")
