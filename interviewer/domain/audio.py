"""The recording: its signal, stretches of it, and how good it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


SAMPLE_RATE = 16_000
"""Samples per second of every signal inside the program: what Whisper and the detector expect."""

# Named for the type checker only: numpy takes longer to load than all the rest of a first screen.
Samples: TypeAlias = "NDArray[np.float32]"
"""Mono signal, shape ``(n,)``, float32 in -1..1, at :data:`SAMPLE_RATE`."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time. ``end_s`` is exclusive and not before ``start_s``."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s

    def moved(self, by_s: float) -> Span:
        """The same stretch ``by_s`` later."""
        return Span(self.start_s + by_s, self.end_s + by_s)


def spans_in(spans: Iterable[Span], around: Span) -> Iterator[Span]:
    """``spans`` as far as they are in ``around``."""
    for each in spans:
        shared = Span(max(each.start_s, around.start_s), min(each.end_s, around.end_s))
        if shared.duration_s > 0:
            yield shared


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of signal that holds speech, at most 30 s."""

    start_s: float
    """Where the first sample stands in the recording."""
    samples: Samples
    speech: tuple[Span, ...] = ()
    """Speech found in it, in the time of the recording; empty: all of it may be."""
    more: bool = False
    """Speech goes on behind it: its last words may be cut."""

    @property
    def end_s(self) -> float:
        return self.start_s + self.duration_s

    @property
    def duration_s(self) -> float:
        return len(self.samples) / SAMPLE_RATE

    def within(self, span: Span) -> Chunk:
        """The part of it in ``span``, which it holds whole."""
        first = round((span.start_s - self.start_s) * SAMPLE_RATE)
        last = round((span.end_s - self.start_s) * SAMPLE_RATE)
        speech = tuple(spans_in(self.speech, span))
        return replace(self, start_s=span.start_s, samples=self.samples[first:last], speech=speech)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a recording that the person should know; ``message`` is a gettext id."""

    message: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intonation:
    """The voice in one stretch of speech: as much as gives that of several together."""

    span: Span
    frames: int
    """Voiced ones, 16 ms each, at least one."""
    pitch_st: float
    """Mean pitch, in semitones above 1 Hz."""
    pitch_sd_st: float
    """Standard deviation of the frames' pitch, in semitones."""
    syllables: int
    """Peaks of the level."""
    level_db: float
    """Their mean level, in dB of full scale; 0 without any."""
    level_sd_db: float
    """Their standard deviation, in dB."""


NOISY_SNR_DB = -4.5
"""Below, as measured in the recording, the detector takes noise for speech: see docs/delivery.md."""


@dataclass(frozen=True, slots=True)
class Signal:
    """How good a recording is, as far as its measures depend on it."""

    snr_db: float | None
    """Power of the speech over that of the noise in its pauses; None where there is too little
    pause to say."""
    clipped: float
    """Share of the speech, 0..1, in which the signal stands at full scale."""
    narrow: bool
    """Nothing above 4 kHz, as over a telephone."""
    voices: bool = False
    """The background sounds like speech: times are less exact."""
    held: tuple[Span, ...] = ()
    """Sounds that the speaker held without moving, as « euh » and "um" are: in order, not
    overlapping. At least these."""
    intonation: tuple[Intonation, ...] = ()
    """Of each stretch of speech with a voice in it, in order; empty also where it was not measured."""

    @property
    def noisy(self) -> bool:
        """Too noisy to tell speech from pause."""
        return self.snr_db is not None and self.snr_db < NOISY_SNR_DB
