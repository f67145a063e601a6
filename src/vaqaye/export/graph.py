"""Who meets whom as GraphML: actors, and edges with the number of their meetings."""

from __future__ import annotations

from itertools import combinations, groupby
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from vaqaye.record import Record
from vaqaye.record.rows import is_local

_PARTIES = 12  # a conference of more is no meeting of each two
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="fa" for="node" attr.name="name_fa" attr.type="string"/>
<key id="en" for="node" attr.name="name_en" attr.type="string"/>
<key id="kind" for="node" attr.name="kind" attr.type="string"/>
<key id="country" for="node" attr.name="country" attr.type="string"/>
<key id="weight" for="edge" attr.name="weight" attr.type="int"/>
<key id="first" for="edge" attr.name="first" attr.type="string"/>
<key id="last" for="edge" attr.name="last" attr.type="string"/>
<graph id="meetings" edgedefault="undirected">
"""


def write(record: Record, file: IO[bytes], *, text: bool = True) -> int:
    """Writes the graph and returns the number of its edges. Only actors of the who's-who: others have no name of their own.

    A meeting that many articles tell of counts once for each day. `text` makes no difference: nothing here is an article's.
    """
    days: dict[tuple[str, str], set[str]] = {}
    for _, rows in groupby(_participants(record), key=lambda row: row[:2]):
        some = list(rows)
        ids = sorted({row[2] for row in some if not is_local(row[2])})
        if len(ids) <= _PARTIES:
            for pair in combinations(ids, 2):
                days.setdefault(pair, set()).add(some[0][3] or "")
    file.write(_HEAD.encode())
    for id in sorted({id for pair in days for id in pair}):
        file.write(_node(record, id).encode(errors="replace"))
    for (a, b), met in sorted(days.items()):
        data = {"weight": len(met), "first": min(met), "last": max(met)}
        file.write(
            f"<edge source={_attribute(a)} target={_attribute(b)}>{_data(data)}</edge>\n".encode(errors="replace")
        )
    file.write(b"</graph>\n</graphml>\n")
    return len(days)


def _participants(record: Record) -> list[tuple[Any, ...]]:
    return record.select(
        "SELECT e.article, e.n, k.id, e.day FROM events e CROSS JOIN participants p ON p.article = e.article AND p.event = e.n "
        "CROSS JOIN actors k ON k.key = p.actor WHERE e.event = 'CONSULT' AND e.status = 'occurred' "
        "AND coalesce(e.mode, '') NOT IN ('phone', 'third-party') ORDER BY e.article, e.n"
    )


def _node(record: Record, id: str) -> str:
    fa, en, kind, country = record.select(
        "SELECT name_fa, name_en, kind, country FROM actors WHERE article IS NULL AND id = ? ORDER BY key DESC LIMIT 1",
        (id,),
    )[0]
    return f"<node id={_attribute(id)}>{_data({'fa': fa, 'en': en, 'kind': kind, 'country': country})}</node>\n"


def _data(values: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{key}">{escape(_clean(str(v)))}</data>' for key, v in values.items() if v not in (None, "")
    )


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    """Without what XML 1.0 may not hold at all."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
