"""Linked tellings divided into stories, and divided anew where some come or go, by looking at as few as that takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vaqaye.record.merge.alike import NEWS_DAYS, VISIT_DAYS
from vaqaye.record.merge.components import Union
from vaqaye.record.merge.links import Link
from vaqaye.record.merge.tellings import Act, Key, Order, Saying

Pair = tuple[Key, Key]

_LATE = date.max.toordinal()


class Bounds(NamedTuple):
    """What decides whether tellings can be one story, kept for a whole story: its days and what its dates allow."""

    visit: bool
    first_day: int
    last_day: int
    since: int
    until: int

    def with_(self, other: Bounds) -> Bounds:
        """The bounds of both together."""
        return Bounds(
            self.visit and other.visit,
            min(self.first_day, other.first_day),
            max(self.last_day, other.last_day),
            max(self.since, other.since),
            min(self.until, other.until),
        )

    def fit(self) -> bool:
        """Whether it is one act or saying: told within a few days, and no two dates that exclude each other.

        What is a part of something that fits, fits.
        """
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


class Node(NamedTuple):
    """A telling as dividing sees it; `story` is the one that it is in, or was in until now; 0 for a new one."""

    order: Order
    bounds: Bounds
    story: int


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed since the stories that are there were made.

    `added` are new links, `gone` the tellings that were taken out, under keys that no other has, `lost` the links that were
    cut, those of `gone` among them.
    """

    added: Set[Pair]
    gone: Mapping[Key, Node]
    lost: Mapping[Pair, Link]


class _Stories:
    """Stories as they grow, link by link."""

    def __init__(self, nodes: Mapping[Key, Node]) -> None:
        self._sets: Union[Key] = Union()
        self._bounds = {key: node.bounds for key, node in nodes.items()}

    def join(self, a: Key, b: Key) -> None:
        one, other = self._sets.find(a), self._sets.find(b)
        if one != other and (both := self._bounds[one].with_(self._bounds[other])).fit():
            self._sets.join(one, other)
            self._bounds[other] = both

    def bounds(self, key: Key) -> Bounds:
        return self._bounds[self._sets.find(key)]

    def found(self, keys: Iterable[Key]) -> list[list[Key]]:
        stories: defaultdict[Key, list[Key]] = defaultdict(list)
        for key in keys:
            stories[self._sets.find(key)].append(key)
        return list(stories.values())


def divide(
    nodes: dict[Key, Node],
    links: Callable[[Key], Mapping[Key, Link]],
    node: Callable[[Key], Node],
    story: Callable[[int], Mapping[Key, Node]],
    change: Change,
) -> list[list[Key]]:
    """The stories of these nodes: the surest links first, and none that would make a story of what can't be one.

    Without the latter, day after day of talks of the same two would be one chain of a month. `nodes` are whole stories that
    are touched by a change, and all new tellings with links to them. A link to a story that is not among them was refused
    when that story was made; where it can't be ruled out that it is taken now, that story is divided along, and added to
    `nodes`. So what comes out is what dividing all that is linked would give. `links` gives those that there are now.
    """
    while True:
        found, wanted = _divided(nodes, links, node, change)
        if not wanted:
            return found
        for one in wanted:
            nodes.update(story(one))


def _divided(
    nodes: Mapping[Key, Node],
    links: Callable[[Key], Mapping[Key, Link]],
    node: Callable[[Key], Node],
    change: Change,
) -> tuple[list[list[Key]], set[int]]:
    """The stories by what is known, and those that have to be looked at, too."""
    there = {**nodes, **change.gone}
    now, before = _Stories(nodes), _Stories(there)
    wanted: set[int] = set()
    for *_, a, b in sorted(_steps(nodes, links, node, change)):
        pair = (a, b) if a < b else (b, a)
        if b in there:
            if pair not in change.added and there[a].story == there[b].story != 0:
                before.join(a, b)
            if pair not in change.lost:
                now.join(a, b)
        elif now.bounds(a).with_((beyond := node(b)).bounds).fit() and (
            pair in change.added or there[a].story == 0 or not _within(before.bounds(a), now.bounds(a))
        ):
            wanted.add(beyond.story)
    return now.found(nodes), wanted


def _steps(
    nodes: Mapping[Key, Node],
    links: Callable[[Key], Mapping[Key, Link]],
    node: Callable[[Key], Node],
    change: Change,
) -> Iterator[tuple[float, Order, Order, Key, Key]]:
    """All links that begin at these nodes, each once, those that were cut included, so that they sort as they are followed."""

    def step(a: Key, one: Node, b: Key, other: Node, sure: float) -> tuple[float, Order, Order, Key, Key]:
        first, last = (one.order, other.order) if one.order < other.order else (other.order, one.order)
        return -round(sure, 9), first, last, a, b

    for key, one in nodes.items():
        for other, (sure, _) in links(key).items():
            inside = nodes.get(other)
            if inside is None or key < other:
                yield step(key, one, other, inside or node(other), sure)
    old = {**nodes, **change.gone}
    for (a, b), (sure, _) in change.lost.items():
        if a in old and b in old:
            yield step(a, old[a], b, old[b], sure)


def _within(narrow: Bounds, wide: Bounds) -> bool:
    """Whether all that does not fit the one does not fit the other either."""
    return narrow.with_(wide) == wide


def connected(keys: Iterable[Key], links: Callable[[Key], Iterable[Key]], inside: Container[Key]) -> bool:
    """Whether links join these within a story; looks no further than that takes."""
    rest = set(keys)
    reached = {rest.pop()} if rest else set()
    queue = list(reached)
    for key in queue:
        if not rest:
            break
        fresh = [other for other in links(key) if other in inside and other not in reached]
        reached.update(fresh)
        rest.difference_update(fresh)
        queue += fresh
    return not rest
