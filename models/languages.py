"""Languages as BCP 47 tags, at every boundary of ours. An engine maps them to its model's codes in its card alone."""

from typing import Final

from models.errors import UsageError

SOURCE: Final = "ru"
TARGETS: Final = ("zh-Hans", "kk-Cyrl", "en")

_ALIASES: Final = {
    "ru": "ru",
    "zh": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-cn": "zh-Hans",
    "kk": "kk-Cyrl",
    "kk-cyrl": "kk-Cyrl",
    "kk-kz": "kk-Cyrl",
    "en": "en",
}

_OTHER_SCRIPTS: Final = ("zh-hant", "zh-tw", "zh-hk", "zh-mo", "kk-latn", "kk-arab", "kk-cn")


def parse_language(tag: str) -> str:
    """The BCP 47 tag that Audarma uses for `tag` ("zh" -> "zh-Hans", "kk" -> "kk-Cyrl"). Raises UsageError."""
    try:
        return _ALIASES[tag.strip().replace("_", "-").lower()]
    except KeyError:
        raise UsageError(f"unknown language {tag!r}: Audarma knows ru, zh, kk and en") from None


def parse_targets(tags: str) -> tuple[str, ...]:
    """Target languages of a comma-separated list, each once, in the order given. Raises UsageError."""
    targets = tuple(dict.fromkeys(parse_language(tag) for tag in tags.split(",") if tag.strip()))
    if not targets:
        raise UsageError("no target language: give --to zh, kk, en or several of them separated by commas")
    if SOURCE in targets:
        raise UsageError("ru is the source language: --to takes zh, kk and en")
    return targets


def short(language: str) -> str:
    """The primary subtag, as used in file names: "zh-Hans" -> "zh"."""
    return language.partition("-")[0]


def is_in(tag: str, language: str) -> bool:
    """Whether a file's tag (ru-RU, en-GB, zh-CN) is a language of ours, whatever its region, and in the same script."""
    tag = tag.strip().replace("_", "-").lower()
    return tag.partition("-")[0] == short(language) and not tag.startswith(_OTHER_SCRIPTS)
