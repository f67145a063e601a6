"""Numbers that carry a claim: value, unit, whether it went up or down, whose it is and who says so."""

from vaqaye.figures.find import find
from vaqaye.figures.size import measure

__all__ = ["find", "measure"]
