"""The commands of `audarma models` that change what is installed: pull, convert, verify, pack, unpack, rm."""

from pathlib import Path

import click

from models.catalogue import find_card
from models.errors import ModelError

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("model", metavar="ID")
@click.option("--from", "source", type=_FOLDER, metavar="DIR", help="A folder with its files, or a hub snapshot.")
@click.option("--repository", default="", metavar="NAME", help="Another repository of the hub than the card's.")
@click.option("--revision", default="", metavar="REV", help="A branch, tag, commit or refs/pr/N.")
@click.option("--precision", default="", metavar="TYPE", help="int8, float16, bfloat16, float32; else what fits here.")
@click.option("--accept-licence", "accept", default="", metavar="NAME", help="A restricted licence, by its name.")
def pull(model: str, source: Path | None, repository: str, revision: str, precision: str, accept: str) -> None:
    """Fetch a model from the hub or a folder, convert it, lock it.

    What was interrupted goes on with the same command.
    """
    from models.install import Order, install
    from models.sizes import spell

    lock = install(find_card(model), Order(source, repository, revision, precision, accept))
    click.echo(f"{model} is installed: {lock.precision}, {spell(lock.size)}, revision {lock.short}")
    click.echo(f"To use it: audarma models use {model} --for LANGS")


@click.command()
@click.argument("source", type=_FOLDER, metavar="DIR")
@click.option("--as", "model", required=True, metavar="ID", help="The model that the folder holds.")
@click.option("--out", "-o", required=True, type=click.Path(path_type=Path), metavar="DIR", help="A new folder.")
@click.option("--precision", default="", metavar="TYPE", help="int8, float16, bfloat16, float32; else what fits here.")
@click.option("--accept-licence", "accept", default="", metavar="NAME", help="A restricted licence, by its name.")
def convert(source: Path, model: str, out: Path, precision: str, accept: str) -> None:
    """Convert a checkpoint to CTranslate2 in a folder, without installing it.

    'audarma models pull ID --from' that folder installs it on a machine without PyTorch.
    """
    from models.install import Order, check_licence, make
    from models.sizes import spell

    card = find_card(model)
    if out.exists():
        raise ModelError(f"{out} is already there: name a new folder")
    partial = out.with_name(f".{out.name}.partial")
    lock = make(card, Order(source, precision=precision), source, partial, check_licence(card, accept))
    partial.rename(out)
    click.echo(f"{out} holds {model} in {lock.precision}, {spell(lock.size)}")


@click.command()
@click.argument("model", metavar="ID")
def verify(model: str) -> None:
    """Read every file of an installed model and compare its sha256."""
    from models.catalogue import EMBEDDED
    from models.installed import find_lock, folder_of
    from models.load import embedded_folder
    from models.lock import check_files
    from models.verify import verify as verify_card

    if model == EMBEDDED:
        card = find_card(model)
        verify_card(card, embedded_folder(card))
        click.echo(f"{model} is whole: {len(card.files)} files")
        return
    lock = find_lock(model)
    check_files(model, lock.files, folder_of(model), deep=True)
    click.echo(f"{model} is whole: {len(lock.files)} files, revision {lock.short}")


@click.command()
@click.argument("model", metavar="ID")
@click.option("--out", "-o", required=True, type=_FILE, metavar="FILE", help="The file to write.")
def pack(model: str, out: Path) -> None:
    """Put an installed model into one file, for a machine without internet."""
    from models.pack import pack as write

    digest = write(model, out)
    click.echo(f"{out} holds {model}. Its sha256, to be compared when it arrives:\n{digest}")


@click.command()
@click.argument("file", type=_FILE, metavar="FILE")
@click.option("--sha256", "expected", default="", metavar="HEX", help="What 'pack' printed: anything else is refused.")
def unpack(file: Path, expected: str) -> None:
    """Install the model of a pack. A damaged or altered one is refused and leaves nothing behind."""
    from models.pack import unpack as read

    lock = read(file, expected)
    accepted = f"; {lock.accepted} was accepted on {lock.accepted_on}" if lock.accepted else ""
    click.echo(f"{lock.id} is installed: {lock.precision}, revision {lock.short}, licence {lock.licence}{accepted}")


@click.command("rm")
@click.argument("model", metavar="ID")
def remove(model: str) -> None:
    """Take an installed model off the disk."""
    from models.installed import remove as take_off

    take_off(model)
    click.echo(f"{model} is removed")


COMMANDS = (pull, convert, verify, pack, unpack, remove)
