"""`make package`: the wheel builds, holds what it must, and works where the checkout is not."""

import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
STORY = "В Астане прошёл форум\n\nУчастники форума приняли декларацию.\n"
MUST_HOLD = (
    "models/starter/model.bin",
    "models/cards/starter.toml",
    "pipeline/exporters/article.schema.json",
    "models/e5/model.bin",
    "models/e5/card.toml",
    "models/e5/LICENSE",
    "models/lexicon/zh.tsv.gz",
    "models/lexicon/LICENSE",
    "pipeline/checks/counterparts.tsv",
    "eval/baseline.json",
    "eval/suites/manifests/seed.toml",
    "pipeline/desk/templates/scores.html",
    "seeds/abbreviations.tsv",
    "seeds/glossary/media.terms.tsv",
    "seeds/names/palladius.tsv",
    "pipeline/store/migrations/versions/0001_first.py",
    "pipeline/py.typed",
    "models/py.typed",
    "eval/py.typed",
)


def main() -> None:
    """Raises CalledProcessError or AssertionError at the first thing that is not right."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(place), str(ROOT)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (wheel,) = place.glob("audarma-*.whl")
        held = zipfile.ZipFile(wheel).namelist()
        lacking = [name for name in MUST_HOLD if name not in held]
        assert not lacking, f"the wheel lacks {lacking}"
        assert not [name for name in held if name.startswith("tests/")], "the wheel carries tests"

        venv.create(place / "venv", with_pip=True)
        python = place / "venv" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
        (place / "story.txt").write_text(STORY, "utf-8")
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""}
        audarma = [place / "venv" / "bin" / "audarma", "translate", "story.txt", "--to", "kk,en,zh"]
        subprocess.run(audarma, check=True, cwd=place, env=environment, stdout=subprocess.DEVNULL)
        written = sorted(path.name for path in (place / "translations").iterdir())
        assert len(written) == 8, written
        installed = subprocess.run([python, "-m", "pip", "list"], check=True, capture_output=True, text=True).stdout
        assert "torch" not in installed, "the default install brings torch"
        print(f"package: {wheel.name}, {wheel.stat().st_size / 1e6:.0f} MB, works outside the checkout")


if __name__ == "__main__":
    main()
