"""Speaking time, pauses and hesitations against the truth of the labelled set.

    python -m benchmarks.delivery [--half dev|test] [--limit N]
    python -m benchmarks.delivery --words            also hesitations: needs the Whisper model

For each condition: how far ``spoken_s`` is from the truth, and the pauses over 1 s that were found
(they share more than half of the true one's time), with those found where none is. ``--words``
transcribes the recordings whose text holds a filled pause and as many that hold none, and counts the
hesitations found by text and by sound against those said.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.corpus.truth import Recording, load_one_takes, load_recordings
from interviewer.audio.reader import open_recording
from interviewer.domain import Span, Vocabulary
from interviewer.scoring.delivery import LONG_PAUSE_S, find_pauses, hesitation_count, score_delivery
from interviewer.scoring.total import spoken_s
from interviewer.vad.detector import SileroDetector
from interviewer.vad.segmenter import Segmenter

__all__ = ["Figures", "compare"]

_WITHIN_S = 0.15
_FILLED = re.compile(r"\b(?:euh|heu|hum|ben|bah|um|uh|er)\b", re.IGNORECASE)


@dataclass(slots=True)
class Figures:
    """What was measured of recordings of one condition."""

    off_s: list[float] = field(default_factory=list)
    """``spoken_s`` less the truth."""
    silent: int = 0
    """Recordings in which no speech was found."""
    pauses: int = 0
    found: int = 0
    false: int = 0


def compare(recording: Recording, speech: Sequence[Span], figures: Figures) -> None:
    """Adds ``recording``, in which ``speech`` was found, to ``figures``."""
    spoken = spoken_s(speech)
    if spoken is None:
        figures.silent += 1
        return
    figures.off_s.append(spoken - recording.spoken_s)
    gaps = find_pauses(speech)
    true = recording.pauses(over_s=LONG_PAUSE_S)
    figures.pauses += len(true)
    figures.found += sum(
        any(_shared_s(pause, gap) > pause.duration_s / 2 for gap in gaps) for pause in true
    )
    silences = recording.pauses(over_s=0.0)
    figures.false += sum(
        gap.duration_s > LONG_PAUSE_S
        and not any(_shared_s(silence, gap) > gap.duration_s / 2 for silence in silences)
        for gap in gaps
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--half", choices=["dev", "test"])
    parser.add_argument("--limit", type=int, help="only so many recordings of each condition")
    parser.add_argument("--words", action="store_true", help="also transcribe, for hesitations")
    options = parser.parse_args()
    recordings = [
        *load_recordings(half=options.half),
        *(take.recording for take in load_one_takes(half=options.half)),
    ]
    by_condition: dict[str, list[Recording]] = {}
    for recording in recordings:
        by_condition.setdefault(recording.condition, []).append(recording)
    print(f"{'':10} {'n':>4} {'<=0.15 s':>9} {'median':>7} {'p95':>6} {'pauses':>9} {'false':>6}")
    for condition, some in by_condition.items():
        figures = Figures()
        for recording in some[: options.limit]:
            compare(recording, _speech(recording.path), figures)
        print(_line(condition, figures))
    if options.words:
        for line in _hesitations(recordings):
            print(line)


def _speech(path: Path) -> tuple[Span, ...]:
    segmenter = Segmenter(SileroDetector())
    for block in open_recording(path).blocks():
        for _ in segmenter.feed(block):
            pass
    for _ in segmenter.finish():
        pass
    return segmenter.spans


def _line(condition: str, figures: Figures) -> str:
    off = np.abs(figures.off_s)
    pauses = f"{figures.found}/{figures.pauses}"
    within = f"{(off <= _WITHIN_S).sum()}/{len(off) + figures.silent}"
    return (
        f"{condition:10} {len(off) + figures.silent:4d} {within:>9} {np.median(off):7.3f}"
        f" {np.percentile(off, 95):6.3f} {pauses:>9} {figures.false:6d}"
    )


def _hesitations(recordings: Sequence[Recording]) -> Iterator[str]:
    """Counts an answer: as many as were said are right, more are false."""
    from interviewer.asr.engine import open_engine
    from interviewer.asr.weights import ModelStore
    from interviewer.recordings import transcribe_file

    weights = ModelStore.default().ensure(
        "faster-whisper", "base", progress=lambda *_: None, say=lambda _: None
    )
    transcriber = open_engine(weights)
    said = right = false = by_sound = 0
    for recording in _filled_and_plain(recordings):
        take = transcribe_file(
            recording.path, transcriber, Vocabulary(recording.language), lambda _: None
        )
        delivery = score_delivery(take, (), recording.language)
        true, found = len(_FILLED.findall(recording.text)), hesitation_count(delivery)
        said, right, false = said + true, right + min(true, found), false + max(0, found - true)
        by_sound += len(delivery.hesitations or ())
    yield f"hesitations: {said} said, {right} found ({by_sound} by sound), {false} found and not said"


def _filled_and_plain(recordings: Sequence[Recording]) -> Iterable[Recording]:
    filled = [recording for recording in recordings if _FILLED.search(recording.text)]
    plain = [recording for recording in recordings if not _FILLED.search(recording.text)]
    step = max(1, len(plain) // max(1, 3 * len(filled)))
    return [*filled, *plain[::step]]


def _shared_s(one: Span, other: Span) -> float:
    return max(0.0, min(one.end_s, other.end_s) - max(one.start_s, other.start_s))


if __name__ == "__main__":
    main()
