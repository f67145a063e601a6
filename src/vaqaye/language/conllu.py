"""CoNLL-U, the format of Universal Dependencies: the same tokens back with what Vaqaye says of them, or plain text in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from vaqaye.errors import IngestError
from vaqaye.language.ud import Reading, Word, read, words

_ID = re.compile(r"([1-9][0-9]*)(?:-([1-9][0-9]*)|(\.[0-9]+))?")
_BATCH = 256  # sentences that are read together
_KEPT = ("SpaceAfter=", "SpacesAfter=", "SpacesBefore=")  # of MISC: what the text needs


@dataclass(slots=True)
class _Line:
    """A comment, a token of several words (`reading` stays None), or a word."""

    text: str  # a comment, or the columns ID and FORM
    space: str = "_"
    word: bool = False


@dataclass(slots=True)
class _Block:
    """A sentence of a file. `first` and `last` are the words of the last token that was written in one piece."""

    lines: list[_Line] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)
    first: int = 0
    last: int = 0


def annotate(lines: Iterable[str], name: str = "input") -> Iterator[str]:
    """The lines of a CoNLL-U file with LEMMA, and with tags, trees and names where a model is installed.

    FORM, comments, tokens of several words and the spacing in MISC stay; all else of the input is dropped, empty nodes
    too. Raises IngestError, with the line, where the input is not CoNLL-U.
    """
    blocks = _blocks(lines, name)
    while batch := list(islice(blocks, _BATCH)):
        found = read([block.forms for block in batch], [block.glued for block in batch])
        for block, readings in zip(batch, found, strict=True):
            rest = iter(readings)
            for line in block.lines:
                yield _row(line.text, line.space, next(rest)) if line.word else line.text
            yield ""


def from_text(text: str) -> Iterator[str]:
    """Any text as the lines of a CoNLL-U file: sentences, words, and what `annotate` adds to words."""
    for number, sentence in groupby(words(text), key=lambda word: word.sentence):
        yield from _sentence(text, number + 1, list(sentence))


def _blocks(lines: Iterable[str], name: str) -> Iterator[_Block]:
    block = _Block()
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n").removeprefix("\ufeff")
        if line.startswith("#"):
            block.lines.append(_Line(line))
        elif line.strip():
            _add(block, line.split("\t"), f"{name} line {number}")
        elif block.lines:
            yield block
            block = _Block()
    if block.lines:
        yield block


def _add(block: _Block, columns: list[str], place: str) -> None:
    """One line of a word or token; its place is checked, so that what comes out can be read by others."""
    if len(columns) != 10:
        raise IngestError(f"{place}: {len(columns)} columns instead of 10, divided by tabs; --raw reads plain text")
    number = _ID.fullmatch(columns[0])
    if not number or not columns[1]:
        raise IngestError(f"{place}: a word needs an ID such as 3, 3-4 or 3.1, and a FORM; it has {columns[0]!r}")
    if number[3]:
        return
    index, form, space = int(number[1]), columns[1], _spacing(columns[9])
    if index != len(block.forms) + 1:
        raise IngestError(f"{place}: word {columns[0]} stands where {len(block.forms) + 1} is due")
    if number[2]:
        block.first, block.last = index, int(number[2])
        block.lines.append(_Line("\t".join((*columns[:2], *"_______", space))))
        return
    block.lines.append(_Line(f"{index}\t{form}", space, word=True))
    block.forms.append(form)
    block.glued.append(block.first < index <= block.last)


def _spacing(misc: str) -> str:
    return "|".join(part for part in misc.split("|") if part.startswith(_KEPT)) or "_"


def _row(start: str, space: str, word: Reading | Word) -> str:
    """A word: what is not known is `_`."""
    head = "_" if word.head is None else str(word.head)
    misc = [] if space == "_" else [space]
    if word.ezafe:
        misc.append("Ezafe=Yes")
    if word.name and word.name != "O":
        misc.append(f"NER={word.name}")
    if word.stems:
        misc.append("Stems=" + "#".join(word.stems))
    columns = (start, word.lemma, word.tag, "_", word.feats, head, word.relation, "_", "|".join(misc))
    return "\t".join(column or "_" for column in columns)


def _sentence(text: str, number: int, sentence: list[Word]) -> Iterator[str]:
    yield f"# sent_id = {number}"
    yield f"# text = {' '.join(text[sentence[0].start : sentence[-1].end].split())}"
    for token in _tokens(sentence):
        first, last = token[0], token[-1]
        behind = text[last.end : last.end + 1]
        space = "SpaceAfter=No" if behind and not behind.isspace() else "_"
        if len(token) > 1:
            form = text[first.start : last.end]
            yield "\t".join((f"{first.index}-{last.index}", form, *"_______", space))
            space = "_"
        for word in token:
            yield _row(f"{word.index}\t{word.text}", space, word)
    yield ""


def _tokens(sentence: list[Word]) -> Iterator[list[Word]]:
    """Each word with those that are written onto it."""
    token: list[Word] = []
    for word in sentence:
        if token and not word.glued:
            yield token
            token = []
        token.append(word)
    yield token
