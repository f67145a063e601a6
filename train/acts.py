"""Trains the reader of acts on the encoder of the language room: triggers with type, mode and status, and who takes part.

    python train/acts.py DIR TRAIN.jsonl [TRAIN.jsonl …] --dev DEV.jsonl --gold GOLD.jsonl [--epochs 12]
    python train/acts.py DIR TRAIN.jsonl [TRAIN.jsonl …] --fold 2 --gold GOLD.jsonl      DEV is every fifth article of TRAIN

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
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from acts_net import Acts, items, loss_of, mode_of, predict
from acts_score import report, scores
from acts_silver import with_soft
from network import Reader

from vaqaye.language.model import Pieces

Row = dict[str, Any]
SEED = 20261128
BATCH = 8  # windows
KNOWN = 40  # mentions from which on a country is told apart from the others
FOLDS = 5
SHARE = 6  # one in so many examples in each epoch
HIDDEN_SIGNS = 0.3  # share of the windows in which what the patterns say is hidden; in examples of patterns most
HIDDEN_IN_EXAMPLES = 0.8


def load_articles(paths: list[Path]) -> list[Row]:
    """Lines of acts_data.py."""
    return [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]


def encoder(path: Path) -> tuple[Reader, dict[str, Any]]:
    """The encoder of the language room and its checkpoint."""
    state = torch.load(path, weights_only=True)
    reader = Reader.of_labels(len(state["model"]["word.weight"]), state["layers"], state["labels"])
    reader.load_state_dict(state["model"])
    return reader, state


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("train", type=Path, nargs="+")
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="one of five parts, kept for DEV")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--examples", type=Path, help="the codebook's examples, of acts_data.py; a sixth in each epoch")
    parser.add_argument("--layers", type=int, default=6, help="of the encoder, from below")
    parser.add_argument("--encoder", default="checkpoint")
    parser.add_argument("--further", help="name of a trained reader of DIR that is trained further")
    parser.add_argument("--hidden", type=float, default=HIDDEN_SIGNS, help="share of windows without what patterns say")
    parser.add_argument("--silver", type=Path, help="what several readers think of other articles, of acts_silver.py")
    parser.add_argument("--parts", type=int, default=3, help="one part of the silver articles in each epoch")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--name", default="acts")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    reader, state = encoder(options.folder / f"{options.encoder}.pt")
    reader.layers = reader.layers[: options.layers]
    pieces = Pieces.load(options.folder / "pieces.tsv")
    articles = load_articles(options.train)
    if options.fold is not None:
        dev = articles[options.fold :: FOLDS]
        articles = [a for i, a in enumerate(articles) if i % FOLDS != options.fold]
    else:
        dev = load_articles([options.dev])
    extra = load_articles([options.examples]) if options.examples else []
    modes = sorted({mode_of(g) for a in articles + extra for g in a["gold"]})
    counts = Counter(s["country"] for a in articles for row in a["sentences"] for s in row["stands"])
    model = Acts(reader, modes, sorted(c for c, n in counts.items() if n >= KNOWN))
    if options.further:
        model.load_state_dict(torch.load(options.folder / f"{options.further}.pt", weights_only=True)["model"])
    new = [p for n, p in model.named_parameters() if not n.startswith("reader.")]
    body = ("reader.word", "reader.pos", "reader.norm", "reader.layers")
    old = [p for n, p in model.named_parameters() if n.startswith(body)]
    groups = [{"params": old, "top": options.rate}, {"params": new, "top": options.rate * 8}]
    optim = torch.optim.AdamW([{**g, "lr": g["top"]} for g in groups], betas=(0.9, 0.98), weight_decay=0.01)
    whole = [item for a in articles for item in items(a, pieces, modes)]
    short = [item for a in extra for item in items(a, pieces, modes)]
    silver = torch.load(options.silver, weights_only=True) if options.silver else {"rows": [], "labels": []}
    guessed = [
        item
        for row, labels in zip(silver["rows"], silver["labels"], strict=True)
        for item in with_soft(row, labels, pieces, modes)
    ]
    rng.shuffle(guessed)
    part = len(guessed) // options.parts
    size = len(whole) + len(short) // SHARE + part
    steps, done, begun = options.epochs * math.ceil(size / BATCH), 0, time.monotonic()
    for epoch in range(1, options.epochs + 1):
        first = (epoch - 1) % options.parts * part
        data = whole + rng.sample(short, len(short) // SHARE) + guessed[first : first + part]
        rng.shuffle(data)
        data.sort(key=lambda item: (item.example, sum(map(len, item.window.pieces)) // 16))  # like lengths together
        batches = [data[i : i + BATCH] for i in range(0, len(data), BATCH)]
        rng.shuffle(batches)
        total = 0.0
        for batch in batches:
            for item in batch:
                item.blind = rng.random() < (HIDDEN_IN_EXAMPLES if item.example else options.hidden)
            factor = min(1.0, (done + 1) / 60) * (1 - done / steps)
            for group in optim.param_groups:
                group["lr"] = group["top"] * factor
            loss = loss_of(model, batch)
            optim.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(old + new, 1.0)
            optim.step()
            done += 1
            total += float(loss.detach())
        minutes = (time.monotonic() - begun) / 60
        print(f"epoch {epoch}, {minutes:.1f} min, loss {total / len(batches):.3f}", flush=True)
        if epoch >= 3 or epoch == options.epochs:
            report("  dev", scores(options.gold, dev, predict(model, dev, pieces)))
    kept = {
        "model": model.state_dict(),
        "modes": modes,
        "countries": model.countries,
        "labels": state["labels"],
        "layers": options.layers,
    }
    torch.save(kept, options.folder / f"{options.name}.pt")
    for bias in (-1.0, -0.5, 0.5):
        report(f"  bias {bias}", scores(options.gold, dev, predict(model, dev, pieces, bias)))


if __name__ == "__main__":
    main()
