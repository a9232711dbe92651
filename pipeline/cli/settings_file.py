"""Changes in `audarma.toml` that keep what a person wrote there: order, comments, spaces."""

from collections.abc import Mapping
from pathlib import Path

from models.errors import UsageError
from models.settings import SETTINGS, read_settings


def set_routes(routes: Mapping[str, str]) -> None:
    """Writes routes by language (zh, kk, en) into the file of this folder; makes it where it is not there.

    Raises UsageError for a file that does not validate or cannot be written.
    """
    import tomlkit

    path = Path(SETTINGS)
    read_settings(path)
    document = tomlkit.parse(path.read_text("utf-8")) if path.is_file() else tomlkit.document()
    table = document.setdefault("routes", tomlkit.table())
    for language, route in routes.items():
        table[language] = route
    try:
        path.write_text(tomlkit.dumps(document), "utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from error
