"""Whole sessions on simulated time, at a microphone that plays real recordings.

Real: engine, listener, detector, recordings on disk, scoring. Scripted: voice and recogniser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.audio.reader import open_recording
from interviewer.audio.recorder import as_recorded
from interviewer.domain import (
    AnswerCard,
    ListenRequest,
    Notice,
    Phase,
    Samples,
    SessionRecord,
    Take,
    Task,
    Vocabulary,
)
from interviewer.errors import InterviewerError
from interviewer.live.events import LiveEvents, SessionClock
from interviewer.live.listener import LiveListener
from interviewer.live.ports import ListenSettings, Outlets
from interviewer.live.transcriber import LiveTakes
from interviewer.live.voice import GatedSpeaker, NoEcho, VoiceGate
from interviewer.recordings import transcribe_file
from interviewer.scenario.library import load
from interviewer.scoring.answer import AnswerScorer, score_take
from interviewer.session.plan import make_plan
from interviewer.session.ports import Ports
from interviewer.session.requests import Offer
from interviewer.session.runner import run_session
from interviewer.tts.speaker import Reports
from interviewer.vad.detector import SileroDetector
from interviewer.vad.endpointer import PATIENCE_S
from tests.flow.recognisers import WordASecond
from tests.flow.simulated import (
    BLOCK,
    SimulatedMicrophone,
    SimulatedTime,
    SimulatedVoice,
    silence,
)

AUDIO = Path(__file__).parents[2] / "audio_fixtures"
FIXTURES = AUDIO / "pitch-3min"
PITCH = ("intro", "anecdote", "punchlines", "questions", "closing")


@dataclass
class Candidate:
    """Sees that it is their turn, and speaks. Remembers cards and notices."""

    microphone: SimulatedMicrophone
    answers: Mapping[str, Samples]
    cards: list[str] = field(default_factory=list)
    taken_up: int = 0
    notices: list[Notice | None] = field(default_factory=list)
    lines: list[Notice] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    near: list[float] = field(default_factory=list)

    def show_task(self, phase: Phase, task: Task, number: int, count: int) -> None: ...

    def show_text(self, text: str, by: str = "") -> None:
        self.texts.append(text)

    def show_reopened(self, request: ListenRequest) -> None:
        self.taken_up += 1

    def show_model(self, task: Task) -> None: ...

    def show_offers(self, offers: Sequence[Offer]) -> None: ...

    def show_card(self, card: AnswerCard, *, still_open: bool, first: float | None = None) -> None:
        self.cards.append(card.task.id)

    def show_early(
        self, card: AnswerCard, *, first: float | None = None, asks: bool = False
    ) -> None: ...

    def show_listening(self, request: ListenRequest) -> None:
        self.microphone.play(self.answers[request.recording])

    def show_pause(self, paused: bool) -> None: ...

    def show_rereading(self, left: int) -> None: ...

    def show_refusal(self, error: InterviewerError) -> None: ...


class NoKeeper:
    def recording_opened(self, request: ListenRequest, path: Path) -> None: ...

    def recording_closed(self, name: str, duration_s: float) -> None: ...

    def recording_transcribed(self, name: str, take: Take) -> None: ...


def recorded(path: Path) -> Samples:
    return np.concatenate(list(open_recording(path).blocks()))


def run(
    answers: Mapping[str, Samples],
    folder: Path,
    phase: str | None = None,
    *,
    name: str = "pitch-3min",
    questions: int | None = None,
    patience_s: float = PATIENCE_S,
) -> tuple[SessionRecord, Candidate]:
    # The one word that is written calls for every follow-up; those have tests of their own.
    scenario = replace(load(name), max_follow_ups=0)
    time = SimulatedTime()
    microphone = SimulatedMicrophone(time)
    clock = SessionClock(time.monotonic)
    events = LiveEvents(clock, time=time)
    takes = LiveTakes(
        lambda: WordASecond("données"), Vocabulary.of(scenario), NoKeeper(), events.post
    )
    candidate = Candidate(microphone, answers)
    listener = LiveListener(
        microphone,
        Outlets(
            events,
            takes,
            candidate.notices.append,
            candidate.lines.append,
            candidate.near.append,
        ),
        ListenSettings(
            scenario.language,
            folder,
            SileroDetector,
            time.monotonic,
            time.wait_for,
            patience_s=patience_s,
        ),
    )
    gate = VoiceGate(NoEcho(), events, time.monotonic)
    voice = SimulatedVoice(time, Reports(gate.spoken, candidate.lines.append))
    speaker = GatedSpeaker(voice, gate)
    ports = Ports(clock, events, speaker, listener, takes, candidate, AnswerScorer())
    try:
        record = run_session(make_plan(scenario, questions=questions, phase=phase), ports)
    finally:
        listener.close()
        takes.close()
    return record, candidate


@pytest.fixture(scope="module")
def pitch() -> Iterator[dict[str, Samples]]:
    yield {f"{phase}-take1": recorded(FIXTURES / f"{phase}.flac") for phase in PITCH}


def holds(path: Path, parts: Sequence[Samples]) -> bool:
    """Whether the recording holds ``parts``, one after the other, sample for sample."""
    found, _ = soundfile.read(path, dtype="float32")
    wanted = as_recorded(np.concatenate(parts))
    starts = range(0, len(found) - len(wanted) + 1, BLOCK)
    return any(np.array_equal(found[at : at + len(wanted)], wanted) for at in starts)


def test_a_whole_pitch(pitch: dict[str, Samples], tmp_path: Path) -> None:
    record, candidate = run(pitch, tmp_path)
    assert record.reason == "completed"
    assert candidate.cards == [card.task.id for card in record.answers] == list(PITCH)
    assert candidate.notices == []
    for card in record.answers:
        phase = card.task.id
        path = tmp_path / f"{phase}-take1.wav"
        assert card.take.audio == path
        assert path.stat().st_mode & 0o777 == 0o600
        assert holds(path, [pitch[f"{phase}-take1"]])
        replayed = transcribe_file(
            FIXTURES / f"{phase}.flac", WordASecond("données"), Vocabulary("fr"), lambda _: None
        )
        again = score_take(record.scenario, *_asked(record, phase), replayed)
        assert card.timing.spoken_s == pytest.approx(again.timing.spoken_s, abs=0.15)
        assert card.timing.verdict == again.timing.verdict
        words = card.take.transcript.words
        assert len(words) == pytest.approx(len(replayed.transcript.words), abs=3)
        assert [word.start_s for word in words] == sorted({word.start_s for word in words})


def test_speech_that_goes_on_during_the_countdown_belongs_to_the_answer(
    pitch: dict[str, Samples], tmp_path: Path
) -> None:
    whole = pitch["intro-take1"]
    # After 12.5 s a thread is lost for 3.5 s: half a second before the end of the countdown.
    parts = [whole[:200_000], silence(3.5), whole[200_000:]]
    record, _ = run({"intro-take1": np.concatenate(parts)}, tmp_path, "intro")
    (card,) = record.answers
    assert holds(tmp_path / "intro-take1.wav", parts)
    assert card.take.speech[-1].end_s - card.take.speech[0].start_s > 32.0
    assert card.take.transcript.words[-1].end_s > 31.0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["intro-take1.wav"]


def test_half_a_minute_of_thinking_takes_nothing_from_the_answer(
    pitch: dict[str, Samples], tmp_path: Path
) -> None:
    parts = [silence(32.0), pitch["intro-take1"]]
    record, candidate = run({"intro-take1": np.concatenate(parts)}, tmp_path, "intro")
    (card,) = record.answers
    assert (card.timing.verdict, card.timing.cut) == ("on_time", False)
    assert card.timing.onset_s == pytest.approx(32.0, abs=0.6)
    assert "On va s’arrêter là." not in candidate.texts
    assert holds(tmp_path / "intro-take1.wav", parts)


def test_who_goes_on_beyond_the_limit_is_told_and_has_the_last_word(
    pitch: dict[str, Samples], tmp_path: Path
) -> None:
    spoken = [pitch["intro-take1"]] * 3
    record, candidate = run({"intro-take1": np.concatenate(spoken)}, tmp_path, "intro")
    (card,) = record.answers
    assert card.timing.cut
    assert "On va s’arrêter là." in candidate.texts
    assert candidate.near == [pytest.approx(15.0, abs=0.1)]
    last = card.take.speech[-1]
    # Speech had paused where the recording ends.
    assert last.end_s < card.take.duration_s - 0.1
    assert 59.5 <= last.end_s - card.take.speech[0].start_s < 68.0


@pytest.mark.parametrize(
    ("patience_s", "taken_up"), [(PATIENCE_S, 0), (1.5, 3)], ids=["by default", "with little"]
)
def test_a_question_answered_with_long_thoughts_keeps_every_word(
    tmp_path: Path, patience_s: float, taken_up: int
) -> None:
    whole = recorded(AUDIO / "answers" / "fr-hesitant.flac")
    scenario = load("questions-ia")
    (question, *_) = make_plan(scenario, questions=1).steps
    name = f"{question.task.id}-take1"
    record, candidate = run(
        {name: whole}, tmp_path, name="questions-ia", questions=1, patience_s=patience_s
    )
    (card,) = record.answers
    # With little, its three pauses of 2.6 to 3.2 s each end the answer, and speech takes it up again.
    assert candidate.taken_up == taken_up
    assert candidate.cards == [question.task.id] * (taken_up + 1)
    assert holds(tmp_path / f"{name}.wav", [whole])
    replayed = transcribe_file(
        AUDIO / "answers" / "fr-hesitant.flac",
        WordASecond("données"),
        Vocabulary("fr"),
        lambda _: None,
    )
    again = score_take(scenario, question.phase, question.task, replayed)
    assert card.timing.spoken_s == pytest.approx(again.timing.spoken_s, abs=0.15)
    assert len(card.take.speech) == len(replayed.speech)


def test_who_says_nothing_is_cut_off_and_leaves_the_question_unanswered(tmp_path: Path) -> None:
    record, candidate = run({"intro-take1": silence(1.0)}, tmp_path, "intro")
    assert (record.answers, record.skipped) == ((), ("intro",))
    (card,) = record.set_aside
    assert card.timing.verdict == "not_measured"
    assert card.take.transcript.words == ()
    assert candidate.cards == ["intro"]


def _asked(record: SessionRecord, task_id: str) -> tuple[Phase, Task]:
    return next(each for each in record.scenario.tasks() if each[1].id == task_id)
