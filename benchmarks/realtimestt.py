"""RealtimeSTT on the answers of :mod:`benchmarks.latency`: how long after Enter its text is there.

    python -m benchmarks.realtimestt PYTHON [--answers COUNT]

PYTHON is the interpreter of an environment that holds ``realtimestt[faster-whisper,silero-vad]`` and
nothing of ours. It is given the same answers, in real time, up to the moment at which Enter comes there
(0.3 s after the last word), and the same weights, by five beams of 8 bits, its own default. It is told to
stop, and asked for its text: words alone, without terms, hesitations or a score, and without a recording
on disk. Its silence is never taken for an end, so that an answer stays whole.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

_BLOCK_S = 0.05
_FORM = "{name}\t{seconds:.1f}\t{after_s:.2f}\t{words}"


def main() -> None:
    """Command line."""
    from benchmarks.latency import AFTER_WORD_S, CLASSES, RECORDINGS, answers, quantile
    from interviewer.asr.weights import ModelStore
    from interviewer.domain import SAMPLE_RATE

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("python", type=Path, metavar="PYTHON")
    parser.add_argument("--answers", type=int, default=len(RECORDINGS))
    options = parser.parse_args()
    weights = ModelStore.default().ensure(
        "faster-whisper", "base", progress=lambda *_: None, say=lambda _: None
    )
    rows: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, answer in enumerate(answers(options.answers)):
            end = round((answer.speech[-1].end_s + AFTER_WORD_S) * SAMPLE_RATE)
            with wave.open(str(Path(folder) / f"{number:02}-{answer.name}.wav"), "wb") as out:
                out.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
                out.writeframes((answer.samples[:end] * 32_767).astype("<i2").tobytes())
        asked = [options.python, __file__, "--child", folder, weights.path]
        with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for line in child.stdout:
                if line.count("\t") == 3:
                    print(line, end="", flush=True)
                    _, seconds, after_s, _ = line.split("\t")
                    rows.append((float(seconds), float(after_s)))
    for least_s, most_s in ((0.0, CLASSES[-1][1]), *CLASSES):
        of = [after_s for seconds, after_s in rows if least_s <= seconds < most_s]
        if of:
            told = f"p50 {quantile(of, 0.5):.2f}  p95 {quantile(of, 0.95):.2f}"
            print(f"{least_s:.0f} to {most_s:.0f} s  {len(of):>3}  {told}")


def _child(folder: Path, model: str) -> None:
    """Plays each recording of ``folder`` to RealtimeSTT; in its own environment."""
    from RealtimeSTT import AudioToTextRecorder

    recorder = AudioToTextRecorder(
        model=model,
        language="fr",
        device="cpu",
        compute_type="int8",
        use_microphone=False,
        spinner=False,
        no_log_file=True,
        post_speech_silence_duration=600.0,
    )
    for path in sorted(folder.glob("*.wav")):
        with wave.open(str(path)) as recording:
            rate, count = recording.getframerate(), recording.getnframes()
            recorder.start()
            next_s = time.monotonic()
            while block := recording.readframes(round(_BLOCK_S * rate)):
                next_s += _BLOCK_S
                time.sleep(max(0.0, next_s - time.monotonic()))
                recorder.feed_audio(block, rate)
        began_s = time.monotonic()
        recorder.drain_audio_input(timeout=10)
        recorder.stop()
        text = recorder.text()
        after_s = time.monotonic() - began_s
        row = {"name": path.stem, "seconds": count / rate, "after_s": after_s}
        print(_FORM.format(**row, words=len(text.split())), flush=True)
    recorder.shutdown()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        _child(Path(sys.argv[2]), sys.argv[3])
    else:
        main()
