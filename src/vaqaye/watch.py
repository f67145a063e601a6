"""Feeds into a record, for as long as it is let: polled when they are due, their pages fetched, read and stored.

What has been seen is kept in the record before the next request is made, so that it may be stopped or killed anywhere.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from vaqaye.build import Built
from vaqaye.errors import FetchError, IngestError
from vaqaye.ingest.decode import decode
from vaqaye.ingest.feed import items
from vaqaye.ingest.feeds import Feed, Feeds
from vaqaye.ingest.fetch import FEED, PAGE, Fetcher, host_of
from vaqaye.ingest.page import of_item
from vaqaye.model import Article, Failure
from vaqaye.record import Record
from vaqaye.record.inbox import FeedState, Inbox, Waiting

TRIES = 5
"""How often a page is asked for before it is kept as a failure."""
PAGES = 300
"""New items that are taken from one poll; a feed that has more is asked for the rest the next time."""

_BATCH = 100
_FIRST_TRY = timedelta(minutes=5)
_LONGEST = timedelta(hours=24)
_GLANCE = 60.0

Build = Callable[[Iterable[Article | Failure], Record], Built]


@dataclass(slots=True)
class Round:
    """What came of one walk over the feeds that were due: numbers of feeds, pages and articles."""

    polled: int = 0
    answered: int = 0
    pages: int = 0
    built: Built | None = None

    def add(self, built: Built) -> None:
        """Counts what was read."""
        if self.built is None:
            self.built = Built()
        for name in ("new", "replaced", "unchanged", "failed"):
            setattr(self.built, name, getattr(self.built, name) + getattr(built, name))


class Watch:
    """Watches feeds for a record. `build` reads articles and stores them; `tell` is given a line for each thing done.

    `now` is the clock. Raises RecordError where the record can't be used.
    """

    def __init__(
        self,
        feeds: Feeds,
        record: Record,
        inbox: Inbox,
        fetcher: Fetcher,
        build: Build,
        tell: Callable[[str], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._feeds = feeds.feeds
        self._record = record
        self._inbox = inbox
        self._fetcher = fetcher
        self._build = build
        self._tell = tell
        self._now = now

    def forever(self) -> None:
        """Round after round, until it is interrupted."""
        while True:
            self.round()
            wait = (self._next() - self._now()).total_seconds()
            time.sleep(min(max(wait, 0.0), _GLANCE))

    def round(self, *, once: bool = False) -> Round:
        """Polls the feeds that are due, fetches the pages that are, reads what came.

        With `once` every feed is polled but those that a server or an error has put off, and all pages are fetched;
        else a feed that becomes due meanwhile ends the round.
        """
        done = Round()
        self._inbox.settle()
        self._read(done)  # what an earlier run has fetched
        for feed in self._feeds:
            state = self._inbox.state(feed.url)
            due = state is None or state.due <= self._now() or (once and not state.failures)
            if due:
                done.polled += 1
                done.answered += self._poll(feed, state)
        fetched = 0
        put_off: dict[str, datetime] = {}
        for waiting in _by_turns(self._inbox.to_fetch(self._now())):
            fetched += self._fetch(waiting, put_off)
            if fetched == _BATCH:
                self._read(done)
                done.pages, fetched = done.pages + fetched, 0
            if not once and self._polls_due():
                break
        done.pages += fetched
        self._read(done)
        return done

    def _poll(self, feed: Feed, state: FeedState | None) -> bool:
        """Asks a feed what is new. False where it gave nothing."""
        started, old = self._now(), state or FeedState(self._now())
        every = timedelta(minutes=feed.every)
        try:
            answer = self._fetcher.get(feed.url, FEED, old.etag, old.modified)
            found = [] if answer.body is None else items(decode(answer.body), answer.url, feed.source)
        except IngestError as error:
            wait = min(every * 2 ** min(old.failures + 1, 20), max(_LONGEST, every))
            after = error.after if isinstance(error, FetchError) else None
            due = started + max(wait, timedelta(seconds=after or 0))
            failed = replace(old, due=due, failures=old.failures + 1, error=str(error))
            self._inbox.polled(feed.url, failed)
            self._tell(f"{feed.url}: {error}; again at {due:%Y-%m-%d %H:%M} UTC")
            return False
        due = started + every
        if answer.body is None:
            self._inbox.polled(feed.url, replace(old, due=due, failures=0, error=None))
            self._tell(f"{feed.url}: nothing new")
            return True
        wanted = [replace(item, text="") if feed.page and item.url else item for item in found]
        readable = [item for item in wanted if item.text or feed.page]
        unknown = self._inbox.unknown(readable)
        new, left = unknown[:PAGES], len(unknown[PAGES:])
        # Where items are left over the feed is asked anew the next time, whether it has changed or not.
        validators = (None, None) if left else (answer.etag, answer.modified)
        self._inbox.polled(feed.url, FeedState(due, *validators), new)
        line = f"{feed.url}: {_number(len(found), 'item')}, {len(new)} new"
        if left:
            line += f", {left} left for the next time"
        if textless := len(found) - len(readable):
            line += f", {textless} without text (page = true in the file of feeds has their pages fetched)"
        self._tell(line)
        return True

    def _fetch(self, waiting: Waiting, put_off: dict[str, datetime]) -> bool:
        """Fetches the page of an item. A host that is in trouble is left alone for the rest of the round."""
        article = waiting.article
        url = article.url or ""
        host = host_of(url)
        if host in put_off:
            self._inbox.postpone(waiting, put_off[host])
            return False
        try:
            answer = self._fetcher.get(url, PAGE)
            self._inbox.fetched(of_item(answer.body or b"", article))
        except IngestError as error:
            temporary = isinstance(error, FetchError) and error.again
            if temporary and waiting.tries + 1 < TRIES:
                after = (isinstance(error, FetchError) and error.after) or 0.0
                due = self._now() + max(_FIRST_TRY * 2**waiting.tries, timedelta(seconds=after))
                put_off[host] = due
                self._inbox.postpone(replace(waiting, tries=waiting.tries + 1), due)
                self._tell(f"{url}: {error}; again at {due:%Y-%m-%d %H:%M} UTC")
            else:
                self._record.add([Failure(article, type(error).__name__, str(error))])
                self._inbox.settle()
                self._tell(f"{url}: {error}")
            return False
        return True

    def _read(self, done: Round) -> None:
        """Reads what is ready, and lets go of it."""
        ready = self._inbox.ready()
        first = next(ready, None)
        if first is None:
            return
        built = self._build(_chained(first, ready), self._record)
        self._inbox.settle()
        done.add(built)
        read = built.new + built.replaced
        self._tell(f"{_number(read, 'article')} read" + (f", {built.failed} could not be" if built.failed else ""))

    def _polls_due(self) -> bool:
        return min(self._due(feed) for feed in self._feeds) <= self._now()

    def _due(self, feed: Feed) -> datetime:
        state = self._inbox.state(feed.url)
        return state.due if state else self._now()

    def _next(self) -> datetime:
        """When there is something to do again."""
        page = self._inbox.next_due()
        return min([*map(self._due, self._feeds), *([page] if page else [])])


def _by_turns(waiting: Iterable[Waiting]) -> Iterator[Waiting]:
    """One page of each host after the other, so that the pause of one is the turn of the next."""
    hosts: defaultdict[str, deque[Waiting]] = defaultdict(deque)
    for item in waiting:
        hosts[host_of(item.article.url or "")].append(item)
    turns = deque(hosts.values())
    while turns:
        queue = turns.popleft()
        yield queue.popleft()
        if queue:
            turns.append(queue)


def _chained(first: Article, rest: Iterator[Article]) -> Iterator[Article]:
    yield first
    yield from rest


def _number(count: int, of: str) -> str:
    return f"{count} {of}{'' if count == 1 else 's'}"
