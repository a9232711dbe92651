"""The page of an evaluation in a real browser."""

from collections.abc import Callable
from functools import partial

import pytest

from eval.evaluate import Evaluation, Material, evaluate
from eval.measure import Recipe
from eval.metrics.score import References
from eval.significance.resample import Draws
from pipeline.desk.scores import scores_page
from tests.pipeline.desk.conftest import Browser, needs_browser

RUSSIAN = ("Президент встретился с послом.", "Форум завершился 12 мая.", "Не подписано ни одного соглашения.")
ENGLISH = ("The president met the ambassador.", "The forum ended on 12 May.", "Not one agreement was signed.")
GOOD = (ENGLISH[0], "The forum closed on 12 May.", "No agreement was signed.")
BAD = ("The the the the president.", "The forum ended on 21 May.", "Все соглашения подписаны.")

pytestmark = [needs_browser, pytest.mark.slow]


@pytest.fixture
def measure(browser: Browser) -> Callable[[str, int], str]:
    """The page of two systems over three segments: what an expression of JavaScript is there."""
    material = Material(References((ENGLISH,), "en", RUSSIAN), {"good": GOOD, "bad": BAD})
    result = evaluate(material, Recipe(("chrf++", "bleu")), Draws(rounds=50), workers=1)
    return partial(browser, scores_page(Evaluation("Two systems", (result,), notices=("This is a test.",))))


@pytest.mark.parametrize("width", [320, 390, 1024, 1440])
def test_nothing_is_wider_than_the_screen(measure: Callable[[str, int], str], width: int) -> None:
    assert int(measure("page.documentElement.scrollWidth", width)) <= width


def test_segments_are_ordered_as_a_person_asks(measure: Callable[[str, int], str]) -> None:
    order = (
        "(field => ['worst', 'number'].map(value => { field.value = value;"
        " field.dispatchEvent(new Event('change', {bubbles: true}));"
        " return [...page.querySelectorAll('.segments li')].map(item => item.dataset.number).join('') }).join())"
        "(page.querySelector('select[name=order]'))"
    )
    worst, by_number = measure(order, 1200).split(",")
    assert by_number == "123"
    assert worst != by_number
    assert sorted(worst) == sorted(by_number)


def test_a_finding_that_is_ticked_leaves_only_the_segments_that_have_it(measure: Callable[[str, int], str]) -> None:
    shown = (
        "(box => { box.click(); return [...page.querySelectorAll('.segments li')]"
        ".filter(item => view.getComputedStyle(item).display != 'none')"
        ".every(item => item.dataset.findings.split(' ').includes(box.value))"
        " + ',' + [...page.querySelectorAll('.segments li[hidden]')].length })"
        "(page.querySelector('input[name=finding]'))"
    )
    right, hidden = measure(shown, 1200).split(",")
    assert right == "true"
    assert int(hidden) > 0
