"""Whether two records hold the same, whatever the order that it came in; whether two answers do."""

from __future__ import annotations

from collections import Counter
from typing import Any

from vaqaye.record import Record

# Keys of articles and actors depend on the order within a second; the rest of the tables does not.
_QUESTIONS = {
    "articles": "SELECT id, source, url, title, published, language, contexts, hex(content) FROM articles",
    "failures": "SELECT id, url, source, error, reason, hex(content), reader FROM failures",
    "episodes": "SELECT * FROM episodes",
    "quotations": "SELECT * FROM quotations",
    "ledgers": "SELECT * FROM ledgers",
    "reports": (
        "WITH groups AS (SELECT origin, min(id) AS first FROM copies JOIN articles ON key = article GROUP BY origin) "
        "SELECT a.id, entry, n, story, own, first, copy, hex(words) FROM reports r JOIN articles a ON a.key = r.article "
        "JOIN copies o ON o.article = a.key JOIN groups USING (origin)"
    ),
    "pairs": "SELECT x.id, entry, n, a, b, day FROM pairs p JOIN articles x ON x.key = p.article",
    "months": "SELECT * FROM months WHERE number > 0",
    "names": "SELECT * FROM names",
}


def content(record: Record) -> dict[str, Counter[Any]]:
    """The readings of a record and the rows of its tables that don't depend on keys."""
    rows = {name: Counter(record.select(sql)) for name, sql in _QUESTIONS.items()}
    return {"readings": Counter(repr(reading) for reading in record.readings()), **rows}


def assert_same(one: Record, other: Record) -> None:
    """Both hold the same readings, failures, episodes, quotations and ledgers."""
    wanted, found = content(one), content(other)
    assert wanted["readings"]
    for name, rows in wanted.items():
        assert found[name] == rows, f"{name}: {list((rows - found[name]) + (found[name] - rows))[:3]}"


def same_without_body(whole: Any, head: Any) -> None:
    """HEAD answers as GET does, headers and all, but for the body."""
    assert head.content == b""
    assert whole.content
    assert head.status_code == whole.status_code
    assert head.headers == whole.headers
