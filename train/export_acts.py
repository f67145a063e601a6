"""Writes the trained reader of acts for the run time: `acts.onnx` (8-bit products) and `acts.npz`, the tables of its heads.

python train/export_acts.py DIR OUT [--name acts]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from acts_net import PAIR, Acts
from export import Lean, quantize
from network import HIDDEN, Reader
from torch import Tensor, nn

from vaqaye.events.scene import MARKS

OUTPUTS = ["tags", "status", "mode", "trigger", "mention"]
TABLES = ("rule_status", "rule_mode")


class Exported(nn.Module):
    """Words to scores. All heads are linear, so that the score of several words is the mean of theirs."""

    def __init__(self, model: Acts) -> None:
        super().__init__()
        rows = model.reader.word.weight.detach()
        scale = rows.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.rows = nn.Parameter((rows / scale).round().to(torch.int8), requires_grad=False)
        self.scale = nn.Parameter(scale, requires_grad=False)
        self.kind, self.hint = model.kind, model.hint
        self.pos, self.norm = model.reader.pos, model.reader.norm
        self.layers = nn.ModuleList(Lean(layer) for layer in model.reader.layers)
        self.heads = nn.ModuleList(getattr(model, name) for name in OUTPUTS)

    def forward(
        self, ids: Tensor, mask: Tensor, kinds: Tensor, hints: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, ...]:
        """OUTPUTS, each [batch, words, …]."""
        x = self.rows[ids].float() * self.scale[ids] + self.kind(kinds) + self.hint(hints)
        x = self.norm(x + self.pos.weight[: ids.shape[1]])
        bias = ((mask - 1.0) * 1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        wide = first[..., None].expand(-1, -1, HIDDEN), last[..., None].expand(-1, -1, HIDDEN)
        words = (x.gather(1, wide[0]) + x.gather(1, wide[1])) * 0.5
        return tuple(head(words) for head in self.heads)


def load(path: Path) -> Acts:
    """The trained model."""
    state = torch.load(path, weights_only=True)
    reader = Reader.of_labels(len(state["model"]["reader.word.weight"]), state["layers"], state["labels"])
    model = Acts(reader, state["modes"], state["countries"])
    model.load_state_dict(state["model"])
    return model.eval()


def participants(model: Acts, target: Path) -> None:
    """The part that weighs who takes part in one act."""
    names = ["head", "event", "mention", "about", "text", "place"]
    rows, words = 5, 9
    example = (
        torch.zeros(PAIR), torch.zeros(1, dtype=torch.long), torch.zeros(rows, PAIR),
        torch.zeros(rows, len(MARKS) + 1, dtype=torch.long), torch.zeros(words, PAIR),
        torch.ones(words, dtype=torch.long),
    )  # fmt: skip
    axes = {n: {0: "candidates"} for n in ("mention", "about", "scores")} | {n: {0: "words"} for n in ("text", "place")}
    with torch.no_grad():
        torch.onnx.export(
            model.weigh, example, str(target), input_names=names, output_names=["scores"], dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="acts")
    options = parser.parse_args()
    model = load(options.folder / f"{options.name}.pt")
    exported = Exported(model).eval()
    ids = torch.from_numpy(np.random.default_rng(0).integers(4, 1000, (3, 21)))
    first = torch.arange(9)[None].expand(3, -1).contiguous()
    zero = torch.zeros(3, 21, dtype=torch.long)
    names = ["ids", "mask", "kinds", "hints", "first", "last"]
    axes = {n: {0: "batch", 1: "pieces" if n in names[:4] else "words"} for n in (*names, *OUTPUTS)}
    options.out.mkdir(parents=True, exist_ok=True)
    plain = options.out / "float.onnx"
    with torch.no_grad():
        torch.onnx.export(
            exported, (ids, torch.ones(3, 21), zero, zero, first, first + 1), str(plain), input_names=names,
            output_names=OUTPUTS, dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
    target = options.out / "acts.onnx"
    quantize(plain, target)
    plain.unlink()
    graph = onnx.load(target)
    onnx.helper.set_model_props(graph, {"modes": json.dumps(model.modes), "countries": json.dumps(model.countries)})
    onnx.save(graph, target)
    tables = {name: getattr(model, name).weight.detach().numpy() for name in TABLES}
    np.savez_compressed(options.out / "acts.npz", **{k: v.astype(np.float16) for k, v in tables.items()})
    participants(model, options.out / "participants.onnx")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
