"""Makes the pictures of the reading room in docs/pictures, from a record of the articles in examples/.

python bench/screenshots.py    needs Chromium: `make browser`, or VAQAYE_CHROMIUM set to one
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import room
from vaqaye import Record
from vaqaye.build import build
from vaqaye.ingest import Defaults, articles

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
_LARGEST = 250_000  # bytes of a picture

VIEWS = {
    "home": ("/", 1200, 900),
    "dossier": ("/dossier?a=IRN&b=CHN", 1200, 1160),
    "article": ("/article/example-2021-iran-china", 1200, 900),
    "map": ("/map?region=world", 1200, 850),
    "phone-dark": ("/?theme=dark", 390, 800),
}
"""Addresses, and width and height of the window."""


def main() -> None:
    """Writes the pictures anew."""
    chromium = os.environ.get("VAQAYE_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        sys.exit("no chromium: install it (make browser), or set VAQAYE_CHROMIUM to one")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        with Record(path) as record:
            build(articles([ROOT / "examples"], Defaults(published="2022-07-19")), record)
        with room.serving(path) as (base, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, (address, width, height) in VIEWS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(base + address)
                page.wait_for_load_state("networkidle")
                if name == "article":  # a note opened, with its words lit
                    page.locator(".note.event summary").first.click()
                picture = PICTURES / f"{name}.png"
                page.screenshot(path=picture)
                page.context.close()
                size = picture.stat().st_size
                print(f"{picture.relative_to(ROOT)}: {size:,} bytes")
                if size > _LARGEST:
                    sys.exit(f"{picture} is larger than {_LARGEST:,} bytes: show less in VIEWS")
            browser.close()


if __name__ == "__main__":
    main()
