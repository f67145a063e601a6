"""What many articles tell of, over the API: an act, a saying, an agreement, each with all its reports."""

from __future__ import annotations

from fastapi import APIRouter

from vaqaye import episodes
from vaqaye.web.api_answers import known, question
from vaqaye.web.api_asked import Id
from vaqaye.web.records import OneRecord

router = APIRouter(prefix="/api")


@question(router, "/episode/{id}", table="reports")
def episode(record: OneRecord, id: Id) -> episodes.Episode:
    """One act with all reports of it, and what they disagree about."""
    with known():
        return episodes.episode(record, id)


@question(router, "/quotation/{id}", table="wordings")
def quotation(record: OneRecord, id: Id) -> episodes.Quotation:
    """One saying, and all outlets that told it."""
    with known():
        return episodes.quotation(record, id)


@question(router, "/agreement/{id}", table="steps")
def agreement(record: OneRecord, id: Id) -> episodes.Ledger:
    """One agreement, step by step."""
    with known():
        return episodes.ledger(record, id)
