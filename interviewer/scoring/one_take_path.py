"""Where one phase may end and another begin, and the likeliest division among them. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from interviewer.domain import Span, Word

_WORD_S, _LETTER_S = 0.3, 0.09
_STRETCHED_S = 0.4
_SENTENCE_MARKS = (".", "!", "?", "…")
_QUOTES = '»”" \u00a0\u202f'


@dataclass(frozen=True, slots=True)
class Cut:
    """A place between two words."""

    word: int
    """Index of the word after it."""
    before_s: float
    """Where the speech before it ends."""
    after_s: float
    """Where the speech after it begins."""
    ends_sentence: bool

    @property
    def pause_s(self) -> float:
        return self.after_s - self.before_s


def find_cuts(words: Sequence[Word], speech: Sequence[Span], most: int) -> tuple[Cut, ...]:
    """The places where there is a pause or a sentence ends, in order.

    Speech in which no word was recognised, such as voices in the background, is taken for a part
    of the pause.

    Args:
        words: in order, their times kept to the speech.
        speech: one span at least, in order, not overlapping.
        most: how many to give at most; those with the shortest pauses are left out.
    """
    cuts: list[Cut] = []
    spans = spans_of(words, speech)
    for index, (before, after) in enumerate(pairwise(words), start=1):
        ends_sentence = before.text.rstrip(_QUOTES).endswith(_SENTENCE_MARKS)
        heard = spans[index - 1] is not spans[index]
        end_s = spans[index - 1].end_s if heard else before.end_s - _stretch_s(before)
        start_s = (spans[index].start_s if heard else after.start_s) + _stretch_s(after)
        if heard or ends_sentence or start_s - end_s >= _STRETCHED_S:
            cuts.append(Cut(index, min(end_s, start_s), start_s, ends_sentence))
    kept = sorted(cuts, key=lambda cut: (-cut.pause_s, not cut.ends_sentence, cut.word))[:most]
    return tuple(sorted(kept, key=lambda cut: cut.word))


def _stretch_s(word: Word) -> float:
    """How much longer ``word`` lasts than it takes to say, slowly; 0 where that is little.

    Voices in the background are speech to the detector; the recogniser then has the word before or
    after a pause last through it.
    """
    letters = sum(character.isalnum() for character in word.text)
    stretch_s = word.end_s - word.start_s - (_WORD_S + letters * _LETTER_S)
    return stretch_s if stretch_s >= _STRETCHED_S else 0.0


def spans_of(words: Sequence[Word], speech: Sequence[Span]) -> list[Span]:
    """The span of ``speech`` that each word is spoken in, never before that of the word before."""
    starts = [span.start_s for span in speech]
    found: list[Span] = []
    index = 0
    for word in words:
        middle_s = (word.start_s + word.end_s) / 2
        index = max(index, bisect_right(starts, middle_s) - 1)
        found.append(speech[index])
    return found


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
