"""Whether somebody speaks too slowly or too fast, and the pace along an answer. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.domain import Language, PacePoint, Span, Take
from interviewer.scoring.syllables import count_each
from interviewer.scoring.text import APOSTROPHES, read

PACE_RANGE: dict[Language, tuple[float, float]] = {"fr": (3.0, 5.5), "en": (2.7, 5.5)}
"""Syllables a second, pauses included, that are comfortable to follow.

In interviews people say 4.4 in French and 4.25 in English (264 and 255 a minute, Grosjean and
Deschamps 1975), in French conversation 5.7 (344 a minute, Malecot, Johnston and Kizziar 1972).
Below lie the slow talks that are followed with pleasure (Kennedy's inaugural address: 2.7), and 120
words a minute, from which on French coaches hold attention to be kept. 5.5 is some 220 words a minute
in French, between what its radio and television keep to (200) and the 230 of recorded reports, which
"sometimes harm understanding" (Rist 1999).
"""
PACE_ZERO = (1.2, 8.5)
"""Syllables a second at which, and beyond which, the pace scores nothing."""


def pace_score(speech_rate: float | None, language: Language) -> float | None:
    """0 to 100 for syllables a second, pauses included; None without a pace."""
    if speech_rate is None:
        return None
    low, high = PACE_RANGE[language]
    slowest, fastest = PACE_ZERO
    if speech_rate < low:
        return max(0.0, 100.0 * (speech_rate - slowest) / (low - slowest))
    if speech_rate > high:
        return max(0.0, 100.0 * (fastest - speech_rate) / (fastest - high))
    return 100.0


_WINDOW_S = 10.0
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
    room = round(last - first - _WINDOW_S, 6)
    if room < 0:
        return ()
    said = _said(take)
    steps = min(int(room / _STEP_S), _MOST_POINTS)
    starts = [first + room * step / steps if steps else first for step in range(steps + 1)]
    return tuple(_point(said, take.speech, Span(start, start + _WINDOW_S)) for start in starts)


def _said(take: Take) -> tuple[_Said, ...]:
    text = read(take.transcript)
    syllables = count_each([word.text for word in text.words], take.transcript.language)
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
        words_per_minute=words / _WINDOW_S * 60,
        syllables_per_second=syllables / speech_s if speech_s >= _MIN_SPEECH_S else None,
        speech_rate=syllables / _WINDOW_S,
    )


def _share(span: Span, window: Span) -> float:
    """Which part of ``span`` lies in ``window``, 0 to 1; a span without length is a moment."""
    if span.duration_s <= 0:
        return float(window.start_s <= span.start_s < window.end_s)
    return _overlap_s(span, window) / span.duration_s


def _overlap_s(span: Span, window: Span) -> float:
    return max(0.0, min(span.end_s, window.end_s) - max(span.start_s, window.start_s))
