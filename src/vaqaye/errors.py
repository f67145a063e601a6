"""Everything that Vaqaye raises on purpose.

The tree::

    VaqayeError
    ├── ArticleError            one article can't be read; a build counts it, keeps the reason and goes on
    │   ├── EmptyArticle        no words in it
    │   ├── NotPersian          another language; the message names it
    │   └── TooLarge            longer than the limit of the reader
    ├── IngestError             a file, page or feed that gives no article
    │   └── FetchError          an address that gives nothing; it says whether another try may
    ├── ResourceError           a file of the codebook or the lexicon is wrong; the message has file, entry and mend
    │   ├── LexiconError        a file of the user's own lexicon folder
    │   └── CodebookError       a file of the user's own folder of patterns
    ├── RecordError             the database: not a record, of a newer version, locked
    └── QueryError              a question that can't be asked: unknown code, bad date

Messages say what is wrong and what to do about it.
"""

from __future__ import annotations


class VaqayeError(Exception):
    """Base of everything that Vaqaye raises on purpose."""


class ArticleError(VaqayeError):
    """One article can't be read. A build counts it, keeps the reason and goes on."""


class EmptyArticle(ArticleError):
    """There are no words in the article."""


class NotPersian(ArticleError):
    """The article is in another language."""


class TooLarge(ArticleError):
    """The article is longer than the reader's limit."""


class IngestError(VaqayeError):
    """A file, page or feed gives no article."""


class FetchError(IngestError):
    """An address gives nothing. `again` says whether another try may, `after` the seconds that the server asks to wait."""

    def __init__(self, message: str, *, again: bool = False, after: float | None = None) -> None:
        super().__init__(message)
        self.again = again
        self.after = after


class ResourceError(VaqayeError):
    """A file of the codebook or the lexicon is wrong."""


class LexiconError(ResourceError):
    """A file of the user's own lexicon folder is wrong."""


class CodebookError(ResourceError):
    """A file of the user's own folder of patterns is wrong."""


class RecordError(VaqayeError):
    """The database can't be used: not a record, of a newer version, or locked."""


class QueryError(VaqayeError):
    """A question that can't be asked: an unknown code, a bad date."""
