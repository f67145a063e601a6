"""feeds.toml: which feeds are watched, how often, and as whose guest."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vaqaye.errors import IngestError

_DAY = 24 * 60.0
_LONGEST_PAUSE = 600.0


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its address, the name of its outlet, whether its pages are fetched, the minutes between two polls."""

    url: str
    source: str | None = None
    page: bool = False
    every: float = 15.0


@dataclass(frozen=True, slots=True)
class Feeds:
    """All of a file: the feeds, the seconds between two requests to a host, and an address that servers are told."""

    feeds: tuple[Feed, ...]
    pause: float = 2.0
    contact: str | None = None


def read_feeds(path: Path, every: float | None = None) -> Feeds:
    """What feeds.toml says; `every` is for feeds without their own. IngestError says what is wrong, where, and the mend."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise IngestError(
            f"{path} can't be read: {error.strerror}. `vaqaye watch --help` shows what is to be in it"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IngestError(f"{path} is not TOML: {error}") from error
    whole = _Table(table, f"{path}")
    whole.knows("every", "page", "pause", "contact", "feed")
    found = whole.get("feed", list, [])
    if not found:
        raise IngestError(f'{path}: no feed in it: add one as\n[[feed]]\nurl = "https://example.org/rss"')
    common = Feed("", None, whole.get("page", bool, False), every or whole.number("every", 1, _DAY, 15.0))
    feeds = tuple(_feed(entry, f"{path}: feed {n}", common) for n, entry in enumerate(found, 1))
    seen: set[str] = set()
    for n, feed in enumerate(feeds, 1):
        if feed.url in seen:
            raise IngestError(f"{path}: feed {n}: {feed.url} is there twice: leave one out")
        seen.add(feed.url)
    contact = whole.get("contact", str, None)
    if contact is not None and not (contact.isascii() and contact.isprintable()):
        raise IngestError(f"{path}: contact: letters of ASCII only, such as https://example.org or news@example.org")
    return Feeds(feeds, whole.number("pause", 0, _LONGEST_PAUSE, 2.0), contact)


def _feed(entry: Any, where: str, common: Feed) -> Feed:
    if not isinstance(entry, dict):
        raise IngestError(f"{where}: write [[feed]] above it")
    table = _Table(entry, where)
    table.knows("url", "source", "page", "every")
    url = table.get("url", str, None)
    if url is None:
        raise IngestError(f'{where}: url is missing: url = "https://example.org/rss"')
    try:
        good = urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname
    except ValueError:
        good = None
    if not good:
        raise IngestError(f"{where}: {url!r} is not an address of the web: it has to begin with https:// or http://")
    page, every = table.get("page", bool, common.page), table.number("every", 1, _DAY, common.every)
    return Feed(url, table.get("source", str, None), page, every)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of TOML and where it stands."""

    values: dict[str, Any]
    where: str

    def knows(self, *names: str) -> None:
        """IngestError for a name that is none of these."""
        for name in self.values:
            if name not in names:
                raise IngestError(f"{self.where}: {name!r} means nothing here; there are {', '.join(names)}")

    def get(self, name: str, kind: type, default: Any) -> Any:
        """The value of that kind."""
        value = self.values.get(name, default)
        if value is not default and not isinstance(value, kind):
            wanted = {str: "text in quotation marks", bool: "true or false", list: "written as [[feed]]"}[kind]
            raise IngestError(f"{self.where}: {name} has to be {wanted}, not {value!r}")
        return value

    def number(self, name: str, least: float, most: float, default: float) -> float:
        """A number within limits."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            unit = "seconds" if name == "pause" else "minutes"
            raise IngestError(
                f"{self.where}: {name} has to be a number of {unit} from {least:g} to {most:g}, not {value!r}"
            )
        return float(value)
