"""What one batch does to the stories of one kind: new links, stories that grow or join, and those that are divided anew."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Generic, TypeVar

from vaqaye.record.merge.alike import TWINS, same_words
from vaqaye.record.merge.blocks import Blocks, rank
from vaqaye.record.merge.components import Union
from vaqaye.record.merge.divide import Bounds, Change, Node, Pair, connected, divide
from vaqaye.record.merge.links import Link, Links
from vaqaye.record.merge.stories import copied
from vaqaye.record.merge.tellings import Key, Member, Telling
from vaqaye.record.rows import Row

T = TypeVar("T", bound=Telling)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """How one kind of entry is read, found, compared, divided and written; `table` holds its stories."""

    entry: str
    table: str
    read: Callable[[Key], T]
    read_many: Callable[[Iterable[Key]], None]
    members: Callable[[int | Key], list[Member[T]]]
    blocks: Blocks[T]
    links: Links
    same: Callable[[T, T], float]
    bounds: Callable[[T], Bounds]
    row: Callable[[int, list[T], int], Row]


@dataclass(slots=True)
class Gone:
    """What the entries of one kind that were taken out leave behind.

    `nodes` are they themselves, `links` those that they had. `blocks` are those that lost one that was first in them, with
    all that were.
    """

    nodes: dict[Key, Node] = field(default_factory=dict)
    links: dict[Pair, Link] = field(default_factory=dict)
    blocks: dict[int, list[Key]] = field(default_factory=dict)

    def take(self, kind: Kind[T], key: Key, story: int) -> None:
        """Takes one out of its blocks and links."""
        telling = kind.read(key)
        for block, first in kind.blocks.remove(telling).items():
            self.blocks.setdefault(block, first)
        self.nodes[key] = Node(telling.order, kind.bounds(telling), story)
        links = kind.links.of(key)
        self.links.update((_pair(key, other), link) for other, link in links.items())
        kind.links.cut([(key, other) for other in links])


class Batch(Generic[T]):
    """The stories that a batch touches, from reading to writing."""

    def __init__(self, db: sqlite3.Connection, kind: Kind[T], origin: Callable[[int], int]) -> None:
        self._db = db
        self._kind = kind
        self._origin = origin
        self._members: dict[Key, Member[T]] = {}
        self._stories: dict[int, list[Key]] = {}
        self._bounds: dict[Key, Bounds] = {}
        self._articles: dict[int, tuple[int, str]] = {}
        self._heads: dict[int, Row] = {}
        self._reports: list[Row] = []
        self._replaced: set[int] = set()
        self._stale: set[Key] = set()

    def link(self, keys: Sequence[Key], gone: Gone, moved: Iterable[int]) -> None:
        """Takes new entries in, and divides anew what those that are gone were in.

        `moved` are articles whose copies have changed.
        """
        self._kind.read_many(keys)
        new = [self._kind.read(key) for key in keys]
        for telling in new:
            self._members[telling.key] = Member(telling, 0, False, None, self._origin(telling.key[0]))
        left, gained = self._kind.blocks.add(new, gone.blocks)
        cut = self._cut(key for key in left if self._is_there(key))
        added = self._added([*keys, *(key for key in gained if self._is_there(key))])
        self._set_models(added, cut | gone.links)
        self._place(keys, added, cut, gone)
        for article in moved:
            sql = "SELECT n FROM reports WHERE article = ? AND entry = ?"
            self._stale.update((article, n) for (n,) in self._db.execute(sql, (article, self._kind.entry)))
        for story in {self._member(key).story for key in self._stale}:
            if story not in self._heads:
                self._replaced.add(story)
                self._tell(self._of(story))
        self._write()

    # Links

    def _cut(self, left: Iterable[Key]) -> dict[Pair, Link]:
        """Takes away the links of what is first no more in some block to what shares no other with it."""
        found: dict[Pair, Link] = {}
        for key in left:
            if there := self._kind.links.of(key):
                still = self._kind.blocks.neighbours(self._kind.read(key))
                found |= {_pair(key, other): link for other, link in there.items() if other not in still}
        self._kind.links.cut(found)
        return found

    def _added(self, keys: Iterable[Key]) -> dict[Pair, Link]:
        """New links of these, which are written."""
        compared = _Compared(self._kind.same)
        found: dict[Pair, Link] = {}
        seen: set[Pair] = set()
        near = {key: self._kind.blocks.neighbours(self._kind.read(key)) for key in keys}
        self._kind.read_many({other for some in near.values() for other in some})
        for key, some in near.items():
            telling = self._kind.read(key)
            there = self._kind.links.of(key) if self._member(key).story else ()
            for other in some:
                pair = _pair(key, other)
                if key == other or other in there or pair in seen:
                    continue
                seen.add(pair)
                if link := compared.link(telling, self._kind.read(other)):
                    found[pair] = link
        self._kind.links.add(found)
        return found

    def _set_models(self, added: Mapping[Pair, Link], lost: Mapping[Pair, Link]) -> None:
        """See `reports.model`: of those that gained links, or lost the one to it."""
        like: defaultdict[Key, set[int]] = defaultdict(set)
        for (a, b), (_, alike) in added.items():
            if alike:
                like[a].add(b[0])
                like[b].add(a[0])
        for (a, b), (_, alike) in lost.items():
            for key, other in ((a, b), (b, a)) if alike else ():
                if self._is_there(key) and self._member(key).model == other[0]:
                    like[key].update(there for (there, _), (_, kept) in self._kind.links.of(key).items() if kept)
                    self._member(key).model = None
                    self._stale.add(key)
        for key, articles in like.items():
            member = self._member(key)
            there = articles if member.model is None else articles | {member.model}
            first = min({key[0], *there}, key=self._place_of)
            model = None if first == key[0] else first
            if model != member.model:
                member.model = model
                self._stale.add(key)

    def _place_of(self, article: int) -> tuple[int, str]:
        found = self._articles.get(article)
        if found is None:
            ((id,),) = self._db.execute("SELECT id FROM articles WHERE key = ?", (article,))
            found = self._articles[article] = (rank(id), id)
        return found

    # Stories

    def _place(self, keys: Sequence[Key], added: Mapping[Pair, Link], cut: Mapping[Pair, Link], gone: Gone) -> None:
        """Puts new entries into stories, and divides anew those that lost a member or a link.

        Where a story and all that is linked with it now can be one story, it is, whatever the links within are: no link that
        was taken or refused before is decided otherwise.
        """
        ghosts = {key: (key[0], -1 - key[1]) for key in gone.nodes}
        old = {ghosts[key]: node for key, node in gone.nodes.items()}
        lost = {_pair(ghosts.get(a, a), ghosts.get(b, b)): link for (a, b), link in gone.links.items()}
        losing: dict[int, list[Key]] = {node.story: [] for node in old.values()}
        for pair in (*cut, *lost):
            for key in pair:
                if key not in old and ((story := self._member(key).story) in losing or pair in cut):
                    losing.setdefault(story, []).append(key)
        joined: Union[tuple[int, ...]] = Union()
        spots = {key: self._spot(key) for key in {*keys, *(key for pair in added for key in pair)}}
        for a, b in {(spots[a], spots[b]) for a, b in added}:
            joined.join(a, b)
        groups: defaultdict[tuple[int, ...], list[tuple[int, ...]]] = defaultdict(list)
        for spot in {*((story,) for story in losing), *spots.values()}:
            groups[joined.find(spot)].append(spot)
        nodes: dict[Key, Node] = {}
        for group in groups.values():
            stories = [spot[0] for spot in group if len(spot) == 1]
            found = [
                *(spot for spot in group if len(spot) == 2),
                *(key for story in stories for key in self._of(story)),
            ]
            self._replaced.update(stories)
            if not found:
                continue
            inside = {key: self._node(key) for key in found}
            whole = reduce(Bounds.with_, (node.bounds for node in inside.values()))
            if whole.fit() and all(self._holds(one, losing[one], inside, old) for one in stories if one in losing):
                self._tell(found)
            else:
                nodes |= inside
        if nodes:
            change = Change({pair for pair in added if pair[0] in nodes}, old, {**lost, **cut})
            for found in divide(nodes, self._kind.links.of, self._node, self._nodes, change):
                self._tell(found)

    def _holds(self, story: int, losing: list[Key], inside: Mapping[Key, Node], gone: Mapping[Key, Node]) -> bool:
        """Whether a story that lost members or links stays one, by a look at what was linked with them.

        Where days differ, what was refused before may be taken now.
        """
        bounds = {node.bounds for node in (*inside.values(), *gone.values()) if node.story == story}
        return len(bounds) <= 1 and connected(losing, self._kind.links.of, inside)

    def _tell(self, keys: Iterable[Key]) -> None:
        """One story of these."""
        story = sorted((self._members[key] for key in keys), key=lambda member: member.telling.order)
        tellings = [member.telling for member in story]
        name = tellings[0].own
        copies, sources = copied(story)
        self._heads[name] = self._kind.row(name, tellings, sources)
        for member, copy in zip(story, copies, strict=True):
            key = member.telling.key
            if member.story != name or member.copy != copy or key in self._stale:
                self._reports.append((name, copy, member.model, key[0], self._kind.entry, key[1]))
            member.story, member.copy = name, copy
        self._stories[name] = [member.telling.key for member in story]

    def _write(self) -> None:
        """Writes stories in place of those that were there."""
        table, heads = self._kind.table, list(self._heads.values())
        self._db.executemany(f"DELETE FROM {table} WHERE key = ?", [(key,) for key in self._replaced])
        if heads:
            self._db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(heads[0]))})", heads)
        self._db.executemany(
            "UPDATE reports SET story = ?, copy = ?, model = ? WHERE article = ? AND entry = ? AND n = ?", self._reports
        )

    # Reading

    def _is_there(self, key: Key) -> bool:
        sql = "SELECT 1 FROM reports WHERE article = ? AND entry = ? AND n = ?"
        return key in self._members or bool(self._db.execute(sql, (key[0], self._kind.entry, key[1])).fetchone())

    def _member(self, key: Key) -> Member[T]:
        found = self._members.get(key)
        if found is None:
            (found,) = self._kind.members(key)
            self._members[key] = found
        return found

    def _of(self, story: int) -> list[Key]:
        """What is in a story."""
        found = self._stories.get(story)
        if found is None:
            members = self._kind.members(story)
            for member in members:
                self._members.setdefault(member.telling.key, member)
            found = self._stories[story] = [member.telling.key for member in members]
        return found

    def _node(self, key: Key) -> Node:
        member = self._member(key)
        bounds = self._bounds.get(key)
        if bounds is None:
            bounds = self._bounds[key] = self._kind.bounds(member.telling)
        return Node(member.telling.order, bounds, member.story)

    def _nodes(self, story: int) -> dict[Key, Node]:
        """The nodes of a story that has to be divided along."""
        self._replaced.add(story)
        self._heads.pop(story, None)
        return {key: self._node(key) for key in self._of(story)}

    def _spot(self, key: Key) -> tuple[int, ...]:
        """The story of an entry; itself where it is in none yet."""
        story = self._member(key).story
        return (story,) if story else key


class _Compared(Generic[T]):
    """Scores of pairs, each pair of profiles once."""

    def __init__(self, same: Callable[[T, T], float]) -> None:
        self._same = same
        self._numbers: dict[Hashable, int] = {}
        self._profiles: dict[Key, int] = {}
        self._found: dict[tuple[int, int], Link | None] = {}

    def link(self, a: T, b: T) -> Link | None:
        """The link between two, if there is one: within an article the reader has told entries apart already, but for twins."""
        one, other = self._profile(a), self._profile(b)
        if a.article == b.article and one != other:
            return None
        pair = (one, other) if one < other else (other, one)
        if pair not in self._found:
            sure = self._same(a, b)
            self._found[pair] = (TWINS if one == other else sure, same_words(a, b)) if sure > 0 else None
        return self._found[pair]

    def _profile(self, telling: T) -> int:
        number = self._profiles.get(telling.key)
        if number is None:
            number = self._numbers.setdefault(telling.profile, len(self._numbers))
            self._profiles[telling.key] = number
        return number


def _pair(a: Key, b: Key) -> Pair:
    return (a, b) if a < b else (b, a)
