"""The annotated episodes of eval/episodes.jsonl, found again in a record, and how well its episodes agree with them."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from vaqaye.build import build
from vaqaye.ingest import articles
from vaqaye.record import Record
from vaqaye.record.merge.tellings import Act, Tellings

TEXTS = ("telegram-*-2026.jsonl.gz", "agencies-2025.jsonl.gz", "isna-2025.jsonl.gz")
MARKED = Path(__file__).parents[1] / "eval" / "episodes.jsonl"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Pairs of events: in one episode by both, by the annotation, by the record. `lost` events are no longer read."""

    both: int
    marked: int
    found: int
    lost: int

    @property
    def f1(self) -> float:
        """Pairwise F1."""
        return 2 * self.both / (self.marked + self.found) if self.marked + self.found else 0.0


def load(record: Path) -> tuple[list[tuple[Act, int]], int]:
    """The annotated events that the record has, with the number of their episode; and how many it has not.

    An event is found by its type and the words of its trigger, which a newer reader may take a little wider.
    """
    db = sqlite3.connect(f"{record.absolute().as_uri()}?mode=ro", uri=True)
    tellings, marked, lost = Tellings(db), [], 0
    for line in MARKED.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        for report in entry["reports"]:
            row = db.execute(
                "SELECT e.article, e.n FROM events e JOIN articles a ON a.key = e.article "
                "WHERE a.id = ? AND e.event = ? AND e.trigger_start < ? AND e.trigger_end > ? ORDER BY e.n",
                (report["article"], report["event"], report["end"], report["start"]),
            ).fetchone()
            if row is None:
                lost += 1
            else:
                marked.append((tellings.act(row), entry["episode"]))
    return marked, lost


def measured(shared: Path) -> float:
    """Pairwise F1 on the articles that the annotated events are from, read and merged now."""
    files = [file for name in TEXTS for file in sorted((shared / "data" / "articles").glob(name))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "episodes.db"
        with Record(path) as record:
            build(articles(files), record)
        return agreement(path).f1


def comparable(a: Act, b: Act) -> bool:
    """Whether a pair counts: within an article the reader tells acts apart, which is scored elsewhere."""
    return a.article != b.article


def agreement(record: Path) -> Agreed:
    """How the episodes of a record agree with the annotated ones, over all pairs of annotated events."""
    marked, lost = load(record)
    db = sqlite3.connect(f"{record.absolute().as_uri()}?mode=ro", uri=True)
    sql = "SELECT story FROM reports WHERE article = ? AND entry = 'event' AND n = ?"
    story = {act.key: db.execute(sql, act.key).fetchone()[0] for act, _ in marked}
    both = wanted = found = 0
    for (a, one), (b, other) in combinations(marked, 2):
        if comparable(a, b):
            same, told = one == other, story[a.key] == story[b.key]
            both, wanted, found = both + (same and told), wanted + same, found + told
    return Agreed(both, wanted, found, lost)
