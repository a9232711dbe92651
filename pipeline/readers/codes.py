"""TMX's inline codes as the markup of a text, so that they can be placed in a translation and written again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.article import Inline
from pipeline.markup.cut import squeeze
from pipeline.markup.parse import local
from pipeline.markup.sanitise import can_run, is_harmless

NATIVE = {"bpt", "ept", "it", "ph", "ut"}
"""They hold codes of the tool that wrote the memory: no text to translate."""
_MOST = 500
"""Codes of one text; one with more is taken for its words alone."""


@dataclass(eq=False, slots=True)
class Code:
    """A code on its way: its element and, where a `bpt` has its `ept`, that one. `hi` holds its words itself.

    `start` and `stop` are places in the text; `began` and `ended` say when among all codes of the text.
    """

    opening: Any
    start: int
    began: int
    closing: Any = None
    stop: int = 0
    ended: int = 0

    @property
    def is_pair(self) -> bool:
        """Whether it stands around words."""
        return self.ended > self.began


@dataclass
class _Walk:
    text: str = ""
    codes: list[Code] = field(default_factory=list)
    open: list[Code] = field(default_factory=list)
    moment: int = 0


def read_segment(segment: Any) -> tuple[str, tuple[Inline, ...], list[Code]]:
    """The text of a `seg`, each run of white space as one space, its markup, and the code behind each piece of markup.

    A native code that is a harmless tag (`<b>`) is that tag, any other and `hi` a bare `span` that knows its number.
    Pairs that overlap are places without words. What a browser would run is left out.
    """
    walk = _Walk()
    _walk(segment, walk)
    text, places = squeeze(walk.text)
    found = [code for code in walk.codes if not can_run(_native(code.opening) + _native(code.closing))]
    if len(found) > _MOST:
        return text, (), []
    depths = dict(_depths(found))
    inline = [
        Inline(places[code.start], places[max(code.start, code.stop)], *_tags(code, number), depths[id(code)])
        for number, code in enumerate(found, 1)
    ]
    return text, tuple(inline), found


def _walk(element: Any, walk: _Walk) -> None:
    walk.text += element.text or ""
    for child in element:
        walk.moment += 1
        name = local(child)
        if name == "hi":
            code = _begin(child, walk)
            _walk(child, walk)
            walk.moment += 1
            del walk.open[walk.open.index(code) + 1 :]  # what was begun inside and goes on outside overlaps
            _end(walk.open.pop(), walk)
        elif name == "bpt":
            _begin(child, walk)
        elif name == "ept":
            _close(child, walk)
        elif name in NATIVE:
            walk.codes.append(Code(child, len(walk.text), walk.moment))
        elif name:
            _walk(child, walk)
        walk.text += child.tail or ""


def _begin(element: Any, walk: _Walk) -> Code:
    code = Code(element, len(walk.text), walk.moment)
    walk.codes.append(code)
    walk.open.append(code)
    return code


def _end(code: Code, walk: _Walk) -> None:
    code.stop, code.ended = len(walk.text), walk.moment


def _close(element: Any, walk: _Walk) -> None:
    """An `ept`: it ends the innermost `bpt`, if that is its own; else both are places."""
    last = walk.open[-1] if walk.open else None
    if last is not None and local(last.opening) == "bpt" and last.opening.get("i") == element.get("i"):
        last.closing = element
        _end(walk.open.pop(), walk)
        return
    walk.codes.append(Code(element, len(walk.text), walk.moment))
    if len(walk.codes) > _MOST:
        return
    begun = [c for c in walk.open if local(c.opening) == "bpt" and c.opening.get("i") == element.get("i")]
    if begun:
        walk.open.remove(begun[-1])


def _depths(found: list[Code]) -> Iterator[tuple[int, int]]:
    """How many pairs are open where each code begins, by the code's identity."""
    ends = sorted(code.ended for code in found if code.is_pair)
    depth, done = 0, 0
    for code in found:
        while done < len(ends) and ends[done] < code.began:
            depth -= 1
            done += 1
        yield id(code), depth
        depth += code.is_pair


def _tags(code: Code, number: int) -> tuple[str, str]:
    opening, close = _native(code.opening), _native(code.closing)
    if local(code.opening) != "hi" and is_harmless(opening, close) and bool(close) == code.is_pair:
        return opening, close
    return (f'<span data-code="{number}">', "</span>") if code.is_pair else (f'<span data-code="{number}"/>', "")


def _native(element: Any) -> str:
    """What stands in a code; a highlight has none."""
    if element is None or local(element) == "hi":
        return ""
    return (element.text or "") + "".join(
        (_native(child) if local(child) else "") + (child.tail or "") for child in element
    )
