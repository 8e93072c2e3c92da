"""How good a recording is: noise under the speech, clipping, a narrow band.

Measured per window of the detector (32 ms) while the signal goes by, in constant time a window::

    snr_db    = 10 log10((power of speech - power of noise) / power of noise)
    clipped   = share of the speech windows in which at least 3 samples stand at full scale
    narrow    = the band of 4.5 to 7.5 kHz holds 50 dB less than that of 0.3 to 3.4 kHz, in speech

Noise is what a quarter of the pauses' windows stays under, and 0.7 dB: so much lower that quarter lies
than the mean of steady (pink) noise. A knock, a key, a cough or a breath may fill up to three quarters
of the pauses and changes nothing. Speech is the mean of its windows, the loudest twentieth cut down to
the level where it begins, so that a door that slams meanwhile is no voice. Power is taken about each
window's mean, without the direct current that cheap sound cards add.

Windows within 0.1 s of a span's end are left out of the pauses: the voice dies away there. So is
digital silence, which no open microphone gives: a gate or an editor made it, and the room's noise is
not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from interviewer.domain import SAMPLE_RATE, Notice, Samples, Signal, Span
from interviewer.i18n import N_
from interviewer.vad.detector import FRAME_S, FRAME_SAMPLES
from interviewer.vad.held_vowels import Held, held_by_speaker
from interviewer.vad.refine import mask_of, speaker_db

_FULL_SCALE = 0.985
_CLIPPED_SAMPLES = 3
"""A single sample at full scale is a peak; a plateau is clipping."""
_CLIPPED_SHARE = 0.02
"""Of the speech windows; under it, distortion is not heard as such."""
_LOW_HZ = (300.0, 3_400.0)
"""The telephone's band, of ITU-T G.712."""
_HIGH_HZ = (4_500.0, 7_500.0)
_NARROW_DB = -50.0
"""Recordings of the labelled set lie above -35 dB, those of its telephone under -60 dB."""
_TAIL_S = 0.1
_MIN_PAUSE_S = 0.3
"""Less silence than this says nothing of the noise."""
_NOISE_PERCENTILE, _NOISE_ABOVE = 25.0, 10**0.07
_SPEECH_PERCENTILE = 95.0
_SILENCE_POWER = 1e-9
"""-90 dB of full scale: the last bit of 16 that comes and goes."""
_POWER_FLOOR = 1e-12
"""-120 dB of full scale: digital silence has no logarithm."""
_LOWEST_SNR_DB = -20.0
"""Below, speech is no louder than the pauses and the difference means nothing."""


class SignalMeter:
    """Fed the blocks of a recording, in order; asked once, with the speech found in it."""

    def __init__(self) -> None:
        self._rest: Samples = np.empty(0, np.float32)
        self._rows: list[NDArray[np.float64]] = []
        hertz = np.fft.rfftfreq(FRAME_SAMPLES, 1 / SAMPLE_RATE)
        self._low = (hertz >= _LOW_HZ[0]) & (hertz <= _LOW_HZ[1])
        self._high = (hertz >= _HIGH_HZ[0]) & (hertz <= _HIGH_HZ[1])
        self._window = np.hanning(FRAME_SAMPLES).astype(np.float32)

    def feed(self, block: Samples) -> None:
        """Takes the next block, of any length."""
        signal = np.concatenate([self._rest, block])
        whole = len(signal) - len(signal) % FRAME_SAMPLES
        self._rest = signal[whole:]
        if not whole:
            return
        frames = signal[:whole].reshape(-1, FRAME_SAMPLES)
        spectrum = np.abs(np.fft.rfft(frames * self._window)) ** 2
        self._rows.append(
            np.column_stack(
                (
                    frames.var(axis=1, dtype=np.float64),
                    (np.abs(frames) >= _FULL_SCALE).sum(axis=1) >= _CLIPPED_SAMPLES,
                    spectrum[:, self._low].sum(axis=1),
                    spectrum[:, self._high].sum(axis=1),
                )
            )
        )

    @property
    def power(self) -> NDArray[np.float64]:
        """Mean square of each whole window so far about its mean, shape ``(windows,)``."""
        return np.concatenate(self._rows)[:, 0] if self._rows else np.empty(0)

    def signal(
        self, speech: Sequence[Span], *, voices: bool = False, held: Sequence[Held] = ()
    ) -> Signal | None:
        """What the recording is like, given its speech; None without any.

        Args:
            speech: its spans.
            voices: its background sounds like speech.
            held: sounds held in it, by whomever.
        """
        if not self._rows or not speech:
            return None
        power, clipped, low, high = np.concatenate(self._rows).T
        inside = mask_of(len(power), speech)
        outside = ~mask_of(len(power), speech, _TAIL_S)
        if not inside.any():
            return None
        band = 10 * np.log10(
            max(high[inside].sum(), _POWER_FLOOR) / max(low[inside].sum(), _POWER_FLOOR)
        )
        return Signal(
            snr_db=_snr_db(power[inside], power[outside]),
            clipped=round(float(clipped[inside].mean()), 4),
            narrow=bool(band < _NARROW_DB),
            voices=voices,
            held=held_by_speaker(held, speech, speaker_db(power[inside])),
        )


def signal_notices(signal: Signal | None) -> Iterator[Notice]:
    """What the person should know of the recording."""
    if signal is None:
        return
    if signal.noisy and signal.snr_db is not None:
        yield Notice(
            N_(
                "Too much noise to time pauses and hesitations (the voice is only {snr} dB above it): "
                "come closer to the microphone or find a quieter place."
            ),
            {"snr": round(signal.snr_db)},
        )
    elif signal.voices:
        yield Notice(
            N_(
                "Other voices or loud noise behind you: times and pauses may be off by tenths of a second."
            )
        )
    if signal.clipped >= _CLIPPED_SHARE:
        yield Notice(
            N_("The recording is clipped: turn the microphone down, words may be misread.")
        )
    if signal.narrow:
        yield Notice(N_("Telephone sound, without its high tones: words may be misread."))


def _snr_db(speech: NDArray[np.float64], pauses: NDArray[np.float64]) -> float | None:
    """Of the power of windows; None where too little of the room is heard without a voice."""
    room = pauses[pauses > _SILENCE_POWER]
    if len(room) * FRAME_S < _MIN_PAUSE_S:
        return None
    noise = float(np.percentile(room, _NOISE_PERCENTILE)) * _NOISE_ABOVE
    loud = np.percentile(speech, _SPEECH_PERCENTILE)
    voice = max(float(np.minimum(speech, loud).mean()) - noise, _POWER_FLOOR)
    return round(max(_LOWEST_SNR_DB, float(10 * np.log10(voice / noise))), 1)
