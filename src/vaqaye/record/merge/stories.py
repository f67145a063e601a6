"""What a story says of itself in its row, and which of its reports are copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

from vaqaye.record.days import first_day
from vaqaye.record.merge.components import Union
from vaqaye.record.merge.tellings import Act, Member, Saying, Telling
from vaqaye.record.rows import Row

T = TypeVar("T")
_PRECISE = ("day", "week", "interval", "month", "season", "year", "duration")


def story_key(entry: str, *parts: object) -> int:
    """The key of a story: 60 bits of a hash of what its first report is known by, which is its id in hexadecimal."""
    digest = blake2b("\0".join(map(str, (entry, *parts))).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 4


def story_id(key: int) -> str:
    """The id of a story of that key."""
    return f"{key:015x}"


def copied(story: Sequence[Member[Any]]) -> tuple[list[bool], int]:
    """Which reports of a story, in order, are copies of earlier ones; and how many sources are independent of each other.

    A copy is one whose article is a near-duplicate, or whose words are the same but for one in seven. Articles of one
    outlet, and copies, count as one source.
    """
    sources: Union[object] = Union()
    for report in story:
        article = report.telling.key[0]
        sources.join(article, ("group", report.origin))
        if report.model is not None:
            sources.join(article, report.model)
    first: dict[object, int] = {}
    copies = [first.setdefault(sources.find(r.telling.key[0]), r.telling.key[0]) != r.telling.key[0] for r in story]
    for report in story:
        if report.telling.outlet:
            sources.join(report.telling.key[0], ("outlet", report.telling.outlet))
    return copies, len({sources.find(report.telling.key[0]) for report in story})


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
