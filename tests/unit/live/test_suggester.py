"""A language model beside a session: what it is asked, what becomes of it, and of its faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from interviewer.api import score_text
from interviewer.domain import AnswerCard
from interviewer.errors import InterviewerError
from interviewer.live.suggester import LiveSuggester, in_background
from interviewer.llm.server import LlmError
from interviewer.scenario.library import load
from interviewer.session.events import Event
from interviewer.session.requests import Suggested

SAID = "Je pars de données brutes pour aller vers la valeur sur le terrain."
QUESTION = "Quelles données brutes ?"


@dataclass
class Thinks:
    """A model that says, or raises, what it is told to."""

    says: list[str | Exception]
    name: str = "petit"
    sent_to: str = ""
    asked: list[str] = field(default_factory=list)

    def answer(self, task: str, material: str, *, most_tokens: int) -> str:
        self.asked.append(material)
        said = self.says.pop(0)
        if isinstance(said, Exception):
            raise said
        return said


class Room:
    """Where its events and its faults are heard of; work is begun when the test says so."""

    def __init__(self, *says: str | Exception) -> None:
        self.model = Thinks(list(says))
        self.events: list[Event] = []
        self.faults: list[str] = []
        self.work: list[Callable[[], None]] = []
        self.suggester = LiveSuggester(self.model, self._post, self._tell, self.work.append)

    def _post(self, make: Callable[[float], Event]) -> None:
        self.events.append(make(1.0))

    def _tell(self, error: InterviewerError) -> None:
        self.faults.append(str(error))

    def do(self) -> None:
        while self.work:
            self.work.pop(0)()


@pytest.fixture(scope="module")
def card() -> AnswerCard:
    return score_text(load("pitch-3min"), "intro", SAID)


def late() -> LlmError:
    return LlmError("Late.")


def test_what_it_thinks_of_is_an_event(card: AnswerCard) -> None:
    room = Room(QUESTION)
    assert room.suggester.suggest("intro-take1", "Qui êtes-vous ?", card)
    assert room.events == []
    room.do()
    assert not room.suggester.faulty
    assert room.events == [Suggested(1.0, "intro-take1", QUESTION, "petit")]
    assert room.model.asked == [f"Qui êtes-vous ?\n\n{SAID}"]


@pytest.mark.parametrize(
    "says", ["Je ne sais pas.", "Vous aimez le cinéma ?", ValueError("broken")]
)
def test_what_cannot_be_asked_is_none(card: AnswerCard, says: str | Exception) -> None:
    room = Room(says)
    room.suggester.suggest("intro-take1", "Qui êtes-vous ?", card)
    room.do()
    assert room.events == [Suggested(1.0, "intro-take1", "", "petit")]
    assert room.faults == []


def test_only_the_latest_answer_counts(card: AnswerCard) -> None:
    room = Room(QUESTION, QUESTION)
    room.suggester.suggest("intro-take1", "Qui êtes-vous ?", card)
    room.suggester.suggest("intro-take2", "Qui êtes-vous ?", card)
    room.do()
    assert [getattr(event, "recording", "") for event in room.events] == ["intro-take2"]


def test_a_fault_is_told_once_and_a_second_one_ends_it(card: AnswerCard) -> None:
    room = Room(late(), late())
    for number in (1, 2):
        assert room.suggester.suggest(f"intro-take{number}", "Qui êtes-vous ?", card)
        room.do()
    assert room.faults == ["Late."]
    assert room.suggester.faulty
    assert len(room.events) == 2
    assert not room.suggester.suggest("intro-take3", "Qui êtes-vous ?", card)
    assert room.work == []


def test_silence_is_not_asked_about(card: AnswerCard) -> None:
    room = Room(QUESTION)
    silent = score_text(load("pitch-3min"), "intro", "")
    assert not room.suggester.suggest("intro-take1", "Qui êtes-vous ?", silent)


def test_after_the_session_nothing_is_told(card: AnswerCard) -> None:
    room = Room(QUESTION, late())
    room.suggester.suggest("intro-take1", "Qui êtes-vous ?", card)
    room.suggester.close()
    room.do()
    assert (room.events, room.faults) == ([], [])
    assert not room.suggester.suggest("intro-take2", "Qui êtes-vous ?", card)


def test_nobody_waits_for_the_thread() -> None:
    import threading

    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait(10)

    in_background(work)
    assert begun.wait(10)
    (thread,) = [each for each in threading.enumerate() if each.name == "language model"]
    assert thread.daemon
    go_on.set()
    thread.join(10)
