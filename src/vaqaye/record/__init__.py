"""The record: readings kept in one file of SQLite, found again, and exported."""

from vaqaye.record.export import export
from vaqaye.record.store import Hit, Record
from vaqaye.record.writer import Added

__all__ = ["Added", "Hit", "Record", "export"]
