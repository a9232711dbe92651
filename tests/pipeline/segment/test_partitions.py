"""Sentence boundaries as readable data: a line of `partitions.txt` is a block, "|" the place where it is cut."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.segment import split_sentences

LINES = (Path(__file__).parent / "partitions.txt").read_text("utf-8").splitlines()
ENOUGH = 12
HOLDS = {
    "initials": r"(?<!\w)[А-ЯA-Z]\.(?:[ -]?[А-ЯA-Z][а-я]?\.)* ?[А-ЯA-Z][а-яa-z]|[а-я] [А-Я]\. ?[А-Я]\.",
    "им.": r"\bим\.",
    "г., a town": r"\bг\.\s?[А-Я][а-я]+",
    "пос.": r"\bпос\.",
    "ул.": r"\bул\.",
    "2025 г.": r"\d\sг\.",
    "2025 г. Объём": r"\d\sг\.(\| \|| )[А-Я]",
    "гг.": r"\bгг\.",
    "в., a century": r"[XVI] вв?\.",
    "тыс.": r"\bтыс\.",
    "млн": r"\bмлн\b",
    "млрд": r"\bмлрд\b",
    "долл. США": r"долл\. США",
    "тг.": r"\bтг\.",
    "руб.": r"\bруб\.",
    "чел.": r"\bчел\.",
    "т. е.": r"\bт\. ?е\.",
    "т. д.": r"\bт\. ?д\.",
    "др.": r"\bдр\.(?!-)",
    "см.": r"\bсм\.",
    "стр.": r"\bстр\.",
    "№ 5": "№ ?\\w",
    "ст. 12": r"\bст\. \d",
    "РК": r"\bРК\b",
    "a decimal": r"\d[.,]\d",
    "a date": r"\d\d\.\d\d\.\d{4}",
    "a time": r"\b\d\d[:.]\d\d\b(?!\.)",
    "an e-mail address": r"\w@\w",
    "a URL": r"https?://|www\.",
    "an ellipsis": r"…|\.\.\.",
    "?!": r"\?!|!\?",
    "speech with dashes": r"[»!?,.…] ?[—–-] ",
    "sentences inside guillemets": r"«[^»]*[.!?…] [^»]*»",
    "no full stop": r"[^.!?…»”]$",
}


def cases() -> list[tuple[str, str]]:
    group, found = "", []
    for line in LINES:
        if line.startswith("## "):
            group = line[3:]
        elif line and not line.startswith("#"):
            found.append((group, line))
    return found


CASES = cases()


@pytest.mark.parametrize(("group", "partition"), CASES, ids=[f"{group}: {line[:40]}" for group, line in CASES])
def test_a_block_is_cut_where_its_partition_says(group: str, partition: str) -> None:
    pieces = partition.split("|")
    found = split_sentences("".join(pieces))
    assert group
    assert [span.text for span in found] == [piece for piece in pieces if piece.strip()]


@pytest.mark.parametrize("what", HOLDS)
def test_each_difficulty_has_a_dozen_partitions(what: str) -> None:
    assert sum(bool(re.search(HOLDS[what], line)) for _, line in CASES) >= ENOUGH


def test_partitions_are_not_repeated() -> None:
    assert [line for line, times in Counter(line for _, line in CASES).items() if times > 1] == []
