"""Who said what: statements with speaker, cue, content and quotations."""

from __future__ import annotations

from vaqaye.statements.find import find
from vaqaye.statements.said import Said

__all__ = ["Said", "find"]
