"""A line to sound: Kokoro's best voice of the language, a breath after each sentence, at one level."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from interviewer.domain import Language, Samples
from interviewer.tts.kokoro import RATE_HZ, Kokoro, open_kokoro
from interviewer.tts.lexicon import LEXICON, Lexicon, load_lexicon
from interviewer.tts.phonemes import Accent, Espeak, phonemise
from interviewer.tts.text import pieces, speakable

_STYLES = Path(__file__).with_name("styles.npz")
VOICES: dict[Language, tuple[str, Accent, float]] = {
    "fr": ("ff_siwis", "fr", 0.88),
    "en": ("af_heart", "en-us", 0.88),
}
"""Style, accent and pace."""
_BREATH_CHARS = 90
"""From so many characters on, the next sentence begins a new utterance: the model hurries when it is
given many, and swallows the ends of very few."""
_LONGEST_CHARS = 350
"""What the model takes at once, 510 phonemes, in letters; a longer sentence is cut between clauses."""
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
    return open_kokoro(_STYLES)


@cache
def _espeak() -> Espeak:
    return Espeak()


def render(text: str, language: Language, faster: float = 1.0) -> Samples:
    """``text`` spoken, ``faster`` times as fast as usual; shape ``(n,)`` at 24 kHz.

    Raises:
        ValueError: there is nothing to say, or a sound in it that the model does not know.
    """
    parts: list[Samples] = []
    for breath in _breaths(speakable(text)):
        parts += [
            _utter(breath, language, faster),
            np.zeros(round(_BREATH_S * RATE_HZ), np.float32),
        ]
    if not parts:
        raise ValueError(f"nothing to say: {text!r}")
    whole = np.concatenate(parts[:-1])
    return whole * min(_LEVEL / _loudness(whole), _PEAK / float(np.abs(whole).max()))


def compressed(samples: Samples) -> bytes:
    """``samples`` as Ogg Opus at about 24 kbit/s."""
    import soundfile

    file = io.BytesIO()
    soundfile.write(
        file, samples, RATE_HZ, format="OGG", subtype="OPUS", compression_level=_COMPRESSION
    )
    return file.getvalue()


def _breaths(text: str) -> Iterator[str]:
    held = ""
    for sentence in _SENTENCE.split(text):
        held = f"{held} {sentence}".strip()
        if len(held) >= _BREATH_CHARS:
            yield from pieces(held, _LONGEST_CHARS)
            held = ""
    yield from pieces(held, _LONGEST_CHARS)


def _utter(text: str, language: Language, faster: float) -> Samples:
    style, accent, pace = VOICES[language]
    spoken = phonemise(text, (), _espeak(), lexicon(language), accent)
    samples = _kokoro().speak(spoken.phonemes.strip(), style, pace * faster).samples
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
