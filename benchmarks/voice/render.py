"""A line to sound: Kokoro's best voice of the language, a breath after each sentence, at one level."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from benchmarks.corpus.kokoro import RATE_HZ, Kokoro, open_kokoro
from benchmarks.corpus.phonemes import Accent, Espeak, phonemise
from benchmarks.corpus.recipe import DATA
from interviewer.domain import Language, Samples
from interviewer.tts.lexicon import LEXICON, Lexicon, load_lexicon, stretches
from interviewer.tts.text import speakable

__all__ = ["VOICES", "fingerprint", "lexicon", "render", "write"]

VOICES: dict[Language, tuple[str, Accent, float]] = {
    "fr": ("ff_siwis", "fr", 0.88),
    "en": ("af_heart", "en-us", 0.88),
}
"""Style, accent and pace."""
_BREATH_CHARS = 90
"""From so many characters on, the next sentence begins a new utterance: the model hurries when it is
given many, and swallows the ends of very few."""
_BREATH_S = 0.35
_EDGE_S = 0.06
_LEVEL = 10 ** (-23 / 20)
"""RMS of the speech against full scale, as broadcast speech (EBU R 128)."""
_PEAK = 0.95
_FRAME = RATE_HZ // 100
_QUIET = 10 ** (-45 / 20)
_COMPRESSION = 1 - (24_000 - 6_000) / 250_000
"""What libsndfile makes 24 kbit/s of: it spreads 256 to 6 kbit/s over 0 to 1."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@cache
def lexicon(language: Language) -> Lexicon:
    """How this voice says the words of the trade."""
    return load_lexicon(LEXICON, language, f"line-{language}")


@cache
def _kokoro() -> Kokoro:
    return open_kokoro(DATA / "voices.npz")


@cache
def _espeak() -> Espeak:
    return Espeak()


def fingerprint(text: str, language: Language) -> str:
    """Changes with the text, the voice, and what the lexicon says of its words."""
    spoken = speakable(text)
    said = [(spoken[start:end], how) for start, end, how in stretches(spoken, lexicon(language))]
    written = json.dumps([said, VOICES[language]], ensure_ascii=False).encode()
    return hashlib.sha256(written).hexdigest()[:12]


def render(text: str, language: Language) -> Samples:
    """``text`` spoken, shape ``(n,)`` at 24 kHz.

    Raises:
        ValueError: a sentence is longer than the model takes.
    """
    parts: list[Samples] = []
    for breath in _breaths(speakable(text)):
        parts += [_utter(breath, language), np.zeros(round(_BREATH_S * RATE_HZ), np.float32)]
    whole = np.concatenate(parts[:-1])
    return whole * min(_LEVEL / _loudness(whole), _PEAK / float(np.abs(whole).max()))


def write(path: Path, samples: Samples) -> None:
    """Keeps ``samples`` at about 24 kbit/s."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(
        path, samples, RATE_HZ, format="OGG", subtype="OPUS", compression_level=_COMPRESSION
    )


def _breaths(text: str) -> Iterator[str]:
    held = ""
    for sentence in _SENTENCE.split(text):
        held = f"{held} {sentence}".strip()
        if len(held) >= _BREATH_CHARS:
            yield held
            held = ""
    if held:
        yield held


def _utter(text: str, language: Language) -> Samples:
    style, accent, pace = VOICES[language]
    spoken = phonemise(text, (), _espeak(), lexicon(language), accent)
    samples = _kokoro().speak(spoken.phonemes.strip(), style, pace).samples
    power = np.sqrt(_frames(samples))
    loud = np.flatnonzero(power > _QUIET * _loudness(samples))
    edge = round(_EDGE_S * RATE_HZ)
    return samples[max(loud[0] * _FRAME - edge, 0) : (loud[-1] + 1) * _FRAME + edge]


def _loudness(samples: Samples) -> float:
    """RMS of the frames that are not silence: within 40 dB of the loudest."""
    power = _frames(samples)
    return float(np.sqrt(power[power > power.max() * 1e-4].mean()))


def _frames(samples: Samples) -> Samples:
    padded = np.pad(samples, (0, -len(samples) % _FRAME))
    power: Samples = (padded.reshape(-1, _FRAME) ** 2).mean(axis=1)
    return power
