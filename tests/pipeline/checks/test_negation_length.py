"""The checks of negation and length: what each takes for a loss, and what it knows to be none."""

import pytest

from pipeline.checks import load_checks
from pipeline.checks.check import Pair


def messages(check: str, source: str, hypothesis: str, language: str) -> list[str]:
    return [issue.message for _, issue in load_checks(only=[check])(Pair(source, hypothesis, language))]


KEPT = [
    ("Работаем без тяжёлой техники.", "Ауыр техникасыз жұмыс істеп жатырмыз."),
    ("Дети нарисовали мир без границ.", "Балалар шекарасыз әлемнің суретін салды."),
    ("Партнёры не ставят условий.", "Серіктестер шарт қоймайды."),
    ("Если не поднять дамбу, потеряем воду.", "Бөгетті көтермесек, судан қалып қоямыз."),
    ("Не подключайте обогреватели.", "Жылытқыштарды қоспауларыңызды сұраймыз."),
    ("Не забывай меня!", "Мені ұмытпа!"),
    ("Рис промывают, пока вода не станет прозрачной.", "Күрішті суы мөлдір болғанша жуады."),
    ("Вы не найдёте этого в учебнике.", "Мұны оқулықтан таппайсыз."),
    ("Плата не взимается.", "Кіру тегін."),
    ("Студент пропустил сессию без причины.", "Студент сессияны себепсіз жіберіп алды."),
]
LOST = [
    ("Вы туда не едете.", "Сіз сонда барасыз."),
    ("Он не пришёл на склад.", "Ол қоймаға келді."),
    ("Азербайджан не подписал договор.", "Әзербайжан шартқа қол қойды."),
    ("По этой причине он не приехал.", "Осы себеппен ол келді."),
    ("Нормы не приняли.", "Нормасын қабылдады."),
]


@pytest.mark.parametrize(("source", "hypothesis"), KEPT)
def test_what_kazakh_denies_is_not_told(source: str, hypothesis: str) -> None:
    assert messages("negation", source, hypothesis, "kk-Cyrl") == []


@pytest.mark.parametrize(("source", "hypothesis"), LOST)
def test_what_kazakh_no_longer_denies_is_told(source: str, hypothesis: str) -> None:
    assert messages("negation", source, hypothesis, "kk-Cyrl") == ["negation-lost"]


@pytest.mark.parametrize("source", ["Совет собирается не реже двух раз в год.", "Пришли без малого двадцать человек."])
def test_what_only_sounds_like_a_negation_is_none(source: str) -> None:
    assert messages("negation", source, "The council meets at least twice; nearly twenty came.", "en") == []


SENTENCE = "Министр иностранных дел прибыл вечером в столицу республики и встретился с послами пяти стран."


@pytest.mark.parametrize(
    ("hypothesis", "language", "told"),
    [
        ("In the evening the foreign minister came and met five ambassadors.", "en", []),
        ("The foreign minister came in the evening.", "en", ["too-short"]),
        ("Сыртқы істер министрі кешке астанаға келіп, бес елдің елшісімен кездесті.", "kk-Cyrl", []),
        ("Сыртқы істер министрі кешке астанаға келді.", "kk-Cyrl", ["too-short"]),
    ],
)
def test_a_terse_translation_is_not_half_a_translation(hypothesis: str, language: str, told: list[str]) -> None:
    assert messages("length", SENTENCE, hypothesis, language) == told
