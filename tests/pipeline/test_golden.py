"""Every seed article as read, cleaned and segmented, against a file that a person has read.

A golden file has a line a block: its kind and, after that, its segments, one a line, each after a bar; then the
findings. AUDARMA_UPDATE_GOLDEN=1 (`make golden`) writes the files anew.
"""

import os
from pathlib import Path

import pytest

from pipeline.article import Article
from pipeline.run import prepare, read

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("AUDARMA_UPDATE_GOLDEN") == "1"
SHAPES = """
    short interview facts sport decree report page notes advertisement subscription photo_credit related question poll
    explainer
"""
ARTICLES = sorted(SEEDS.iterdir())


def written(article: Article) -> str:
    lines = []
    for index, block in enumerate(article.blocks):
        lines.append(f"[{block.kind}]")
        start = 0
        for segment in (s for s in article.segments if s.block == index):
            between = block.text[start : segment.start]
            if between.strip() or "\t" in between:
                lines.append(f"  ~ {between!r}")
            lines.append(f"  | {visible(segment.text)}")
            start = segment.stop
        assert not block.text[start:].strip()
        lines += [f"  ! {f.check} ({f.severity}): {f.message}" for f in article.findings if f.block == index]
    return "\n".join(lines) + "\n"


def visible(text: str) -> str:
    """A text with what a person does not see in it: no-break spaces, soft hyphens, line ends, stress marks."""
    for character, name in (("\u00a0", "⍽"), ("\u00ad", "¬"), ("\n", "⏎"), ("\t", "⇥"), ("\u0301", "´")):
        text = text.replace(character, name)
    return text


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_an_article_is_read_as_a_person_has_approved(path: Path) -> None:
    golden = GOLDEN / f"{path.name}.txt"
    found = written(prepare(read(path)))
    if UPDATE:
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


def test_there_is_an_article_of_every_shape_and_a_golden_file_of_every_article() -> None:
    assert [s for s in SHAPES.split() if not any(path.stem.startswith(s) for path in ARTICLES)] == []
    assert {path.name for path in GOLDEN.iterdir()} == {f"{path.name}.txt" for path in ARTICLES}
    assert {path.suffix for path in ARTICLES} == {".txt", ".html", ".docx", ".md"}


def test_boilerplate_that_is_kept_takes_its_place_in_the_story() -> None:
    article = prepare(read(SEEDS / "000_4396ead57e8baf43.txt"), keep_boilerplate=True)
    assert [block.kind for block in article.blocks] == [
        "headline",
        "headline",
        "paragraph",
        "speaker",
        "quotation",
        "paragraph",
        "speaker",
        "quotation",
        "paragraph",
        "paragraph",
    ]
    assert [(f.check, f.block) for f in article.findings] == [("boilerplate", 1), ("boilerplate", 9)]
