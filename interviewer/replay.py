"""Recorded files to a scorecard: the way of the data without a microphone, in one read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from interviewer.audio.naming import AnswerFile
from interviewer.audio.recording import open_recording
from interviewer.engine.cutoff import piece_task
from interviewer.engine.plan import Step
from interviewer.engine.state import Piece
from interviewer.engine.takes import attempt_of
from interviewer.errors import InternalError
from interviewer.i18n import N_
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
    Vocabulary,
    Word,
)
from interviewer.phases.divide import divide
from interviewer.ports import Transcriber
from interviewer.score.card import score_session, score_take
from interviewer.transcribe.words import keep_to_speech
from interviewer.vad.detector import SileroDetector
from interviewer.vad.quality import signal_notices
from interviewer.vad.segmenter import Segmenter

__all__ = [
    "Heard",
    "Replay",
    "compose_take",
    "hear",
    "replay",
    "replay_one_take",
    "transcribe_file",
]

Watch = Callable[[Path, float], None]
"""Told which file is being read, and how many of its seconds are transcribed."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of a replay."""

    scorecard: Scorecard
    """The best take of each answer."""
    other_takes: tuple[AnswerCard, ...]
    """Takes of the same answers that scored less; kept, and not in the total."""
    left_out: tuple[Span, ...] = ()
    """Speech of a recording of several answers that belongs to none of them."""


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
        files: in the scenario's order, as :mod:`interviewer.audio.naming` gives them: several
            of one task are takes of one answer, and several of one take are one answer.
        transcriber: speech to words.
        watch: told of the progress.

    Raises:
        AudioError: a file that cannot be scored; none is skipped silently.
    """
    vocabulary = Vocabulary.of(scenario)

    def listen_to(file: AnswerFile) -> Take:
        return transcribe_file(file.path, transcriber, vocabulary, partial(watch, file.path))

    best: dict[str, AnswerCard] = {}
    others: list[AnswerCard] = []
    for (task_id, _), pieces in groupby(files, key=lambda file: (file.task.id, file.take)):
        card = _answer_card(scenario, tuple(pieces), listen_to)
        known = best.get(task_id)
        if known is not None and (known.score or 0.0) >= (card.score or 0.0):
            others.append(card)
            continue
        if known is not None:
            others.append(known)
        best[task_id] = card
    scorecard = score_session(scenario, transcriber.info, tuple(best.values()))
    return Replay(scorecard, tuple(others))


def replay_one_take(
    scenario: Scenario, path: Path, transcriber: Transcriber, watch: Watch
) -> Replay:
    """Scores one recording of all the answers of ``scenario``, two or more, in their order.

    What is not found is in the scorecard all the same, not measured, unless it is optional.

    Raises:
        AudioError: the file cannot be scored.
    """
    take = transcribe_file(path, transcriber, Vocabulary.of(scenario), partial(watch, path))
    divided = divide(scenario, take)
    cards = [
        score_take(scenario, phase, task, part)
        for (phase, task), part in zip(scenario.tasks(), divided.takes, strict=True)
        if part.speech or not phase.optional
    ]
    return Replay(score_session(scenario, transcriber.info, cards), (), divided.left_out)


def transcribe_file(
    path: Path, transcriber: Transcriber, vocabulary: Vocabulary, progress: Callable[[float], None]
) -> Take:
    """One recorded file to a take: speech spans first, and only speech to the recogniser.

    Memory stays the same however long the file is.

    Raises:
        AudioError: the file cannot be scored.
    """
    words: list[Word] = []

    def transcribe(chunk: Chunk) -> None:
        words.extend(transcriber.transcribe(chunk, vocabulary))
        progress(chunk.start_s + chunk.duration_s)

    return compose_take(hear(path, transcribe), words, vocabulary.language)


def hear(path: Path, on_chunk: Callable[[Chunk], None]) -> Heard:
    """One recorded file but for its words; its chunks go to ``on_chunk`` meanwhile, in order.

    Raises:
        AudioError: the file cannot be scored.
    """
    recording = open_recording(path)
    segmenter = Segmenter(SileroDetector())
    for block in recording.blocks():
        for chunk in segmenter.feed(block):
            on_chunk(chunk)
    for chunk in segmenter.finish():
        on_chunk(chunk)
    return Heard(path, segmenter.duration_s, segmenter.spans, recording.notices, segmenter.quality)


def _answer_card(
    scenario: Scenario, files: Sequence[AnswerFile], listen_to: Callable[[AnswerFile], Take]
) -> AnswerCard:
    """The card of one answer in one or several files, put together as a session does."""
    pieces: list[Piece] = []
    for file in files:
        take = listen_to(file)
        task = piece_task(file.task, follow_up=file.follow_up)
        card = score_take(scenario, file.phase, task, take)
        pieces.append(Piece(file.path.stem, take.duration_s, file.follow_up, card))
    step = Step(files[0].phase, files[0].task, None, opens_phase=False)
    whole = attempt_of(scenario, step, tuple(pieces)).card
    if whole is None:
        raise InternalError(N_("A follow-up is no answer by itself."))
    return whole
