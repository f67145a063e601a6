"""The neural reader: words of a sentence in, tags, ezafe, names and a dependency tree out.

The only module that knows a model runtime. A sentence is a sequence of words; each word is cut into the pieces of a
unigram vocabulary (the cut of highest probability, found by dynamic programming), so that every answer belongs to a word
and offsets never have to be mapped back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from vaqaye.errors import ResourceError

UNKNOWN = 3
START, PAD, END = 0, 1, 2
_LONGEST_WORD = 64  # characters of one word that are looked at
_MOST_PIECES = 24  # of one word
_META = "▁"
# Of one batch, measured on articles one at a time: 400 pieces without a bound on padding 9,800 words/s, these 10,800.
_PIECES = 300
_PADDING = 20

# Spellings that mean the same to the encoder: it was trained on these.
_SPELLING = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "«": '"', "»": '"', "“": '"',
        "”": '"', "„": '"', "‘": "'", "’": "'", "?": "؟", ";": "؛", ",": "،", "٬": "،", "–": "-", "—": "-", "−": "-",
        "٪": "%", "…": "...", "ـ": "", "\u200d": "\u200c", "\u200e": "", "\u200f": "", "\ufeff": "", "_": "\u200c",
        **{chr(c): "" for c in (*range(0x64B, 0x656), 0x670)},
        **{chr(0x06F0 + d): str(d) for d in range(10)},
        **{chr(0x0660 + d): str(d) for d in range(10)},
    }
)  # fmt: skip


class Pieces:
    """A unigram vocabulary: `scores` maps a piece to its row and log probability."""

    def __init__(self, scores: dict[str, tuple[int, float]]) -> None:
        self._scores = scores
        self._longest = max(map(len, scores))
        self._floor = min(score for _, score in scores.values()) - 10.0
        self._cache: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """From a file of `piece TAB log probability` lines; the first four rows are for start, padding, end, unknown."""
        scores: dict[str, tuple[int, float]] = {}
        for row, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            piece, _, score = line.partition("\t")
            if row > UNKNOWN:
                scores[piece] = (row, float(score))
        return cls(scores)

    def of(self, word: str) -> tuple[int, ...]:
        """The rows of the pieces of one word, at least one; a half-space begins a new piece."""
        known = self._cache.get(word)
        if known is None:
            if len(self._cache) > 200_000:
                self._cache.clear()
            known = self._cache[word] = tuple(self._cut(word[:_LONGEST_WORD]))[:_MOST_PIECES] or (UNKNOWN,)
        return known

    def _cut(self, word: str) -> list[int]:
        rows: list[int] = []
        for part in word.translate(_SPELLING).replace("\u200c", " ").split():
            rows += self._best(_META + part)
        return rows

    def _best(self, text: str) -> list[int]:
        """The most probable cut of `text`; a character that no piece covers is UNKNOWN, neighbours merged."""
        size = len(text)
        best = [0.0] + [-1e30] * size
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (size + 1)
        for start in range(size):
            base = best[start]
            for end in range(start + 1, min(size, start + self._longest) + 1):
                found = self._scores.get(text[start:end])
                if found and base + found[1] > best[end]:
                    best[end] = base + found[1]
                    back[end] = (start, found[0])
            if base + self._floor > best[start + 1]:
                best[start + 1] = base + self._floor
                back[start + 1] = (start, UNKNOWN)
        rows: list[int] = []
        at = size
        while at > 0:
            at, row = back[at]
            if not (row == UNKNOWN and rows and rows[-1] == UNKNOWN):
                rows.append(row)
        return rows[::-1]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the model says of a sentence: one entry a word.

    `heads` count from 1, 0 is the root; `names` are BIO labels (B-PER, I-PER, O …) of PER ORG LOC DAT TIM MON PCT;
    `ezafe` is true where a word is bound to the next by an ezafe, written or not.
    """

    upos: list[str]
    feats: list[str]
    ezafe: list[bool]
    names: list[str]
    heads: list[int]
    relations: list[str]


def session(path: Path, threads: int) -> Any:
    """A model of onnxruntime on the processor; ResourceError where the runtime or the file is missing."""
    try:
        runtime: Any = import_module("onnxruntime")
    except ImportError as error:
        raise ResourceError("onnxruntime is missing: pip install onnxruntime") from error
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not path.is_file():
        raise ResourceError(f"{path} is missing: reinstall Vaqaye, or make it again as train/README.md says")
    return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Model:
    """The trained encoder with its heads, run by onnxruntime; one object per process, `threads` cores at most.

    Raises ResourceError where the runtime or the weights are missing.
    """

    def __init__(self, folder: Path | None = None, threads: int = 1) -> None:
        folder = folder or Path(__file__).resolve().parents[1] / "models"
        self._session = session(folder / "reader.onnx", threads)
        labels: dict[str, list[str]] = json.loads(self._session.get_modelmeta().custom_metadata_map["labels"])
        self._upos, self._feats, self._relations = labels["upos"], labels["feats"], labels["tree"]
        self._ner = labels["ner"]
        self._moves = _moves(self._ner)
        self.pieces = Pieces.load(folder / "pieces.tsv")

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Analysis]:
        """One analysis a sentence, in order. A sentence of no words gives empty lists; a very long one is read in parts."""
        parts: list[list[tuple[int, ...]]] = []
        owners: list[int] = []
        for number, words in enumerate(sentences):
            for part in _parts([self.pieces.of(word) for word in words]):
                parts.append(part)
                owners.append(number)
        sizes = [sum(map(len, part)) + 2 for part in parts]
        done: dict[int, Analysis] = {}
        for batch in _batches(sizes):
            done.update(zip(batch, self._run([parts[i] for i in batch]), strict=True))
        found: list[list[Analysis]] = [[] for _ in sentences]
        for index, owner in enumerate(owners):
            found[owner].append(done[index])
        return [_together(pieces) for pieces in found]

    def _run(self, batch: list[list[tuple[int, ...]]]) -> list[Analysis]:
        upos, feats, ezafe, ner, arcs, heads, relations = self._session.run(None, _arrays(batch))
        names = _decode(ner, self._moves)
        found = []
        for b, sentence in enumerate(batch):
            n = len(sentence)
            tree = heads[b, :n].tolist()
            labels = [self._relations[i] for i in relations[b, :n].tolist()]
            if not _is_tree(tree):
                tree = spanning_tree(arcs[b, :n, : n + 1])
            labels = [_relation(head, label) for head, label in zip(tree, labels, strict=True)]
            found.append(
                Analysis(
                    [self._upos[i] for i in upos[b, :n].tolist()],
                    [self._feats[i] for i in feats[b, :n].tolist()],
                    (ezafe[b, :n] > 0).tolist(),
                    [self._ner[i] for i in names[b, :n].tolist()],
                    tree,
                    labels,
                )
            )
        return found


def _relation(head: int, label: str) -> str:
    """`root` where there is no head and nowhere else: labels are chosen before a tree is mended."""
    if head == 0:
        return "root"
    return "parataxis" if label == "root" else label


def _parts(words: list[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """A sentence in stretches that the encoder has positions for: at most 150 words and 400 pieces."""
    part: list[tuple[int, ...]] = []
    size = 0
    for word in words:
        if part and (len(part) >= 150 or size + len(word) > 400):
            yield part
            part, size = [], 0
        part.append(word)
        size += len(word)
    if part:
        yield part


def _batches(sizes: list[int]) -> Iterator[list[int]]:
    """Indices of sentences of like length: few enough pieces to stay in the processor's cache, little padding."""
    batch: list[int] = []
    used = 0
    for index in sorted(range(len(sizes)), key=sizes.__getitem__):
        total = (len(batch) + 1) * sizes[index]
        if batch and (total > _PIECES or total - used - sizes[index] > _PADDING):
            yield batch
            batch, used = [], 0
        batch.append(index)
        used += sizes[index]
    if batch:
        yield batch


def _arrays(batch: list[list[tuple[int, ...]]]) -> dict[str, Any]:
    size = max(sum(map(len, words)) for words in batch) + 2
    width = max(map(len, batch)) + 1
    ids = np.full((len(batch), size), PAD, np.int64)
    mask = np.zeros((len(batch), size), np.float32)
    first = np.zeros((len(batch), width), np.int64)
    last = np.zeros((len(batch), width), np.int64)
    valid = np.zeros((len(batch), width), np.float32)
    for b, words in enumerate(batch):
        flat, starts, ends = [START], [0], [0]
        for word in words:
            starts.append(len(flat))
            flat += word
            ends.append(len(flat) - 1)
        flat.append(END)
        ids[b, : len(flat)] = flat
        mask[b, : len(flat)] = 1.0
        first[b, : len(starts)] = starts
        last[b, : len(ends)] = ends
        valid[b, : len(starts)] = 1.0
    return {"ids": ids, "mask": mask, "first": first, "last": last, "valid": valid}


def _together(parts: list[Analysis]) -> Analysis:
    """The parts of one sentence as one: the roots of later parts hang on the first one's."""
    if len(parts) == 1:
        return parts[0]
    whole = Analysis([], [], [], [], [], [])
    for part in parts:
        shift = len(whole.heads)
        top = whole.heads.index(0) + 1 if shift else 0
        whole.heads.extend(head + shift if head else top for head in part.heads)
        whole.relations.extend(_relation(h if h else top, r) for h, r in zip(part.heads, part.relations, strict=True))
        whole.upos.extend(part.upos)
        whole.feats.extend(part.feats)
        whole.ezafe.extend(part.ezafe)
        whole.names.extend(part.names)
    return whole


def _moves(labels: list[str]) -> Any:
    """Scores of passing from one BIO label (row) to the next: a name goes on only as what it began; last row: start."""
    moves = np.zeros((len(labels) + 1, len(labels)), np.float32)
    for column, label in enumerate(labels):
        if label.startswith("I-"):
            allowed = {"B-" + label[2:], label}
            for row in range(len(labels) + 1):
                if row == len(labels) or labels[row] not in allowed:
                    moves[row, column] = -1e4
    return moves


def _decode(scores: Any, moves: Any) -> Any:
    """The best sequences of labels (Viterbi) for scores [batch, words, labels], which are zero in the padding."""
    steps = scores.shape[1]
    best = scores[:, 0] + moves[-1]
    back = []
    for step in range(1, steps):
        ways = best[:, :, None] + moves[:-1]
        back.append(ways.argmax(1))
        best = ways.max(1) + scores[:, step]
    chosen = np.empty(scores.shape[:2], np.int64)
    chosen[:, -1] = best.argmax(1)
    rows = np.arange(len(scores))
    for step in range(steps - 2, -1, -1):
        chosen[:, step] = back[step][rows, chosen[:, step + 1]]
    return chosen


def _is_tree(heads: list[int]) -> bool:
    """One root, and every word reaches it."""
    if heads.count(0) != 1:
        return False
    state = [0] * (len(heads) + 1)  # 0 unseen, 1 on the way, 2 reaches the root
    state[0] = 2
    for start in range(1, len(heads) + 1):
        path = []
        at = start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at - 1]
        if state[at] == 1:
            return False
        for word in path:
            state[word] = 2
    return True


def spanning_tree(arcs: Any) -> list[int]:
    """The heads (1-based, 0 for the root) of the best tree of one root for `arcs[word, head]` (Chu-Liu and Edmonds)."""
    n = arcs.shape[0]
    scores = np.full((n + 1, n + 1), -1e9)
    scores[1:] = arcs
    np.fill_diagonal(scores, -1e9)
    # One root: the word that loses least by being it.
    loss = scores[1:, 1:].max(1) - scores[1:, 0]
    top = int(loss.argmin()) + 1
    scores[:, 0] = -1e9
    scores[top, :] = -1e9
    scores[top, 0] = 0.0
    heads = _edmonds(scores)
    return [int(head) for head in heads[1:]]


def _edmonds(scores: Any) -> Any:
    """Heads of the maximum arborescence from node 0; `heads[0]` is 0."""
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(heads), bool)
    inside[cycle] = True
    outer = np.flatnonzero(~inside)
    size = len(outer)
    gain = scores[cycle, :] - scores[cycle, heads[cycle]][:, None]
    small = np.full((size + 1, size + 1), -1e9)
    small[:size, :size] = scores[np.ix_(outer, outer)]
    small[:size, size] = scores[np.ix_(outer, cycle)].max(1)
    small[size, :size] = gain[:, outer].max(0)
    rest = _edmonds(small)
    entry = outer[rest[size]]
    broken = cycle[int(gain[:, entry].argmax())]
    for place, node in enumerate(outer):
        if node:
            head = rest[place]
            heads[node] = outer[head] if head < size else cycle[int(scores[node, cycle].argmax())]
    heads[broken] = entry
    return heads


def _cycle(heads: Any) -> Any:
    """Nodes of a cycle, or None."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path = []
        at = start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1:
            return np.array(path[path.index(at) :])
        for node in path:
            state[node] = 2
    return None
