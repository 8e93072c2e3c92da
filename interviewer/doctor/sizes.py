"""Which bigger Whisper this machine would keep up with: an estimate from the one that is here."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from interviewer.asr.catalog import CATALOG, EngineName

BOUND = 0.5
"""Real-time factor of a live reading up to which a size is proposed: the voice, the detector and the
screen share the processor, other programs too, and the card is waited for after Enter."""

_POSITIONS_A_SECOND = 50
"""Of the encoder: a frame of the spectrogram each 10 ms, halved by the second convolution."""
_TOKENS_A_SECOND = 5.0
"""Of speech: the recorded sentences have 5.8 in French and 4.0 in English, by the tokenizer that all share."""


@dataclass(frozen=True, slots=True)
class Size:
    """Dimensions of a Whisper that knows several languages."""

    width: int
    """Numbers of a state."""
    heard: int
    """Layers of the encoder."""
    written: int
    """Layers of the decoder."""
    bands: int = 80
    """Of the spectrogram."""
    tokens: int = 51_865
    """Of the vocabulary."""


SIZES: Mapping[str, Size] = {
    "tiny": Size(384, 4, 4),
    "base": Size(512, 6, 6),
    "small": Size(768, 12, 12),
    "medium": Size(1024, 24, 24),
    "turbo": Size(1280, 32, 4, 128, 51_866),
}
"""As published: Radford et al., Robust Speech Recognition via Large-Scale Weak Supervision (2022),
table 1; turbo as OpenAI released it in 2024, large-v3 with four layers in the decoder."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is done to read a chunk of speech, by either engine, where a scenario gives a hint."""

    windows_s: tuple[float, ...]
    """Of the plain and of the hinted reading; the engines' shortest where the chunk is short."""
    passes: int
    """How often the decoder goes through the text: each beam, and the alignment."""


LIVE = Reading((10.0, 10.0), 1 + 5 + 1)
"""Greedy, five beams with the hint, alignment."""
WHOLE = Reading((30.0, 10.0), 5 + 5 + 1 + 1)
"""Five beams, five with the hint, a greedy one for hesitations, alignment."""


def multiply_adds(size: Size, reading: Reading, speech_s: float) -> float:
    """Multiply-adds to read ``speech_s`` of speech, at most one window.

    With d the width, P the encoder's positions of a window, E and D the layers, V the vocabulary,
    B the bands (the layers of Vaswani et al., Attention Is All You Need, 2017, with 4 d inside):

    - a window: 2P·3Bd + P·3d² for the convolutions; in each of E layers 4Pd² for query, key, value
      and output, 8Pd² for the two products inside and 2P²d for the attention; in each of D layers
      2Pd² for the keys and values that the decoder looks at;
    - a token of a pass: in each of D layers 4d² + 2d² + 8d² for its own attention, the one to the
      window and the products inside, 2Pd for looking at the window; Vd for the next token. Looking
      back at the text, norms and activations are left out: some per cent.
    """
    width = size.width
    total = 0.0
    for window_s in reading.windows_s:
        positions = window_s * _POSITIONS_A_SECOND
        total += 6 * positions * size.bands * width + 3 * positions * width**2
        total += size.heard * (12 * positions * width**2 + 2 * positions**2 * width)
        total += size.written * 2 * positions * width**2
    looked_at = reading.windows_s[0] * _POSITIONS_A_SECOND
    token = size.written * (14 * width**2 + 2 * looked_at * width) + size.tokens * width
    return total + reading.passes * _TOKENS_A_SECOND * speech_s * token


def estimated(factor: float, model: str, other: str, reading: Reading, speech_s: float) -> float:
    """Real-time factor of ``other`` where ``model`` was measured to have ``factor``.

    As if a multiply-add took as long in each. It takes less in an encoder, whose share grows with the
    size, than in a decoder that writes token by token; so the estimate is rather too high.
    """
    ratio = multiply_adds(SIZES[other], reading, speech_s) / multiply_adds(
        SIZES[model], reading, speech_s
    )
    return factor * ratio


def largest(engine: EngineName, model: str, factor: float, speech_s: float) -> str | None:
    """The largest model of the catalogue, larger than ``model``, that would keep up live.

    Args:
        engine: that measured, and is to load it.
        model: that was measured.
        factor: its real-time factor in a live reading.
        speech_s: of the speech that was read.

    Returns:
        None where none would, or where nothing is known of ``model``.
    """
    order = [entry.name for entry in CATALOG if entry.engine == engine and entry.name in SIZES]
    if model not in order:
        return None
    for other in reversed(order[order.index(model) + 1 :]):
        if estimated(factor, model, other, LIVE, speech_s) <= BOUND:
            return other
    return None


def typical_s(step: Callable[[], object], budget_s: float) -> float:
    """Median of how long ``step`` takes, repeated until ``budget_s`` are spent; at least once."""
    took_s: list[float] = []
    while sum(took_s) < budget_s or not took_s:
        began_s = time.perf_counter()
        step()
        took_s.append(time.perf_counter() - began_s)
    return statistics.median(took_s)
