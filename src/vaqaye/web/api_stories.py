"""What many articles tell of, over the API: an act, a saying, an agreement, each with all its reports."""

from __future__ import annotations

from fastapi import APIRouter

from vaqaye import episodes
from vaqaye.web.api_answers import question
from vaqaye.web.api_asked import Id, Limit
from vaqaye.web.moved import at
from vaqaye.web.records import OneRecord

router = APIRouter(prefix="/api")
REPORTS = 200  # of a story, where no limit is given: «توافق» has forty thousand


@question(router, "/episode/{id}", table="reports", moves=True)
def episode(record: OneRecord, id: Id, limit: Limit = REPORTS) -> episodes.Episode:
    """One act with its reports, the first ones where they are many, and what those disagree about."""
    return at(record, "event", episodes.episode, id, limit)


@question(router, "/quotation/{id}", table="wordings", moves=True)
def quotation(record: OneRecord, id: Id, limit: Limit = REPORTS) -> episodes.Quotation:
    """One saying, and the outlets that told it, the first ones where they are many."""
    return at(record, "statement", episodes.quotation, id, limit)


@question(router, "/agreement/{id}", table="steps", moves=True)
def agreement(record: OneRecord, id: Id, limit: Limit = REPORTS) -> episodes.Ledger:
    """One agreement, step by step, the newest ones where they are many."""
    return at(record, "agreement", episodes.ledger, id, limit)
