"""Loops and repetition: an expression comes again and again, or a long one twice, where the source says it once."""

from collections.abc import Iterator
from itertools import islice

from models.languages import SOURCE
from pipeline.checks.check import Check, Issue, Manifest, Pair, Parameter
from pipeline.judge import LOOP_TIMES, read_tokens, runs, token_pattern

MANIFEST = Manifest(
    "loop",
    "Nothing is repeated that the source does not repeat.",
    "error",
    (
        Parameter("twice", 4, "Words (Chinese: pairs of characters) that are an error when said twice in a row."),
        Parameter("apart", 7, "Words that are a warning when they come again later in the segment."),
    ),
)
_MOST = 200
"""Tokens of a segment in which repetitions are looked for; three times in a row is found in any length."""


def build(twice: int, apart: int) -> Check:
    """The check; parameters as in the manifest."""

    def check(pair: Pair) -> Iterator[Issue]:
        again = read_tokens(pair.hypothesis, pair.language)[1]
        loop = _loop(pair) if again >= LOOP_TIMES - 1 else None
        if loop is not None:
            yield loop
            return
        factor = 2 if pair.language == "zh-Hans" else 1
        if again < min(twice, apart) * factor:
            return  # nearly every text
        for minimum, adjacent in ((twice * factor, True), (apart * factor, False)):
            found = _longest(pair.hypothesis, pair.language, minimum, adjacent=adjacent)
            if found is not None and not _repeats(pair.source, minimum / factor / 2):
                _, start, stop = found
                text = pair.hypothesis[start:stop]
                if adjacent:
                    yield Issue("error", "loop", {"times": "2", "target": text}, target=(start, stop))
                else:
                    yield Issue("warning", "repetition", {"target": text}, target=(start, stop))
                return

    return check


def _repeats(source: str, tokens: float) -> bool:
    """Whether the source itself says something of so many tokens twice."""
    ours = _longest(source, SOURCE, 1)
    return ours is not None and ours[0] >= tokens


def _loop(pair: Pair) -> Issue | None:
    worst = max(runs(pair.hypothesis, pair.language), default=None)
    if worst is None or worst[0] <= max((times for times, *_ in runs(pair.source, SOURCE)), default=1):
        return None
    times, start, stop = worst
    text = pair.hypothesis[start:stop]
    return Issue("error", "loop", {"times": str(times), "target": text[:60]}, target=(start, stop))


def _longest(text: str, language: str, minimum: int, *, adjacent: bool = False) -> tuple[int, int, int] | None:
    """The longest run of tokens, `minimum` at least, that comes twice: its length, and where the second one stands."""
    if read_tokens(text, language)[1] < minimum:
        return None
    matches = list(islice(token_pattern(language).finditer(text), _MOST))
    tokens = [match.group().casefold() for match in matches]
    places: dict[str, list[int]] = {}
    best: tuple[int, int, int] | None = None
    for i, token in enumerate(tokens):
        for j in places.get(token, ()):
            size = 1
            while size < i - j and i + size < len(tokens) and tokens[i + size] == tokens[j + size]:
                size += 1
            if adjacent and j + size != i:
                continue
            if size >= minimum and (best is None or size > best[0]) and not _is_list(tokens[i : i + size]):
                best = (size, matches[i].start(), matches[i + size - 1].end())
        places.setdefault(token, []).append(i)
    return best


def _is_list(tokens: list[str]) -> bool:
    return all(token.isdecimal() for token in tokens)
