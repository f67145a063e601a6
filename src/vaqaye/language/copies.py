"""Sentences that only repeat another: pull quotes, headlines as first lines, articles pasted twice."""

from __future__ import annotations

from vaqaye.language.document import Sentence

_SHINGLE = 4
_SHARE = 0.6  # of the shorter sentence's shingles
_LEAST = 5  # shingles: «به گزارش خبرنگار ایسنا از تهران» repeats without being a pull quote


def mark(sentences: list[Sentence]) -> None:
    """Sets `copy_of` to the fullest telling of each repeated sentence; one pass, linear in the number of words."""
    owner: dict[tuple[str, ...], int] = {}
    for sentence in sentences:
        keys = [t.key for t in sentence.tokens if t.is_word]
        shingles = {tuple(keys[i : i + _SHINGLE]) for i in range(len(keys) - _SHINGLE + 1)}
        votes: dict[int, int] = {}
        for shingle in shingles:
            other = owner.setdefault(shingle, sentence.index)
            if other != sentence.index:
                votes[other] = votes.get(other, 0) + 1
        if votes:
            best = max(votes, key=lambda i: votes[i])
            _compare(sentences, sentence, best, votes[best], len(shingles), owner, shingles)


def _compare(
    sentences: list[Sentence],
    sentence: Sentence,
    best: int,
    shared: int,
    size: int,
    owner: dict[tuple[str, ...], int],
    shingles: set[tuple[str, ...]],
) -> None:
    other = sentences[best]
    words = sum(t.is_word for t in other.tokens) - _SHINGLE + 1
    if shared < max(_LEAST, _SHARE * min(size, words)):
        return
    if sentence.end - sentence.start > other.end - other.start:
        other.copy_of = sentence.index
        for shingle in shingles:
            owner[shingle] = sentence.index
    else:
        sentence.copy_of = other.index
