"""Pace over time: words a minute and syllables a second in windows that slide over an answer.

A window of 10 s stands around each point, the first and the last one inside the speech::

    words/min   = words that fall in the window / its 10 s x 60      pauses included
    syllables/s = their syllables / seconds of speech in the window   pauses left out

A word at the edge of a window counts for the share of its time that lies inside. Both are the
figures of :mod:`interviewer.score.delivery`, taken locally: what a word and a syllable are is the
same there. Ten seconds hold about 25 words of French at a normal pace, so that one word more or
less moves the curve by 4 %.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.models import PacePoint, Span, Take
from interviewer.score.syllables import count_syllables
from interviewer.score.text import APOSTROPHES, read

__all__ = ["WINDOW_S", "pace_curve"]

WINDOW_S = 10.0
"""Long enough for a rate, short enough to show where one hurries."""

_STEP_S = 1.0
_MOST_POINTS = 240
"""Longer answers take longer steps: more points than that no plot can show."""
_MIN_SPEECH_S = 1.0
"""A window with less speech than this has no articulation rate."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A written word: where it is, and what it counts for."""

    span: Span
    words: int
    syllables: int


def pace_curve(take: Take) -> tuple[PacePoint, ...]:
    """The pace of ``take`` along its time; empty where it is shorter than a window, or silent."""
    if not take.speech or not take.transcript.words:
        return ()
    first, last = take.speech[0].start_s, take.speech[-1].end_s
    # Sums of times carry noise around 1e-14, which must not cost a point.
    room = round(last - first - WINDOW_S, 6)
    if room < 0:
        return ()
    said = _said(take)
    steps = min(int(room / _STEP_S), _MOST_POINTS)
    starts = [first + room * step / steps if steps else first for step in range(steps + 1)]
    return tuple(_point(said, take.speech, Span(start, start + WINDOW_S)) for start in starts)


def _said(take: Take) -> tuple[_Said, ...]:
    text = read(take.transcript)
    syllables = [0] * len(text.words)
    for token in text.tokens:
        if not token.elided:
            syllables[token.word] += count_syllables(token.surface, take.transcript.language)
    spelled = {token.word for token in text.tokens}
    parted = (*APOSTROPHES, "-")
    return tuple(
        _Said(
            Span(word.start_s, word.end_s),
            int(index in spelled and not word.text.strip().startswith(parted)),
            syllables[index],
        )
        for index, word in enumerate(text.words)
    )


def _point(said: Sequence[_Said], speech: Sequence[Span], window: Span) -> PacePoint:
    # Words are in order: those that touch the window stand in a row.
    first = bisect_left(said, window.start_s, key=lambda each: each.span.end_s)
    last = bisect_right(said, window.end_s, key=lambda each: each.span.start_s)
    inside = [(each, _share(each.span, window)) for each in said[first:last]]
    words = sum(each.words * share for each, share in inside)
    syllables = sum(each.syllables * share for each, share in inside)
    speech_s = sum(_overlap_s(span, window) for span in speech)
    return PacePoint(
        at_s=(window.start_s + window.end_s) / 2,
        words_per_minute=words / WINDOW_S * 60,
        syllables_per_second=syllables / speech_s if speech_s >= _MIN_SPEECH_S else None,
    )


def _share(span: Span, window: Span) -> float:
    """Which part of ``span`` lies in ``window``, 0 to 1; a span without length is a moment."""
    if span.duration_s <= 0:
        return float(window.start_s <= span.start_s < window.end_s)
    return _overlap_s(span, window) / span.duration_s


def _overlap_s(span: Span, window: Span) -> float:
    return max(0.0, min(span.end_s, window.end_s) - max(span.start_s, window.start_s))
