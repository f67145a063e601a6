"""Questions for corrections: what analysts have said of entries, and how an entry is named in a new one."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson

from vaqaye.codes import countries
from vaqaye.errors import QueryError
from vaqaye.model import Name, Reading
from vaqaye.query.answers import Corrected, Page, State
from vaqaye.query.asked import MOST, Spot, checked_limit, cursor_of, spot_of
from vaqaye.query.load import original_of
from vaqaye.record import Record
from vaqaye.record.corrections import SELECTED, WORDS, Correction, EntryKind, Person, Values, Verdict, correction_of
from vaqaye.record.days import LAST_KEY
from vaqaye.record.load import unpack
from vaqaye.record.mend import applied, entries_of, span_of, type_of, unpacked
from vaqaye.record.merge.link import own_key
from vaqaye.record.merge.stories import story_id
from vaqaye.record.who import party

_SQL = (
    f"SELECT {SELECTED}, c.key, x.n, x.original, x.correction IS NOT NULL, "
    "EXISTS (SELECT 1 FROM corrections w WHERE w.withdraws = c.id) FROM corrections c "
    "LEFT JOIN articles a ON a.id = c.article LEFT JOIN corrected x ON x.article = a.key AND x.correction = c.id "
)


def corrections(
    record: Record,
    *,
    article: str | None = None,
    state: State | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Corrected]:
    """What analysts have said of entries, newest first: also of those marked wrong, which no other question tells of.

    Of one article, or in one state.
    """
    after = spot_of(cursor)
    states = {
        "withdrawn": "AND EXISTS (SELECT 1 FROM corrections w WHERE w.withdraws = c.id) ",
        "without_entry": "AND x.correction IS NULL AND c.verdict <> 'withdrawn' "
        "AND NOT EXISTS (SELECT 1 FROM corrections w WHERE w.withdraws = c.id) ",
        "applied": "AND (x.correction IS NOT NULL OR c.verdict = 'withdrawn') ",
    }
    which = (states[state] if state else "") + ("AND c.article = ? " if article is not None else "")
    rows = record.select(
        f"{_SQL} WHERE c.key < ? {which}ORDER BY c.key DESC LIMIT ?",
        (after.article if after else LAST_KEY, *(() if article is None else (article,)), checked_limit(limit) + 1),
    )
    found = []
    for *columns, key, n, original, applies, withdrawn in rows[:limit]:
        c = correction_of(tuple(columns))
        now: State = "withdrawn" if withdrawn else "applied" if applies or c.verdict == "withdrawn" else "without_entry"
        found.append(
            Corrected(
                c.id, c.article, c.entry, c.verdict, now, c.by, c.reason, c.at, c.words, c.start, c.end, c.type,
                c.values, original_of(original), n, c.withdraws,
            )
        )  # fmt: skip
        last = key
    return Page(tuple(found), cursor_of(Spot(None, last, 0)) if len(rows) > limit else None)


def article_corrections(record: Record, article: str) -> tuple[Corrected, ...]:
    """The newest hundred corrections of one article, the first made first."""
    return corrections(record, article=article, limit=100).entries[::-1]


def marked_wrong(record: Record, entry: EntryKind, story: str) -> tuple[Corrected, ...]:
    """The corrections that took out the entry which a story of that id was made of; none where no such entry was.

    Looked for among the articles that have entries marked wrong: ten in a millisecond.
    """
    for article, packed in record.select(
        "SELECT DISTINCT a.id, o.reading FROM corrected x JOIN articles a ON a.key = x.article "
        "JOIN originals o ON o.article = x.article WHERE x.entry = ? AND x.n IS NULL",
        (entry,),
    ):
        for n, read in enumerate(orjson.loads(unpack(packed))[f"{entry}s"]):
            if story_id(own_key(entry, article, n, read.get("name", ""), read.get("parties", ()))) == story:
                return _that_took_out(record, entry, n, article, packed)
    return ()


def _that_took_out(record: Record, entry: EntryKind, n: int, article: str, packed: bytes) -> tuple[Corrected, ...]:
    read = unpacked(unpack(packed), record.reading(article).article)
    gone = entries_of(read, entry)[n]

    def takes_it_out(c: Corrected) -> bool:
        mark = Correction(article, entry, c.type, c.start, c.end, c.words, c.verdict, c.by, c.reason, c.at)
        return gone not in entries_of(applied(read, [mark])[0], entry)

    marks = corrections(record, article=article, state="applied", limit=MOST).entries
    return tuple(c for c in marks if (c.entry, c.verdict) == (entry, "wrong") and takes_it_out(c))


def correction(
    record: Record,
    article: str,
    entry: EntryKind,
    n: int,
    verdict: Verdict,
    *,
    by: str,
    reason: str,
    values: Values | None = None,
) -> Correction:
    """A correction of an entry that the article has; QueryError where it has none of that number."""
    reading = record.reading(article)
    entries = entries_of(reading, entry)
    if not 0 <= n < len(entries):
        raise QueryError(f"{article!r} has no {entry} of that number: load the page of the article again")
    span, type = span_of(entries[n]), type_of(entries[n])
    words = reading.article.text[span.start : span.end][:WORDS]
    # What was corrected before is known by what was read, not by what it says now.
    first = record.select(
        'SELECT c.type, c.start, c."end", c.words FROM articles a JOIN corrected x ON x.article = a.key '
        "JOIN corrections c ON c.id = x.correction WHERE a.id = ? AND x.entry = ? AND x.n = ? ORDER BY c.key LIMIT 1",
        (article, entry, n),
    )
    type, start, end, words = first[0] if first else (type, span.start, span.end, words)
    return Correction(article, entry, type, start, end, words, verdict, by, reason, _now(), values or Values())


def missed(record: Record, article: str, start: int, end: int, *, by: str, reason: str, values: Values) -> Correction:
    """An event that the article tells of and that was not found, by the words that name the act."""
    text = record.reading(article).article.text
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise QueryError("an event needs the words that name the act: choose some in the text of the article")
    words = text[start:end][:WORDS]
    return Correction(article, "event", values.type or "", start, end, words, "missed", by, reason, _now(), values)


def withdrawal(record: Record, id: str, *, by: str, reason: str) -> Correction:
    """What takes a correction back; QueryError where there is none, or it is taken back already."""
    rows = record.select(f"{_SQL} WHERE c.id = ?", (id,))
    if not rows or rows[0][-1]:
        raise QueryError(f"there is no correction {id[:40]!r} to take back: the page of corrections lists them")
    c = correction_of(tuple(rows[0][:-5]))
    if c.verdict == "withdrawn":
        raise QueryError("this takes back another correction: make that one anew instead")
    return Correction(
        c.article, c.entry, c.type, c.start, c.end, c.words, "withdrawn", by, reason, _now(), withdraws=id
    )


def person(record: Record, asked: str, reading: Reading) -> Person:
    """Who is meant by a name, an id or a code: one of the article, else of the record; QueryError where nobody is."""
    text = asked.strip()
    for actor in reading.actors:
        if text and text in (actor.id, actor.name.fa, actor.name.en):
            return Person(actor.id, actor.name.fa, actor.name.en, actor.kind, actor.country, actor.sector)
    code = text.upper().removeprefix("STATE:")
    name: Name | None = countries().get(code)
    if name:
        return Person(f"state:{code}", name.fa, name.en, "state", code, None)
    who = party(record, text).who
    kind, sector = "state", None
    if rows := record.select("SELECT kind, sector FROM actors WHERE id = ? ORDER BY key DESC LIMIT 1", (who.id,)):
        kind, sector = rows[0]
    return Person(who.id, who.name.fa, who.name.en, kind, who.country, sector)  # type: ignore[arg-type]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
