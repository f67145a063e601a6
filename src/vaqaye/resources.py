"""The only door to `codebook/` and `lexicon/`: loads their files, says where an entry is wrong, hashes them."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from vaqaye.errors import ResourceError

_ROOT = files("vaqaye")


def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `lexicon/NAME.tsv`: first line the column names, `#` starts a comment line, cells are stripped.

    Raises ResourceError where a row has another number of cells than the first line.
    """
    path = _ROOT / "lexicon" / f"{name}.tsv"
    lines = enumerate(_text(path).splitlines(), 1)
    rows = [(n, line.split("\t")) for n, line in lines if line.strip() and not line.startswith("#")]
    if not rows:
        raise ResourceError(f"lexicon/{name}.tsv is empty: its first line must name the columns")
    head = [cell.strip() for cell in rows[0][1]]
    out = []
    for number, cells in rows[1:]:
        if len(cells) > len(head):
            raise ResourceError(f"lexicon/{name}.tsv line {number}: {len(cells)} cells, expected {len(head)}")
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
        if path.name.endswith((".toml", ".tsv")):
            sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:12]


def _text(path: Traversable) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ResourceError(
            f"{path.name} is missing: reinstall Vaqaye, or restore the file from its repository"
        ) from error
