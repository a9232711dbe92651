"""What the encoder's vectors have in common, and the two ends of the scale for the rest; measured on parallel text.

    python -m models.e5.calibrate NEWS

NEWS is a gzipped TSV with the columns ru, kk, zh and en. All vectors of this encoder point one way, those of one
language more so: unrelated sentences have a cosine near 0.77. Writes each language's mean vector to `centres.json`,
which is taken off, and prints what `card.toml` holds under `unrelated` and `translated`: the mean cosine, after that,
of a sentence with another's translation and with its own.
"""

import csv
import gzip
import json
import random
import sys
from pathlib import Path

import numpy as np

from models.encoder import CENTRES, FOLDER, Encoder, centre
from models.languages import SOURCE, TARGETS, short

SAMPLE = 2_000
SEED = 1


def main(arguments: list[str]) -> None:
    """Writes the centres and prints a line of figures a language. Centres and figures come from different halves."""
    with gzip.open(Path(arguments[0]), "rt", encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if all(row.values())]
    sample = random.Random(SEED).sample(rows, SAMPLE)
    encoder = Encoder()
    half = SAMPLE // 2
    vectors = {tag: encoder.encode([row[short(tag)] for row in sample]) for tag in (SOURCE, *TARGETS)}
    centres = {tag: [round(float(x), 5) for x in found[:half].mean(0)] for tag, found in vectors.items()}
    (FOLDER / CENTRES).write_text(json.dumps(centres) + "\n", "utf-8")
    centred = {tag: centre(found[half:], np.array(centres[tag], np.float32)) for tag, found in vectors.items()}
    for target in TARGETS:
        cosines = centred[SOURCE] @ centred[target].T
        picked = float(np.mean(cosines.argmax(1) == np.arange(half)))
        own = float(cosines.diagonal().mean())
        other = float(cosines[~np.eye(half, dtype=bool)].mean())
        sys.stdout.write(f"{target}: unrelated {other:.3f}, translated {own:.3f}, own one picked {picked:.1%}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
