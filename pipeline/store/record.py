"""Finished articles: what came, its segments, what each became in each language, and what was found."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete

from pipeline.article import Article, Finding, TranslatedArticle
from pipeline.keys import content_key
from pipeline.store.insert import Row, insert_new, insert_rows, storable, upsert
from pipeline.store.schema import articles, findings, segments, translations

_SAID = {"check", "severity", "message", "block", "segment"}


def article_key(article: Article) -> str:
    """The key of an article as it was cut: another version of an item, or another cut, is another article."""
    return content_key(
        {
            "id": article.id,
            "language": article.language,
            "item": [article.item.id, article.item.version] if article.item else None,
            "blocks": [[block.kind, block.text] for block in article.blocks],
            "segments": [[s.block, s.start, s.stop] for s in article.segments],
        }
    )


def record(connection: Connection, done: Sequence[tuple[str, TranslatedArticle]], now: float) -> None:
    """Keeps articles, each with its name. What an earlier run said of the same article and language is replaced."""
    by_key = dict(sorted((article_key(translated.article), (name, translated)) for name, translated in done))
    if not by_key:
        return
    _put_articles(connection, [_article(key, *entry, now) for key, entry in by_key.items()])
    insert_new(connection, segments, [row for key, (_, t) in by_key.items() for row in _segments(key, t.article)])
    _forget(connection, {key: tuple(translated.translations) for key, (_, translated) in by_key.items()})
    insert_new(connection, translations, [row for key, (_, t) in by_key.items() for row in _translations(key, t)])
    insert_new(connection, findings, [row for key, (_, t) in by_key.items() for row in _findings(key, t)])


def _forget(connection: Connection, languages_of: Mapping[str, tuple[str, ...]]) -> None:
    """Takes away what an earlier run said of articles in these languages: of those in the same languages at once."""
    for languages in set(languages_of.values()):
        keys = [key for key, own in languages_of.items() if own == languages]
        for table, said in ((translations, languages), (findings, ("", *languages))):
            connection.execute(delete(table).where(table.c.article.in_(keys), table.c.language.in_(said)))


def _put_articles(connection: Connection, rows: list[dict[str, Any]]) -> None:
    statement = upsert(connection, articles)
    again = {"name": statement.excluded.name, "taken": statement.excluded.taken}
    insert_rows(connection, statement.on_conflict_do_update(index_elements=["key"], set_=again), articles, rows)


def _article(key: str, name: str, translated: TranslatedArticle, now: float) -> dict[str, Any]:
    article = translated.article
    item = article.item
    headline = next((block.text for block in article.blocks if block.kind == "headline"), "")
    return {
        "key": key,
        "name": storable(name),
        "language": article.language,
        "source_id": storable(item.id) if item else "",
        "version": storable(item.version) if item else "",
        "urgency": item.urgency if item else None,
        "headline": storable(headline),
        "taken": now,
    }


def _segments(key: str, article: Article) -> Iterator[Row]:
    for number, segment in enumerate(article.segments):
        kind = article.blocks[segment.block].kind
        yield {"article": key, "number": number, "block": segment.block, "kind": kind, "text": storable(segment.text)}


def _translations(key: str, translated: TranslatedArticle) -> Iterator[Row]:
    for language, translation in translated.translations.items():
        for segment in translation.segments:
            yield {
                "article": key,
                "number": segment.source,
                "language": language,
                "text": storable(segment.text),
                "origin": segment.origin,
                "model": segment.model,
                "revision": segment.revision,
                "score": segment.score,
            }


def _findings(key: str, translated: TranslatedArticle) -> Iterator[Row]:
    for finding in translated.article.findings:
        yield _finding(key, "", finding)
    for language, translation in translated.translations.items():
        for finding in translation.findings:
            yield _finding(key, language, finding)


def _finding(key: str, language: str, finding: Finding) -> Row:
    fields = msgspec.to_builtins(finding)
    details = {name: value for name, value in fields.items() if name not in _SAID and value}
    return {
        "article": key,
        "language": language,
        "check": finding.check,
        "severity": finding.severity,
        "message": storable(finding.message),
        "block": finding.block,
        "segment": finding.segment,
        "details": details,
    }
