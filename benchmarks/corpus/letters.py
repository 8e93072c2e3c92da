"""The voices that are given letters and not phonemes: SVOX Pico (``py-nanotts``) and Flite.

Both speak some hundred times as fast as a person, and say nothing of when: a word begins about
where the text before it, spoken alone, ends.
"""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import soxr

from interviewer.domain import SAMPLE_RATE, Samples
from interviewer.tts.pico import RATE_HZ as _PICO_HZ

__all__ = ["Unheard", "read_aloud"]


class Unheard(RuntimeError):  # noqa: N818 - it is what happened
    """The synthesiser gave no sound."""


@cache
def read_aloud(text: str, voice: str, pace: float) -> Samples:
    """``text`` by a voice as :class:`benchmarks.corpus.recipe.Delivery` names it, at 16 kHz.

    Raises:
        Unheard: nothing came.
    """
    synthesiser, _, name = voice.partition(":")
    name, _, moved = name.partition("*")
    factor = float(moved or 1)
    samples, rate_hz = (_pico if synthesiser == "pico" else _flite)(text, name, pace / factor)
    if not np.any(samples):
        raise Unheard(f"{voice}: {text}")
    out: Samples = soxr.resample(samples, rate_hz * factor, SAMPLE_RATE)
    return out


def _pico(text: str, name: str, pace: float) -> tuple[Samples, float]:
    data = _nanotts().speak(text, voice=name, speed=pace)
    samples: Samples = np.frombuffer(data, np.int16).astype(np.float32) / np.float32(2**15)
    return samples, _PICO_HZ


@cache
def _nanotts() -> Any:
    from py_nanotts import NanoTTS

    return NanoTTS()


def _flite(text: str, name: str, pace: float) -> tuple[Samples, float]:
    import soundfile

    with TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        stretch = f"duration_stretch={1 / pace:.3f}"
        command = ["flite", "-voice", name, "--setf", stretch, "-t", text, "-o", str(path)]
        subprocess.run(command, check=True, capture_output=True)
        samples, rate_hz = soundfile.read(path, dtype="float32")
    return samples, rate_hz
