"""The commands that look at Vaqaye itself: schema and doctor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from vaqaye.cli_options import BROKEN, DEFAULT_RECORD, NO_RECORD, Codebook, Lexicon, RecordFile
from vaqaye.errors import VaqayeError

if TYPE_CHECKING:
    from vaqaye.model import ReaderInfo

_NEEDED = (
    "typer", "rich", "orjson", "persiantools", "hijridate", "charset_normalizer", "trafilatura", "feedparser",
    "zstandard", "pyarrow",
)  # fmt: skip
# «دیدار کرد» is an event of the first page of the codebook: what does not read this reads nothing.
_SENTENCE = "وزیر خارجه ایران روز دوشنبه در مسقط با همتای عمانی خود دیدار کرد."


def schema() -> None:
    """Print the JSON Schema of a reading.

    It describes what `vaqaye read --format json` gives.

    \b
    Example:
      vaqaye schema > reading.schema.json
    """
    import json

    from vaqaye.schema import schema as made

    typer.echo(json.dumps(made(), ensure_ascii=False, indent=2))


def doctor(record: RecordFile = DEFAULT_RECORD, lexicon: Lexicon = None, codebook: Codebook = None) -> None:
    """Check the installation and the record.

    Says what to do about what is wrong.

    \b
    Example:
      vaqaye doctor --record news.db
    """
    well = True
    for name, check in (
        ("python", _python),
        ("packages", _packages),
        ("data", lambda: _data(lexicon, codebook)),
        ("store", _store),
    ):
        well &= _told(name, check)
    sound = _told("record", lambda: _record(record, lexicon, codebook))
    if not (well and sound):
        raise typer.Exit(NO_RECORD if well else BROKEN)


def _told(name: str, check: Callable[[], str]) -> bool:
    """Whether a check went well; prints what it found."""
    try:
        found, well = check(), True
    except (VaqayeError, ImportError, OSError) as error:
        found, well = f"{error}", False
    typer.echo(f"{'ok ' if well else 'BAD'}  {name:<10}{found}")
    return well


def _python() -> str:
    from vaqaye.version import __version__

    return f"vaqaye {__version__}, Python {sys.version.split()[0]} on {sys.platform}, output in {sys.stdout.encoding}"


def _packages() -> str:
    return ", ".join(_versions())


def _versions() -> Iterator[str]:
    from importlib import import_module
    from importlib.metadata import version

    for name in _NEEDED:
        try:
            import_module(name)
        except ImportError as error:
            raise ImportError(f"{name} can't be imported ({error}): pip install --force-reinstall {name}") from error
        yield f"{name} {version(name)}"


def _info(lexicon: Path | None, codebook: Path | None) -> ReaderInfo:
    from vaqaye.reader import Reader

    return Reader(lexicon, codebook).info


def _data(lexicon: Path | None, codebook: Path | None) -> str:
    import vaqaye
    from vaqaye.events.entries import entries

    patterns = len(entries(codebook))
    reading = vaqaye.read(_SENTENCE)
    if not reading.events:
        raise VaqayeError(f"no event was found in «{_SENTENCE}»: reinstall, or undo your change of codebook or lexicon")
    info = _info(lexicon, codebook)
    return f"{patterns} patterns (codebook {info.codebook}), lexicon {info.lexicon}; a sentence was read"


def _store() -> str:
    from tempfile import TemporaryDirectory

    import vaqaye
    from vaqaye.record import Record

    with TemporaryDirectory() as folder, Record(Path(folder) / "check.db") as store:
        store.add([vaqaye.read(_SENTENCE)])
        hits = store.search("دیدار")
        ((sqlite,),) = store.select("SELECT sqlite_version()")
    if not hits:
        raise VaqayeError(f"SQLite {sqlite} did not find what was just stored: it needs FTS5")
    return f"SQLite {sqlite} with full-text search; an article was stored and found"


def _record(path: Path, lexicon: Path | None, codebook: Path | None) -> str:
    from vaqaye.record import Record

    if not path.exists():
        return f"{path} does not exist yet: vaqaye build makes it"
    with Record(path, readonly=True) as store:
        ((articles, failures),) = store.select(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM failures)"
        )
        ((sound,),) = store.select("PRAGMA quick_check(1)")
        ours = _info(lexicon, codebook)
        ((older,),) = store.select(
            "SELECT count(*) FROM articles WHERE reader IS NOT (SELECT key FROM readers "
            "WHERE version = ? AND codebook = ? AND lexicon = ? AND model IS ?)",
            (ours.version, ours.codebook, ours.lexicon, ours.model),
        )
    if sound != "ok":
        raise VaqayeError(f"{path} is damaged ({sound}): restore a copy, or build it again from the articles")
    again = f"; {older:,} were read by another version: vaqaye reread --record {path}" if older else ""
    return f"{path}: {articles:,} articles, {failures:,} that could not be read{again}"
