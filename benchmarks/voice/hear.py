"""What the recogniser makes of a line: words that a person would not understand either stand out."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import soxr
from text_to_num import alpha2digit

from benchmarks.words import word_errors
from interviewer.asr.weights import ModelStore
from interviewer.domain import SAMPLE_RATE, Language, Samples
from interviewer.tts.protocol import Sound

__all__ = ["Heard", "errors", "hear", "samples_of"]

Heard = str
_EDGE = np.zeros(SAMPLE_RATE // 2, np.float32)
"""Silence around it, as in a room: without, whisper loses a first short word."""


@cache
def _whisper() -> Any:
    from faster_whisper import WhisperModel

    weights = ModelStore.default().ensure(
        "faster-whisper", "base", progress=lambda *_: None, say=lambda _: None
    )
    return WhisperModel(str(weights.path), device="cpu", compute_type="int8", cpu_threads=1)


def samples_of(sound: Sound) -> Samples:
    """``sound`` at the recogniser's rate, shape ``(n,)``."""
    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float32) / np.float32(2**15)
    resampled: Samples = soxr.resample(samples, sound.rate_hz, SAMPLE_RATE).astype(np.float32)
    return resampled


def hear(samples: Samples, language: Language) -> Heard:
    """What faster-whisper base writes, five beams, told the language and nothing else."""
    signal = np.concatenate([_EDGE, samples, _EDGE])
    segments, _ = _whisper().transcribe(signal, language=language, beam_size=5)
    return " ".join(segment.text.strip() for segment in segments)


def errors(said: str, heard: Heard, language: Language) -> tuple[int, int]:
    """Words wrong, left out or put in, and words said; « trois » and « 3 » are the same word."""
    return word_errors(_figures(said, language), _figures(heard, language), language)


def _figures(text: str, language: Language) -> str:
    return str(alpha2digit(text.replace("-", " "), language))
