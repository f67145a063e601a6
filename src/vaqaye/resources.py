"""The only door to `codebook/`, `lexicon/` and the tables beside the code: loads, says where an entry is wrong, hashes."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache, wraps
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from vaqaye.errors import CodebookError, QueryError, ResourceError

Rows = tuple[dict[str, str], ...]
_Made = TypeVar("_Made")

_ROOT = files("vaqaye")
_KEPT = 4  # lexicons whose indices stay in memory


@dataclass(frozen=True, slots=True)
class Added:
    """What a folder of a user adds to the lexicon (lexicon_folder.py): `rows` its own, `tables` with ours behind them."""

    digest: str
    rows: Mapping[str, Rows] = field(compare=False, repr=False)
    tables: Mapping[str, Rows] = field(compare=False, repr=False)


_in_use: ContextVar[Added | None] = ContextVar("lexicon", default=None)


@contextmanager
def using(lexicon: Added | None) -> Iterator[None]:
    """Inside, tables are ours with those of a folder; None: ours alone. Each thread and task has its own."""
    token = _in_use.set(lexicon)
    try:
        yield
    finally:
        _in_use.reset(token)


def per_lexicon(make: Callable[[], _Made]) -> Callable[[], _Made]:
    """`functools.cache` for what is made of tables that a user may add to: a value for each lexicon in use."""
    made: dict[str, _Made] = {}

    @wraps(make)
    def value() -> _Made:
        lexicon = _in_use.get()
        key = lexicon.digest if lexicon else ""
        if key not in made:
            if len(made) == _KEPT:
                made.pop(next(iter(made)), None)
            made[key] = make()
        return made[key]

    return value


def table(name: str) -> Rows:
    """The rows of `lexicon/NAME.tsv`: first line the column names, `#` starts a comment line, cells are stripped.

    Those of the user's folder in use stand first. Empty cells at the end of a row may be left out; ResourceError where it
    has more cells than there are columns. The rows are shared: don't change them.
    """
    lexicon = _in_use.get()
    return lexicon.tables[name] if lexicon and name in lexicon.tables else shipped(name)


def added(name: str) -> Rows:
    """The rows of the user's folder in use alone."""
    lexicon = _in_use.get()
    return lexicon.rows.get(name, ()) if lexicon else ()


@lru_cache(maxsize=16)
def shipped(name: str) -> Rows:
    """The rows of a table as it comes with Vaqaye."""
    return _rows(f"lexicon/{name}.tsv")


def own_table(name: str) -> Rows:
    """The rows of `NAME.tsv` beside the code (headings, meanings of fields), as in `table`: no knowledge, not hashed."""
    return _rows(f"{name}.tsv")


def learnt(name: str) -> Rows:
    """The rows of `models/NAME.tsv`: weights in words, as in `table`."""
    return _rows(f"models/{name}.tsv")


def columns(name: str) -> tuple[str, ...]:
    """The columns of a table of the lexicon."""
    lines = _text(_ROOT / f"lexicon/{name}.tsv").splitlines()
    head = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return tuple(cell.strip() for cell in head.split("\t"))


def table_of(file: Path, name: str) -> Rows:
    """A table of the user's with the columns of the table of that name; QueryError where it can't be read or lacks one."""
    try:
        rows = _parsed(str(file), file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, ResourceError) as error:
        raise QueryError(f"{file} is no table: {error}; give a .tsv of UTF-8 text") from error
    missing = [column for column in columns(name) if rows and column not in rows[0]]
    if missing:
        raise QueryError(
            f"{file} has no column {missing[0]}: its first line must be {' '.join(columns(name))}, with tabs"
        )
    return rows


def _rows(name: str) -> Rows:
    return _parsed(name, _text(_ROOT / name))


def _parsed(name: str, text: str) -> Rows:
    lines = enumerate(text.splitlines(), 1)
    rows = [(n, line.split("\t")) for n, line in lines if line.strip() and not line.startswith("#")]
    if not rows:
        raise ResourceError(f"{name} is empty: its first line must name the columns")
    head = [cell.strip() for cell in rows[0][1]]
    out = []
    for number, cells in rows[1:]:
        if len(cells) > len(head):
            raise ResourceError(f"{name} line {number}: {len(cells)} cells, expected {len(head)}")
        cells = [c.strip() for c in cells] + [""] * (len(head) - len(cells))
        out.append(dict(zip(head, cells, strict=True)))
    return tuple(out)


def codebook_files() -> tuple[str, ...]:
    """The names of the codebook's files, without `.toml`, sorted."""
    return tuple(sorted(p.name[:-5] for p in (_ROOT / "codebook").iterdir() if p.name.endswith(".toml")))


def codebook(name: str) -> dict[str, Any]:
    """`codebook/NAME.toml`, parsed; ResourceError with the place where it is not TOML."""
    try:
        return tomllib.loads(_text(_ROOT / "codebook" / f"{name}.toml"))
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"codebook/{name}.toml: {error}") from error


def codebook_of(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files of a user's folder of patterns by name, parsed; CodebookError where there are none, or one is no TOML."""
    for path, content in _codebook_of(folder):
        try:
            yield str(path), tomllib.loads(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise CodebookError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            raise CodebookError(
                f"{path} is no TOML: {error}; docs/codebook.md shows how a pattern is written"
            ) from error


def codebook_digest(folder: Path | None) -> str:
    """As `digest("codebook")`, with the files of a user's folder."""
    if folder is None:
        return digest("codebook")
    sha = hashlib.sha256(digest("codebook").encode())
    for path, content in _codebook_of(folder):
        sha.update(path.name.encode() + b"\0" + content + b"\0")
    return sha.hexdigest()[:12]


def _codebook_of(folder: Path) -> list[tuple[Path, bytes]]:
    if not folder.is_dir():
        raise CodebookError(f"{folder} is no folder: give one with files of patterns such as mine.toml")
    try:
        found = [(path, path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix == ".toml"]
    except OSError as error:
        raise CodebookError(f"{error.filename} can't be read: {error.strerror}") from error
    if not found:
        raise CodebookError(f"{folder} has no file of patterns: put one there whose name ends with .toml")
    return found


@cache
def digest(room: str) -> str:
    """Twelve hexadecimal digits that change when any file of `codebook` or `lexicon` changes."""
    sha = hashlib.sha256()
    for path in sorted((_ROOT / room).iterdir(), key=lambda p: p.name):
        if path.name.endswith((".toml", ".tsv", ".gz")):
            sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:12]


@cache
def digest_of_models() -> str:
    """A short hash of the weights that reading uses."""
    found = hashlib.sha256()
    for name in ("acts.onnx", "acts.npz", "confidence.tsv", "pieces.tsv", "sides.tsv", "speakers.tsv"):
        found.update((_ROOT / "models" / name).read_bytes())
    return found.hexdigest()[:12]


def _text(path: Traversable) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ResourceError(
            f"{path.name} is missing: reinstall Vaqaye, or restore the file from its repository"
        ) from error
    except UnicodeDecodeError as error:
        raise ResourceError(f"{path.name} is not UTF-8 (byte {error.start}): save it as UTF-8") from error
