"""A scenario with every kind of phase, takes of typed text, and a session that plays itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from interviewer.domain import (
    EngineInfo,
    FollowUp,
    ListenRequest,
    Notice,
    Phase,
    Point,
    Question,
    Rule,
    Scenario,
    SessionRecord,
    Span,
    Step,
    Take,
    Task,
    Term,
    Transcript,
    Trap,
    Word,
)
from interviewer.history.store import Store, open_store
from interviewer.history.writing import SessionLog
from interviewer.scoring.answer import AnswerScorer, score_take
from interviewer.session.attempts import joined
from interviewer.session.events import (
    AnswerEnded,
    Confirmed,
    Event,
    Listen,
    Next,
    PromptSpoken,
    ReadWhole,
    Redo,
    Reread,
    Say,
    Score,
    Scored,
    ShowCard,
    SpeechStarted,
    Started,
)
from interviewer.session.events import FollowUp as AskMore
from interviewer.session.machine import advance
from interviewer.session.plan import Plan, make_plan
from interviewer.session.runner import session_record
from interviewer.session.state import Finished, State, begin

NOW = datetime(2026, 11, 22, 5, 30, 12, 345678, tzinfo=UTC)
ENGINE = EngineInfo("faster-whisper", "base")

ANSWERS = (
    "Je travaille sur les données depuis dix ans et j'aime cela.",
    "La dérive, c'est quand tout change en production.",
    "On la surveille avec un monitoring du drift, entraîné en temps réel.",
)


def take_of(text: str, audio: Path) -> Take:
    """``text`` at 150 words a minute, and a notice; silence where it is empty."""
    words = tuple(
        Word(word, 1 + 0.4 * index, 1.4 + 0.4 * index, 0.9 - 0.01 * index)
        for index, word in enumerate(text.split())
    )
    speech = (Span(1.0, words[-1].end_s),) if words else ()
    notices = (Notice("It is short by {lost_s} s.", {"lost_s": 0.25, "file": audio.name}),)
    return Take(audio, 3 + 0.4 * len(words), speech, Transcript("fr", words), notices)


def _scenario() -> Scenario:
    intro = Task("intro", 20.0, (Term("données", weight=2.0),), cue="Dix ans.")
    drift = Term("drift", ("dérive des données",), ("drifte",), max_count=2)
    q1 = Task(
        "q1",
        15.0,
        (drift,),
        (Point("surveiller", ("monitoring",)),),
        (Step("mesurer", ("mesure*",)),),
        FollowUp("drift", "Et ensuite ?"),
        "Le drift, c'est…",
    )
    ask = Question(q1, "Qu’est-ce que la dérive ?", "basic", "MLOps", definition="Un écart.")
    return Scenario(
        id="essai",
        title="Essai d’été",
        language="fr",
        phases=(
            Phase("intro", "Introduction", "pitch", 20.0, "Présentez-vous.", intro),
            Phase("qa", "Technique", "question", 15.0, "Voyons.", Task("qa", 15.0), (ask,)),
        ),
        greeting="Bonjour.",
        traps=(Trap("direct", ("entraîné en temps réel",), "Non.", 5.0),),
        rules=(Rule("order", "Ordre", ("drift",), ("monitoring",)),),
        vocabulary=("drift", "données"),
    )


class Played:
    """A session that plays itself and tells a log everything."""

    def __init__(self, plan: Plan, log: SessionLog) -> None:
        self.plan, self.log = plan, log
        self.state: State = begin(plan)
        self.events: list[Event] = []
        self.takes: dict[str, Take] = {}
        self.waiting: list[Event] = [Started(0.0)]
        self.redo = True

    def play(self, count: int | None = None) -> None:
        """Up to ``count`` events, or all; at the first card the task is done again.

        Read whole, each recording holds what was heard at once.
        """
        while self.waiting and (count is None or len(self.events) < count):
            event = self.waiting.pop(0)
            self.log.event(event)
            self.events.append(event)
            self.state, actions = advance(self.state, event)
            at_s = self.state.now_s + 0.125
            for action in actions:
                match action:
                    case Say(turn) | AskMore(turn):
                        self.waiting.append(PromptSpoken(at_s, turn))
                    case Listen(turn, request):
                        self.record(request)
                        self.waiting += [SpeechStarted(at_s, turn), AnswerEnded(at_s + 9.0, turn)]
                    case Reread(recording):
                        self.waiting.append(ReadWhole(at_s, recording))
                    case Score():
                        self.waiting.append(self.scored(action, at_s))
                    case ShowCard():
                        self.waiting.append(Redo(at_s) if self.redo else Next(at_s))
                        self.redo = False

    def record(self, request: ListenRequest) -> None:
        audio = self.log.audio_folder / f"{request.recording}.wav"
        self.log.recording_opened(request, audio)
        audio.touch()
        self.takes[request.recording] = take_of(ANSWERS[len(self.takes) % 3], audio)

    def scored(self, action: Score, at_s: float) -> Scored | Confirmed:
        take = self.takes[action.recording]
        self.log.recording_closed(action.recording, take.duration_s)
        self.log.recording_transcribed(action.recording, take)
        card = score_take(self.plan.scenario, action.phase, action.task, take)
        return joined(action, card, at_s, self.plan.scenario, AnswerScorer())

    @property
    def record_of_it(self) -> SessionRecord:
        assert isinstance(self.state.stage, Finished)
        return session_record(self.state)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return _scenario()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with open_store(folder) as opened:
        yield opened


@pytest.fixture
def log(store: Store, scenario: Scenario) -> SessionLog:
    return store.begin("rehearse", scenario, make_plan(scenario).choice, ENGINE, now=NOW)


@pytest.fixture
def played(scenario: Scenario, log: SessionLog) -> Played:
    return Played(make_plan(scenario), log)


@pytest.fixture(scope="session")
def make_take() -> Callable[[str, Path], Take]:
    return take_of


@pytest.fixture(scope="session")
def make_request(scenario: Scenario) -> Callable[[str], ListenRequest]:
    """A request for a recording that answers the first phase."""
    phase = scenario.phases[0]

    def make(name: str) -> ListenRequest:
        return ListenRequest(name, phase, phase.task, 20.0, 40.0)

    return make


@pytest.fixture(scope="session")
def mode_of() -> Callable[[Path], int]:
    """Permission bits of a file or folder."""

    def read(path: Path) -> int:
        return path.stat().st_mode & 0o777

    return read
