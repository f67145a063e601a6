"""The command line as a shell sees it: what is printed where, and with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import vaqaye
from vaqaye.record import Record
from vaqaye.schema import schema
from vaqaye.version import __version__

EXAMPLES = Path(__file__).parent.parent / "examples"
VAQAYE = [sys.executable, "-c", "from vaqaye.cli import main; main()"]
SENTENCE = "وزیر خارجه ایران روز دوشنبه در مسقط با همتای عمانی خود دیدار کرد."
COMMANDS = (
    *("read", "build", "reread", "explain", "find", "timeline", "dossier", "quotes", "export"),
    *("latest", "planned", "silence", "scores", "figures", "positions"),
    *("who", "conllu", "schema", "doctor"),
)


def run(*arguments: str | Path, given: str = "", code: int = 0, cwd: Path | None = None) -> tuple[str, str]:
    """Standard output and error of a command that ends with that code."""
    command = [*VAQAYE, *map(str, arguments)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VAQAYE_") and k != "COLUMNS"}
    done = subprocess.run(
        command, input=given.encode(), capture_output=True, check=False, env=environment, cwd=cwd, timeout=120
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == code, err
    assert "Traceback" not in err
    return out, err


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the examples."""
    path = tmp_path_factory.mktemp("cli") / "news.db"
    out, err = run("build", EXAMPLES, "--published", "2022-07-19", "--record", path)
    assert out.startswith("12 articles: 12 new, 0 read again, 0 already there, 0 could not be read")
    assert err == ""
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Three lines: an article, no article, an article in another language."""
    path = tmp_path / "mixed.jsonl"
    lines = [{"text": SENTENCE, "id": "good"}, {"title": "no text"}, {"text": "This is in English.", "id": "english"}]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


# Help


def test_help_teaches() -> None:
    out, _ = run("--help")
    assert "vaqaye build" in out
    assert "Exit codes" in out
    for command in (*COMMANDS, "codebook"):
        assert f"\n  {command} " in out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_shows_an_example(command: str) -> None:
    out, _ = run(command, "--help")
    assert f"vaqaye {command}" in out.split("Usage:", 1)[1].split("\n", 1)[1]


def test_without_arguments_it_shows_the_help() -> None:
    out, err = run(code=2)
    assert "Usage:" in out + err


def test_version() -> None:
    assert run("--version")[0] == f"vaqaye {__version__}\n"


def test_help_needs_nothing_heavy() -> None:
    heavy = ("rich", "orjson", "pyarrow", "trafilatura", "lxml", "feedparser", "zstandard", "sqlite3", "persiantools")
    code = f"import sys, vaqaye.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"


# read


def test_read_shows_tables() -> None:
    out, err = run("read", EXAMPLES / "doha-2020.html")
    assert "Events" in out
    assert "SUPPORT" in out
    assert "غنی" in out
    assert err == ""


def test_headings_in_persian() -> None:
    out, _ = run("read", "--lang", "fa", given=SENTENCE)
    assert "رویدادها" in out
    assert "Events" not in out


def test_cells_are_fenced_against_reordering() -> None:
    out, _ = run("read", given=SENTENCE)
    rows = [line for line in out.splitlines() if "CONSULT" in line]
    assert rows
    assert all(row.count("│") == row.count("\u200e│\u200e") > 2 for row in rows)


def test_one_article_is_one_object() -> None:
    out, _ = run("read", "--format", "json", "--published", "2025-04-15", "--source", "نمونه", given=SENTENCE)
    reading = json.loads(out)
    jsonschema.validate(reading, schema())
    assert reading["article"]["text"] == SENTENCE
    assert (reading["article"]["published"], reading["article"]["source"]) == ("2025-04-15", "نمونه")
    assert [(e["event"], e["date"]["value"]) for e in reading["events"]] == [("CONSULT", "2025-04-14")]


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_many_articles_are_lines(format: str) -> None:
    out, _ = run("read", EXAMPLES, "--format", format)
    readings = [json.loads(line) for line in out.splitlines()]
    assert len(readings) == 12
    for reading in readings:
        text = reading["article"]["text"]
        for event in reading["events"]:
            assert text[event["trigger"]["start"] : event["trigger"]["end"]].strip()


def test_one_article_is_one_line_with_jsonl() -> None:
    out, _ = run("read", "--format", "jsonl", given=SENTENCE)
    assert out.count("\n") == 1


def test_a_dash_is_standard_input() -> None:
    page = (EXAMPLES / "doha-2020.html").read_text(encoding="utf-8")
    assert json.loads(run("read", "-", "--format", "json", given=page)[0])["article"]["published"].startswith(
        "2020-03-01"
    )


def test_what_cannot_be_read_goes_to_standard_error(mixed: Path) -> None:
    out, err = run("read", mixed, "--format", "jsonl")
    assert [json.loads(line)["article"]["id"] for line in out.splitlines()] == ["good"]
    assert len(err.splitlines()) == 2
    assert "mixed.jsonl:2: field 'text' is missing" in err
    assert "english «This is in English.»: the text is not Persian" in err


@pytest.mark.parametrize("given", ["", "   \n", "This is in English.", "\x00\x01\x02", '{"text": 5}', "<html></html>"])
def test_nothing_could_be_read(given: str) -> None:
    out, err = run("read", given=given, code=1)
    assert out == ""
    assert err.startswith("vaqaye: not read: ")


@pytest.mark.parametrize("given", ["", "This is in English."])
def test_nothing_to_explain(given: str) -> None:
    out, err = run("explain", given=given, code=1)
    assert out == ""
    assert err.startswith("vaqaye: not read: ")


def test_explain_names_the_pattern() -> None:
    told = "تهران و مسکو توافق‌نامه گازی امضا کردند. ارزش صادرات ایران ۳۸ درصد افزایش یافت."
    out, _ = run("explain", "--published", "2025-04-15", given=f"{SENTENCE} {told}")
    assert "consult." in out
    assert "2025-04-14" in out
    assert "agreement  «" in out
    assert "figure     38 percent" in out


# build and what a record answers


def test_building_twice_changes_nothing(record: Path) -> None:
    before = run("export", record.with_suffix(".jsonl"), "--record", record)[0]
    out, _ = run("build", EXAMPLES, "--published", "2022-07-19", "--record", record, "--jobs", "1")
    assert out.startswith("12 articles: 0 new, 0 read again, 12 already there")
    assert run("export", record.with_suffix(".jsonl"), "--record", record)[0] == before


def test_a_bad_article_never_stops_a_build(mixed: Path, tmp_path: Path) -> None:
    path = tmp_path / "mixed.db"
    out, err = run("build", mixed, "--record", path)
    assert out.startswith("3 articles: 1 new, 0 read again, 0 already there, 2 could not be read")
    assert len(err.splitlines()) == 2
    with Record(path, readonly=True) as store:
        assert sorted(f.error for f in store.failures()) == ["IngestError", "NotPersian"]


def test_a_build_of_nothing_but_bad_articles_says_so(tmp_path: Path) -> None:
    run("build", "-", "--record", tmp_path / "bad.db", given="This is in English.", code=1)


def test_build_in_persian(tmp_path: Path) -> None:
    out, _ = run("build", "-", "--record", tmp_path / "fa.db", "--lang", "fa", given=SENTENCE)
    assert out.startswith("1 خبر: 1 تازه")


def test_find_in_any_spelling(record: Path) -> None:
    out, _ = run("find", "گفتگو", "--record", record, "--format", "jsonl")
    hits = [json.loads(line) for line in out.splitlines()]
    assert "example-2013-phone-call" in {hit["article"] for hit in hits}
    table, _ = run("find", "گفت‌وگو", "--record", record)
    assert "example-2013-phone-call" in table


def test_find_nothing(record: Path) -> None:
    assert run("find", "زرافه", "--record", record)[0] == "Nothing found.\n"


def test_timeline(record: Path) -> None:
    out, _ = run("timeline", "IRN", "--record", record, "--format", "jsonl", "--from", "2018", "--to", "2019")
    acts = [json.loads(line) for line in out.splitlines()]
    assert acts
    assert all("2018" <= act["day"] < "2020" for act in acts)
    assert "Evidence" in run("timeline", "IRN", "--record", record)[0]


def test_dossier(record: Path) -> None:
    found = json.loads(run("dossier", "IRN", "ISR", "--record", record, "--format", "json")[0])
    assert found["a"]["country"] == "IRN"
    assert {act["event"] for act in found["events"]} & {"ACCUSE", "ASSAULT"}
    table, _ = run("dossier", "ایران", "اسرائیل", "--record", record)
    assert "Events" in table
    assert "the day of publication" in table
    assert run("dossier", "IRN", "ISR", "--record", record, "--format", "jsonl")[0].count("\n") == 1


def test_quotes_point_at_their_words(record: Path) -> None:
    out, _ = run("quotes", "--by", "ظریف", "--record", record, "--format", "jsonl")
    quotes = [json.loads(line) for line in out.splitlines()]
    assert any("دوست روزهای سخت" in quote["source"]["quote"] for quote in quotes)
    with Record(record, readonly=True) as store:
        for quote in quotes:
            source = quote["source"]
            text = store.reading(source["article"]).article.text
            assert text[source["start"] : source["end"]] == source["quote"]
    assert "«" in run("quotes", "--by", "ظریف", "--limit", "1", "--record", record)[0]


@pytest.mark.parametrize(
    ("arguments", "heading"),
    [
        (["latest", "--limit", "3"], "Events"),
        (["planned"], "What became of it"),
        (["silence", "IRN", "RUS", "--today", "2022-07-19"], "Last meeting"),
        (["scores", "IRN"], "Co-operation"),
        (["scores", "IRN", "--calendar", "jalali"], "1400-01"),
        (["figures"], "Figures"),
        (["positions", "--by", "IRN"], "Stance"),
        (["timeline", "IRN", "--with", "RUS", "--type", "CONSULT", "--status", "occurred"], "Events"),
    ],
)
def test_more_questions(record: Path, arguments: list[str], heading: str) -> None:
    table, _ = run(*arguments, "--record", record)
    assert heading in table
    document = json.loads(run(*arguments, "--record", record, "--format", "json")[0])
    assert document
    lines = run(*arguments, "--record", record, "--format", "jsonl")[0].splitlines()
    assert len(lines) == (len(document.get("entries", [0])) if isinstance(document, dict) else len(document))
    assert run(*arguments, "--record", record, "--lang", "fa")[0] != table


def test_the_record_comes_from_the_environment(record: Path) -> None:
    environment = {**os.environ, "VAQAYE_RECORD": str(record), "VAQAYE_LANG": "fa"}
    done = subprocess.run([*VAQAYE, "find", "زرافه"], capture_output=True, env=environment, check=True)
    assert done.stdout.decode() == "چیزی یافت نشد.\n"


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl", "export.csv", "polecat.jsonl", "graphml", "jsonld"])
def test_export(record: Path, tmp_path: Path, suffix: str) -> None:
    out, _ = run("export", tmp_path / f"all.{suffix}", "--record", record)
    assert (tmp_path / f"all.{suffix}").stat().st_size > 1000
    assert out.endswith(" rows\n")


def test_export_without_text(record: Path, tmp_path: Path) -> None:
    run("export", tmp_path / "codes.jsonl", "--no-text", "--record", record)
    lines = (tmp_path / "codes.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 12
    assert all(json.loads(line)["article"]["text"] is None for line in lines)


def test_reread_of_a_record_that_is_up_to_date(record: Path) -> None:
    assert run("reread", "--record", record)[0].startswith("0 articles")


def test_schema_is_that_of_the_library() -> None:
    assert json.loads(run("schema")[0]) == schema()


def test_doctor(record: Path, tmp_path: Path) -> None:
    out, _ = run("doctor", "--record", record)
    assert [line[:3] for line in out.splitlines()] == ["ok "] * 5
    assert "12 articles" in out
    bad = tmp_path / "bad.db"
    bad.write_text("no record", encoding="utf-8")
    for path in (bad, tmp_path):
        out, _ = run("doctor", "--record", path, code=3)
        assert "BAD  record" in out


# What goes wrong


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["read", "nowhere.txt"], 2, "nowhere.txt does not exist"),
        (["read", "--published", "soon"], 2, "'soon' is no date"),
        (["read", "--format", "xml"], 2, "xml"),
        (["read", "-", "also.txt"], 2, "stands alone"),
        (["build"], 2, "Missing argument"),
        (["build", "nowhere"], 2, "nowhere does not exist"),
        (["quotes"], 2, "--by"),
        (["fly"], 2, "No such command"),
        (["find", "ایران"], 3, "vaqaye.db does not exist"),
        (["reread"], 3, "vaqaye.db does not exist"),
        (["dossier", "IRN", "RUS", "--record", "nowhere.db"], 3, "nowhere.db does not exist"),
    ],
)
def test_exit_codes(arguments: list[str], code: int, says: str, tmp_path: Path) -> None:
    out, err = run(*arguments, given=SENTENCE, code=code, cwd=tmp_path)
    assert out == ""
    assert says in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["dossier", "IRN", "IRN"], "the same party"),
        (["timeline", "هیچ‌کس"], "nobody called"),
        (["find", "«»"], "there are no words"),
        (["find", "ایران", "--from", "yesterday"], "'yesterday' is no date"),
        (["timeline", "IRN", "--from", "1400"], "give the Gregorian date"),
        (["dossier", "IRN", "RUS", "--from", "2022-01", "--to", "2021-12-31"], "comes after"),
        (["export", "events.xls"], ".parquet, .csv, .jsonl"),
    ],
)
def test_questions_that_cannot_be_asked(record: Path, arguments: list[str], says: str, tmp_path: Path) -> None:
    out, err = run(*arguments, "--record", record, code=2, cwd=tmp_path)
    assert out == ""
    assert err.startswith("vaqaye: ")
    assert says in err
    assert len(err.splitlines()) == 1


def test_a_broken_installation_says_where(tmp_path: Path) -> None:
    house = Path(vaqaye.__file__).parent
    shutil.copytree(house, tmp_path / "vaqaye", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "vaqaye" / "codebook" / "aid.toml").open("a", encoding="utf-8") as file:
        file.write("no such line\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "VAQAYE_RECORD": str(tmp_path / "news.db")}
    for command in (["read"], ["build", "-"], ["doctor"]):
        done = subprocess.run(
            [*VAQAYE, *command], input=SENTENCE.encode(), capture_output=True, env=environment, check=False
        )
        assert done.returncode == 4
        assert b"codebook/aid.toml" in done.stdout + done.stderr
        assert b"Traceback" not in done.stderr


def test_what_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("dear reader", encoding="utf-8")
    _, err = run("build", "-", "--record", path, given=SENTENCE, code=3)
    assert "not a record of Vaqaye" in err
    assert path.read_text(encoding="utf-8") == "dear reader"


def test_the_output_may_be_closed() -> None:
    """`vaqaye read … | head -1`."""
    command = [*VAQAYE, "read", str(EXAMPLES), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141
