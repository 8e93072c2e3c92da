"""Sounds that are held are found, and speech that moves is not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from interviewer.domain import SAMPLE_RATE, Samples, Span
from interviewer.vad.held_vowels import Held, HeldMeter, held_by_speaker

_Floats = NDArray[np.float64]

EUH = (450.0, 1_450.0, 2_400.0)
"""Formants, in hertz, of the vowel of « euh »."""
AH = (750.0, 1_200.0, 2_500.0)
EE = (280.0, 2_250.0, 3_000.0)


def _voice(pitch_hz: _Floats, formants_hz: _Floats, level: float = 0.1) -> Samples:
    """Harmonics of a pitch, each as strong as the resonances let it be.

    Args:
        pitch_hz: at each sample, shape ``(n,)``.
        formants_hz: at each sample, shape ``(n, formants)``.
        level: RMS.
    """
    phase = 2 * np.pi * np.cumsum(pitch_hz) / SAMPLE_RATE
    signal = np.zeros(len(pitch_hz))
    for order in range(1, 30):
        hertz = order * pitch_hz
        strength = sum(1 / (1 + ((hertz - formant) / 90) ** 2) for formant in formants_hz.T)
        signal += np.where(hertz < SAMPLE_RATE / 2, strength, 0) * np.sin(order * phase) / order
    voice: Samples = (signal * level / np.sqrt((signal**2).mean())).astype(np.float32)
    return voice


def _held(seconds: float, formants_hz: tuple[float, ...] = EUH, pitch_hz: float = 120.0) -> Samples:
    count = round(seconds * SAMPLE_RATE)
    return _voice(np.full(count, pitch_hz), np.tile(formants_hz, (count, 1)))


def _speech(seconds: float, seed: int = 1) -> Samples:
    """A vowel every 0.15 s, the mouth and the pitch on their way from one to the next."""
    chance = np.random.default_rng(seed)
    count = round(seconds * SAMPLE_RATE)
    at = np.arange(0, count + 2_400, 2_400)
    vowels = np.array((EUH, AH, EE))[np.arange(len(at)) % 3]
    ways = [np.interp(np.arange(count), at, way) for way in vowels.T]
    pitch = np.interp(np.arange(count), at, chance.uniform(90, 160, len(at)))
    return _voice(pitch, np.column_stack(ways))


def _silence(seconds: float) -> Samples:
    chance = np.random.default_rng(7)
    return (chance.standard_normal(round(seconds * SAMPLE_RATE)) * 3e-4).astype(np.float32)


def _found(signal: Samples, block: int = 1_600) -> tuple[Held, ...]:
    meter = HeldMeter()
    for start in range(0, len(signal), block):
        meter.feed(signal[start : start + block])
    return meter.found


@pytest.mark.parametrize("pitch_hz", [85.0, 120.0, 210.0, 330.0])
@pytest.mark.parametrize("formants_hz", [EUH, AH])
def test_a_held_vowel_is_found_where_it_is(pitch_hz: float, formants_hz: tuple[float, ...]) -> None:
    signal = np.concatenate([_speech(2), _held(0.6, formants_hz, pitch_hz), _speech(2, seed=2)])
    (held,) = _found(signal)
    # The speech around it comes to the vowel, and leaves it, slowly.
    assert held.span.start_s == pytest.approx(2.0, abs=0.12)
    assert held.span.end_s == pytest.approx(2.6, abs=0.12)
    assert held.level_db == pytest.approx(-20, abs=1)


def test_a_hum_between_silences_is_found() -> None:
    hum = _held(0.5, (250.0, 1_000.0, 2_200.0))
    (held,) = _found(np.concatenate([_silence(1), hum, _silence(1)]))
    assert held.span.start_s == pytest.approx(1.0, abs=0.06)


def test_speech_that_moves_holds_nothing() -> None:
    assert _found(_speech(12)) == ()


def test_several_people_talking_hold_nothing() -> None:
    talkers = np.stack([_speech(6, seed) for seed in range(6)])
    babble: Samples = talkers.sum(axis=0)
    assert _found(babble) == ()


@pytest.mark.parametrize(
    ("pitch_hz", "formants_hz"),
    [
        (lambda t: 120 * 2 ** (t * 12 / 12), lambda t: EUH),
        (
            lambda t: 120.0,
            lambda t: tuple(a + (b - a) * t / 0.5 for a, b in zip(AH, EE, strict=True)),
        ),
    ],
    ids=["a pitch that rises", "a mouth that moves"],
)
def test_a_long_sound_that_moves_is_not_held(
    pitch_hz: Callable[[float], float], formants_hz: Callable[[float], tuple[float, ...]]
) -> None:
    seconds = np.arange(0, 0.5, 1 / SAMPLE_RATE)
    pitch = np.array([pitch_hz(t) for t in seconds])
    sound = _voice(pitch, np.array([formants_hz(t) for t in seconds]))
    assert _found(np.concatenate([_silence(1), sound, _silence(1)])) == ()


def test_a_vowel_as_long_as_in_a_word_is_not_held() -> None:
    signal = np.concatenate([_speech(1), _held(0.2), _speech(1, seed=2)])
    assert _found(signal) == ()


@pytest.mark.parametrize(
    "signal",
    [
        _silence(10),
        np.zeros(10 * SAMPLE_RATE, np.float32),
        np.random.default_rng(3).standard_normal(10 * SAMPLE_RATE).astype(np.float32) * 0.1,
        _held(3) * np.float32(0.01),
    ],
    ids=["room", "digital silence", "noise", "far too quiet"],
)
def test_what_is_no_voice_holds_nothing(signal: Samples) -> None:
    assert _found(signal) == ()


@given(block=st.integers(100, 90_000), start_s=st.floats(3.0, 5.0))
@settings(max_examples=15, deadline=None)
def test_blocks_and_seams_change_nothing(block: int, start_s: float) -> None:
    signal = np.concatenate([_silence(start_s), _held(0.5), _silence(4)])
    assert _found(signal, block) == _found(signal, len(signal))


def test_what_is_found_is_in_order_and_apart() -> None:
    parts = [part for seed in range(4) for part in (_speech(1, seed), _held(0.5))]
    found = _found(np.concatenate(parts))
    assert len(found) == 4
    assert all(one.span.end_s <= other.span.start_s for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("held", "kept"),
    [
        (Held(Span(1.2, 1.7), -20.0), True),
        (Held(Span(1.2, 1.7), -31.0), True),
        (Held(Span(1.2, 1.7), -33.0), False),
        (Held(Span(1.8, 2.6), -20.0), False),
        (Held(Span(1.8, 2.1), -20.0), True),
        (Held(Span(4.0, 4.5), -20.0), False),
    ],
)
def test_only_what_the_speaker_holds_counts(held: Held, kept: bool) -> None:
    spans = held_by_speaker([held], (Span(1.0, 2.0), Span(3.0, 3.5)), speaker_db=-20.0)
    assert spans == ((held.span,) if kept else ())


@pytest.mark.parametrize("pitch_hz", [80.0, 300.0], ids=["a deep voice", "a high one"])
def test_every_voice_may_hold_a_sound(pitch_hz: float) -> None:
    sound = _held(0.6, pitch_hz=pitch_hz)
    assert len(_found(np.concatenate([_silence(1), sound, _silence(1)]))) == 1


def test_a_voice_that_dies_away_is_not_held() -> None:
    """The end of a sentence fades; who looks for a word holds its loudness."""
    fading = _held(0.5) * np.logspace(0, -2, round(0.5 * SAMPLE_RATE), dtype=np.float32)
    assert _found(np.concatenate([_silence(1), fading, _silence(1)])) == ()


def test_a_machine_that_hums_at_no_pitch_is_no_voice() -> None:
    seconds = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    # Partials 90 to 110 Hz apart: bands that hardly move, and no time after which all repeat.
    hertz = 170 + np.cumsum(np.random.default_rng(5).uniform(70, 130, 34))
    hum = 0.05 * np.sum([np.sin(2 * np.pi * tone * seconds) for tone in hertz], axis=0)
    assert _found(hum.astype(np.float32)) == ()
