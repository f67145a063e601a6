"""The trained reader of acts, run by onnxruntime: scenes in, acts out. `train/acts_net.py` is where it comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from vaqaye.events.pairs import choose
from vaqaye.events.scene import (
    EVENTS,
    STATUS,
    Candidate,
    Scene,
    Sign,
    Window,
    around,
    candidates,
    distance,
    marks,
    sign_at,
    windows,
)
from vaqaye.language.model import END, PAD, START, Pieces, session

Scores = dict[str, tuple[float, float]]  # country -> log odds of the actor's and of the recipient's side

_REACH = 3  # words over which a trigger goes on
_EAGER = 1.5  # off the score of «names no act»: what is likelier than a fifth is looked at


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
    sides: Scores


@dataclass(slots=True)
class Weighed:
    """What the model sees of an act that a pattern found."""

    sides: Scores
    mode: str | None


class Network:
    """The model; one object a process. ResourceError where its files or the runtime are missing."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._session = session(folder / "acts.onnx", threads)
        self._weigh = session(folder / "participants.onnx", threads)
        about = self._session.get_modelmeta().custom_metadata_map
        self._modes: list[str] = json.loads(about["modes"])
        self._countries: list[str] = json.loads(about["countries"])
        with np.load(folder / "acts.npz") as tables:
            self._tables = {name: tables[name].astype(np.float32) for name in tables.files}
        self._pieces = Pieces.load(folder / "pieces.tsv")

    def read(self, article: Sequence[Scene], least: float) -> tuple[list[Found], list[Any], list[list[Weighed]]]:
        """(acts likelier than `least` that no pattern of their type has found; by sentence how likely each word names an act
        of each type: [words, 1 + types], column 0 for no act; by sentence what is seen of each pattern that fired).

        The second is None, the third empty for sentences that are skipped.
        """
        found: list[Found] = []
        likely: list[Any] = [None] * len(article)
        weighed: list[list[Weighed]] = [[] for _ in article]
        for window in windows(article, self._pieces):
            outputs = self._run(window)
            chances = _softmax(outputs["tags"])
            outputs["tags"][:, 0] -= _EAGER
            ends = [*window.starts[1:], len(window.pieces)]
            types = np.concatenate([chances[:, :1], chances[:, 1::2] + chances[:, 2::2]], 1)
            for sentence, start, end in zip(window.sentences, window.starts, ends, strict=True):
                likely[sentence] = types[start:end]
                weighed[sentence] = [
                    self._of_sign(article, window, outputs, (sentence, start), s, end) for s in article[sentence].signs
                ]
                labels = outputs["tags"][start:end].argmax(-1).tolist()
                for words, event in runs(labels):
                    trigger = [start + w for w in words]
                    chance = float(types[trigger, 1 + event].max())
                    if chance > least and not sign_at(article[sentence], words, EVENTS[event]):
                        found.append(
                            self._act(
                                article,
                                window,
                                outputs,
                                (sentence, start),
                                trigger,
                                event,
                                chance,
                            )
                        )
        return found, likely, weighed

    def _of_sign(
        self,
        article: Sequence[Scene],
        window: Window,
        outputs: dict[str, Any],
        place: tuple[int, int],
        sign: Sign,
        end: int,
    ) -> Weighed:
        """An act that a pattern found."""
        trigger = [i for i in range(place[1] + sign.first, place[1] + sign.last + 1) if i < end]
        if not trigger:  # behind the last word that is read
            return Weighed({}, sign.mode)
        event = EVENTS.index(sign.event)
        near, scores = self._sides(article, window, outputs, place, trigger, event, sign)
        return Weighed(by_country(near, scores), self._mode(outputs, trigger, event, sign))

    def _mode(self, outputs: dict[str, Any], trigger: list[int], event: int, sign: Sign | None) -> str | None:
        """The likeliest mode of an act of that type; None where that is none."""
        label = f"{sign.event}:{sign.mode or ''}" if sign else ""
        rule = self._tables["rule_mode"][1 + self._modes.index(label) if label in self._modes else 0]
        scores = outputs["mode"][trigger].mean(0) + rule
        mine = [i for i, m in enumerate(self._modes) if m.split(":")[0] == EVENTS[event]]
        if not mine:
            return None
        return self._modes[max(mine, key=lambda i: float(scores[i]))].split(":")[1] or None

    def _run(self, window: Window) -> dict[str, Any]:
        ids, kinds, hints, first, last = [START], [0], [0], [], []
        for word, kind, hint in zip(window.pieces, window.kinds, window.hints, strict=True):
            first.append(len(ids))
            ids += word
            kinds += [kind] * len(word)
            hints += [hint] * len(word)
            last.append(len(ids) - 1)
        row = {
            "ids": [*ids, END],
            "kinds": [*kinds, 0],
            "hints": [*hints, 0],
            "first": first,
            "last": last,
        }
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
        near, sides = self._sides(article, window, outputs, place, trigger, event, sign)
        weighed = by_country(near, sides)
        actor, recipient = _likely(near, sides, weighed, EVENTS[event])
        mode, state = self._mode(outputs, trigger, event, sign), STATUS[int(status.argmax())]
        return Found(sentence, words, EVENTS[event], mode, state, chance, actor, recipient, weighed)

    def _sides(
        self, article: Sequence[Scene], window: Window, outputs: dict[str, Any], place: tuple[int, int],
        trigger: list[int], event: int, sign: Sign | None,
    ) -> tuple[list[Candidate], Any]:  # fmt: skip
        """(who may take part, their scores [candidates, (actor, recipient)])."""
        sentence, start = place
        clause = article[sentence].clauses[trigger[0] - start]
        near = candidates(article, window, sentence, clause)
        first, end = around(trigger[0], len(window.pieces))
        mention = outputs["mention"]
        feed = {
            "head": outputs["trigger"][trigger].mean(0),
            "event": np.array([event], np.int64),
            "mention": (mention[[max(c.first, 0) for c in near]] + mention[[max(c.last, 0) for c in near]]) * 0.5,
            "about": np.array(
                marks(trigger[0], near, sign, (sentence, clause), self._countries),
                np.int64,
            ),
            "text": mention[first:end],
            "place": np.array([distance(trigger[0], w) for w in range(first, end)], np.int64),
        }
        return near, self._weigh.run(None, feed)[0]


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


def by_country(near: list[Candidate], scores: Any) -> Scores:
    """Log odds of the actor's and of the recipient's side; countries add up over their mentions."""
    out: Scores = {}
    for country in dict.fromkeys(c.country for c in near):
        values = scores[[i for i, c in enumerate(near) if c.country == country]]
        top = values.max(0)
        actor, recipient = top + np.log(np.exp(values - top).sum(0))
        out[country] = float(actor), float(recipient)
    return out


def _likely(near: list[Candidate], scores: Any, weighed: Scores, event: str) -> list[list[Candidate]]:
    """Who takes part on each side of an act that no pattern finds: of each chosen country its best candidate."""
    chosen = []
    for side, countries in enumerate(choose(weighed, event, "model", (set(), set()))):
        mine = [[i for i, c in enumerate(near) if c.country == country] for country in sorted(countries)]
        chosen.append([near[max(rows, key=lambda i: float(scores[i, side]))] for rows in mine])
    return chosen


def _softmax(scores: Any) -> Any:
    wide = np.exp(scores - scores.max(-1, keepdims=True))
    return wide / wide.sum(-1, keepdims=True)


def unread(
    article: Sequence[Scene],
) -> tuple[list[Found], list[Any], list[list[Weighed]]]:
    """What `Network.read` gives of an article that it is not asked about."""
    return [], [None] * len(article), [[] for _ in article]


@cache
def network() -> Network:
    """The one that is shipped, loaded when it is first asked for."""
    return Network(Path(__file__).resolve().parents[1] / "models")
