"""Which finder of names to use: natasha's recogniser, or pymorphy3's tags of words with a capital."""

from collections.abc import Callable

from pipeline.names.find import find_names
from pipeline.names.palladius import syllables
from pipeline.terms.lemmas import Word, parses, words
from tests.bench.figure import Figure
from tests.bench.marked import read_marked

Found = set[tuple[str, int, int]]


def measure() -> list[Figure]:
    """F1 of persons and places, whole spans, outside marked terms."""
    figures = []
    for name, find in (("natasha", _recognised), ("pymorphy3", _tagged)):
        for kind, what in (("P", "persons"), ("L", "places")):
            value, how = _f1(find, kind)
            bound = 0.9 if name == "natasha" else None
            figures.append(Figure(f"{what} found by {name}, F1", value, "", how, least=bound))
    return figures


def _f1(find: Callable[[str], Found], kind: str) -> tuple[float, str]:
    right = wrong = missed = 0
    for sentence in read_marked():
        gold = {(mark.kind, mark.start, mark.stop) for mark in sentence.marks if mark.kind == kind}
        terms = [mark for mark in sentence.marks if mark.kind == "T"]
        found = {
            span
            for span in find(sentence.text)
            if span[0] == kind and not any(span[1] < term.stop and term.start < span[2] for term in terms)
        }
        right, wrong, missed = right + len(found & gold), wrong + len(found - gold), missed + len(gold - found)
    f1 = 2 * right / (2 * right + wrong + missed)
    return f1, f"100 sentences of ours, whole spans; P {right / (right + wrong):.3f} R {right / (right + missed):.3f}"


def _recognised(text: str) -> Found:
    return {("P" if name.kind == "person" else "L", name.start, name.stop) for name in find_names(text)}


def _tagged(text: str) -> Found:
    """Runs of words with a capital: persons by a name's tag or Palladius, places by the tag of geography."""
    found: Found = set()
    run: list[Word] = []
    for word in [*words(text), Word(len(text) + 1, len(text) + 2, "end")]:
        joined = not run or text[run[-1].stop : word.start] in (" ", "-")
        if run and not (joined and word.text[0].isupper()):
            kinds = [_kind(entry.text) for entry in run]
            if "P" in kinds or ("C" in kinds and len(run) > 1):
                found.add(("P", run[0].start, run[-1].stop))
            elif "L" in kinds:
                found.add(("L", run[0].start, run[-1].stop))
            run = []
        if word.text[0].isupper() and not (len(word.text) > 1 and word.text.isupper()):
            run.append(word)
    return found


def _kind(word: str) -> str:
    tags = [set(parse.tag.grammemes) for parse in parses(word.lower())]
    if any("Geox" in tag for tag in tags):
        return "L"
    if any({"Name", "Surn", "Patr"} & tag for tag in tags):
        return "P"
    return "C" if syllables(word) and not parses(word.lower())[0].is_known else ""
