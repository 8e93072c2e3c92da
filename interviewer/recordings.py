"""Recorded files to a scorecard: the way of the data without a microphone, in one read."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from interviewer.asr.decoding import keep_to_speech
from interviewer.asr.languages import gathered
from interviewer.audio.naming import (
    AnswerFile,
    is_one_take,
    list_folder,
    match_files,
    match_phase,
    without_strangers,
)
from interviewer.audio.reader import AUDIO_SUFFIXES, open_recording
from interviewer.domain import (
    AnswerCard,
    Chunk,
    Language,
    Notice,
    Replay,
    Scenario,
    Signal,
    Span,
    Take,
    Vocabulary,
    Word,
)
from interviewer.errors import InternalError
from interviewer.i18n import N_
from interviewer.scoring.answer import join_cards, score_session, score_take
from interviewer.scoring.one_take import divide
from interviewer.session.follow_up import asked_after
from interviewer.session.ports import GiveWay, Transcriber
from interviewer.vad.detector import SileroDetector
from interviewer.vad.quality import signal_notices
from interviewer.vad.segmenter import Segmenter
from interviewer.vad.windows import Windows

_log = logging.getLogger(__name__)

_LEAST_S = 0.5
"""A window is read at least so far."""

Watch = Callable[[Path, float], None]
"""Told which file is being read, and how many of its seconds are transcribed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole recording, but for its words."""

    audio: Path
    duration_s: float
    speech: tuple[Span, ...]
    """In order, not overlapping."""
    notices: tuple[Notice, ...] = ()
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """Recordings that can be read, and what they answer."""

    paths: tuple[Path, ...]
    score: Callable[[Transcriber, Watch], Replay]
    """Listens to them all; raises AudioError where one holds nothing to score."""
    notices: tuple[Notice, ...] = ()
    """What a folder holds besides, and is left out."""


def find_recorded(
    scenario: Scenario,
    given: Sequence[str | Path],
    task_id: str | None = None,
    takes: Mapping[Path, Take] = MappingProxyType({}),
) -> Recorded:
    """The recordings that ``given`` names, paired with what they answer of ``scenario``.

    Args:
        scenario: what was asked.
        given: files, and folders of files; one file whose name begins with no id of a scenario
            without questions is all of its phases in one take.
        task_id: the phase or question that all of them answer, whatever their names.
        takes: recordings that were listened to before, and are not once more.

    Raises:
        UsageError: a folder without audio, a name that fits nothing, or no such phase or question.
        AudioError: a file that cannot be read. Better known before a model is loaded.
    """
    if task_id is None and len(given) == 1:
        path = Path(given[0])
        if not path.is_dir() and is_one_take(scenario, path):
            open_recording(given[0])
            return Recorded((path,), partial(replay_one_take, scenario, path, takes=takes))
    files, strangers = _match(scenario, given, task_id)
    # As the text that was given, where one was: a path would fold the slashes of an address.
    as_given = {Path(each): each for each in given}
    for file in files:
        open_recording(as_given.get(file.path, file.path))
    paths = tuple(file.path for file in files)
    left_out = N_("{file} is left out: its name begins with no phase or question.")
    notices = tuple(Notice(left_out, {"file": stranger.name}) for stranger in strangers)
    return Recorded(paths, partial(replay, scenario, files, takes=takes), notices)


def _match(
    scenario: Scenario, given: Sequence[str | Path], task_id: str | None
) -> tuple[tuple[AnswerFile, ...], list[Path]]:
    """The files with what they answer, and those of a folder whose names fit nothing."""
    tasks = list(scenario.tasks())
    if task_id is None and len(tasks) == 1:
        task_id = tasks[0][1].id
    paths: list[Path] = []
    strangers: list[Path] = []
    for path in map(Path, given):
        if not path.is_dir():
            paths.append(path)
            continue
        found = list_folder(path, AUDIO_SUFFIXES)
        named = found if task_id is not None else without_strangers(scenario, found)
        strangers += [each for each in found if each not in named]
        paths += named
    if task_id is not None:
        return match_phase(scenario, task_id, paths), strangers
    return match_files(scenario, paths), strangers


def compose_take(
    heard: Heard, words: Sequence[Word], language: Language, unclear: Sequence[Span] = ()
) -> Take:
    """The recording with its words, in order, their times kept to the speech.

    ``unclear``: speech that no words could be made of.
    """
    return Take(
        audio=heard.audio,
        duration_s=heard.duration_s,
        speech=heard.speech,
        transcript=gathered(keep_to_speech(words, heard.speech), language),
        notices=(*heard.notices, *signal_notices(heard.signal)),
        signal=heard.signal,
        unclear=tuple(unclear),
    )


def replay(
    scenario: Scenario,
    files: Sequence[AnswerFile],
    transcriber: Transcriber,
    watch: Watch,
    takes: Mapping[Path, Take] = MappingProxyType({}),
) -> Replay:
    """Scores recorded answers against ``scenario``.

    Args:
        scenario: what they answer.
        files: in the scenario's order, as :mod:`interviewer.audio.naming` gives them: several
            of one task are takes of one answer, and several of one take are one answer.
        transcriber: speech to words.
        watch: told of the progress.
        takes: as of :func:`find_recorded`.

    Raises:
        AudioError: a file that cannot be scored; none is skipped silently.
    """
    vocabulary = Vocabulary.of(scenario)

    def listen_to(file: AnswerFile) -> Take:
        return takes.get(file.path) or transcribe_file(
            file.path, transcriber, vocabulary, partial(watch, file.path)
        )

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
    scenario: Scenario,
    path: Path,
    transcriber: Transcriber,
    watch: Watch,
    takes: Mapping[Path, Take] = MappingProxyType({}),
) -> Replay:
    """Scores one recording of all the answers of ``scenario``, two or more, in their order.

    What is not found is in the scorecard all the same, not measured, unless it is optional.

    Raises:
        AudioError: the file cannot be scored.
    """
    vocabulary = Vocabulary.of(scenario)
    take = takes.get(path) or transcribe_file(path, transcriber, vocabulary, partial(watch, path))
    divided = divide(scenario, take)
    cards = [
        score_take(scenario, phase, task, part)
        for (phase, task), part in zip(scenario.tasks(), divided.takes, strict=True)
        if part.speech or not phase.optional
    ]
    return Replay(score_session(scenario, transcriber.info, cards), (), divided.left_out)


def transcribe_file(
    path: Path,
    transcriber: Transcriber,
    vocabulary: Vocabulary,
    progress: Callable[[float], None],
    give_way: GiveWay | None = None,
) -> Take:
    """The recorded reading: one file to a take, through whole windows, across its pauses.

    A replay's answer and the one that a session confirms are read here, and so the same. Memory
    stays the same however long the file is.

    Raises:
        AudioError: the file cannot be scored.
    """
    words: list[Word] = []
    unclear: list[Span] = []

    def read(windows: Windows) -> None:
        while (chunk := windows.next()) is not None:
            # A recogniser of one's own (docs/library.md) may take two arguments only.
            passage = (
                transcriber.read(chunk, vocabulary)
                if give_way is None
                else transcriber.read(chunk, vocabulary, give_way)
            )
            words.extend(passage.words)
            unclear.extend(passage.unclear)
            # Where nothing was read, the next window must begin behind it all the same.
            went_on = passage.end_s > chunk.start_s + _LEAST_S
            windows.read_to(passage.end_s if went_on else chunk.end_s)
            progress(min(passage.end_s, chunk.end_s))

    began_s = time.perf_counter()
    recording, segmenter = open_recording(path), Segmenter(SileroDetector())
    windows = Windows(segmenter)
    for block in recording.blocks():
        if give_way is not None:
            give_way()
        windows.feed(block)
        read(windows)
    windows.finish()
    read(windows)
    took_s = time.perf_counter() - began_s
    _log.info("%s: %.1f s listened to in %.1f s", recording.name, segmenter.duration_s, took_s)
    heard = Heard(path, segmenter.duration_s, segmenter.spans, recording.notices, segmenter.quality)
    return compose_take(heard, words, vocabulary.language, unclear)


def read_whole(
    heard: Take,
    transcriber: Transcriber,
    vocabulary: Vocabulary,
    give_way: GiveWay | None = None,
) -> Take:
    """The recording of ``heard``, whose words were read while it was made, as a replay reads it.

    What happened to it while it was made is still said of it. Where nothing was said there is
    nothing to read.

    Raises:
        AudioError: the file is not there any more, or damaged.
    """
    if not heard.speech and not heard.transcript.words:
        return heard
    take = transcribe_file(heard.audio, transcriber, vocabulary, lambda _: None, give_way)
    of_signal = signal_notices(heard.signal)
    lost = [each for each in heard.notices if each not in (*of_signal, *take.notices)]
    return replace(take, notices=(*lost, *take.notices))


def hear(path: Path, on_chunk: Callable[[Chunk], None]) -> Heard:
    """One recorded file but for its words; its chunks go to ``on_chunk`` meanwhile, in order.

    Raises:
        AudioError: the file cannot be scored.
    """
    began_s = time.perf_counter()
    recording = open_recording(path)
    segmenter = Segmenter(SileroDetector())
    for block in recording.blocks():
        for chunk in segmenter.feed(block):
            on_chunk(chunk)
    for chunk in segmenter.finish():
        on_chunk(chunk)
    took_s = time.perf_counter() - began_s
    _log.info("%s: %.1f s listened to in %.1f s", recording.name, segmenter.duration_s, took_s)
    return Heard(path, segmenter.duration_s, segmenter.spans, recording.notices, segmenter.quality)


def _answer_card(
    scenario: Scenario, files: Sequence[AnswerFile], listen_to: Callable[[AnswerFile], Take]
) -> AnswerCard:
    """The card of one answer in one or several files, put together as a session does."""
    if files[0].follow_up:
        raise InternalError(N_("A follow-up is no answer by itself."))
    cards: list[AnswerCard] = []
    for file in files:
        task = file.task.for_follow_up if file.follow_up else file.task
        card = score_take(scenario, file.phase, task, listen_to(file))
        if cards:
            card = join_cards(scenario, file.phase, cards[-1], card, follow_up=file.follow_up)
        if file.follow_up:
            card = replace(card, follow_up_asked=asked_after(cards[-1]))
        cards.append(card)
    return cards[-1]
