"""What speaks for a phase going from here to there: words, pauses, lengths. Pure.

The scores are natural logarithms, tuned together on pitches put together at random from the phases
of the labelled set's development half, their words and terms garbled; ``benchmarks/onetake``
measures them on recordings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interviewer.models import Span, Task
from interviewer.phases.align import Scores
from interviewer.phases.cuts import Cut
from interviewer.phases.script import Clue, Floats

__all__ = ["Material", "weigh"]

_CUT = -3.0
"""That something begins at a pause of half a second, after a sentence."""
_DOUBLING = 1.5
"""For each time the pause is twice as long, within :data:`_PAUSES_S`."""
_PAUSES_S = (0.1, 3.0)
_INSIDE_SENTENCE = -2.0
_SPREAD = 0.5
"""Standard deviation of the logarithm of a phase's length over its share of the whole."""
_MISSING = -2.0
_OUT = -8.0
"""That a stretch belongs to no phase; and for each of its seconds :data:`_OUT_PER_S`."""
_OUT_PER_S = -0.3
_SHORTEST_S = 0.3
"""A stretch that is shorter is none, unless it is all there is."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a recording is divided by. A node is where something may begin or end."""

    tasks: tuple[Task, ...]
    speech: Span
    """From the first in which a word was recognised to the last."""
    cuts: tuple[Cut, ...]
    """The nodes between the first and the last, in order."""
    clues: tuple[Clue, ...]
    words: int
    """How many the transcript has."""

    @property
    def first_words(self) -> tuple[int, ...]:
        """By node: index of the word after it."""
        return (0, *(cut.word for cut in self.cuts), self.words)

    def words_of(self, part: tuple[int, int]) -> range:
        """Indexes of the words from one node to another."""
        return range(self.first_words[part[0]], self.first_words[part[1]])

    @property
    def begins_s(self) -> Floats:
        """By node: where the speech after it begins; infinite after the last."""
        return np.array([self.speech.start_s, *(cut.after_s for cut in self.cuts), np.inf])

    @property
    def ends_s(self) -> Floats:
        """By node: where the speech before it ends; infinitely early before the first."""
        return np.array([-np.inf, *(cut.before_s for cut in self.cuts), self.speech.end_s])

    @property
    def lengths_s(self) -> Floats:
        """Shape ``(n + 1, n + 1)``: from the speech after one node to that before another."""
        lengths: Floats = self.ends_s[None, :] - self.begins_s[:, None]
        return lengths


def weigh(material: Material, scale: float) -> Scores:
    """The scores of every way to divide ``material``.

    Args:
        material: the recording.
        scale: how long its phases are for each second of their targets.
    """
    lengths = material.lengths_s
    fits = lengths >= _SHORTEST_S
    fits[0, -1] = True
    lengths = np.where(fits, np.maximum(lengths, _SHORTEST_S), 1.0)
    votes = _votes_before(material)
    targets = [task.target_s for task in material.tasks]
    parts = [
        votes[None, :, phase] - votes[:, None, phase] - _surprise(lengths / (scale * target_s))
        for phase, target_s in enumerate(targets)
    ]
    return Scores(
        cut=np.array([0.0, *map(_cut, material.cuts), 0.0]),
        part=np.where(fits, np.stack(parts), -np.inf),
        missing=np.full(len(targets), _MISSING),
        out=np.where(fits, _OUT + _OUT_PER_S * lengths, -np.inf),
    )


def _votes_before(material: Material) -> Floats:
    """Shape ``(n + 1, phases)``: sum of the votes of all that is said before each node."""
    votes = np.zeros((material.words + 1, len(material.tasks)))
    for clue in material.clues:
        votes[clue.word + 1] += clue.votes
    summed: Floats = votes.cumsum(axis=0)[list(material.first_words)]
    return summed


def _surprise(ratios: Floats) -> Floats:
    """How unlikely a length is that many times what was expected: log-normal."""
    surprise: Floats = 0.5 * (np.log(ratios) / _SPREAD) ** 2
    return surprise


def _cut(cut: Cut) -> float:
    shortest, longest = _PAUSES_S
    pause_s = min(max(cut.pause_s, shortest), longest)
    inside = 0.0 if cut.ends_sentence else _INSIDE_SENTENCE
    return float(_CUT + _DOUBLING * np.log2(pause_s / 0.5) + inside)
