"""How much a voice moves in pitch and loudness over an answer. Pure; shown, and worth nothing.

Pitch: the standard deviation over the voiced frames, in semitones, which listeners' judgement of
liveliness follows (Hincks, "Measuring liveliness in presentation speech", Interspeech 2005; Hincks and
Edlund 2009 train speakers with it). Loudness: that of the syllables' levels, in dB. Voices, rooms and
microphones differ in both, so that a figure says little beside somebody else's, and something beside
the same person's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import median

from interviewer.domain import Intonation, Signal, Span, Take, Usual

_MIN_FRAMES = 125
"""2 s of voice: less is a phrase, and its melody no habit."""
_MIN_SYLLABLES = 20
_PITCH_SNR_DB = 5.0
"""Above it, pink noise moves the figure by 0.2 semitones at most in nine of ten recordings."""
_LOUDNESS_SNR_DB = 10.0
"""Above it, by 0.5 dB: noise hides the quiet syllables."""


def pitch_variation(take: Take) -> float | None:
    """Semitones; None with too little voice, or too much noise."""
    stretches = _stretches(take, _PITCH_SNR_DB)
    counts = [each.frames for each in stretches]
    if sum(counts) < _MIN_FRAMES:
        return None
    return _spread(counts, [(each.pitch_st, each.pitch_sd_st) for each in stretches])


def loudness_variation(take: Take) -> float | None:
    """Decibels; None with too few syllables, or too much noise."""
    stretches = [each for each in _stretches(take, _LOUDNESS_SNR_DB) if each.syllables]
    counts = [each.syllables for each in stretches]
    if sum(counts) < _MIN_SYLLABLES:
        return None
    return _spread(counts, [(each.level_db, each.level_sd_db) for each in stretches])


def usual(earlier: Sequence[tuple[float | None, float | None]]) -> Usual | None:
    """The medians of pitch and loudness variation over earlier sessions; None without any.

    Args:
        earlier: pitch and loudness variation of each session, None where it was not measured.
    """
    pitches = [pitch for pitch, _ in earlier if pitch is not None]
    loudness = [level for _, level in earlier if level is not None]
    if not pitches and not loudness:
        return None
    return Usual(
        pitch_semitones=median(pitches) if pitches else None,
        loudness_db=median(loudness) if loudness else None,
        sessions=max(len(pitches), len(loudness)),
    )


def _stretches(take: Take, least_snr_db: float) -> list[Intonation]:
    """Those of ``take``, which may be a part of its recording; none where noise hides them."""
    signal: Signal | None = take.signal
    if signal is None or (signal.snr_db is not None and signal.snr_db < least_snr_db):
        return []
    return [each for each in signal.intonation if _within(each.span, take.speech)]


def _within(span: Span, speech: Sequence[Span]) -> bool:
    middle_s = (span.start_s + span.end_s) / 2
    return any(each.start_s <= middle_s < each.end_s for each in speech)


def _spread(counts: Sequence[int], each: Sequence[tuple[float, float]]) -> float:
    """Standard deviation of groups put together, from their sizes, means and deviations."""
    total = sum(counts)
    mean = sum(count * middle for count, (middle, _) in zip(counts, each, strict=True)) / total
    squares = sum(
        count * (spread**2 + (middle - mean) ** 2)
        for count, (middle, spread) in zip(counts, each, strict=True)
    )
    return sqrt(squares / total)
