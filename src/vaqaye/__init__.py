"""Vaqaye (وقایع) reads Persian news and keeps the record: who did and said what to whom, when, by whose account.

>>> import vaqaye
>>> reading = vaqaye.read("وزیر خارجه ایران روز دوشنبه در مسقط با همتای عمانی خود دیدار کرد.", published="2025-04-15")
>>> reading.events[0].event
'CONSULT'
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vaqaye.errors import VaqayeError
from vaqaye.model import Article, Failure, Reading
from vaqaye.version import __version__

if TYPE_CHECKING:
    from vaqaye.language.ud import sentences, words
    from vaqaye.reader import Reader
    from vaqaye.record import Record
    from vaqaye.text.halfspace import normalize

__all__ = [
    "Article",
    "Failure",
    "Reader",
    "Reading",
    "Record",
    "VaqayeError",
    "__version__",
    "normalize",
    "read",
    "sentences",
    "words",
]

_LATER = {
    "Reader": "vaqaye.reader",
    "Record": "vaqaye.record",
    "normalize": "vaqaye.text.halfspace",
    "sentences": "vaqaye.language.ud",
    "words": "vaqaye.language.ud",
}


def __getattr__(name: str) -> Any:
    """`Reader`, `Record` and the language layer are loaded when they are asked for: `import vaqaye` stays cheap."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'vaqaye' has no attribute {name!r}")


def read(
    text: str,
    *,
    published: str | None = None,
    source: str | None = None,
    url: str | None = None,
    title: str | None = None,
    id: str | None = None,
    lexicon: str | None = None,
    codebook: str | None = None,
) -> Reading:
    """The reading of one article. `published` is an ISO date or date-time; relative dates count from it.

    `lexicon` is a folder of your own people, offices and places, `codebook` one of your own patterns, in the format of
    Vaqaye's; they are read once.

    Raises ArticleError where the text has no words, is not Persian or is too long.
    """
    return _reader(lexicon, codebook)(Article(text, id, source, url, title, published))


@lru_cache(maxsize=4)
def _reader(lexicon: str | None, codebook: str | None) -> Reader:
    """One reader for all calls with the same folders; it is made by the first."""
    from vaqaye.reader import Reader

    return Reader(lexicon, codebook)
