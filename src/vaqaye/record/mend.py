"""A reading with the corrections of its article applied: a function of both, so that it can be made anew at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from vaqaye.model import (
    Actor,
    Agreement,
    Article,
    Event,
    EventDate,
    Figure,
    Name,
    Participant,
    Precision,
    Reading,
    Span,
    Statement,
)
from vaqaye.record.corrections import WORDS, Correction, EntryKind, Person, Values, adapter
from vaqaye.record.rows import is_local, pack

PATTERN = "analyst"
"""What stands in place of a pattern in an event that an analyst added."""

Entry = Event | Statement | Agreement | Figure
_PRECISION: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
_KINDS: tuple[tuple[EntryKind, str], ...] = (
    ("event", "events"), ("statement", "statements"), ("agreement", "agreements"), ("figure", "figures"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Original:
    """An entry as it was read, before it was corrected: codes, and the names of those who take part.

    `type` is that of an event, the stance of a statement or the unit of a figure; `actors` are the speaker of a statement
    or figure and the parties of an agreement.
    """

    type: str | None
    status: str | None
    date: str | None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where a correction found its entry. `n` is None where that was marked wrong, `original` where it was added."""

    correction: str
    entry: EntryKind
    n: int | None
    original: Original | None


@dataclass(slots=True)
class _Slot:
    """An entry on its way: as it was read (None: added), as it is now (None: wrong), and who had a word on it."""

    type: str
    span: Span
    was: Entry | None
    now: Entry | None
    by: list[str] = field(default_factory=list)


def span_of(entry: Entry) -> Span:
    """The words that an entry is known by: trigger, content, else its first evidence."""
    if isinstance(entry, Event):
        return entry.trigger
    if isinstance(entry, Statement):
        return entry.content
    return entry.evidence[0] if entry.evidence else Span(0, 0)


def entries_of(reading: Reading, kind: EntryKind) -> tuple[Entry, ...]:
    """The entries of a kind, in the order of their numbers."""
    found: tuple[Entry, ...] = getattr(reading, dict(_KINDS)[kind])
    return found


def type_of(entry: Entry) -> str:
    """The type that an entry is known by; empty where there is none, or where another reading may well choose another."""
    return entry.event if isinstance(entry, Event) else entry.unit if isinstance(entry, Figure) else ""


def applied(reading: Reading, corrections: Sequence[Correction]) -> tuple[Reading, list[Found]]:
    """The reading as analysts say it should be, and what each correction was about; one that finds no entry is left out.

    Entries keep their order and ids; added ones come last.
    """
    text, actors = reading.article.text, list(reading.actors)
    slots: dict[str, list[_Slot]] = {
        kind: [_Slot(type_of(e), span_of(e), e, e) for e in getattr(reading, name)] for kind, name in _KINDS
    }
    for c in corrections:
        if (span := _located(text, c)) is None:
            continue
        if c.verdict == "missed":
            slot = _Slot(c.values.type or "", span, None, _added(c, span, text))
            slots["event"].append(slot)
        else:
            slot = max(slots[c.entry], key=lambda s: _overlap(s, c.type, span), default=None)  # type: ignore[assignment]
            if slot is None or _overlap(slot, c.type, span) == 0:
                continue
        slot.by.append(c.id)
        if c.verdict == "wrong":
            slot.now = None
        elif slot.now is not None:
            slot.now = _mended(slot.now, c.values, actors)
    kept = {name: tuple(s.now for s in slots[kind] if s.now is not None) for kind, name in _KINDS}
    said = {s.id for s in kept["statements"] if isinstance(s, Statement)}
    kept["events"] = tuple(
        replace(e, statement=None) if isinstance(e, Event) and e.statement not in said else e for e in kept["events"]
    )
    new: Any = kept
    mended = replace(reading, actors=tuple(actors), **new)
    return mended, list(_found(slots, {a.id: a for a in actors}))


def _found(slots: dict[str, list[_Slot]], actors: dict[str, Actor]) -> list[Found]:
    out = []
    for kind, _ in _KINDS:
        n = 0
        for slot in slots[kind]:
            here = None if slot.now is None else n
            was = None if slot.was is None else original(slot.was, actors)
            out += [Found(id, kind, here, was) for id in slot.by]
            n += slot.now is not None
    return out


def original(entry: Entry, actors: dict[str, Actor]) -> Original:
    """What an entry says, in short."""

    def names(*ids: str | None) -> tuple[str, ...]:
        return tuple((a.name.fa or a.name.en or a.id) if (a := actors.get(id)) else id for id in ids if id)

    if isinstance(entry, Event):
        sides = [names(*(p.actor for p in side)) for side in (entry.actor, entry.recipient)]
        return Original(entry.event, entry.status, entry.date.value if entry.date else None, *sides)
    if isinstance(entry, Statement):
        stance = entry.cue.stance if entry.cue else None
        return Original(stance, None, entry.date, names(entry.speaker), names(*entry.addressees))
    if isinstance(entry, Agreement):
        return Original(None, entry.status, entry.date, entry.parties)
    return Original(entry.unit, None, entry.period, names(entry.speaker), entry.parties)


def _located(text: str, c: Correction) -> Span | None:
    """Where the words of a correction stand now; those nearest to where they stood, if the text has changed."""
    if text[c.start : c.end][:WORDS] == c.words:
        return c.span
    at, best = text.find(c.words), None
    while at >= 0 and c.words:
        if best is None or abs(at - c.start) < abs(best - c.start):
            best = at
        at = text.find(c.words, at + len(c.words))
    return None if best is None else Span(best, min(best + c.end - c.start, len(text)))


def _overlap(slot: _Slot, type: str, span: Span) -> float:
    """Share of the words of both that they have in common; 0 where their types differ."""
    common = min(slot.span.end, span.end) - max(slot.span.start, span.start)
    if slot.type != type or common <= 0:
        return 0.0
    return common / (max(slot.span.end, span.end) - min(slot.span.start, span.start))


def _added(c: Correction, trigger: Span, text: str) -> Event:
    """An event that has only its words: `_mended` fills in the rest."""
    from vaqaye.language.sentences import sentences

    around = (Span(start, end) for _, start, end in sentences(text) if start <= trigger.start < end)
    return Event(
        f"c-{c.id}", c.values.type, None, "occurred", None, None, (), (), (), None, None, None, None,  # type: ignore[arg-type]
        trigger, (next(around, trigger),), PATTERN, 1.0,
    )  # fmt: skip


def _mended(entry: Entry, v: Values, actors: list[Actor]) -> Entry:
    change: dict[str, Any] = {}
    if isinstance(entry, Event):
        change = _event(entry, v, actors)
    elif isinstance(entry, Statement):
        if v.type is not None and entry.cue:
            change["cue"] = replace(entry.cue, stance=v.type)  # type: ignore[arg-type]
        if v.actor:
            change["speaker"] = _cast(v.actor[0], actors)
        if v.recipient is not None:
            change["addressees"] = tuple(_cast(p, actors) for p in v.recipient)
    elif isinstance(entry, Figure):
        change = {"unit": v.type or entry.unit}
        if v.actor is not None:
            change["speaker"] = _cast(v.actor[0], actors) if v.actor else None
        if v.date is not None:
            change["period"] = v.date or None
    elif v.status is not None:
        change["status"] = v.status
    if v.date is not None and isinstance(entry, Statement | Agreement):
        change["date"] = v.date or None
    if v.parties is not None and isinstance(entry, Figure | Agreement):
        change["parties"] = tuple(sorted(set(v.parties)))
    return replace(entry, **change)


def _event(entry: Event, v: Values, actors: list[Actor]) -> dict[str, Any]:
    from vaqaye.events.status import plover

    type, status = v.type or entry.event, v.status or entry.status
    change: dict[str, Any] = {"event": type, "status": status}
    if type != entry.event:  # its mode and CAMEO code are those of the other type
        change |= {"mode": None, "cameo": None}
    if v.mode is not None:
        change["mode"] = v.mode or None
    if (type, status) != (entry.event, entry.status) or entry.pattern == PATTERN:
        change["plover"] = plover(type, status)  # type: ignore[arg-type]
    if v.date is not None:
        precision = "interval" if "/" in v.date else _PRECISION.get(len(v.date), "day")
        change["date"] = EventDate(v.date, precision, None, None) if v.date else None
    for side, people in (("actor", v.actor), ("recipient", v.recipient)):
        if people is not None:
            ids = dict.fromkeys(_cast(p, actors) for p in people)
            change[side] = tuple(_participant(id, entry.evidence, actors) for id in ids)
    return change


def _participant(id: str, evidence: tuple[Span, ...], actors: list[Actor]) -> Participant:
    """With the first words of the evidence that name him."""
    for mention in next(a for a in actors if a.id == id).mentions:
        start, end = mention.start, mention.end
        if start is not None and end is not None and any(s.start <= start and end <= s.end for s in evidence):
            return Participant(id, start, end)
    return Participant(id, None, None)


def _cast(person: Person, actors: list[Actor]) -> str:
    """The id that somebody has among the actors of the article; he is added where he is none of them."""
    local = is_local(person.id)
    for actor in actors:
        if actor.id == person.id if not local else person.fa is not None and actor.name.fa == person.fa:
            return actor.id
    id = person.id
    if local:
        known = {a.id for a in actors}
        id = next(free for n in range(1, len(actors) + 2) if (free := f"local:{n}") not in known)
    actors.append(Actor(id, Name(person.fa, person.en), person.kind, person.country, person.sector))
    return id


def packed(reading: Reading) -> bytes:
    """What was read, without the article: for `originals`."""
    return pack(orjson.dumps(replace(reading, article=Article(""))).decode())


def unpacked(json: str, article: Article) -> Reading:
    """What `packed` was given."""
    reading: Reading = adapter(Reading).validate_json(json)
    return replace(reading, article=article)
