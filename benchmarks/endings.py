"""How many answers are ended early by a silence of given length: false cut-offs at given waits.

    python -m benchmarks.endings SET FOLDER... [--smart-turn FOLDER]

Each recording in the folders is one whole answer, under the name SET. Its speech is found as in a
session, and a wait ends it early where a pause inside lasts as long. A row a wait: pauses and answers that
it cuts, and what is waited after the true end. With the folder of an unpacked ``pipecat-ai`` wheel,
SmartTurn is asked 0.4 s into each pause and after each end: where it calls the turn unfinished, the
longer wait of the row counts. Nothing of the wheel but its features and weights is used.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interviewer.audio.reader import open_recording
from interviewer.domain import SAMPLE_RATE, Samples
from interviewer.vad.detector import SileroDetector, SpanTracker

__all__ = ["Pause", "cut_off", "rows"]

WAITS_S = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0)
LONGER_S = 4.5
_ASKED_AFTER_S = 0.4
_SMART_TURN = Path("pipecat/audio/turn/smart_turn")

Finished = Callable[[Samples], float]
"""Probability that a turn is finished, of the sound up to now."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence of an answer."""

    answer: str
    seconds: float | None
    """None: the silence after the answer's end."""
    finished: float = 1.0
    """Probability that the turn is finished; 1 where nobody was asked."""


def pauses(path: Path, finished: Finished | None) -> Iterator[Pause]:
    """The silences of the answer in ``path``, its end the last; none where nothing is said."""
    signal = np.concatenate(list(open_recording(path).blocks()))
    silence = np.full(SAMPLE_RATE, 1e-4, np.float32)
    signal = np.concatenate([signal, silence])
    tracker = SpanTracker()
    found = [tracker.feed(probability) for probability in SileroDetector().feed(signal)]
    spans = [span for span in (*found, tracker.finish()) if span is not None]
    for number, span in enumerate(spans, start=1):
        after_s = spans[number].start_s - span.end_s if number < len(spans) else None
        if finished is None or (after_s is not None and after_s < WAITS_S[0]):
            yield Pause(path.stem, after_s)
        else:
            until = round((span.end_s + _ASKED_AFTER_S) * SAMPLE_RATE)
            yield Pause(path.stem, after_s, finished(signal[:until]))


def _wait_s(pause: Pause, wait_s: float, longer_s: float) -> float:
    return wait_s if pause.finished > 0.5 else max(wait_s, longer_s)


def cut_off(
    silences: Iterable[Pause], wait_s: float, longer_s: float
) -> tuple[int, frozenset[str], float]:
    """How many pauses a wait ends, in which answers, and the mean wait after an answer's end."""
    inside = [each for each in silences if each.seconds is not None]
    ends = [each for each in silences if each.seconds is None]
    early = [each for each in inside if (each.seconds or 0) >= _wait_s(each, wait_s, longer_s)]
    mean_s = statistics.mean(_wait_s(each, wait_s, longer_s) for each in ends)
    return len(early), frozenset(each.answer for each in early), mean_s


def rows(silences: list[Pause]) -> Iterator[str]:
    """The table, a row a wait."""
    answers = sum(each.seconds is None for each in silences)
    inside = sum(each.seconds is not None and each.seconds >= 0.25 for each in silences)
    yield f"{answers} answers, {inside} pauses of 0.25 s or more inside them"
    yield "wait s   pauses cut   answers cut   | with the veto: answers cut   mean wait s"
    for wait_s in WAITS_S:
        cut, early, _ = cut_off(silences, wait_s, wait_s)
        _, spared, mean_s = cut_off(silences, wait_s, LONGER_S)
        yield (
            f"{wait_s:6.1f}   {cut:3} {cut / max(inside, 1):5.1%}    {len(early):3} "
            f"{len(early) / answers:5.1%}     | {len(spared):3} {len(spared) / answers:5.1%}"
            f"   {mean_s:.2f}"
        )


def smart_turn(folder: Path) -> Finished:
    """SmartTurn v3.2 of an unpacked wheel: what it says of the last 8 s."""
    import onnxruntime

    place = folder / _SMART_TURN
    spec = importlib.util.spec_from_file_location("features", place / "_whisper_features.py")
    assert spec is not None
    assert spec.loader is not None
    features = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(features)
    session = onnxruntime.InferenceSession(place / "data" / "smart-turn-v3.2-cpu.onnx")
    name, length = session.get_inputs()[0].name, 8 * SAMPLE_RATE

    def finished(signal: Samples) -> float:
        last = signal[-length:]
        padded = np.concatenate([np.zeros(length - len(last), np.float32), last])
        mel = features.compute_whisper_log_mel_features(padded)[None]
        return float(session.run(None, {name: mel})[0].ravel()[0])

    return finished


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("set")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--smart-turn", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    finished = None if options.smart_turn is None else smart_turn(options.smart_turn)
    paths = [path for folder in options.folders for path in sorted(folder.glob("*.flac"))]
    silences = [pause for path in paths for pause in pauses(path, finished)]
    print(options.set)
    for row in rows(silences):
        print(row)


if __name__ == "__main__":
    main()
