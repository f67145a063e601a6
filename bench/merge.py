"""What merging costs as a record grows, and how well its episodes agree with the annotated ones.

python bench/merge.py cost RECORD [--sizes 10000 50000 200000]    articles of RECORD, varied, in records of these sizes
python bench/merge.py score RECORD                                pairwise F1 over eval/episodes.jsonl

RECORD is a record of the articles of ../shared/data/articles. A varied article has two fifths of its words
replaced and another day, spread so that a day has two hundred articles; its reading keeps its offsets. One in ten is a copy
of the one before it, with few words changed.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import episodes
from vaqaye.model import Article, Reading
from vaqaye.record import Record

BATCH, A_DAY = 100, 200
_FIRST = date(2015, 1, 1)
_LETTERS = "بپتجچخدرزسشفکگلمنهی"


def varied(reading: Reading, number: int, chance: random.Random, part: float = 0.4) -> Reading:
    """The reading with a part of the words of its text replaced by others of their length, on the day of its number.

    Dates of its events move along, so that half of them lie near the day.
    """
    day = _FIRST + timedelta(days=number // A_DAY)
    words = reading.article.text.split(" ")
    text = " ".join(
        "".join(chance.choices(_LETTERS, k=len(w))) if w.isalpha() and chance.random() < part else w for w in words
    )
    events = tuple(
        replace(e, date=replace(e.date, value=str(day), precision="day") if e.date and chance.random() < 0.5 else None)
        for e in reading.events
    )
    statements = tuple(replace(s, date=None) for s in reading.statements)
    agreements = tuple(replace(a, date=None) for a in reading.agreements)
    old: Article = reading.article
    article = replace(old, text=text, id=f"v{number}", published=f"{day}T{number % 24:02}:{number % 60:02}:00")
    return replace(reading, article=article, events=events, statements=statements, agreements=agreements)


def cost(source: Path, sizes: list[int]) -> None:
    """Prints the seconds of processor time that storing and merging a batch of 100 takes at each size."""
    with Record(source, readonly=True) as record:
        pool = list(record.readings())
    with tempfile.TemporaryDirectory() as folder, Record(Path(folder) / "bench.db") as record:
        began, done = time.perf_counter(), 0
        recent: list[float] = []
        for batch in _batches(pool, max(sizes)):
            start = time.process_time()  # a busy machine does not count
            record.add(batch)
            recent = [*recent[-19:], time.process_time() - start]
            done += len(batch)
            if done in sizes:
                whole, size = time.perf_counter() - began, record.path.stat().st_size / 1e6
                typical = sorted(recent)[len(recent) // 2]
                print(
                    f"{done:>8,} articles  batch of {BATCH}: median {typical:.2f} s of CPU, worst of 20 {max(recent):.2f} s"
                    f"  all {whole:,.0f} s  {size:,.0f} MB",
                    flush=True,
                )


def _batches(pool: list[Reading], size: int) -> Iterator[list[Reading]]:
    chance = random.Random(1)
    last = varied(pool[0], 0, chance)
    for first in range(0, size, BATCH):
        batch = []
        for n in range(first, first + BATCH):
            copy = chance.random() < 0.1
            last = varied(last, n, chance, 0.03) if copy else varied(chance.choice(pool), n, chance)
            batch.append(last)
        yield batch


def score(record: Path) -> None:
    """Prints pairwise precision, recall and F1."""
    found = episodes.agreement(record)
    print(
        f"pairs of events in one episode: annotated {found.marked}, found {found.found}, both {found.both}; "
        f"P {found.both / found.found:.3f}  R {found.both / found.marked:.3f}  F1 {found.f1:.3f}; "
        f"{found.lost} annotated events are not read"
    )


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("cost", "score"))
    parser.add_argument("record", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 50_000, 200_000])
    args = parser.parse_args()
    if args.what == "cost":
        cost(args.record, args.sizes)
    else:
        score(args.record)


if __name__ == "__main__":
    main()
