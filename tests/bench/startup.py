"""How long the command takes to answer `--help`, as a whole process."""

import statistics
import subprocess
import sys
import time

from tests.bench.figure import Figure

ROUNDS = 9


def measure() -> list[Figure]:
    """The median of nine runs after one that warms the disk."""
    command = [sys.executable, "-m", "pipeline.cli.main", "--help"]
    times = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    how = f"median of {ROUNDS} processes"
    return [Figure("audarma --help", statistics.median(times[1:]), "s", how, most=0.4)]
