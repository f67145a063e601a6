"""Where the shapes of a chart or a map stand, for templates that draw them as SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
_LABELS = 60  # places whose names may stand on the map
_CLEAR = 90  # circles that no name is written over
_LETTER = 0.56  # width of a letter, of its size
_GUTTER = 34  # for the scale
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


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars by month, and the scores of months that follow each other as lines; `lines` as SVG wants their points.

    `ticks` are months, of the calendar that the scores are of, with the middle of their columns, as many as can be written
    below. In RTL time runs to the left; `left` is where the drawing begins and `scale` the middle of the numbers beside it.
    """

    bars: tuple[Bar, ...]
    lines: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]
    left: int
    scale: int
    width: int = WIDTH + _GUTTER
    height: int = HEIGHT
    middle: int = _MIDDLE
    half: int = _HALF


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
    bars: list[Bar] = []
    lines: list[list[str]] = []
    before = None
    for month, score in sorted(known.items()):
        place = _index(month) - first
        x = _column(place, step, rtl=rtl)
        y = round(_MIDDLE - score.score / 10 * _HALF, 1)
        up, down = (number / most * _HALF for number in (score.cooperation, score.conflict))
        bars.append(Bar(score, round(x, 1), round(step, 1), round(up, 1), round(down, 1), y))
        if before is None or place > before + 1:  # nothing is known of the months between
            lines.append([])
        lines[-1].append(f"{x + step / 2:.1f},{y}")
        before = place
    left, scale = (0, WIDTH + _GUTTER // 2) if rtl else (-_GUTTER, -_GUTTER // 2)
    ticks = tuple(
        (
            round(_column(place, step, rtl=rtl) + step / 2, 1),
            f"{(first + place) // 12:04}-{(first + place) % 12 + 1:02}",
        )
        for place in range(0, last - first + 1, every)
    )
    return Chart(tuple(bars), tuple(map(" ".join, lines)), ticks, left, scale)


def _column(place: int, step: float, *, rtl: bool) -> float:
    return WIDTH - (place + 1) * step if rtl else place * step


def _index(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


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
    """A place on the map: x is its longitude, y minus its latitude, both in degrees; `label`: the middle of its name's line,
    None where there is no room for it.
    """

    site: Site
    x: float
    y: float
    radius: float
    label: tuple[float, float] | None


Box = tuple[float, float, float, float]
"""West, minus north, width and height in degrees; of what is drawn: left, top, right and bottom."""


def circles(sites: Sequence[Site], box: Box, size: float, name: Callable[[Site], str]) -> tuple[Circle, ...]:
    """Circles for the places within the box, large ones first; their areas go with the numbers of events.

    `size` is that of the letters, in degrees. A name stands above, below or beside its circle, and on no other name.
    """
    west, top, width, height = box
    inside = [s for s in sites if west <= s.lon <= west + width and top <= -s.lat <= top + height]
    inside.sort(key=lambda site: -site.number)
    most = max([_FEW, *(site.number for site in inside[:1])])
    widest = width / 40
    drawn = [
        (site, round(site.lon, 2), round(-site.lat, 2), round(max(widest * sqrt(site.number / most), widest / 8), 2))
        for site in inside
    ]
    edge = (west, top, west + width, top + height)
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for _, x, y, r in drawn[:_CLEAR]]
    found = []
    for n, (site, x, y, r) in enumerate(drawn):
        place = _room(x, y, r, size, len(name(site)), edge, taken, n) if n < _LABELS else None
        if place:
            taken.append(place)
        label = (round((place[0] + place[2]) / 2, 2), round(place[3] - size * 0.35, 2)) if place else None
        found.append(Circle(site, x, y, r, label))
    return tuple(found)


def _room(x: float, y: float, r: float, size: float, letters: int, edge: Box, taken: list[Box], own: int) -> Box | None:
    """Where a name has room: above its circle if it can be."""
    half, high = letters * size * _LETTER / 2, size * 1.3
    for across, down in ((0.0, -r - high), (0.0, r), (half + r, -high / 2), (-half - r, -high / 2)):
        left, upper = x + across - half, y + down
        box = (left, upper, left + 2 * half, upper + high)
        fits = edge[0] <= left and edge[1] <= upper and box[2] <= edge[2] and box[3] <= edge[3]
        if fits and not any(_overlap(box, other) for n, other in enumerate(taken) if n != own):
            return box
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
