"""`audarma.toml`: which route each language takes, and where the servers are. Read from the folder one works in."""

import sys
from pathlib import Path

import msgspec

from models.card import Card
from models.errors import UsageError
from models.languages import TARGETS, parse_language
from models.locate import explain

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SETTINGS = "audarma.toml"


class Server(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A server with OpenAI's API. `url` ends in `/v1`. `models` are the cards that it runs, each with the name that
    the server knows it by; empty for any. `key` names the environment variable that holds its key. `timeout` is in
    seconds for one request, `requests` how many are under way at once, `tries` how often one is sent at most. `chat`
    asks every model at `/chat/completions`, for servers that format what comes to `/completions` too (Ollama).
    """

    url: str
    models: dict[str, str] = {}
    key: str = ""
    timeout: float = 120.0
    requests: int = 8
    tries: int = 5
    chat: bool = False

    def __post_init__(self) -> None:
        if not self.url.startswith(("http://", "https://")):
            raise ValueError("url: begins with http:// or https://")
        for field in ("timeout", "requests", "tries"):
            if getattr(self, field) <= 0:
                raise ValueError(f"{field}: is more than 0")


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `audarma.toml` says.

    `routes` maps a target language (zh, kk, en) to a route or to a list of them, of which each is tried when those
    before it fail. `servers` are looked through in their order. `transformers` maps a card to a folder with its
    checkpoint, for the models that transformers runs. `checks`, `store` and `glossary` are the
    pipeline's, looked at there alone.
    """

    routes: dict[str, str | tuple[str, ...]] = {}
    servers: dict[str, Server] = {}
    transformers: dict[str, str] = {}
    checks: object = None
    store: object = None
    glossary: object = None

    def routes_into(self, target: str) -> tuple[str, ...]:
        """The routes into a target language (BCP 47), the first to be tried first; none where nothing is said."""
        said = {parse_language(language): routes for language, routes in self.routes.items()}.get(target, ())
        return (said,) if isinstance(said, str) else said

    def server_of(self, model: str) -> Server:
        """The server that runs a model: the first that names it, else the first that names none. Raises UsageError."""
        named = [server for server in self.servers.values() if model in server.models]
        found = named or [server for server in self.servers.values() if not server.models]
        if not found:
            raise UsageError(
                f"model {model} is run by a server: write where it is into {SETTINGS}, "
                '[servers.NAME] url = "http://127.0.0.1:8000/v1"'
            )
        return found[0]

    def name_of(self, card: Card) -> str:
        """The name that the server knows a model by: the one in the settings, else the hub's."""
        return self.server_of(card.id).models.get(card.id) or card.repository or card.id


def read_settings(path: Path = Path(SETTINGS)) -> Settings:
    """The settings in a file; without the file, none. Raises UsageError, which names the file, line and field."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    try:
        settings = msgspec.convert(tomllib.loads(text), Settings)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}") from error
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}, {explain(text, str(error))}") from error
    for language in settings.routes:
        if parse_language(language) not in TARGETS:
            raise UsageError(f"{path}: routes.{language}: routes lead into zh, kk and en")
    return settings
