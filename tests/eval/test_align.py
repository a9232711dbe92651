"""The aligner on articles whose alignment is known, and on small ones that a person can check."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.align.band import find_band
from eval.align.documents import Aligner
from eval.align.links import Costs, Link, Side, link
from eval.align.split import split_blocks, split_sentences
from models.encoder import load_encoder
from models.languages import parse_language
from tests.eval.disturb import disturb, f1, is_plain

DATA = Path(os.environ.get("AUDARMA_EVAL_DATA", Path(__file__).parents[3] / "shared" / "eval")) / "flores200-devtest"
ARTICLE = 40
ARTICLES = 20


def aligner(language: str, encode: Callable[[str, Sequence[str]], np.ndarray] | None = None) -> Aligner:
    encoder = load_encoder()
    tag = parse_language(language)
    encode = encode or encoder.encode_in
    return Aligner(
        lambda texts: encode("ru", texts),
        lambda texts: encode(tag, texts),
        (encoder.card.unrelated[tag], encoder.card.translated[tag]),
    )


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "kk", "en"])
def test_merged_split_dropped_and_inserted_sentences_are_found(language: str) -> None:
    if not DATA.is_dir():
        pytest.skip(f"{DATA} is not there; AUDARMA_EVAL_DATA names the folder of test sets")
    sources, targets = ((DATA / f"{tag}.txt").read_text("utf-8").splitlines() for tag in ("ru", language))
    scores: dict[bool, list[float]] = {True: [], False: []}
    strangers = targets[ARTICLE * ARTICLES :]
    for number in range(ARTICLES):
        part = slice(number * ARTICLE, (number + 1) * ARTICLE)
        article = disturb(sources[part], targets[part], strangers, 0.25, seed=number)
        found = {(x.source, x.target) for x in aligner(language).align([article.source], [article.target])}
        for plain, several in scores.items():
            several.append(
                f1({x for x in found if is_plain(x) == plain}, {x for x in article.links if is_plain(x) == plain})
            )
    assert np.mean(scores[True]) >= 0.98
    assert np.mean(scores[False]) >= 0.90


def vectors(*numbers: float) -> np.ndarray:
    """A vector for each number, near to another if the numbers are near."""
    grid = np.linspace(0, 10, 101)
    rows = np.exp(-((grid - np.array(numbers)[:, None]) ** 2) / 0.05)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def links(source: Sequence[float], target: Sequence[float], lengths: Sequence[float] | None = None) -> list[Link]:
    left = Side.of(vectors(*source), [50.0] * len(source), [0] * len(source))
    right = Side.of(vectors(*target), lengths or [50.0] * len(target), [0] * len(target))
    return link(left, right, (0.0, 1.0), find_band(left.vectors, right.vectors), Costs())


def test_equal_texts_go_one_to_one() -> None:
    assert [(x.source, x.target) for x in links([1, 2, 3], [1, 2, 3])] == [((i,), (i,)) for i in range(3)]


def test_what_is_left_out_and_what_is_added_stand_alone() -> None:
    assert [(x.source, x.target) for x in links([1, 2, 3], [1, 3])] == [((0,), (0,)), ((1,), ()), ((2,), (1,))]
    assert [(x.source, x.target) for x in links([1, 3], [1, 7, 3])] == [((0,), (0,)), ((), (1,)), ((1,), (2,))]


def test_every_sentence_is_in_one_link_and_in_order() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        ours, theirs = rng.uniform(0, 10, rng.integers(1, 30)), rng.uniform(0, 10, rng.integers(1, 30))
        found = links(list(ours), list(theirs))
        assert [i for x in found for i in x.source] == list(range(len(ours)))
        assert [j for x in found for j in x.target] == list(range(len(theirs)))


def test_a_document_that_lacks_everything_is_all_left_out() -> None:
    assert aligner("en").align([["Да.", "Нет."]], []) == [Link((0,), ()), Link((1,), ())]


def test_blocks_are_followed_when_paragraphs_are_swapped_into_two() -> None:
    source = [["В Астане прошёл форум.", "Его открыл президент."], ["Завтра ожидается дождь.", "Возьмите зонт."]]
    target = [
        ["A forum was held in Astana.", "The president opened it."],
        ["Rain is expected tomorrow."],
        ["Take an umbrella."],
    ]
    found = aligner("en").align(source, target)
    assert [(x.source, x.target) for x in found] == [((i,), (i,)) for i in range(4)]


def test_a_long_document_costs_no_square() -> None:
    """Twice the sentences take at most about twice the time: within the band it is linear."""
    rng = np.random.default_rng(1)
    base = rng.normal(size=(8000, 64)).astype(np.float32)
    base /= np.linalg.norm(base, axis=1, keepdims=True)

    def seconds(count: int) -> float:
        side = Side.of(base[:count], [50.0] * count, [0] * count)
        started = time.perf_counter()
        band = find_band(side.vectors, side.vectors)
        assert int((band.high - band.low).max()) < 200
        assert len(link(side, side, (0.0, 1.0), band, Costs())) == count
        return time.perf_counter() - started

    seconds(200)
    assert seconds(8000) < 8 * seconds(2000)


def test_sentences_and_blocks_of_each_language() -> None:
    assert split_blocks("Один.\n\nДва.\nЕщё.\n \nТри.") == ["Один.", "Два. Ещё.", "Три."]
    assert split_blocks("Один.\nДва.\n") == ["Один.", "Два."]
    assert split_sentences("他说：“好。”我们走吧！真的？", "zh-Hans") == ["他说：“好。”", "我们走吧！", "真的？"]
    assert split_sentences("Форум өтті. Қатысушылар келді.", "kk-Cyrl") == ["Форум өтті.", "Қатысушылар келді."]
