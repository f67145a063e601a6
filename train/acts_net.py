"""The reader of acts: the encoder of the language room with heads for triggers, types, modes, status and participants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
from network import HIDDEN, Reader
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from vaqaye.events.network import runs
from vaqaye.events.scene import (
    EVENTS,
    FAR,
    KINDS,
    MARKS,
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
from vaqaye.language.model import END, PAD, START, Pieces

Row = dict[str, Any]
TAGS = ["O", *(f"{b}-{e}" for e in EVENTS for b in "BI")]
PAIR = 128
MIXES, MIX_HEADS = 2, 4  # layers in which an act and all who may take part see each other
NAMELESS = 0.25  # share of the acts in training whose candidates are read without knowing which country is which


@dataclass(slots=True)
class Act:
    """A right act in a window: its words, labels, and the countries on each side."""

    words: list[int]
    event: int
    mode: int
    status: int
    sides: tuple[set[str], set[str]]
    sentence: int
    soft: tuple[Tensor, Tensor, dict[str, tuple[float, float]]] | None = None  # of acts_silver.py: status, mode, sides


@dataclass(slots=True)
class Item:
    """A window of an article with its acts."""

    scenes: list[Scene]
    window: Window
    acts: list[Act] = field(default_factory=list)
    example: bool = False
    blind: bool = False  # what the patterns say is hidden
    soft: Tensor | None = None  # [words, tags], where nobody annotated it


def mode_of(row: Row) -> str:
    """Type and mode as one label."""
    return f"{row['event']}:{row['mode'] or ''}"


def items(article: Row, pieces: Pieces, modes: list[str]) -> list[Item]:
    """The windows of an article (a line of acts_data.py) with the acts of the gold that lie in them."""
    scenes = [Scene.of({k: v for k, v in s.items() if k != "spans"}) for s in article["sentences"]]
    out = []
    for window in windows(scenes, pieces):
        item = Item(scenes, window, example=bool(article.get("example")))
        for row in article["gold"]:
            if row["sentence"] in window.sentences:
                start = window.starts[window.sentences.index(row["sentence"])]
                words = [start + i for i in row["words"] if start + i < len(window.pieces)]
                mode = modes.index(mode_of(row)) if mode_of(row) in modes else -1
                sides = set(row["actor"]), set(row["recipient"])
                if words:
                    state = STATUS.index(row["status"])
                    item.acts.append(Act(words, EVENTS.index(row["event"]), mode, state, sides, row["sentence"]))
        out.append(item)
    return out


class Mix(nn.Module):
    """One layer of attention over few rows, normalised before."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.second = nn.LayerNorm(PAIR), nn.LayerNorm(PAIR)
        self.qkv, self.out = nn.Linear(PAIR, 3 * PAIR), nn.Linear(PAIR, PAIR)
        self.wide, self.narrow = nn.Linear(PAIR, 2 * PAIR), nn.Linear(2 * PAIR, PAIR)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x: Tensor) -> Tensor:
        """[rows, PAIR] to the same."""
        q, k, v = (
            y.reshape(-1, MIX_HEADS, PAIR // MIX_HEADS).transpose(0, 1) for y in self.qkv(self.norm(x)).chunk(3, -1)
        )
        weights = torch.softmax(q @ k.transpose(1, 2) * (PAIR // MIX_HEADS) ** -0.5, -1)
        x = x + self.dropout(self.out((weights @ v).transpose(0, 1).reshape(-1, PAIR)))
        return x + self.dropout(self.narrow(F.gelu(self.wide(self.second(x)), approximate="tanh")))


class Sides(nn.Module):
    """Who takes part in one act: it, the candidates and the words around it see each other."""

    def __init__(self, countries: int) -> None:
        super().__init__()
        self.event = nn.Embedding(len(EVENTS), PAIR)
        self.marks = nn.ModuleList(nn.Embedding(n, PAIR) for n in (*MARKS.values(), countries + 1))
        self.place = nn.Embedding(len(FAR) + 2, PAIR)
        self.mixes = nn.ModuleList(Mix() for _ in range(MIXES))
        self.norm = nn.LayerNorm(PAIR)
        self.between, self.side = nn.Linear(3 * PAIR, PAIR), nn.Linear(PAIR, 2)
        self.dropout = nn.Dropout(0.2)
        for table in (*self.marks, self.place):
            nn.init.normal_(table.weight, std=0.3)

    def forward(
        self, head: Tensor, event: Tensor, mention: Tensor, about: Tensor, text: Tensor, place: Tensor
    ) -> Tensor:
        """Scores [candidates, (actor, recipient)] from the act's words [PAIR] and its type [1], mentions [candidates, PAIR],
        what is known of them [candidates, marks], the words around the act [words, PAIR] and where they stand [words].
        """
        named = about[:, list(MARKS).index("special")] == 0
        rows = mention * named[:, None].float()
        for column, table in enumerate(self.marks):
            rows = rows + table(about[:, column])
        act = (head + self.event(event)[0])[None]
        x = torch.cat([act, rows, text + self.place(place)])
        for mix in self.mixes:
            x = mix(x)
        x = self.norm(x)
        who = x[1 : 1 + rows.shape[0]]
        first = x[:1].expand(who.shape[0], -1)
        both = torch.cat([first, who, first * who], -1)
        return self.side(self.dropout(F.gelu(self.between(both), approximate="tanh")))


class Acts(nn.Module):
    """Words come out as `[words, HIDDEN]`."""

    def __init__(self, reader: Reader, modes: list[str], countries: list[str]) -> None:
        super().__init__()
        self.reader, self.modes, self.countries = reader, modes, countries
        self.kind = nn.Embedding(len(KINDS), HIDDEN)
        self.hint = nn.Embedding(len(EVENTS) + 1, HIDDEN)
        self.tags = nn.Linear(HIDDEN, len(TAGS))
        self.status = nn.Linear(HIDDEN, len(STATUS))
        self.mode = nn.Linear(HIDDEN, len(modes))
        self.rule_status = nn.Embedding(len(STATUS) + 1, len(STATUS))  # what the pattern says of both; row 0: nothing
        self.rule_mode = nn.Embedding(len(modes) + 1, len(modes))
        self.trigger, self.mention = nn.Linear(HIDDEN, PAIR), nn.Linear(HIDDEN, PAIR)
        self.weigh = Sides(len(countries))
        self.dropout = nn.Dropout(0.2)
        for table in (self.kind, self.hint, self.rule_status, self.rule_mode):
            nn.init.zeros_(table.weight)

    def words(self, batch: list[Item]) -> Tensor:
        """[windows, words, HIDDEN]."""
        size = max(sum(map(len, i.window.pieces)) for i in batch) + 2
        width = max(len(i.window.pieces) for i in batch)
        ids = torch.full((len(batch), size), PAD)
        mask = torch.zeros(len(batch), size)
        extra = torch.zeros(2, len(batch), size, dtype=torch.long)
        ends = torch.zeros(2, len(batch), width, dtype=torch.long)
        for b, item in enumerate(batch):
            window = item.window
            row, at = [START], 1
            for i, word in enumerate(window.pieces):
                ends[0, b, i], ends[1, b, i] = at, at + len(word) - 1
                extra[0, b, at : at + len(word)] = window.kinds[i]
                extra[1, b, at : at + len(word)] = 0 if item.blind else window.hints[i]
                row += word
                at += len(word)
            row.append(END)
            ids[b, : len(row)] = torch.tensor(row)
            mask[b, : len(row)] = 1
        return self.dropout(self.encode(ids, mask, extra[0], extra[1], ends[0], ends[1]))

    def encode(self, ids: Tensor, mask: Tensor, kinds: Tensor, hints: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Pieces to words."""
        r = self.reader
        x = r.word(ids) + self.kind(kinds) + self.hint(hints)
        if self.training:
            x = x * (torch.rand(ids.shape) > 0.05)[..., None]
        x = r.dropout(r.norm(x + r.pos.weight[: ids.shape[1]]))
        bias = (mask[:, None, None, :] - 1) * 1e4
        for layer in r.layers:
            x = layer(x, bias)
        wide = first[..., None].expand(-1, -1, HIDDEN), last[..., None].expand(-1, -1, HIDDEN)
        return (x.gather(1, wide[0]) + x.gather(1, wide[1])) * 0.5

    def states(self, middle: Tensor, sign: Sign | None) -> tuple[Tensor, Tensor]:
        """Scores of status and mode of an act from the mean of its words."""
        label = f"{sign.event}:{sign.mode or ''}" if sign else ""
        status = torch.tensor(1 + STATUS.index(sign.status) if sign else 0)
        mode = torch.tensor(1 + self.modes.index(label) if label in self.modes else 0)
        return self.status(middle) + self.rule_status(status), self.mode(middle) + self.rule_mode(mode)

    def sides(
        self, words: Tensor, trigger: list[int], event: int, near: list[Candidate], sign: Sign | None,
        clause: tuple[int, int],
    ) -> Tensor:  # fmt: skip
        """Scores [candidates, (actor, recipient)] for one act of a window."""
        known = [] if self.training and torch.rand(()) < NAMELESS else self.countries
        rows = torch.tensor([[max(c.first, 0), max(c.last, 0)] for c in near])
        mention = self.mention((words[rows[:, 0]] + words[rows[:, 1]]) * 0.5)
        about = torch.tensor(marks(trigger[0], near, sign, clause, known))
        first, end = around(trigger[0], len(words))
        place = torch.tensor([distance(trigger[0], w) for w in range(first, end)])
        text = self.mention(words[first:end])
        head = self.trigger(words[trigger].mean(0))
        return self.weigh(head, torch.tensor([event]), mention, about, text, place)


def loss_of(model: Acts, batch: list[Item]) -> Tensor:
    """The sum over all heads, by window."""
    with torch.autocast("cpu", torch.bfloat16):
        encoded = model.words(batch)
    encoded = encoded.float()
    total = torch.zeros(())
    for words, item in zip(encoded, batch, strict=True):
        window = item.window
        words = words[: len(window.pieces)]
        labels = [0] * len(window.pieces)
        for act in item.acts:
            for i, word in enumerate(act.words):
                labels[word] = 1 + 2 * act.event + (i > 0)
        scores = model.tags(words)
        wanted = torch.tensor(labels) if item.soft is None else item.soft  # one tag for each word, or chances of all
        total = total + 0.05 * F.cross_entropy(scores, wanted, reduction="sum")
        for act in item.acts:
            start = window.starts[window.sentences.index(act.sentence)]
            here = item.scenes[act.sentence]
            inside = [w - start for w in act.words]
            sign = None if item.blind else sign_at(here, inside, EVENTS[act.event])
            status, mode = model.states(words[act.words].mean(0), sign)
            total = total + 0.2 * F.cross_entropy(status, act.soft[0] if act.soft else torch.tensor(act.status))
            if act.soft or act.mode >= 0:
                total = total + 0.2 * F.cross_entropy(mode, act.soft[1] if act.soft else torch.tensor(act.mode))
            clause = here.clauses[inside[0]]
            near = candidates(item.scenes, window, act.sentence, clause)
            sides = model.sides(words, act.words, act.event, near, sign, (act.sentence, clause))
            for side in (0, 1):
                for country in {c.country for c in near}:
                    best = sides[[i for i, c in enumerate(near) if c.country == country], side].logsumexp(0)
                    right = act.soft[2][country][side] if act.soft else float(country in act.sides[side])
                    target = torch.tensor(right)
                    total = total + 0.2 * F.binary_cross_entropy_with_logits(best, target)
    return total / len(batch)


@torch.no_grad()
def predict(model: Acts, articles: list[Row], pieces: Pieces, bias: float = 0.0, level: float = 0.0) -> list[list[Row]]:
    """The acts of each article. `bias` is added to the score of «no trigger»; `level` is what a participant must reach."""
    model.eval()
    out: list[list[Row]] = []
    for article in articles:
        rows: list[Row] = []
        for item in items(article, pieces, model.modes):
            words = model.words([item])[0]
            scores = model.tags(words)
            scores[:, 0] += bias
            for trigger, event in runs(scores.argmax(-1).tolist()):
                rows.append(act_of(model, item, words, trigger, event, level))
        out.append(rows)
    model.train()
    return out


def act_of(model: Acts, item: Item, words: Tensor, trigger: list[int], event: int, level: float) -> Row:
    """One found act with all its labels."""
    window = item.window
    place = max(i for i, s in enumerate(window.starts) if s <= trigger[0])
    sentence, start = window.sentences[place], window.starts[place]
    here = item.scenes[sentence]
    inside = [w - start for w in trigger]
    inside = [w for w in inside if w < len(here.clauses)]
    sign = sign_at(here, inside, EVENTS[event])
    status, mode = model.states(words[trigger].mean(0), sign)
    clause = here.clauses[inside[0]]
    near = candidates(item.scenes, window, sentence, clause)
    sides = model.sides(words, trigger, event, near, sign, (sentence, clause))
    mine = [i for i, m in enumerate(model.modes) if m.split(":")[0] == EVENTS[event]]
    best = mine[int(mode[mine].argmax())] if mine else -1
    row: Row = {"sentence": sentence, "words": inside, "event": EVENTS[event], "status": STATUS[int(status.argmax())]}
    row["mode"] = model.modes[best].split(":")[1] or None if mine else None
    for side, name in ((0, "actor"), (1, "recipient")):
        row[name] = sorted(
            country
            for country in {c.country for c in near}
            if sides[[i for i, c in enumerate(near) if c.country == country], side].logsumexp(0) > level
        )
    return row
