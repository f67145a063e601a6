"""The walls of the house: who may import whom, how long a module may be, what the package exports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import vaqaye

HOUSE = Path(vaqaye.__file__).parent
# A room imports itself, the ground floor, and rooms before it.
GROUND = ("version", "errors", "model", "resources", "lexicon_folder", "schema")
ROOMS = (
    *("ingest", "text", "language", "dates", "actors", "statements", "events", "agreements", "figures"),
    *("confidence", "writing", "reader", "explain", "proof", "codebook_pages", "codes"),
    *("record", "episodes", "build", "spark", "watch", "query", "export", "notebook", "views", "views_record"),
    "views_episodes",
    *("who", "views_who", "cli_options"),
    *("views_codebook", "cli_codebook"),
    "web",
    *("cli_read", "cli_import", "cli_ask", "cli_episodes", "cli_questions", "cli_who", "cli_conllu", "cli_corrections"),
    *("cli_check", "cli_serve", "cli_watch", "cli"),
)
VIEWS = (
    *("views_episodes", "cli_episodes"),
    *("views", "views_record", "views_who", "cli", "cli_options", "cli_read", "cli_ask", "cli_who", "cli_conllu"),
    "cli_corrections",
    *("cli_questions", "cli_import"),
    *("cli_check", "cli_codebook", "views_codebook", "cli_serve", "cli_watch", "web"),
)
NETWORK = {
    *("urllib.request", "urllib.error", "http", "socket", "ssl", "ftplib", "smtplib", "asyncio"),
    *("requests", "httpx", "httpcore", "aiohttp", "urllib3", "feedparser", "trafilatura"),
}
DATABASES = {"sqlite3", "pyarrow", "duckdb", "psycopg"}
MODULES = sorted(path for path in HOUSE.rglob("*.py"))
TESTS = sorted(Path(__file__).parent.glob("*.py"))


def name_of(path: Path) -> str:
    """`record/store.py` as a reader of test output wants it."""
    return str(path.relative_to(HOUSE))


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The full names of all that a module imports, also where it does so inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def outsiders(path: Path, names: set[str]) -> list[str]:
    return [i for i in imports(path) if any(i == name or i.startswith(f"{name}.") for name in names)]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_imports_only_rooms_before_it(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    order = (*GROUND, *ROOMS)
    assert room in order, f"give the room {room} its place in ROOMS"
    before = set(order[: order.index(room) + 1]) | (set(GROUND) if room in ROOMS else set())
    for name in imports(path):
        package, _, rest = name.partition(".")
        if package == "vaqaye" and (wanted := rest.partition(".")[0]) in order:
            assert wanted in before, f"{name_of(path)} imports {name}, which comes after it"


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) not in VIEWS], ids=name_of)
def test_nothing_imports_the_views(path: Path) -> None:
    assert not outsiders(path, {f"vaqaye.{view}" for view in VIEWS})


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) != "ingest"], ids=name_of)
def test_only_ingest_touches_the_network(path: Path) -> None:
    assert not outsiders(path, NETWORK)


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) != "record"], ids=name_of)
def test_only_the_record_knows_a_database(path: Path) -> None:
    assert not outsiders(path, DATABASES)


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_modules_are_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{path.name}: split it"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_bare_except(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None), f"{name_of(path)}:{node.lineno}"


def test_exported_names() -> None:
    assert set(vaqaye.__all__) == {
        *("Article", "Failure", "Reader", "Reading", "Record", "VaqayeError", "__version__"),
        *("normalize", "read", "sentences", "words"),
    }
    for name in vaqaye.__all__:
        assert getattr(vaqaye, name) is not None
