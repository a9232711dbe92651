"""The option that the commands share which say what they do."""

import click

from pipeline.log import KINDS

log_option = click.option(
    "--log",
    "log_kind",
    type=click.Choice(KINDS),
    default=KINDS[0],
    show_default=True,
    help="Lines for people or for programs.",
)
