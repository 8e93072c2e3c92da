"""A small scenario with every kind of phase, takes of typed text, and a driver of the state machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.domain import (
    AnswerCard,
    FollowUp,
    HeardLanguage,
    Phase,
    Point,
    Question,
    Scenario,
    Span,
    Take,
    Task,
    Term,
    Transcript,
    Word,
)
from interviewer.scoring.answer import AnswerScorer, score_take
from interviewer.session.attempts import joined
from interviewer.session.events import (
    Action,
    AnswerEnded,
    Confirmed,
    Event,
    Next,
    Pause,
    PromptSpoken,
    Quit,
    ReadWhole,
    Redo,
    Reread,
    Resume,
    Score,
    Scored,
    Skip,
    SpeechResumed,
    SpeechStarted,
    Started,
    TimedOut,
)
from interviewer.session.machine import advance
from interviewer.session.plan import Plan, make_plan
from interviewer.session.requests import (
    AskAgain,
    AskModel,
    CardHeld,
    ShowRereading,
    Suggested,
)
from interviewer.session.state import State, answer_turn, begin, deadline_s
from interviewer.session.suggesting import wants_suggestion

KEYS: dict[str, type[Next | Skip | Redo | Pause | Resume | Quit | AskAgain | AskModel]] = {
    "next": Next,
    "skip": Skip,
    "redo": Redo,
    "pause": Pause,
    "resume": Resume,
    "quit": Quit,
    "again": AskAgain,
    "model": AskModel,
}
EACH_S = 0.4


def take_of(text: str, *, onset_s: float = 1.0, tail_s: float = 1.5, file: str = "a.wav") -> Take:
    """``text`` at 150 words a minute in one stretch; silence where it is empty.

    One that begins with « we » is heard to be English.
    """
    words = text.split()
    end_s = onset_s + EACH_S * len(words)
    heard = HeardLanguage(onset_s, end_s, 0.001, "en", 0.99) if text.startswith("we ") else None
    speech = (Span(onset_s, end_s),) if words else ()
    spoken = tuple(
        Word(word, onset_s + EACH_S * index, onset_s + EACH_S * (index + 1), 0.9)
        for index, word in enumerate(words)
    )
    return Take(
        Path(file), end_s + tail_s, speech, Transcript("fr", spoken, (heard,) if heard else ())
    )


def _scenario() -> Scenario:
    intro = Task("intro", 30.0, (Term("données"),), follow_up=FollowUp("données", "Et où ?"))
    q1 = Task(
        "q1",
        45.0,
        (Term("drift"), Term("chiffre", max_count=1)),
        follow_up=FollowUp("drift", "Et ensuite ?"),
    )
    watch = Point("surveiller", ("monitoring",))
    q2 = Task("q2", 24.0, points=(watch,), follow_up=FollowUp("surveiller", "Et après ?"))
    q3 = Task("q3", 20.0)
    field = Task("field", 60.0, (Term("ROI"),), follow_up=FollowUp("ROI", "Rien d’autre ?"))
    topics = (
        Question(Task("t1", 10.0), "?", topic=("freins", "obstacle*"), reply="Les habitudes."),
        Question(Task("t2", 10.0), "?", topic=("ROI", "rentab*"), reply="Deux chiffres."),
        Question(Task("t3", 10.0), "?", topic=("équipe",), reply="Quatre personnes."),
        Question(Task("t4", 10.0), "?", topic=("muet",), reply=""),
    )
    asked = (
        Question(q1, "Qu’est-ce que la dérive ?", level="basic"),
        Question(q2, "Comment la voir ?", level="advanced"),
        Question(q3, "Vos outils ?", level="basic"),
    )
    return Scenario(
        id="essai",
        title="Essai",
        language="fr",
        phases=(
            Phase("intro", "Introduction", "pitch", 30.0, "Présentez-vous.", intro),
            Phase(
                "technique",
                "Technique",
                "question",
                89.0,
                "Voyons.",
                Task("technique", 89.0),
                asked,
            ),
            Phase(
                "field",
                "À vous",
                "ask",
                60.0,
                "Vos questions ?",
                field,
                topics,
                default_reply="Hum.",
            ),
            Phase("bonus", "Bonus", "pitch", 15.0, "Encore ?", Task("bonus", 15.0), optional=True),
        ),
        greeting="Bonjour.",
        farewell="Merci.",
        max_follow_ups=2,
    )


class Driver:
    """Feeds events to the machine on a clock of its own, and remembers what it asked for.

    Unless ``rereads``, nothing can be read whole, and nobody sees it asked for.
    """

    def __init__(self, plan: Plan, *, rereads: bool = False) -> None:
        self.state: State = begin(plan)
        self.now_s = 0.0
        self.log: list[Action] = []
        self.requests: dict[str, Score] = {}
        self.rereads = rereads
        self.thinks = False
        """A language model is asked for follow-ups."""
        self.keep: Callable[[Event], object] = lambda event: None
        """Told of every event that was taken."""

    def send(self, event: Event) -> tuple[Action, ...]:
        self.state, actions = advance(self.state, event)
        self.keep(event)
        if not self.rereads:
            actions = self._unread(actions)
        self.log += actions
        for action in actions:
            if isinstance(action, Score):
                self.requests[action.recording] = action
        if isinstance(event, Scored | Confirmed):
            del self.requests[event.recording]
        if isinstance(event, SpeechResumed):
            # Its card would be one of half the answer.
            self.requests = {
                name: request
                for name, request in self.requests.items()
                if name != getattr(self.state.stage, "recording", None)
            }
        return actions

    def _unread(self, actions: tuple[Action, ...]) -> tuple[Action, ...]:
        """What is left to do once no recording could be read whole."""
        rest: tuple[Action, ...] = tuple(
            each for each in actions if not isinstance(each, Reread | ShowRereading)
        )
        for action in actions:
            if isinstance(action, Reread):
                rest += self.send(ReadWhole(self.now_s, action.recording, failed=True))
        return rest

    def wait(self, seconds: float) -> Driver:
        self.now_s += seconds
        return self

    def start(self) -> tuple[Action, ...]:
        return self.send(Started(self.now_s))

    def spoken(self) -> tuple[Action, ...]:
        return self.send(PromptSpoken(self.now_s, self.state.turn))

    @property
    def turn(self) -> int:
        """What the listener names."""
        turn = answer_turn(self.state.stage)
        return self.state.turn if turn is None else turn

    def speech(self) -> tuple[Action, ...]:
        return self.send(SpeechStarted(self.now_s, self.turn))

    def ended(self) -> tuple[Action, ...]:
        return self.send(AnswerEnded(self.now_s, self.turn))

    def settled(self) -> tuple[Action, ...]:
        """The answer ended by silence: speech may take it up again."""
        return self.send(AnswerEnded(self.now_s, self.turn, open=True))

    def resumed(self) -> tuple[Action, ...]:
        return self.send(SpeechResumed(self.now_s, self.turn))

    def timed_out(self) -> tuple[Action, ...]:
        due_s = deadline_s(self.state)
        self.now_s = self.now_s if due_s is None else max(self.now_s, due_s)
        return self.send(TimedOut(self.now_s))

    def held(self) -> tuple[Action, ...]:
        """The card has had its time, and somebody is at the keys."""
        due_s = deadline_s(self.state)
        self.now_s = self.now_s if due_s is None else max(self.now_s, due_s)
        return self.send(CardHeld(self.now_s))

    def key(self, name: str) -> tuple[Action, ...]:
        return self.send(KEYS[name](self.now_s))

    def card(self, recording: str, text: str, score: float | None = None) -> AnswerCard:
        """The card for a Score request; its score replaced where one is given."""
        request = self.requests[recording]
        scenario = self.state.plan.scenario
        card = score_take(scenario, request.phase, request.task, take_of(text, file=recording))
        return card if score is None else replace(card, score=score)

    def scored(
        self, text: str, score: float | None = None, recording: str | None = None
    ) -> tuple[Action, ...]:
        """The card of ``recording``, by default of the one asked for last."""
        name = recording or list(self.requests)[-1]
        return self.send(self.told(name, self.card(name, text, score)))

    def told(self, recording: str, card: AnswerCard) -> Scored | Confirmed:
        """What is told of a recording that was asked for and has this card."""
        asked, scenario = self.requests[recording], self.state.plan.scenario
        event = joined(asked, card, self.now_s, scenario, AnswerScorer())
        if self.thinks and isinstance(event, Scored) and wants_suggestion(self.state, asked):
            return replace(event, suggesting=True)
        return event

    def suggested(self, question: str = "Quelles données ?") -> tuple[Action, ...]:
        """What the language model thought of, about the answer under way."""
        here = self.state.attempts[self.state.position :][:1]
        pieces = here[0][-1].pieces if here and here[0] else ()
        recording = pieces[-1].recording if pieces else "stray"
        return self.send(Suggested(self.now_s, recording, question, "petit" if question else ""))

    def read(self, recording: str, text: str, score: float | None = None) -> tuple[Action, ...]:
        """A recording is read whole, and holds ``text``; what is to be done then."""
        self.send(ReadWhole(self.now_s, recording))
        return self.scored(text, score, recording)

    def unreadable(self, recording: str) -> tuple[Action, ...]:
        return self.send(ReadWhole(self.now_s, recording, failed=True))

    def stray(self) -> tuple[Action, ...]:
        """A card that nothing asked for."""
        phase = self.state.plan.scenario.phases[0]
        card = score_take(self.state.plan.scenario, phase, phase.task, take_of("oui"))
        return self.send(Scored(self.now_s, "stray", card))

    def answer(
        self, text: str, seconds: float = 10.0, score: float | None = None
    ) -> tuple[Action, ...]:
        """Listening, to the card of what was said."""
        if text:
            self.speech()
        self.wait(seconds).ended()
        return self.scored(text, score)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return _scenario()


@pytest.fixture(scope="session")
def make_take() -> Callable[..., Take]:
    return take_of


@pytest.fixture(scope="session")
def make_driver() -> Callable[..., Driver]:
    """``make_driver("technique", max_follow_ups=0)``: a driver of a new session."""

    def make(phase: str | None = None, max_follow_ups: int = 2, *, rereads: bool = False) -> Driver:
        whole = replace(_scenario(), max_follow_ups=max_follow_ups)
        return Driver(make_plan(whole, phase=phase), rereads=rereads)

    return make
