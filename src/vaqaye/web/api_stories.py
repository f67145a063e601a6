"""What many articles tell of, over the API: an act, a saying, an agreement, each with all its reports."""

from __future__ import annotations

from fastapi import APIRouter

from vaqaye import episodes
from vaqaye.web.api_answers import known, question
from vaqaye.web.api_asked import Id, Limit
from vaqaye.web.records import OneRecord

router = APIRouter(prefix="/api")
REPORTS = 200  # of a story, where no limit is given: «توافق» has forty thousand


@question(router, "/episode/{id}", table="reports")
def episode(record: OneRecord, id: Id, limit: Limit = REPORTS) -> episodes.Episode:
    """One act with its reports, the first ones where they are many, and what those disagree about."""
    with known():
        return episodes.episode(record, id, most=limit)


@question(router, "/quotation/{id}", table="wordings")
def quotation(record: OneRecord, id: Id, limit: Limit = REPORTS) -> episodes.Quotation:
    """One saying, and the outlets that told it, the first ones where they are many."""
    with known():
        return episodes.quotation(record, id, most=limit)


@question(router, "/agreement/{id}", table="steps")
def agreement(record: OneRecord, id: Id, limit: Limit = REPORTS) -> episodes.Ledger:
    """One agreement, step by step, the newest ones where they are many."""
    with known():
        return episodes.ledger(record, id, most=limit)
