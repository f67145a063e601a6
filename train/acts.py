"""Trains the reader of acts on the encoder of the language room: triggers with type, mode and status, and who takes part.

    python train/acts.py DIR TRAIN.jsonl [TRAIN.jsonl …] --dev DEV.jsonl --gold GOLD.jsonl [--epochs 12]

TRAIN and DEV are written by acts_data.py; GOLD is the file that DEV was made of, with score.py beside it. DIR holds the
encoder's checkpoint and takes acts.pt. Mentions and what patterns say go in as features of words, so that how far a pattern is
to be trusted is learnt, not set.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from acts_score import report, scores
from network import HIDDEN, Reader
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from vaqaye.language.model import END, PAD, START, Pieces

Row = dict[str, Any]
EVENTS = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
TAGS = ["O", *(f"{b}-{e}" for e in EVENTS for b in "BI")]
STATUS = ["occurred", "planned", "denied", "hypothetical"]
KINDS = ["", "person", "office", "state", "organisation", "group", "place", "weak", "pronoun"]
SPECIAL = ["", "speaker", "home", "carried"]
FAR = [-40, -20, -12, -8, -5, -3, -1, 1, 3, 5, 8, 12, 20, 40]  # words from the trigger to a mention
PAIR = 128
SEED = 20261128
WINDOW = 200  # pieces of neighbouring sentences that are read together


@dataclass(slots=True)
class Window:
    """Neighbouring sentences of one article as one sequence of words."""

    article: int
    sentences: list[int]
    starts: list[int]  # the first word of each sentence
    pieces: list[tuple[int, ...]]
    kinds: list[int]
    hints: list[int]  # type of the pattern on a word, 0 for none


@dataclass(slots=True)
class Candidate:
    """Somebody who may take part: the words of a mention, or one of SPECIAL."""

    first: int
    last: int
    country: str
    kind: int
    special: int


def kind(mention: Row) -> int:
    """What sort of mention it is."""
    if mention["place"]:
        return KINDS.index("place")
    if mention["weak"]:
        return KINDS.index("weak")
    if mention["how"] in ("pronoun", "demonstrative", "counterpart", "dropped"):
        return KINDS.index("pronoun")
    return KINDS.index(mention["kind"])


def windows(number: int, article: Row, pieces: Pieces) -> list[Window]:
    """The sentences of an article by WINDOW pieces, those that repeat others left out."""
    out: list[Window] = []
    size = WINDOW
    for index, sentence in enumerate(article["sentences"]):
        if sentence["copy"]:
            continue
        cut = [pieces.of(w) for w in sentence["words"]][:180]
        length = sum(map(len, cut))
        if size + length > WINDOW:
            out.append(Window(number, [], [], [], [], []))
            size = 0
        size += length
        window = out[-1]
        window.sentences.append(index)
        window.starts.append(len(window.pieces))
        kinds, hints = [0] * len(cut), [0] * len(cut)
        for mention in sentence["mentions"]:
            for i in range(mention["first"], min(mention["last"] + 1, len(cut))):
                kinds[i] = kind(mention)
        for hit in sentence["hits"]:
            for i in range(hit["first"], min(hit["last"] + 1, len(cut))):
                hints[i] = 1 + EVENTS.index(hit["event"])
        window.pieces += cut
        window.kinds += kinds
        window.hints += hints
    return out


def candidates(article: Row, window: Window, sentence: int) -> list[Candidate]:
    """All that an act of a sentence can choose from: mentions of the window near it, and those that no word names."""
    found = []
    for index, start in zip(window.sentences, window.starts, strict=True):
        if sentence - 3 <= index <= sentence + 1:
            end = min((s for s in window.starts if s > start), default=len(window.pieces))
            found += [
                Candidate(start + m["first"], start + m["last"], m["country"], kind(m), 0)
                for m in article["sentences"][index]["mentions"]
                if m["country"] and start + m["last"] < end
            ]
    here = article["sentences"][sentence]
    extra = [(here["speaker"], 1), (article["home"], 2), *((c, 3) for c in here["carried"])]
    return found + [Candidate(-1, -1, c, 0, special) for c, special in extra if c]


def mode_of(row: Row) -> str:
    """Type and mode as one label."""
    return f"{row['event']}:{row['mode'] or ''}"


class Acts(nn.Module):
    """The encoder with heads for acts. Words come out as `[words, HIDDEN]`."""

    def __init__(self, reader: Reader, modes: list[str]) -> None:
        super().__init__()
        self.reader, self.modes = reader, modes
        self.kind = nn.Embedding(len(KINDS), HIDDEN)
        self.hint = nn.Embedding(len(EVENTS) + 1, HIDDEN)
        for table in (self.kind, self.hint):
            nn.init.zeros_(table.weight)
        self.tags = nn.Linear(HIDDEN, len(TAGS))
        self.status = nn.Linear(HIDDEN, len(STATUS))
        self.mode = nn.Linear(HIDDEN, len(modes))
        self.trigger, self.mention = nn.Linear(HIDDEN, PAIR), nn.Linear(HIDDEN, PAIR)
        self.far, self.event = nn.Embedding(len(FAR) + 1, PAIR), nn.Embedding(len(EVENTS), PAIR)
        self.what, self.special = nn.Embedding(len(KINDS), PAIR), nn.Embedding(len(SPECIAL), PAIR)
        self.said = nn.Embedding(4, PAIR)  # what the pattern says of a country: nothing, actor, recipient, both
        self.between = nn.Linear(2 * PAIR, PAIR)
        self.side = nn.Linear(PAIR, 2)
        self.dropout = nn.Dropout(0.15)

    def words(self, batch: list[Window]) -> Tensor:
        """[windows, words, HIDDEN]."""
        size = max(sum(map(len, w.pieces)) for w in batch) + 2
        width = max(len(w.pieces) for w in batch)
        ids = torch.full((len(batch), size), PAD)
        mask = torch.zeros(len(batch), size)
        extra = torch.zeros(2, len(batch), size, dtype=torch.long)
        ends = torch.zeros(2, len(batch), width, dtype=torch.long)
        for b, window in enumerate(batch):
            row, at = [START], 1
            for i, word in enumerate(window.pieces):
                ends[0, b, i], ends[1, b, i] = at, at + len(word) - 1
                extra[0, b, at : at + len(word)] = window.kinds[i]
                extra[1, b, at : at + len(word)] = window.hints[i]
                row += word
                at += len(word)
            row.append(END)
            ids[b, : len(row)] = torch.tensor(row)
            mask[b, : len(row)] = 1
        r = self.reader
        x = r.word(ids) + self.kind(extra[0]) + self.hint(extra[1])
        if self.training:
            x = x * (torch.rand(ids.shape) > 0.05)[..., None]
        x = r.dropout(r.norm(x + r.pos.weight[:size]))
        bias = (mask[:, None, None, :] - 1) * 1e4
        for layer in r.layers:
            x = layer(x, bias)
        index = ends[..., None].expand(-1, -1, -1, HIDDEN)
        return self.dropout((x.gather(1, index[0]) + x.gather(1, index[1])) * 0.5)

    def sides(
        self, words: Tensor, trigger: list[int], event: int, near: list[Candidate], rule: dict[str, int]
    ) -> Tensor:
        """Scores [candidates, (actor, recipient)] for one act of a window."""
        head = self.trigger(words[trigger].mean(0)) + self.event.weight[event]
        rows = torch.tensor([[max(c.first, 0), max(c.last, 0)] for c in near])
        mention = self.mention((words[rows[:, 0]] + words[rows[:, 1]]) * 0.5)
        special = torch.tensor([c.special for c in near])
        mention = mention * (special == 0)[:, None] + self.special(special)
        far = [0 if c.special else 1 + sum(c.first - trigger[0] > f for f in FAR[:-1]) for c in near]
        what = torch.tensor([c.kind for c in near])
        said = torch.tensor([rule.get(c.country, 0) for c in near])
        mention = mention + self.far(torch.tensor(far)) + self.what(what) + self.said(said)
        both = torch.cat([F.gelu(head + mention), torch.tanh(head) * torch.tanh(mention)], -1)
        return self.side(self.dropout(F.gelu(self.between(both))))


@dataclass(slots=True)
class Act:
    """A right act in a window: its words, labels, and the countries on each side."""

    words: list[int]
    event: int
    mode: int
    status: int
    sides: tuple[set[str], set[str]]
    sentence: int


def right(article: Row, window: Window, modes: list[str]) -> list[Act]:
    """The acts of the gold that lie in a window."""
    out = []
    for row in article["gold"]:
        if row["sentence"] in window.sentences:
            start = window.starts[window.sentences.index(row["sentence"])]
            words = [start + i for i in row["words"] if start + i < len(window.pieces)]
            mode = modes.index(mode_of(row)) if mode_of(row) in modes else -1
            sides = set(row["actor"]), set(row["recipient"])
            if words:
                status = STATUS.index(row["status"])
                out.append(Act(words, EVENTS.index(row["event"]), mode, status, sides, row["sentence"]))
    return out


def rules(article: Row, sentence: int, start: int, words: list[int], event: int) -> dict[str, int]:
    """What the pattern on the same words says of each country: 1 actor, 2 recipient, 3 both."""
    found: dict[str, int] = {}
    for hit in article["sentences"][sentence]["hits"]:
        same = hit["event"] == EVENTS[event]
        if same and any(hit["first"] <= w - start <= hit["last"] for w in words):
            for bit, side in ((1, "actor"), (2, "recipient")):
                for country in hit[side]:
                    found[country] = found.get(country, 0) | bit
    return found


def tag_loss(scores: Tensor, window: Window, acts: list[Act]) -> Tensor:
    """Cross entropy of the labels of words."""
    labels = [0] * len(window.pieces)
    for act in acts:
        for i, word in enumerate(act.words):
            labels[word] = 1 + 2 * act.event + (i > 0)
    return F.cross_entropy(scores[: len(labels)], torch.tensor(labels), reduction="sum")


def loss_of(model: Acts, batch: list[Window], articles: list[Row]) -> Tensor:
    """The sum over all heads, by window."""
    with torch.autocast("cpu", torch.bfloat16):
        encoded = model.words(batch)
    encoded = encoded.float()
    total = torch.zeros(())
    for words, window in zip(encoded, batch, strict=True):
        article = articles[window.article]
        acts = right(article, window, model.modes)
        total = total + 0.05 * tag_loss(model.tags(words), window, acts)
        for act in acts:
            middle = words[act.words].mean(0)
            total = total + 0.2 * F.cross_entropy(model.status(middle), torch.tensor(act.status))
            if act.mode >= 0:
                total = total + 0.2 * F.cross_entropy(model.mode(middle), torch.tensor(act.mode))
            start = window.starts[window.sentences.index(act.sentence)]
            near = candidates(article, window, act.sentence)
            scores = model.sides(
                words, act.words, act.event, near, rules(article, act.sentence, start, act.words, act.event)
            )
            for side in (0, 1):
                for country in {c.country for c in near}:
                    best = scores[[i for i, c in enumerate(near) if c.country == country], side].logsumexp(0)
                    target = torch.tensor(float(country in act.sides[side]))
                    total = total + 0.2 * F.binary_cross_entropy_with_logits(best, target)
    return total / len(batch)


def runs(labels: list[int]) -> list[tuple[list[int], int]]:
    """Triggers: words in a row of one type; an I of the same type within two words goes on."""
    out: list[tuple[list[int], int]] = []
    for i, label in enumerate(labels):
        if not label:
            continue
        event, inside = (label - 1) // 2, (label - 1) % 2
        if inside and out and out[-1][1] == event and i - out[-1][0][-1] <= 3:
            out[-1][0].append(i)
        else:
            out.append(([i], event))
    return out


@torch.no_grad()
def predict(model: Acts, articles: list[Row], pieces: Pieces, bias: float = 0.0, level: float = 0.0) -> list[list[Row]]:
    """The acts of each article. `bias` is added to the score of «no trigger»; `level` is what a participant must reach."""
    model.eval()
    out: list[list[Row]] = [[] for _ in articles]
    for number, article in enumerate(articles):
        for window in windows(number, article, pieces):
            words = model.words([window])[0]
            scores = model.tags(words)
            scores[:, 0] += bias
            for trigger, event in runs(scores.argmax(-1).tolist()):
                place = max(i for i, s in enumerate(window.starts) if s <= trigger[0])
                sentence, start = window.sentences[place], window.starts[place]
                near = candidates(article, window, sentence)
                rule = rules(article, sentence, start, trigger, event)
                sides = model.sides(words, trigger, event, near, rule)
                middle = words[trigger].mean(0)
                row: Row = {"sentence": sentence, "words": [w - start for w in trigger], "event": EVENTS[event]}
                row["status"] = STATUS[int(model.status(middle).argmax())]
                mine = [i for i, m in enumerate(model.modes) if m.split(":")[0] == EVENTS[event]]
                best = mine[int(model.mode(middle)[mine].argmax())] if mine else -1
                row["mode"] = model.modes[best].split(":")[1] or None if mine else None
                for side, name in ((0, "actor"), (1, "recipient")):
                    row[name] = sorted(
                        {
                            country
                            for country in {c.country for c in near}
                            if sides[[i for i, c in enumerate(near) if c.country == country], side].logsumexp(0) > level
                        }
                    )
                out[number].append(row)
    model.train()
    return out


def load_articles(paths: list[Path]) -> list[Row]:
    """Lines of acts_data.py."""
    return [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("train", type=Path, nargs="+")
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--encoder", default="checkpoint")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    rng = random.Random(SEED)
    state = torch.load(options.folder / f"{options.encoder}.pt", weights_only=True)
    trees = {name: len(state["labels"][name]) for name in ("tree", "tree2")}
    sizes = {name: len(values) for name, values in state["labels"].items() if name not in trees}
    reader = Reader(len(state["model"]["word.weight"]), state["layers"], sizes, trees)
    reader.load_state_dict(state["model"])
    pieces = Pieces.load(options.folder / "pieces.tsv")
    articles, dev = load_articles(options.train), load_articles([options.dev])
    modes = sorted({mode_of(g) for a in articles for g in a["gold"]})
    model = Acts(reader, modes)
    new = [p for n, p in model.named_parameters() if not n.startswith("reader.")]
    old = [
        p
        for n, p in model.named_parameters()
        if n.startswith(("reader.word", "reader.pos", "reader.norm", "reader.layers"))
    ]
    groups = [{"params": old, "top": options.rate}, {"params": new, "top": options.rate * 8}]
    optim = torch.optim.AdamW([{**g, "lr": g["top"]} for g in groups], betas=(0.9, 0.98), weight_decay=0.01)
    data = [w for n, a in enumerate(articles) for w in windows(n, a, pieces)]
    steps, done, begun = options.epochs * math.ceil(len(data) / 8), 0, time.monotonic()
    for epoch in range(1, options.epochs + 1):
        rng.shuffle(data)
        total = 0.0
        for first in range(0, len(data), 8):
            factor = min(1.0, (done + 1) / 40) * (1 - done / steps)
            for part in optim.param_groups:
                part["lr"] = part["top"] * factor
            loss = loss_of(model, data[first : first + 8], articles)
            optim.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(old + new, 1.0)
            optim.step()
            done += 1
            total += float(loss.detach())
        print(f"epoch {epoch}, {(time.monotonic() - begun) / 60:.1f} min, loss {total * 8 / len(data):.3f}", flush=True)
        if epoch % 3 == 0 or epoch == options.epochs:
            report("  dev", scores(options.gold, dev, predict(model, dev, pieces)))
    torch.save({"model": model.state_dict(), "modes": modes, "labels": state["labels"], "layers": state["layers"]},
               options.folder / "acts.pt")  # fmt: skip
    for bias in (-1.0, -0.5, 0.5):
        report(f"  bias {bias}", scores(options.gold, dev, predict(model, dev, pieces, bias)))


if __name__ == "__main__":
    main()
