"""Web archives: Persian pages come out as articles, others not at all, broken ones as failures, whatever the bytes."""

from __future__ import annotations

import gzip
import io
import random
import re
import tracemalloc
import zlib
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from fastwarc.warc import WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st

from ingesting import everything
from vaqaye.errors import IngestError
from vaqaye.ingest import articles, files
from vaqaye.ingest.article import LIMIT, Defaults
from vaqaye.ingest.persian import is_persian
from vaqaye.model import Article, Failure
from warcs import HEAD, OTHERS, archive, page, persian, record

CHUNKED = HEAD.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")


def packed_with(name: str) -> bytes:
    return HEAD.replace(b"\r\n\r\n", f"\r\nContent-Encoding: {name}\r\n\r\n".encode())


def chunks(body: bytes, size: int = 300) -> bytes:
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def read(data: bytes, name: str = "a.warc.gz") -> tuple[list[Article], list[Failure]]:
    found = everything(data, name)
    return [a for a in found if isinstance(a, Article)], [f for f in found if isinstance(f, Failure)]


@pytest.mark.parametrize("packed", [True, False])
def test_a_thousand_pages(packed: bool) -> None:
    found, failures = read(archive(1000, packed=packed), "a.warc")
    assert not failures
    assert [a.url for a in found] == [f"https://khabar.example/news/{n}" for n in range(0, 1000, 2)]
    for n, article in zip(range(0, 1000, 2), found, strict=True):
        assert article.text == "\n".join(persian(n))  # half-spaces too
        assert (article.title, article.source, article.published) == (f"خبر شماره {n}", "khabar.example", None)


def test_some_of_a_thousand_are_broken() -> None:
    rng = random.Random(1404)
    cut = [i for i in range(0, 1000, 2) if i % 50 == 0]
    records = []
    for n in range(1000):
        made = archive_part(n)
        if n in cut:
            at = len(made) // 2
            made = made[:at] + rng.randbytes(40) + made[at + 40 :]
        records.append(made)
    found, failures = read(b"".join(records))
    whole = [f"https://khabar.example/news/{n}" for n in range(0, 1000, 2) if n not in cut]
    assert [a.url for a in found] == whole
    assert len(failures) == len(cut) == 20
    assert all("damaged" in f.reason for f in failures)


def archive_part(n: int) -> bytes:
    if n % 2:
        return record(f"https://khabar.example/news/{n}", page([list(OTHERS.values())[n // 2 % len(OTHERS)]] * 6))
    return record(f"https://khabar.example/news/{n}", page(persian(n), title=f"خبر شماره {n}"))


def test_only_whole_answers_with_html_count() -> None:
    text = page(persian(1))
    records = [
        record("https://n.example/moved", text, HEAD.replace(b"200 OK", b"301 Moved")),
        record("https://n.example/lost", text, HEAD.replace(b"200 OK", b"404 Not Found")),
        record("https://n.example/feed", text, HEAD.replace(b"text/html", b"application/rss+xml")),
        record("https://n.example/asked", text, b"GET / HTTP/1.1\r\n\r\n", WarcRecordType.request),
        record("<https://n.example/old>", text, HEAD.replace(b"text/html", b"application/xhtml+xml")),
        record("https://n.example/plain", text, b"HTTP/1.0 200\r\n\r\n"),
    ]
    found, failures = read(b"".join(records))
    assert not failures
    assert [a.url for a in found] == ["https://n.example/old", "https://n.example/plain"]


@pytest.mark.parametrize(
    ("head", "pack"),
    [
        (CHUNKED, chunks),
        (packed_with("gzip"), gzip.compress),
        (packed_with("deflate"), zlib.compress),
        (packed_with("deflate"), lambda body: zlib.compress(body)[2:-4]),
        (packed_with("br"), brotli.compress),
        (CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"), lambda body: chunks(gzip.compress(body))),
        (CHUNKED, bytes),
        (packed_with("gzip"), bytes),
    ],
    ids=["chunks", "gzip", "deflate", "bare deflate", "brotli", "gzip in chunks", "no chunks", "not packed"],
)
def test_bodies_as_servers_send_them(head: bytes, pack: object) -> None:
    assert callable(pack)
    found, failures = read(record("https://n.example/1", pack(page(persian(1)).encode()), head))
    assert not failures
    assert found[0].text == "\n".join(persian(1))


@pytest.mark.parametrize(
    ("head", "body", "reason"),
    [
        (CHUNKED, chunks(page(persian(1)).encode())[:-200], "breaks off"),
        (CHUNKED, b"ffff\r\nabc\r\n0\r\n\r\n", "damaged"),
        (packed_with("gzip"), gzip.compress(page(persian(1)).encode())[:-30], "breaks off"),
        (packed_with("gzip"), b"\x1f\x8bnonsense", "damaged"),
        (packed_with("br"), b"nonsense", "damaged"),
        (packed_with("rot13"), b"nonsense", "not known"),
        (packed_with("gzip"), gzip.compress(bytes(LIMIT + 1)), "larger than"),
        (HEAD, b" " * (LIMIT + 1), "larger than"),
        (
            HEAD,
            ("<html><body><script>" + "پیوند گزارش گفتگو " * 9 + "</script>").encode(),
            "no text",
        ),
        (b"no answer", b"", "damaged|no answer"),
    ],
    ids=[
        "chunk missing",
        "bad chunk",
        "short gzip",
        "bad gzip",
        "bad brotli",
        "unknown",
        "bomb",
        "huge",
        "no text",
        "no http",
    ],
)
def test_a_broken_page_is_a_failure_and_the_next_is_read(head: bytes, body: bytes, reason: str) -> None:
    data = record("https://n.example/broken", body, head) + record("https://n.example/next", page(persian(2)))
    found, failures = read(data)
    assert [a.url for a in found] == ["https://n.example/next"]
    assert len(failures) == 1
    assert failures[0].article.url == "https://n.example/broken"
    assert re.search(reason, failures[0].reason), failures[0].reason


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("damage", ["head", "garbage between", "length too long", "no length", "cut off"])
def test_reading_goes_on_behind_damage(packed: bool, damage: str) -> None:
    parts = [record(f"https://n.example/{n}", page(persian(n)), packed=False) for n in range(5)]
    if damage == "length too long":
        parts[2] = parts[2].replace(b"Content-Length: ", b"Content-Length: 99")
    elif damage == "no length":
        parts[2] = parts[2].replace(b"Content-Length: ", b"Content-Lungth: ")
    if packed:
        parts = [gzip.compress(part) for part in parts]
    if damage == "head":
        parts[2] = b"\0\0\0\0" + parts[2][4:]
    elif damage == "garbage between":
        parts.insert(2, b"nonsense\n" * 1000)
    elif damage == "cut off":
        parts[4] = parts[4][: len(parts[4]) // 2]
    found, failures = read(b"".join(parts))
    left = {"garbage between": [0, 1, 2, 3, 4], "cut off": [0, 1, 2, 3]}.get(damage, [0, 1, 3, 4])
    assert [a.url for a in found] == [f"https://n.example/{n}" for n in left]
    assert 1 <= len(failures) <= 2  # the record that is damaged, and what is left of it
    assert {f.error for f in failures} == {"IngestError"}


def test_damage_at_the_beginning() -> None:
    data = bytearray(archive(4))
    data[30:60] = bytes(30)
    found, failures = read(bytes(data))
    assert [a.url for a in found] == ["https://khabar.example/news/2"]
    assert len(failures) == 1


def test_an_archive_that_holds_far_more_than_news(tmp_path: Path) -> None:
    bomb = record("https://n.example/bomb", bytes(6 * LIMIT), HEAD.replace(b"text/html", b"video/mp4"))
    found, failures = read(bomb * 3 + record("https://n.example/next", page(persian(1))))
    assert not found
    assert [f.error for f in failures] == ["TooLarge"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 9_000), st.booleans(), st.booleans())
def test_any_bytes_anywhere(noise: bytes, at: int, packed: bool, instead: bool) -> None:
    data = _FEW[packed]
    at = at % len(data)
    broken = data[:at] + noise + data[at + len(noise) * instead :]
    found = everything(broken, "a.warc")
    assert all(isinstance(item, Article | Failure) for item in found)
    if not noise:
        assert [type(item) for item in found] == [Article] * 4


_FEW = {packed: archive(8, packed=packed) for packed in (True, False)}


@pytest.mark.parametrize("packed", [True, False])
def test_many_marks_of_records_take_linear_time(packed: bool) -> None:
    # Each mark looks like the head of a record and is none; read again from each, the file would take its size squared.
    mark = b"\x1f\x8b\x08\x00\xff\xff\xff\xff\xff\xff\xff" if packed else b"\nWARC/1."
    found, failures = read(record("https://n.example/1", page(persian(1)), packed=packed) + mark * 100_000)
    assert [a.url for a in found] == ["https://n.example/1"]
    assert len(failures) == 2
    assert "the rest is not read" in failures[-1].reason


def test_a_page_that_quotes_an_archive_speaks_for_itself_only() -> None:
    fake = record("https://www.irna.ir/1", page(persian(2)), packed=False)
    data = record("https://n.example/1", page(persian(1)).encode() + b"\n" + fake, packed=False) + b"garbage\n" * 9
    found, failures = read(data + record("https://n.example/2", page(persian(3)), packed=False))
    assert [a.url for a in found] == ["https://n.example/1", "https://n.example/2"]
    assert len(failures) == 1


def test_memory_is_that_of_one_page(tmp_path: Path) -> None:
    path = tmp_path / "big.warc.gz"
    with path.open("wb") as file:
        for n in range(400):
            file.write(record(f"https://n.example/{n}", page(OTHERS["ar"] for _ in range(400)), packed=True))
    tracemalloc.start()
    assert list(articles([path])) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


class TestIsPersian:
    @pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "utf-16"])
    def test_persian(self, encoding: str) -> None:
        pages = [page(persian(n)) for n in range(4)]
        if encoding == "cp1256":  # has no ی
            pages = [text.replace("ی", "ي") for text in pages]
        assert all(is_persian(text.encode(encoding)) for text in pages)

    def test_typed_with_arabic_letters(self) -> None:
        assert is_persian(page(s.replace("ی", "ي").replace("ک", "ك") for s in persian(0)).encode())

    def test_dari(self) -> None:
        assert is_persian(
            page(["وزارت صحت عامه گفته است که کمپاین واکسین پولیو در یازده ولایت آغاز گردید."] * 3).encode()
        )

    def test_what_a_page_says_of_itself_is_not_asked(self) -> None:
        assert is_persian(page(persian(1), lang="en-US").encode())
        assert not is_persian(page([OTHERS["ar"]] * 3, lang="fa").encode())

    @pytest.mark.parametrize("lang", OTHERS)
    def test_others(self, lang: str) -> None:
        assert not is_persian(page([OTHERS[lang]] * 6, title="").encode())

    @pytest.mark.parametrize(
        ("lang", "encoding"), [("ar", "cp1256"), ("ru", "cp1251"), ("zh", "gbk"), ("ja", "shift_jis")]
    )
    def test_others_in_other_encodings(self, lang: str, encoding: str) -> None:
        assert not is_persian(page([OTHERS[lang]] * 6, title="").encode(encoding))

    def test_pictures_and_nothing(self) -> None:
        assert not is_persian(b"")
        assert not is_persian(random.Random(1).randbytes(100_000))


class TestSites:
    def site(self, address: str, body: str, head: str = "") -> Article:
        (found,), failures = read(record(address, f"<html><head>{head}</head><body class='body'>{body}</body></html>"))
        assert not failures
        return found

    def test_lead_text_and_date_where_the_site_puts_them(self) -> None:
        more = "<div>" + "".join(f"<p>{s}</p>" for s in persian(9)) * 5 + "</div>"
        body = (
            f"<div class='news_nav news_pdate_c'><span>تاریخ انتشار:</span> ۱۰:۳۰ - ۲۹ دی ۱۴۰۰ <span>19 January 2022</span></div>"
            f"<h1>عنوان</h1><div class='subtitle'>{persian(1)[0]}</div>"
            f"<div class='body col'><p>{persian(1)[1]}</p><div class='tags_title'>برچسب‌ها</div><p>{persian(1)[2]}</p></div>{more}"
        )
        article = self.site("https://www.tabnak.ir/fa/news/1", body)
        assert article.text == "\n".join(persian(1)[:3])
        assert (article.source, article.published) == ("تابناک", "2022-01-19T10:30:00")

    @pytest.mark.parametrize(
        ("shown", "date"),
        [
            ("<span>۲۹ دی ۱۴۰۰، ۱۰:۳۰</span>", "2022-01-19T10:30:00"),
            ("تاریخ: ۱۴۰۰/۱۰/۲۹", "2022-01-19"),
            ("<time datetime='2022-01-19T10:30:00+03:30'>دیروز</time>", "2022-01-19T10:30:00+03:30"),
            ("دو ساعت پیش", None),
            ("", None),
        ],
    )
    def test_dates(self, shown: str, date: str | None) -> None:
        body = f"<div class='item-date'>{shown}</div><div class='item-text'>{persian(1)[0]}</div>"
        assert self.site("https://irna.ir/news/1", body).published == date

    def test_what_is_not_there_costs_nothing(self) -> None:
        found, _ = read(record("https://www.irna.ir/news/1", page(persian(3))))
        assert found[0].text == "\n".join(persian(3))
        assert found[0].source == "ایرنا"

    def test_subdomains_and_lookalikes(self) -> None:
        for address, source in (
            ("https://ir.voanews.com/a/1", "صدای آمریکا"),
            ("https://parsi.euronews.com/1", "یورونیوز"),
            ("https://fakeirna.ir/1", "fakeirna.ir"),
            ("https://irna.ir.evil.example/1", "irna.ir.evil.example"),
        ):
            assert self.site(address, f"<p>{persian(1)[0]}</p>").source == source

    def test_nobody_passes_for_another(self) -> None:
        head = "<link rel='canonical' href='https://www.irna.ir/news/1'>"
        article = self.site("https://evil.example/1", f"<p>{persian(1)[0]}</p>", head)
        assert (article.url, article.source) == ("https://evil.example/1", "evil.example")
        article = self.site("https://irna.ir/x?utm=1", f"<p>{persian(1)[0]}</p>", head)
        assert article.url == "https://www.irna.ir/news/1"

    def test_the_table_names_thirty_outlets(self) -> None:
        from vaqaye.ingest.sites import UNKNOWN, site_of
        from vaqaye.resources import own_table

        rows = own_table("ingest/sites")
        assert len({row["source"] for row in rows}) >= 30
        assert all(site_of(f"https://www.{row['host']}/a") is not UNKNOWN for row in rows)


def test_the_source_of_the_caller_and_the_date_of_nobody() -> None:
    data = record("https://n.example/1", page(persian(1)))
    (article,) = files.read_stream(io.BufferedReader(io.BytesIO(data)), "x", len(data), Defaults("نمونه", "https://no"))
    assert isinstance(article, Article)
    assert (article.url, article.published) == ("https://n.example/1", None)
    with pytest.raises(IngestError):
        list(articles([Path("/nowhere.warc")]))
