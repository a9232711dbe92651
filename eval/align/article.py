"""An article, its reference and a translation, put side by side in units that can be scored; and what had no match."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.align.links import Link


@dataclass(frozen=True, slots=True)
class Unit:
    """Source sentences and what stands for them in the reference and in the translation, either of which may lack."""

    source: str
    reference: str
    hypothesis: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """`units` have a reference and are scored. The rest is told: `left_out` are source sentences that the reference
    does without, `added` sentences of the reference without a source, `invented` sentences of the translation without
    one, `untranslated` source sentences that only the reference has. `merged` counts units of several sentences.
    """

    units: tuple[Unit, ...]
    left_out: tuple[str, ...]
    added: tuple[str, ...]
    invented: tuple[str, ...]
    untranslated: tuple[str, ...]
    merged: int

    def tell(self, name: str) -> list[str]:
        """What a person should know of it, a sentence each."""
        told = [f"{name}: {len(self.units)} units aligned, {self.merged} of them of several sentences"]
        for texts, what in (
            (self.left_out, "left out by the reference, not scored"),
            (self.added, "added by the reference, not scored"),
            (self.untranslated, "not found in the translation, scored as empty"),
            (self.invented, "of the translation without a source, not scored"),
        ):
            if texts:
                plural = "s" if len(texts) > 1 else ""
                told.append(f"{name}: {len(texts)} sentence{plural} {what}: {'; '.join(map(_brief, texts[:_TOLD]))}")
        return told


_TOLD = 5
_BRIEF = 60


@dataclass(frozen=True, slots=True)
class Linked:
    """The sentences of one translation, its links to the source, and what stands between sentences in its language."""

    sentences: Sequence[str]
    links: Sequence[Link]
    joiner: str

    def of(self, sources: Iterable[int]) -> str:
        """What stands for some source sentences."""
        wanted = set(sources)
        found = [j for link in self.links if wanted & set(link.source) for j in link.target]
        return self.joiner.join(self.sentences[j] for j in found)

    @property
    def without_source(self) -> tuple[str, ...]:
        """Sentences that nothing of the source answers to."""
        return tuple(self.sentences[j] for link in self.links if not link.source for j in link.target)


def compose(source: Sequence[str], reference: Linked, hypothesis: Linked, others: Sequence[Linked] = ()) -> Aligned:
    """Source sentences that a link of either side, or of another translation of `others`, ties together are one unit:
    with all translations among the others, each comes out in the same units.
    """
    groups = _groups(len(source), [link for side in (reference, hypothesis, *others) for link in side.links])
    units = [Unit(" ".join(source[i] for i in g), reference.of(g), hypothesis.of(g)) for g in groups]
    scored = tuple(unit for unit in units if unit.reference)
    several = {i for link in reference.links if len(link.target) > 1 for i in link.source}
    pairs = zip(groups, units, strict=True)
    return Aligned(
        units=scored,
        left_out=tuple(unit.source for unit in units if not unit.reference),
        added=reference.without_source,
        invented=hypothesis.without_source,
        untranslated=tuple(unit.source for unit in scored if not unit.hypothesis),
        merged=sum(bool(u.reference) and (len(g) > 1 or not several.isdisjoint(g)) for g, u in pairs),
    )


def _groups(count: int, links: Sequence[Link]) -> list[list[int]]:
    """Runs of source sentences, cut wherever no link spans the cut: links keep the order, so runs are enough."""
    tied = {i for link in links for i in link.source[1:]}
    groups: list[list[int]] = []
    for i in range(count):
        if i in tied:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _brief(text: str) -> str:
    return f"“{text[:_BRIEF]}{'…' if len(text) > _BRIEF else ''}”"
