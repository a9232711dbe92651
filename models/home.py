"""Where installed models live: `AUDARMA_MODELS`, or the folder that this system keeps a user's data in."""

import os
from pathlib import Path


def models_home() -> Path:
    """The folder of installed models, which need not be there yet."""
    if named := os.environ.get("AUDARMA_MODELS"):
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("audarma", appauthor=False) / "models"
