"""Writes the trained model as ONNX for the run time: `reader.onnx` (8-bit weights) and `pieces.tsv`.

python train/export.py DIR OUT [--float]
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from network import FF, HEADS, HIDDEN, Layer, Reader
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

OUTPUTS = ["upos", "feats", "ezafe", "ner", "arcs", "heads", "relations"]


def by_token(x: Tensor, size: Tensor, product: nn.Linear) -> Tensor:
    """The same product, each token scaled to 1 on the way.

    The start mark's values are thirty times as large as all others', which would be left with 3 of the 8 bits.
    """
    return (x / size) @ product.weight.T * size + product.bias


class Lean(nn.Module):
    """A layer with one product for queries, keys and values, the scale folded in."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        scale = 1 / math.sqrt(HIDDEN // HEADS)
        parts = ((layer.q, scale), (layer.k, 1.0), (layer.v, 1.0))
        self.weight = nn.Parameter(torch.cat([p.weight * s for p, s in parts]).T.contiguous())
        self.bias = nn.Parameter(torch.cat([p.bias * s for p, s in parts]))
        self.ao, self.fi, self.fo, self.aln, self.oln = layer.ao, layer.fi, layer.fo, layer.aln, layer.oln

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """The same as `Layer.forward`, without dropout."""
        b, t = x.shape[0], x.shape[1]
        q, k, v = (x @ self.weight + self.bias).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = torch.softmax(q @ k.transpose(2, 3) + bias, -1) @ v
        x = self.aln(x + self.ao(mixed.transpose(1, 2).reshape(b, t, HIDDEN)))
        x_size = x.abs().amax(-1, keepdim=True)
        wide = F.gelu(by_token(x, x_size, self.fi))
        return self.oln(x + by_token(wide, wide.amax(-1, keepdim=True).clamp_min(0.2), self.fo))


class Exported(nn.Module):
    """All that the run time needs in one graph: labels chosen, scores of names and arcs."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        rows = reader.word.weight.detach()
        scale = rows.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.rows = nn.Parameter((rows / scale).round().to(torch.int8), requires_grad=False)
        self.scale = nn.Parameter(scale, requires_grad=False)
        self.pos, self.norm = reader.pos, reader.norm
        self.layers = nn.ModuleList(Lean(layer) for layer in reader.layers)
        self.tags, self.tree = reader.tags, reader.trees["tree"]

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor, last: Tensor, valid: Tensor) -> tuple[Tensor, ...]:
        """OUTPUTS; `valid` is 1.0 for the root and for words, 0.0 for padding."""
        x = self.rows[ids].float() * self.scale[ids] + self.pos.weight[: ids.shape[1]]
        x = self.norm(x)
        bias = ((mask - 1.0) * 1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        wide = first[..., None].expand(-1, -1, HIDDEN), last[..., None].expand(-1, -1, HIDDEN)
        words = (x.gather(1, wide[0]) + x.gather(1, wide[1])) * 0.5
        body = words[:, 1:]
        n = torch.arange(valid.shape[1])
        ghosts = ((valid - 1.0) * 1e4)[:, None, :] - (n[1:, None] == n[None, :]).float() * 1e4
        arcs = self.tree.arcs(words)[:, 1:] + ghosts
        heads = arcs.argmax(-1)
        above = self.tree.rel_head(words).gather(1, heads[..., None].expand(-1, -1, 128))
        relations = self.tree.relations(self.tree.rel_word(body), above).argmax(-1)
        ezafe = self.tags["ezafe"](body)
        return (
            self.tags["upos"](body).argmax(-1),
            self.tags["feats"](body).argmax(-1),
            ezafe[..., 1] - ezafe[..., 0],
            self.tags["ner"](body) * valid[:, 1:, None],
            arcs,
            heads,
            relations,
        )


def load(path: Path) -> tuple[Reader, dict[str, list[str]]]:
    """(trained model, labels by head) of a checkpoint."""
    state = torch.load(path, weights_only=True)
    labels = state["labels"]
    reader = Reader.of_labels(len(state["model"]["word.weight"]), state["layers"], labels)
    reader.load_state_dict(state["model"])
    return reader.eval(), labels


def quantize(plain: Path, target: Path) -> None:
    """8-bit products in the layers; the heads, a hundredth of the work, stay in 32 bits."""
    nodes = [node.name for node in onnx.load(plain).graph.node if node.op_type in ("MatMul", "Gemm")]
    heads = [name for name in nodes if not name.startswith("/layers")]
    quantize_dynamic(
        plain,
        target,
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=heads,
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="checkpoint")
    parser.add_argument("--float", action="store_true", help="leave the weights in 32 bits, to compare")
    options = parser.parse_args()
    reader, labels = load(options.folder / f"{options.name}.pt")
    assert labels["ezafe"] == ["No", "Yes"]
    model = Exported(reader).eval()
    generator = np.random.default_rng(0)
    ids = torch.from_numpy(generator.integers(4, 1000, (3, 21)))
    first = torch.arange(9)[None].expand(3, -1).contiguous()
    example = (ids, torch.ones(3, 21), first, first + 1, torch.ones(3, 9))
    names = ["ids", "mask", "first", "last", "valid"]
    axes = {n: {0: "batch", 1: "words"} for n in OUTPUTS}
    axes["arcs"][2] = "heads"
    axes |= {"ids": {0: "batch", 1: "pieces"}, "mask": {0: "batch", 1: "pieces"}}
    axes |= {n: {0: "batch", 1: "heads"} for n in ("first", "last", "valid")}
    options.out.mkdir(parents=True, exist_ok=True)
    plain = options.out / "float.onnx"
    with torch.no_grad():
        torch.onnx.export(
            model, example, str(plain), input_names=names, output_names=OUTPUTS, dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
    target = options.out / "reader.onnx"
    if options.float:
        plain.replace(target)
    else:
        quantize(plain, target)
        plain.unlink()
    graph = onnx.load(target)
    kept = {name: labels[name] for name in ("upos", "feats", "ner", "tree")}
    onnx.helper.set_model_props(graph, {"labels": json.dumps(kept, ensure_ascii=False)})
    onnx.save(graph, target)
    shutil.copy(options.folder / "pieces.tsv", options.out / "pieces.tsv")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, feed-forward {FF}")


if __name__ == "__main__":
    main()
