"""Clauses: each predicate with the words that belong to it.

Persian puts the verb last, so one pass from left to right is enough. A clause is *open* until its verb has come. A word
such as «که» puts an open clause aside («رئیس‌جمهور که دیروز وارد تهران شد | با … دیدار کرد») and it is taken up again after
the verb of the inner one.
"""

from __future__ import annotations

from functools import cache

from vaqaye.language.document import Clause, Predicate, Token
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_AND = keys_of("lists")
_PAUSE = frozenset({"،", "-"})
_BREAK = frozenset({"؛", ":", "/", "[n]"})


@cache
def _markers() -> dict[str, str]:
    return {key_of(row["word"]): row["opens"] for row in table("markers")}


class _Builder:
    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.stack: list[Clause] = []
        self.open(None, None)

    @property
    def now(self) -> Clause:
        return self.stack[-1]

    def open(self, marker: str | None, parent: int | None) -> None:
        clause = Clause(len(self.clauses), [], None, marker, parent)
        self.clauses.append(clause)
        self.stack.append(clause)

    def beside(self, marker: str | None) -> None:
        """A new clause on the level of the current one, which is over."""
        parent = self.stack.pop().parent
        self.open(marker, parent)

    def inner(self, marker: str) -> None:
        """A clause that hangs on the current one; the current one waits if its verb has not come."""
        parent = self.now.index
        if self.now.predicate is not None:
            self.stack.pop()
        self.open(marker, parent)

    def resume(self) -> bool:
        """Back to the innermost clause that waits for its verb; False if none does."""
        if len(self.stack) > 1 and self.stack[-2].predicate is None:
            self.stack.pop()
            return True
        return False

    def restart(self) -> None:
        """After «؛» or «:» nothing waits any more."""
        parent = self.now.index if self.now.tokens else None
        self.stack.clear()
        self.open(None, parent)


def clauses(tokens: list[Token], predicates: list[Predicate]) -> list[Clause]:
    """The clauses of a sentence in order of their first word; every token belongs to exactly one."""
    builder = _Builder()
    marks = _markers()
    starts = {p.first: p for p in predicates}
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if index in starts:
            predicate = starts[index]
            if builder.now.predicate is not None and not builder.resume():
                builder.beside(None)
            builder.now.predicate = predicate
            builder.now.tokens.extend(range(index, predicate.last + 1))
            index = predicate.last + 1
            continue
        if token.key in _BREAK:
            builder.now.tokens.append(index)
            builder.restart()
        else:
            _place(builder, token, marks)
            builder.now.tokens.append(index)
        index += 1
    return [c for c in builder.clauses if c.tokens]


def _place(builder: _Builder, token: Token, marks: dict[str, str]) -> None:
    """Opens, closes or takes up a clause before a word is put into the current one."""
    key, done = token.key, builder.now.predicate is not None
    opens = marks.get(key)
    if key == "تا" and not done:  # «از تهران تا مسکو»
        opens = None
    if opens == "inner":
        builder.inner(key)
    elif opens == "outer":
        if done:
            builder.beside(key)
    elif (done and key in _AND) or (done and key not in _PAUSE and token.is_word and not builder.resume()):
        builder.beside(None)
