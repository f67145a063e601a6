"""The lexicon of half-spaces, `lexicon/halfspace.gz`: what is known of words, and the weights for those that are not known.

A gzipped text of five parts divided by empty lines. Each line is a value, a tab, and all entries that have this value,
divided by spaces: profiles of pieces, log odds of the half-spaces inside known words (one figure a half-space, or one for
all), log odds of known pairs, weights of `joints.joint`, weights of `joints.pair`.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vaqaye.errors import ResourceError
from vaqaye.text.joints import Profile
from vaqaye.text.view import ZWNJ

_FILE = "halfspace.gz"

Joints = tuple[tuple[int, float], ...]  # (letters before the half-space, log odds) in order


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words` maps a word without half-spaces to its joints, `pairs` two words to the log odds of a half-space."""

    known: dict[str, Profile]
    words: dict[str, Joints]
    pairs: dict[tuple[str, str], float]
    joint_weights: dict[str, float]
    pair_weights: dict[str, float]


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with Vaqaye. ResourceError where its file is missing or damaged."""
    try:
        text = gzip.decompress((files("vaqaye") / "lexicon" / _FILE).read_bytes()).decode()
        return parse(text)
    except (OSError, EOFError, ValueError) as error:
        raise ResourceError(f"lexicon/{_FILE} can't be read: {error}; reinstall Vaqaye") from error


def parse(text: str) -> Lexicon:
    """The lexicon of the text of its file. ValueError where it is not one."""
    known_part, words_part, pairs_part, joint_part, pair_part = text.split("\n\n")
    known: dict[str, Profile] = {}
    for value, entries in _lines(known_part):
        known.update(dict.fromkeys(entries, Profile(*map(int, value))))
    words: dict[str, Joints] = {}
    for value, entries in _lines(words_part):
        odds = [float(v) for v in value.split(",")]
        for entry in entries:
            pieces = entry.split(ZWNJ)
            words["".join(pieces)] = _joints(pieces, odds if len(odds) > 1 else odds * (len(pieces) - 1))
    pairs = {(e.split(ZWNJ)[0], e.split(ZWNJ)[1]): float(v) for v, entries in _lines(pairs_part) for e in entries}
    return Lexicon(known, words, pairs, _weights(joint_part), _weights(pair_part))


def _lines(part: str) -> Iterator[tuple[str, list[str]]]:
    for line in part.splitlines():
        value, entries = line.split("\t")
        yield value, entries.split(" ")


def _joints(pieces: list[str], odds: list[float]) -> Joints:
    at, out = 0, []
    for piece, value in zip(pieces[:-1], odds, strict=True):
        at += len(piece)
        out.append((at, value))
    return tuple(out)


def _weights(part: str) -> dict[str, float]:
    return {entry: float(value) for value, entries in _lines(part) for entry in entries}
