"""`audarma glossary`: a newsroom's terms looked over, and carried to and from other tools."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.errors import GlossaryError

if TYPE_CHECKING:
    from pipeline.terms import Term

FORMATS = ("tsv", "tbx", "tmx")


@click.group()
def glossary() -> None:
    """Check a glossary, or carry it to and from TBX and TMX."""


@glossary.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Read glossaries and say what is in them; the first mistake is told with its file and line."""
    for name in files:
        terms = _read(Path(name))
        languages = sorted({language for term in terms for language in term.targets})
        click.echo(f"{name}: {len(terms)} terms into {', '.join(languages)}")


@glossary.command(name="import")
@click.argument("file", metavar="FILE")
@click.argument("out", metavar="OUT.tsv")
def import_(file: str, out: str) -> None:
    """Make a glossary of Audarma's (OUT.tsv) from a TBX or TMX FILE."""
    _write(_read(Path(file)), Path(out), "tsv")


@glossary.command()
@click.argument("out", metavar="OUT")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Where the name of OUT does not say it.")
def export(out: str, files: tuple[str, ...], form: str | None) -> None:
    """Write glossaries to OUT (.tbx, .tmx or .tsv): Audarma's own, or the FILEs given."""
    from pipeline.terms import own_glossaries

    terms = [term for name in files for term in _read(Path(name))] if files else list(own_glossaries())
    suffix = form or Path(out).suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        raise click.BadParameter(f"{out}: end it in .tbx, .tmx or .tsv, or give --format")
    _write(terms, Path(out), suffix)


def _read(path: Path) -> "list[Term]":
    from pipeline.terms.exchange import read_any
    from pipeline.terms.read import read_glossary
    from pipeline.terms.stack import is_exchange

    return read_any(path) if is_exchange(path) else read_glossary(path)


def _write(terms: "list[Term]", path: Path, form: str) -> None:
    from pipeline.terms import exchange

    if not terms:
        raise GlossaryError(f"{path}: there is no term to write")
    {"tsv": exchange.write_tsv, "tbx": exchange.write_tbx, "tmx": exchange.write_tmx}[form](terms, path)
    click.echo(f"{path}: {len(terms)} terms")
