"""`make bench`: every figure that the README gives of speed, as ratios measured side by side in one run.

Prints a table and writes bench.json. `python -m tests.bench NAME...` runs only those measurements.
"""

import json
import platform
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from importlib import import_module
from pathlib import Path

from tests.bench.figure import Figure

MEASUREMENTS = {
    "startup": "startup.measure",
    "overhead": "pipeline_speed.overhead",
    "article": "pipeline_speed.one_article",
    "archive": "pipeline_speed.archive",
    "segmentation": "segmentation.measure",
    "names": "names_found.measure",
    "engines": "engines.measure",
    "settings": "engines.settings",
    "scoring": "evaluate.scoring",
    "alignment": "evaluate.alignment",
    "beside": "engine_overhead.measure",
    "exchange": "exchange.measure",
    "memory": "store.measure",
    "watch": "watch.measure",
}
"""The function of each measurement. A module is imported when it is measured: the workers of one import this too."""


def _measure(name: str) -> list[Figure]:
    module, _, function = MEASUREMENTS[name].partition(".")
    measure: Callable[[], list[Figure]] = getattr(import_module(f"tests.bench.{module}"), function)
    return measure()


def main(names: list[str]) -> int:
    """Runs the measurements; 1 when a figure misses its bound."""
    from rich.console import Console
    from rich.table import Table

    figures: list[Figure] = []
    for name in names or MEASUREMENTS:
        print(f"{name} …", file=sys.stderr, flush=True)
        for figure in _measure(name):
            figures.append(figure)
            print(f"  {figure.name}: {figure.value:.4g} {figure.unit} {figure.verdict}", file=sys.stderr, flush=True)
    table = Table(title="make bench")
    for column in ("figure", "measured", "bound", "", "how"):
        table.add_column(column, overflow="fold")
    for figure in figures:
        table.add_row(figure.name, f"{figure.value:.4g} {figure.unit}", figure.bound, figure.verdict, figure.how)
    Console(width=130).print(table)
    document = {
        "measured": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": {"processor": platform.processor() or platform.machine(), "python": platform.python_version()},
        "figures": [figure.as_dict() for figure in figures],
    }
    Path("bench.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return int(any(figure.verdict == "missed" for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
