"""What many articles tell together: an agreement with its steps, one act or one saying in all its reports."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from vaqaye import episodes
from vaqaye.web.moved import at
from vaqaye.web.passages import Passages
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView

router = APIRouter(include_in_schema=False)
_SHOWN = 60  # reports side by side; the JSON has all
_READ = 200  # reports that history and disagreements are made of: the agreement of two states may have fifty thousand


@router.get("/agreement/{id}")
def agreement(view: OneView, record: OneRecord, id: str) -> Response:
    """One agreement over all articles that tell of it."""
    found = at(record, "agreement", episodes.ledger, id, _READ)
    return view.show("agreement.html", found=found, shown=_SHOWN, passage=Passages(record))


@router.get("/episode/{id}")
def episode(view: OneView, record: OneRecord, id: str) -> Response:
    """One act, its reports side by side."""
    found = at(record, "event", episodes.episode, id, _READ)
    differs = {(d.field, n) for d in found.disagreements for v in d.versions[1:] for n in v.reports}
    return view.show("episode.html", found=found, differs=differs, shown=_SHOWN, passage=Passages(record))


@router.get("/quotation/{id}")
def quotation(view: OneView, record: OneRecord, id: str) -> Response:
    """One saying in the wording of each article."""
    found = at(record, "statement", episodes.quotation, id, _READ)
    return view.show("quotation.html", found=found, shown=_SHOWN)
