"""Gradient-boosted trees: the first part of how sure it is that a term was said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

FEATURES = (
    "gain_nats",
    "similarity",
    "votes",
    "company",
    "ordinary",
    "probability",
    "hinted",
    "letters",
)
"""What a place is judged by, in the order of the file; :mod:`interviewer.scoring.misheard` says what they are."""

_FILE = "trees.json"


@dataclass(frozen=True, slots=True)
class _Node:
    """A question, or where ``feature`` is None an answer."""

    feature: int | None
    value: float
    """Largest value of the feature that goes left, or the answer in log-odds."""
    left: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Trees:
    """Gradient-boosted trees (J. Friedman, « Greedy function approximation: a gradient boosting
    machine », Annals of Statistics 29, 2001), whose answers are added up."""

    base: float
    """Log-odds before any tree."""
    trees: tuple[tuple[_Node, ...], ...]
    """The first node of each is its root."""

    def probability(self, values: Sequence[float]) -> float:
        """0..1, for values in the order of :data:`FEATURES`."""
        odds = self.base + sum(_answer(tree, values) for tree in self.trees)
        return 1 / (1 + exp(-odds))


@cache
def fitted() -> Trees:
    """The trees of this package."""
    return parsed(
        json.loads(files("interviewer.scoring").joinpath(_FILE).read_text(encoding="utf-8"))
    )


def parsed(data: Mapping[str, Any]) -> Trees:
    """Trees as the file has them.

    A node is ``[answer]`` or ``[feature, largest value that goes left, left, right]``, with the
    feature's place in :data:`FEATURES` and the other nodes' places in the tree.
    """
    return Trees(
        float(data["base"]),
        tuple(tuple(_node(row) for row in tree) for tree in data["trees"]),
    )


def _node(row: Sequence[float]) -> _Node:
    if len(row) == 1:
        return _Node(None, row[0])
    feature, value, left, right = row
    return _Node(int(feature), value, int(left), int(right))


def _answer(tree: Sequence[_Node], values: Sequence[float]) -> float:
    node = tree[0]
    while node.feature is not None:
        node = tree[node.left if values[node.feature] <= node.value else node.right]
    return node.value
