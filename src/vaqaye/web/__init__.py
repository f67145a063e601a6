"""The reading room: pages and an API over a record, read-only."""
