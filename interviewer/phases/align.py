"""The likeliest way to divide a recording among phases in order, and how likely it is. Pure.

A recording is ``n`` stretches of speech between ``n + 1`` nodes. Each phase is missing or takes
the stretches between two nodes; what no phase takes is left out. Semi-Markov model: the score of a
division is the sum of what its parts say, and probabilities are those of all divisions together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Alignment", "Scores", "align"]

Floats = NDArray[np.float64]
_Total = Callable[[Floats], Floats]
"""Over the last axis: the best, or the sum of what are logarithms."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Natural logarithms, of no common base: only their differences count."""

    cut: Floats
    """Shape ``(n + 1,)``: that something begins at a node."""
    part: Floats
    """Shape ``(phases, n + 1, n + 1)``: that a phase goes from one node to another, -inf where
    the second is not after the first."""
    missing: Floats
    """Shape ``(phases,)``: that a phase is not there."""
    out: Floats
    """Shape ``(n + 1, n + 1)``: that what is from one node to another belongs to no phase."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The best division."""

    parts: tuple[tuple[int, int] | None, ...]
    """First and last node of each phase; None where it is missing."""
    starts: Floats
    """Shape ``(phases, n + 1)``: probability that a phase begins at a node, over all divisions."""


def align(scores: Scores) -> Alignment:
    """Divides the recording; at least one stretch, at least one phase."""
    return Alignment(_best(scores), _starts(scores))


def _forward(scores: Scores, total: _Total) -> tuple[Floats, Floats]:
    """For each phase, all that may come before it, by the node where that ends; and likewise for
    the phase itself. Shapes ``(phases + 1, n + 1)`` and ``(phases, n + 1)``."""
    count, nodes = scores.part.shape[:2]
    before = np.full((count + 1, nodes), -np.inf)
    taken = np.full((count, nodes), -np.inf)
    start = np.full(nodes, -np.inf)
    start[0] = 0.0
    before[0] = _both(total, start, _step(total, start + scores.cut, scores.out))
    for phase in range(count):
        taken[phase] = _step(total, before[phase] + scores.cut, scores.part[phase])
        left = _step(total, taken[phase] + scores.cut, scores.out)
        before[phase + 1] = _both(
            total, before[phase] + scores.missing[phase], _both(total, taken[phase], left)
        )
    return before, taken


def _starts(scores: Scores) -> Floats:
    """See :class:`Alignment`."""
    before, _ = _forward(scores, _log_sum)
    count, nodes = scores.part.shape[:2]
    after = np.full(nodes, -np.inf)
    after[-1] = 0.0
    whole = before[count, -1]
    starts = np.zeros((count, nodes))
    for phase in reversed(range(count)):
        left = _step(_log_sum, after, scores.out.T) + scores.cut
        then = np.logaddexp(after, left)
        from_here = _step(_log_sum, then, scores.part[phase].T) + scores.cut
        starts[phase] = np.exp(before[phase] + from_here - whole)
        after = np.logaddexp(after + scores.missing[phase], from_here)
    return starts


def _best(scores: Scores) -> tuple[tuple[int, int] | None, ...]:
    before, taken = _forward(scores, _highest)
    parts: list[tuple[int, int] | None] = []
    node = scores.part.shape[1] - 1
    for phase in reversed(range(len(scores.part))):
        ends = taken[phase] + scores.cut + scores.out[:, node]
        ends[node] = taken[phase, node]
        if before[phase, node] + scores.missing[phase] >= ends.max():
            parts.append(None)
            continue
        end = int(ends.argmax())
        begins = before[phase] + scores.cut + scores.part[phase][:, end]
        node = int(begins.argmax())
        parts.append((node, end))
    return tuple(reversed(parts))


def _step(total: _Total, reached: Floats, move: Floats) -> Floats:
    """``reached`` by node, then a ``move`` from node to node."""
    return total(reached + move.T)


def _both(total: _Total, one: Floats, other: Floats) -> Floats:
    return total(np.stack([one, other], axis=-1))


def _highest(values: Floats) -> Floats:
    highest: Floats = values.max(axis=-1)
    return highest


def _log_sum(values: Floats) -> Floats:
    top = values.max(axis=-1)
    shift = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        summed: Floats = np.log(np.exp(values - shift[..., None]).sum(axis=-1)) + shift
    return summed
