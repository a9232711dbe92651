import pytest

from models.errors import UsageError
from models.languages import parse_language, parse_targets, short


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("ZH_hans", "zh-Hans"),
        ("kk", "kk-Cyrl"),
        ("kk-KZ", "kk-Cyrl"),
        ("en", "en"),
    ],
)
def test_tags_in_use_mean_the_full_tag(tag: str, language: str) -> None:
    assert parse_language(tag) == language


@pytest.mark.parametrize("tag", ["zh-Hant", "kk-Latn", "kk-Arab", "fr", "", "казахский"])
def test_another_language_or_script_is_refused_in_one_line(tag: str) -> None:
    with pytest.raises(UsageError, match="unknown language") as error:
        parse_language(tag)
    assert "\n" not in str(error.value)


def test_targets_keep_their_order_and_stand_once() -> None:
    assert parse_targets("en, zh,zh-Hans,kk") == ("en", "zh-Hans", "kk-Cyrl")


@pytest.mark.parametrize("tags", ["", " , ", "ru", "zh,ru"])
def test_no_target_and_russian_as_target_are_refused(tags: str) -> None:
    with pytest.raises(UsageError):
        parse_targets(tags)


def test_short_is_the_primary_subtag() -> None:
    assert [short(tag) for tag in ("zh-Hans", "kk-Cyrl", "en")] == ["zh", "kk", "en"]
