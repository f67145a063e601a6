"""What a rule of the grammar has matched."""

from __future__ import annotations

from typing import Any

from vaqaye.dates.context import Context
from vaqaye.dates.lexer import Item

COUNTED = frozenset("day week monthword year decade century hour minute second lengthy count age".split())


class Match:
    """Items `first:last` of a row; `text` is the view, `context` what else is known of the article."""

    def __init__(self, row: list[Item], first: int, last: int, context: Context) -> None:
        self.row, self.first, self.last, self.context = row, first, last, context
        self.items = row[first:last]
        self.start, self.end = self.items[0].start, self.items[-1].end

    def get(self, *kinds: str) -> Item | None:
        """The first item of one of the kinds."""
        return next((item for item in self.items if item.kind in kinds), None)

    def all(self, *kinds: str) -> list[Item]:
        """Every item of the kinds."""
        return [item for item in self.items if item.kind in kinds]

    def value(self, *kinds: str) -> Any:
        """The value of the first item of the kinds, None if there is none."""
        item = self.get(*kinds)
        return item.value if item else None

    @property
    def times(self) -> list[Item]:
        """The items that other rules have made."""
        return [item for item in self.items if item.kind.isupper()]

    @property
    def kind(self) -> str:
        """The kind of the first item that another rule has made."""
        return self.times[0].kind

    @property
    def before(self) -> Item | None:
        """The item to the left, touching or not."""
        return self.row[self.first - 1] if self.first else None

    @property
    def before_kind(self) -> str:
        """The kind of the item to the left, empty if there is none."""
        return self.row[self.first - 1].kind if self.first else ""

    def counts(self) -> bool:
        """Whether what follows is counted by the number before it («در سال ۲۰ نفر»)."""
        return self.last < len(self.row) and self.row[self.last].kind in COUNTED

    def words(self, item: Item) -> str:
        """The words of an item as the view has them."""
        return self.context.text[item.start : item.end]

    def words_before(self, count: int, reach: int = 40) -> list[str]:
        """The last few words before the match, nearest first, half-spaces kept."""
        return self.context.text[max(0, self.start - reach) : self.start].replace("«", " ").split()[-count:][::-1]
