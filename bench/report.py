"""Measures scores, speed, memory and start-up, and writes `docs/benchmarks.md` and the figures of README.md.

    python bench/report.py                     everything; some minutes
    python bench/report.py --sizes 1000 3000   other numbers of articles to build; 0 is all there are

Needs the shared development data (VAQAYE_SHARED, or a folder `shared` beside the checkout), and Linux for memory.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gold
import tables
from vaqaye.version import __version__

ROOT = Path(__file__).parents[1]
README, PAGE = ROOT / "README.md", ROOT / "docs" / "benchmarks.md"
VAQAYE = Path(sys.executable).with_name("vaqaye")
_BLOCK = re.compile(r"(?<=<!-- figures: written by bench/report.py -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
_SETS = {"seed": "the seed article", "articles": "40 articles for development"}
_KINDS = ("event", "event+who", "statement", "statement+speaker", "date span", "date value", "agreement", "figure")
_TOLD = {
    "event": "events",
    "event+who": "events with the countries of both sides",
    "statement": "statements",
    "statement+speaker": "statements with their speakers",
    "date value": "values of dates",
    "agreement": "agreements",
    "figure": "figures",
}
_RESTS = ("event status", "event actor countries", "event recipient countries", "event reported_by")


@dataclass(frozen=True, slots=True)
class Run:
    """One build: articles, how many could not be read, seconds, peak resident memory of all its processes in MB."""

    articles: int
    failed: int
    seconds: float
    memory: float
    size: float


def scores(shared: Path) -> dict[str, dict[str, Any]]:
    """The scores of each set of annotated texts."""
    score = gold.scorer(shared)
    found = {}
    for name in _SETS:
        texts = gold.load(shared / "gold" / gold.FILES[name])
        report, _ = score.score(texts, gold.read(texts))
        found[name] = report["scores"]
    return found


def lines(shared: Path) -> list[bytes]:
    """All development articles as lines of JSON."""
    out: list[bytes] = []
    for path in sorted((shared / "data" / "articles").glob("*.jsonl.gz")):
        with gzip.open(path) as file:
            out += file.read().splitlines()
    return out


def builds(every: list[bytes], sizes: list[int]) -> Iterator[Run]:
    """Builds of that many articles, taken evenly from all, so that each is the same mixture."""
    for size in sizes:
        wanted = size or len(every)
        step = len(every) / wanted
        with tempfile.TemporaryDirectory() as folder:
            source, record = Path(folder) / "articles.jsonl", Path(folder) / "news.db"
            source.write_bytes(b"\n".join(every[int(n * step)] for n in range(wanted)))
            yield _build(source, record)


def _build(source: Path, record: Path) -> Run:
    started = time.perf_counter()
    command = [str(VAQAYE), "build", str(source), "--record", str(record)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        watch = _Watch(process)
        assert process.stdout
        said = process.stdout.read()
        process.wait()
        seconds = time.perf_counter() - started
        watch.join()
    articles, failed = re.search(r"([\d,]+) articles:.* ([\d,]+) could not", said).groups()  # type: ignore[union-attr]
    memory = watch.most
    return Run(_number(articles), _number(failed), seconds, memory, record.stat().st_size / 1e6)


class _Watch(threading.Thread):
    """Samples the resident memory of a process and its children, ten times a second, while it runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        super().__init__()
        self.process, self.most = process, 0.0
        self.start()

    def run(self) -> None:
        """Until the process has ended."""
        while self.process.poll() is None:
            pids = [self.process.pid, *_children(self.process.pid)]
            self.most = max(self.most, sum(map(_resident, pids)) / 1000)
            time.sleep(0.1)


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    try:
        return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _resident(pid: int) -> int:
    """Kilobytes."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0


def start_up(*arguments: str, times: int = 9) -> float:
    """The median time of a command, in seconds, each in a process of its own."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run([str(VAQAYE), *arguments], check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def page(found: dict[str, dict[str, Any]], runs: list[Run], starts: dict[str, float]) -> str:
    """docs/benchmarks.md."""
    parts = [
        "# Benchmarks",
        f"Written by `bench/report.py` (`make bench`) on {datetime.date.today()} with Vaqaye {__version__}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores ({platform.machine()}).",
        "## Scores",
        "Against texts annotated by hand. An event counts as found if its PLOVER type is right and its evidence covers the "
        "words that name the act; `+who` asks for the countries of both sides as well. A statement counts if what was said "
        "overlaps by half; `+speaker` asks for the speaker. A date counts if its value is right.",
        "The texts were at hand during development, so expect less on others. `eval/floors.json` holds the floors below "
        "which a change is not accepted.",
    ]
    for name, title in _SETS.items():
        parts += [f"### {title[0].upper()}{title[1:]}", _score_table(found[name])]
    parts += [
        "## Words, half-spaces, tags, trees, names",
        tables.kept(PAGE),
        "## Speed and memory",
        "`vaqaye build` of real articles (agencies, web pages, Telegram channels) from JSON Lines into a new record, start "
        "of all processes included. Memory is the most that all processes together had resident.",
        _speed_table(runs),
        "## Start-up",
        "Median of nine runs, each a process of its own.",
        "| command | seconds |\n|---|---|\n" + "\n".join(f"| `vaqaye {c}` | {s:.2f} |" for c, s in starts.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _score_table(rows: dict[str, Any]) -> str:
    out = ["| | precision | recall | F1 | annotated |\n|---|---|---|---|---|"]
    for kind in _KINDS:
        if kind in rows:
            row = rows[kind]
            out.append(f"| {kind} | {row['precision']:.2f} | {row['recall']:.2f} | {row['f1']:.2f} | {row['gold']} |")
    known = [kind for kind in _RESTS if kind in rows]
    out += ["", "Of the events found: " + ", ".join(f"{k[6:]} {rows[k]['accuracy']:.0%}" for k in known) + " right."]
    return "\n".join(out)


def _speed_table(runs: list[Run]) -> str:
    out = ["| articles | could not be read | seconds | articles/s | ms an article | memory | record |\n|" + "---|" * 7]
    for run in runs:
        each = 1000 * run.seconds / run.articles
        out.append(
            f"| {run.articles:,} | {run.failed:,} | {run.seconds:.1f} | {run.articles / run.seconds:.0f} | {each:.1f} "
            f"| {run.memory:.0f} MB | {run.size:.0f} MB |"
        )
    return "\n".join(out)


def figures(found: dict[str, dict[str, Any]], runs: list[Run], starts: dict[str, float]) -> str:
    """The block in README.md."""
    articles, largest = found["articles"], max(runs, key=lambda run: run.articles)
    rows = [f"| F1 on {_SETS['articles']}: {name} | {articles[kind]['f1']:.2f} |" for kind, name in _TOLD.items()]
    rows += [
        f"| articles a second, {os.cpu_count()} cores, {largest.articles:,} articles | "
        f"{largest.articles / largest.seconds:.0f} |",
        f"| memory of all processes | {largest.memory:.0f} MB |",
        *(f"| `vaqaye {command}` | {seconds:.2f} s |" for command, seconds in starts.items()),
    ]
    return "| | |\n|---|---|\n" + "\n".join(rows) + "\n"


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000, 0])
    parser.add_argument("--shared")
    args = parser.parse_args()
    shared = gold.shared_folder(args.shared)
    starts = {
        "--help": start_up("--help"),
        "read examples/doha-2020.html": start_up("read", str(ROOT / "examples" / "doha-2020.html")),
    }
    found = scores(shared)
    runs = []
    for run in builds(lines(shared), args.sizes):
        runs.append(run)
        print(run, file=sys.stderr)
    PAGE.write_text(page(found, runs, starts), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    README.write_text(_BLOCK.sub(lambda _: figures(found, runs, starts), text), encoding="utf-8")


if __name__ == "__main__":
    main()
