"""Held sounds found, and found where none is, on the labelled set.

    python -m benchmarks.held [--half dev|test] [FILE...]

False ones are counted in every recording of the half whose text holds no filled pause, and in each
FILE, of people who do not hesitate. For what is found, a vowel of each clean answer is drawn out to a
length drawn at random, and recorded again in each condition: the voices' own « euh » last 0.05 to
0.2 s, no longer than a vowel in a word, and nobody's stands for a person's.

A vowel is drawn out by pitch-synchronous overlap-add (Moulines and Charpentier 1990): some of its
periods follow one another in random order, their lengths and levels a little uneven, the pitch
gliding by a few semitones a second.
"""

from __future__ import annotations

import argparse
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np

from benchmarks.corpus.conditions import record
from benchmarks.corpus.recipe import Condition
from benchmarks.corpus.truth import Recording, load_one_takes, load_recordings
from interviewer.audio.reader import open_recording
from interviewer.domain import SAMPLE_RATE, Samples, Span
from interviewer.vad.detector import SileroDetector
from interviewer.vad.segmenter import Segmenter

__all__ = ["DrawnOut", "draw_out"]

_FILLED = re.compile(r"\b(?:euh|heu|hum|um|uh|er)\b", re.IGNORECASE)
_MEDIAN_S, _SPREAD = 0.38, 0.4
"""Of the lengths, log-normal."""
_SHORTEST_S, _LONGEST_S = 0.2, 1.0
_CLASSES_S = ((0.2, 0.3), (0.3, 0.4), (0.4, 1.01))
_GLIDE = (-5.0, 1.0)
"""Semitones a second."""
_PERIODS = 4
_FRAME = 1024
_TALKERS = 12


@dataclass(frozen=True, slots=True)
class DrawnOut:
    """Speech with one vowel drawn out."""

    samples: Samples
    span: Span


def draw_out(samples: Samples, seconds: float, chance: np.random.Generator) -> DrawnOut | None:
    """``samples`` with a vowel, picked at random, held ``seconds`` longer; None without a vowel."""
    for place in chance.permutation(np.arange(_FRAME, len(samples) - 2 * _FRAME, 160))[:60]:
        period = _period(samples[place - _FRAME // 2 : place + _FRAME // 2])
        if period is not None:
            held = _held(samples, int(place), period, round(seconds * SAMPLE_RATE), chance)
            whole = np.concatenate([samples[:place], held, samples[place:]])
            start_s = float(place) / SAMPLE_RATE
            return DrawnOut(whole, Span(start_s, start_s + len(held) / SAMPLE_RATE))
    return None


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--half", choices=["dev", "test"])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    options = parser.parse_args()
    answers = load_recordings(half=options.half)
    pitches = (take.recording for take in load_one_takes(half=options.half))
    false: Counter[str] = Counter()
    minutes: defaultdict[str, float] = defaultdict(float)
    for condition, path in _unhesitating((*answers, *pitches), options.files):
        found, spoken_s = _listened(_read(path))
        false[condition] += len(found)
        minutes[condition] += spoken_s / 60
        for span in found:
            print(f"{condition:10} {path.name}: {span.start_s:.2f} to {span.end_s:.2f} s")
    for condition, spoken in minutes.items():
        print(f"{condition:10} {false[condition]} false in {spoken:.1f} min of speech")
    for line in _recall([answer for answer in answers if answer.condition == "clean"]):
        print(line)


def _unhesitating(
    recordings: Sequence[Recording], files: Sequence[Path]
) -> Iterator[tuple[str, Path]]:
    for recording in recordings:
        if not _FILLED.search(recording.text):
            yield recording.condition, recording.path
    for path in files:
        yield "people", path


def _recall(clean: Sequence[Recording]) -> Iterator[str]:
    """A line for each condition: how many of the drawn-out vowels were found, by their length."""
    talkers = [_read(one.path) for one in clean if one.kind == "control"][:_TALKERS]
    for condition in get_args(Condition):
        said: Counter[tuple[float, float]] = Counter()
        found: Counter[tuple[float, float]] = Counter()
        false = 0
        for recording in clean:
            chance = np.random.default_rng(zlib.crc32(recording.id.encode()))
            length = np.clip(chance.lognormal(np.log(_MEDIAN_S), _SPREAD), _SHORTEST_S, _LONGEST_S)
            drawn = draw_out(_read(recording.path), float(length), chance)
            if drawn is None:
                continue
            seed = int(chance.integers(2**31))
            held, _ = _listened(record(drawn.samples, condition, talkers, seed))
            right = [span for span in held if _meet(span, drawn.span)]
            (bin_s,) = (each for each in _CLASSES_S if each[0] <= length < each[1])
            said[bin_s] += 1
            found[bin_s] += bool(right)
            false += len(held) - len(right)
        lengths = ", ".join(
            f"{low}-{min(high, _LONGEST_S)} s {found[low, high]}/{said[low, high]}"
            for low, high in _CLASSES_S
        )
        yield f"{condition:10} drawn out and found: {lengths}; {false} false"


def _listened(samples: Samples) -> tuple[tuple[Span, ...], float]:
    """What is held in ``samples``, and the seconds of speech."""
    segmenter = Segmenter(SileroDetector())
    for _ in (*segmenter.feed(samples), *segmenter.finish()):
        pass
    quality = segmenter.quality
    held = quality.held if quality is not None and not quality.noisy else ()
    return held, sum(span.duration_s for span in segmenter.spans)


def _held(
    samples: Samples, place: int, period: int, count: int, chance: np.random.Generator
) -> Samples:
    """``count`` samples made of the periods around ``place``."""
    around = range(place - period * _PERIODS // 2, place + period * _PERIODS // 2, period)
    # Periods are joined where they are loudest, at the closing of the vocal folds.
    marks = [start + int(np.abs(samples[start : start + period]).argmax()) for start in around]
    window = np.hanning(2 * period).astype(np.float32)
    glide = chance.uniform(*_GLIDE) / SAMPLE_RATE
    out = np.zeros(count + 4 * period, np.float32)
    at = period
    while at < count + period:
        mark = marks[int(chance.integers(len(marks)))]
        grain = samples[mark - period : mark + period] * window
        out[at - period : at + period] += grain * np.float32(chance.normal(1, 0.06))
        at += max(1, round(period * 2 ** (-glide * at / 12) * chance.normal(1, 0.008)))
    return out[period : period + count]


def _period(frame: Samples) -> int | None:
    """Samples of a pitch period; None where ``frame`` is hardly voiced or quiet."""
    if float(np.sqrt((frame**2).mean())) < 0.03:
        return None
    window = np.hanning(len(frame))
    own = np.fft.irfft(np.abs(np.fft.rfft(window, 4 * _FRAME)) ** 2)[:220]
    correlation = np.fft.irfft(np.abs(np.fft.rfft(frame * window, 4 * _FRAME)) ** 2)[:220]
    correlation = correlation / correlation[0] * (own[0] / own)
    lag = 45 + int(correlation[45:].argmax())
    return lag if correlation[lag] > 0.8 else None


def _read(path: Path) -> Samples:
    return np.concatenate(list(open_recording(path).blocks()))


def _meet(one: Span, other: Span) -> bool:
    return one.start_s < other.end_s and other.start_s < one.end_s


if __name__ == "__main__":
    main()
