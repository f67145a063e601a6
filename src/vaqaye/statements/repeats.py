"""Statements of the headline and the lead that the article tells again, more fully."""

from __future__ import annotations

from vaqaye.language import Document
from vaqaye.statements.said import Said

_LINES = 2  # lines with statements that may be headline or lead
_HEADLINE, _LEAD = 0.5, 0.85  # share of the words that must come again
_LEAST = 3  # words
_FIRST = 12  # statements that are looked at


def without(document: Document, said: list[Said]) -> list[Said]:
    """The statements without those of the first lines whose words come again in a later one."""
    lines = [document.sentences[s.sentences[0]].line for s in said]
    first = set(sorted(set(lines))[:_LINES])
    words = [_words(document, s) for s in said]
    out = []
    for index, one in enumerate(said):
        mine = words[index]
        share = _HEADLINE if one.cue is not None and one.cue.shape == "colon" else _LEAD
        again = (
            lines[later] > lines[index] and len(mine & words[later]) >= share * len(mine)
            for later in range(index + 1, len(said))
        )
        if index >= _FIRST or lines[index] not in first or len(mine) < _LEAST or not any(again):
            out.append(one)
    return out


def _words(document: Document, said: Said) -> set[str]:
    tokens = (t for i in said.sentences for t in document.sentences[i].tokens)
    return {t.key for t in tokens if said.start <= t.start < said.end and len(t.key) > 2}
