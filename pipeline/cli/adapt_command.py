"""`audarma adapt`: teach a model a newsroom's own translations."""

from pathlib import Path

import click

_ARCHIVE = click.Path(exists=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--base", required=True, metavar="ID", help="The model to begin from.")
@click.option("--data", required=True, type=_ARCHIVE, metavar="FILE|DIR", help="TMX, TSV, or a folder with an archive.")
@click.option("--out", "-o", required=True, metavar="NEWID", help="What the new model is called.")
@click.option(
    "--general",
    default="flores200-devtest",
    show_default=True,
    metavar="SUITE",
    help="What must not get worse: a test set, TSV or TMX.",
)
@click.option("--allow-fall", "fall", default=0.5, metavar="POINTS", help="chrF++ that may be lost there.")
@click.option("--lora/--full", "lora", default=True, help="Small matrices beside the weights, or all weights.")
@click.option("--checkpoint", type=_FOLDER, metavar="DIR", help="The base's torch weights; the embedded needs none.")
@click.option("--to", default="", metavar="LANGS", help="Only these languages, by commas.")
@click.option(
    "--held-out", "share", default=0.1, metavar="SHARE", type=click.FloatRange(0.01, 0.3), help="Of the archive."
)
@click.option("--epochs", default=12, type=click.IntRange(1, 1000), metavar="N", help="Rounds at most.")
@click.option("--rate", default=0.0, metavar="RATE", help="Learning rate; 0: what suits the way.")
@click.option("--seed", default=1, metavar="N", help="Of all that is drawn.")
@click.option("--limit", default=300, type=click.IntRange(1), metavar="N", help="Sentences of the test set.")
def adapt(  # the options of a command
    base: str,
    data: Path,
    out: str,
    general: str,
    fall: float,
    lora: bool,
    checkpoint: Path | None,
    to: str,
    share: float,
    epochs: int,
    rate: float,
    seed: int,
    limit: int,
) -> None:
    """Teach a model your own translations, and keep it if it lost nothing elsewhere.

    The newest part of the archive is held out and scored before and after. Needs 'audarma[hf]'; a GPU is used if
    there is one.
    """
    from models.adapt.tune import Recipe
    from models.languages import TARGETS, parse_targets
    from pipeline.adapt.run import Order
    from pipeline.adapt.run import adapt as run

    recipe = Recipe(lora=lora, rate=rate, epochs=epochs, seed=seed)
    languages = parse_targets(to) if to else TARGETS
    order = Order(base, data, out, general, checkpoint, languages, recipe, share, fall, limit)
    run(order, lambda line: click.echo(line, err=True))
    click.echo(f"{out} is installed. To use it: audarma models use {out} --for LANGS")
