"""What a person sees at the end of a run: a line an article and language, totals, and what failed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.article import Finding, TranslatedArticle
from pipeline.run import Outcome

if TYPE_CHECKING:
    from rich.table import Table

MOST_ROWS = 60
"""A longer table is not read: past it, each language gets one line of totals."""

SEVERITIES = ("error", "warning", "note")
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One article in one language, or all of them."""

    article: str
    language: str
    segments: int
    words: int
    findings: Counter[str]
    seconds: float


@dataclass
class Summary:
    """Counts a run as it goes, and keeps only what it will show, so that it does not grow with the archive."""

    rows: list[Row] = field(default_factory=list)
    totals: dict[str, Row] = field(default_factory=dict)
    articles: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many articles failed."""
        return len(self.failures)

    def has(self, severity: str) -> bool:
        """Whether any finding is as bad as `severity`, or worse."""
        bad = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(row.findings[name] for row in self.totals.values() for name in bad)

    @property
    def names(self) -> str:
        """The names of the articles that failed, the first ten of them."""
        more = f" and {self.failed - _NAMED} more" if self.failed > _NAMED else ""
        return ", ".join(self.failures[:_NAMED]) + more

    def add(self, outcome: Outcome) -> None:
        """Takes one outcome into account."""
        self.articles += 1
        if outcome.error is not None:
            self.failures.append(outcome.source.name)
        if outcome.error is None and outcome.translated is not None:
            for row in _rows(outcome, outcome.translated):
                if len(self.rows) <= MOST_ROWS:
                    self.rows.append(row)
                self.totals[row.language] = _sum(self.totals.get(row.language), row)

    def table(self) -> "Table":
        """The table to print."""
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("article", overflow="fold")
        table.add_column("language", min_width=8)
        table.add_column("segments", justify="right", min_width=8)
        table.add_column("words", justify="right", min_width=5)
        table.add_column("findings", overflow="fold")
        table.add_column("seconds", justify="right", min_width=7)
        for row in self.rows if len(self.rows) <= MOST_ROWS else self.totals.values():
            table.add_row(
                row.article,
                row.language,
                str(row.segments),
                str(row.words),
                _spell(row.findings),
                f"{row.seconds:.2f}",
            )
        return table


def _rows(outcome: Outcome, translated: TranslatedArticle) -> Iterable[Row]:
    article = translated.article
    words = sum(len(s.text.split()) for s in article.segments if article.blocks[s.block].kind != "boilerplate")
    for language, translation in translated.translations.items():
        findings = _count((*article.findings, *translation.findings))
        seconds = outcome.seconds / len(translated.translations)
        yield Row(outcome.source.stem, language, len(translation.segments), words, findings, seconds)


def _count(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.severity for finding in findings)


def _sum(total: Row | None, row: Row) -> Row:
    number = 1 + int(total.article.split()[0]) if total else 1
    return Row(
        f"{number} articles",
        row.language,
        row.segments + (total.segments if total else 0),
        row.words + (total.words if total else 0),
        row.findings + (total.findings if total else Counter()),
        row.seconds + (total.seconds if total else 0),
    )


def _spell(findings: Counter[str]) -> str:
    """ "1 error, 2 warnings", or a dash for none."""
    named = [(findings[name], name) for name in SEVERITIES if findings[name]]
    return ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for count, name in named) or "–"
