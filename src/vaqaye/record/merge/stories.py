"""A component of linked tellings divided into stories, and what a story says of itself in its row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import TypeVar

from vaqaye.record.days import first_day
from vaqaye.record.merge.alike import NEWS_DAYS, VISIT_DAYS
from vaqaye.record.merge.components import Union
from vaqaye.record.merge.tellings import Act, Saying, Telling
from vaqaye.record.merge.words import bands, dice, least
from vaqaye.record.rows import Row

T = TypeVar("T")
Edges = dict[tuple[int, int], float]

_LATE = date.max.toordinal()

_COPIED, _LEAST, _TRIED = 0.85, 8, 20
_PRECISE = ("day", "week", "interval", "month", "season", "year", "duration")


def story_key(entry: str, *parts: object) -> int:
    """The key of a story: 60 bits of a hash of what it is made of, which is its id in hexadecimal."""
    digest = blake2b("\0".join(map(str, (entry, *parts))).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 4


def story_id(key: int) -> str:
    """The id of a story of that key."""
    return f"{key:015x}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What decides whether tellings can be one story, kept for a whole story: its days and what its dates allow."""

    visit: bool
    first_day: int
    last_day: int
    since: int
    until: int

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(
            self.visit and other.visit,
            min(self.first_day, other.first_day),
            max(self.last_day, other.last_day),
            max(self.since, other.since),
            min(self.until, other.until),
        )

    def fit(self) -> bool:
        """Whether it is one act or saying: told within a few days, and no two dates that exclude each other."""
        within = VISIT_DAYS if self.visit else NEWS_DAYS
        return self.last_day - self.first_day <= within + 1 and self.since <= self.until + within


def act_bounds(act: Act) -> Bounds:
    """The bounds of an event."""
    day = (_LATE, 0) if act.anchor is None else (act.anchor, act.anchor)
    return Bounds(act.mode == "visit", *day, act.first or 0, _LATE if act.last is None else act.last)


def saying_bounds(saying: Saying) -> Bounds:
    """The bounds of a statement."""
    day = (_LATE, 0) if saying.anchor is None else (saying.anchor, saying.anchor)
    return Bounds(False, *day, 0, _LATE)


def divide(bounds: Sequence[Bounds], edges: Edges) -> list[list[int]]:
    """A component as stories: the surest links first, and none that would make a story of what can't be one.

    Without that, day after day of talks of the same two would be one chain of a month. Members are numbers, in order of
    reports.
    """
    sets: Union[int] = Union()
    inside = dict(enumerate(bounds))
    for _, a, b in sorted((-round(sure, 9), a, b) for (a, b), sure in edges.items()):
        one, other = sets.find(a), sets.find(b)
        if one != other and (both := inside[one] + inside[other]).fit():
            sets.join(one, other)
            inside[other] = both
    found: defaultdict[int, list[int]] = defaultdict(list)
    for i in range(len(bounds)):
        found[sets.find(i)].append(i)
    return list(found.values())


def copied(story: Sequence[Telling], origin: Callable[[int], int]) -> tuple[list[bool], int]:
    """Which reports of a story, in order, are copies of earlier ones; and how many sources are independent of each other.

    A copy is one whose article is a near-duplicate, or whose words are the same but for one in seven. Articles of one
    outlet, and copies, count as one source. `origin` gives the group of an article.
    """
    if len(story) == 1:
        return [False], 1
    copies = [False] * len(story)
    sources: Union[object] = Union()
    groups: dict[int, int] = {}  # the article of each that was first
    heads: defaultdict[object, list[Telling]] = defaultdict(list)
    for i, report in enumerate(story):
        article, words = report.key[0], report.words.all
        sources.join(article, ("outlet", report.outlet) if report.outlet else article)
        models = {groups.setdefault(origin(article), article)}
        parts = list(bands(least(words))) if len(words) >= _LEAST else []
        models |= {
            head.key[0] for part in parts for head in heads[part] if dice(words, head.words.all) >= _COPIED
        }  # fmt: skip
        for model in models - {article}:
            copies[i] = True
            sources.join(article, model)
        for part in parts if not copies[i] else ():  # a copy of a copy is nearly always one of the first, too
            if len(heads[part]) < _TRIED:
                heads[part].append(report)
    return copies, len({sources.find(report.key[0]) for report in story})


def episode_row(key: int, acts: Sequence[Act], sources: int) -> Row:
    """The row of an episode of these reports, which are in order."""
    when = _date(acts)
    places = [act.place for act in acts if any(act.place)]
    place = common(places) if places else (None, None, None)
    day = first_day(when[0]) or first_day(acts[0].published)
    return (
        key, story_id(key), common(act.type for act in acts),
        common(modes) if (modes := [act.mode for act in acts if act.mode]) else None,
        status(acts), *when, *place, day, *_told(acts), sources, acts[0].published, acts[-1].published,
    )  # fmt: skip


def quotation_row(key: int, sayings: Sequence[Saying], sources: int) -> Row:
    """The row of a quotation of these reports, which are in order."""
    speaker = None if sayings[0].speaker.startswith("~") else sayings[0].speaker
    first, last = sayings[0].published, sayings[-1].published
    return key, story_id(key), speaker, first_day(first), *_told(sayings), sources, first, last


def status(acts: Sequence[Act]) -> str:
    """The status of the newest report that says how it stands."""
    return next((act.status for act in reversed(acts) if act.status != "hypothetical"), "hypothetical")


def common(values: Iterable[T]) -> T:
    """What most of them are; of several the one that comes first."""
    return Counter(values).most_common(1)[0][0]


def _told(reports: Sequence[Telling]) -> tuple[int]:
    return (len({report.key[0] for report in reports}),)


def _date(acts: Sequence[Act]) -> tuple[str | None, str | None]:
    dated = [(act.date, act.precision) for act in acts if act.first is not None]
    if not dated:
        return None, None
    best = min(_rank(precision) for _, precision in dated)
    return common([d for d in dated if _rank(d[1]) == best])


def _rank(precision: str | None) -> int:
    return _PRECISE.index(precision) if precision in _PRECISE else len(_PRECISE)
