"""Files, folders, pages and feeds to articles."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingesting import LEAD, NEXT, PAGE, ZWNJ, fails, feed, one, texts
from vaqaye.errors import IngestError
from vaqaye.ingest import LIMIT, Defaults, article_id, articles, from_bytes
from vaqaye.ingest.decode import decode
from vaqaye.ingest.published import iso
from vaqaye.model import Article, Failure


class TestText:
    def test_text_is_kept_to_the_character(self) -> None:
        text = f"\n{LEAD}\r\n\r\n  {NEXT}\t\n"
        assert one(text).text == text
        assert one("\ufeff" + text).text == text

    def test_defaults_fill_what_a_text_can_not_say(self) -> None:
        defaults = Defaults(source="ایرنا", url="https://a.example/1", title="گفت‌وگوها", published="1400/10/29")
        article = one(LEAD, "a.txt", defaults)
        assert (article.source, article.url, article.title) == ("ایرنا", "https://a.example/1", "گفت‌وگوها")
        assert article.published == "2022-01-19"
        assert one(LEAD).source is None

    def test_a_default_that_is_no_date_is_refused(self) -> None:
        with pytest.raises(IngestError, match="1443/06/15"):
            Defaults(published="1443/06/15")

    def test_a_page_in_a_text_file_stays_text(self) -> None:
        assert one(f"<p>{LEAD}</p>", "a.txt").text == f"<p>{LEAD}</p>"

    @pytest.mark.parametrize("empty", ["", " \n\t", "\ufeff"])
    def test_no_words_is_a_failure(self, empty: str) -> None:
        assert fails(empty).error == "EmptyArticle"

    def test_nul_and_lone_surrogates_become_one_replacement_each(self) -> None:
        assert one("تهران\0بغداد").text == "تهران\ufffdبغداد"
        article = one(rb'{"text": "a\ud800b\u0000c \ud83d\ude00", "title": "\udfff"}')
        assert article.text == "a\ufffdb\ufffdc 😀"
        assert article.title == "\ufffd"

    def test_too_large(self) -> None:
        assert fails(b"a" * (LIMIT + 1)).error == "TooLarge"
        assert len(one(b"a" * LIMIT).text) == LIMIT


class TestEncoding:
    persian = "پژوهشگر چيني گفت گاز ژرف‌تر از آن است كه می‌شد".replace("ی", "ي").replace("ك", "ک")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1256"])
    def test_each_encoding_of_a_text(self, encoding: str) -> None:
        assert decode(self.persian.encode(encoding)) == self.persian

    def test_declared_by_the_page(self) -> None:
        russian = (
            "<html><head><meta charset='windows-1251'></head><body><p>Министр иностранных дел России</p></body></html>"
        )
        assert "Министр иностранных дел России" in decode(russian.encode("cp1251"))

    def test_a_page_that_declares_latin_and_is_persian(self) -> None:
        page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{self.persian}</p></body></html>'
        assert one(page.encode("cp1256")).text == self.persian

    def test_a_page_that_declares_1256_and_is_utf_8(self) -> None:
        assert one(PAGE.replace('charset="utf-8"', 'charset="windows-1256"')).text == f"{LEAD}\n{NEXT}"

    def test_a_feed_in_1256(self) -> None:
        xml = feed(f"<item><description>{self.persian}</description></item>", title="")
        xml = xml.replace('version="1.0"', 'version="1.0" encoding="windows-1256"')
        assert one(xml.encode("cp1256")).text == self.persian

    def test_a_codec_that_is_no_encoding_is_not_obeyed(self) -> None:
        page = b"<html><meta charset='unicode_escape'><p>" + "تهران".encode() + b"\\u0041 \xff</p></html>"
        assert "A" not in decode(page).replace("\\u0041", "")

    def test_a_cut_or_damaged_utf_8_file_loses_only_what_is_lost(self) -> None:
        assert decode(LEAD.encode()[:-2]) == LEAD[:-2] + "\ufffd"

    def test_pictures_and_archives_are_not_read(self) -> None:
        noise = bytes(random.Random(1).randbytes(3000))
        for magic in (b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"PK\x03\x04"):
            failure = fails(magic + noise)
            assert failure.error == "IngestError"
            assert "no text" in failure.reason


class TestPublished:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("2022-01-19", "2022-01-19"),
            ("2022/1/9", "2022-01-09"),
            ("20220119T103000Z", "2022-01-19T10:30:00+00:00"),
            ("2022-01-19 10:30:15.250Z", "2022-01-19T10:30:15+00:00"),
            ("2022-01-19T10:30+0330", "2022-01-19T10:30:00+03:30"),
            ("1400/10/29", "2022-01-19"),
            ("1400-10-29", "2022-01-19"),
            ("1399/12/30", "2021-03-20"),
            ("۱۴۰۰/۱۰/۲۹ - ۱۴:۳۵", "2022-01-19T14:35:00"),
            ("چهارشنبه ۲۹ دی ۱۴۰۰ - ۱۴:۳۵", "2022-01-19T14:35:00"),
            ("سه‌شنبه، ۲۸ دي ۱۴۰۰", "2022-01-18"),
            ("19 Jan 2022 10:30:00 GMT", "2022-01-19T10:30:00+00:00"),
            ("Wed, 19 Jan 2022 10:30:00 IRST", "2022-01-19T10:30:00"),
        ],
    )
    def test_dates(self, value: str, expected: str) -> None:
        assert iso(value) == expected

    @pytest.mark.parametrize(
        "value",
        [
            "", "دیروز", "2022", "2022-13-01", "1400/12/30", "1443/06/15", "0001-01-01T00:00:00", "19/01/2022",
            "2022-01-19T25:00", "1642579200", "۲۹ ژانویه ۲۰۲۲", "۳۲ دی ۱۴۰۰", "2022-01-19T10:00+99:00",
            "19 Foo 2022 10:00", "1" * 10_000,
        ],
    )  # fmt: skip
    def test_what_is_no_date_is_none(self, value: str) -> None:
        assert iso(value) is None

    @given(st.text(max_size=70))
    def test_any_text(self, value: str) -> None:
        assert iso(value) is None or re.match(r"\d{4}-\d\d-\d\d", iso(value) or "")


class TestIds:
    def test_given_then_address_then_text(self) -> None:
        assert article_id(Article("a", id="7")) == "7"
        by_url = article_id(Article("a", source="ایسنا", url="https://a.example/1"))
        assert by_url == article_id(Article("b", source="ایسنا", url="https://a.example/1"))
        assert by_url != article_id(Article("a", source="مهر", url="https://a.example/1"))
        assert article_id(Article("a", title="x")) == article_id(Article("a", source="y")) == "ca978112ca1bbdca"
        assert len(article_id(Article("\ud800"))) == 16

    def test_the_same_article_twice_is_one_and_another_text_passes(self, tmp_path: Path) -> None:
        rows = [
            {"id": "1", "text": "یک"},
            {"id": "1", "text": "یک"},
            {"id": "1", "text": "یک، تازه"},
            {"id": "2", "text": "یک"},
        ]
        (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        (tmp_path / "b.json").write_text(json.dumps(rows[::-1]), encoding="utf-8")
        assert [(a.id, a.text) for a in articles([tmp_path]) if isinstance(a, Article)] == [
            ("1", "یک"),
            ("1", "یک، تازه"),
            ("2", "یک"),
        ]


class TestFolders:
    def test_sorted_recursive_without_hidden_ones(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/z.txt", "a/c/y.txt", ".hidden.txt", "a/.git/x.txt", "c"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(name, encoding="utf-8")
        assert texts(list(articles([tmp_path]))) == ["a/c/y.txt", "a/z.txt", "b.txt", "c"]
        assert texts(list(articles([tmp_path / ".hidden.txt", tmp_path / "c"]))) == [".hidden.txt", "c"]

    def test_a_path_that_does_not_exist_is_an_error_at_once(self, tmp_path: Path) -> None:
        with pytest.raises(IngestError, match="does not exist"):
            articles([tmp_path, tmp_path / "nowhere.txt"])

    def test_links_pipes_and_what_may_not_be_read(self, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "secret.txt").write_text("راز", encoding="utf-8")
        root = tmp_path / "root"
        root.mkdir()
        (root / "a.txt").write_text("متن", encoding="utf-8")
        (root / "b-inside").symlink_to(root / "a.txt")
        (root / "c-circle").symlink_to(root)
        (root / "d-file").symlink_to(outside / "secret.txt")
        (root / "e-folder").symlink_to(outside)
        (root / "f-nowhere").symlink_to(root / "nowhere")
        (root / "g-self").symlink_to(root / "g-self")
        os.mkfifo(root / "h-pipe")
        (root / "i-locked.txt").write_text("قفل", encoding="utf-8")
        (root / "i-locked.txt").chmod(0)
        found = list(articles([root]))
        locked = ["قفل"] if os.geteuid() == 0 else []
        assert texts(found) == ["متن", *locked]
        failed = [Path(f.article.url or "").name for f in found if isinstance(f, Failure)]
        assert failed == ["d-file", "e-folder", "f-nowhere", "g-self", "h-pipe"] + ([] if locked else ["i-locked.txt"])
        assert texts(list(articles([root / "d-file"]))) == ["راز"]  # named by the user, who may

    def test_a_device(self) -> None:
        (failure,) = articles([Path(os.devnull)])
        assert isinstance(failure, Failure)
        assert "not a file" in failure.reason

    def test_a_name_that_is_no_unicode(self, tmp_path: Path) -> None:
        path = os.fsencode(tmp_path) + b"/\xff.jsonl"
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(b"{")
        (failure,) = articles([tmp_path])
        assert isinstance(failure, Failure)
        json.dumps(failure.to_dict(), ensure_ascii=False).encode()

    def test_what_a_file_is_shows_in_what_it_holds(self, tmp_path: Path) -> None:
        rss, row = feed(f"<item><description>{LEAD}</description></item>"), f'{{"text": "{LEAD}"}}'
        for name, data in (("page", PAGE), ("page.xml", PAGE), ("feed", rss), ("feed.html", rss), ("row", row)):
            (tmp_path / name).write_text(data, encoding="utf-8")
            assert texts(list(articles([tmp_path / name]))) == [f"{LEAD}\n{NEXT}" if data is PAGE else LEAD]


PIECES = st.sampled_from([
    b"<html>", b"<p>", b"</p>", b"<rss>", b"<channel>", b"<item>", b"<description>", b"<title>", b"<![CDATA[", b"]]>",
    b"<!--", b"<?xml version='1.0' encoding='", b"'?>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>",
    b"<content type='xhtml'>", b'{"text":', b'"', b"}", b"[", b"{", b"\n", b"\\ud800", b"null", b"1e999", b"&zwnj;",
    b"&#8204;", b"&", b"<!DOCTYPE ", b"\0", b"\x1f\x8b", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd8", b"<meta charset=",
    b"utf-7", b"<time datetime='", b"<svg>", b"<table><td>", "می‌شود".encode(), "گفت".encode("cp1256"),
    "سلام".encode("utf-16"),
])  # fmt: skip
NAMES = st.sampled_from(["stdin", "a.txt", "a.html", "a.xml", "a.json", "a.jsonl", "a.jsonl.gz", "a\0\ud800"])


class TestAnything:
    @settings(max_examples=250, deadline=None)
    @given(
        st.one_of(
            st.binary(max_size=300), st.lists(st.one_of(PIECES, st.binary(max_size=4)), max_size=25).map(b"".join)
        ),
        NAMES,
        st.booleans(),
    )
    def test_any_bytes_give_articles_or_failures_that_json_can_carry(
        self, data: bytes, name: str, packed: bool
    ) -> None:
        for found in from_bytes(gzip.compress(data) if packed else data, name, Defaults()):
            if isinstance(found, Article):
                assert found.id
                assert found.text.strip()
                values = [found.id, found.source, found.url, found.title, found.published, found.text]
            else:
                assert found.reason
                values = list(found.to_dict().values())
            assert "\0" not in "".join(filter(None, values))
            json.dumps(values, ensure_ascii=False).encode()

    def test_nothing_heavy_is_imported_before_it_is_needed(self) -> None:
        heavy = "{'trafilatura', 'feedparser', 'lxml', 'charset_normalizer', 'persiantools'}"
        code = f"import sys, vaqaye.ingest as i; list(i.from_bytes(b'a', 'a.txt')); print({heavy} & set(sys.modules))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "set()"


class TestSharedData:
    def test_pages_are_their_paragraphs_to_the_half_space(self, shared: Path) -> None:
        from lxml.html import document_fromstring

        paths = sorted((shared / "data" / "pages").glob("*.html"))
        half_spaces = 0
        for path in paths:
            (article,) = articles([path])
            assert isinstance(article, Article), article
            root = document_fromstring(path.read_bytes().decode("utf-8").encode(), parser=None)
            paragraphs = [" ".join("".join(p.itertext()).split()) for p in root.xpath("//div[@class='wsw']//p")]
            assert article.text.replace("\n", " ") == " ".join(filter(None, paragraphs))
            assert len(article.text.split("\n")) >= 5
            half_spaces += article.text.count(ZWNJ)
            assert article.title == root.xpath("string(//h1)").strip()
            assert article.source == "صدای امریکا"
            assert path.stem.split("_")[1] in (article.url or "")
            assert article.published == root.xpath("string((//time/@datetime)[1])")
        assert len(paths) == 11
        assert half_spaces > 200

    def test_feeds(self, shared: Path) -> None:
        found = list(articles([shared / "data" / "feeds"]))
        good = [a for a in found if isinstance(a, Article)]
        assert len(good) == 28
        assert {f.error for f in found if isinstance(f, Failure)} == {"EmptyArticle"}  # photo stories
        for article in good:
            assert article.published
            assert article.published.startswith("2026-10-")
            assert article.title
            assert article.url
            assert article.source
            assert not re.search(r"[<>]|&\w+;|appeared first", article.text + article.title)
        raw = "".join(p.read_text(encoding="utf-8") for p in sorted((shared / "data" / "feeds").iterdir()))
        for article in good:
            assert all(line in raw for line in article.text.split("\n"))

    def test_articles(self, shared: Path) -> None:
        count = 0
        for path in sorted((shared / "data" / "articles").glob("*.jsonl.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as file:
                for line, article in zip(file, articles([path, path]), strict=True):
                    row = json.loads(line)
                    assert isinstance(article, Article), article
                    assert (article.id, article.text, article.published) == (row["id"], row["text"], row["published"])
                    count += 1
        assert count > 12_000
