"""Articles that nobody annotated, as several trained readers together see them: what the small reader learns from besides.

    python train/acts_silver.py OUT.pt MODEL.pt [MODEL.pt …] [--articles 4000]

Every MODEL was written by acts.py; those of more layers may stand among them. An average of readers is better than each of
them, and a reader that is trained on its soft labels comes near it. OUT holds the articles as acts_data.py writes them, and for
each window the mean probabilities of tags, status, mode and sides.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import torch
from acts_data import article
from acts_net import Act, Acts, Item, items
from annotate import articles, kept
from corpora import ROOT
from network import Reader
from torch import Tensor

from vaqaye.events.network import runs
from vaqaye.events.scene import EVENTS, candidates, sign_at
from vaqaye.language.model import Pieces

Row = dict[str, Any]
SEED = 20261128
WINDOWS = 8
EAGER = -1.0  # added to «no trigger»: an act that is likelier than a quarter is worth teaching
LONGEST = 4000  # characters
LEAST = 0.01  # of a mode


def load(path: Path) -> tuple[Acts, Pieces]:
    """A trained reader and the pieces of the encoder beside it."""
    state = torch.load(path, weights_only=True)
    reader = Reader.of_labels(len(state["model"]["reader.word.weight"]), state["layers"], state["labels"])
    model = Acts(reader, state["modes"], state["countries"])
    model.load_state_dict(state["model"], strict=False)
    return model.eval(), Pieces.load(path.parent / "pieces.tsv")


def unlabelled(number: int) -> list[Row]:
    """Articles with something to read in them, none of which is annotated here or there, in the form of acts_data.py."""
    seen = set(kept())
    for path in (ROOT / "gold").glob("**/*.jsonl"):
        seen |= {str(json.loads(line)["id"]) for line in path.open(encoding="utf-8")}
    known = [a for a in articles().values() if a["id"] not in seen and 200 < len(a["text"]) < LONGEST]
    known.sort(key=lambda a: str(a["id"]))
    random.Random(SEED).shuffle(known)
    out: list[Row] = []
    for given in known:
        row = article({**given, "events": []})
        if sum(bool(s["signs"]) for s in row["sentences"]) >= 2:  # sport and weather teach little
            out.append(row)
        if len(out) == number:
            break
        if len(out) % 500 == 0:
            print(f"{len(out)} articles prepared", flush=True)
    return out


def soft(models: list[Acts], item: Item, encoded: list[Tensor]) -> Row:
    """What the readers think of a window, on average."""
    words = [e[: len(item.window.pieces)] for e in encoded]
    tags = torch.stack([m.tags(w).softmax(-1) for m, w in zip(models, words, strict=True)]).mean(0)
    scores = tags.log()
    scores[:, 0] += EAGER
    acts = []
    window = item.window
    for trigger, event in runs(scores.argmax(-1).tolist()):
        place = max(i for i, s in enumerate(window.starts) if s <= trigger[0])
        sentence, start = window.sentences[place], window.starts[place]
        here = item.scenes[sentence]
        inside = [w - start for w in trigger if w - start < len(here.clauses)]
        if not inside:
            continue
        sign, clause = sign_at(here, inside, EVENTS[event]), here.clauses[inside[0]]
        near = candidates(item.scenes, window, sentence, clause)
        state, mode, sides = [], [], []
        for model, of in zip(models, words, strict=True):
            a, b = model.states(of[trigger].mean(0), sign)
            state.append(a.softmax(-1))
            mode.append(dict(zip(model.modes, b.softmax(-1).tolist(), strict=True)))
            sides.append(model.sides(of, trigger, event, near, sign, (sentence, clause)))
        countries = {}
        for country in {c.country for c in near}:
            of_it = [i for i, c in enumerate(near) if c.country == country]
            chance = torch.stack([s[of_it].logsumexp(0).sigmoid() for s in sides]).mean(0)
            countries[country] = tuple(round(float(p), 4) for p in chance)
        labels = {label: sum(m.get(label, 0.0) for m in mode) / len(mode) for label in mode[0]}
        likely = {label: round(p, 4) for label, p in labels.items() if p > LEAST}
        acts.append((trigger, event, sentence, torch.stack(state).mean(0), likely, countries))
    return {"tags": tags.half(), "acts": acts}


def with_soft(row: Row, labels: list[Row], pieces: Pieces, modes: list[str]) -> list[Item]:
    """The windows of a row with what the readers think of them."""
    out = items({**row, "gold": []}, pieces, modes)
    for item, label in zip(out, labels, strict=True):
        item.soft = label["tags"].float()
        for trigger, event, sentence, state, mode, countries in label["acts"]:
            chances = torch.tensor([mode.get(label, 0.0) for label in modes])
            chances /= chances.sum().clamp(min=LEAST)
            item.acts.append(Act(list(trigger), event, -1, 0, (set(), set()), sentence, (state, chances, countries)))
    return out


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--articles", type=int, default=4000)
    options = parser.parse_args()
    torch.set_num_threads(2)
    prepared = options.out.with_suffix(".data")
    if prepared.exists():
        rows = [json.loads(line) for line in prepared.open(encoding="utf-8")]
    else:
        rows = unlabelled(options.articles)
        prepared.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    loaded = [load(path) for path in options.models]
    models, begun = [m for m, _ in loaded], time.monotonic()
    done: list[tuple[Row, list[Row]]] = []
    with torch.no_grad():
        for row in rows:
            seen = [items(row, pieces, model.modes) for model, pieces in loaded]
            if any([i.window.sentences for i in s] != [i.window.sentences for i in seen[0]] for s in seen):
                continue  # another encoder has other pieces, by whose number windows are cut
            found: list[Row] = []
            for at in range(0, len(seen[0]), WINDOWS):
                with torch.autocast("cpu", torch.bfloat16):
                    encoded = [m.words(i[at : at + WINDOWS]).float() for m, i in zip(models, seen, strict=True)]
                for place, item in enumerate(seen[0][at : at + WINDOWS]):
                    found.append(soft(models, item, [e[place] for e in encoded]))
            done.append((row, found))
            if len(done) % 200 == 0:
                print(f"{len(done)} articles, {(time.monotonic() - begun) / 60:.1f} min", flush=True)
    torch.save({"rows": [row for row, _ in done], "labels": [found for _, found in done]}, options.out)


if __name__ == "__main__":
    main()
