"""The encoder and its heads."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

HIDDEN, HEADS, FF = 384, 12, 1536
ARC, RELATION = 192, 128
UNSEEN = 0.06  # share of the pieces that are hidden in training


class Layer(nn.Module):
    """One layer of a BERT: attention, then a feed-forward network, each normalised after its residual."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.fi, self.fo = nn.Linear(HIDDEN, FF), nn.Linear(FF, HIDDEN)
        self.aln, self.oln = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Pieces [batch, pieces, HIDDEN]; `bias` is added to the attention, very negative for padding."""
        b, t, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(b, t, HEADS, HIDDEN // HEADS).transpose(1, 2)

        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        if torch.onnx.is_in_onnx_export():
            weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(HIDDEN // HEADS) + bias, -1)
            mixed = weights @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        x = self.aln(x + self.dropout(self.ao(mixed.transpose(1, 2).reshape(b, t, HIDDEN))))
        return self.oln(x + self.dropout(self.fo(F.gelu(self.fi(x)))))


class Tree(nn.Module):
    """Biaffine arcs; relations from the sum and the product of a word's and its head's projection."""

    def __init__(self, relations: int, dropout: float) -> None:
        super().__init__()
        self.arc_word, self.arc_head = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        nn.init.xavier_uniform_(self.arc)
        self.rel_word, self.rel_head = nn.Linear(HIDDEN, RELATION), nn.Linear(HIDDEN, RELATION)
        self.rel = nn.Linear(2 * RELATION, relations)
        self.dropout = nn.Dropout(dropout)

    def arcs(self, x: Tensor) -> Tensor:
        """Scores [batch, word, head]; position 0 is the root."""
        word = self.dropout(F.gelu(self.arc_word(x)))
        head = self.dropout(F.gelu(self.arc_head(x)))
        word = torch.cat([word, torch.ones_like(word[..., :1])], -1) @ self.arc
        return word @ head.transpose(1, 2) / math.sqrt(ARC)

    def relations(self, word: Tensor, head: Tensor) -> Tensor:
        """Scores from projections of a word and of its head."""
        return self.rel(torch.cat([F.gelu(word + head), torch.tanh(word) * torch.tanh(head)], -1))


class Reader(nn.Module):
    """`sizes` gives the number of labels of each tagging head; `trees` the number of relations of each tree head."""

    def __init__(
        self, pieces: int, layers: int, sizes: dict[str, int], trees: dict[str, int], dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.word = nn.Embedding(pieces, HIDDEN)
        self.pos = nn.Embedding(512, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.ModuleDict({name: nn.Linear(HIDDEN, size) for name, size in sizes.items()})
        self.trees = nn.ModuleDict({name: Tree(size, 0.2) for name, size in trees.items()})

    @classmethod
    def of_labels(cls, pieces: int, layers: int, labels: dict[str, list[str]]) -> Reader:
        """For the labels of a checkpoint, by head; `tree` and `tree2` are relations."""
        trees = {name: len(labels[name]) for name in ("tree", "tree2")}
        return cls(pieces, layers, {name: len(values) for name, values in labels.items() if name not in trees}, trees)

    def start_from(self, path: str) -> None:
        """Takes over the pretrained tensors that `weights.py` wrote."""
        with np.load(path) as tensors, torch.no_grad():
            self.word.weight.copy_(torch.from_numpy(tensors["emb.word"]))
            self.pos.weight.copy_(torch.from_numpy(tensors["emb.pos"] + tensors["emb.type"]))
            own = dict(self.named_parameters())
            for name, tensor in tensors.items():
                if name.startswith("emb.ln"):
                    own["norm." + ("weight" if name.endswith("w") else "bias")].copy_(torch.from_numpy(tensor))
                elif name.startswith("l"):
                    layer, part, kind = name.split(".")
                    target = f"layers.{layer[1:]}.{part}." + ("weight" if kind == "w" else "bias")
                    if target in own:
                        own[target].copy_(torch.from_numpy(tensor))

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Pieces to words [batch, 1 + words, HIDDEN]; position 0 is the start mark, which stands for the root.

        `mask` is 1.0 for pieces and 0.0 for padding; `first` and `last` are the positions of each word's outer pieces.
        """
        x = self.word(ids)
        if self.training:  # now and then the encoder must guess a piece from its neighbours
            x = x * (torch.rand(ids.shape) > UNSEEN)[..., None]
        x = self.dropout(self.norm(x + self.pos.weight[: ids.shape[1]]))
        bias = (mask[:, None, None, :] - 1.0) * 1e4
        for layer in self.layers:
            x = layer(x, bias)
        index = first[..., None].expand(-1, -1, HIDDEN)
        index2 = last[..., None].expand(-1, -1, HIDDEN)
        return self.dropout((x.gather(1, index) + x.gather(1, index2)) * 0.5)
