"""The check of content, with an encoder whose vectors are counts of words, so that it is plain what is alike."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.checks import load_checks
from pipeline.checks.check import Pair
from pipeline.checks.content import Content
from pipeline.configure import CheckSettings, ChecksSettings

WORDS = "форум прошёл столице министр открыл дорогу построят осенью".split()
ENGLISH = "forum held capital minister opened road built autumn".split()
SOURCE = "форум прошёл в столице, министр открыл дорогу, её построят осенью"


class CountingEncoder:
    def __init__(self) -> None:
        self.read: list[str] = []

    def encode_in(self, language: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.read += texts
        words = WORDS if language == "ru" else ENGLISH
        rows = np.array([[float(word in text) for word in words] + [0.3] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def build(encoder: CountingEncoder) -> Content:
    return Content(omitted=2.8, added=2.3, unlike=3.2, encoder=encoder)


def test_a_translation_that_says_all_is_accepted() -> None:
    hypothesis = "the forum was held in the capital, the minister opened a road, to be built in autumn"
    assert list(build(CountingEncoder())(Pair(SOURCE, hypothesis, "en"))) == []


def test_the_clause_that_was_left_out_is_named() -> None:
    (issue,) = build(CountingEncoder())(Pair(SOURCE, "the forum was held in the capital", "en"))
    assert issue.message == "omitted"
    assert issue.source is not None
    assert SOURCE[slice(*issue.source)].strip(", ") in {"министр открыл дорогу", "её построят осенью"}


def test_the_clause_that_was_added_is_named() -> None:
    source = "форум прошёл в столице осенью"
    hypothesis = "the forum was held in the capital in autumn, and the minister opened a long new road to the sea"
    (issue,) = build(CountingEncoder())(Pair(source, hypothesis, "en"))
    assert issue.message == "added"
    assert issue.target is not None
    assert "minister" in hypothesis[slice(*issue.target)]


def test_a_translation_of_something_else_is_told() -> None:
    (issue,) = build(CountingEncoder())(
        Pair(SOURCE, "a sentence of much the same length, about nothing of it at all", "en")
    )
    assert issue.message == "meaning"


def test_a_window_is_encoded_once() -> None:
    encoder = CountingEncoder()
    check = build(encoder)
    pairs = [
        Pair(SOURCE, f"the forum was held in the capital, the minister opened road {i} built in autumn", "en")
        for i in range(3)
    ]
    check.prepare(pairs)
    read = len(encoder.read)
    assert read == 4  # one source, three translations
    for pair in pairs:
        list(check(pair))
    assert len(encoder.read) == read


def test_what_length_warns_of_is_a_note_where_content_has_looked() -> None:
    pair = Pair(SOURCE, "no", "en")
    severities = {}
    for only in (["length"], ["length", "content"]):
        found = load_checks(ChecksSettings(checks={"length": CheckSettings(parameters={"error": 99.0})}), only)(pair)
        severities[len(only)] = [issue.severity for name, issue in found if name == "length"]
    assert severities == {1: ["warning"], 2: ["note"]}
