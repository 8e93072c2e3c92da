"""Recorded files to a scorecard: the way of the data without a microphone, in one read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from interviewer.listen.audiofile import open_recording
from interviewer.listen.detector import SileroDetector
from interviewer.listen.naming import AnswerFile
from interviewer.listen.quality import signal_notices
from interviewer.listen.segmenter import Segmenter
from interviewer.models import (
    AnswerCard,
    Chunk,
    Language,
    Notice,
    Scenario,
    Scorecard,
    Signal,
    Span,
    Take,
    Transcript,
    Word,
)
from interviewer.ports import Transcriber
from interviewer.score.card import score_session, score_take
from interviewer.transcribe.words import keep_to_speech

__all__ = ["Heard", "Replay", "compose_take", "replay", "transcribe_file"]

Watch = Callable[[AnswerFile, float], None]
"""Told which file is being read, and how many of its seconds are transcribed."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of a replay."""

    scorecard: Scorecard
    """The best take of each answer."""
    other_takes: tuple[AnswerCard, ...]
    """Takes of the same answers that scored less; kept, and not in the total."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole recording, but for its words."""

    audio: Path
    duration_s: float
    speech: tuple[Span, ...]
    """In order, not overlapping."""
    notices: tuple[Notice, ...] = ()
    signal: Signal | None = None


def compose_take(heard: Heard, words: Sequence[Word], language: Language) -> Take:
    """The recording with its words, in order, their times kept to the speech."""
    return Take(
        audio=heard.audio,
        duration_s=heard.duration_s,
        speech=heard.speech,
        transcript=Transcript(language, keep_to_speech(words, heard.speech)),
        notices=(*heard.notices, *signal_notices(heard.signal)),
        signal=heard.signal,
    )


def replay(
    scenario: Scenario, files: Sequence[AnswerFile], transcriber: Transcriber, watch: Watch
) -> Replay:
    """Scores recorded answers against ``scenario``.

    Args:
        scenario: what they answer.
        files: in the scenario's order; several of one task are takes of one answer.
        transcriber: speech to words.
        watch: told of the progress.

    Raises:
        AudioError: a file that cannot be scored; none is skipped silently.
    """
    best: dict[str, AnswerCard] = {}
    others: list[AnswerCard] = []
    for file in files:
        take = transcribe_file(file.path, transcriber, scenario.language, partial(watch, file))
        card = score_take(scenario, file.phase, file.task, take)
        known = best.get(file.task.id)
        if known is not None and (known.score or 0.0) >= (card.score or 0.0):
            others.append(card)
            continue
        if known is not None:
            others.append(known)
        best[file.task.id] = card
    scorecard = score_session(scenario, transcriber.info, tuple(best.values()))
    return Replay(scorecard, tuple(others))


def transcribe_file(
    path: Path, transcriber: Transcriber, language: Language, progress: Callable[[float], None]
) -> Take:
    """One recorded file to a take: speech spans first, and only speech to the recogniser.

    Memory stays the same however long the file is.

    Raises:
        AudioError: the file cannot be scored.
    """
    recording = open_recording(path)
    segmenter = Segmenter(SileroDetector())

    def chunks() -> Iterator[Chunk]:
        for block in recording.blocks():
            yield from segmenter.feed(block)
        yield from segmenter.finish()

    words: list[Word] = []
    for chunk in chunks():
        words.extend(transcriber.transcribe(chunk, language))
        progress(chunk.start_s + chunk.duration_s)
    heard = Heard(path, segmenter.duration_s, segmenter.spans, recording.notices, segmenter.quality)
    return compose_take(heard, words, language)
