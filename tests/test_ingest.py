"""Files, folders, pages and feeds to articles."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaqaye.errors import IngestError
from vaqaye.ingest import LIMIT, Defaults, article_id, articles, from_bytes
from vaqaye.ingest.decode import decode
from vaqaye.ingest.lines import JSON_LIMIT
from vaqaye.ingest.markup import guard
from vaqaye.ingest.published import iso
from vaqaye.model import Article, Failure

ZWNJ = "\u200c"
LEAD = "وزیر خارجه عراق می‌گوید گفت‌وگوها با همسایگان ادامه می‌یابد."
NEXT = "به گفته او هیئت‌های کارشناسی دو کشور هفته آینده در بغداد گرد هم می‌آیند."
PAGE = """<!DOCTYPE html><html lang="fa"><head><meta charset="utf-8"><title>گفت‌وگوها ادامه دارد | خبر امروز</title>
<meta property="og:title" content="گفت&zwnj;وگوها ادامه دارد"><meta property="og:site_name" content="خبر امروز">
<link rel="canonical" href="https://www.khabar-emrooz.example/news/12/talks">
<meta property="article:published_time" content="2022-01-19T10:30:00+03:30"></head><body>
<nav><ul><li><a href="/">صفحه نخست</a></li><li><a href="/p">سیاست</a></li></ul></nav>
<article><h1>گفت‌وگوها ادامه دارد</h1>
<p>وزیر خارجه عراق می&zwnj;گوید گفت&#8204;وگوها با همسایگان ادامه می&#x200c;یابد.</p>
<p>به گفته او هیئت&#x200C;های کارشناسی دو کشور هفته آینده در بغداد گرد هم می‌آیند.</p></article>
<footer><p>همه حقوق برای خبر امروز محفوظ است.</p></footer></body></html>"""
ITEM = (
    "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate><description>{text}</description></item>"
)


def one(data: bytes | str, name: str = "stdin", defaults: Defaults | None = None) -> Article:
    """The only article that comes out."""
    found = everything(data, name, defaults)
    assert len(found) == 1
    assert isinstance(found[0], Article), found[0]
    return found[0]


def fails(data: bytes | str, name: str = "stdin") -> Failure:
    """The only failure that comes out."""
    found = everything(data, name)
    assert len(found) == 1
    assert isinstance(found[0], Failure), found[0]
    return found[0]


def everything(data: bytes | str, name: str = "stdin", defaults: Defaults | None = None) -> list[Article | Failure]:
    return list(from_bytes(data.encode() if isinstance(data, str) else data, name, defaults or Defaults()))


def texts(found: list[Article | Failure]) -> list[str]:
    return [a.text for a in found if isinstance(a, Article)]


def feed(*items: str, title: str = "خبرگزاری نمونه | تازه‌ترین خبرها") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


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


class TestPage:
    def test_main_text_without_menus_and_title_and_with_every_half_space(self) -> None:
        article = one(PAGE)
        assert article.text == f"{LEAD}\n{NEXT}"
        assert article.title == "گفت‌وگوها ادامه دارد"
        assert article.source == "خبر امروز"
        assert article.url == "https://www.khabar-emrooz.example/news/12/talks"
        assert article.published == "2022-01-19T10:30:00+03:30"

    @pytest.mark.parametrize(
        "spelling", [ZWNJ, "&zwnj;", "&#8204;", "&#08204;", "&#x200c;", "&#x200C;", "&#X200c;", "&amp;zwnj;"]
    )
    def test_each_spelling_of_the_half_space(self, spelling: str) -> None:
        words = (
            f"نمایندگان می{spelling}گویند این لایحه هفته آینده در مجلس بررسی می{spelling}شود و رای می{spelling}گیرد."
        )
        page = f"<html><head><title>می{spelling}شود</title></head><body><article><p>{words}</p></article></body></html>"
        for article in (
            one(page),
            one(feed(f"<item><title>می{spelling}شود</title><description>{words}</description></item>")),
        ):
            assert article.text == words.replace(spelling, ZWNJ)
            assert article.title == "می‌شود"

    def test_other_entities_are_no_half_spaces(self) -> None:
        assert one("<p>عدد &#82045; و &#x200c9; در متن</p>").text.count(ZWNJ) == 0

    def test_the_placeholder_prints_and_is_not_in_the_page(self) -> None:
        guarded, placeholder = guard(f"می{ZWNJ}رود \ua000\ua001")
        assert placeholder == "\ua002"  # what does not print, the extractor deletes
        assert placeholder.isprintable()
        assert guarded == "می\ua002رود \ua000\ua001"

    def test_paragraphs_are_lines_in_a_table_layout_too(self) -> None:
        rows = "".join(f"<p>{number}. {NEXT}</p>" for number in range(5))
        article = one(f"<html><body><table><tr><td></td><td>{rows}</td></tr></table></body></html>")
        assert article.text.split("\n") == [f"{number}. {NEXT}" for number in range(5)]

    def test_lists_and_tables_have_no_marks_of_their_own(self) -> None:
        cells = "<table><tr><th>سال</th><th>تن</th></tr><tr><td>۱۴۰۰</td><td>۲۵</td></tr></table>"
        items = "<ul><li>نخست امنیت مرزها</li><li>دوم حق‌آبه رودها</li></ul>"
        page = f"<html><body><article><p>{LEAD}</p>{items}<p>{NEXT}</p>{cells}</article></body></html>"
        lines = one(page).text.split("\n")
        assert lines == [LEAD, "نخست امنیت مرزها", "دوم حق‌آبه رودها", NEXT, "سال تن", "۱۴۰۰ ۲۵"]

    def test_the_part_that_the_page_calls_its_article_and_its_lead(self) -> None:
        more = "".join(
            f"<div class='item'><a href='/{n}'>خبر دیگر</a><p>{n} گزارش دیگری از رویدادهای روز.</p></div>"
            for n in range(40)
        )
        body = f"<p itemprop='description'>{LEAD}</p><div itemprop='articleBody'><p>{NEXT}</p></div>{more}"
        assert one(f"<html><body><h1>عنوان</h1>{body}</body></html>").text == f"{LEAD}\n{NEXT}"

    def test_plain_lines_where_the_extractor_finds_nothing(self) -> None:
        article = one("<html><body><nav>خانه</nav><div>تهران<br>بغداد</div><script>var a;</script></body></html>")
        assert article.text == "تهران\nبغداد"

    @pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x()</script></body></html>", "<!-- -->"])
    def test_a_page_without_text_is_a_failure(self, page: str) -> None:
        failure = fails(page, "a.html")
        assert failure.error == "IngestError"
        assert failure.article.url == "a.html"

    def test_domain_where_the_site_has_no_name_and_heading_before_title(self) -> None:
        page = re.sub(r"<meta property=.og:[^>]+>", "", PAGE)
        assert one(page).source == "khabar-emrooz.example"
        assert one(page).title == "گفت‌وگوها ادامه دارد"

    def test_a_relative_address_is_none(self) -> None:
        assert one(PAGE.replace("https://www.khabar-emrooz.example", ""), "p.html").url is None
        assert one(PAGE.replace("https://www.khabar-emrooz.example", "http://["), "p.html").url is None

    @pytest.mark.parametrize(
        ("head", "body", "expected"),
        [
            ("<meta itemprop='datePublished' content='1400/10/29'>", "", "2022-01-19"),
            (
                '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-01-19"}</script>',
                "",
                "2022-01-19",
            ),
            ('<script type="application/ld+json">{"datePublished": "1400\\/10\\/29"</script>', "", "2022-01-19"),
            ("", "<time datetime='2022-01-19T08:00'>", "2022-01-19T08:00:00"),
            (
                "",
                "<header><time datetime='2024-05-05'></header><article><time datetime='2022-01-19'></article>",
                "2022-01-19",
            ),
            ("", "<time datetime='2024-05-05'></time><time datetime='2022-01-19'></time>", None),
            ("<meta property='article:published_time' content='دیروز'>", "<time datetime='2022-01-19'>", "2022-01-19"),
            ("", "", None),
        ],
    )
    def test_date(self, head: str, body: str, expected: str | None) -> None:
        page = re.sub(r"<meta property=.article:[^>]+>", head.replace("\\", r"\\"), PAGE).replace(
            "<body>", f"<body>{body}"
        )
        assert one(page).published == expected

    def test_local_time_before_the_same_moment_in_utc(self) -> None:
        utc = PAGE.replace("2022-01-19T10:30:00+03:30", "2022-01-18T21:00:00Z")
        assert one(utc).published == "2022-01-18T21:00:00+00:00"
        local = utc.replace("<h1>", "<time pubdate datetime='2022-01-19T00:30:00+03:30'></time><h1>")
        assert one(local).published == "2022-01-19T00:30:00+03:30"
        other = utc.replace("<h1>", "<time pubdate datetime='2022-03-19T00:30:00+03:30'></time><h1>")
        assert one(other).published == "2022-01-18T21:00:00+00:00"


class TestFeed:
    def test_entries(self) -> None:
        first = ITEM.format(
            title="سفر به بغداد", link="https://n.example/1", date="Wed, 19 Jan 2022 10:30:00 +0330", text=LEAD
        )
        second = ITEM.format(
            title="A &lt; B", link="", date="فردا", text="&lt;p&gt;بند یک&lt;/p&gt;&lt;p&gt;بند&amp;nbsp;دو&lt;/p&gt;"
        )
        a, b = everything(feed(first, second))
        assert isinstance(a, Article)
        assert isinstance(b, Article)
        assert (a.text, a.title, a.url) == (LEAD, "سفر به بغداد", "https://n.example/1")
        assert (a.source, a.published) == ("خبرگزاری نمونه", "2022-01-19T10:30:00+03:30")
        assert (b.text, b.title, b.url, b.published) == ("بند یک\nبند دو", "A < B", None, None)

    def test_the_fullest_text_wins(self) -> None:
        full = (
            f"<content:encoded><![CDATA[<div><p>{LEAD}</p><script>x()</script><p>{NEXT}</p></div>]]></content:encoded>"
        )
        item = f"<item><description>{LEAD}</description>{full}</item>"
        xml = feed(item).replace("<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')
        assert one(xml).text == f"{LEAD}\n{NEXT}"

    def test_atom(self) -> None:
        entry = (
            '<title type="html">سفر &lt;b&gt;وزیر&lt;/b&gt;</title><link href="https://n.example/2"/>'
            "<source><id>urn:x</id><title>روزنامه نمونه</title></source><updated>2022-01-19T07:00:00Z</updated>"
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LEAD}</p><p>{NEXT}</p></div></content>'
        )
        article = one(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>گردآور</title><entry>{entry}</entry></feed>')
        assert article.text == f"{LEAD}\n{NEXT}"
        assert (article.title, article.source, article.url) == ("سفر وزیر", "روزنامه نمونه", "https://n.example/2")
        assert article.published == "2022-01-19T07:00:00+00:00"

    def test_a_source_without_an_address_is_a_remark(self) -> None:
        remark = f"<item><source>بدون منبع</source><description>{LEAD}</description></item>"
        assert one(feed(remark)).source == "خبرگزاری نمونه"
        named = remark.replace("<source>", '<source url="https://m.example/rss">')
        assert one(feed(named)).source == "بدون منبع"

    def test_what_wordpress_hangs_on_is_cut_off(self) -> None:
        for trailer in ("The post سفر appeared first on نمونه.", "نوشته سفر اولین بار در نمونه. پدیدار شد."):
            text = f"&lt;p&gt;{LEAD}&lt;/p&gt;&lt;p&gt;{trailer}&lt;/p&gt;"
            assert one(feed(f"<item><description>{text}</description></item>")).text == LEAD

    def test_broken_xml_and_undefined_entities_are_read(self) -> None:
        item = f"<item><title>الف &laquo;ب&raquo; & ج</title><description>{LEAD}</description></item>"
        found = everything(feed(item, item)[:-60])
        assert isinstance(found[0], Article)
        assert (found[0].text, found[0].title) == (LEAD, "الف «ب» & ج")

    def test_an_entry_without_text_is_a_failure_and_the_rest_goes_on(self) -> None:
        found = everything(
            feed("<item><title>عکس</title></item>", f"<item><description>{LEAD}</description></item>"), "f.xml"
        )
        assert isinstance(found[0], Failure)
        assert (found[0].error, found[0].article.url) == ("EmptyArticle", "f.xml:1")
        assert texts(found) == [LEAD]

    def test_no_feed(self) -> None:
        assert (
            "no entries"
            in fails("<?xml version='1.0'?><urlset><url><loc>https://a.example</loc></url></urlset>").reason
        )

    def test_a_feed_can_not_make_the_parser_open_files(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.xml"
        secret.write_text(feed(f"<item><description>{LEAD}</description></item>"), encoding="utf-8")
        assert fails(str(secret), "a.xml").error == "IngestError"
        doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        xml = feed("<item><description>&x;</description></item>").replace("<rss", doctype + "<rss", 1)
        assert all(LEAD not in text for text in texts(everything(xml)))

    def test_no_billion_laughs(self) -> None:
        entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
        xml = (
            f'<!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]>' + feed("<item><description>&a12;</description></item>")[21:]
        )
        assert sum(map(len, texts(everything(xml, "a.xml")))) < 1000


class TestLines:
    def test_fields_and_their_other_names(self) -> None:
        row = {"id": "n1", "source": "ایسنا", "url": "https://a.example/1", "title": "سفر", "published": "2022-01-19"}
        article = one(json.dumps(row | {"text": LEAD, "international": True, "licence": None}))
        assert article == Article(LEAD, "n1", "ایسنا", "https://a.example/1", "سفر", "2022-01-19")
        article = one(
            json.dumps({"body": LEAD, "date": "۱۴۰۰/۱۰/۲۹ ۱۴:۰۵", "link": "https://a.example/1", "text": None})
        )
        assert (article.text, article.published) == (LEAD, "2022-01-19T14:05:00")
        assert article.url == "https://a.example/1"
        assert one(json.dumps({"content": LEAD, "id": 17})).id == "17"

    def test_unknown_is_none_and_never_empty(self) -> None:
        article = one(json.dumps({"text": LEAD, "id": "", "source": " ", "title": None, "published": "به زودی"}))
        assert (article.source, article.title, article.published) == (None, None, None)
        assert article.id == article_id(Article(LEAD))

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ({"text": 5}, "'text'"),
            ({"body": []}, "'body'"),
            ({"text": "a", "title": {}}, "'title'"),
            ({"text": "a", "date": 1642579200}, "'date'"),
            ({"text": "a", "url": False}, "'url'"),
            ({"text": "a", "id": True}, "'id'"),
            ({"text": "a", "id": 1.5}, "'id'"),
            ({"title": "a"}, "'text' is missing"),
            ([], "a list"),
            ("a", "a text"),
            (None, "null"),
            (7, "a number"),
        ],
    )
    def test_wrong_types_name_the_field(self, row: object, reason: str) -> None:
        failure = fails(json.dumps(row), "a.jsonl")
        assert failure.error == "IngestError"
        assert reason in failure.reason
        assert failure.article.url == "a.jsonl:1"

    def test_a_bad_line_is_a_failure_and_the_rest_goes_on(self) -> None:
        data = '{"text": "یک"}\n\n{"text": "دو", \n{"id": "x", "text": 3}\n{"text": "چهار"}'
        found = everything(data, "a.jsonl")
        assert texts(found) == ["یک", "چهار"]
        bad = [f for f in found if isinstance(f, Failure)]
        assert [f.article.url for f in bad] == ["a.jsonl:3", "a.jsonl:4"]
        assert bad[0].reason.startswith("not JSON")
        assert bad[1].article.id == "x"

    @pytest.mark.parametrize("indent", [None, 2])
    def test_json_is_one_article_or_a_list(self, indent: int | None) -> None:
        rows = [{"text": "یک"}, {"text": 2}, {"text": "سه"}]
        for name in ("stdin", "a.json"):
            assert one(json.dumps(rows[0], indent=indent), name).text == "یک"
            found = everything(json.dumps(rows, indent=indent), name)
            assert texts(found) == ["یک", "سه"]
            assert found[1].to_dict()["url"] == f"{name}:2" if isinstance(found[1], Failure) else False

    def test_lines_in_a_json_file_with_a_bad_one_first(self) -> None:
        assert texts(everything('{bad}\n{"text": "دو"}\n', "a.json")) == ["دو"]

    def test_other_encodings_and_marks(self) -> None:
        rows = '{"text": "تهران"}\n{"text": "بغداد"}\n'
        for encoding in ("utf-8-sig", "utf-16", "cp1256"):
            assert texts(everything(rows.encode(encoding), "a.jsonl")) == ["تهران", "بغداد"]

    def test_a_line_separator_inside_a_text_ends_no_line(self) -> None:
        assert one('{"text": "یک\u2028دو\x85سه"}', "a.jsonl").text == "یک\u2028دو\x85سه"

    def test_nested_too_deeply(self) -> None:
        for data in (b"[" * 100_000, b'{"a":' * 100_000):
            assert "nested" in fails(data, "a.jsonl").reason

    def test_defaults_that_belong_to_one_article_are_not_given_to_many(self) -> None:
        defaults = Defaults(source="ایسنا", url="https://a.example", title="سفر", published="2022-01-19")
        found = everything('{"text": "یک", "source": "مهر"}\n{"text": "دو"}', "a.jsonl", defaults)
        assert [(a.source, a.url, a.title, a.published) for a in found if isinstance(a, Article)] == [
            ("مهر", None, None, "2022-01-19"),
            ("ایسنا", None, None, "2022-01-19"),
        ]

    def test_defaults_of_a_single_object(self) -> None:
        for data in (f'{{"text": "{LEAD}"}}', f'{{"text":\n"{LEAD}"}}'):
            assert one(data, defaults=Defaults(url="https://a.example/1")).url == "https://a.example/1"

    def test_a_line_that_is_too_long(self) -> None:
        data = b'{"text": "' + b"a" * LIMIT + b'"}\n{"text": "b"}'
        found = everything(data, "a.jsonl")
        assert isinstance(found[0], Failure)
        assert (found[0].error, found[0].article.url) == ("TooLarge", "a.jsonl:1")
        assert texts(found) == ["b"]

    def test_many_articles_are_not_in_memory_at_once(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
            for number in range(3000):
                file.write(json.dumps({"id": number, "text": f"{number} {LEAD} {NEXT * 10}"}) + "\n")
        tracemalloc.start()
        count = sum(1 for _ in articles([path]))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 3000
        assert peak < 2_000_000


class TestArchives:
    def test_every_format_packed(self) -> None:
        for name, data in (
            ("a.txt", LEAD),
            ("a.html", PAGE),
            ("a.jsonl", f'{{"text": "{LEAD}"}}'),
            ("a.xml", feed(f"<item><description>{LEAD}</description></item>")),
        ):
            assert one(gzip.compress(data.encode()), f"{name}.gz").text == one(data, name).text

    def test_what_came_before_the_damage_is_kept(self) -> None:
        rows = b"".join(b'{"text": "%d %s"}\n' % (n, random.Random(n).randbytes(60).hex().encode()) for n in range(900))
        found = everything(gzip.compress(rows)[:-2000], "a.jsonl.gz")
        assert len(texts(found)) > 100
        assert isinstance(found[-1], Failure)
        assert found[-1].reason.startswith("can't be read")

    @pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.json.gz", "a.jsonl.gz"])
    @pytest.mark.parametrize("byte", [b"\n", b"a", b"[", b"\0"])
    def test_bombs(self, name: str, byte: bytes) -> None:
        found = everything(gzip.compress(byte * (JSON_LIMIT + 1), 1), name)
        assert not texts(found)
        assert len(found) <= 2


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
