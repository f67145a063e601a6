"""A component of linked tellings divided into stories, and what a story says of itself in its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import TypeVar

from vaqaye.record.days import first_day
from vaqaye.record.merge.alike import NEWS_DAYS, VISIT_DAYS
from vaqaye.record.merge.components import Union
from vaqaye.record.merge.copies import alike
from vaqaye.record.merge.tellings import Act, Saying, Telling
from vaqaye.record.merge.words import dice
from vaqaye.record.rows import Row

T = TypeVar("T", bound=Telling)
T2 = TypeVar("T2")
Edges = dict[tuple[int, int], float]

_COPIED, _LEAST = 0.85, 8
_PRECISE = ("day", "week", "interval", "month", "season", "year", "duration")


def story_key(entry: str, *parts: object) -> int:
    """The key of a story: 60 bits of a hash of what it is made of, which is its id in hexadecimal."""
    digest = blake2b("\0".join(map(str, (entry, *parts))).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 4


def story_id(key: int) -> str:
    """The id of a story of that key."""
    return f"{key:015x}"


def divide(members: Sequence[T], edges: Edges, fits: Callable[[list[T], list[T]], bool]) -> list[list[T]]:
    """A component as stories: the surest links first, and none that would make a story of what can't be one.

    Without that, day after day of talks of the same two would be one chain of a month. `edges` are by places among the
    members, which are in order of reports.
    """
    sets: Union[int] = Union()
    inside = {i: [member] for i, member in enumerate(members)}
    for _, a, b in sorted((-round(sure, 9), a, b) for (a, b), sure in edges.items()):
        one, other = sets.find(a), sets.find(b)
        if one != other and fits(inside[one], inside[other]):
            sets.join(one, other)
            inside[other] += inside.pop(one)
    return list(inside.values())


def acts_fit(one: list[Act], other: list[Act]) -> bool:
    """Whether events can be one act: told within a few days, and no two dates that exclude each other."""
    acts = [*one, *other]
    days = VISIT_DAYS if all(act.mode == "visit" for act in acts) else NEWS_DAYS
    anchors = [act.anchor for act in acts if act.anchor is not None]
    if anchors and max(anchors) - min(anchors) > days + 1:
        return False
    first = max((act.first for act in acts if act.first is not None), default=0)
    return all(act.last is None or first <= act.last + days for act in acts)


def sayings_fit(one: list[Saying], other: list[Saying]) -> bool:
    """Whether statements can be one: said within three days."""
    anchors = [saying.anchor for saying in (*one, *other) if saying.anchor is not None]
    return not anchors or max(anchors) - min(anchors) <= NEWS_DAYS + 1


def copied(story: Sequence[Telling], sketch: Callable[[int], bytes]) -> tuple[list[bool], int]:
    """Which reports of a story, in order, are copies of earlier ones; and how many sources are independent of each other.

    A copy is one whose article is a near-duplicate, or whose words are the same but for one in seven. Articles of one
    outlet, and copies, count as one source.
    """
    copies = [False] * len(story)
    sources: Union[object] = Union()
    heads: list[int] = []  # a copy of a copy is nearly always one of the first, too
    for i, report in enumerate(story):
        sources.join(report.key[0], ("outlet", report.outlet) if report.outlet else report.key[0])
        for j in heads:
            earlier = story[j]
            if earlier.key[0] != report.key[0] and _copy(earlier, report, sketch):
                copies[i] = True
                sources.join(report.key[0], earlier.key[0])
        if not copies[i]:
            heads.append(i)
    return copies, len({sources.find(report.key[0]) for report in story})


def _copy(a: Telling, b: Telling, sketch: Callable[[int], bytes]) -> bool:
    one, other = a.words.all, b.words.all
    if min(len(one), len(other)) >= _LEAST and dice(one, other) >= _COPIED:
        return True
    return alike(sketch(a.key[0]), sketch(b.key[0]))


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


def common(values: Iterable[T2]) -> T2:
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
