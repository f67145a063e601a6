"""A person, a body, a country: offices, acts, words, and whom it met."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from vaqaye import query
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView
from vaqaye.web.speech import page_of

router = APIRouter(include_in_schema=False)
_SHOWN = 30
_NODES = 40


@router.get("/actor/{id:path}")
def actor(view: OneView, record: OneRecord, id: str) -> Response:
    """The profile of one actor, by id, code or name."""
    with record.snapshot():
        found = query.profile(record, id, limit=_SHOWN)
        around = query.network(record, id, limit=_NODES)
    nodes = [
        {"id": node.id, "name": view.speech.name(node.name) or node.id, "href": page_of("actor", node.id)}
        for node in around.nodes
    ]
    links = [(one.a, one.b, one.number) for one in around.links]
    graph = orjson.dumps({"nodes": nodes, "links": links, "center": found.who.id}).decode()
    return view.show("actor.html", found=found, graph=graph if links else None)
