"""Pages a second out of a web archive: how fast pages in other languages are passed over, and Persian ones taken apart.

    nice -n 12 .venv/bin/python bench/warc.py [COUNT]

The pages are those of the tests, stuffed to the 60 kB that a news page has.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from vaqaye.ingest import from_bytes
from vaqaye.model import Article

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from warcs import OTHERS, page, persian, record

_MENU = "".join(
    f'<li class="menu-item menu-item-{n}"><a href="/section/{n}/page" title="بخش">بخش</a></li>' for n in range(400)
)


def _page(n: int, *, foreign: bool) -> bytes:
    lang, sentence = list(OTHERS.items())[n % len(OTHERS)]
    sentences = [f"{sentence} {i}" for i in range(20)] if foreign else [s for i in range(4) for s in persian(n * 4 + i)]
    menu = _MENU.replace("بخش", "Section" if foreign else "بخش")
    text = page(sentences, title=sentences[0][:40], lang=lang).replace("<nav>", f"<nav><ul>{menu}</ul>")
    return record(f"https://khabar.example/{n}", text)


def measure(name: str, records: list[bytes]) -> float:
    """Prints and returns the pages a second of an archive of these records."""
    data = b"".join(records)
    began = time.perf_counter()
    found = sum(isinstance(item, Article) for item in from_bytes(data, "bench.warc.gz"))
    seconds = time.perf_counter() - began
    rate = len(records) / seconds
    print(f"{name:<24} {len(records):>6,} pages {found:>6,} articles {seconds:7.2f} s {rate:>8,.0f} pages/s")
    return rate


def main(count: int) -> None:
    """Measures an archive of other languages, one of Persian, and one of each sort mixed as in a crawl of all news."""
    list(from_bytes(_page(1, foreign=False), "warm.warc.gz"))
    foreign = [_page(n, foreign=True) for n in range(count)]
    own = [_page(n, foreign=False) for n in range(count // 10)]
    measure("other languages", foreign)
    measure("Persian", own)
    measure("one in a hundred", [*foreign, *own[: count // 100]])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
