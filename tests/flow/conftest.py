"""Fakes at the ports of a session, on a clock that only moves when something is waited for."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from interviewer.asr.catalog import Weights
from interviewer.audio.reader import open_recording
from interviewer.cli import main
from interviewer.cli.session import Machine
from interviewer.domain import (
    SAMPLE_RATE,
    AnswerCard,
    ListenRequest,
    Phase,
    Span,
    Take,
    Task,
    Transcript,
    Word,
)
from interviewer.errors import InterviewerError
from interviewer.live.screen import LiveScreen
from interviewer.scoring.answer import AnswerScorer
from interviewer.session.events import (
    AnswerEnded,
    Event,
    Key,
    PromptSpoken,
    ReadWhole,
    SpeechStarted,
)
from interviewer.session.ports import Ports
from interviewer.session.requests import Offer
from interviewer.vad import intonation
from tests.flow.recognisers import Parrot
from tests.flow.simulated import SimulatedMicrophone, SimulatedTime, SimulatedVoice

ONSET_S = 1.0
WORD_S = 0.4
CLOSING_SILENCE_S = 1.5
READING_S = 3.0
"""Until a recording is read whole."""
CHARACTERS_A_SECOND = 14.0

_PITCH: dict[bytes, np.ndarray] = {}


@pytest.fixture(autouse=True)
def _the_same_seconds_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pitch is half of what hearing costs, and whole sessions hear the same few recordings."""
    measure = intonation._measured

    def measured(signal: np.ndarray) -> np.ndarray:
        key = hashlib.sha256(signal.tobytes()).digest()
        if key not in _PITCH:
            _PITCH[key] = measure(signal)
        return _PITCH[key]

    monkeypatch.setattr(intonation, "_measured", measured)


Log = list[tuple[str, ...]]
Keys = Mapping[str, Sequence[tuple[float, Callable[[float], Key]]]]
"""Keys pressed, with the seconds after the occasion named: a text that is said, a recording that
begins, or the ``card`` of a task."""


@dataclass(frozen=True)
class Coming:
    """Something that will happen."""

    at_s: float
    source: str
    make: Callable[[float], Event]


class Agenda:
    """Clock, events and keyboard."""

    def __init__(self, keys: Keys) -> None:
        self._keys = dict(keys)
        self._now_s = 0.0
        self._coming: list[Coming] = []

    def now_s(self) -> float:
        return self._now_s

    def start(self, at_s: float) -> None:
        """The clock of a session that is gone on with."""
        self._now_s = at_s

    def next(self, until_s: float | None) -> Event | None:
        first = min(self._coming, key=lambda coming: coming.at_s, default=None)
        if until_s is not None and (first is None or first.at_s > until_s):
            self._now_s = max(self._now_s, until_s)
            return None
        assert first is not None, "the session waits for ever"
        self._coming.remove(first)
        self._now_s = max(self._now_s, first.at_s)
        return first.make(self._now_s)

    def add(self, after_s: float, source: str, make: Callable[[float], Event]) -> None:
        self._coming.append(Coming(self._now_s + after_s, source, make))

    def remove(self, source: str) -> list[Coming]:
        """What was to come from ``source``, now called off."""
        removed = [coming for coming in self._coming if coming.source == source]
        self._coming = [coming for coming in self._coming if coming.source != source]
        return removed

    def occasion(self, name: str) -> None:
        """Presses the keys of an occasion, the first time it comes."""
        for after_s, key in self._keys.pop(name, ()):
            self.add(after_s, "keyboard", key)


class Voice:
    """A speaker that takes its time."""

    def __init__(self, agenda: Agenda, log: Log) -> None:
        self._agenda, self._log = agenda, log

    def say(self, turn: int, text: str) -> None:
        self._log.append(("say", text))
        seconds = len(text) / CHARACTERS_A_SECOND
        self._agenda.add(seconds, "voice", lambda at_s: PromptSpoken(at_s, turn))
        self._agenda.occasion(text)

    def stop(self) -> None:
        self._log.append(("hush",))
        self._agenda.remove("voice")


class Microphone:
    """Listener and recogniser: hears what ``answers`` has for each recording, at 150 words/min.

    A recording broken off holds the words that had time to be said; one without an answer is
    silent until something else ends it. Read whole, a recording holds what ``whole`` has for it.
    """

    def __init__(
        self, agenda: Agenda, log: Log, answers: Mapping[str, str], whole: Mapping[str, str]
    ) -> None:
        self._agenda, self._log, self._answers = agenda, log, answers
        self._whole = dict(answers) | dict(whole)
        self._heard: dict[str, Take] = {}
        self._open = ""
        self._running_since_s: float | None = None
        self._held: list[tuple[float, Coming]] = []
        self.lengths: dict[str, float] = {}

    def listen(self, turn: int, request: ListenRequest) -> None:
        self._log.append(("listen", request.recording))
        self._open, self._running_since_s = request.recording, self._agenda.now_s()
        self.lengths[request.recording] = 0.0
        words = len(self._answers.get(request.recording, "").split())
        if words:
            end_s = ONSET_S + WORD_S * words + CLOSING_SILENCE_S
            self._agenda.add(ONSET_S, "microphone", lambda at_s: SpeechStarted(at_s, turn))
            self._agenda.add(end_s, "microphone", lambda at_s: self._end(at_s, turn))
        self._agenda.occasion(request.recording)

    def hold(self) -> None:
        self._log.append(("hold",))
        self._count()
        now_s = self._agenda.now_s()
        self._held = [(each.at_s - now_s, each) for each in self._agenda.remove("microphone")]

    def resume(self) -> None:
        self._log.append(("resume",))
        self._running_since_s = self._agenda.now_s()
        for after_s, coming in self._held:
            self._agenda.add(after_s, "microphone", coming.make)

    def stop(self) -> None:
        self._log.append(("stop",))
        self._agenda.remove("microphone")
        self._count()

    def reread(self, recording: str, heard: Take) -> None:
        self._log.append(("reread", recording))
        self._heard[recording] = heard

        def read(at_s: float) -> Event:
            self._answers = {**self._answers, recording: self._whole.get(recording, "")}
            return ReadWhole(at_s, recording)

        self._agenda.add(READING_S, "reader", read)

    def glance(self, recording: str) -> Take | None:
        return None

    def take(self, recording: str) -> Take:
        heard = self._heard.get(recording)
        if heard is None:
            self._log.append(("take", recording))
        length_s = self.lengths[recording] if heard is None else heard.duration_s
        count = max(0, int((length_s - ONSET_S) / WORD_S))
        words = tuple(
            Word(word, ONSET_S + WORD_S * index, ONSET_S + WORD_S * (index + 1), 0.9)
            for index, word in enumerate(self._answers.get(recording, "").split()[:count])
        )
        speech = (Span(ONSET_S, words[-1].end_s),) if words else ()
        file = Path(f"{recording}.wav")
        return Take(file, length_s, speech, Transcript("fr", words))

    def _end(self, at_s: float, turn: int) -> Event:
        self._count()
        return AnswerEnded(at_s, turn)

    def _count(self) -> None:
        if self._running_since_s is not None:
            self.lengths[self._open] += self._agenda.now_s() - self._running_since_s
            self._running_since_s = None


class LoggedScreen:
    """Remembers what is shown."""

    def __init__(self, agenda: Agenda, log: Log) -> None:
        self._agenda, self._log = agenda, log

    def show_task(self, phase: Phase, task: Task, number: int, count: int) -> None:
        self._log.append(("task", task.id, f"{number}/{count}"))

    def show_text(self, text: str, by: str = "") -> None:
        self._log.append(("text", text))

    def show_listening(self, request: ListenRequest) -> None:
        self._log.append(("clock", request.recording))

    def show_reopened(self, request: ListenRequest) -> None:
        self._log.append(("reopened", request.recording))

    def show_card(self, card: AnswerCard, *, still_open: bool, first: float | None = None) -> None:
        self._log.append(("card", card.task.id))
        self._agenda.occasion(f"card {card.task.id}")

    def show_early(
        self, card: AnswerCard, *, first: float | None = None, asks: bool = False
    ) -> None:
        raise AssertionError("everything is heard at once here")

    def show_model(self, task: Task) -> None:
        self._log.append(("model", task.id))

    def show_offers(self, offers: Sequence[Offer]) -> None:
        self.offers = tuple(offers)

    def show_pause(self, paused: bool) -> None:
        self._log.append(("paused" if paused else "going on",))

    def show_rereading(self, left: int) -> None:
        self._log.append(("rereading", str(left)))

    def show_refusal(self, error: InterviewerError) -> None:
        self._log.append(("refused", str(error)))


class Room:
    """A candidate's room."""

    def __init__(self, answers: Mapping[str, str], keys: Keys, whole: Mapping[str, str]) -> None:
        self.log: Log = []
        self.agenda = Agenda(keys)
        self.microphone = Microphone(self.agenda, self.log, answers, whole)
        self.ports = Ports(
            clock=self.agenda,
            events=self.agenda,
            speaker=Voice(self.agenda, self.log),
            listener=self.microphone,
            takes=self.microphone,
            screen=LoggedScreen(self.agenda, self.log),
            scorer=AnswerScorer(),
        )

    def logged(self, *kinds: str) -> Log:
        """What the log holds of these kinds, in order."""
        return [entry for entry in self.log if entry[0] in kinds]


@pytest.fixture
def make_room() -> Callable[..., Room]:
    """``make_room(answers, keys, whole)``."""

    def make(
        answers: Mapping[str, str],
        keys: Keys | None = None,
        whole: Mapping[str, str] | None = None,
    ) -> Room:
        return Room(answers, keys or {}, whole or {})

    return make


INTRO = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min" / "intro.flac"
SAID = "je pars de données brutes vers la valeur sur le terrain et l'IA change les processus métier"


@cache
def _intro() -> np.ndarray:
    return np.concatenate(list(open_recording(INTRO).blocks()))


class Desk(SimulatedMicrophone):
    """A microphone that plays ten seconds of an answer each time the candidate's turn comes, and its time."""

    def __init__(self, time: SimulatedTime, weights: Weights) -> None:
        super().__init__(time)
        self.time = time
        self.said = SAID
        self.whole = _intro()
        """The whole answer, of 30 s."""
        self.signal = self.whole[: 10 * SAMPLE_RATE]
        """What is answered each time."""
        self.turns: list[str] = []
        self.machine = Machine(
            time=time,
            open_microphone=self._open,
            open_voice=lambda options, language, reports: SimulatedVoice(time, reports),
            find_weights=lambda engine, screen: weights,
            open_engine=lambda weights: Parrot(SAID),
        )

    def begin_turn(self, recording: str) -> None:
        self.turns.append(recording)
        self.play(self.signal)

    def _open(self, wanted: str) -> Desk:
        assert wanted == "Bureau"
        return self


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def interviewer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """``interviewer ...`` through a pipe 80 columns wide, as in a process of its own."""

    def run(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
        line = ["interviewer", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", line)
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        monkeypatch.setenv("LC_ALL", "C.UTF-8")
        monkeypatch.setenv("LANGUAGE", "en")
        monkeypatch.setenv("COLUMNS", "80")
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        assert isinstance(stop.value.code, int)
        return subprocess.CompletedProcess(line, stop.value.code, *capsys.readouterr())

    yield run
    # With --debug it writes to an error stream that is this test's alone.
    log = logging.getLogger("interviewer")
    for handler in [*log.handlers]:
        log.removeHandler(handler)
        handler.close()


@pytest.fixture(autouse=True)
def _no_power_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings need not wait for the disk, which a recorder asks for every second."""
    monkeypatch.setattr(os, "fsync", lambda file: None)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    """What ``drill``, ``rehearse`` and ``resume`` are held with, on simulated time."""
    desk = Desk(SimulatedTime(), Weights("openai-whisper", "base", tmp_path, "pt", True))
    show = LiveScreen.show_listening

    def show_listening(self: LiveScreen, request: ListenRequest) -> None:
        show(self, request)
        desk.begin_turn(request.recording)

    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(LiveScreen, "show_listening", show_listening)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    return desk
