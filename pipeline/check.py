"""The check stage: every segment and its translation looked at by every check; what they find becomes findings."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.article import Article, Finding, Segment, Span, TranslatedSegment, Translation
from pipeline.checks import Checks, load_checks
from pipeline.checks.check import Issue, Pair, Place
from pipeline.checks.messages import tell
from pipeline.configure import ChecksSettings

_SAME = {"untranslated": "script", "language": "script"}
"""What these checks find, the translate stage calls another script."""


class Checker:
    """The checks for the length of a run, and the language in which they speak."""

    def __init__(self, settings: ChecksSettings | None = None) -> None:
        self._checks: Checks = load_checks(settings)
        self._language = (settings or ChecksSettings()).messages

    def check(self, articles: Sequence[Article], translations: Sequence[Translation]) -> list[Translation]:
        """The translations with what the checks found in them.

        What the translate stage said of a segment (a loop, another script) gives way to what a check says of the same.
        """
        pairs = [
            {segment.source: _pair(article, segment, translation.language) for segment in _checked(translation)}
            for article, translation in zip(articles, translations, strict=True)
        ]
        self._checks.prepare([pair for found in pairs for pair in found.values()])
        return [
            replace(translation, findings=_merge(translation.findings, self._findings(article, found)))
            for article, translation, found in zip(articles, translations, pairs, strict=True)
        ]

    def _findings(self, article: Article, pairs: dict[int, Pair]) -> list[Finding]:
        return [
            self._finding(check, issue, index, article.segments[index], pair)
            for index, pair in pairs.items()
            for check, issue in self._checks(pair)
        ]

    def _finding(self, check: str, issue: Issue, index: int, segment: Segment, pair: Pair) -> Finding:
        return Finding(
            check=check,
            severity=issue.severity,
            message=tell(issue.message, issue.values, self._language),
            block=segment.block,
            segment=index,
            source=_span(issue.source, pair.source, segment.start),
            target=_span(issue.target, pair.hypothesis, 0),
            suggestion=issue.suggestion,
        )


def _merge(said: Sequence[Finding], found: Sequence[Finding]) -> tuple[Finding, ...]:
    better = {(finding.segment, _SAME.get(finding.check, finding.check)) for finding in found}
    return (*(finding for finding in said if (finding.segment, finding.check) not in better), *found)


def _checked(translation: Translation) -> list[TranslatedSegment]:
    return [segment for segment in translation.segments if segment.origin != "copied"]


def _pair(article: Article, segment: TranslatedSegment, language: str) -> Pair:
    return Pair(article.segments[segment.source].text, segment.text, language)


def _span(place: Place | None, text: str, offset: int) -> Span | None:
    if place is None:
        return None
    start, stop = place
    return Span(offset + start, offset + stop, text[start:stop])
