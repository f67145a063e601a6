"""Scores the expressions of time on annotated texts, measures their speed, and reports what is wrong, by rule.

    python bench/dates.py [--report] [--errors] [--shared DIR]

Three sets. `gold`: the seed article and the articles for development, matched by their own score.py (`date value`: the
same value and overlapping spans, one to one; `date span`: overlapping spans; both of the record, so that a repeated
sentence counts once). `parstdex`: 305 sentences annotated with
spans only, under the conventions below. `speed`: real articles, one process, processor time of the dates alone (the
parse of the text is counted apart).

parstdex marks every word of time, whether or not it can be resolved: clock times («ساعت ۹:۵۴»), how often («هر روز»),
ages («۲۶ سالگی»), and takes «در», «از», «به» before or after along; it has no values. So here every expression counts,
resolved or not (in the gold sets only resolved ones do). `exact`: both ends agree once those prepositions, brackets and
spaces are left off at both ends, on both sides. `overlap`: each annotated expression that any found one touches, and
each found one that touches any annotated (as TempEval's relaxed match), since parstdex cuts «جمعه، ۲۸ آبان» in two and the
record does not. `one to one`: the same, each used once. `characters`: F1 of the characters marked, spaces aside. No
sentence is treated apart.

`--report` writes `eval/reports/dates.txt`: counts by rule, then each error by article id and offsets, with no more of
the text than the expression itself.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import gold
from vaqaye import dates, language
from vaqaye.model import Article, Day

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "eval" / "reports" / "dates.txt"
SETS = ("seed", "articles", "train")
# «در سال ۱۳۹۱», «(چهارشنبه)»: not what the sets differ about.
_LEFT = re.compile(r"(?:[\s()«»\[\]:،.\-–\u200c]+|(?:در|از|به|طی|طي)(?=[\s\u200c]))*")
_RIGHT = re.compile(r"(?:[\s()«»\[\]:،.\-–\u200c]+|(?<=\s)به)*\Z")


class Score(NamedTuple):
    """Counts of one way to match; `right`: of the found ones, where that is another number than `hit`."""

    hit: int
    gold: int
    found: int
    right: int | None = None

    def __str__(self) -> str:
        right = self.hit if self.right is None else self.right
        precision, recall = right / (self.found or 1), self.hit / (self.gold or 1)
        f1 = 2 * precision * recall / ((precision + recall) or 1)
        return (
            f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  ({self.gold} annotated, {self.found} found)"
        )


class Error(NamedTuple):
    """What was missed (`rule` empty), false, or valued wrongly."""

    kind: str
    rule: str
    place: str
    words: str
    wanted: str = ""
    got: str = ""


Span = tuple[int, int]


def found_in(text: str, published: str | None = None) -> list[tuple[Day, str]]:
    """Expressions of a text with the rules that made them."""
    return dates.trace(language.parse(Article(text=text, published=published)))


def pairs(score: Any, wanted: list[Any], found: list[Any], near: Callable[[Any, Any], float]) -> list[tuple[int, int]]:
    """One-to-one pairs as the annotated texts' own score makes them."""
    return [(int(i), int(j)) for i, j in score.pair(wanted, found, near)]


def annotated(shared: Path, name: str) -> tuple[dict[str, Score], list[Error]]:
    """Span and value scores of an annotated set, and its errors."""
    score = gold.scorer(shared)
    count: Counter[str] = Counter()
    errors = []
    for text in gold.load(shared / "gold" / gold.FILES[name]):
        wanted = [(score.find(text["text"], quote), quote["value"]) for quote in text.get("dates", ())]
        kept = {(day["start"], day["end"]) for record in gold.read([text]) for day in record["dates"]}
        traced = [
            (day, rule)
            for day, rule in found_in(text["text"], text.get("published"))
            if day.value and (day.start, day.end) in kept
        ]
        found = [((day.start, day.end), day.value) for day, _ in traced]

        def span(a: Any, b: Any, score: Any = score) -> float:
            return float(score.overlap(a[0], b[0]))

        def value(a: Any, b: Any, score: Any = score) -> float:
            return float(score.overlap(a[0], b[0])) if a[1] == b[1] else 0

        count.update(gold=len(wanted), found=len(found))
        same = pairs(score, wanted, found, value)
        count["value"] += len(same)
        near = pairs(score, wanted, found, span)
        count["span"] += len(near)
        errors += list(_wrong(text, wanted, traced, same, near))
    return {kind: Score(count[kind], count["gold"], count["found"]) for kind in ("span", "value")}, errors


def _wrong(
    text: dict[str, Any],
    wanted: list[Any],
    traced: list[tuple[Day, str]],
    same: list[tuple[int, int]],
    near: list[tuple[int, int]],
) -> Iterator[Error]:
    right, used = {i for i, _ in same}, {j for _, j in same}
    by_gold = dict(near)
    for i, ((start, end), value) in enumerate(wanted):
        if i in right:
            continue
        place, words = f"{text['id']}:{start}-{end}", text["text"][start:end]
        j = by_gold.get(i)
        if j is None or j in used:
            yield Error("missed", "", place, words, value)
        else:
            used.add(j)
            yield Error("value", traced[j][1], place, words, value, str(traced[j][0].value))
    for j, (day, rule) in enumerate(traced):
        if j not in used:
            words = text["text"][day.start : day.end]
            yield Error("false", rule, f"{text['id']}:{day.start}-{day.end}", words, got=str(day.value))


def parstdex(shared: Path) -> tuple[dict[str, Score], list[Error]]:
    """Spans of the parstdex sentences, matched in three ways."""
    score = gold.scorer(shared)
    rows = json.loads((shared / "data" / "gold" / "parstdex" / "data.json").read_text(encoding="utf-8"))
    count: Counter[str] = Counter()
    errors = []
    for number, row in enumerate(rows):
        text = row["test_input"]
        wanted: list[Span] = [(start, end) for start, end in json.loads(row["expected"])]
        traced = found_in(text)
        found = [(day.start, day.end) for day, _ in traced]
        near = pairs(score, wanted, found, score.overlap)
        one, two = (Counter(_trim(text, span) for span in spans) for spans in (wanted, found))
        count.update(gold=len(wanted), found=len(found), paired=len(near), exact=(one & two).total())
        alone = [i for i, span in enumerate(wanted) if not any(score.overlap(span, other) for other in found)]
        false = [j for j, span in enumerate(found) if not any(score.overlap(span, other) for other in wanted)]
        count.update(touched=len(wanted) - len(alone), touching=len(found) - len(false))
        a, b = _characters(text, wanted), _characters(text, found)
        count.update(marked=len(a), made=len(b), common=len(a & b))
        for spans, wrong, kind in ((wanted, alone, "missed"), (found, false, "false")):
            for i in wrong:
                (start, end), rule = spans[i], traced[i][1] if kind == "false" else ""
                errors += [Error(kind, rule, f"{number}:{start}-{end}", text[start:end])]
    gold_count, found_count = count["gold"], count["found"]
    return {
        "exact": Score(count["exact"], gold_count, found_count),
        "overlap": Score(count["touched"], gold_count, found_count, count["touching"]),
        "one to one": Score(count["paired"], gold_count, found_count),
        "characters": Score(count["common"], count["marked"], count["made"]),
    }, errors


def _trim(text: str, span: Span) -> Span:
    """A span without the prepositions and marks at its ends."""
    start, end = span
    left = _LEFT.match(text, start, end)
    start = left.end() if left else start
    right = _RIGHT.search(text[:end], start)
    return start, max(start, right.start() if right else end)


def _characters(text: str, spans: Iterable[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end) if not text[at].isspace()}


def speed(shared: Path, wanted: int = 3000) -> tuple[float, float, int]:
    """Articles a second: the dates alone, dates with the parse of the text; and of how many articles."""
    texts = []
    for path in sorted((shared / "data" / "articles").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line) for line in lines]
    random.Random(1).shuffle(texts)
    texts = texts[:wanted]
    found_in("دیروز ۲۹ دی ۱۴۰۰")  # the lexicon is loaded once
    parsing = dating = 0.0
    for row in texts:
        started = time.process_time()
        document = language.parse(Article(text=row["text"], published=row.get("published")))
        middle = time.process_time()
        dates.find(document)
        dating += time.process_time() - middle
        parsing += middle - started
    return len(texts) / dating, len(texts) / (dating + parsing), len(texts)


def report(name: str, scores: dict[str, Score], errors: list[Error]) -> list[str]:
    """The lines of one set: scores, counts by kind and rule, then each error."""
    lines = [f"== {name}", *(f"{kind:11}{score}" for kind, score in scores.items())]
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for error in errors:
        table[error.kind][error.rule or "-"] += 1
    counts = (
        f"{kind}: {', '.join(f'{rule} {n}' for rule, n in sorted(table[kind].items()))}" for kind in sorted(table)
    )
    each = ("\t".join(error).rstrip() for error in sorted(errors, key=lambda e: (e.kind, e.rule, e.place)))
    return [*lines, *counts, *each]


def main() -> None:
    """Prints the scores; `--errors` the errors as well; `--report` writes both to the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help=f"write {REPORT.relative_to(ROOT)}")
    parser.add_argument("--errors", action="store_true", help="print each error")
    parser.add_argument("--quick", action="store_true", help="do not measure speed")
    parser.add_argument("--shared")
    args = parser.parse_args()
    shared = gold.shared_folder(args.shared)
    results = {name: annotated(shared, name) for name in SETS} | {"parstdex": parstdex(shared)}
    written = []
    for name, (scores, errors) in results.items():
        lines = report(name, scores, errors)
        written += [*lines, ""]
        print("\n".join(lines if args.errors else lines[: 1 + len(scores)]))
    if args.report:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        head = (
            "# Written by `python bench/dates.py --report`: kind, rule, place (id:start-end), words, wanted, got.\n\n"
        )
        REPORT.write_text(head + "\n".join(written), encoding="utf-8")
    if not args.quick:
        alone, whole, count = speed(shared)
        print(f"== speed of {count} articles\n{alone:.0f} articles/s of processor time, {whole:.0f} with the parse")


if __name__ == "__main__":
    main()
