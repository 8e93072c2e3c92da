"""How it was said: time against the target, pace, pauses, hesitations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.models.audio import Span

__all__ = ["Delivery", "PacePoint", "Pauses", "Sentences", "Timing", "Verdict"]

Verdict = Literal["on_time", "short", "long", "not_measured"]


@dataclass(frozen=True, slots=True)
class Timing:
    """Speaking time against the target; ``None`` where nothing was said."""

    target_s: float
    spoken_s: float | None
    """From the first to the last speech found, pauses included."""
    onset_s: float | None
    """From the start of the recording to the first speech; None also where an answer was found
    in the midst of a recording, for nobody knows since when it was waited for."""
    verdict: Verdict
    score: float | None


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silences between speech spans."""

    count: int
    mean_s: float | None
    long: int
    """How many last more than one second."""
    longest_s: float | None = None
    measured: bool = True
    """False where the recording is too noisy to tell pauses from speech: no figure is one."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """How long the sentences are, as the recogniser ends them."""

    count: int
    mean_words: float
    longest_words: int


@dataclass(frozen=True, slots=True)
class PacePoint:
    """The pace around one moment of an answer."""

    at_s: float
    """Middle of the window, in the time of the recording."""
    words_per_minute: float
    """Pauses included."""
    syllables_per_second: float | None
    """Pauses left out; None where the window holds hardly any speech."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it was said. None: too little speech to say."""

    words_per_minute: float | None
    syllables_per_second: float | None
    speech_s: float
    """Sum of the speech spans, pauses excluded."""
    pauses: Pauses
    fillers: tuple[str, ...]
    """Those the recogniser wrote: at least so many."""
    terms_followed: int
    """Technical terms after which speech could pause."""
    terms_paused: int
    score: float | None
    hesitations: tuple[Span, ...] | None = None
    """By sound, held or without words: at least so many. None where the recording is too noisy."""
    repeats: tuple[str, ...] = ()
    """Words said twice in a row, those that the recogniser wrote."""
    sentences: Sentences | None = None
    slowest: PacePoint | None = None
    """Where ten seconds hold the fewest words; None in an answer too short for a curve."""
    fastest: PacePoint | None = None
