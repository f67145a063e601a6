"""The record: readings kept in one file of SQLite, found again, and exported."""

from vaqaye.record.export import export
from vaqaye.record.store import Added, Hit, Record

__all__ = ["Added", "Hit", "Record", "export"]
