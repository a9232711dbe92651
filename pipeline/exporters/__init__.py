"""Files from translated articles: one module a format, each gives bytes; written whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from models.errors import UsageError
from pipeline.article import TranslatedArticle
from pipeline.errors import WriteError
from pipeline.exporters import docx, html, json, newsml, ninjs, rss, tmx, txt, xliff
from pipeline.exporters.write import check_folder, failed, write_atomically
from pipeline.readers.items import is_ours

__all__ = ["ALL_FORMATS", "FORMATS", "check_folder", "export", "parse_formats", "render", "write_atomically"]

_Exporter = Callable[[TranslatedArticle, str], Iterator[tuple[str, bytes]]]
"""Yields the end of a file's name (".en.txt") and its bytes, from an article and a notice for its readers."""

_EXPORTERS: Final[dict[str, _Exporter]] = {
    "txt": txt.render,
    "html": html.render,
    "docx": docx.render,
    "json": json.render,
}
FORMATS: Final = tuple(_EXPORTERS)
"""What a person reads: the formats that are written where none is named."""

_EXCHANGE: Final[dict[str, Callable[..., Iterator[tuple[str, bytes]]]]] = {
    "ninjs": ninjs.render,
    "newsml-g2": newsml.render,
    "rss": rss.render,
    "xliff": xliff.render,
    "tmx": tmx.render,
}
"""What programs exchange; each also takes `disclose`, whether an item's body ends in a line for its readers."""
ALL_FORMATS: Final = (*FORMATS, *_EXCHANGE)


def parse_formats(names: str) -> tuple[str, ...]:
    """The formats of a comma-separated list, each once. Raises UsageError."""
    formats = tuple(dict.fromkeys(name.strip().lower() for name in names.split(",") if name.strip()))
    unknown = [name for name in formats if name not in ALL_FORMATS]
    if unknown or not formats:
        raise UsageError(f"--format {', '.join(unknown) or 'is empty'}: Audarma writes {', '.join(ALL_FORMATS)}")
    return formats


def render(  # noqa: PLR0913 - what is written, where to, in which formats, and the two lines that go with it
    translated: TranslatedArticle,
    out: Path,
    stem: str,
    formats: Sequence[str] = FORMATS,
    notice: str = "",
    *,
    disclose: bool = True,
) -> dict[Path, bytes]:
    """The files of an article in `formats`, `out`/`stem`.*, not written yet. Raises WriteError for what may not be.

    `notice` stands on the pages that a person reads.
    """
    rendered = [
        file
        for name in formats
        for file in (
            _EXPORTERS[name](translated, notice)
            if name in _EXPORTERS
            else _EXCHANGE[name](translated, notice, disclose=disclose)
        )
    ]
    if any(ending == ".json" for ending, _ in rendered):
        _spare(out / f"{stem}.json")
    return {out / f"{stem}{ending}": data for ending, data in rendered}


def export(  # noqa: PLR0913 - as above
    translated: TranslatedArticle,
    out: Path,
    stem: str,
    formats: Sequence[str] = FORMATS,
    notice: str = "",
    *,
    disclose: bool = True,
) -> list[Path]:
    """Writes the files of an article, and returns them. Everything is rendered before the first file is written.

    Raises WriteError.
    """
    files = render(translated, out, stem, formats, notice, disclose=disclose)
    write_atomically(files)
    return list(files)


def _spare(path: Path) -> None:
    """A source in JSON (a news item) that stands where our own JSON would go is never overwritten."""
    try:
        with path.open("rb") as file:
            if not is_ours(file.read(256)):
                raise WriteError(f"{path} is no story that Audarma wrote, and is not overwritten: choose another --out")
    except FileNotFoundError:
        return
    except OSError as error:
        raise failed(path, error) from error
