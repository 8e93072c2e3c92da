"""Where one phase may end and another begin: pauses, and the ends of sentences. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewer.models import Span, Word

__all__ = ["Cut", "find_cuts", "spans_of"]

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
