"""The options that say how receivers know who sends, and the receivers made of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.push.send import Receiver

NONE = "-"
"""In the place of a variable's name: this receiver gets no secret, or no token."""
SECONDS = 30.0
"""Time for one item, where none is asked for."""

secret_option = click.option(
    "--secret-env",
    "secrets",
    multiple=True,
    metavar="NAME",
    help="Environment variable with the secret that signs; one for all receivers, or one for each in their order.",
)
token_option = click.option(
    "--token-env",
    "tokens",
    multiple=True,
    metavar="NAME",
    help="Environment variable with a bearer token; one for each receiver in their order, - for none.",
)


def make_receivers(
    urls: Sequence[str], secrets: Sequence[str], tokens: Sequence[str], seconds: float = SECONDS
) -> "list[Receiver]":
    """The receivers at the addresses, with what stands in the environment. Raises UsageError."""
    from pipeline.push.send import Receiver
    from pipeline.web.address import check_url, known_as

    for url in urls:
        check_url(url)
    names = [known_as(url) for url in urls]
    if twice := [name for number, name in enumerate(names) if name in names[:number]]:
        raise UsageError(f"{twice[0]}: this receiver is named twice")
    if len(tokens) == 1 and len({urlsplit(url).netloc.lower() for url in urls}) > 1:
        raise UsageError("--token-env: the receivers are of several hosts, and each would see it: give one for each")
    each = zip(urls, names, _shared("--secret-env", secrets, urls), _shared("--token-env", tokens, urls), strict=True)
    return [Receiver(url, name, _secret(secret), _token(token), seconds) for url, name, secret, token in each]


def _shared(option: str, names: Sequence[str], urls: Sequence[str]) -> Sequence[str]:
    """A variable's name for each receiver: one that is given once is for all."""
    if len(names) <= 1:
        return [*names, NONE][:1] * len(urls)
    if len(names) != len(urls):
        raise UsageError(f"{option} is there {len(names)} times for {len(urls)} receivers: once, or once for each")
    return names


def _secret(name: str) -> bytes:
    from pipeline.push.sign import read_secret

    return b"" if name == NONE else read_secret(name)


def _token(name: str) -> str:
    import os

    token = "" if name == NONE else os.environ.get(name, "")
    if name != NONE and not token:
        raise UsageError(f"--token-env {name}: there is no such variable in the environment, or it is empty")
    return token
