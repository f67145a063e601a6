"""A user's own lexicon: a folder of tables in the format of ours, whose rows win over ours; read, checked, hashed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from vaqaye.errors import LexiconError
from vaqaye.resources import Added, Rows, columns, digest, own_table, shipped

_SHOWN = 40  # characters of a wrong cell


def load(folder: str | PathLike[str]) -> Added:
    """The tables of a folder with ours behind them. LexiconError says file, line, column and what to do."""
    path = Path(folder)
    if not path.is_dir():
        raise LexiconError(f"{path} is no folder: give one with tables such as persons.tsv ({', '.join(_tables())})")
    files = sorted(p for p in path.iterdir() if p.suffix == ".tsv")
    if not files:
        raise LexiconError(f"{path} has no table: put a persons.tsv there, or another of {', '.join(_tables())}")
    sha = hashlib.sha256(digest("lexicon").encode())
    lines: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for file in files:
        if file.stem not in _tables():
            raise LexiconError(
                f"{file} is no table that can be added to: its name must be one of {', '.join(_tables())}"
            )
        content = _read(file)
        sha.update(file.name.encode() + b"\0" + content + b"\0")
        lines[file.stem] = list(_lines(file, content))
    rows = {name: tuple(row for _, row in found) for name, found in lines.items()}
    tables = {name: _over(name, own) for name, own in rows.items()}
    for name in (name for name in _tables() if name in lines):  # persons before who held what
        _check(path / f"{name}.tsv", name, lines[name], tables)
    return Added(sha.hexdigest()[:12], rows, tables)


def _tables() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["table"] for row in own_table("columns")))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise LexiconError(f"{file} can't be read: {error.strerror}") from error


def _lines(file: Path, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and row of each line; columns that the file does not have are empty."""
    try:
        text = content.decode("utf-8-sig")  # spreadsheets put a mark at the beginning
    except UnicodeDecodeError as error:
        raise LexiconError(f"{file} is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    known = columns(file.stem)
    head: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not head:
            head = cells
            if wrong := [name for name in head if name not in known]:
                raise LexiconError(
                    f"{file} line {number}: no column is called {_cut(wrong[0])}; the first line names the columns, "
                    f"with tabs between them: {' '.join(known)}"
                )
            continue
        if len(cells) > len(head):
            raise LexiconError(f"{file} line {number}: {len(cells)} cells, but {len(head)} columns: take out a tab")
        yield number, dict.fromkeys(known, "") | dict(zip(head, cells, strict=False))


def _over(name: str, own: Rows) -> Rows:
    """The user's rows, then ours that have another key."""
    key = [row["column"] for row in own_table("columns") if row["table"] == name and row["key"]]
    taken = {tuple(row[column] for column in key) for row in own}
    return (*own, *(row for row in shipped(name) if not key or tuple(row[column] for column in key) not in taken))


def _check(file: Path, name: str, lines: list[tuple[int, dict[str, str]]], tables: dict[str, Rows]) -> None:
    """Every cell against columns.tsv, and no key twice."""
    rules = [rule for rule in own_table("columns") if rule["table"] == name]
    known = {rule["column"]: _known(rule["known"], tables) for rule in rules}
    keys = [rule["column"] for rule in rules if rule["key"]]
    seen: dict[tuple[str, ...], int] = {}
    for number, row in lines:
        for rule in rules:
            cell, column = row[rule["column"]], rule["column"]
            if not cell and rule["must"]:
                raise LexiconError(f"{file} line {number}, column {column}: it is empty; {rule['give']}")
            free = not rule["pattern"] and not rule["known"]
            if cell and not free and cell not in known[column] and not re.fullmatch(rule["pattern"] or "(?!)", cell):
                raise LexiconError(
                    f"{file} line {number}, column {column}: {_cut(cell)} can't stand here; {rule['give']}"
                )
        key = tuple(row[column] for column in keys)
        if keys and key in seen:
            raise LexiconError(
                f"{file} line {number}: {_cut(key[0])} stands in line {seen[key]}, too: keep one of them"
            )
        seen[key] = number


def _known(where: str, tables: dict[str, Rows]) -> frozenset[str]:
    name, _, column = where.partition(".")
    return frozenset(row[column] for row in (tables.get(name) or shipped(name))) if name else frozenset()


def _cut(cell: str) -> str:
    return repr(cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…")
