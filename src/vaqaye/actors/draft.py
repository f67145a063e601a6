"""A mention before it is known whose it is, and the words at which its noun phrase ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from vaqaye.actors.units import Unit
from vaqaye.language import Token
from vaqaye.model import ActorKind, How
from vaqaye.resources import table
from vaqaye.text import key_of

BOTH = "@both"  # «وزیران خارجه دو کشور»: the two spoken of last
_PHRASE = 8  # words of a noun phrase before a mention
THIS = "@this"  # «وزیر خارجه این کشور»: the state spoken of last


@dataclass(slots=True)
class Draft:
    """A mention before it is known whose it is; tokens `first..last`, inclusive."""

    first: int
    last: int
    kind: ActorKind
    how: How
    unit: Unit | None
    country: str | None
    sector: str | None
    name: str | None = None  # of a person the who's-who does not know
    office: Unit | None = None
    former: bool = False
    place: bool = False  # names a place unless a pattern wants the state
    same_as: Draft | None = None  # an apposition
    plural: bool = False
    each: bool = False  # «وزرای خارجه ایران و عمان»: one of several, each of another state
    weak: bool = False  # «نفتکش ایرانی»: an adjective that only says whose
    local: bool = (
        False  # «فرمانده سپاه ناحیه گچساران»: of a place or a person, so not the holder of the office in the state
    )
    head: int = -1  # the last token of the head, before its complement
    shared: bool = False  # its country stands behind the last of a list: «دولت و ملت پاکستان»
    reason: str | None = None  # why it is the one that it is led back to


@cache
def boundaries() -> dict[str, str]:
    """Words at which a noun phrase ends -> kind."""
    return {key_of(row["word"]): row["kind"] for row in table("boundaries")}


def is_boundary(token: Token) -> bool:
    """A mark, verb, preposition or conjunction: no noun phrase goes over it."""
    return not token.is_word or token.key in boundaries() or (token.verb is not None and token.verb.form == "finite")


def government(tokens: list[Token], first: int) -> str:
    """What the noun phrase of a mention stands behind: a word of `boundaries`, `mark`, `verb`, `start` where nothing near."""
    for token in reversed(tokens[max(0, first - _PHRASE) : first]):
        if is_boundary(token):
            return token.key if token.key in boundaries() else "verb" if token.is_word else "mark"
    return "start"


def id_of(draft: Draft) -> int:
    """Drafts are mutable and have no hash; their identity is theirs."""
    return id(draft)
