"""What is said in a text, and by whom, in short."""

from __future__ import annotations

import vaqaye
from vaqaye.model import Reading, StatementKind


def said_in(text: str) -> tuple[Reading, list[tuple[str | None, StatementKind, str]]]:
    reading = vaqaye.read(text, published="2024-05-01", source="ایسنا")
    found = [(reading.actor(s.speaker).name.fa, s.kind, reading.quote(s.content)) for s in reading.statements]
    return reading, found


def speakers_of(text: str) -> list[str | None]:
    return [speaker for speaker, _, _ in said_in(text)[1]]
