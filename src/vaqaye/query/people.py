"""Questions for who: who is meant, who is who, who met whom."""

from __future__ import annotations

from collections import Counter

from vaqaye.model import Name, Role
from vaqaye.query.answers import Link, Met, Network, Profile, Suggestion
from vaqaye.query.asked import LAST, Filter, When, checked_limit
from vaqaye.query.events import MET, drive_of, events
from vaqaye.query.months import by_type
from vaqaye.query.said import statements
from vaqaye.query.walk import LOOKED_AT
from vaqaye.record import Record
from vaqaye.record.derived import asked_key
from vaqaye.record.rows import is_local, name_key
from vaqaye.record.who import Party, Who, party, who_of

_BEGINNINGS = 400  # keys that are looked at for a suggestion
_COUNTED = 100
_AROUND = 500  # newest meetings of each who is in a network
_BEHIND = "\U0010ffff"  # sorts behind all letters
_WHO = "k.id, k.name_fa, k.name_en, k.country"


def resolve(record: Record, asked: str) -> Who:
    """Who is meant by a code, an id or a name; QueryError with what to ask instead."""
    return party(record, asked).who


def suggest(record: Record, beginning: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Actors who have a name, Persian or English, of which a word begins so; those with most events first.

    Whoever is known from articles alone is found by the beginning of the whole name.
    """
    key = asked_key(beginning.strip())
    if not key:
        return ()
    with record.snapshot():
        rows = record.select(
            "SELECT DISTINCT id FROM (SELECT id FROM names WHERE key >= ? AND key < ? ORDER BY key LIMIT ?)",
            (key, key + _BEHIND, _BEGINNINGS),
        )
        found = [_suggestion(record, id) for (id,) in rows]
        found.sort(key=lambda s: (-s.number, s.who.id))
        return tuple([*found, *_strangers(record, beginning, limit - len(found))][: checked_limit(limit)])


def _suggestion(record: Record, id: str) -> Suggestion:
    known = record.select(
        f"SELECT {_WHO}, k.kind, k.role_fa, k.role_en FROM actors k WHERE k.article IS NULL AND k.id = ? ORDER BY k.key",
        (id,),
    )
    *who, kind, fa, en = known[-1]
    ((number,),) = record.select(
        "SELECT count(*) FROM (SELECT 1 FROM participants WHERE actor IN "
        "(SELECT key FROM actors WHERE article IS NULL AND id = ?) LIMIT ?)",
        (id, _COUNTED),
    )
    return Suggestion(who_of(*who), kind, Name(fa, en) if fa or en else None, number)


def _strangers(record: Record, beginning: str, limit: int) -> list[Suggestion]:
    """Names of local actors, one after the other by the index: each may stand there a thousand times."""
    key = name_key(beginning)
    found: list[Suggestion] = []
    last = key
    while len(found) < limit and key:
        rows = record.select(
            f"SELECT {_WHO}, k.kind, k.name_key FROM actors k WHERE k.name_key > ? AND k.name_key < ? "
            "ORDER BY k.name_key LIMIT 1",
            (last, key + _BEHIND),
        )
        if not rows:
            break
        *who, kind, last = rows[0]
        if is_local(who[0]):
            found.append(Suggestion(Who(who[1], Name(who[1], who[2]), who[3]), kind, None, 0))
    return found


def met(
    record: Record, who: str, *, since: str | None = None, until: str | None = None, limit: int = 50
) -> tuple[Met, ...]:
    """Whom somebody met, the most frequent first; counted over the newest meetings of a party that has very many."""
    with record.snapshot():
        return _met(record, party(record, who), When.of(since, until), checked_limit(limit), LOOKED_AT)


def network(record: Record, who: str, *, limit: int = 60) -> Network:
    """Somebody, those whom he met most, and which of them met each other in those and their own newest meetings."""
    with record.snapshot():
        middle = party(record, who)
        around = _met(record, middle, When.of(None, None), checked_limit(limit), LOOKED_AT)
        nodes = {middle.who.id: middle.who, **{m.who.id: m.who for m in around}}
        links = Counter({tuple(sorted((middle.who.id, m.who.id))): m.number for m in around})
        for one in around:
            if is_local(one.who.id):
                continue
            for other in _met(record, party(record, one.who.id), When.of(None, None), limit, _AROUND):
                if other.who.id in nodes and middle.who.id not in (one.who.id, other.who.id):
                    pair = tuple(sorted((one.who.id, other.who.id)))
                    links[pair] = max(links[pair], other.number)
        ordered = sorted(links.items(), key=lambda item: (-item[1], item[0]))
        return Network(tuple(nodes.values()), tuple(Link(a, b, number) for (a, b), number in ordered))


def _met(record: Record, who: Party, when: When, limit: int, newest: int) -> tuple[Met, ...]:
    """A country met the actors of other countries; an actor met all others."""
    sql, values = drive_of(record, who).sql(
        lambda _: "day BETWEEN ? AND ?", (when.first, when.last or LAST), "1 DESC, 2 DESC, 3 DESC"
    )
    others = "k.country IS NOT ?" if who.code else f"q.actor NOT IN ({who.keys})"
    rows = record.select(
        f"SELECT {_WHO}, count(*), max(day) FROM (SELECT DISTINCT x.article, x.n, x.day, q.actor "
        f"FROM (SELECT day, article, n FROM ({sql} LIMIT {newest})) x "
        f"CROSS JOIN events e ON e.article = x.article AND e.n = x.n AND {MET.sql} "
        "CROSS JOIN participants q ON q.article = e.article AND q.event = e.n "
        ") y CROSS JOIN actors k ON k.key = y.actor WHERE "
        + others.replace("q.actor", "y.actor")
        + " GROUP BY CASE WHEN k.article IS NULL THEN k.id ELSE k.name_key END ORDER BY 5 DESC, 6 DESC, 1 LIMIT ?",
        (*values, *who.parameters, limit),
    )
    return tuple(Met(who_of(*who), number, last) for *who, number, last in rows)


def profile(record: Record, who: str, *, limit: int = 50) -> Profile:
    """An actor's offices, newest acts and statements, and whom he met; of a country as of a person."""
    with record.snapshot():
        asked = party(record, who)
        columns = "kind, sector, wikidata, role_fa, role_en, role_from, role_to"
        rows = record.select(
            f"SELECT {columns} FROM actors WHERE article IS NULL AND id = ? ORDER BY role_from, key", (asked.who.id,)
        )
        if not rows and asked.keys:  # known from articles alone
            rows = record.select(f"SELECT {columns} FROM actors WHERE key IN ({asked.keys}) LIMIT 1", asked.values)
        kind, sector, wikidata = rows[-1][:3] if rows else ("state", None, None)
        roles = tuple(dict.fromkeys(Role(*row[3:]) for row in rows if row[3] or row[4]))
        return Profile(
            asked.who,
            kind,
            sector,
            wikidata,
            roles,
            events(record, Filter(a=who), limit=limit).entries,
            statements(record, who, limit=limit).entries,
            _met(record, asked, When.of(None, None), limit, LOOKED_AT),
            by_type(record, who, None, None, None),
        )
