"""Trains the encoder with all its heads on the CPU, for a given time; stops and resumes.

    python train/encoder.py DIR --minutes 45

DIR holds `pieces.tsv`, `pretrained.npz` (weights.py) and `silver.conllu` (silver.py); checkpoints and the log go there.
The learning rate falls to zero at the end of the time; `--minutes` of a resumed run is the time in all.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable
from pathlib import Path

import augment
import torch
import torch.multiprocessing as mp
from corpora import Example
from items import Item, batches, encode, groups, inventory, padded, sources, tensors
from network import Reader
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from vaqaye.language.model import Pieces

SEED = 20221119
HEADS_FASTER = 5  # the new heads' rate over the encoder's
RELABEL = 0.5  # when, as a share of the time, the model fills in what the teacher leaves open
# Share of the steps at the start and at the end of the training.
SHARES = {
    "silver": (0.38, 0.28), "gold": (0.10, 0.14), "seraji": (0.03, 0.01), "bijankhan": (0.18, 0.16),
    "peyma": (0.26, 0.37), "parstwiner": (0.05, 0.04),
}  # fmt: skip
NAMES = {"peyma": "ner", "parstwiner": "ner2"}  # the heads whose names are exchanged
WEIGHTS = {"xpos": 0.3, "feats": 0.6, "tag": 0.4, "upos2": 0.3, "ner": 1.5, "ner2": 0.7, "ezafe": 1.5}


def loss_of(model: Reader, batch: list[Item], open_upos: Tensor, join: bool) -> Tensor:
    """The sum of the losses of all heads that the batch has labels for."""
    words = model(*tensors(batch, join)).float()
    width = words.shape[1] - 1
    total = torch.zeros(())
    for head in batch[0].labels:
        target = padded([item.labels[head] for item in batch], width).flatten()
        keep = target >= 0
        if not keep.any():
            continue
        scores = model.tags[head](words[:, 1:].flatten(0, 1)[keep])
        if head == "upos":
            chance = F.softmax(scores, -1) @ open_upos.T
            loss = -chance.gather(1, target[keep][:, None]).clamp_min(1e-6).log().mean()
        else:
            loss = F.cross_entropy(scores, target[keep])
        total = total + WEIGHTS.get(head, 1.0) * loss
    if batch[0].heads is None:
        return total
    return total + (0.4 if batch[0].tree == "tree2" else 1.0) * tree_loss(model, batch, words, width)


def tree_loss(model: Reader, batch: list[Item], words: Tensor, width: int) -> Tensor:
    """Heads as a choice among all words; relations given the right heads."""
    tree = model.trees[batch[0].tree]
    heads = padded([item.heads for item in batch], width)
    keep = heads >= 0
    ghosts = torch.cat([torch.zeros(len(batch), 1, dtype=torch.bool), ~keep], 1)
    arcs = tree.arcs(words)[:, 1:].masked_fill(ghosts[:, None], -1e4)
    loss = F.cross_entropy(arcs[keep], heads[keep])
    above = words.gather(1, heads.clamp_min(0)[..., None].expand(-1, -1, words.shape[-1]))
    relation = padded([item.relations for item in batch], width)
    scores = tree.relations(tree.rel_word(words[:, 1:][keep]), tree.rel_head(above[keep]))
    return loss + F.cross_entropy(scores, relation[keep], ignore_index=-1)


@torch.no_grad()
def watch(model: Reader, items: list[Item]) -> str:
    """Scores on the watched sentences, greedy heads."""
    model.eval()
    right = dict.fromkeys(("upos", "feats", "uas", "las"), 0)
    total = 0
    for item in items:
        words = model(*tensors([item]))
        tree = model.trees["tree"]
        heads = tree.arcs(words)[0, 1:].argmax(-1)
        relations = tree.relations(tree.rel_word(words[0, 1:]), tree.rel_head(words[0][heads])).argmax(-1)
        hit = heads == torch.tensor(item.heads)
        right["uas"] += int(hit.sum())
        right["las"] += int((hit & (relations == torch.tensor(item.relations))).sum())
        for head in ("upos", "feats"):
            right[head] += int((model.tags[head](words[0, 1:]).argmax(-1) == torch.tensor(item.labels[head])).sum())
        total += len(item.pieces)
    model.train()
    return " ".join(f"{name} {100 * n / total:.2f}" for name, n in right.items())


@torch.no_grad()
def relabel(model: Reader, items: list[Item], open_upos: Tensor) -> None:
    """Fills in, by the model's own opinion, what the teacher can't say: proper noun or noun, features."""
    model.eval()
    for batch in batches(items, random.Random(0)):
        with torch.autocast("cpu", torch.bfloat16):
            words = model(*tensors(batch))
            upos = F.softmax(model.tags["upos"](words[:, 1:]).float(), -1)
            feats = F.softmax(model.tags["feats"](words[:, 1:]).float(), -1)
        sure, best = feats.max(-1)
        for b, item in enumerate(batch):
            allowed = torch.tensor([max(label, 0) for label in item.labels["upos"]])
            chosen = (upos[b, : len(allowed)] * open_upos[allowed]).argmax(-1)
            item.labels["upos"] = [
                int(new) if old >= 0 else -1 for old, new in zip(item.labels["upos"], chosen, strict=True)
            ]
            size = len(allowed)
            item.labels["feats"] = torch.where(sure[b, :size] > 0.8, best[b, :size], -1).tolist()
    model.train()


def optimiser(model: Reader, rate: float) -> torch.optim.AdamW:
    """AdamW; the new heads learn faster than the encoder."""
    encoder = [p for n, p in model.named_parameters() if not n.startswith(("tags", "trees"))]
    heads = [p for n, p in model.named_parameters() if n.startswith(("tags", "trees"))]
    parts = [
        {"params": encoder, "lr": rate, "top": rate},
        {"params": heads, "lr": rate * HEADS_FASTER, "top": rate * HEADS_FASTER},
    ]
    return torch.optim.AdamW(parts, betas=(0.9, 0.98), weight_decay=0.01, fused=True)


def build(folder: Path, layers: int) -> tuple[Reader, dict[str, list[str]], dict[str, list[Example]], list]:
    """(model, labels by head, sentences by source, watched sentences)."""
    found, watched = sources(folder)
    labels = inventory(found)
    rows = len((folder / "pieces.tsv").read_text(encoding="utf-8").splitlines())
    return Reader.of_labels(rows, layers, labels), labels, found, watched


class Exchange:
    """Gradients of two processes, averaged through shared memory: no waiting within a step, as threads would."""

    def __init__(self, sizes: list[int], workers: int) -> None:
        self.grads = torch.zeros(workers, sum(sizes)).share_memory_()
        self.used = torch.zeros(workers, len(sizes), dtype=torch.bool).share_memory_()
        self.clock = torch.zeros(1, dtype=torch.float64).share_memory_()  # seconds, told by the first process
        self.barrier = mp.get_context("spawn").Barrier(workers)
        self.sizes, self.workers = sizes, workers

    def average(self, model: Reader, rank: int) -> None:
        """Replaces the gradients by the mean over all processes."""
        own = self.grads[rank].split(self.sizes)
        for number, (parameter, place) in enumerate(zip(model.parameters(), own, strict=True)):
            self.used[rank, number] = parameter.grad is not None
            if parameter.grad is not None:
                place.copy_(parameter.grad.flatten())
            else:
                place.zero_()
        self.barrier.wait()
        used = self.used.any(0).tolist()
        total = self.grads.mean(0).split(self.sizes)
        for parameter, grad, any_used in zip(model.parameters(), total, used, strict=True):
            parameter.grad = grad.view_as(parameter) if any_used else None
        self.barrier.wait()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--workers", type=int, default=2, help="processes, of one thread each")
    parser.add_argument("--name", default="checkpoint")
    options = parser.parse_args()
    model = build(options.folder, options.layers)[0]
    exchange = Exchange([p.numel() for p in model.parameters()], options.workers)
    mp.spawn(work, (options, exchange), options.workers)


def renamed(
    examples: list[Example], head: str, pieces: Pieces, known: dict[str, dict[str, int]]
) -> Callable[[random.Random], list[Item]]:
    """What gives the sentences again, each time with other names."""
    stock = augment.stock(examples, head)

    def give(rng: random.Random) -> list[Item]:
        return encode([augment.exchanged(e, head, stock, rng) for e in examples], pieces, known, "tree")

    return give


def work(rank: int, options: argparse.Namespace, exchange: Exchange) -> None:
    """One process: the same model as in the others, its own batches, its own share of the silver sentences."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    model, labels, found, watched = build(options.folder, options.layers)
    found["silver"] = found["silver"][rank :: options.workers]
    pieces = Pieces.load(options.folder / "pieces.tsv")
    names, open_upos = groups(labels["upos"])
    known = {head: {label: i for i, label in enumerate(row)} for head, row in labels.items()}
    known["upos"] = {name: i for i, name in enumerate(names)}
    data = {s: encode(e, pieces, known, "tree2" if s == "seraji" else "tree") for s, e in found.items()}
    fresh = {source: renamed(found[source], head, pieces, known) for source, head in NAMES.items()}
    eyes = encode(watched, pieces, known, "tree")
    optim = optimiser(model, options.rate)
    path = options.folder / f"{options.name}.pt"
    spent, step, relabelled = 0.0, 0, False
    if path.exists():
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optim.load_state_dict(state["optimiser"])
        for part, scale in zip(optim.param_groups, (1, HEADS_FASTER), strict=True):
            part["top"] = options.rate * scale
        spent, step = state["spent"], state["step"]
    else:
        model.start_from(str(options.folder / "pretrained.npz"))
    torch.manual_seed(SEED + rank + step)
    rng = random.Random(SEED + rank + step)
    queues: dict[str, list[list[Item]]] = {source: [] for source in data}
    begun, saved, seen, losses = time.monotonic() - spent, spent, 0, {}
    if rank == 0:
        exchange.clock[0] = spent
    exchange.barrier.wait()
    total = options.minutes * 60
    model.train()
    while True:
        spent = float(exchange.clock[0])
        progress = spent / total
        if rank == 0 and (progress >= 1 or spent - saved > 240):
            saved = spent
            state = {"model": model.state_dict(), "optimiser": optim.state_dict(), "spent": spent, "step": step}
            torch.save({**state, "labels": labels, "layers": options.layers}, path.with_suffix(".new"))
            path.with_suffix(".new").replace(path)
            print(f"{spent / 60:.1f} min, step {step}, saved; {watch(model, eyes)}", flush=True)
        if progress >= 1:
            return
        if progress > RELABEL and not relabelled:
            relabel(model, data["silver"], open_upos)
            queues["silver"], relabelled = [], True
            print(f"{(time.monotonic() - begun) / 60:.1f} min, silver relabelled", flush=True)
        factor = min(1.0, (step + 1) / 100) * max(0.0, 1 - progress)
        for part in optim.param_groups:
            part["lr"] = part["top"] * factor
        shares = [a + (b - a) * progress for a, b in (SHARES[s] for s in data)]
        source = rng.choices(list(data), shares)[0]
        if not queues[source]:
            queues[source] = batches(fresh[source](rng) if source in fresh else data[source], rng)
        batch = queues[source].pop()
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(model, batch, open_upos, rng.random() < 0.08)
        optim.zero_grad()
        loss.backward()
        exchange.average(model, rank)
        if rank == 0:
            exchange.clock[0] = time.monotonic() - begun
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optim.step()
        exchange.barrier.wait()
        step += 1
        seen += sum(i.size for i in batch)
        value = float(loss.detach())
        losses[source] = value if math.isnan(losses.get(source, math.nan)) else losses[source] * 0.95 + value * 0.05
        if rank == 0 and step % 50 == 0:
            line = " ".join(f"{s} {v:.2f}" for s, v in losses.items())
            print(f"{spent / 60:.1f} min, step {step}, {seen} pieces of its own, {line}", flush=True)


if __name__ == "__main__":
    main()
