"""Addresses of stories: saved once, they lead to the story that holds the report which they were made of."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from readings import OTHER_READER, event, span
from tellings import ARAGHCHI, CAST, HOT, LAVROV, MET, MET_TOO, PUTIN, PUTIN_TOO, SAID, TALKS, deal, said, told
from vaqaye import episodes
from vaqaye.errors import QueryError, RecordError
from vaqaye.model import Article, Reading
from vaqaye.record import Record
from vaqaye.record.corrections import Correction, Values
from vaqaye.record.merge.stories import story_id, story_key
from vaqaye.web.app import create_app

# What comes first, an earlier report of the same, and the address and the reports of the story.
KINDS: dict[str, tuple[Reading, Reading, str]] = {
    "episode": (told("late", MET_TOO, source="فارس", published="2025-05-04"), told("early", MET), "reports"),
    "quotation": (
        said("late", SAID, "تسنیم", "2025-05-04"),
        said("early", SAID.replace("بازرسی‌های تازه از نیروگاه بوشهر", "بازرسی‌های تازه"), "ایسنا"),
        "wordings",
    ),
    "agreement": (deal("late", "signed", "2024-06-01"), deal("early", "negotiated", "2024-02-01"), "steps"),
}
OF: dict[str, Callable[..., str]] = {
    "episode": episodes.episode_of,
    "quotation": episodes.quotation_of,
    "agreement": episodes.ledger_of,
}
ASK: dict[str, Callable[..., Any]] = {
    "episode": episodes.episode,
    "quotation": episodes.quotation,
    "agreement": episodes.ledger,
}


def tellers(found: Any, reports: str) -> list[str]:
    return [report["told"]["article"] for report in found[reports]]


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_leads_to_its_story_after_an_earlier_report_has_come(tmp_path: Path, kind: str) -> None:
    late, early, reports = KINDS[kind]
    path = tmp_path / "r.db"
    with Record(path) as record, TestClient(create_app(path), base_url="http://127.0.0.1") as client:
        record.add([late])
        old = OF[kind](record, "late", 0)
        assert client.get(f"/{kind}/{old}", follow_redirects=False).status_code == 200
        record.add([early])
        now = OF[kind](record, "late", 0)
        assert now == OF[kind](record, "early", 0) != old
        for address in ("/{}/{}?lang=en", "/api/{}/{}", "/api/{}/{}.csv?limit=1", "/api/{}/{}.jsonl"):
            moved = client.get(address.format(kind, old), follow_redirects=False)
            assert moved.status_code == 302
            assert moved.headers["location"] == address.format(kind, now)
            assert "etag" not in moved.headers
            there = client.get(address.format(kind, now), follow_redirects=False)
            assert there.status_code == 200
            assert client.get(address.format(kind, old)).content == there.content
            assert client.head(address.format(kind, old), follow_redirects=False).headers == moved.headers
        answer = client.get(f"/api/{kind}/{old}").json()
        assert answer["id"] == now
        assert tellers(answer, reports) == ["early", "late"]
        assert "302" in client.get("/openapi.json").json()["paths"][f"/api/{kind}/{{id}}"]["get"]["responses"]
        assert all(client.get(f"/api/{other}/{old}").status_code == 404 for other in KINDS if other != kind)
        # The earlier report is taken out again: its own address is gone, and the old one is the right one.
        article = replace(early.article, reader=OTHER_READER)
        record.add([replace(early, article=article, events=(), statements=(), agreements=())])
        assert client.get(f"/{kind}/{old}", follow_redirects=False).status_code == 200
        assert client.get(f"/{kind}/{now}").status_code == 404


def test_a_redirect_stays_in_the_room(tmp_path: Path) -> None:
    late, early, _ = KINDS["episode"]
    path = tmp_path / "r.db"
    with Record(path) as record:
        record.add([late, early])
    old = story_id(story_key("event", "late", 0))
    with TestClient(create_app(path, hosts=("*",)), base_url="http://evil.example") as client:
        for asked in ("next=//evil.example", "a=%0D%0ASet-Cookie:x=1&b=%", "q=دیدار"):
            moved = client.get(f"/episode/{old}?{asked}", follow_redirects=False)
            if moved.status_code == 302:
                assert re.fullmatch(r"/episode/[0-9a-f]{15}\?[!-~]+", moved.headers["location"])
                assert "set-cookie" not in moved.headers
            else:
                assert moved.status_code == 400
        assert client.get(f"/episode/{old}?next=//evil.example", follow_redirects=False).status_code == 302


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("pool", [HOT, TALKS], ids=["hot", "talks"])
def test_every_address_there_ever_was_leads_to_the_story_of_its_report(
    tmp_path: Path, pool: Sequence[Reading], seed: int
) -> None:
    order = random.Random(seed).sample(pool, len(pool))
    tables = {"event": "episodes", "agreement": "ledgers"}
    ever: dict[str, tuple[str, int, str]] = {}
    with Record(tmp_path / "r.db") as record:
        for first in range(0, len(order), 5):
            record.add(order[first : first + 5])
            for id, article, n, entry, story in record.select(
                "SELECT printf('%015x', r.own), a.id, r.n, r.entry, r.story FROM reports r JOIN articles a ON a.key = r.article"
            ):
                if int(id, 16) == story:
                    assert record.select(f"SELECT 1 FROM {tables[entry]} WHERE id = ?", (id,))
                    ever[id] = (article, n, entry)
        record.merge(rebuild=True)
        moved = 0
        for id, (article, n, entry) in ever.items():
            kind = "episode" if entry == "event" else "agreement"
            found = ASK[kind](record, id)
            assert found.id == OF[kind](record, article, n)
            moved += found.id != id
        assert moved > 0


def test_an_address_is_found_by_an_index(tmp_path: Path) -> None:
    asked: list[str] = []
    with Record(tmp_path / "r.db") as record:
        record.add(KINDS["episode"][:2])
        record._db.set_trace_callback(asked.append)
        episodes.episode(record, story_id(story_key("event", "late", 0)))
        record._db.set_trace_callback(None)
        (sql,) = (sql for sql in asked if "own" in sql)
        plan = str(record.select(f"EXPLAIN QUERY PLAN {sql}"))
        assert "reports_by_own" in plan
        assert "SCAN" not in plan
        with pytest.raises(QueryError):
            episodes.episode(record, "0" * 15)


def two_acts() -> Reading:
    """An article that tells of two meetings."""
    text = f"{MET} {PUTIN_TOO}"
    first = event(text, "دیدار", (ARAGHCHI.id, LAVROV.id))
    second = event(text, "پیام رهبران", (ARAGHCHI.id, PUTIN.id), id="e2")
    return Reading(Article(text, "two", "ایسنا", None, None, "2025-05-03"), CAST, events=(first, second))


def mark(article: Article, entry: Any, words: str, verdict: Any, **values: Any) -> Correction:
    at, type = span(article.text, words), "CONSULT" if entry == "event" else ""
    known = article.text[at.start : at.end]
    return Correction(
        str(article.id),
        entry,
        type,
        at.start,
        at.end,
        known,
        verdict,
        "س",
        "ر",
        "2026-01-01T00:00:00",
        Values(**values),
    )


def test_a_correction_gives_no_act_the_address_of_another(tmp_path: Path) -> None:
    both = two_acts()
    with Record(tmp_path / "r.db") as record:
        record.add([both])
        first, second = (episodes.episode_of(record, "two", n) for n in (0, 1))
        wrong = mark(both.article, "event", "دیدار", "wrong")
        missed = mark(both.article, "event", "گفت‌وگو کرد", "missed", type="CONSULT", status="occurred")
        assert record.correct([wrong, missed]) == 2
        for _ in range(2):
            assert episodes.episode_of(record, "two", 0) == second
            assert len({first, second, episodes.episode_of(record, "two", 1)}) == 3
            with pytest.raises(QueryError):
                episodes.episode(record, first)
            record.merge(rebuild=True)


def test_an_agreement_keeps_its_address_when_its_parties_are_corrected(tmp_path: Path) -> None:
    signed = deal("late", "signed", "2024-06-01")
    with Record(tmp_path / "r.db") as record:
        record.add([signed])
        id = episodes.ledger_of(record, "late", 0)
        record.correct([mark(signed.article, "agreement", "موافقت‌نامه", "mended", parties=("CHN", "IRN"))])
        for _ in range(2):
            assert episodes.ledger(record, id).parties == ("CHN", "IRN")
            assert episodes.ledger(record, id).id == id
            record.merge(rebuild=True)


def test_a_feed_tells_no_act_anew_when_an_earlier_report_of_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with Record(path) as record, TestClient(create_app(path), base_url="http://127.0.0.1") as client:

        def ids() -> set[str]:
            rss = re.findall('<guid isPermaLink="false">(.*?)</guid>', client.get("/feed.rss").text)
            assert [item["id"] for item in client.get("/feed.json").json()["items"]] == rss
            return set(rss)

        record.add([KINDS["episode"][0], told("other", PUTIN_TOO, PUTIN)])
        before = ids()
        record.add([KINDS["episode"][1]])
        assert ids() == before == {"urn:vaqaye:late:e1", "urn:vaqaye:other:e1"}


def test_a_record_of_version_3_has_its_addresses_after_merging(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    later = files("vaqaye").joinpath("record", "schema.sql").read_text(encoding="utf-8").partition("-- Version 4")[2]
    with Record(path) as record:
        record.add(KINDS["episode"][:2])
        now = episodes.episode_of(record, "late", 0)
        for index in re.findall(r"^CREATE INDEX (\w+)", later, re.MULTILINE):
            record._db.execute(f"DROP INDEX {index}")
        for table, column in re.findall(r"^ALTER TABLE (\w+) ADD COLUMN (\w+)", later, re.MULTILINE):
            record._db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        record._db.execute("UPDATE meta SET value = 'older' WHERE name = 'merge'")
        record._db.execute("PRAGMA user_version = 3")
    with Record(path) as record:
        assert episodes.episode(record, now).id == now
        with pytest.raises(RecordError, match="vaqaye merge"):
            record.add([KINDS["agreement"][0]])
        record.merge()
        assert episodes.episode(record, story_id(story_key("event", "late", 0))).id == now
