"""What holds in every session, whatever the person does."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import SessionError
from interviewer.session.events import (
    FollowUp,
    HoldListening,
    Listen,
    Reopen,
    ResumeListening,
    ShowCue,
    StopListening,
)
from interviewer.session.runner import session_record
from interviewer.session.state import (
    Closing,
    Finished,
    Listening,
    Paused,
    Ready,
    Reviewing,
    Scoring,
    Speaking,
    Weighing,
    deadline_s,
)
from tests.bounds import LAST_WORDS_S, longest_answer_s, longest_listening_s

MakeDriver = Callable[..., Any]

TEXTS = ("", "euh", "les données", "quels freins", "le drift et le monitoring", "le ROI")

MOVES = [
    "spoken",
    "speech",
    "ended",
    "settled",
    "resumed",
    "scored",
    "next",
    "skip",
    "redo",
    "pause",
    "resume",
    "quit",
    "wait",
    "time_out",
    "earliest",
    "suggested",
]
WEIGHTED = [*MOVES, *["spoken", "speech", "ended", "settled", "scored", "wait"] * 3]
moves = st.lists(
    st.tuples(
        st.sampled_from(WEIGHTED),
        # No sum of these falls on a limit, where rounding would decide.
        st.integers(0, 40).map(lambda seconds: seconds + 0.37),
        st.sampled_from(TEXTS),
        st.one_of(st.none(), st.floats(0.0, 100.0)),
    ),
    max_size=60,
)


class Microphone:
    """Its own account of how long each recording runs, from the actions alone."""

    def __init__(self) -> None:
        self.lengths: dict[str, float] = {}
        self.limits: dict[str, float] = {}
        """The most that each may run; what is taken up again has its last words waited for."""
        self.open: str | None = None
        self.held = False
        self.over_s: float | None = None
        """Seconds since a silence seemed to end the answer."""

    def wait(self, seconds: float) -> None:
        if self.over_s is not None:
            self.over_s += seconds
        elif self.open and not self.held:
            self.lengths[self.open] += seconds

    def perform(self, actions: tuple[object, ...]) -> None:
        for action in actions:
            match action:
                case Listen(_, request):
                    assert self.open is None
                    assert request.recording not in self.lengths
                    self.open, self.held = request.recording, False
                    self.lengths[request.recording] = 0.0
                    limit_s = request.thinking_s + request.hard_limit_s
                    self.limits[request.recording] = limit_s + LAST_WORDS_S
                case Reopen(request):
                    assert self.open == request.recording
                    assert self.over_s is not None
                    self.lengths[self.open] += self.over_s
                    latest_s = self.lengths[self.open] + LAST_WORDS_S
                    self.limits[self.open] = max(self.limits[self.open], latest_s)
                    self.over_s = None
                case HoldListening():
                    assert self.open
                    assert self.over_s is None
                    assert not self.held
                    self.held = True
                case ResumeListening():
                    assert self.open
                    assert self.held
                    self.held = False
                case StopListening():
                    self.open = self.over_s = None


class Session:
    """A driver that waits as the program does: never beyond the deadline."""

    def __init__(self, driver: Any, pause_s: float = 0.0) -> None:
        self.driver = driver
        self.pause_s = pause_s
        self.microphone = Microphone()
        self.redone = 0
        driver.thinks = True
        self.do("start")

    @property
    def state(self) -> Any:
        return self.driver.state

    def wait(self, seconds: float) -> None:
        due_s = deadline_s(self.state)
        left_s = float("inf") if due_s is None else max(0.0, due_s - self.driver.now_s)
        self.microphone.wait(min(seconds, left_s))
        self.driver.wait(min(seconds, left_s))
        if seconds >= left_s:
            self.do("timed_out")

    def do(self, name: str, *arguments: Any) -> None:
        ended = name == "ended" and self.microphone.open
        settled = name == "settled" and self.microphone.open
        before = self.state
        send = getattr(self.driver, name, None)
        try:
            actions = send(*arguments) if send else self.driver.key(name)
        except SessionError:
            assert self.state == before
            return
        if ended:
            self.microphone.open = None
        if settled:
            self.microphone.over_s = 0.0
        self.redone += name == "redo"
        self.microphone.perform(actions)

    def score(self, text: str, score: float | None, *, earliest: bool) -> None:
        waiting = list(self.driver.requests)
        assert bool(waiting) == self.state.awaits_cards()
        if waiting:
            self.do("scored", text, score, waiting[0 if earliest else -1])

    def move(self, name: str, seconds: float, text: str, score: float | None) -> None:
        session_s, paused = self.state.session_s, isinstance(self.state.stage, Paused)
        match name:
            case "wait":
                self.wait(seconds)
                assert not paused or self.state.session_s == session_s
            case "time_out":
                self.wait(1e4)
            case "scored" | "earliest":
                self.score(text, score, earliest=name == "earliest")
            case _:
                self.do(name)
        if not paused and isinstance(self.state.stage, Paused):
            self.wait(self.pause_s)

    def finish(self) -> None:
        """No more keys but Enter; everything asked for is answered."""
        for _ in range(20 + 60 * len(self.state.plan.steps)):
            match self.state.stage:
                case Finished():
                    return
                case Ready():
                    self.do("start")
                case Paused():
                    self.do("resume")
                case Speaking():
                    self.do("spoken")
                case Listening():
                    self.do("speech")
                    self.wait(20)
                    self.do("ended")
                case Scoring() | Closing():
                    self.score("euh", None, earliest=True)
                case Weighing() | Reviewing():
                    self.do("next")
        raise AssertionError(f"the session does not end: {self.state.stage}")


def played(make_driver: MakeDriver, script: list[tuple[str, float, str, float | None]]) -> Session:
    session = Session(make_driver())
    for move in script:
        session.move(*move)
    session.finish()
    return session


@given(script=moves)
def test_every_session_ends_and_accounts_for_every_task_once(
    make_driver: MakeDriver, script: list[tuple[str, float, str, float | None]]
) -> None:
    session = played(make_driver, script)
    state, plan = session.state, session.state.plan
    record = session_record(state)
    for attempts in state.attempts:
        assert all(piece.card for attempt in attempts for piece in attempt.pieces[:-1])

    answered = [card.task.id for card in record.answers]
    accounted = [*answered, *record.skipped, *record.left]
    assert sorted(accounted) == sorted(record.tasks)
    if record.reason == "completed":
        assert record.left == ()

    begun = [action.number for action in session.driver.log if isinstance(action, ShowCue)]
    # In order, but for the step back of who redoes an answer at the next question.
    assert all(now - before in (1, -1) for before, now in pairwise(begun))
    assert sorted(set(begun)) == list(range(1, max(begun, default=0) + 1))
    if record.reason == "completed":
        assert max(begun) == len(plan.steps)

    asked = [action.task.id for action in session.driver.log if isinstance(action, FollowUp)]
    assert set(asked) == set(record.follow_ups)
    assert len(record.follow_ups) == len(set(record.follow_ups)) <= plan.scenario.max_follow_ups


@given(script=moves)
def test_listening_never_exceeds_the_hard_limits(
    make_driver: MakeDriver, script: list[tuple[str, float, str, float | None]]
) -> None:
    session = played(make_driver, script)
    microphone, plan = session.microphone, session.state.plan
    slack = 1e-6
    for recording, length_s in microphone.lengths.items():
        assert length_s <= microphone.limits[recording] + slack
    listened_s = session_record(session.state).listened_s
    assert abs(sum(microphone.lengths.values()) - listened_s) < slack
    if not any(isinstance(action, Reopen) for action in session.driver.log):
        longest_task_s = max(longest_answer_s(step.task.target_s) for step in plan.steps)
        assert listened_s <= longest_listening_s(plan) + session.redone * longest_task_s + slack


@given(script=moves)
def test_every_word_said_is_kept_and_the_best_take_counts(
    make_driver: MakeDriver, script: list[tuple[str, float, str, float | None]]
) -> None:
    session = played(make_driver, script)
    record = session_record(session.state)
    best = {card.task.id: card.score or 0.0 for card in record.answers}
    for card in record.set_aside:
        # Of a task that nobody answered every take is set aside, whatever its card says.
        assert (card.score or 0.0) <= best.get(card.task.id, 100.0)
    takes = [attempt for step in session.state.attempts for attempt in step if attempt.card]
    assert len(record.answers) + len(record.set_aside) == len(takes)
    kept = {piece.recording for piece in session.state.pieces()}
    assert set(record.unscored) <= set(session.microphone.lengths)
    assert kept.isdisjoint(session.state.broken_off)
    scored = {piece.recording for piece in session.state.pieces() if piece.card}
    assert scored | set(record.unscored) == kept | set(session.state.broken_off)


@given(script=moves)
def test_pauses_count_for_nothing(
    make_driver: MakeDriver, script: list[tuple[str, float, str, float | None]]
) -> None:
    """The same session with every pause ten minutes longer has the same times."""
    plain, paused = Session(make_driver()), Session(make_driver(), pause_s=600.0)
    for move in script:
        plain.move(*move)
        paused.move(*move)
    assert type(plain.state.stage) is type(paused.state.stage)
    assert abs(plain.state.session_s - paused.state.session_s) < 1e-6
    assert abs(plain.state.listened_s - paused.state.listened_s) < 1e-6
