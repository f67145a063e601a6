"""Connected components of a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

Node = TypeVar("Node")


class Union(dict[Node, Node]):
    """Disjoint sets (union-find); a node that was never named is alone."""

    def __missing__(self, node: Node) -> Node:
        self[node] = node
        return node

    def find(self, node: Node) -> Node:
        """The node that stands for the set of this one."""
        while self[node] != node:
            self[node] = node = self[self[node]]
        return node

    def join(self, a: Node, b: Node) -> None:
        """Makes one set of two."""
        self[self.find(a)] = self.find(b)


def components(nodes: Iterable[Node], edges: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The nodes by component, each in the order in which they were given."""
    sets: Union[Node] = Union()
    for a, b in edges:
        sets.join(a, b)
    found: defaultdict[Node, list[Node]] = defaultdict(list)
    for node in nodes:
        found[sets.find(node)].append(node)
    return list(found.values())
