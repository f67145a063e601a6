"""What merging costs as a record grows, on a day when all write about one thing, and how well it agrees with annotation.

python bench/merge.py cost BIG ...      the time of a batch of 100 new articles into copies of these records
python bench/merge.py flood RECORD [--posts 3000]   posts about one pair of countries on one day, and one post many times
python bench/merge.py score RECORD      pairwise F1 over eval/episodes.jsonl

BIG is what `bench/room.py make RECORD BIG` made; RECORD is a record of the articles of ../shared/data/articles. A new
article is one of BIG's with two fifths of its words replaced, on a day that BIG has; one in twenty is a copy of another
new one with few words changed. Seconds are of one processor, writing and indexing included: a busy machine does not count.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sqlite3
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import episodes
from vaqaye.model import ReaderInfo, Reading
from vaqaye.record import Record
from vaqaye.record.load import load
from vaqaye.record.merge import ledger_rows
from vaqaye.record.merge.alike import NEWS_DAYS, days_apart
from vaqaye.record.merge.blocks import Blocks, rank
from vaqaye.record.merge.copies import bands, sketch
from vaqaye.record.merge.ledgers import read_deals
from vaqaye.record.merge.link import Linker
from vaqaye.record.merge.tellings import Tellings, act_blocks, saying_blocks
from vaqaye.record.merge.words import moved

BATCH, BATCHES = 100, 10
_LETTERS = "بپتجچخدرزسشفکگلمنهی"
_MOVED = re.compile(r"(.+)-(\d+)")
Batches = list[list[Reading]]


def varied(reading: Reading, id: str, chance: random.Random, days: int = 0, part: float = 0.4) -> Reading:
    """The reading under another id, with a part of the words of its text replaced by others of their length, days later."""
    words = reading.article.text.split(" ")
    text = " ".join(
        "".join(chance.choices(_LETTERS, k=len(w))) if w.isalpha() and chance.random() < part else w for w in words
    )
    published = reading.article.published
    if days and published:
        published = str(date.fromisoformat(published[:10]) + timedelta(days=days)) + published[10:]
    events = tuple(replace(e, date=None) if days else e for e in reading.events)
    return replace(reading, article=replace(reading.article, text=text, id=id, published=published), events=events)


def cost(big: Path) -> None:
    """Prints what a batch costs in a copy of a record."""
    with tempfile.TemporaryDirectory(dir=big.parent) as folder:
        path = Path(folder) / "copy.db"
        with closing(sqlite3.connect(big)) as db:  # what a writer that was stopped has left in the log is part of it
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(big, path)
        reached(path)
        with Record(path) as record:
            pool, models = (
                [
                    next(load(record.select, key, key))
                    for (key,) in record.select(f"SELECT key FROM articles {which} ORDER BY random() LIMIT 1500")
                ]
                for which in ("", "WHERE id NOT LIKE '%-%'")
            )
            (number,), (events,) = (record.select(f"SELECT count(*) FROM {t}")[0] for t in ("articles", "events"))
            print(f"{number:,} articles, {events:,} events, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
            for name, batches in _batches(pool, models).items():
                measured(record, name, batches)


def measured(record: Record, name: str, batches: Batches) -> None:
    """Prints median and worst of some batches, and how much of it merging takes."""
    linking, add = [0.0], Linker.link

    def timed(*given: object) -> None:
        began = time.process_time()
        add(*given)  # type: ignore[arg-type]
        linking[-1] += time.process_time() - began

    Linker.link = timed  # type: ignore[assignment,method-assign]
    spent, wall = [], []
    for batch in batches:
        linking.append(0.0)
        began, clock = time.process_time(), time.perf_counter()
        record.add(batch)
        spent.append(time.process_time() - began)
        wall.append(time.perf_counter() - clock)
    Linker.link = add  # type: ignore[method-assign]
    middle = len(batches) // 2
    print(
        f"  {name:<28} median {sorted(spent)[middle]:5.2f} s, worst {max(spent):5.2f} s of CPU "
        f"(merging {sorted(linking[1:])[middle]:.2f} s); by the clock {sorted(wall)[middle]:.2f} s",
        flush=True,
    )


def _batches(pool: list[Reading], models: list[Reading]) -> dict[str, Batches]:
    chance = random.Random(1)
    newest = sorted(pool, key=lambda r: r.article.published or "")[-200:]
    last = max(r.article.published or "" for r in newest)[:10]

    def new(name: str, make: Callable[[str], Reading]) -> Batches:
        out: Batches = []
        for b in range(BATCHES):
            batch: list[Reading] = []
            for n in range(BATCH):
                id = f"new-{name}-{b}-{n}"
                copy = batch and chance.random() < 0.05
                batch.append(varied(batch[-1], id, chance, part=0.03) if copy else make(id))
            out.append(batch)
        return out

    def today(id: str) -> Reading:
        one = chance.choice(newest)
        gap = date.fromisoformat(last) - date.fromisoformat((one.article.published or last)[:10])
        return varied(one, id, chance, gap.days)

    other = ReaderInfo("0", "0", "0", None)
    # Dated acts of copies have a few blocks of another date, so only models can be taken out.
    again = [replace(r, article=replace(r.article, reader=other)) for r in models[: BATCH * BATCHES]]
    return {
        "told again, on any day": new("again", lambda id: varied(chance.choice(pool), id, chance)),
        "all on one day": new("day", today),
        "articles read anew": [again[i : i + BATCH] for i in range(0, len(again), BATCH)],
    }


def reached(path: Path) -> None:
    """Gives the copies in a record of bench/room.py the blocks and bands that new articles of their days find.

    A copy's blocks are its model's, on its own day; its bands are moved, or all copies of a text would be one group.
    """
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -400000", "temp_store = memory"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN")
    for table in ("blocks", "bands"):
        db.execute(f"DELETE FROM {table}")
    copies: defaultdict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for key, id, published in db.execute("SELECT key, id, published FROM articles"):
        found = _MOVED.fullmatch(id)
        copies[found[1] if found else id].append((key, id, published))
    db.execute("CREATE TEMP TABLE new_blocks (block INTEGER, rank INTEGER, article INTEGER, n INTEGER)")
    db.execute("CREATE TEMP TABLE new_bands (band INTEGER, article INTEGER)")
    for i, (model, same) in enumerate(copies.items()):
        key, _, day = next(copy for copy in same if copy[1] == model)
        numbers = list(_own(db, key))
        parts = bands(sketch(next(load(lambda sql, given: db.execute(sql, given).fetchall(), key, key)).article.text))
        for other, id, published in same:
            gap, at = (_day(published) - _day(day)).days, rank(id)
            rows = [(moved(block, gap), at, other, n) for block, n in numbers]
            db.executemany("INSERT INTO new_blocks VALUES (?, ?, ?, ?)", rows)
            own = [moved(band, gap) for band in parts]
            db.executemany("INSERT INTO new_bands VALUES (?, ?)", [(band, other) for band in set(own)])
            packed = b"".join(band.to_bytes(8, "little") for band in own)
            db.execute("UPDATE copies SET sketch = ? WHERE article = ?", (packed, other))
        print(f"\r{i:>6} of {len(copies)} models", end="", flush=True)
    db.execute("INSERT OR IGNORE INTO blocks SELECT * FROM new_blocks ORDER BY 1, 2, 3, 4")
    db.execute("INSERT OR IGNORE INTO bands SELECT * FROM new_bands ORDER BY 1, 2")
    _one_ledger(db, copies)
    db.execute("COMMIT")
    print("\r", end="")
    db.execute("PRAGMA journal_mode = wal")
    db.close()


def _day(published: str) -> datetime:
    return datetime.fromisoformat(published[:10])


def _own(db: sqlite3.Connection, article: int) -> Iterator[tuple[int, int]]:
    tellings = Tellings(db)
    acts: Blocks[Any] = Blocks(db, lambda act: act_blocks(act, days_apart(act)))
    sayings: Blocks[Any] = Blocks(db, lambda saying: saying_blocks(saying, NEWS_DAYS))
    for entry, n in db.execute("SELECT entry, n FROM reports WHERE article = ?", (article,)).fetchall():
        if entry == "event":
            yield from ((block, n) for block in acts.own(tellings.act((article, n))))
        elif entry == "statement":
            yield from ((block, n) for block in sayings.own(tellings.saying((article, n))))


def _one_ledger(db: sqlite3.Connection, copies: dict[str, list[tuple[int, str, str]]]) -> None:
    """An agreement that two articles tell of is in the ledger of its model: a hot one has tens of thousands."""
    model = {key: next(k for k, id, _ in same if id == name) for name, same in copies.items() for key, *_ in same}
    rows = db.execute("SELECT article, n, component FROM reports WHERE entry = 'agreement'").fetchall()
    many = Counter(part for *_, part in rows)
    hot = {(article, n): part for article, n, part in rows if model[article] == article and many[part] > 1}
    db.executemany(
        "UPDATE reports SET component = ? WHERE article = ? AND entry = 'agreement' AND n = ?",
        [(hot[model[article], n], article, n) for article, n, _ in rows if (model[article], n) in hot],
    )
    db.execute("DELETE FROM ledgers")
    for (part,) in db.execute("SELECT DISTINCT component FROM reports WHERE entry = 'agreement'").fetchall():
        ledger_rows.write(db, part, list(read_deals(db, part)))


def flood(source: Path, posts: int) -> None:
    """Prints what batches cost when one act is told by so many posts: all different, then all but the same."""
    chance = random.Random(1)
    with Record(source, readonly=True) as record:
        pool = [r for r in record.readings() if 2 <= len(r.events) <= 5 and r.article.published]
    one = chance.choice([r for r in pool if 500 < len(r.article.text) < 1000])
    for name, part in (("different posts of one act", 0.3), ("nearly the same post", 0.02)):
        with tempfile.TemporaryDirectory() as folder, Record(Path(folder) / "flood.db") as record:
            for first in range(0, posts, BATCH * BATCHES):
                ids = range(first, first + BATCH * BATCHES)
                made = [varied(one, f"post-{n}", chance, part=part) for n in ids]
                batches: Iterable[int] = range(0, len(made), BATCH)
                measured(record, f"{name}, {first:,}+", [made[i : i + BATCH] for i in batches])
            print(record.select("SELECT count(*), max(reports) FROM episodes"))


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
    parser.add_argument("what", choices=("cost", "flood", "score"))
    parser.add_argument("record", type=Path, nargs="+")
    parser.add_argument("--posts", type=int, default=3000)
    args = parser.parse_args()
    for record in args.record:
        if args.what == "cost":
            cost(record)
        elif args.what == "flood":
            flood(record, args.posts)
        else:
            score(record)


if __name__ == "__main__":
    main()
