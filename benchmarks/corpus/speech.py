"""One text spoken: the signal without noise, when each term is said, and where speech stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import soxr

from benchmarks.corpus.letters import read_aloud
from benchmarks.corpus.recipe import Delivery, SaidAt, Synthesiser
from interviewer.domain import SAMPLE_RATE, Language, Samples, Span
from interviewer.tts.kokoro import RATE_HZ, Kokoro
from interviewer.tts.lexicon import Lexicon
from interviewer.tts.phonemes import Accent, Espeak, phonemise
from interviewer.tts.pico import spelt

__all__ = [
    "Speech",
    "TermSpan",
    "Voices",
    "active_rms",
    "joined",
    "silence",
    "speak",
    "speech_spans",
]

_LEVEL = 10 ** (-23 / 20)
"""RMS of the speech against full scale: that of broadcast speech (EBU R 128 asks -23 LUFS)."""
_BREATH_CHARS = 140
"""From so many characters on, the next sentence begins a new utterance: the model takes 510
phonemes at once and hurries when it is given many."""
_EDGE_S = 0.03
_FRAME_S = 0.01
_QUIET = 10 ** (-40 / 20)
"""Against the RMS of the speech: frames below are silence, in a signal without noise."""
_BRIDGED_S = 0.15
"""Silences up to this are part of speech: the closure of a stop lasts about 0.1 s."""
_PAUSE = re.compile(r"\s*\[pause (?P<seconds>[\d.]+)\]\s*")
_SENTENCE = re.compile(r"[.!?…]+[\s\u202f]*")


@dataclass(frozen=True, slots=True)
class TermSpan:
    """When a term is said."""

    term: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of noiseless speech."""

    samples: Samples
    said: tuple[TermSpan, ...]

    @property
    def duration_s(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Voices:
    """What it takes to speak."""

    kokoro: Callable[[], Kokoro]
    espeak: Callable[[], Espeak]
    lexicons: Callable[[Language, Synthesiser], Lexicon]


def speak(
    text: str, said: Sequence[SaidAt], language: Language, delivery: Delivery, voices: Voices
) -> Speech:
    """``text`` from its first sound to its last, at the level of all recordings."""
    chance = np.random.default_rng(delivery.seed)
    stretches: list[Speech] = []
    for start, end, pause_s in _breaths(text):
        inside = [
            SaidAt(place.term, place.start - start, place.end - start)
            for place in said
            if start <= place.start and place.end <= end
        ]
        utter = _utter if delivery.synthesiser == "kokoro" else _read
        stretches.append(utter(text[start:end], inside, language, delivery, voices))
        rest_s = chance.uniform(0.25, 0.6) / delivery.pace
        stretches.append(silence(pause_s or rest_s))
    whole = joined(stretches[:-1])
    return Speech(whole.samples * (_LEVEL / active_rms(whole.samples)), whole.said)


def silence(seconds: float) -> Speech:
    """Nothing for ``seconds``."""
    return Speech(np.zeros(round(seconds * SAMPLE_RATE), np.float32), ())


def joined(stretches: Sequence[Speech]) -> Speech:
    """One after the other."""
    said: list[TermSpan] = []
    start_s = 0.0
    for stretch in stretches:
        said += [
            TermSpan(span.term, start_s + span.start_s, start_s + span.end_s)
            for span in stretch.said
        ]
        start_s += stretch.duration_s
    return Speech(np.concatenate([stretch.samples for stretch in stretches]), tuple(said))


def active_rms(samples: Samples) -> float:
    """RMS of the frames that are not silence: within 40 dB of the loudest."""
    power = _frame_power(samples)
    return float(np.sqrt(power[power > power.max() * 1e-4].mean()))


def speech_spans(samples: Samples) -> tuple[Span, ...]:
    """Where noiseless ``samples`` hold sound."""
    loud = np.sqrt(_frame_power(samples)) > active_rms(samples) * _QUIET
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loud.astype(np.int8), [0]])))
    spans: list[Span] = []
    for first, last in edges.reshape(-1, 2) * _FRAME_S:
        if spans and first - spans[-1].end_s <= _BRIDGED_S:
            spans[-1] = Span(spans[-1].start_s, float(last))
        else:
            spans.append(Span(float(first), float(last)))
    return tuple(spans)


def _frame_power(samples: Samples) -> Samples:
    size = round(_FRAME_S * SAMPLE_RATE)
    padded = np.pad(samples, (0, -len(samples) % size))
    power: Samples = (padded.reshape(-1, size) ** 2).mean(axis=1)
    return power


def _breaths(text: str) -> Iterator[tuple[int, int, float | None]]:
    """(start, end, seconds of a marked pause after it) of each utterance."""
    start = 0
    for mark in _PAUSE.finditer(text):
        yield from _sentences(text, start, mark.start(), float(mark["seconds"]))
        start = mark.end()
    yield from _sentences(text, start, len(text), None)


def _sentences(
    text: str, start: int, end: int, pause_s: float | None
) -> Iterator[tuple[int, int, float | None]]:
    for mark in _SENTENCE.finditer(text, start, end):
        if mark.end() - start >= _BREATH_CHARS and mark.end() < end:
            yield start, mark.end(), None
            start = mark.end()
    yield start, end, pause_s


def _utter(
    text: str, said: Sequence[SaidAt], language: Language, delivery: Delivery, voices: Voices
) -> Speech:
    accent: Accent = "fr"
    if language == "en":
        accent = "en-gb-x-rp" if delivery.voice.startswith("b") else "en-us"
    offsets = sorted({offset for place in said for offset in (place.start, place.end)})
    lexicon = voices.lexicons(language, "kokoro")
    spoken = phonemise(text, offsets, voices.espeak(), lexicon, accent)
    utterance = voices.kokoro().speak(spoken.phonemes.strip(), delivery.voice, delivery.pace)
    lead = len(spoken.phonemes) - len(spoken.phonemes.lstrip())
    samples = soxr.resample(utterance.samples, RATE_HZ, SAMPLE_RATE).astype(np.float32)
    first_s, last_s = _sounding(samples)
    starts = utterance.starts

    def when(offset: int) -> float:
        phoneme = min(max(spoken.at[offset] - lead, 0), len(starts) - 1)
        return min(max(float(starts[phoneme]), first_s), last_s) - first_s

    return Speech(
        samples[round(first_s * SAMPLE_RATE) : round(last_s * SAMPLE_RATE)],
        tuple(TermSpan(place.term, when(place.start), when(place.end)) for place in said),
    )


def _read(
    text: str, said: Sequence[SaidAt], language: Language, delivery: Delivery, voices: Voices
) -> Speech:
    lexicon = voices.lexicons(language, delivery.synthesiser)

    def samples_of(part: str) -> Samples:
        letters = spelt(part, lexicon, sounds=(delivery.synthesiser, language) == ("pico", "fr"))
        if not any(character.isalnum() for character in letters):
            return np.zeros(0, np.float32)
        samples = read_aloud(letters, delivery.voice, delivery.pace)
        first_s, last_s = _sounding(samples)
        return samples[round(first_s * SAMPLE_RATE) : round(last_s * SAMPLE_RATE)]

    whole = samples_of(text)

    def when(offset: int) -> float:
        return min(len(samples_of(text[:offset])), len(whole)) / SAMPLE_RATE

    return Speech(
        whole, tuple(TermSpan(place.term, when(place.start), when(place.end)) for place in said)
    )


def _sounding(samples: Samples) -> tuple[float, float]:
    """From the first to the last sound of ``samples``, with a little around it."""
    spans = speech_spans(samples)
    last_s = len(samples) / SAMPLE_RATE
    return max(spans[0].start_s - _EDGE_S, 0.0), min(spans[-1].end_s + _EDGE_S, last_s)
