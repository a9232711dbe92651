"""The `audarma` command: finds the subcommand, and turns every error into one line and an exit code."""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from models.errors import AudarmaError, UsageError

COMMANDS = {
    "translate": ("pipeline.cli.translate_command", "translate", "Translate articles from Russian."),
    "watch": ("pipeline.cli.watch_command", "watch", "Translate what comes into a folder, by itself."),
    "feed": ("pipeline.cli.feed_command", "feed", "Translate the items of feeds, each once, by itself."),
    "push": ("pipeline.cli.push_command", "push", "Send finished items to a receiver, each once."),
    "status": ("pipeline.cli.status_command", "status", "Show what waits, runs, is done and failed, and how fast."),
    "check": ("pipeline.cli.check_command", "check", "Look for mistakes in a translation, from any engine."),
    "glossary": ("pipeline.cli.glossary_command", "glossary", "Check a glossary; carry it to and from TBX and TMX."),
    "memory": ("pipeline.cli.memory_command", "memory", "Approved translations in and out; what is remembered."),
    "models": ("pipeline.cli.models_command", "models", "Find, install, check and choose models."),
    "adapt": ("pipeline.cli.adapt_command", "adapt", "Teach a model your own translations."),
    "evaluate": ("pipeline.cli.evaluate_command", "evaluate", "Score translations against references."),
}
"""Each subcommand's module, attribute and line of help: a module is imported only when its command is asked for."""

EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130


class _LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="audarma", message="audarma %(version)s")
def audarma() -> None:
    """Russian news into Chinese, Kazakh and English, with open-source models, on your own machine."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command and exits: 0 done, 1 an article failed, 2 wrong use, 130 interrupted."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0911 - each kind of error has its own exit code
    """Runs the command; every error becomes one line on stderr. Returns the exit code."""
    try:
        code = audarma.main(arguments, prog_name="audarma", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return EXIT_USAGE
    except click.ClickException as error:
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "audarma"
        return _fail(f"{error.format_message()} See '{command} --help'.", EXIT_USAGE)
    except UsageError as error:
        return _fail(str(error), EXIT_USAGE)
    except AudarmaError as error:
        return _fail(str(error), EXIT_FAILED)
    except (KeyboardInterrupt, click.Abort):
        return _fail("interrupted: what was finished is written, nothing else is left behind", EXIT_INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the flush at exit stays quiet
        return EXIT_FAILED
    except Exception as error:
        if os.environ.get("AUDARMA_DEBUG"):
            raise
        return _fail(f"internal error, please report it ({type(error).__name__}: {error}); "
                     "AUDARMA_DEBUG=1 shows where", EXIT_FAILED)  # fmt: skip


def _fail(message: str, code: int) -> int:
    click.echo("audarma: " + " ".join(message.split()), err=True)
    return code


if __name__ == "__main__":
    main()
