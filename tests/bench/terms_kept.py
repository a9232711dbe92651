"""Which way carries terms and names through the embedded model best: `python -m tests.bench.terms_kept`.

Term accuracy on our hundred marked sentences and on pairs of text: the share of expected forms that the hypothesis has;
of pairs, of those forms that the reference has; of the seed's article, which has none, of all. chrF++ against the
references of the pairs. Pairs come from --pairs SRC REF LANG, or from the project's news in AUDARMA_CORPUS (or
../shared/corpus), 150 sentences the same distance apart, and from FLORES-200 devtest in AUDARMA_EVAL_DATA (or
../shared/eval), which only reports: the choice was made on other text.

plain    nothing is done
source   terms in the source are replaced by their target forms before the model reads it
n-best   of eight hypotheses the one that keeps most terms
restore  plain, then names that are misspelt put right in the text
kept     what Audarma does: put where the model rendered them, then restored

Seconds are those of the processor.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sacrebleu.metrics import CHRF

from models.ctranslate2_engine import CTranslate2Engine
from models.engine import Hint
from models.load import load_engine
from pipeline.checks.check import Pair
from pipeline.normalise import normalise
from pipeline.protect import Protected, protect
from pipeline.punctuate import punctuate
from pipeline.restore import restore
from pipeline.run import prepare
from pipeline.run import read as read_article
from pipeline.terms import stack
from pipeline.terms.kept import find_first
from tests.bench.checks.sets import corpus, evaluation, read
from tests.bench.marked import Mark, read_marked

LANGUAGES = ("en", "zh-Hans", "kk-Cyrl")
SEED = Path(__file__).parents[2] / "seeds" / "articles" / "000_4396ead57e8baf43.txt"
Way = Callable[[CTranslate2Engine, Sequence[str], Sequence[Sequence[Protected]], str], list[str]]


def plain(engine: CTranslate2Engine, texts: Sequence[str], _kept: Any, language: str) -> list[str]:
    return [found.text for found in engine.translate(texts, "ru", language)]


def source(
    engine: CTranslate2Engine, texts: Sequence[str], kept: Sequence[Sequence[Protected]], language: str
) -> list[str]:
    replaced = [_replace(text, entries) for text, entries in zip(texts, kept, strict=True)]
    return plain(engine, replaced, kept, language)


def _replace(text: str, entries: Sequence[Protected]) -> str:
    parts, last = [], 0
    for entry in entries:
        parts += [text[last : entry.start], entry.form]
        last = entry.stop
    return "".join([*parts, text[last:]])


def n_best(
    engine: CTranslate2Engine, texts: Sequence[str], kept: Sequence[Sequence[Protected]], language: str
) -> list[str]:
    """CTranslate2 itself is asked: an engine gives one hypothesis."""
    prefix = engine._card.tokens.target_prefix and [engine._card.tokens.codes[language]]  # type: ignore[union-attr] # it has tokens
    results = engine._translator.translate_batch(
        engine.frame(texts, "ru", language),
        target_prefix=[prefix] * len(texts),
        beam_size=8,
        num_hypotheses=8,
        no_repeat_ngram_size=engine.decoding.no_repeat_ngram,
        disable_unk=True,
        max_batch_size=1024,
        batch_type="tokens",
    )
    best = []
    for result, entries in zip(results, kept, strict=True):
        spelt = [engine._pieces.decode([tokens[1:]])[0] for tokens in result.hypotheses]
        best.append(max(spelt, key=lambda text: sum(_has(entry.forms, text, language) for entry in entries)))
    return best


def restored(
    engine: CTranslate2Engine, texts: Sequence[str], kept: Sequence[Sequence[Protected]], language: str
) -> list[str]:
    found = plain(engine, texts, kept, language)
    return [restore(text, entries, language) for text, entries in zip(found, kept, strict=True)]


def kept_as_audarma_does(
    engine: CTranslate2Engine, texts: Sequence[str], kept: Sequence[Sequence[Protected]], language: str
) -> list[str]:
    hints = [
        Hint(terms=tuple((e.text, e.form) for e in entries), accepted=tuple(e.accepted for e in entries))
        for entries in ([entry for entry in entries if entry.sure] for entries in kept)
    ]
    found = engine.translate(texts, "ru", language, hints=hints)
    return [restore(hypothesis.text, entries, language) for hypothesis, entries in zip(found, kept, strict=True)]


WAYS: dict[str, Way] = {
    "plain": plain,
    "source": source,
    "n-best": n_best,
    "restore": restored,
    "kept": kept_as_audarma_does,
}


def main() -> None:
    """Prints a table in Markdown, as docs/terms.md has it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=100, help="sentences of each set of pairs")
    parser.add_argument("--pairs", nargs=3, action="append", metavar=("SRC", "REF", "LANG"))
    arguments = parser.parse_args()
    engine = load_engine("starter")
    assert isinstance(engine, CTranslate2Engine)
    print("| text | into | way | terms | names | chrF++ | seconds |\n| --- | --- | --- | --- | --- | --- | --- |")
    for language in LANGUAGES:
        _marked(engine, language)
    if arguments.pairs:
        for src, ref, language in arguments.pairs:
            _pairs(engine, Path(src).stem, read(Path(src), Path(ref), language)[: arguments.n], WAYS)
        return
    for found in corpus("audarma_news", 150):
        _pairs(engine, "news", found, WAYS)
    for language in LANGUAGES:
        _article(engine, SEED, language)
    for found in evaluation()[: len(LANGUAGES)]:
        _pairs(engine, "FLORES-200 devtest", found[: arguments.n], {name: WAYS[name] for name in ("plain", "kept")})


def _marked(engine: CTranslate2Engine, language: str) -> None:
    sentences = list(read_marked())
    texts = [normalise(sentence.text) for sentence in sentences]
    for name, way in WAYS.items():
        hypotheses, seconds = _run(way, engine, texts, language)
        counts = {
            kinds: _accuracy(kinds, [sentence.marks for sentence in sentences], hypotheses, language)
            for kinds in ("T", "PL")
        }
        print(f"| 100 marked | {language} | {name} | {counts['T']} | {counts['PL']} | – | {seconds:.1f} |", flush=True)


def _accuracy(kinds: str, marks: Sequence[Sequence[Mark]], hypotheses: Sequence[str], language: str) -> str:
    asked = [
        (mark.expected[language], text)
        for found, text in zip(marks, hypotheses, strict=True)
        for mark in found
        if mark.kind in kinds and mark.expected[language]
    ]
    return _share([_has(forms, text, language) for forms, text in asked])


def _article(engine: CTranslate2Engine, path: Path, language: str) -> None:
    texts = [normalise(segment.text) for segment in prepare(read_article(path)).segments]
    for label in ("plain", "kept"):
        hypotheses, seconds = _run(WAYS[label], engine, texts, language)
        kept: dict[str, list[bool]] = {"term": [], "name": []}
        for text, hypothesis in zip(texts, hypotheses, strict=True):
            for entry in protect(text, language, stack()):
                if entry.kind != "address":
                    kept["term" if entry.kind == "term" else "name"].append(_has(entry.forms, hypothesis, language))
        counts = f"{_share(kept['term'])} | {_share(kept['name'])}"
        print(f"| the seed | {language} | {label} | {counts} | – | {seconds:.1f} |", flush=True)


def _pairs(engine: CTranslate2Engine, name: str, pairs: Sequence[Pair], ways: Mapping[str, Way]) -> None:
    language = pairs[0].language
    texts = [normalise(pair.source) for pair in pairs]
    references = [pair.hypothesis for pair in pairs]
    for label, way in ways.items():
        hypotheses, seconds = _run(way, engine, texts, language)
        kept = {"term": [], "name": []}  # type: dict[str, list[bool]]
        for text, reference, hypothesis in zip(texts, references, hypotheses, strict=True):
            for entry in protect(text, language, stack()):
                if entry.kind != "address" and _has(entry.forms, reference, language):
                    kept["term" if entry.kind == "term" else "name"].append(_has(entry.forms, hypothesis, language))
        score = CHRF(word_order=2).corpus_score(hypotheses, [references]).score
        counts = f"{_share(kept['term'])} | {_share(kept['name'])}"
        print(f"| {name}, {len(texts)} | {language} | {label} | {counts} | {score:.2f} | {seconds:.1f} |", flush=True)


def _run(way: Way, engine: CTranslate2Engine, texts: Sequence[str], language: str) -> tuple[list[str], float]:
    kept = [protect(text, language, stack()) for text in texts]
    started = time.process_time()
    found = way(engine, texts, kept, language)
    seconds = time.process_time() - started
    return [punctuate(text, language, source) for text, source in zip(found, texts, strict=True)], seconds


def _has(forms: Sequence[str], text: str, language: str) -> bool:
    return find_first(forms, text, language) is not None


def _share(kept: Sequence[bool]) -> str:
    return f"{sum(kept) / len(kept):.2f} ({len(kept)})" if kept else "–"


if __name__ == "__main__":
    main()
