"""The options that say how a receiver knows who sends, and the receiver made of them."""

from typing import TYPE_CHECKING

import click

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.push.send import Receiver

secret_option = click.option(
    "--secret-env", default="", metavar="NAME", help="Environment variable with the secret that signs."
)
token_option = click.option("--token-env", default="", metavar="NAME", help="Environment variable with a bearer token.")
SECONDS = 30.0
"""Time for one item, where none is asked for."""


def make_receiver(url: str, secret_env: str, token_env: str, seconds: float = SECONDS) -> "Receiver":
    """The receiver at an address, with what stands in the environment. Raises UsageError."""
    import os

    from pipeline.push.send import Receiver
    from pipeline.push.sign import read_secret
    from pipeline.web.address import check_url, known_as

    secret = read_secret(secret_env) if secret_env else b""
    token = os.environ.get(token_env, "") if token_env else ""
    if token_env and not token:
        raise UsageError(f"--token-env {token_env}: there is no such variable in the environment, or it is empty")
    return Receiver(check_url(url), known_as(url), secret, token, seconds)
