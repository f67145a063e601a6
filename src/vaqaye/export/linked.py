"""Statements as JSON-LD of schema.org: words told as they were said are a `Quotation`, others a `Claim`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import quote

import orjson

from vaqaye.codes import country_name
from vaqaye.errors import QueryError
from vaqaye.model import Actor, Reading, Statement
from vaqaye.record import Record
from vaqaye.record.days import first_day

_KINDS = {
    "person": "Person",
    "office": "Person",
    "state": "Country",
    "organisation": "Organization",
    "group": "Organization",
}


def write(record: Record, file: IO[bytes], *, text: bool = True) -> int:
    """Writes one document with all statements and returns their number. QueryError without `text`: they are nothing else."""
    if not text:
        raise QueryError("statements are words of the articles: export events without text instead")
    count = 0
    file.write(b'{"@context":"https://schema.org","@graph":[')
    for item in items(record):
        file.write(b"\n" if count == 0 else b",\n")
        file.write(orjson.dumps(item))
        count += 1
    file.write(b"\n]}\n")
    return count


def items(record: Record) -> Iterator[dict[str, Any]]:
    """The statements, oldest article first."""
    for reading in record.readings():
        actors = {actor.id: actor for actor in reading.actors}
        for statement in reading.statements:
            yield _item(reading, statement, actors[statement.speaker])


def _item(reading: Reading, statement: Statement, speaker: Actor) -> dict[str, Any]:
    article = reading.article
    told = {
        "@type": "NewsArticle",
        "@id": article.url or f"urn:vaqaye:{quote(article.id or '', safe='')}",
        "url": article.url,
        "headline": article.title,
        "datePublished": article.published,
        "publisher": article.source and {"@type": "Organization", "name": article.source},
    }
    item: dict[str, Any] = {
        "@id": f"urn:vaqaye:{quote(article.id or '', safe='')}:{quote(statement.id, safe='')}",
        "text": reading.quote(statement.content),
        "inLanguage": article.language or "fa",
        "dateCreated": statement.date or first_day(article.published),
    }
    if statement.kind == "indirect":
        item |= {"@type": "Claim", "author": _agent(speaker), "appearance": told}
    else:
        item |= {"@type": "Quotation", "creator": _agent(speaker), "isPartOf": told}
    return _without_nothing(item)


def _agent(actor: Actor) -> dict[str, Any]:
    name = actor.name.fa or actor.name.en
    country = country_name(actor.country) if actor.country and actor.kind == "person" else None
    return {
        "@type": _KINDS[actor.kind],
        "@id": f"http://www.wikidata.org/entity/{actor.wikidata}" if actor.wikidata else None,
        "identifier": None if actor.id.startswith("local:") else actor.id,
        "name": name,
        "alternateName": actor.name.en if actor.name.en != name else None,
        "jobTitle": actor.role.fa if actor.role and actor.kind == "person" else None,
        "affiliation": country and {"@type": "Country", "name": country.fa, "identifier": actor.country},
    }


def _without_nothing(item: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_nothing(value) if isinstance(value, dict) else value
        for key, value in item.items()
        if value is not None
    }
