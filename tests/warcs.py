"""Web archives for tests and benchmarks, written as crawlers write them, of pages of our own."""

from __future__ import annotations

import io
from collections.abc import Iterable

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"

PERSIAN = (
    "وزیر خارجه ایران در دیدار با همتای عراقی خود گفت‌وگو درباره پرونده گاز را مفید خواند.",
    "سخنگوی دولت می‌گوید چهار شرکت ژاپنی برای سرمایه‌گذاری در پتروشیمی اعلام آمادگی کرده‌اند.",
    "رئیس مجلس گفت نمایندگان طرح پرداخت یارانه را هفته آینده بررسی می‌کنند.",
    "به گزارش خبرگزاری‌ها گروهی از کشاورزان در برابر استانداری گرد هم آمدند و خواستار حق‌آبه شدند.",
)
OTHERS = {
    "ar": "قال وزير الخارجية العراقي إن المباحثات مع دول الجوار مستمرة وإن الوفود الفنية ستجتمع في بغداد الأسبوع المقبل لبحث ملف الغاز والكهرباء.",
    "ur": "وزیر خارجہ نے کہا ہے کہ پڑوسی ملکوں کے ساتھ بات چیت جاری ہے اور دونوں ملکوں کے ماہرین اگلے ہفتے اسلام آباد میں ملاقات کریں گے۔",
    "ps": "د بهرنیو چارو وزیر وویل چې له ګاونډیو هېوادونو سره خبرې اترې روانې دي او د دواړو هېوادونو پوهان به راتلونکې اونۍ په کابل کې سره وګوري.",
    "ckb": "وەزیری دەرەوەی عێراق دەڵێت گفتوگۆکان لەگەڵ وڵاتانی دراوسێ بەردەوامن و شاندی هەردوو وڵات هەفتەی داهاتوو لە بەغدا کۆدەبنەوە.",
    "en": "The foreign minister said that talks with the neighbours go on – “experts of both countries” will meet in Baghdad next week.",
    "ru": "Министр иностранных дел заявил, что переговоры с соседями продолжаются и что эксперты двух стран встретятся на следующей неделе.",
    "zh": "外交部长表示,与邻国的会谈仍在继续,两国专家将于下周在首都会面,讨论天然气和电力合作等问题。",
    "ja": "外務大臣は、近隣諸国との協議は続いており、両国の専門家が来週首都で会合を開くと述べた。",
}


def page(sentences: Iterable[str], title: str = "خبر", lang: str = "fa", head: str = "") -> str:
    """A page of the usual kind: a menu, an article of these sentences, a footer."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    menu = "".join(f'<li><a href="/{n}">{title}</a></li>' for n in range(5))
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{title}</title>{head}</head><body><nav><ul>{menu}</ul></nav>'
        f"<article><h1>{title}</h1>{paragraphs}</article><footer><p>{title}</p></footer></body></html>"
    )


def persian(n: int) -> list[str]:
    """Six different sentences, others for each n."""
    return [f"{PERSIAN[(n + i) % 4]} این خبر شماره {n}-{i} است." for i in range(6)]


def record(
    address: str,
    body: bytes | str,
    head: bytes = HEAD,
    kind: WarcRecordType = WarcRecordType.response,
    packed: bool = True,
) -> bytes:
    """One record with the answer of a server, a gzip member of its own if `packed`."""
    made = WarcRecord()
    made.init_headers(record_type=kind)
    made.headers["WARC-Target-URI"] = address
    made.headers["Content-Type"] = "application/http; msgtype=response"
    made.is_http = True
    made.set_bytes_content(head + (body.encode() if isinstance(body, str) else body))
    out = io.BytesIO()
    if packed:
        writer = GzipWriter(out)
        made.write(writer)
        writer.finish()
        writer.flush()
    else:
        made.write(out)
    return out.getvalue()


def archive(count: int, *, packed: bool = True) -> bytes:
    """`count` pages, every second Persian, the others in turn in each language of OTHERS."""
    foreign = list(OTHERS.items())
    records = []
    for n in range(count):
        if n % 2:
            lang, sentence = foreign[n // 2 % len(foreign)]
            text = page([f"{sentence} {n}-{i}" for i in range(6)], title=sentence[:30], lang=lang)
        else:
            text = page(persian(n), title=f"خبر شماره {n}")
        records.append(record(f"https://khabar.example/news/{n}", text, packed=packed))
    return b"".join(records)
