"""The trained reader of acts, run by onnxruntime: scenes in, acts out. `train/acts_net.py` is where it comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from vaqaye.events.scene import (
    EVENTS,
    STATUS,
    Candidate,
    Scene,
    Sign,
    Window,
    candidates,
    distance,
    said_of,
    same_clause,
    sign_at,
    windows,
)
from vaqaye.language.model import END, PAD, START, Pieces, session

_REACH = 3  # words over which a trigger goes on


@dataclass(slots=True)
class Found:
    """An act that the model sees in a sentence: its words, and who is likely on each side."""

    sentence: int
    words: list[int]
    event: str
    mode: str | None
    status: str
    probability: float
    actor: list[Candidate]
    recipient: list[Candidate]


class Network:
    """The model; one object a process. ResourceError where its files or the runtime are missing."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._session = session(folder / "acts.onnx", threads)
        self._modes: list[str] = json.loads(self._session.get_modelmeta().custom_metadata_map["modes"])
        with np.load(folder / "acts.npz") as tables:
            self._tables = {name: tables[name].astype(np.float32) for name in tables.files}
        self._pieces = Pieces.load(folder / "pieces.tsv")

    def read(self, article: Sequence[Scene], least: float) -> tuple[list[Found], list[Any]]:
        """(acts likelier than `least` that no pattern of their type has found, by sentence how likely each word names an act
        of each type: [words, 1 + types], column 0 for no act).

        None for sentences that are skipped.
        """
        found: list[Found] = []
        likely: list[Any] = [None] * len(article)
        for window in windows(article, self._pieces):
            outputs = self._run(window)
            chances = _softmax(outputs["tags"])
            ends = [*window.starts[1:], len(window.pieces)]
            types = np.concatenate([chances[:, :1], chances[:, 1::2] + chances[:, 2::2]], 1)
            for sentence, start, end in zip(window.sentences, window.starts, ends, strict=True):
                likely[sentence] = types[start:end]
                labels = outputs["tags"][start:end].argmax(-1).tolist()
                for words, event in runs(labels):
                    trigger = [start + w for w in words]
                    chance = float(types[trigger, 1 + event].max())
                    if chance > least and not sign_at(article[sentence], words, EVENTS[event]):
                        found.append(self._act(article, window, outputs, (sentence, start), trigger, event, chance))
        return found, likely

    def _run(self, window: Window) -> dict[str, Any]:
        ids, kinds, hints, first, last = [START], [0], [0], [], []
        for word, kind, hint in zip(window.pieces, window.kinds, window.hints, strict=True):
            first.append(len(ids))
            ids += word
            kinds += [kind] * len(word)
            hints += [hint] * len(word)
            last.append(len(ids) - 1)
        row = {"ids": [*ids, END], "kinds": [*kinds, 0], "hints": [*hints, 0], "first": first, "last": last}
        feed: dict[str, Any] = {k: np.array([v], np.int64) for k, v in row.items()}
        feed["mask"] = (feed["ids"] != PAD).astype(np.float32)
        names = ["tags", "status", "mode", "trigger", "mention"]
        return {n: v[0] for n, v in zip(names, self._session.run(names, feed), strict=True)}

    def _act(
        self, article: Sequence[Scene], window: Window, outputs: dict[str, Any], place: tuple[int, int],
        trigger: list[int], event: int, chance: float,
    ) -> Found:  # fmt: skip
        sentence, start = place
        words = [w - start for w in trigger]
        here = article[sentence]
        sign = sign_at(here, words, EVENTS[event])
        tables = self._tables
        status = (
            outputs["status"][trigger].mean(0) + tables["rule_status"][1 + STATUS.index(sign.status) if sign else 0]
        )
        label = f"{sign.event}:{sign.mode or ''}" if sign else ""
        mode = (
            outputs["mode"][trigger].mean(0)
            + tables["rule_mode"][1 + self._modes.index(label) if label in self._modes else 0]
        )
        mine = [i for i, m in enumerate(self._modes) if m.split(":")[0] == EVENTS[event]]
        best = max(mine, key=lambda i: float(mode[i])) if mine else -1
        clause = here.clauses[words[0]]
        near = candidates(article, window, sentence, clause)
        sides = self._sides(outputs, trigger, event, near, sign, (sentence, clause))
        chosen = [_likely(near, sides[:, side]) for side in (0, 1)]
        return Found(
            sentence, words, EVENTS[event], self._modes[best].split(":")[1] or None if mine else None,
            STATUS[int(status.argmax())], chance, *chosen,
        )  # fmt: skip

    def _sides(
        self, outputs: dict[str, Any], trigger: list[int], event: int, near: list[Candidate], sign: Sign | None,
        clause: tuple[int, int],
    ) -> Any:  # fmt: skip
        """Scores [candidates, (actor, recipient)]."""
        t = self._tables
        rule, missing = said_of(sign), 0 if sign else 4
        head = outputs["trigger"][trigger].mean(0) + t["event"][event]
        first, last = ([max(c.first, 0) for c in near], [max(c.last, 0) for c in near])
        mention = (outputs["mention"][first] + outputs["mention"][last]) * 0.5
        special = np.array([c.special for c in near])
        mention = mention * (special == 0)[:, None] + t["special"][special]
        for name, values in (
            ("far", [distance(trigger[0], c) for c in near]),
            ("what", [c.kind for c in near]),
            ("said", [rule.get(c.country, missing) for c in near]),
            ("same", [same_clause(clause, c) for c in near]),
            ("behind", [c.behind for c in near]),
            ("part", [c.part for c in near]),
        ):
            mention = mention + t[name][values]
        both = np.concatenate([_gelu(head + mention), np.tanh(head) * np.tanh(mention)], 1)
        return _gelu(both @ t["between"] + t["between_bias"]) @ t["side"] + t["side_bias"]


def runs(labels: list[int]) -> list[tuple[list[int], int]]:
    """Triggers of a sentence: words in a row of one type; an I of the same type within _REACH words goes on."""
    out: list[tuple[list[int], int]] = []
    for i, label in enumerate(labels):
        if not label:
            continue
        event, inside = (label - 1) // 2, (label - 1) % 2
        if inside and out and out[-1][1] == event and i - out[-1][0][-1] <= _REACH:
            out[-1][0].append(i)
        else:
            out.append(([i], event))
    return out


def _likely(near: list[Candidate], scores: Any) -> list[Candidate]:
    """The best candidate of each country that more speaks for than against; countries add up over their mentions."""
    by_country: dict[str, list[int]] = {}
    for i, candidate in enumerate(near):
        by_country.setdefault(candidate.country, []).append(i)
    chosen = []
    for indices in by_country.values():
        values = scores[indices]
        top = float(values.max())
        if top + float(np.log(np.exp(values - top).sum())) > 0:
            chosen.append(near[indices[int(values.argmax())]])
    return chosen


def _softmax(scores: Any) -> Any:
    wide = np.exp(scores - scores.max(-1, keepdims=True))
    return wide / wide.sum(-1, keepdims=True)


def _gelu(x: Any) -> Any:
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))


@cache
def network() -> Network:
    """The one that is shipped, loaded when it is first asked for."""
    return Network(Path(__file__).resolve().parents[1] / "models")
