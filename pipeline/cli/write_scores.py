"""An evaluation as text in each form, and as files in a folder."""

from pathlib import Path

from eval.evaluate import Evaluation
from eval.report import as_json, as_markdown
from models.languages import short
from pipeline.errors import WriteError


def render(evaluation: Evaluation, form: str) -> str:
    """The evaluation as `json`, `md`, or as one `html` page."""
    if form == "html":
        from pipeline.desk.scores import scores_page

        return scores_page(evaluation)
    return as_json(evaluation) if form == "json" else as_markdown(evaluation)


def write(evaluation: Evaluation, out: Path) -> None:
    """Writes scores.json, scores.md and scores.html, and each system's translations as SYSTEM.LANGUAGE.txt.

    Raises WriteError.
    """
    files = {f"scores.{form}": render(evaluation, form) for form in ("json", "md", "html")}
    for result in evaluation.results:
        for name, texts in result.material.systems.items():
            stem = Path(name).name.replace(":", "_")
            lines = (" ".join(text.split()) for text in texts)
            files[f"{stem}.{short(result.language)}.txt"] = "".join(line + "\n" for line in lines)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, "utf-8")
    except OSError as error:
        raise WriteError(f"{out} cannot be written: {error.strerror}") from error
