"""`make check-bench`: how many planted mistakes the checks find, how often they cry wolf, and what they cost.

Reads FLORES-200 devtest and newstest2020 from AUDARMA_EVAL_DATA, or ../shared/eval. Prints a table in Markdown, as
docs/checks.md has it, and writes check-bench.json. Options: -n SENTENCES of each set (all where not given), --without
CHECK,... to switch checks off, --pairs SRC HYP LANG to measure on text of your own, --dev to measure on the text that
rules are set on (from AUDARMA_CORPUS, or ../shared/corpus), --raised to print what is raised on good translations.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.article import Severity
from pipeline.checks import CHECKS, Checks, load_checks
from pipeline.checks.check import Issue, Pair
from tests.bench.checks.plant import KINDS
from tests.bench.checks.sets import CORPUS, EVAL, LANGUAGES, development, evaluation, read

_WARM = 50
_FIGURES = frozenset({"numbers", "dates", "money", "contacts"})
FINDERS: dict[str, frozenset[str]] = {
    "a digit changed": _FIGURES,
    "a digit group moved": _FIGURES,
    "a number dropped": _FIGURES,
    "a magnitude changed": _FIGURES,
    "a date shifted": _FIGURES,
    "a name replaced": frozenset({"names", "terms"}),
    "a name misspelt": frozenset({"names", "terms"}),
    "half a sentence dropped": _FIGURES | {"length", "coverage", "content", "names", "empty"},
    "a clause added": _FIGURES | {"length", "coverage", "content", "names"},
    "left in Russian": frozenset({"untranslated", "language", "script"}),
    "a negation removed": frozenset({"negation"}),
    "a loop": frozenset({"loop"}),
    "another script": frozenset({"script", "language"}),
}
"""Which checks are to find what: a finding of another check that a mistake happens to cause does not count."""


@dataclass
class Count:
    """Planted and found."""

    planted: int = 0
    found: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float | None:
        """The share found, None where nothing could be planted."""
        return self.found / self.planted if self.planted else None


@dataclass
class Clean:
    """What is raised on good translations, and what the checks cost."""

    segments: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    raised: Counter[Severity] = field(default_factory=Counter)
    by_check: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    issues: list[tuple[Pair, str, Issue]] = field(default_factory=list)


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="check-bench", description=__doc__)
    parser.add_argument("-n", type=int, default=0, help="sentences of each set; 0: all")
    parser.add_argument("--without", default="", help="checks to switch off, by commas")
    parser.add_argument("--pairs", nargs=3, metavar=("SRC", "HYP", "LANG"), help="text of your own")
    parser.add_argument("--kinds", default=",".join(KINDS), help="kinds to plant, by commas")
    parser.add_argument("--cost", type=int, default=0, help="only the time, over an article of so many sentences")
    parser.add_argument("--dev", action="store_true", help="the text that rules are set on, not the test sets")
    parser.add_argument("--language", choices=LANGUAGES, help="this language alone")
    parser.add_argument("--raised", action="store_true", help="print what is raised on good translations")
    parser.add_argument("--missed", type=int, default=0, help="print so many missed mistakes of each kind")
    arguments = parser.parse_args()
    off = set(arguments.without.split(","))
    names = [module.MANIFEST.name for module in CHECKS if module.MANIFEST.name not in off]
    if arguments.cost:
        return _cost(arguments.cost, names)
    measured = _choose(arguments)
    if not measured:
        print(f"no text in {CORPUS if arguments.dev else EVAL}: see --help", file=sys.stderr)
        return 1
    counts: dict[tuple[str, str], Count] = {}
    clean: dict[str, Clean] = {}
    for pairs in measured:
        measure(pairs[: arguments.n or None], names, counts, clean, arguments.kinds.split(","))
    _print(counts, clean, arguments.missed)
    if arguments.raised:
        _print_raised(clean)
    _write(counts, clean, names)
    return 0


def _cost(most: int, names: Sequence[str]) -> int:
    """What the checks cost over one article of so many sentences of FLORES-200 devtest into three languages."""
    found = evaluation()[: len(LANGUAGES)]
    article = [pairs[:most] for pairs in found]
    checks = load_checks(only=names)
    for pairs in found:  # what is heavy is loaded by another article
        for pair in pairs[-_WARM:]:
            list(checks(pair))
    started, worked = time.perf_counter(), time.process_time()
    checks.prepare([pair for pairs in article for pair in pairs])
    spent = [(time.perf_counter() - started, time.process_time() - worked)]
    for pairs in article:
        started, worked = time.perf_counter(), time.process_time()
        for pair in pairs:
            list(checks(pair))
        spent.append((time.perf_counter() - started, time.process_time() - worked))
    segments = sum(map(len, article))
    for what, (seconds, processor) in zip(("together", *LANGUAGES), spent, strict=True):
        print(
            f"{what}: {1000 * seconds / segments:.2f} ms a segment of all, {1000 * processor / segments:.2f} processor"
        )
    print(
        f"in all {1000 * sum(s for s, _ in spent) / segments:.2f} ms, {1000 * sum(p for _, p in spent) / segments:.2f}"
    )
    return 0


def _choose(arguments: argparse.Namespace) -> list[list[Pair]]:
    """The sets that the options ask for."""
    found = development() if arguments.dev else evaluation()
    if arguments.pairs:
        source, hypothesis, language = arguments.pairs
        found = [read(Path(source), Path(hypothesis), language)]
    return [pairs for pairs in found if not arguments.language or pairs[0].language == arguments.language]


def measure(
    pairs: Sequence[Pair],
    names: Sequence[str],
    counts: dict[tuple[str, str], Count],
    clean: dict[str, Clean],
    kinds: Sequence[str],
) -> None:
    language = pairs[0].language
    checks = load_checks(only=names)
    untouched = clean.setdefault(language, Clean())
    list(checks(pairs[0]))  # loads what is heavy outside the measured time
    before: list[Counter[tuple[str, str, str]]] = []
    started, worked = time.perf_counter(), time.process_time()
    found: list[list[tuple[str, Issue]]] = []
    for first in range(0, len(pairs), 64):
        checks.prepare(pairs[first : first + 64])
        found += [list(checks(pair)) for pair in pairs[first : first + 64]]
    untouched.seconds += time.perf_counter() - started
    untouched.processor += time.process_time() - worked
    untouched.segments += len(pairs)
    for pair, issues in zip(pairs, found, strict=True):
        untouched.issues += [(pair, name, issue) for name, issue in issues]
        untouched.raised.update(issue.severity for _, issue in issues)
        untouched.by_check.update((name, issue.severity) for name, issue in issues)
        before.append(_keys(issues))
    for kind in kinds:
        plant = KINDS[kind]
        count = counts.setdefault((kind, language), Count())
        finders = _finders(kind, names)
        chance = random.Random(kind)
        planted = [(i, spoilt) for i, pair in enumerate(pairs) if (spoilt := plant(pair, pairs, chance)) is not None]
        wrong = [(i, Pair(pairs[i].source, spoilt, language)) for i, spoilt in planted]
        for first in range(0, len(wrong), 64):
            finders.prepare([pair for _, pair in wrong[first : first + 64]])
            for i, pair in wrong[first : first + 64]:
                new = _keys(finders(pair)) - before[i]
                count.planted += 1
                if new:
                    count.found += 1
                else:
                    count.missed.append((pair.source, pair.hypothesis))


def _finders(kind: str, names: Sequence[str]) -> Checks:
    """The checks that may find a kind: the others need not run."""
    wanted = [name for name in names if name in FINDERS[kind]]
    return load_checks(only=wanted) if wanted else Checks(())


def _keys(issues: Iterable[tuple[str, Issue]]) -> Counter[tuple[str, str, str]]:
    """What of a pair's findings is compared before and after: errors and warnings alone."""
    return Counter(
        (name, issue.message, ", ".join(issue.values.values())) for name, issue in issues if issue.severity != "note"
    )


def _print(counts: dict[tuple[str, str], Count], clean: dict[str, Clean], missed: int) -> None:
    languages = [language for language in LANGUAGES if language in clean]
    print("| planted | " + " | ".join(languages) + " |\n| --- |" + " --- |" * len(languages))
    for kind in dict.fromkeys(kind for kind, _ in counts):
        cells = [_cell(counts[kind, language]) for language in languages]
        print(f"| {kind} | " + " | ".join(cells) + " |")
    for severity in ("error", "warning", "note"):
        cells = [f"{100 * clean[lang].raised[severity] / clean[lang].segments:.1f}" for lang in languages]
        print(f"| {severity}s per 100 clean segments | " + " | ".join(cells) + " |")
    cells = [f"{1000 * clean[lang].seconds / clean[lang].segments:.2f}" for lang in languages]
    print("| milliseconds a segment | " + " | ".join(cells) + " |")
    cells = [f"{1000 * clean[lang].processor / clean[lang].segments:.2f}" for lang in languages]
    print("| milliseconds of processor time | " + " | ".join(cells) + " |\n")
    for language in languages:
        per = {
            f"{n} {s}": round(100 * c / clean[language].segments, 2) for (n, s), c in clean[language].by_check.items()
        }
        print(language, "per 100 clean segments:", dict(sorted(per.items())))
    for (kind, language), count in counts.items():
        for source, spoilt in count.missed[:missed]:
            print(f"\nmissed, {kind}, {language}\n  {source}\n  {spoilt}")


def _print_raised(clean: dict[str, Clean]) -> None:
    """Every error and warning on a good translation, by its check, with both texts."""
    for language, untouched in clean.items():
        raised = [entry for entry in untouched.issues if entry[2].severity != "note"]
        for pair, name, issue in sorted(raised, key=lambda entry: (entry[1], entry[2].message)):
            values = ", ".join(f"{key}: {value}" for key, value in issue.values.items())
            print(
                f"\n{language} {issue.severity} {name} {issue.message} ({values})\n  {pair.source}\n  {pair.hypothesis}"
            )


def _cell(count: Count) -> str:
    return "–" if count.recall is None else f"{count.recall:.3f} ({count.planted})"


def _write(counts: dict[tuple[str, str], Count], clean: dict[str, Clean], names: Sequence[str]) -> None:
    document = {
        "checks": list(names),
        "recall": [
            {"kind": kind, "language": language, "planted": count.planted, "found": count.found}
            for (kind, language), count in counts.items()
        ],
        "clean": [
            {
                "language": language,
                "segments": c.segments,
                "seconds": round(c.seconds, 3),
                "processor": round(c.processor, 3),
            }
            | dict(c.raised)
            for language, c in clean.items()
        ],
    }
    Path("check-bench.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
