"""The commands that read articles: read, build, reread, explain."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaqaye.cli_options import (
    DEFAULT_RECORD,
    UNREAD,
    Codebook,
    Format,
    Jobs,
    Lang,
    LangName,
    Lexicon,
    MinConfidence,
    NoModel,
    Paths,
    Published,
    RecordFile,
    Source,
    Title,
    Url,
    complain,
)
from vaqaye.errors import IngestError

if TYPE_CHECKING:
    from vaqaye.ingest import Defaults
    from vaqaye.model import Article, Failure, Reading


def read(
    paths: Paths = None,
    format: Format = "table",
    published: Published = None,
    source: Source = None,
    url: Url = None,
    title: Title = None,
    lexicon: Lexicon = None,
    codebook: Codebook = None,
    no_model: NoModel = False,
    min_confidence: MinConfidence = 0.0,
    lang: Lang = "en",
) -> None:
    """Read articles and show what they say.

    Takes plain text, HTML pages, web archives (WARC), RSS and Atom feeds, JSON and JSON Lines, packed with gzip or not.
    With --format json an article is one object as `vaqaye schema` describes it; several are JSON Lines.

    \b
    Examples:
      vaqaye read article.txt --published 2022-01-19
      curl -s https://example.org/news/1 | vaqaye read --format json
      vaqaye read archive.jsonl.gz --format jsonl > readings.jsonl
    """
    from vaqaye.confidence import at_least
    from vaqaye.reader import Reader
    from vaqaye.views import Meter, Page, show_reading

    failures: list[Failure] = []
    page, writer = Page(lang), _Json(pretty=format == "json")
    done = 0
    with Meter("read") as meter:
        for reading in _readings(
            Reader(lexicon, codebook, model=not no_model),
            _given(paths, _defaults(published, source, url, title)),
            failures,
        ):
            done += 1
            reading = at_least(reading, min_confidence)
            if format == "table":
                show_reading(page, reading)
            else:
                writer.add(reading.to_dict())
                meter.update(done)
        writer.end()
    _end(done, failures)


def build(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Files, folders, or -: standard input.", show_default=False)
    ],
    record: RecordFile = DEFAULT_RECORD,
    jobs: Jobs = None,
    published: Published = None,
    source: Source = None,
    lexicon: Lexicon = None,
    codebook: Codebook = None,
    no_model: NoModel = False,
    lang: Lang = "en",
) -> None:
    """Read articles into a record.

    Goes on where an earlier build was stopped. What the record has already is left alone; an article that has changed
    replaces what was there. A batch of 100 is stored at a time: stop it when you like. An article that can't be read is
    counted, kept with the reason, and listed.

    \b
    Examples:
      vaqaye build archive.jsonl.gz --record news.db
      vaqaye build pages/ feeds/*.xml --record news.db --source "ایسنا"
      vaqaye build CC-NEWS-20220119.warc.gz --record news.db
    """
    from vaqaye.build import build as build_record
    from vaqaye.record import Record

    articles = _given(paths, _defaults(published, source, None, None))
    with Record(record) as store:
        built = metered(
            "build",
            lang,
            lambda progress: build_record(
                articles, store, jobs=jobs, progress=progress, lexicon=lexicon, codebook=codebook, model=not no_model
            ),
        )
    if built.failed and built.failed == built.seen:
        raise typer.Exit(UNREAD)


def reread(
    record: RecordFile = DEFAULT_RECORD,
    jobs: Jobs = None,
    lexicon: Lexicon = None,
    codebook: Codebook = None,
    no_model: NoModel = False,
    lang: Lang = "en",
) -> None:
    """Read again what another version read.

    The texts are in the record. Do this after an upgrade, or after a change in the codebook or the lexicon.

    \b
    Example:
      vaqaye reread --record news.db
    """
    from vaqaye.build import reread as reread_record
    from vaqaye.record import Record

    if not record.exists():  # this command makes none
        with Record(record, readonly=True):
            pass
    with Record(record) as store:
        metered(
            "reread",
            lang,
            lambda progress: reread_record(
                store, jobs=jobs, progress=progress, lexicon=lexicon, codebook=codebook, model=not no_model
            ),
        )


def explain(
    paths: Paths = None,
    published: Published = None,
    source: Source = None,
    url: Url = None,
    title: Title = None,
    lexicon: Lexicon = None,
    codebook: Codebook = None,
    no_model: NoModel = False,
) -> None:
    """Show which rule made each entry.

    Sentence by sentence: what was seen, what came of it, and where nothing did, what was closest.

    \b
    Example:
      echo "وزیر خارجه ایران با همتای عمانی خود دیدار کرد." | vaqaye explain --published 2025-04-15
    """
    from vaqaye.explain import explain as explained
    from vaqaye.reader import Reader
    from vaqaye.views import heading_of

    failures: list[Failure] = []
    done = 0
    reader = Reader(lexicon, codebook, model=not no_model)
    for reading in _readings(reader, _given(paths, _defaults(published, source, url, title)), failures):
        typer.echo(f"{heading_of(reading.article)}\n{explained(reading, reader)}\n")
        done += 1
    _end(done, failures)


class _Json:
    """Objects to standard output, a line each; a single one, if `pretty`, is indented."""

    def __init__(self, *, pretty: bool) -> None:
        self._pretty = pretty
        self._held: Any = None

    def add(self, entry: Any) -> None:
        """Writes an object, or holds the first one back until it is known whether there are more."""
        from vaqaye.views import print_json

        if self._pretty:
            self._pretty, self._held = False, entry
            return
        if self._held is not None:
            held, self._held = self._held, None
            print_json(held)
        print_json(entry)

    def end(self) -> None:
        """Writes what is left."""
        from vaqaye.views import print_json

        if self._held is not None:
            print_json(self._held, pretty=True)


def _defaults(published: str | None, source: str | None, url: str | None, title: str | None) -> Defaults:
    from vaqaye.ingest import Defaults

    return Defaults(source=source, url=url, title=title, published=published)


def _given(paths: list[Path] | None, defaults: Defaults) -> Iterator[Article | Failure]:
    """The articles of the paths, or of standard input. A path that does not exist is an error at once."""
    from vaqaye import ingest

    if paths and paths != [Path("-")]:
        if Path("-") in paths:
            raise IngestError("- is standard input and stands alone: read the files by a command of their own")
        return ingest.articles(paths, defaults)
    if sys.stdin.isatty():
        complain("reading from the keyboard; end with Ctrl-D")
    return ingest.from_bytes(sys.stdin.buffer.read(), "standard input", defaults)


def _readings(reader: Any, articles: Iterable[Article | Failure], failures: list[Failure]) -> Iterator[Reading]:
    """The readings; what can't be read goes into `failures`."""
    from vaqaye.model import Failure

    def readable() -> Iterator[Article]:
        for article in articles:
            if isinstance(article, Failure):
                failures.append(article)
            else:
                yield article

    for reading in reader.map(readable()):
        if isinstance(reading, Failure):
            failures.append(reading)
        else:
            yield reading


def _end(done: int, failures: list[Failure]) -> None:
    """Says what could not be read; where that is all, it is an error."""
    from vaqaye.views import list_failures

    list_failures(failures)
    if not done:
        complain("no article could be read")
        raise typer.Exit(UNREAD)


def metered(label: str, lang: LangName, work: Any) -> Any:
    """Does the work of a build with progress on standard error, then shows its numbers and failures."""
    from vaqaye.views import Meter, Page, list_failures, show_built

    with Meter(label) as meter:
        built = work(lambda built: meter.update(built.seen, f", {built.failed:,} not read" if built.failed else ""))
        seconds = meter.seconds
    list_failures(built.failures)
    show_built(Page(lang), built, seconds)
    return built
