"""Events in the columns of GDELT 2.0: tab-separated, without a head, one row for each two who deal with each other.

An act that many articles tell of is one event, as its first report tells it. What was denied or is only possible has no
code in CAMEO and is left out, and what is planned has that of its announcement. GDELT would fill in what no text says; here
such cells are empty: tone, ethnic groups, religions, and where the actors themselves were.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from hashlib import blake2b
from itertools import combinations, islice, product
from typing import IO, Any

from vaqaye.codes import cameo_quad, country_name, goldstein
from vaqaye.model import Actor, Event, Place, Reading
from vaqaye.record import Record
from vaqaye.record.days import first_day
from vaqaye.record.rows import is_local
from vaqaye.resources import shipped

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS: tuple[str, ...] = (
    *("GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{n}{name}" for n in (1, 2) for name in (*_ACTOR, "Type1Code", "Type2Code", "Type3Code")),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
"""The 61 columns of a GDELT 2.0 event file, in order."""

_TYPES = {"country": 1, "province": 5}  # GDELT's kinds of places: 4 is a city outside the USA
_BODIES = {"UNO": "", "IGO": "IGO", "NGO": "NGO", "MNC": "MNC", "IMG": "IMG", "ISM": ""}  # CAMEO's type for each
_DYADS = 50  # of one act: a summit of twenty is none of two


def write(record: Record, file: IO[bytes], *, text: bool = True) -> int:
    """Writes the events and returns the number of rows; without `text`, no names that are known from an article alone."""
    count = 0
    for row in rows(record, text=text):
        file.write(("\t".join(_cell(row.get(name)) for name in COLUMNS) + "\n").encode(errors="replace"))
        count += 1
    return count


def rows(record: Record, *, text: bool = True) -> Iterator[dict[str, Any]]:
    """The rows, oldest article first; columns that are not there are empty."""
    for reading in record.readings(events_only=True):
        told = _told(record, reading.article.id or "")
        for n, event in enumerate(reading.events):
            first, reports, sources = told.get(n, (True, 1, 1))
            code = _code(event)
            if first and code:
                shared = _shared(reading, event, code, reports, sources)
                for i, (a, b) in enumerate(_dyads(reading, event)):
                    id = _number(f"{reading.article.id}\0{event.id}\0{n}\0{i}")
                    yield {"GlobalEventID": id, **shared, **_actor(1, a, text), **_actor(2, b, text)}


def _told(record: Record, article: str) -> dict[int, tuple[bool, int, int]]:
    """For each event of an article: whether it is the first report of its episode, the reports and the sources of that."""
    found = record.select(
        "SELECT r.n, NOT EXISTS (SELECT 1 FROM reports o WHERE o.story = r.story AND o.entry = 'event' "
        "AND (o.article, o.n) < (r.article, r.n)), s.reports, s.sources FROM articles a "
        "CROSS JOIN reports r ON r.article = a.key AND r.entry = 'event' CROSS JOIN episodes s ON s.key = r.story "
        "WHERE a.id = ?",
        (article,),
    )
    return {n: (bool(first), reports, sources) for n, first, reports, sources in found}


def _code(event: Event) -> str | None:
    if event.status == "occurred":
        return event.cameo
    if event.status != "planned":
        return None
    if event.cameo and event.cameo.startswith("03"):
        return event.cameo
    return _planned().get(event.event)


def _shared(reading: Reading, event: Event, code: str, reports: int, sources: int) -> dict[str, Any]:
    article = reading.article
    day = (first_day(event.date.value) if event.date else None) or first_day(article.published)
    first_paragraph = (article.text.find("\n") + 1) or len(article.text)
    return {
        **_dates(day),
        "IsRootEvent": int(event.trigger.start < first_paragraph),
        "EventCode": code,
        "EventBaseCode": code[:3] if len(code) > 2 else code,
        "EventRootCode": code[:2],
        "QuadClass": cameo_quad(code),
        "GoldsteinScale": goldstein(code),
        "NumMentions": max(len(event.evidence), reports),
        "NumSources": sources,
        "NumArticles": reports,
        **(_geo(event.place) if event.place else {"ActionGeo_Type": 0}),
        "Actor1Geo_Type": 0,
        "Actor2Geo_Type": 0,
        "DATEADDED": _moment(article.published),
        "SOURCEURL": article.url,
    }


def _dates(day: str | None) -> dict[str, Any]:
    try:
        at = date.fromisoformat(day or "")
    except ValueError:  # no day, or «2022-02-31»
        return {}
    fraction = at.year + (at.month * 30 + at.day) / 365  # GDELT's own formula
    return {
        "Day": f"{at:%Y%m%d}",
        "MonthYear": f"{at:%Y%m}",
        "Year": at.year,
        "FractionDate": f"{fraction:.4f}",
    }


def _moment(published: str | None) -> str:
    try:
        at = datetime.fromisoformat(published or "")
        return f"{at.astimezone(UTC) if at.tzinfo else at:%Y%m%d%H%M%S}"
    except (ValueError, OverflowError):
        return ""


def _dyads(reading: Reading, event: Event) -> list[tuple[Actor | None, Actor | None]]:
    """Each doer with each to whom it is done; where all are doers, each two of them."""
    doers, others = ([reading.actor(p.actor) for p in side] for side in (event.actor, event.recipient))
    nobody: list[Actor | None] = [None]
    pairs: Iterator[tuple[Actor | None, Actor | None]]
    if others:
        pairs = product(doers or nobody, others)
    elif len(doers) > 1:
        pairs = combinations(doers, 2)
    else:
        pairs = product(doers or nobody, nobody)
    return list(islice(pairs, _DYADS))


def _actor(n: int, actor: Actor | None, text: bool) -> dict[str, Any]:
    if actor is None:
        return {}
    code = actor.country or ""
    country = "" if code in _BODIES else code
    kind = _BODIES.get(code, "")
    role = _roles().get(actor.sector or "", actor.sector or "").strip("-")
    if actor.kind == "state":  # CAMEO has a state as its bare code: IRN, not IRNGOV
        role = ""
    name = (actor.name.en or actor.name.fa) if text or not is_local(actor.id) else None
    types = [t for t in (kind, role) if t]
    return {
        f"Actor{n}Code": code + ("" if role == code else role),
        f"Actor{n}Name": (name or "").upper(),
        f"Actor{n}CountryCode": country,
        f"Actor{n}KnownGroupCode": code if code == "UNO" else "",
        **{f"Actor{n}Type{i}Code": t for i, t in enumerate(dict.fromkeys(types), 1)},
    }


def _geo(place: Place) -> dict[str, Any]:
    """The place of the act, with GDELT's codes (FIPS) where the lexicon has the place."""
    known = _places().get((place.name.fa or "", place.country or ""), {})
    adm1 = known.get("adm1", "")
    country = country_name(place.country).en if place.country else None
    parts = dict.fromkeys((place.name.en or place.name.fa, place.region, country))
    return {
        "ActionGeo_Type": _TYPES.get(known.get("kind", ""), 4),
        "ActionGeo_FullName": ", ".join(part for part in parts if part),
        "ActionGeo_CountryCode": adm1[:2],
        "ActionGeo_ADM1Code": adm1,
        "ActionGeo_Lat": place.lat,
        "ActionGeo_Long": place.lon,
    }


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), "big") >> 1


def _cell(value: Any) -> str:
    """Without tabs and line breaks, which would be new columns and rows."""
    return "" if value is None else " ".join(str(value).split())


@cache
def _planned() -> dict[str, str]:
    return {row["event"]: row["cameo"] for row in shipped("cameo_planned")}


@cache
def _roles() -> dict[str, str]:
    return {row["sector"]: row["role"] for row in shipped("cameo_roles")}


@cache
def _places() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["fa"], row["country"]): row for row in shipped("places")}
