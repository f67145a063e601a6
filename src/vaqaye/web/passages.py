"""The line of an article around a few words of it: an agreement is proved by its name, which alone says little."""

from __future__ import annotations

from typing import Protocol

from markupsafe import Markup

from vaqaye.record import Record
from vaqaye.record.load import unpack
from vaqaye.web.speech import cut

_WIDTH = 360


class Told(Protocol):
    """Words of an article."""

    @property
    def article(self) -> str:
        """Id of the article."""

    @property
    def start(self) -> int:
        """Where they begin."""

    @property
    def end(self) -> int:
        """Where they end."""


class Passages:
    """For one answer: a text is unpacked once."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._texts: dict[str, str] = {}

    def __call__(self, words: Told) -> Markup:
        """The line that has the words, shortened around them, with them marked."""
        text = self._text(words.article)
        first = text.rfind("\n", 0, words.start) + 1
        last = text.find("\n", words.end)
        line = text[first : last if last >= 0 else len(text)]
        return Markup("{}<mark>{}</mark>{}").format(*cut(line, words.start - first, words.end - first, _WIDTH))

    def _text(self, article: str) -> str:
        if article not in self._texts:
            sql = "SELECT b.text FROM articles a JOIN bodies b ON b.article = a.key WHERE a.id = ?"
            ((body,),) = self._record.select(sql, (article,))
            self._texts[article] = unpack(body)
        return self._texts[article]
