"""A test set that has been read: sources and references, segment by segment, with the hash of what was read."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.errors import UsageError


@dataclass(frozen=True, slots=True)
class Suite:
    """Sources and, by language (BCP 47), one or several references of each. `documents` has the id of each segment's
    document, or nothing. Raises UsageError when the counts differ.
    """

    id: str
    title: str
    sources: tuple[str, ...]
    references: dict[str, tuple[tuple[str, ...], ...]]
    documents: tuple[str, ...] = ()
    trained_on_by: tuple[str, ...] = ()
    sha256: str = field(default="", init=False)

    def __post_init__(self) -> None:
        columns: list[tuple[str, ...]] = [
            self.sources,
            *(texts for several in self.references.values() for texts in several),
        ]
        columns += [self.documents] if self.documents else []
        sizes = {len(column) for column in columns}
        if len(sizes) > 1 or not self.sources:
            raise UsageError(f"suite {self.id}: its columns have {', '.join(map(str, sorted(sizes)))} segments")
        object.__setattr__(self, "sha256", digest(columns))

    def __len__(self) -> int:
        return len(self.sources)

    def first(self, number: int) -> "Suite":
        """The first segments alone."""
        return Suite(
            id=self.id,
            title=f"{self.title}, the first {min(number, len(self)):,} segments",
            sources=self.sources[:number],
            references={
                language: tuple(texts[:number] for texts in several) for language, several in self.references.items()
            },
            documents=self.documents[:number],
            trained_on_by=self.trained_on_by,
        )


def digest(columns: Sequence[Sequence[str]]) -> str:
    """The sha256 of some texts, which says whether two runs were scored on the same data."""
    state = hashlib.sha256()
    for column in columns:
        for text in column:
            state.update(text.encode("utf-8") + b"\n")
        state.update(b"\0")
    return state.hexdigest()
