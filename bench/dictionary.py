"""Writes `docs/data-dictionary.md` from the JSON Schema and from the comments of `record/schema.sql`.

python bench/dictionary.py            write it
python bench/dictionary.py --check    exit 1 if it is not up to date
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from vaqaye.record.export import COLUMNS
from vaqaye.schema import meanings, schema

PATH = Path(__file__).parents[1] / "docs" / "data-dictionary.md"

_TABLE = re.compile(
    r"-- (?P<name>\w+): (?P<meaning>[^\n]+)\nCREATE (?:VIRTUAL )?TABLE \w+[^(]*\((?P<body>.*?)\n\)", re.DOTALL
)
_COLUMN = re.compile(
    r'^  "?(?P<name>[a-z_]+)"?(?: (?P<type>[A-Z ]+?)(?: NOT NULL| PRIMARY KEY)?)?,? -- (?P<meaning>.+)$'
)
_ALTER = re.compile(
    r"^ALTER TABLE (?P<table>\w+) ADD COLUMN (?P<name>[a-z_]+) (?P<type>[A-Z ]+); -- (?P<meaning>.+)$", re.MULTILINE
)
_HEAD = """# Data dictionary

Written by `bench/dictionary.py` from the Python types and from `schema.sql`: change those, then run `make docs`.

Offsets (`start`, `end`) are Unicode code points into the text of the article as it was given, end-exclusive.
Unknown is null.

## The object that `vaqaye read --format json` gives

`vaqaye schema` prints the same as JSON Schema.
"""


def page() -> str:
    """The whole document."""
    return "\n".join([_HEAD, *_objects(), *_tables(), *_exports()]).rstrip() + "\n"


def _objects() -> Iterator[str]:
    whole = schema()
    definitions = {"Reading": whole, **whole["$defs"]}
    for name, definition in definitions.items():
        yield f"### {name}\n\n{definition['description']}\n\n| field | type | meaning |\n|---|---|---|"
        for field, shape in definition["properties"].items():
            yield f"| `{field}` | {_type(shape)} | {_cell(shape.get('description', ''))} |"
        yield ""


def _type(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        name = shape["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in shape:
        return " or ".join(_type(s) for s in shape["anyOf"])
    if "enum" in shape:
        return ", ".join("null" if value is None else f"`{value}`" for value in shape["enum"])
    if shape["type"] == "array":
        return f"list of {_type(shape['items'])}"
    return " or ".join(shape["type"]) if isinstance(shape["type"], list) else str(shape["type"])


def _tables() -> Iterator[str]:
    yield "## The tables of the record\n\nOne file of SQLite, in which a row of most tables belongs to an article.\n"
    sql = (files("vaqaye") / "record" / "schema.sql").read_text(encoding="utf-8")
    for table in _TABLE.finditer(sql):
        yield f"### Table `{table['name']}`\n\n{_sentence(table['meaning'])}\n"
        yield "| column | type | meaning |\n|---|---|---|"
        for line in table["body"].splitlines():
            if column := _COLUMN.match(line):
                yield f"| `{column['name']}` | {(column['type'] or 'text').lower()} | {_cell(column['meaning'])} |"
        for column in (c for c in _ALTER.finditer(sql) if c["table"] == table["name"]):
            yield f"| `{column['name']}` | {column['type'].lower()} | {_cell(column['meaning'])} |"
        yield ""


def _exports() -> Iterator[str]:
    yield "## The columns of an export of events\n\nOne row an event, in Parquet, CSV and JSON Lines. With `--no-text` the"
    yield "words of articles are null: `trigger`, `quote`, `place`, and names that only the article has.\n"
    yield "| column | type | meaning |\n|---|---|---|"
    names = {str: "text", int: "integer", float: "number", list: "list of text"}
    for name, kind in COLUMNS.items():
        yield f"| `{name}` | {names[kind]} | {_cell(meanings()['export', name])} |"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """The exit code: with --check 1 if the document is stale."""
    now = page()
    if "--check" in sys.argv[1:]:
        if PATH.exists() and PATH.read_text(encoding="utf-8") == now:
            return 0
        print(f"{PATH} is not up to date: run `make docs`", file=sys.stderr)
        return 1
    PATH.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
