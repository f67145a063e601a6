"""Articles that tell of one act, saying or agreement in several ways."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from readings import event, muscat, span, state
from vaqaye.model import Actor, Agreement, Article, EventDate, Name, Reading, Statement
from vaqaye.record import Record

LAVROV = Actor("person:sergey-lavrov", Name("سرگئی لاوروف", "Sergey Lavrov"), "person", "RUS", "GOV")


ARAGHCHI = Actor("person:abbas-araghchi", Name("عباس عراقچی", "Abbas Araghchi"), "person", "IRN", "GOV")


PUTIN = Actor("person:vladimir-putin", Name("ولادیمیر پوتین", "Vladimir Putin"), "person", "RUS", "GOV")


CAST = (LAVROV, ARAGHCHI, PUTIN, state("IRN", "ایران", "Iran"), state("RUS", "روسیه", "Russia"))


MET = "عباس عراقچی وزیر خارجه ایران امروز در مسکو با سرگئی لاوروف دیدار کرد و درباره اوضاع قفقاز جنوبی گفت‌وگو کرد."


MET_TOO = "لاوروف در مسکو میزبان عراقچی بود؛ دو وزیر در این دیدار از مسیر ترانزیتی رشت به آستارا گفتند."


PUTIN_TOO = "رئیس‌جمهور روسیه عصر در کرملین با عراقچی دیدار کرد و پیام رهبران دو کشور رد و بدل شد."


DENIED = "سخنگوی وزارت خارجه روسیه خبر دیدار عراقچی با سرگئی لاوروف در مسکو را درست ندانست."


SAID = "عراقچی گفت: تهران تا وقتی تحریم‌های نفتی و بانکی برداشته نشود بازرسی‌های تازه از نیروگاه بوشهر را نمی‌پذیرد."


def told(
    id: str, text: str, with_: Actor = LAVROV, *, source: str = "ایسنا", published: str = "2025-05-03", **more: Any
) -> Reading:
    """An article that tells of a meeting of Araghchi with somebody."""
    act = event(text, "دیدار", (ARAGHCHI.id, with_.id), **more)
    whole = replace(act, evidence=(span(text, text),))
    return Reading(
        Article(text, id, source, None, None, published, reader=muscat().article.reader), CAST, events=(whole,)
    )


def said(id: str, text: str, source: str, published: str = "2025-05-03") -> Reading:
    """An article with a statement of Araghchi."""
    content = span(text, text.partition(": ")[2])
    saying = Statement("s1", ARAGHCHI.id, "direct", None, content, (content,))
    article = Article(text, id, source, None, None, published, reader=muscat().article.reader)
    return Reading(article, CAST, statements=(saying,))


def deal(
    id: str, status: Any, day: str, name: str = "موافقت‌نامه", parties: tuple[str, ...] = ("IRN", "RUS")
) -> Reading:
    """An article that tells how far an agreement is."""
    text = f"{name} ایران و روسیه در این روز یک گام پیش رفت."
    one = Agreement("g1", name, parties, (), None, status, None, day, (span(text, name),))
    return Reading(Article(text, id, id, None, None, day, reader=muscat().article.reader), CAST, agreements=(one,))


POOL = (
    told("a", MET),
    told("b", MET.replace("امروز", "ساعتی پیش"), source="تسنیم"),
    told("c", MET_TOO, source="فارس", published="2025-05-04"),
    told("d", MET, source="ایرنا", published="2025-05-09"),
    told("e", PUTIN_TOO, PUTIN),
    told("f", DENIED, source="اسپوتنیک", published="2025-05-04", status="denied"),
    told("g", MET, published="2025-09-01"),
    told("h", MET_TOO, source="مهر", date=EventDate("2025-05-03", "day", None, None)),
    said("i", SAID, "ایسنا"),
    said("j", SAID.replace("بازرسی‌های تازه از نیروگاه بوشهر", "بازرسی‌های تازه"), "تسنیم"),
    said("k", "عراقچی گفت: صادرات پسته به اوراسیا دو برابر شده و کشتی‌های تازه به آستاراخان می‌روند.", "فارس"),
    deal("l", "negotiated", "2024-02-01"),
    deal("m", "signed", "2024-06-01"),
    deal("n", "ratified", "2024-10-01"),
    deal("o", "proposed", "2026-01-01"),
    muscat(),
)  # fmt: skip


def stories(record: Record) -> Any:
    """All that merging has decided, by what does not depend on the order of storing."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for id, *report in record.select(
        "SELECT a.id, r.entry, r.n, r.story, r.component, r.copy, m.id FROM reports r JOIN articles a ON a.key = r.article "
        "LEFT JOIN articles m ON m.key = r.model"
    ):
        found[report[0], report[2], report[3]].append((id, report[1], *report[4:]))
    groups: dict[int, set[str]] = defaultdict(set)
    for id, origin in record.select("SELECT a.id, c.origin FROM copies c JOIN articles a ON a.key = c.article"):
        groups[origin].add(id)
    heads = [sorted(record.select(f"SELECT * FROM {table}")) for table in ("episodes", "quotations", "ledgers")]
    blocks = record.select("SELECT b.block, b.rank, a.id, b.n FROM blocks b JOIN articles a ON a.key = b.article")
    links = record.select(
        "SELECT a.id, l.entry, l.n, o.id, l.other_n, l.sure, l.alike FROM links l JOIN articles a ON a.key = l.article "
        "JOIN articles o ON o.key = l.other"
    )
    return (
        sorted((key, sorted(reports)) for key, reports in found.items()),
        sorted(map(sorted, groups.values())), heads, sorted(blocks), sorted(links),
    )  # fmt: skip


def hot_day() -> list[Reading]:
    """Posts of one day about one pair, in words that are more or less alike, by five outlets; some hours apart."""
    other = "مذاکرات تازه درباره خط‌آهن رشت و آستارا پشت درهای بسته ادامه یافت و بیانیه‌ای منتشر نشد".split()
    posts = []
    for i in range(24):
        words = MET.split()
        for j in range(i % 8):
            words[-2 - j] = other[(i + j) % len(other)]
        text = " ".join(words)
        posts.append(
            told(f"post-{i}", text, source=f"کانال {i % 5}", published=f"2025-05-0{3 + i % 2}T{i % 3:02}:00:00")
        )
    return posts


def deals_of_months() -> list[Reading]:
    """One pair's agreements over three years, with two silences, several a day, some undated."""
    days = [
        f"{2024 + month // 12}-{1 + month % 12:02}-{1 + i:02}" for month in (0, 1, 3, 4, 13, 14, 26) for i in (0, 0, 1)
    ]
    made = [deal(f"deal-{i}", "signed" if i % 3 else "unknown", day) for i, day in enumerate(days)]
    undated = replace(made[0].agreements[0], date=None)
    article = replace(made[0].article, id="undated", published=None)
    return [*made, replace(made[0], article=article, agreements=(undated,))]


def talks() -> list[Reading]:
    """Ten days of talks of the same two, told in words that are more or less alike: a chain that is several stories."""
    other = "مذاکرات تازه درباره خط‌آهن رشت و آستارا پشت درهای بسته ادامه یافت و بیانیه‌ای منتشر نشد".split()
    posts = []
    for i in range(40):
        words = MET.split()
        for j in range(i * 5 % 8):
            words[-2 - j] = other[(i + j) % len(other)]
        day = f"2025-05-{10 + i * 3 % 10}"
        more = {"mode": "visit"} if i % 5 == 0 else {"date": EventDate(day, "day", None, None)} if i % 4 == 0 else {}
        posts.append(told(f"talk-{i}", " ".join(words), source=f"کانال {i % 7}", published=day, **more))
    return posts


HOT = (*hot_day(), *deals_of_months())


TALKS = talks()
