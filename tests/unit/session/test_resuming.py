"""A session cut off at any moment is where it was, and goes on without losing an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.domain import AnswerCard, SessionRecord, Take
from interviewer.errors import InternalError, SessionError
from interviewer.scoring.answer import AnswerScorer, score_take
from interviewer.session.attempts import joined
from interviewer.session.events import (
    AnswerEnded,
    CutOff,
    Event,
    FollowUp,
    KeptEvent,
    Listen,
    Next,
    PromptSpoken,
    ReadWhole,
    Resume,
    Say,
    Score,
    Scored,
    SpeechStarted,
    Started,
    TimedOut,
)
from interviewer.session.machine import advance
from interviewer.session.rereading import to_reread
from interviewer.session.resuming import cut_at_s, cut_off, ending, replayed, under_way, unscored
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
    State,
    Weighing,
)

MakeDriver = Callable[..., Any]
MakeTake = Callable[..., Take]

MOVES = ["spoken", "speech", "ended", "settled", "resumed", "scored", "next", "skip", "redo"]
RARE = ["pause", "resume", "quit", "timed_out", "suggested"]
scripts = st.lists(
    st.tuples(
        st.sampled_from([*MOVES * 3, *RARE, *["spoken", "speech", "ended", "scored"] * 3]),
        st.integers(0, 12).map(lambda seconds: seconds + 0.37),
        st.sampled_from(("", "les données", "le drift et le monitoring", "quels freins")),
    ),
    max_size=40,
)


class Kept:
    """A driver of a session whose accepted events are kept, with the state after each."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self.events: list[Event] = []
        self.states: list[State] = [driver.state]
        driver.keep = self.keep
        driver.thinks = True
        driver.start()

    def keep(self, event: Event) -> None:
        self.events.append(event)
        self.states.append(self.driver.state)

    def move(self, name: str, seconds: float, text: str) -> None:
        self.driver.wait(seconds)
        try:
            if name == "scored":
                if self.driver.requests:
                    self.driver.scored(text)
            elif hasattr(self.driver, name):
                getattr(self.driver, name)()
            else:
                self.driver.key(name)
        except SessionError:
            pass


class Rest:
    """Goes on with a session after a cut: everything that was recorded is scored, then Enter."""

    def __init__(self, state: State, make_take: MakeTake) -> None:
        self.state = state
        self.make_take = make_take
        self.begun: list[str] = []
        self.waiting: list[Score] = []

    def feed(self, event: Event) -> None:
        self.state, actions = advance(self.state, event)
        self.begun += [each.request.recording for each in actions if isinstance(each, Listen)]
        self.waiting += [each for each in actions if isinstance(each, Score)]

    def score(self, asked: Score) -> None:
        take = self.make_take("oui les données", file=asked.recording)
        card = score_take(self.state.plan.scenario, asked.phase, asked.task, take)
        scenario, scorer = self.state.plan.scenario, AnswerScorer()
        self.feed(joined(asked, card, self.state.now_s, scenario, scorer))

    def score_what_is_there(self) -> None:
        for asked in tuple(unscored(self.state)):
            self.score(asked)
        self.waiting.clear()
        self.read_what_is_there()

    def read_what_is_there(self) -> None:
        """Reads whole what a session that is over waits for; what was scored is scored once more."""
        while isinstance(self.state.stage, Closing):
            asked = next(to_reread(self.state))
            self.feed(ReadWhole(self.state.now_s, asked.recording))
            if self.waiting:  # not where it goes on with one that could not be read
                self.score(self.waiting.pop())

    def finish(self) -> SessionRecord:
        now_s = self.state.now_s
        if isinstance(self.state.stage, Ready):
            self.feed(Started(now_s))
        if isinstance(self.state.stage, Paused):
            self.feed(Resume(now_s + 3600.0))
        for _ in range(300):
            now_s = self.state.now_s
            match self.state.stage:
                case Finished():
                    return session_record(self.state)
                case Speaking():
                    self.feed(PromptSpoken(now_s, self.state.turn))
                case Listening():
                    self.feed(SpeechStarted(now_s, self.state.turn))
                    self.feed(AnswerEnded(now_s + 5.0, self.state.turn))
                case Scoring():
                    self.score(self.waiting.pop())
                case Weighing() | Reviewing():
                    self.feed(Next(now_s))
                case Closing():
                    self.read_what_is_there()
        raise AssertionError(f"the session does not end: {self.state.stage}")


def recordings(state: State) -> set[str]:
    """Those that are part of an answer."""
    return {piece.recording for piece in state.pieces()}


@settings(max_examples=25)
@given(script=scripts, recorded_s=st.floats(0.0, 200.0), spoken=st.booleans())
def test_wherever_it_is_cut_the_session_goes_on_and_keeps_every_answer(
    make_driver: MakeDriver,
    make_take: MakeTake,
    script: list[tuple[str, float, str]],
    recorded_s: float,
    spoken: bool,
) -> None:
    kept = Kept(make_driver())
    for move in script:
        kept.move(*move)
    plan = kept.driver.state.plan
    for index, before in enumerate(kept.states):
        events: list[KeptEvent] = list(kept.events[:index])
        assert replayed(plan, events, AnswerScorer()) == before
        cut = CutOff(cut_at_s(before, recorded_s), spoken)
        after = cut_off(before, cut)

        assert isinstance(after.stage, Ready | Paused | Closing | Finished)
        assert not (isinstance(after.stage, Paused) and isinstance(after.stage.stage, Listening))
        assert after.now_s >= before.now_s
        assert recordings(before) <= recordings(after)
        assert recordings(after) - recordings(before) == kept_now(before, spoken=spoken)
        assert under_way(after) is None
        # A second cut, before anything else was done, changes nothing.
        assert replayed(plan, [*events, cut], AnswerScorer()) == after
        assert cut_off(after, CutOff(after.now_s, not spoken)) == after

        on = Rest(after, make_take)
        on.score_what_is_there()
        assert isinstance(on.state.stage, Finished) or not on.state.awaits_cards()
        session_s = on.state.session_s
        check_rest(on, before, session_s)


def kept_now(before: State, *, spoken: bool) -> set[str]:
    """The recording that the cut makes a part of the answer."""
    stage = before.stage
    if isinstance(stage, Paused) and isinstance(stage.stage, Listening) and stage.answer_ended:
        return {stage.stage.recording}
    name = under_way(before)
    return {name} if name and spoken else set()


def check_rest(on: Rest, before: State, session_s: float) -> None:
    answers = {
        attempt.pieces[0].recording
        for attempts in on.state.attempts
        for attempt in attempts
        if attempt.card is not None
    }
    # Names of recordings that were ever begun; the last may be one that is no answer.
    used = recordings(on.state) | set(before.broken_off)
    if (name := under_way(before)) is not None:
        used.add(name)
    paused = isinstance(on.state.stage, Paused)
    record = on.finish()
    assert used.isdisjoint(on.begun)
    assert len(on.begun) == len(set(on.begun))
    if paused:
        assert record.paused_s >= 3600.0
        assert record.duration_s < session_s + 3600.0
    cards = {card.take.audio.name for card in (*record.answers, *record.set_aside)}
    assert answers <= cards
    accounted = [*(card.task.id for card in record.answers), *record.skipped, *record.left]
    assert sorted(accounted) == sorted(record.tasks)


@given(script=scripts, spoken=st.booleans())
def test_it_can_be_ended_without_another_question(
    make_driver: MakeDriver,
    make_take: MakeTake,
    script: list[tuple[str, float, str]],
    spoken: bool,
) -> None:
    kept = Kept(make_driver())
    for move in script:
        kept.move(*move)
    before = kept.driver.state
    on = Rest(cut_off(before, CutOff(cut_at_s(before, 9.0), spoken)), make_take)
    for event in ending(on.state):
        on.feed(event)
    on.score_what_is_there()
    assert isinstance(on.state.stage, Finished)
    record = session_record(on.state)
    assert on.begun == []
    # Cards that are still awaited at the end are those that were not waited for.
    awaited = {piece.recording for piece in on.state.pieces() if piece.card is None}
    assert not awaited or isinstance(before.stage, Finished)
    assert set(record.unscored) == set(on.state.broken_off) | awaited
    assert record.duration_s == pytest.approx(on.state.now_s - on.state.paused_s)


def listening(make_driver: MakeDriver, phase: str) -> Any:
    driver = make_driver(phase)
    driver.start()
    while not isinstance(driver.state.stage, Listening):
        driver.wait(1.0).spoken()
    return driver


def test_an_answer_cut_off_is_a_take_and_the_question_comes_again(
    make_driver: MakeDriver, make_take: MakeTake
) -> None:
    driver = listening(make_driver, "intro")
    began_s = driver.now_s
    driver.wait(1.0).speech()
    at_s = cut_at_s(driver.state, 21.4)
    assert at_s == pytest.approx(began_s + 21.4)
    on = Rest(cut_off(driver.state, CutOff(at_s, True)), make_take)
    (asked,) = unscored(on.state)
    assert (asked.recording, asked.task.target_s) == ("intro-take1", 30.0)
    assert on.state.listened_s == pytest.approx(21.4)
    on.score_what_is_there()
    state, actions = advance(on.state, Resume(on.state.now_s + 60.0))
    assert Say(state.turn, "Présentez-vous.") in actions
    assert state.session_s == pytest.approx(at_s)
    record = on.finish()
    assert on.begun == ["intro-take2"]
    assert [card.task.id for card in record.answers] == ["intro"]
    assert len(record.set_aside) == 1


def test_a_recording_without_speech_is_no_take(
    make_driver: MakeDriver, make_take: MakeTake
) -> None:
    driver = listening(make_driver, "intro")
    on = Rest(cut_off(driver.state, CutOff(cut_at_s(driver.state, 3.0))), make_take)
    assert list(unscored(on.state)) == []
    record = on.finish()
    assert on.begun == ["intro-take2"]
    assert (len(record.answers), record.set_aside, record.unscored) == (1, (), ())


def test_speech_that_no_event_told_of_counts(make_driver: MakeDriver, make_take: MakeTake) -> None:
    driver = listening(make_driver, "intro")
    after = cut_off(driver.state, CutOff(cut_at_s(driver.state, 9.0), spoken=True))
    assert recordings(after) == {"intro-take1"}


def test_an_answer_on_hold_at_the_cut(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "intro")
    driver.wait(1.0).speech()
    driver.wait(6.0).key("pause")
    assert cut_at_s(driver.state, 7.0) == driver.now_s
    after = cut_off(driver.state, CutOff(driver.now_s, True))
    assert after.listened_s == pytest.approx(7.0)
    assert recordings(after) == {"intro-take1"}


def test_an_answer_that_ended_as_the_pause_began_is_not_under_way(make_driver: MakeDriver) -> None:
    """It is whole: how long its file is, and whether it holds speech, tells nothing of the cut."""
    driver = listening(make_driver, "intro")
    driver.wait(1.0).speech()
    driver.wait(6.0).key("pause")
    assert under_way(driver.state) == "intro-take1"
    driver.ended()
    assert under_way(driver.state) is None
    after = cut_off(driver.state, CutOff(driver.now_s, False))
    assert recordings(after) == {"intro-take1"}
    assert isinstance(after.stage, Paused)
    assert isinstance(after.stage.stage, Scoring)


def test_a_follow_up_cut_off_leaves_the_answer_as_it_is(
    make_driver: MakeDriver, make_take: MakeTake
) -> None:
    driver = listening(make_driver, "intro")
    driver.answer("rien de tel")
    driver.wait(2.0).spoken()
    assert under_way(driver.state) == "intro-take1-follow-up"
    for spoken in (False, True):
        after = cut_off(driver.state, CutOff(cut_at_s(driver.state, 4.0), spoken))
        asked = list(unscored(after))
        assert [(each.recording, each.task.target_s) for each in asked] == (
            [("intro-take1-follow-up", 10.0)] if spoken else []
        )
        on = Rest(after, make_take)
        on.score_what_is_there()
        assert len(on.finish().answers) == 1
        assert on.begun == ([] if spoken else ["intro-take1-follow-up2"])


def test_a_follow_up_that_nothing_was_said_to_is_asked_again(
    make_driver: MakeDriver, make_take: MakeTake
) -> None:
    driver = listening(make_driver, "intro")
    driver.answer("rien de tel")
    driver.wait(2.0).spoken()
    state = driver.state
    for times in (2, 3):
        state = cut_off(state, CutOff(cut_at_s(state, 4.0)))
        assert list(unscored(state)) == []
        state, actions = advance(state, Resume(state.now_s + 60.0))
        assert [each.text for each in actions if isinstance(each, FollowUp)] == ["Et où ?"]
        state, actions = advance(state, PromptSpoken(state.now_s, state.turn))
        (asked,) = (each.request for each in actions if isinstance(each, Listen))
        assert (asked.recording, asked.follow_up) == (f"intro-take1-follow-up{times}", True)
    on = Rest(state, make_take)
    (answer,) = on.finish().answers
    assert on.begun == []
    assert [piece.recording for piece in on.state.pieces()] == [
        "intro-take1",
        "intro-take1-follow-up3",
    ]
    assert answer.coverage.terms[0].status == "hit"


def test_a_follow_up_cut_off_while_it_was_asked_is_asked_again(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "intro")
    driver.answer("rien de tel")
    state = cut_off(driver.state, CutOff(driver.now_s))
    _, actions = advance(state, Resume(state.now_s))
    assert [each.text for each in actions if isinstance(each, FollowUp)] == ["Et où ?"]


def test_a_question_of_the_candidate_cut_off_is_replied_to(
    make_driver: MakeDriver, make_take: MakeTake
) -> None:
    driver = listening(make_driver, "field")
    driver.wait(1.0).speech()
    on = Rest(cut_off(driver.state, CutOff(cut_at_s(driver.state, 9.0), True)), make_take)
    on.score_what_is_there()
    state, actions = advance(on.state, Resume(on.state.now_s))
    assert Say(state.turn, "Hum.") in actions
    on.finish()
    assert on.begun[0] == "field-take1-part2"


def test_a_session_left_at_once_is_over_without_its_scores(make_driver: MakeDriver) -> None:
    """Cut off before its end was written, it is not scored: it would refuse the cards."""
    driver = listening(make_driver, "intro")
    driver.speech()
    driver.key("quit"), driver.key("quit")
    state = cut_off(driver.state, CutOff(driver.now_s))
    assert list(unscored(state)) == []
    assert session_record(state).unscored == ("intro-take1",)


def test_a_recording_never_outlasts_its_limit(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "intro")
    assert cut_at_s(driver.state, 900.0) == pytest.approx(driver.now_s + 90.0)
    driver.wait(50.0).speech()
    assert cut_at_s(driver.state, 900.0) == pytest.approx(driver.now_s + 70.0)


def test_limits_that_earlier_versions_kept_stand(make_driver: MakeDriver) -> None:
    """They ran while nothing was said yet."""
    driver = make_driver("intro")
    kept: list[KeptEvent] = []
    driver.keep = kept.append
    driver.start(), driver.spoken(), driver.spoken()
    kept.append(TimedOut(driver.wait(60.0).now_s))
    state = replayed(driver.state.plan, kept, AnswerScorer())
    assert isinstance(state.stage, Scoring)
    assert [piece.cut for piece in state.pieces()] == [False]


def test_a_cut_after_a_pause_is_told_by_the_clock_of_the_events(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "intro")
    began_s = driver.now_s
    driver.wait(1.0).key("pause"), driver.wait(100.0).key("resume")
    assert cut_at_s(driver.state, 8.0) == pytest.approx(began_s + 108.0)


def test_a_cut_is_never_before_the_last_event(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "intro")
    driver.wait(6.0).speech()
    assert cut_at_s(driver.state, 0.0) == driver.now_s


def test_only_the_farewell_was_left(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "intro")
    driver.answer("les données")
    driver.key("next")
    state = cut_off(driver.state, CutOff(driver.now_s))
    for event in ending(state):
        state, _ = advance(state, event)
    assert session_record(state).reason == "completed"


def kept_earlier(event: KeptEvent) -> KeptEvent:
    """As earlier versions kept it: no answer joined, no reply."""
    return replace(event, whole=None, reply=None) if isinstance(event, Scored) else event


@given(script=scripts, phase=st.sampled_from([None, "intro", "field"]))
def test_a_session_kept_by_an_earlier_version_stands_where_it_stood(
    make_driver: MakeDriver, script: list[tuple[str, float, str]], phase: str | None
) -> None:
    kept = Kept(make_driver(phase))
    for move in script:
        kept.move(*move)
    plan = kept.driver.state.plan
    old = [kept_earlier(event) for event in kept.events]
    assert replayed(plan, old, AnswerScorer()) == kept.driver.state


def test_exchanges_and_follow_up_of_a_session_kept_by_an_earlier_version_are_joined(
    make_driver: MakeDriver,
) -> None:
    kept = Kept(make_driver("field"))
    driver = kept.driver
    driver.spoken(), driver.spoken()
    driver.answer("quels freins", 20.0)
    driver.spoken()
    driver.answer("et l’équipe", 45.0)
    driver.spoken(), driver.spoken()
    driver.answer("le ROI", 5.0)
    assert len(driver.state.attempt.pieces) == 3
    state = replayed(driver.state.plan, map(kept_earlier, kept.events), AnswerScorer())
    assert state == driver.state
    assert state.attempt.card is not None
    assert state.attempt.card.take.transcript.text == "quels freins et l’équipe le ROI"
    assert isinstance(state.stage, Speaking)
    assert state.stage.text == "Deux chiffres."


class Deaf(AnswerScorer):
    """Fails where it is asked for anything."""

    def join(self, *args: object, **kwargs: object) -> AnswerCard:
        raise AssertionError("joined again")

    def reply(self, *args: object) -> str:
        raise AssertionError("replied to again")


def test_a_session_is_replayed_by_what_was_kept_and_scored_no_more(
    make_driver: MakeDriver,
) -> None:
    """A later version that scores otherwise may not rewrite what the interviewer did."""
    kept = Kept(make_driver("field"))
    driver = kept.driver
    driver.spoken(), driver.spoken()
    driver.answer("quels freins", 20.0)
    driver.spoken()
    driver.answer("et l’équipe", 45.0)
    assert replayed(driver.state.plan, kept.events, Deaf()) == driver.state


def test_events_out_of_order_are_a_fault(make_driver: MakeDriver) -> None:
    plan = make_driver().state.plan
    with pytest.raises(InternalError):
        replayed(plan, [Started(2.0), Next(1.0)], AnswerScorer())
