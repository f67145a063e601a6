"""Persian news of our own making, each article another one, with acts that several of them tell."""

from __future__ import annotations

import random

from vaqaye.model import Article

_WHO = (
    "عباس عراقچی وزیر خارجه ایران",
    "سرگئی لاوروف وزیر خارجه روسیه",
    "هاکان فیدان وزیر خارجه ترکیه",
    "وزیر خارجه عراق",
)
_WHERE = ("تهران", "مسکو", "آنکارا", "بغداد", "مسقط")
_WHEN = ("دوشنبه", "دیروز", "۲۹ دی ۱۴۰۳", "هفته گذشته", "امروز")
_ACTS = (
    "{a} {when} در {where} با {b} دیدار کرد و درباره ترانزیت گفت‌وگو کرد.",
    "{a} گفت: «{where} آماده است تا قرارداد گاز را با همسایگان تمدید کند.»",
    "{a} {when} حمله به سفارت در {where} را محکوم کرد.",
    "قرار است {a} هفته آینده به {where} سفر کند و موافقت‌نامه تجارت آزاد را امضا کند.",
    "به گفته سخنگوی دولت، تجارت دو کشور در سال گذشته {n} درصد افزایش یافت.",
    "{n} نفر در اعتراض به گرانی در {where} بازداشت شدند.",
    "{a} کمک‌های بشردوستانه به زلزله‌زدگان را به {b} پیشنهاد داد.",
)


def articles(count: int, acts: int = 2, seed: int = 1404) -> list[Article]:
    """`count` articles of one month that tell of so many acts; every tenth is a copy by another outlet."""
    rng = random.Random(seed)
    made: list[Article] = []
    for n in range(count):
        day = f"2025-01-{1 + n % 28:02d}"
        if n % 10 == 9:
            text = made[-1].text
        else:
            lines = []
            for act in rng.sample(_ACTS, acts):
                a, b = rng.sample(_WHO, 2)
                where, when = rng.choice(_WHERE), rng.choice(_WHEN)
                lines.append(act.format(a=a, b=b, where=where, when=when, n=rng.randrange(2, 90)))
            text = "\n".join(lines)
        source = ("ایسنا", "ایرنا", "مهر")[n % 3]
        made.append(
            Article(text, f"made-{n}", source, f"https://n.example/{n}", f"خبر {n}", f"{day}T0{n % 9}:00:00+03:30")
        )
    return made
