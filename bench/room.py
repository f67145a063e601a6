"""How fast the reading room is on a large record, while somebody writes to it and many read.

python bench/room.py make RECORD BIG [--events 1000000]    a record of so many events, made of copies of RECORD's articles
python bench/room.py measure BIG RECORD [--requests 2000]  the time of every page while somebody writes; 200 readers at once
python bench/room.py write BIG RECORD                      what adds batches meanwhile, as `vaqaye watch` would

RECORD is a record of real articles. Those with three events or more are copied into BIG, each copy on earlier days, with
its entries, stories and words: a twentieth of a second of work for each article less than reading and merging would be.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import httpx

from vaqaye.record import Record
from vaqaye.record.days import SLOT, is_late
from vaqaye.record.derived import count_months
from vaqaye.record.load import unpack
from vaqaye.record.words import index_words

_LEAST = 3  # events of an article that is copied: five in the mean
_DAYS = 8  # between a copy and the next
_APART = (_DAYS * 86_400 - 37) * SLOT  # articles.key between them; the seconds keep those without a time of day apart
_PRIME = 4_000_000_007_651  # moves the keys of stories and the hashes of blocks
_STORY, _HASH = 2**60 - 1, 2**62 - 1
_SHARED = (
    "meta",
    "readers",
    "names",
    "failures",
    "feeds",
    "inbox",
    "months",
)  # the same for all copies, or made of them


def make(source: Path, target: Path, events: int) -> None:
    """Makes the record `target`."""
    with Record(source, readonly=True) as record, Record(target) as big:
        big.add(r for r in record.readings() if len(r.events) >= _LEAST and r.article.published)
    db = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -600000"):
        db.execute(f"PRAGMA {pragma}")
    multiply(db, events)
    db.execute("PRAGMA journal_mode = wal")
    db.close()


def multiply(db: sqlite3.Connection, events: int) -> None:
    """Copies what is in the record until it has so many events."""
    indices = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in indices:
        db.execute(f"DROP INDEX {name}")
    tables = {
        name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'")
        if name not in _SHARED and not name.startswith("sqlite")
    }
    for table in tables:
        ours = " WHERE article IS NOT NULL" if table == "actors" else ""
        db.execute(f"CREATE TEMP TABLE o_{table} AS SELECT * FROM {table}{ours}")
    db.execute("CREATE TEMP TABLE o_search (key INTEGER, title TEXT, text TEXT)")
    bodies = db.execute(
        "SELECT a.key, a.title, b.text FROM articles a JOIN bodies b ON b.article = a.key ORDER BY a.key"
    )
    db.executemany(
        "INSERT INTO o_search VALUES (?, ?, ?)",
        [(key, index_words(title or ""), index_words(unpack(text))) for key, title, text in bodies],
    )
    ((there, actors),) = db.execute("SELECT (SELECT count(*) FROM events), (SELECT max(key) FROM actors)")
    db.execute("CREATE TEMP TABLE known AS SELECT key FROM actors WHERE article IS NULL")
    db.execute("CREATE UNIQUE INDEX temp.known_key ON known (key)")
    for copy in range(-(-events // there) - 1, 0, -1):
        db.execute("BEGIN")
        for table, columns in tables.items():
            moved = ", ".join(_moved(table, column, copy, actors) for column in columns)
            db.execute(f"INSERT INTO {table} SELECT {moved} FROM o_{table}")
        db.execute(f"INSERT INTO search (rowid, title, text) SELECT key - {copy * _APART}, title, text FROM o_search")
        db.execute("COMMIT")
        print(f"\r{copy:>5} copies to go", end="", flush=True)
    for _, sql in indices:
        db.execute(sql)
    db.execute("DELETE FROM months")
    db.create_function("is_late", 1, is_late, deterministic=True)
    count_months(db, [key for (key,) in db.execute("SELECT key FROM articles")], 1)
    print()


def _moved(table: str, column: str, copy: int, actors: int) -> str:
    """A column's value in a copy, as SQL."""
    name, earlier = f'"{column}"', copy * _DAYS
    if column in ("article", "origin", "other", "model") or (table, column) == ("articles", "key"):
        return f"{name} - {copy * _APART}"
    if (table, column) == ("actors", "key"):
        return f"key + {copy * actors}"
    if column in ("actor", "speaker", "reported_by") and table != "quotations":
        return f"CASE WHEN {name} IN (SELECT key FROM known) THEN {name} ELSE {name} + {copy * actors} END"
    if column in ("published", "day", "first_report", "last_report"):
        return f"date(substr({name}, 1, 10), '-{earlier} days') || substr({name}, 11)"
    if column == "date":
        return f"CASE WHEN length(date) = 10 THEN date(date, '-{earlier} days') ELSE date END"
    if (table, column) == ("articles", "id"):
        return f"id || '-{copy}'"
    if column in ("story", "own", "component") or (table in ("episodes", "quotations", "ledgers") and column == "key"):
        return f"({name} + {copy * _PRIME}) & {_STORY}"
    if table in ("episodes", "quotations", "ledgers") and column == "id":
        return f"printf('%015x', (key + {copy * _PRIME}) & {_STORY})"
    if column in ("band", "block"):
        return f"({name} + {copy * _PRIME}) & {_HASH}"
    return name


def pages(path: Path) -> dict[str, list[str]]:
    """Addresses of every kind of page, with what the record has most of and with some of the rest."""
    with Record(path, readonly=True) as record:

        def some(sql: str) -> list[str]:
            return [str(row[0]) for row in record.select(sql)]

        people = some("SELECT DISTINCT id FROM actors WHERE article IS NULL AND id LIKE 'person:%' LIMIT 12")
        articles = some("SELECT id FROM articles ORDER BY key DESC LIMIT 12")
        episodes = some("SELECT id FROM episodes WHERE reports > 1 LIMIT 6") + some("SELECT id FROM episodes LIMIT 6")
        ledgers = some("SELECT id FROM ledgers ORDER BY reports DESC LIMIT 6") + some("SELECT id FROM ledgers LIMIT 6")
        quotations = some("SELECT id FROM quotations WHERE reports > 1 LIMIT 12")
        outlets = some("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL LIMIT 4")
    pairs = [(a, b) for a in ("IRN", "USA", "ISR") for b in ("RUS", "CHN", "LBN", "OMN")]
    words = (
        "تهران",
        "ایران آمریکا",
        '"وزیر خارجه"',
        "تحری*",
        "مسقط",
        "گفت",
        "سعدآباد",
        "برجام",
        "توافق هسته*",
        "زلزله",
    )
    return {
        "home": [
            "/",
            "/?event=CONSULT",
            "/?status=planned",
            "/?a=IRN",
            "/?a=OMN&b=IRN",
            "/?since=2025-01&until=2025-02",
        ]
        + [f"/?source={quote(outlet)}" for outlet in outlets]
        + ["/?a=IRN&event=ASSAULT&status=denied", "/?place=مسقط"],
        "search": [f"/search?q={quote(w)}" for w in words],
        "suggest": [f"/suggest?q={quote(w)}" for w in ("ا", "پو", "ترا", "ira", "وز", "عرا", "سخن", "م")],
        "dossier": [f"/dossier?a={a}&b={b}" for a, b in pairs],
        "article": [f"/article/{quote(id)}" for id in articles],
        "actor": [f"/actor/{quote(id)}" for id in (*people, "state:IRN", "state:USA", "state:LBN")],
        "statements": ["/statements", "/statements?by=IRN&about=USA", "/statements?by=USA", "/statements?words=هسته‌ای"]
        + [f"/statements?by={quote(id)}&about=IRN" for id in people[:6]],
        "agreements": ["/agreements", "/agreements?a=IRN", "/agreements?a=IRN&b=USA", "/agreements?status=signed"],
        "agreement": [f"/agreement/{id}" for id in ledgers],
        "episode": [f"/episode/{id}" for id in episodes],
        "quotation": [f"/quotation/{id}" for id in quotations],
        "figures": ["/figures", "/figures?party=IRN", "/figures?party=IRN&other=USA", "/figures?party=USA&metric=تورم"],
        "calendar": ["/calendar", "/calendar?a=IRN", *(f"/calendar?month=1404-{n:02}" for n in range(1, 11))],
        "map": ["/map", "/map?region=world", "/map?a=IRN", "/map?a=ISR&event=ASSAULT", "/map?since=2024&until=2024"],
        "codebook": ["/codebook", "/codebook?type=CONSULT", "/codebook?q=دیدار", "/codebook/consult.meet.didar"],
        "about": ["/about", "/try", "/sql", "/dossier"],
    }


@contextmanager
def serving(path: Path) -> Iterator[tuple[str, int]]:
    """A reading room on loopback: its address and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from vaqaye.cli import main; main()", "serve", str(path), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                try:
                    httpx.get(f"http://127.0.0.1:{port}/about", timeout=60)
                    break
                except httpx.ConnectError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def worked(process: int) -> float:
    """Seconds that the threads of a process have had a core: what is left when others use the machine, too."""
    tasks = Path(f"/proc/{process}/task")
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9


def measure(path: Path, source: Path, requests: int, rounds: int) -> None:
    """Prints the time of every page, then what 200 readers at once get."""
    wanted = pages(path)
    writing = [sys.executable, __file__, "write", str(path), str(source)]
    with serving(path) as (base, process), httpx.Client(base_url=base, timeout=60) as client:
        for addresses in wanted.values():  # templates are compiled and files read at the first request
            client.get(addresses[0])
        with subprocess.Popen(writing, stdout=subprocess.DEVNULL) as writer:
            print(f"{'page':<12}{'p50':>7}{'p95':>7}{'worst':>7}   of them at work: {'p50':>5}{'p95':>7}   (ms)")
            for name, addresses in wanted.items():
                times = []
                for address in addresses * rounds:
                    busy, start = worked(process), time.perf_counter()
                    answer = client.get(address)
                    times.append((time.perf_counter() - start, worked(process) - busy, address))
                    assert answer.status_code == 200, (address, answer.status_code)
                wall, core = sorted(t[0] * 1e3 for t in times), sorted(t[1] * 1e3 for t in times)
                slow = max(times, key=lambda t: t[1])
                print(
                    f"{name:<12}{_at(wall, 0.5):>7.0f}{_at(wall, 0.95):>7.0f}{wall[-1]:>7.0f}{'':<18}"
                    f"{_at(core, 0.5):>7.0f}{_at(core, 0.95):>7.0f}   {slow[1] * 1e3:.0f}: {slow[2][:60]}",
                    flush=True,
                )
            everything = [address for addresses in wanted.values() for address in addresses]
            asyncio.run(_crowd(base, random.Random(2).choices(everything, k=requests)))
            assert writer.poll() is None, "the writer has given up"
            writer.terminate()


def _at(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


async def _crowd(base: str, addresses: list[str]) -> None:
    statuses: Counter[int | str] = Counter()
    waiting = iter(addresses)
    times: list[float] = []

    async def reader(client: httpx.AsyncClient) -> None:
        for address in waiting:
            start = time.perf_counter()
            try:
                statuses[(await client.get(address)).status_code] += 1
            except httpx.HTTPError as error:
                statuses[type(error).__name__] += 1
            times.append((time.perf_counter() - start) * 1e3)

    began = time.perf_counter()
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=base, timeout=120, limits=limits) as client:
        await asyncio.gather(*(reader(client) for _ in range(200)))
    times.sort()
    rate = len(addresses) / (time.perf_counter() - began)
    print(
        f"200 readers: {dict(statuses)}, {rate:.0f} pages/s, p50 {_at(times, 0.5):.0f} ms, p95 {_at(times, 0.95):.0f} ms"
    )


def write(path: Path, source: Path) -> None:
    """Adds twenty articles of `source` every two seconds, as published today, until it is ended."""
    with Record(source, readonly=True) as record:
        pool = [reading for reading in record.readings() if len(reading.events) >= _LEAST]
    chance, today = random.Random(os.getpid()), str(date.today())
    with Record(path) as record:
        while True:
            some = (
                replace(r, article=replace(r.article, id=f"w{chance.getrandbits(60)}", published=today))
                for r in chance.choices(pool, k=20)
            )
            start = time.perf_counter()
            added = record.add(some)
            print(f"{added.new} in {time.perf_counter() - start:.2f} s", flush=True)
            time.sleep(2)


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_subparsers(dest="what", required=True)
    making = what.add_parser("make")
    making.add_argument("source", type=Path)
    making.add_argument("target", type=Path)
    making.add_argument("--events", type=int, default=1_000_000)
    for name in ("measure", "write"):
        other = what.add_parser(name)
        other.add_argument("target", type=Path)
        other.add_argument("source", type=Path)
        if name == "measure":
            other.add_argument("--requests", type=int, default=2_000)
            other.add_argument("--rounds", type=int, default=4)
    args = parser.parse_args()
    if args.what == "make":
        make(args.source, args.target, args.events)
    elif args.what == "write":
        write(args.target, args.source)
    else:
        measure(args.target, args.source, args.requests, args.rounds)


if __name__ == "__main__":
    main()
