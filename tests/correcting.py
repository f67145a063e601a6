"""Articles to correct, a record of them, and by whom."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from vaqaye import Article, Reader, Record
from vaqaye.model import Reading

MUSCAT = (
    "وزیر خارجه ایران روز دوشنبه در مسقط با وزیر خارجه عمان دیدار کرد.\n"
    "وزیر خارجه عمان در این دیدار گفت: «مسقط از ازسرگیری گفت‌وگوها پشتیبانی می‌کند.»\n"
    "ایران و عمان تفاهم‌نامه همکاری بندری امضا کردند. صادرات ایران به عمان ۲۰ درصد افزایش یافت.\n"
    "قرار است رئیس‌جمهور ایران ۳۰ دی ۱۴۰۴ به عمان سفر کند."
)


THREAT = "رئیس‌جمهور آمریکا ایران را به حمله نظامی تهدید کرد. سخنگوی وزارت خارجه ایران این تهدید را محکوم کرد."


ARTICLES = (
    Article(MUSCAT, "muscat", "ایسنا", "https://example.org/1", "دیدار در مسقط", "2026-01-12"),
    Article(THREAT, "threat", "فارس", "https://example.org/3", "تهدید تازه", "2026-01-13"),
)


BY = {"by": "سارا <b>", "reason": "<script>alert(1)</script> متن چیز دیگری می‌گوید"}


@cache
def readings_of_all() -> list[Reading]:
    return [r for r in Reader().map(list(ARTICLES)) if isinstance(r, Reading)]


def recorded(path: Path) -> Path:
    """A record of all articles at a path."""
    with Record(path) as record:
        record.add(readings_of_all())
    return path
