"""Short forms of states in Chinese (驻美, 中哈), and places whose characters are part of another word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pipeline.names.borders import may_begin, may_end
from pipeline.names.hanzi import ALONE, ROWS
from pipeline.names.places import pattern
from pipeline.names.read import read_rows

_SHORT = 3
"""Characters up to which a place may be met in another word by chance."""
_KINDS = "洲海洋国州岛港"
"""What says what kind of place it is, and may be left out."""
_REGION = re.compile("[东西南北中][亚欧非]")
_BY_SOUND = frozenset("".join(ROWS.values()).replace(" ", ""))
"""Characters that names are written with by their sound."""
_SOUNDS = "".join(sorted({*_BY_SOUND, *ALONE.values()}))
_PAIR = 2
_BY_THEMSELVES = frozenset({"美国", "英国"})
"""States of two characters whose first begins no name of a person."""
_BEFORE = "[驻对赴访旅反亲援抗侨留北南东西全泛]"
_AFTER = "[军方元洲式籍裔侨商企资债股媒两双边战盟国亚语文系]"


def has_short_form(forms: Iterable[str], text: str, spoken_of: frozenset[str]) -> bool:
    """Whether a Chinese text has the short form of one of some states in a compound (美军, 驻美).

    Beside another short form (中美) it counts where the other state is one that the source speaks of, too.
    """
    shorts = {
        short for form in forms for short in (*_short_forms().get(form, ""), form.removesuffix("斯坦")) if short != form
    }
    others = "".join(_short_forms().get(form, "") for form in spoken_of) or "-"
    return any(len(short) > 1 and short in text for short in shorts) or any(
        re.search(f"{_BEFORE}{short}|{short}{_AFTER}|{short}[{others}]|[{others}]{short}", text)
        for short in shorts
        if len(short) == 1
    )


def misspelt_places(spoken_of: frozenset[str], text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Where a Chinese text has one of some places with a wrong character after the first, and the right form.

    A state may stand in a text though the source does not speak of it by name, so all of them are looked for.
    """
    known = [match.span() for match in pattern("zh-Hans").finditer(text)]
    for form in sorted(spoken_of | _states()):
        if not "\u4e00" <= form[0] <= "\u9fff" or form[0] not in text:
            continue
        if sum(character in text for character in form) < len(form) - 1:
            continue
        if len(form) == _PAIR:
            yield from _with_wrong_end(form, spoken_of, text)
        elif len(form) >= _SHORT and form[-1] not in _KINDS:
            wrong = _with_one_wrong(form) if form in spoken_of else _with_one_strange(form)
            for match in wrong.finditer(text):
                start, stop = match.span()
                if match.group() not in spoken_of and not any(a <= start and stop <= b for a, b in known):
                    yield (start, stop), form


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    """States that are looked for in any text: those whose characters are hardly met by chance."""
    return frozenset(form for form in _short_forms() if len(form) > _PAIR or form in _BY_THEMSELVES)


@lru_cache(maxsize=1024)
def _with_one_wrong(form: str) -> re.Pattern[str]:
    wrong = (form[:i] + f"[^{form[i]}\\W\\dA-z]" + form[i + 1 :] for i in range(1, len(form)))
    return re.compile(f"(?!{form})(?:{'|'.join(wrong)})")


@lru_cache(maxsize=1024)
def _with_one_strange(form: str) -> re.Pattern[str]:
    """The same with a character that names are written with, where no more of a name stands around it."""
    wrong = (form[:i] + f"[{_SOUNDS}]" + form[i + 1 :] for i in range(1, len(form)))
    return re.compile(f"(?<![{_SOUNDS}·])(?!{form})(?:{'|'.join(wrong)})(?![{_SOUNDS}·])")


def _with_wrong_end(form: str, spoken_of: frozenset[str], text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """A place of two characters whose second is another that names are written with, and that belongs to the first."""
    usual = set(_after().get(form[0], ""))
    if form in spoken_of and form not in text:  # something must stand in its place: a state beside it may still (中哈)
        usual &= set("".join(_short_forms().values()))
    states = {short for other in spoken_of for short in _short_forms().get(other, "")}
    allowed = states | usual | {form[1], *_AFTER}
    start = text.find(form[0])
    while start >= 0:
        stop = start + _PAIR
        other = text[start + 1 : stop]
        if (
            other
            and other in _SOUNDS
            and other not in allowed
            and not pattern("zh-Hans").fullmatch(text, start, stop)
            and text[stop : stop + 1] != "·"
            and text[start - 1 : start] != "·"
            and not may_end(text, start + 1)
            and may_begin(text, start)
            and may_end(text, stop)
        ):
            yield (start, stop), form
        start = text.find(form[0], start + 1)


def is_part_of_another(place: tuple[int, int], text: str) -> bool:
    """Whether a place in Chinese is part of something else (马里奥·, 波利尼西亚, 西南亚, 发展中国家)."""
    start, stop = place
    before, after = text[max(0, start - 2) : start], text[stop : stop + 2]
    short = stop - start <= _SHORT and text[start] in _BY_SOUND
    sounded = short and (before[-1:] in _BY_SOUND or after[:1] in _BY_SOUND) and before[-1:] not in "日月"
    return "·" in before + after or before == "发展" or sounded or bool(_REGION.fullmatch(text[start:stop]))


@lru_cache(maxsize=1)
def _after() -> Mapping[str, str]:
    return dict(read_rows("after"))


@lru_cache(maxsize=1)
def _short_forms() -> Mapping[str, str]:
    return {row[0]: row[1] for row in read_rows("short")[1:]}
