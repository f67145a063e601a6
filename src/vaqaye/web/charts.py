"""Where the shapes of a chart or a map stand, for templates that draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from vaqaye.query import Number, Score, Site

WIDTH, HEIGHT = 720, 220
_MIDDLE = 100
_MARGIN = 16
_HALF = 82  # of a bar or of ten points of the score
_MONTHS = 36  # a column each; what texts tell of the seventies would press the news into one corner
_WIDEST = 48
_FEW = 20  # events in a place for its circle to be the largest
_LABELS = 40  # names of places on the map
_NEAREST = 46  # between two labels of months


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: `x` is where its column begins, `up` and `down` are the heights for friendly and hostile acts."""

    score: Score
    x: float
    width: float
    up: float
    down: float
    y: float
    label: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars by month with a line through the scores; `points` as SVG wants them. In RTL time runs to the left."""

    bars: tuple[Bar, ...]
    points: str
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    middle: int = _MIDDLE


def by_month(scores: Sequence[Score], *, rtl: bool) -> Chart | None:
    """The chart of the scores of the newest three years, None where there are none; months without events leave a gap."""
    if not scores:
        return None
    last = max(_index(score.month) for score in scores)
    known = {score.month: score for score in scores if last - _index(score.month) < _MONTHS}
    first = _index(min(known))
    step = min(WIDTH / (last - first + 1), _WIDEST)
    most = max(max(score.cooperation, score.conflict) for score in known.values()) or 1
    every = max(1, round(_NEAREST / step + 0.5))
    bars = []
    for month, score in sorted(known.items()):
        place = _index(month) - first
        x = WIDTH - (place + 1) * step if rtl else place * step
        y = round(_MIDDLE - score.score / 10 * _HALF, 1)
        up, down = (number / most * _HALF for number in (score.cooperation, score.conflict))
        bars.append(Bar(score, round(x, 1), round(step, 1), round(up, 1), round(down, 1), y, place % every == 0))
    points = " ".join(f"{bar.x + bar.width / 2:.1f},{bar.y}" for bar in bars)
    return Chart(tuple(bars), points, most)


def _index(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a series on its day."""

    number: Number
    x: float
    y: float


def series(numbers: Sequence[Number], *, rtl: bool) -> tuple[Point, ...]:
    """Figures of one metric and unit over their days, oldest first; () where there are not two days."""
    dated = sorted(
        ((date.fromisoformat(number.day), number) for number in numbers if number.day and len(number.day) == 10),
        key=lambda found: found[0],
    )
    if len({day for day, _ in dated}) < 2:
        return ()
    first, last = dated[0][0].toordinal(), dated[-1][0].toordinal()
    low, high = min(0, *(number.value for _, number in dated)), max(0, *(number.value for _, number in dated))
    points = []
    for day, number in dated:
        share = (day.toordinal() - first) / (last - first)
        x = _MARGIN + (1 - share if rtl else share) * (WIDTH - 2 * _MARGIN)
        y = _MARGIN + (high - number.value) / ((high - low) or 1) * (HEIGHT - 2 * _MARGIN)
        points.append(Point(number, round(x, 1), round(y, 1)))
    return tuple(points)


@dataclass(frozen=True, slots=True)
class Circle:
    """A place on the map: x is its longitude, y minus its latitude, both in degrees; `label`: there is room for its name."""

    site: Site
    x: float
    y: float
    radius: float
    label: bool


def circles(sites: Sequence[Site], width: float) -> tuple[Circle, ...]:
    """Circles for a map so many degrees wide, large ones first; their areas go with the numbers of events."""
    most = max((site.number for site in sites), default=0)
    most = max(most, _FEW)
    widest, apart, below = width / 40, width / 9, width / 38
    named: list[tuple[float, float]] = []
    found = []
    for site in sorted(sites, key=lambda site: -site.number):
        x, y = round(site.lon, 2), round(-site.lat, 2)
        label = len(named) < _LABELS and all(abs(x - a) > apart or abs(y - b) > below for a, b in named)
        if label:
            named.append((x, y))
        found.append(Circle(site, x, y, round(max(widest * sqrt(site.number / most), widest / 8), 2), label))
    return tuple(found)
