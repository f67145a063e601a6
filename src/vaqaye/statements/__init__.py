"""Who said what: statements with speaker, cue, content and quotations."""

from __future__ import annotations

from vaqaye.statements.find import Said, find

__all__ = ["Said", "find"]
