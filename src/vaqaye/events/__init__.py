"""Who did what to whom: codebook patterns and a trained reader, with status, date and place."""

from __future__ import annotations

from vaqaye.events.find import Act, find
from vaqaye.events.status import plover

__all__ = ["Act", "find", "plover"]
