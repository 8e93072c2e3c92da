"""Speaking the sentences and transcribing them."""

from __future__ import annotations

import hashlib
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.heard_as.align import heard
from benchmarks.heard_as.carriers import Carriers, Sentence
from benchmarks.heard_as.store import Line
from interviewer.domain import Vocabulary
from interviewer.recordings import transcribe_file
from interviewer.session.ports import Transcriber

__all__ = ["Clip", "Voice", "clips", "transcribed"]

_TIMEOUT_S = 120


@dataclass(frozen=True, slots=True)
class Clip:
    """A sentence and who speaks it."""

    sentence: Sentence
    voice: str


@dataclass(frozen=True, slots=True)
class Voice:
    """The command that turns text into an audio file."""

    command: str
    """With ``{voice}``, ``{lang}``, ``{text}`` and ``{out}``; split as a shell would, run without."""
    folder: Path
    """Where the audio goes; what is there already is not spoken again."""
    carriers: Carriers

    def speak(self, clip: Clip) -> Path:
        """The audio of ``clip``.

        Raises:
            subprocess.CalledProcessError: the command failed.
        """
        sentence = clip.sentence
        text = self.carriers.spoken(sentence.text, sentence.language)
        name = hashlib.sha256(f"{clip.voice}\n{sentence.language}\n{text}".encode()).hexdigest()
        path = self.folder / f"{name[:20]}.flac"
        if not path.exists():
            values = {"voice": clip.voice, "lang": sentence.language, "text": text}
            partial = path.with_suffix(".part.flac")
            command = [part.format(**values, out=partial) for part in shlex.split(self.command)]
            subprocess.run(command, check=True, timeout=_TIMEOUT_S, stdout=subprocess.DEVNULL)
            partial.rename(path)
        return path


def clips(sentences: Iterable[Sentence], voices: Sequence[str]) -> Iterator[Clip]:
    """Every sentence in every voice."""
    for sentence in sentences:
        for voice in voices:
            yield Clip(sentence, voice)


def transcribed(wanted: Sequence[Clip], voice: Voice, transcriber: Transcriber) -> Iterator[Line]:
    """Speaks and transcribes ``wanted``; the next clips are spoken while one is transcribed."""
    with ThreadPoolExecutor(max_workers=1) as speaker:
        try:
            for clip, path in zip(wanted, speaker.map(voice.speak, wanted), strict=True):
                yield _line(clip, path, transcriber)
        finally:
            speaker.shutdown(wait=False, cancel_futures=True)


def _line(clip: Clip, path: Path, transcriber: Transcriber) -> Line:
    sentence = clip.sentence
    take = transcribe_file(path, transcriber, Vocabulary(sentence.language), lambda _: None)
    place = heard(sentence, take.transcript.text)
    return Line(
        term=sentence.term,
        language=sentence.language,
        said=sentence.text,
        voice=clip.voice,
        engine=transcriber.info.name,
        heard=place.text,
        clean=place.clean,
        transcript=take.transcript.text,
    )
