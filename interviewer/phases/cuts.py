"""Where one phase may end and another begin: pauses, and the ends of sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewer.models import Span, Word

__all__ = ["Cut", "find_cuts"]

_SENTENCE_MARKS = (".", "!", "?", "…")


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
    """The places where the detector heard a pause or a sentence ends, in order.

    Args:
        words: in order, their times kept to the speech.
        speech: spans in order, not overlapping.
        most: how many to give at most; those with the shortest pauses are left out.
    """
    pauses = [Span(before.end_s, after.start_s) for before, after in pairwise(speech)]
    cuts: list[Cut] = []
    for index, (before, after) in enumerate(pairwise(words), start=1):
        ends_sentence = before.text.rstrip('»" \u00a0').endswith(_SENTENCE_MARKS)
        pause = _pause(pauses, before, after)
        if pause is not None:
            cuts.append(Cut(index, pause.start_s, pause.end_s, ends_sentence))
        elif ends_sentence:
            cuts.append(Cut(index, after.start_s, after.start_s, True))
    kept = sorted(cuts, key=lambda cut: (-cut.pause_s, not cut.ends_sentence, cut.word))[:most]
    return tuple(sorted(kept, key=lambda cut: cut.word))


def _pause(pauses: Sequence[Span], before: Word, after: Word) -> Span | None:
    """The longest of ``pauses`` between the middles of two words."""
    low = (before.start_s + before.end_s) / 2
    high = (after.start_s + after.end_s) / 2
    between = [pause for pause in pauses if low <= pause.start_s and pause.end_s <= high]
    return max(between, key=lambda pause: pause.duration_s, default=None)
