"""The only door to `codebook/`, `lexicon/` and the tables beside the code: loads, says where an entry is wrong, hashes."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from vaqaye.errors import ResourceError

_ROOT = files("vaqaye")


@lru_cache(maxsize=16)
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `lexicon/NAME.tsv`: first line the column names, `#` starts a comment line, cells are stripped.

    Empty cells at the end of a row may be left out; ResourceError where it has more cells than there are columns. The
    rows are shared: don't change them.
    """
    return _rows(f"lexicon/{name}.tsv")


def own_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `NAME.tsv` beside the code (headings, meanings of fields), as in `table`: no knowledge, not hashed."""
    return _rows(f"{name}.tsv")


def _rows(name: str) -> tuple[dict[str, str], ...]:
    lines = enumerate(_text(_ROOT / name).splitlines(), 1)
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


@cache
def digest(room: str) -> str:
    """Twelve hexadecimal digits that change when any file of `codebook` or `lexicon` changes."""
    sha = hashlib.sha256()
    for path in sorted((_ROOT / room).iterdir(), key=lambda p: p.name):
        if path.name.endswith((".toml", ".tsv", ".gz")):
            sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:12]


def _text(path: Traversable) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ResourceError(
            f"{path.name} is missing: reinstall Vaqaye, or restore the file from its repository"
        ) from error
    except UnicodeDecodeError as error:
        raise ResourceError(f"{path.name} is not UTF-8 (byte {error.start}): save it as UTF-8") from error
