"""Markup of a block as XLIFF's inline codes: a pair inside one segment, or its two ends in two segments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pipeline.article import Inline
from pipeline.markup.parse import strip_controls


@dataclass(frozen=True, slots=True)
class Code:
    """A tag with the id that it has in the source and in the target."""

    id: int
    tag: Inline


def codes(inline: Sequence[Inline]) -> list[Code]:
    """The source's tags, numbered in their order from 1."""
    return [Code(number, tag) for number, tag in enumerate(inline, 1)]


def match_codes(ours: Sequence[Code], inline: Sequence[Inline]) -> list[Code]:
    """The target's tags with the numbers that they have in the source; the same tag twice is taken in order."""
    free = list(ours)
    found = []
    for tag in inline:
        code = next((code for code in free if (code.tag.open, code.tag.close) == (tag.open, tag.close)), None)
        if code is not None:
            free.remove(code)
            found.append(Code(code.id, tag))
    return found


def content(text: str, found: Sequence[Code], start: int, stop: int, *, last: bool) -> str:
    """The characters `start` to `stop` with their codes, as XLIFF. `last` takes in what stands at the very end."""
    events = sorted(_events(found, start, stop, last=last), key=lambda event: event[:3])
    out, position = [], start
    for place, _, _, markup in events:
        out.append(escape(strip_controls(text[position:place])))
        out.append(markup)
        position = place
    out.append(escape(strip_controls(text[position:stop])))
    return "".join(out)


def _events(found: Sequence[Code], start: int, stop: int, *, last: bool) -> Iterator[tuple[int, int, int, str]]:
    """Place, what comes first there, order among equals, and markup of each code in the range.

    At one place, inner ends close before outer ones, then tags open in their order; what is empty (no character
    between its tags) stands where its opening tag does, whole.
    """
    for order, code in enumerate(found):
        tag = code.tag
        begins = start <= tag.start < stop or (last and tag.start == stop)
        ends = start < tag.stop <= stop
        both = f'dataRefStart="o{code.id}" dataRefEnd="c{code.id}"'
        if not tag.close:
            if begins:
                yield tag.start, 1, order, f'<ph id="{code.id}" dataRef="o{code.id}"/>'
        elif tag.start == tag.stop:
            if begins:
                yield tag.start, 1, order, f'<pc id="{code.id}" {both}></pc>'
        elif begins and ends:
            yield tag.start, 1, order, f'<pc id="{code.id}" {both}>'
            yield tag.stop, 0, -order, "</pc>"
        elif begins and tag.start < stop:
            yield tag.start, 1, order, f'<sc id="{code.id}" dataRef="o{code.id}"/>'
        elif ends:
            yield tag.stop, 0, -order, f'<ec startRef="{code.id}" dataRef="c{code.id}"/>'
