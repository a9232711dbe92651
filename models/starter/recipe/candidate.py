"""The card of a model that was just made: that of the model in place, with the new files and without its scores."""

from pathlib import Path

import tomlkit

from models.lock import sha256

CANDIDATE = "starter-candidate"
_SHIPPED = Path(__file__).parents[2] / "cards" / "starter.toml"
_OF_THE_OLD = ("scores", "training", "trained_on", "good_for", "not_for", "failures", "licence", "commercial")


def write_card(folder: Path, card: Path, parameters: int) -> None:
    """Writes a card by which `audarma --model starter-candidate` finds the files of `folder`.

    Its own folder must be `cards` in that of the models (AUDARMA_MODELS).
    """
    document = tomlkit.parse(_SHIPPED.read_text("utf-8"))
    for name in _OF_THE_OLD:
        document.pop(name, None)
    document["id"], document["title"] = CANDIDATE, "a candidate for Audarma's embedded model"
    document["licence"], document["commercial"] = "CC-BY-SA-4.0", True
    document["parameters"], document["folder"] = parameters, str(folder.resolve())
    digests = {path.name: sha256(path) for path in sorted(folder.iterdir())}
    document["files"] = digests
    document["revision"] = digests["model.bin"][:12]
    card.parent.mkdir(parents=True, exist_ok=True)
    card.write_text(tomlkit.dumps(document), "utf-8")
