"""Word errors of people, by kind of speech and speaker: the plain library, pieces, and the whole.

    python -m benchmarks.words FOLDER... [--engine NAME] [--reading plain|pieces|whole] [--join]

Each FOLDER holds recordings and a ``manifest.jsonl``, a line of JSON each: ``file`` (or ``path``),
``lang``, ``speaker``, ``style`` and ``transcript``; a line without a transcript is left out.

* ``plain``: the engine's own library on the whole file, with beams of five, told the language.
* ``pieces``: the chunks that a session decodes while it is spoken, without a vocabulary.
* ``whole``: what a replay and the end of an answer make of it (``recordings.transcribe_file``).

Word error rate is the Levenshtein distance in tokens of ``scoring.text`` over the tokens said, with
the interval that 95 % of 2,000 bootstrap samples over the clips lie in. ``cost`` is seconds of CPU a
second of recording. ``--join``: clips of a language and kind one after another, 1.2 s between, as one
recording, for answers last longer than clips. No text is printed or kept.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np
import soundfile
from rapidfuzz.distance import Levenshtein

from benchmarks.people import Clip, interval, load_clips
from interviewer.asr.catalog import EngineName
from interviewer.asr.engine import open_engine
from interviewer.asr.weights import ModelStore
from interviewer.audio.reader import open_recording
from interviewer.domain import SAMPLE_RATE, Chunk, Language, Samples, Transcript, Vocabulary
from interviewer.recordings import hear, transcribe_file
from interviewer.scoring.text import tokens
from interviewer.session.ports import Transcriber

__all__ = ["Counted", "joined", "rate", "word_errors"]

READINGS = ("plain", "pieces", "whole")
_BETWEEN_S = 1.2
Read = Callable[[Path, Language], str]
"""A recording to its text."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a reading of one clip cost."""

    clip: Clip
    errors: int
    words: int
    cpu_s: float
    duration_s: float


def joined(clips: Iterable[Clip], folder: Path) -> Iterator[Clip]:
    """One recording a kind, in ``folder``."""
    between = np.zeros(round(_BETWEEN_S * SAMPLE_RATE), np.float32)
    ordered = sorted(clips, key=lambda clip: clip.kind)
    for kind, of_kind in groupby(ordered, key=lambda clip: clip.kind):
        some = list(of_kind)
        parts = [part for clip in some for part in (*open_recording(clip.path).blocks(), between)]
        path = folder / f"{len(list(folder.iterdir()))}.wav"
        soundfile.write(path, np.concatenate(parts), SAMPLE_RATE)
        said = " ".join(clip.said or "" for clip in some)
        yield Clip(path, some[0].language, f"{len(some)} clips", kind, said)


def word_errors(said: str, heard: str, language: Language) -> tuple[int, int]:
    """Words wrong, left out or put in; and words said."""
    one, other = (
        [token.norm for token in tokens(Transcript.from_text(text, language))]
        for text in (said, heard)
    )
    return Levenshtein.distance(one, other), len(one)


def rate(counted: Sequence[Counted]) -> float:
    """Word error rate over all of ``counted``."""
    return sum(one.errors for one in counted) / max(1, sum(one.words for one in counted))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--engine", choices=get_args(EngineName), default="faster-whisper")
    parser.add_argument("--reading", choices=READINGS, action="append")
    parser.add_argument("--join", action="store_true", help="all clips of a kind in one recording")
    options = parser.parse_args()
    clips = [clip for folder in options.folder for clip in load_clips(folder) if clip.said]
    engine = cast("EngineName", options.engine)
    with tempfile.TemporaryDirectory() as folder:
        if options.join:
            clips = list(joined(clips, Path(folder)))
        for name in options.reading or READINGS:
            read = _plain(engine) if name == "plain" else _ours(engine, name)
            counted = [_count(clip, read) for clip in clips]
            print(f"{engine}, {name}")
            for line in _lines(counted):
                print(line, flush=True)


def _count(clip: Clip, read: Read) -> Counted:
    began_s = time.process_time()
    heard = read(clip.path, clip.language)
    cpu_s = time.process_time() - began_s
    errors, words = word_errors(clip.said or "", heard, clip.language)
    return Counted(clip, errors, words, cpu_s, soundfile.info(clip.path).duration)


def _lines(counted: Sequence[Counted]) -> Iterator[str]:
    for title, of in (
        ("kind", lambda one: one.clip.kind),
        ("speaker", lambda one: one.clip.speaker),
    ):
        for name, some in groupby(sorted(counted, key=of), key=of):
            yield _line(f"{title} {name}", list(some))
    for language in sorted({one.clip.language for one in counted}):
        yield _line(f"all {language}", [one for one in counted if one.clip.language == language])
    yield _line("all", counted)


def _line(title: str, some: Sequence[Counted]) -> str:
    low, high = interval([(one.errors, one.words) for one in some])
    cost = sum(one.cpu_s for one in some) / sum(one.duration_s for one in some)
    errors, words = sum(one.errors for one in some), sum(one.words for one in some)
    return (
        f"  {title[:44]:44} {len(some):3d} clips {errors:4d}/{words:<4d} "
        f"WER {rate(some):.3f} [{low:.3f}, {high:.3f}]  cost {cost:.2f}"
    )


def _weights(engine: EngineName) -> Any:
    return ModelStore.default().ensure(engine, "base", progress=lambda *_: None, say=lambda _: None)


def _plain(engine: EngineName) -> Read:
    """The library by itself, as its users call it."""
    weights = _weights(engine)
    if engine == "faster-whisper":
        from faster_whisper import WhisperModel

        fast = WhisperModel(str(weights.path), device="cpu", compute_type="int8", cpu_threads=1)

        def read_fast(path: Path, language: Language) -> str:
            segments, _ = fast.transcribe(_signal(path), language=language, beam_size=5)
            return " ".join(segment.text for segment in segments)

        return read_fast
    import whisper

    reference = whisper.load_model(str(weights.path))

    def read_reference(path: Path, language: Language) -> str:
        result = reference.transcribe(_signal(path), language=language, beam_size=5, fp16=False)
        return cast("str", result["text"])

    return read_reference


def _signal(path: Path) -> Samples:
    return np.concatenate(list(open_recording(path).blocks()))


def _ours(engine: EngineName, name: str) -> Read:
    """This program, live (``pieces``) or recorded (``whole``)."""
    transcriber = open_engine(_weights(engine))
    if name == "whole":

        def read(path: Path, language: Language) -> str:
            take = transcribe_file(path, transcriber, Vocabulary(language), lambda _: None)
            return take.transcript.text

        return read
    return lambda path, language: " ".join(_pieces(path, transcriber, language))


def _pieces(path: Path, transcriber: Transcriber, language: Language) -> list[str]:
    words: list[str] = []

    def take(chunk: Chunk) -> None:
        words.extend(word.text for word in transcriber.transcribe(chunk, Vocabulary(language)))

    hear(path, take)
    return words


if __name__ == "__main__":
    main()
