"""Article -> Reading: the rooms in order."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from os import PathLike
from pathlib import Path, PurePath

from vaqaye import actors, agreements, dates, events, figures, language, lexicon_folder, resources, statements
from vaqaye.actors import roles as parts
from vaqaye.errors import ArticleError, EmptyArticle, NotPersian, TooLarge, VaqayeError
from vaqaye.events.codebook import load as load_book
from vaqaye.ingest import article_id
from vaqaye.ingest.published import iso
from vaqaye.language import which
from vaqaye.model import Article, Failure, ReaderInfo, Reading
from vaqaye.version import __version__
from vaqaye.writing import write

LONGEST = 2_000_000  # characters; a newspaper page has about 20,000


class Reader:
    """Reads articles. One object serves the library, the command line and every worker; it keeps no state between articles.

    `lexicon` is a folder of your own tables (people, offices, places …), read once; its rows win over those of Vaqaye.
    LexiconError where one of them is wrong. `codebook` is a folder of your own patterns, CodebookError where one is wrong.
    Without `model` only patterns and rules read, nothing that was learnt.
    """

    def __init__(
        self,
        lexicon: str | PathLike[str] | None = None,
        codebook: str | PathLike[str] | None = None,
        *,
        model: bool = True,
    ) -> None:
        self.model = model
        self.lexicon = lexicon_folder.load(lexicon) if lexicon is not None else None
        hashed = self.lexicon.digest if self.lexicon else resources.digest("lexicon")
        with _loading():
            self.book = load_book(Path(codebook) if codebook is not None else None)
        self._loaded = False
        self.info = ReaderInfo(__version__, self.book.digest, hashed, resources.digest_of_models() if model else None)

    def __call__(self, article: Article | str) -> Reading:
        """The reading of one article; raises ArticleError where it can't be read."""
        found = next(self.map([article if isinstance(article, Article) else Article(text=article)]))
        if isinstance(found, Failure):
            raise _ERRORS.get(found.error, ArticleError)(found.reason)
        return found

    def map(self, articles: Iterable[Article]) -> Iterator[Reading | Failure]:
        """The readings in order; an article that can't be read gives a Failure and never stops the rest."""
        for article in articles:
            try:
                with resources.using(self.lexicon), nullcontext() if self._loaded else _loading():
                    reading = self._read(article)
                self._loaded = True  # tables are read when the first article asks for them
                yield reading
            except ArticleError as error:
                yield Failure(article, type(error).__name__, str(error))
            except VaqayeError:
                raise  # the installation is broken, not the article
            except Exception as error:
                # A fault of ours in one article must not cost the other ten thousand.
                at = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{PurePath(at.filename).name}:{at.lineno}"
                yield Failure(
                    article, type(error).__name__, f"could not be read, please report it: {error!r} at {where}"
                )

    def _read(self, article: Article) -> Reading:
        if len(article.text) > LONGEST:
            raise TooLarge(f"{len(article.text):,} characters; at most {LONGEST:,} are read: split it into articles")
        code = which.language(article.text)
        if code is None:
            raise EmptyArticle("no words in it")
        if code != "fa":
            raise NotPersian(f"the text is not Persian ({which.NAMES[code]})")
        published = iso(article.published) if article.published else None
        if article.published and published is None:
            raise ArticleError(f"published is no date: {article.published!r}; give an ISO date such as 2022-01-19")
        article = replace(article, published=published)
        document = language.parse(article)
        cast = actors.find(document)
        roles = parts.of(cast)
        days = dates.find(document)
        said = statements.find(document, roles, days, self.model)
        acts = events.find(document, cast, roles, days, said, self.book, self.model)
        entries = write(document, cast, days, said, acts)
        given = replace(article, id=article_id(article), language=code, reader=self.info)
        reading = replace(entries, article=replace(given, contexts=entries.article.contexts))
        reading = replace(reading, agreements=agreements.find(document, cast, reading))
        reading = replace(reading, figures=figures.find(document, cast, reading))
        return replace(reading, events=figures.measure(document, reading.events, reading.figures))


@contextmanager
def _loading() -> Iterator[None]:
    """Without looking for garbage: what is loaded stays, and to go through it again and again took two fifths of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_ERRORS: dict[str, type[ArticleError]] = {e.__name__: e for e in (EmptyArticle, NotPersian, TooLarge)}
