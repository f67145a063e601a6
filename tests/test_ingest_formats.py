"""Pages, feeds, lines and archives: what each way in makes of them."""

from __future__ import annotations

import gzip
import json
import random
import re
import tracemalloc
from pathlib import Path

import pytest

from ingesting import ITEM, LEAD, NEXT, PAGE, ZWNJ, everything, fails, feed, one, texts
from vaqaye.ingest import LIMIT, Defaults, article_id, articles
from vaqaye.ingest.lines import JSON_LIMIT
from vaqaye.ingest.markup import guard
from vaqaye.model import Article, Failure


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
