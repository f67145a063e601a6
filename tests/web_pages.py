"""Articles for a reading room, and a page of it taken apart."""

from __future__ import annotations

from html.parser import HTMLParser

from vaqaye import Article

MUSCAT = (
    "وزیر خارجه ایران روز دوشنبه در مسقط با وزیر خارجه عمان دیدار کرد.\n"
    "وزیر خارجه عمان در این دیدار گفت: «مسقط از ازسرگیری گفت‌وگوها پشتیبانی می‌کند.»\n"
    "ایران و عمان تفاهم‌نامه همکاری بندری امضا کردند. صادرات ایران به عمان ۲۰ درصد افزایش یافت.\n"
    "قرار است رئیس‌جمهور ایران ۳۰ دی ۱۴۰۴ به عمان سفر کند."
)


HOSTILE = (
    "<script>alert('متن')</script> وزیر خارجه روسیه در تهران با وزیر خارجه ایران دیدار کرد. <b onclick=x>\u202eوارونه\n"
    + "آ" * 3000
)


ECHO = (
    "به گزارش خبرگزاری فارس، وزیر خارجه ایران روز دوشنبه در مسقط با وزیر خارجه عمان دیدار کرد.\n"
    "ایران و عمان تفاهم‌نامه همکاری بندری امضا کردند."
)


ARTICLES = (
    Article(ECHO, "echo", "فارس", "https://example.org/2", "سفر به عمان", "2026-01-12"),
    Article(MUSCAT, "muscat", "ایسنا", "https://example.org/1", "دیدار در مسقط", "2026-01-12"),
    Article(
        "رئیس‌جمهور آمریکا ایران را به حمله نظامی تهدید کرد. سخنگوی وزارت خارجه ایران این تهدید را محکوم کرد.",
        "threat",
        "فارس",
        "javascript:alert(1)",
        "تهدید تازه",
        "2026-01-13",
    ),
    Article(
        HOSTILE, "a/b?c#d <x>", '"><img src=x onerror=alert(1)>', None, "<script>alert('عنوان')</script>" * 40, None
    ),
)


class Page(HTMLParser):
    """Tags with their attributes, ids, and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]
