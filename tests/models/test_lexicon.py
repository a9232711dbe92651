"""Lexicons: what a stem is, what the model learns from a few sentences, and that the file is read as it was written."""

from pathlib import Path

import numpy as np
import pytest

from models.lexicon.align import Bitext, align
from models.lexicon.learn import cross, keep
from models.lexicon.read import Lexicon, read_lexicon, write
from models.lexicon.stem import cut, words

SAME = [
    ("ru", "закон закона законы законами".split()),
    ("ru", "новая новый новыми нового".split()),
    ("ru", "всё все".split()),
    ("en", "approve approved approves".split()),
    ("en", "countries country".split()),
    ("kk-Cyrl", "жолдарды жолдар жолға жолы жол".split()),
    ("kk-Cyrl", "үкіметтің үкімет үкіметке".split()),
]


@pytest.mark.parametrize(("language", "forms"), SAME)
def test_the_forms_of_a_word_have_one_stem(language: str, forms: list[str]) -> None:
    assert len({cut(form, language) for form in forms}) == 1


def test_words_stand_where_they_say() -> None:
    text = "İstanbul: Әділет министрі, 12 мая"
    assert [text[word.start : word.stop] for word in words(text, "kk-Cyrl")] == [
        "İstanbul",
        "Әділет",
        "министрі",
        "мая",
    ]


def test_chinese_is_characters_and_pairs_within_a_run() -> None:
    assert [word.stem for word in words("议会，2年", "zh-Hans")] == ["议", "议会", "会", "年"]


def bitext(rows: list[tuple[str, str]]) -> Bitext:
    source = tuple(dict.fromkeys(word for ours, _ in rows for word in ours.split()))
    target = tuple(dict.fromkeys(word for _, theirs in rows for word in theirs.split()))
    pairs = tuple(
        (np.array([source.index(w) for w in ours.split()]), np.array([target.index(w) for w in theirs.split()]))
        for ours, theirs in rows
    )
    return Bitext(source, target, pairs, np.full(len(rows), 5.0))


RUSSIAN = [("дом стоит", "house stands"), ("дом горит", "house burns"), ("лес горит", "forest burns")]
KAZAKH = [("house stands", "үй тұр"), ("house burns", "үй жанады"), ("forest burns", "орман жанады")]


def test_words_that_go_together_are_linked() -> None:
    text = bitext(RUSSIAN)
    lexicon = keep(text, align(text), "en")
    best = {stem: max(others, key=lambda other: others[other]) for stem, others in lexicon.items()}
    assert best == {"дом": "house", "стоит": "stands", "горит": "burns", "лес": "forest"}


def test_english_leads_from_russian_to_kazakh() -> None:
    texts = bitext(RUSSIAN), bitext(KAZAKH)
    found = {(ours, theirs) for ours, theirs, _ in cross(*((text, align(text)) for text in texts))}
    assert {("дом", "үй"), ("лес", "орман")} <= found
    assert ("дом", "орман") not in found


def test_a_bitext_has_a_weight_for_each_pair() -> None:
    with pytest.raises(ValueError, match="1 pairs with 0 weights"):
        Bitext(("дом",), ("house",), ((np.array([0]), np.array([0])),), np.array([]))


def test_a_lexicon_is_read_as_it_was_written(tmp_path: Path) -> None:
    links = {"дом": {"house": 0.8, "home": 0.06}, "лес": {"forest": 0.2}}
    path, again = tmp_path / "en.tsv.gz", tmp_path / "again.tsv.gz"
    for file in (path, again):
        write(file, links, {"дом": 2, "лес": 3}, {"house": 2, "home": 1, "forest": 4})
    assert path.read_bytes() == again.read_bytes()
    lexicon = Lexicon(path)
    assert lexicon.find("дом") == (2, {"house": 4, "home": 2})
    assert lexicon.find("лес") == (3, {"forest": 3})
    assert lexicon.find("река") is None
    assert [lexicon.weigh(stem) for stem in ("house", "forest", "river")] == [2, 4, None]


KNOWN = [("en", "парламент", "parliament"), ("kk-Cyrl", "закон", "заң"), ("zh-Hans", "парламент", "议会")]


@pytest.mark.parametrize(("language", "russian", "other"), KNOWN)
def test_the_lexicons_that_are_shipped_know_common_words(language: str, russian: str, other: str) -> None:
    lexicon = read_lexicon(language)
    stem = other if language == "zh-Hans" else cut(other, language)
    found = lexicon.find(cut(russian, "ru"))
    assert found is not None
    assert found[1][stem] >= 3
    assert lexicon.weigh(stem) is not None
