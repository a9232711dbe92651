"""Segments of several articles through one engine: each text once, bad hypotheses tried again, nothing hidden."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.engine import Decoding, Engine, Hint, Hypothesis, keeps_terms, languages_between
from models.languages import SOURCE
from pipeline.article import Article, Finding, Match, Segment, Span, TranslatedSegment, Translation
from pipeline.identify import is_in
from pipeline.judge import Fault, badness, judge
from pipeline.markup.parse import strip_controls
from pipeline.names.find import read_ahead
from pipeline.normalise import normalise
from pipeline.protect import Protected, protect
from pipeline.punctuate import punctuate
from pipeline.remember import Memory
from pipeline.restore import restore
from pipeline.segment import split_clauses
from pipeline.terms import Glossary

_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\S+|@\w+)")
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class _Text:
    """What an engine is asked: a normalised segment and, for engines that use them, its neighbours."""

    text: str
    hint: Hint | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """A finished hypothesis, in its language's punctuation, with its faults. `pieces` is how many it was made of."""

    hypothesis: Hypothesis
    faults: tuple[Fault, ...]
    pieces: int


class Translator:
    """One engine into one target language for the length of a run.

    Remembers its last answers, so that what articles have in common is decoded once; the memory is bounded, so that
    it does not grow with the archive. `decoding` replaces the way of searching that the model's card gives. Where a
    `glossary` is given, its terms, and the names in the text, are told to engines that keep terms, and restored. What
    persons have approved for the very same text, as the `memory` knows it, stands in place of the engine's.
    """

    def __init__(
        self,
        engine: Engine,
        target: str,
        decoding: Decoding | None = None,
        glossary: Glossary | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._engine, self._target, self._glossary = engine, target, glossary
        self._memory = memory
        self._decoding = decoding or engine.decoding
        self._answers: dict[_Text, _Answer] = {}

    def translate(self, articles: Sequence[Article]) -> list[Translation]:
        """The story of each article, segment by segment; boilerplate stays out. Raises ModelError, UsageError."""
        asked = [self._texts(article) for article in articles]
        texts = list(dict.fromkeys(text for texts in asked for text in texts.values()))
        matches = self._matches(texts)
        self._answer(text for text in texts if not _settled(matches, text))
        translations = [self._finish(article, texts, matches) for article, texts in zip(articles, asked, strict=True)]
        self._forget()
        return translations

    def _texts(self, article: Article) -> dict[int, _Text]:
        """What to ask for each segment that needs a model, by the segment's index."""
        needed = {i: s for i, s in enumerate(article.segments) if _in_story(article, s) and not self._is_copied(s)}
        normalised = {i: normalise(segment.text) for i, segment in needed.items()}
        if self._glossary is not None:
            read_ahead(normalised.values())
        return {i: _Text(text, self._hint(i, normalised)) for i, text in normalised.items()}

    def _hint(self, index: int, normalised: dict[int, str]) -> Hint | None:
        """What the engine can use: terms where it keeps them, neighbours where it reads them; None for nothing."""
        engine = self._engine
        sure = [entry for entry in self._protected(normalised[index]) if entry.sure]
        terms, accepted = tuple((p.text, p.form) for p in sure), tuple(p.accepted for p in sure)
        between = self._between(normalised[index], sure)
        if engine.uses_hints:
            return Hint(normalised.get(index - 1, ""), normalised.get(index + 1, ""), terms, accepted, between)
        return Hint(terms=terms, accepted=accepted, between=between) if terms and keeps_terms(engine) else None

    def _between(self, text: str, sure: Sequence[Protected]) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
        """The forms of what is protected in the languages that the engine goes by way of."""
        found = []
        for via in languages_between(self._engine):
            there = {(e.start, e.stop): e.forms for e in self._protected(text, via) if e.sure}
            found.append((via, tuple(there.get((entry.start, entry.stop), ()) for entry in sure)))
        return tuple(found)

    def _protected(self, text: str, language: str = "") -> tuple[Protected, ...]:
        """What the translation into a language must keep; into the target where none is given."""
        return protect(text, language or self._target, self._glossary) if self._glossary is not None else ()

    def _matches(self, texts: Sequence[_Text]) -> Mapping[str, tuple[Match, ...]]:
        """What the memory offers, by normalised text."""
        if self._memory is None:
            return {}
        return self._memory.find_matches(list(dict.fromkeys(text.text for text in texts)), self._target)

    def _is_copied(self, segment: Segment) -> bool:
        text = segment.text.strip()
        return not _LETTER.search(text) or bool(_ADDRESS.fullmatch(text)) or is_in(text, self._target)

    def _answer(self, texts: Iterable[_Text]) -> None:
        """Puts an answer to every text into the memory; what comes out bad is tried once more, another way."""
        new = [text for text in texts if text not in self._answers]
        first = self._decode(new, self._decoding)
        bad = [text for text, answer in zip(new, first, strict=True) if badness(answer.faults)[0]]
        self._answers.update(zip(new, first, strict=True))
        for text, second in zip(bad, self._decode(bad, self._engine.retry), strict=True):
            if badness(second.faults) < badness(self._answers[text].faults):
                self._answers[text] = second

    def _decode(self, texts: Sequence[_Text], decoding: Decoding) -> list[_Answer]:
        if not texts:
            return []
        cut = self._cut([text.text for text in texts])
        pieces = list(
            dict.fromkeys(
                _Text(piece.strip(), text.hint) for text, parts in zip(texts, cut, strict=True) for piece in parts
            )
        )
        hints = [piece.hint or Hint() for piece in pieces] if any(piece.hint for piece in pieces) else None
        found = self._engine.translate([piece.text for piece in pieces], SOURCE, self._target, decoding, hints)
        by_piece = dict(zip(pieces, found, strict=True))
        return [
            self._judge(text.text, [by_piece[_Text(piece.strip(), text.hint)] for piece in parts])
            for text, parts in zip(texts, cut, strict=True)
        ]

    def _cut(self, texts: Sequence[str]) -> list[list[str]]:
        limit = self._engine.limit

        def fits(pieces: Sequence[str]) -> list[bool]:
            return [size <= limit for size in self._engine.count(pieces)]

        return [[text] if fit else split_clauses(text, fits) for text, fit in zip(texts, fits(texts), strict=True)]

    def _judge(self, source: str, parts: Sequence[Hypothesis]) -> _Answer:
        joiner = "" if self._target == "zh-Hans" else " "
        scores = [part.score for part in parts if part.score is not None]
        text = strip_controls(joiner.join(part.text for part in parts if part.text))
        hypothesis = Hypothesis(
            text=punctuate(restore(text, self._protected(source), self._target), self._target, source),
            score=sum(scores) / len(scores) if scores else None,
            complete=all(part.complete for part in parts),
            model=parts[0].model,
            revision=parts[0].revision,
            failure=next((part.failure for part in parts if part.failure), ""),
            hops=tuple(hop for part in parts for hop in part.hops),
            failovers=tuple(dict.fromkeys(failover for part in parts for failover in part.failovers)),
        )
        return _Answer(hypothesis, judge(source, hypothesis, self._target), len(parts))

    def _finish(
        self, article: Article, texts: dict[int, _Text], matches: Mapping[str, tuple[Match, ...]]
    ) -> Translation:
        segments: list[TranslatedSegment] = []
        findings: list[Finding] = []
        for i, segment in enumerate(article.segments):
            if i in texts and _settled(matches, texts[i]):
                offered = matches[texts[i].text]
                segments.append(TranslatedSegment(i, offered[0].target, "", "", "memory", matches=offered))
            elif i in texts:
                answer = self._answers[texts[i]]
                segments.append(self._translated(i, answer, matches.get(texts[i].text, ())))
                findings.extend(_findings(i, segment, answer))
            elif _in_story(article, segment):
                segments.append(TranslatedSegment(i, segment.text, "", "", "copied"))
        return Translation(self._target, tuple(segments), findings=tuple(findings))

    def _translated(self, source: int, answer: _Answer, matches: tuple[Match, ...]) -> TranslatedSegment:
        hypothesis = answer.hypothesis
        return TranslatedSegment(
            source=source,
            text=hypothesis.text,
            model=hypothesis.model or self._engine.model,
            revision=hypothesis.revision or self._engine.revision,
            origin="failed" if badness(answer.faults)[0] else "model",
            score=hypothesis.score,
            hops=hypothesis.hops,
            failovers=hypothesis.failovers,
            matches=matches,
        )

    def _forget(self) -> None:
        for text in list(self._answers)[: max(0, len(self._answers) - _REMEMBERED)]:
            del self._answers[text]


def _settled(matches: Mapping[str, tuple[Match, ...]], text: _Text) -> bool:
    offered = matches.get(text.text, ())
    return bool(offered) and offered[0].settles


def _in_story(article: Article, segment: Segment) -> bool:
    return article.blocks[segment.block].kind != "boilerplate"


def _findings(index: int, segment: Segment, answer: _Answer) -> list[Finding]:
    text = answer.hypothesis.text
    findings = [
        Finding(
            check=fault.check,
            severity=fault.severity,
            message=fault.message,
            block=segment.block,
            segment=index,
            target=Span(fault.start, fault.stop, text[fault.start : fault.stop]) if fault.stop else None,
        )
        for fault in answer.faults
    ]
    if answer.pieces > 1:
        message = f"longer than the model takes at once: translated in {answer.pieces} parts"
        findings.append(Finding("long-segment", "note", message, block=segment.block, segment=index))
    return findings
