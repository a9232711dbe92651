"""The two ends of the scale on which the encoder's cosines are read, measured on parallel text.

    python -m models.e5.calibrate NEWS

NEWS is a gzipped TSV with the columns ru, kk, zh and en. Prints what `card.toml` holds under `unrelated` and
`translated`, with the share of sentences that pick their own translation out of the sample.
"""

import csv
import gzip
import random
import sys
from pathlib import Path

import numpy as np

from models.encoder import Encoder
from models.languages import SOURCE, TARGETS, short

SAMPLE = 1_000
SEED = 1


def main(arguments: list[str]) -> None:
    """Prints a line of figures a language."""
    with gzip.open(Path(arguments[0]), "rt", encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if all(row.values())]
    sample = random.Random(SEED).sample(rows, SAMPLE)
    encoder = Encoder()
    source = encoder.encode([row[SOURCE] for row in sample])
    for target in TARGETS:
        cosines = source @ encoder.encode([row[short(target)] for row in sample]).T
        picked = float(np.mean(cosines.argmax(1) == np.arange(SAMPLE)))
        own = float(cosines.diagonal().mean())
        other = float(cosines[~np.eye(SAMPLE, dtype=bool)].mean())
        sys.stdout.write(f"{target}: unrelated {other:.3f}, translated {own:.3f}, own one picked {picked:.1%}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
