"""The words of a telling as small numbers: what is stored beside each report so that two can be compared without texts."""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from vaqaye.model import Span
from vaqaye.record.words import index_words
from vaqaye.resources import own_table

_AROUND = 60
"""Characters before and behind the trigger that count as near it."""
_MOST = 120
"""Words of a telling that are kept: a statement may be a whole speech."""
_HEAD = struct.Struct("<HH")
_WHOLE, _DAY = 0xFFFFFFFF, 0x9E3779B97F4A7C15
_MIX = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1, 0xD3A2646C, 0xFD7046C5, 0xB55A4F09)

Numbers = frozenset[int]


@dataclass(frozen=True, slots=True)
class Words:
    """Hashes of the content words of a telling: those of its trigger, those near it, all."""

    trigger: Numbers
    near: Numbers
    all: Numbers

    def pack(self) -> bytes:
        """As `reports.words` holds it; each word stands once, in the first of the three sets that has it."""
        near, rest = self.near - self.trigger, self.all - self.near - self.trigger
        numbers = array("H", [*sorted(self.trigger), *sorted(near), *sorted(rest)])
        return _HEAD.pack(len(self.trigger), len(near)) + numbers.tobytes()


def unpack(stored: bytes) -> Words:
    """What `Words.pack` made."""
    trigger, near = _HEAD.unpack_from(stored)
    numbers = array("H")
    numbers.frombytes(stored[_HEAD.size :])
    first, second = frozenset(numbers[:trigger]), frozenset(numbers[: trigger + near])
    return Words(first, second, frozenset(numbers))


def of_event(text: str, trigger: Span, evidence: tuple[Span, ...]) -> Words:
    """The words of an event: «امضای یادداشت تفاهم» and «رفع محاصره» may stand in one sentence, so nearness counts."""
    own = _numbers(text[trigger.start : trigger.end], few=True)
    near = _numbers(_stretch(text, min(trigger.start, len(text)), min(trigger.end, len(text))))
    return Words(own, near | own, _numbers(" ".join(text[s.start : s.end] for s in evidence)) | near | own)


def of_statement(text: str, content: Span) -> Words:
    """The words of what somebody said."""
    return Words(frozenset(), frozenset(), _numbers(text[content.start : content.end]))


def _stretch(text: str, start: int, end: int) -> str:
    """The trigger and its surroundings, cut at spaces."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    while first and first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return text[first:last]


def _numbers(text: str, *, few: bool = False) -> Numbers:
    found: dict[int, None] = {}
    common = _common()
    for word in index_words(text).split():
        if word not in common:
            found[zlib.crc32(word.encode()) & 0xFFFF] = None
            if len(found) == (8 if few else _MOST):
                break
    return frozenset(found)


@cache
def _common() -> frozenset[str]:
    return frozenset(index_words(row["word"]).strip() for row in own_table("record/common_words"))


def least(words: Numbers) -> list[int]:
    """A MinHash of eight numbers; nothing of no words."""
    if not words:
        return []
    return [min([(w * mix & _WHOLE) * 0x85EBCA77 + (mix >> 5) & _WHOLE for w in words]) for mix in _MIX]


def bands(least: list[int]) -> Iterator[tuple[int, ...]]:
    """Four parts of a MinHash, two numbers each: sets that share two thirds of their words share one nearly always."""
    for i in range(0, len(least), 2):
        yield (i, *least[i : i + 2])


def singles(least: list[int]) -> list[tuple[int, int]]:
    """Six numbers of a MinHash: sets that share a fifth of their words share one mostly, and so do many others."""
    return list(enumerate(least))[:6]


def block(*parts: object) -> int:
    """The number of a block: 63 bits of a hash of what its entries share."""
    digest = blake2b("\0".join(map(str, parts)).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def moved(block: int, day: int) -> int:
    """The number of that block on a day, an ordinal."""
    return (block + day * _DAY) & 0x7FFFFFFFFFFFFFFF


def dice(a: Numbers, b: Numbers) -> float:
    """Twice what they share by what they have: 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def overlap(a: Numbers, b: Numbers) -> float:
    """What they share by the smaller one: 1 where one is a part of the other."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
