"""The vocabulary hint alone: the engines' own way to be told words, and nothing else.

faster-whisper's ``hotwords`` and openai-whisper's ``initial_prompt`` put the words where the text
before the audio would stand. Decoding is greedy, as everywhere here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from interviewer.asr.catalog import Weights
from interviewer.audio.reader import open_recording
from interviewer.domain import Chunk, Language, Samples
from interviewer.vad.detector import SileroDetector
from interviewer.vad.segmenter import Segmenter

__all__ = ["Hinted", "open_hinted", "transcribe_hinted"]

Hinted = Callable[[Samples, Language, str], str]
"""The text of at most 30 s of signal, with the hint given."""


def open_hinted(weights: Weights) -> Hinted:
    """The engine of ``weights`` by its own library."""
    return _faster(weights) if weights.engine == "faster-whisper" else _reference(weights)


def transcribe_hinted(path: Path, hinted: Hinted, language: Language, names: Sequence[str]) -> str:
    """The text of a recording, cut into chunks as for the scorer."""
    hint = ", ".join(names)
    return " ".join(hinted(chunk.samples, language, hint).strip() for chunk in _chunks(path))


def _chunks(path: Path) -> Iterator[Chunk]:
    recording = open_recording(path)
    segmenter = Segmenter(SileroDetector())
    for block in recording.blocks():
        yield from segmenter.feed(block)
    yield from segmenter.finish()


def _faster(weights: Weights) -> Hinted:
    from faster_whisper import WhisperModel

    model = WhisperModel(
        str(weights.path), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True
    )

    def hear(samples: Samples, language: Language, hint: str) -> str:
        segments, _ = model.transcribe(
            samples, language=language, beam_size=1, temperature=0.0, hotwords=hint
        )
        return " ".join(segment.text.strip() for segment in segments)

    return hear


def _reference(weights: Weights) -> Hinted:
    from interviewer.asr.checkpoint import load_openai

    model = load_openai(weights)

    def hear(samples: Samples, language: Language, hint: str) -> str:
        heard = model.transcribe(
            samples, language=language, temperature=0.0, initial_prompt=hint, fp16=False
        )
        return str(heard["text"])

    return hear
