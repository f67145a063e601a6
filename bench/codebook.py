"""Writes `docs/codebook/` from the TOML files of the codebook: a page a type, and an index.

python bench/codebook.py            write them
python bench/codebook.py --check    exit 1 if they are not up to date
"""

from __future__ import annotations

import sys
from pathlib import Path

from vaqaye.codebook_pages import counts, page_of
from vaqaye.events.entries import TYPES, entries

FOLDER = Path(__file__).parents[1] / "docs" / "codebook"

_INDEX = """# The patterns by type

Written by `bench/codebook.py` from `src/vaqaye/codebook/*.toml`: change those, then run `make docs`.
[The codebook](../codebook.md) tells how a pattern is written; `vaqaye codebook try` shows what fires on a sentence.

| type | modes | patterns | sentences that prove them | near misses |
|---|---|---|---|---|
"""
_HEAD = """# {type}

Written by `bench/codebook.py` from `src/vaqaye/codebook/{file}.toml`: change that, then run `make docs`.
[How to read the lines of a pattern](../codebook.md#what-stands-in-match). ✓ the pattern fires: who → to whom, status;
✗ it does not, and why.

"""


def pages() -> dict[Path, str]:
    """The text of every page by its path."""
    found = {FOLDER / "README.md": _INDEX + "\n".join(map(_row, TYPES)) + "\n"}
    for type_ in TYPES:
        name = type_.lower()
        body = "\n\n".join(page_of(entry).removesuffix("\n") for entry in entries() if entry.type == type_)
        found[FOLDER / f"{name}.md"] = _HEAD.format(type=type_, file=name) + body + "\n"
    return found


def _row(type_: str) -> str:
    rows = [count for count in counts() if count.type == type_]
    modes = ", ".join(count.mode for count in rows if count.mode)
    patterns, yes, no = (sum(numbers) for numbers in zip(*((c.patterns, c.yes, c.no) for c in rows), strict=True))
    return f"| [{type_}]({type_.lower()}.md) | {modes} | {patterns} | {yes} | {no} |"


def stale() -> list[Path]:
    """Pages that are not as they would be written now, or that nobody writes any more."""
    now = pages()
    old = [path for path in FOLDER.glob("*.md") if path not in now]
    return old + [path for path, text in now.items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def main() -> int:
    """The exit code: with --check 1 if a page is stale."""
    found = stale()
    if "--check" in sys.argv[1:]:
        for path in found:
            print(f"{path} is not up to date: run `make docs`", file=sys.stderr)
        return 1 if found else 0
    FOLDER.mkdir(exist_ok=True)
    now = pages()
    for path in found:
        if path in now:
            path.write_text(now[path], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
