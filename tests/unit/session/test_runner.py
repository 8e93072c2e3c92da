"""What came of a session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from interviewer.domain import AnswerCard, ListenRequest, Phase, Take, Task
from interviewer.errors import InterviewerError
from interviewer.scoring.answer import AnswerScorer
from interviewer.session.events import (
    AnswerEnded,
    Event,
    Next,
    Pause,
    PromptSpoken,
    Quit,
    ReadWhole,
    Redo,
    Resume,
    Scored,
    SpeechResumed,
    SpeechStarted,
)
from interviewer.session.machine import advance
from interviewer.session.plan import Plan
from interviewer.session.ports import Ports
from interviewer.session.requests import Offer
from interviewer.session.runner import best_index, run_session, session_record
from interviewer.session.state import Finished

MakeDriver = Callable[..., Any]


@pytest.mark.parametrize(
    ("scores", "best"),
    [
        ([40.0], 0),
        ([40.0, 60.0, 50.0], 1),
        ([60.0, 60.0], 0),
        ([None, 0.0], 1),
        ([None, None], 0),
    ],
)
def test_the_best_take_is_the_first_with_the_highest_score(
    make_driver: MakeDriver, scores: list[float | None], best: int
) -> None:
    driver = make_driver("intro")
    driver.start(), driver.spoken(), driver.spoken()
    driver.ended()
    cards = [driver.card("intro-take1", "" if score is None else "oui", score) for score in scores]
    assert best_index(cards) == best


def test_a_record_counts_no_pause_and_every_task_once(make_driver: MakeDriver) -> None:
    driver = make_driver()
    driver.start(), driver.wait(1).spoken(), driver.wait(1).spoken()
    driver.answer("des données", 10, 20.0)
    driver.wait(2).key("redo"), driver.wait(1).spoken()
    driver.answer("des données", 10, 70.0)
    driver.key("pause"), driver.wait(50).key("resume")
    driver.key("next"), driver.key("next")
    driver.wait(1).key("skip")  # q1
    driver.wait(1).key("quit")
    record = session_record(driver.state)
    assert record.tasks == ("intro", "q1", "q2", "q3", "field")
    assert [card.score for card in record.answers] == [70.0]
    assert [card.score for card in record.set_aside] == [20.0]
    assert (record.skipped, record.left) == (("q1",), ("q2", "q3", "field"))
    assert (record.listened_s, record.paused_s, record.duration_s) == (20.0, 50.0, 27.0)
    assert record.reason == "quit"


def test_what_is_recorded_but_not_scored_is_named(make_driver: MakeDriver) -> None:
    driver = make_driver("technique")
    driver.start(), driver.spoken(), driver.spoken(), driver.spoken()
    driver.speech()
    driver.key("skip"), driver.spoken()
    driver.speech()
    driver.key("quit"), driver.key("quit")
    assert isinstance(driver.state.stage, Finished)
    record = session_record(driver.state)
    assert record.unscored == ("q1-take1", "q2-take1")


MakeTake = Callable[..., Take]
Script = Sequence[Callable[[float, int], Event]]


def spoken(at_s: float, turn: int) -> Event:
    return PromptSpoken(at_s, turn)


def speech(at_s: float, turn: int) -> Event:
    return SpeechStarted(at_s, turn)


def ended(at_s: float, turn: int) -> Event:
    return AnswerEnded(at_s, turn)


def settled(at_s: float, turn: int) -> Event:
    return AnswerEnded(at_s, turn, open=True)


def resumed(at_s: float, turn: int) -> Event:
    return SpeechResumed(at_s, turn)


def echo(at_s: float, turn: int) -> Event:
    return PromptSpoken(at_s, turn - 1)


def key(kind: Callable[[float], Event]) -> Callable[[float, int], Event]:
    return lambda at_s, _: kind(at_s)


class Outside:
    """All ports: it plays ``script``, an event a second, and logs what it is told to do."""

    def __init__(self, script: Script, make_take: MakeTake, said: str) -> None:
        self.log: list[tuple[object, ...]] = []
        self.kept: list[Event] = []
        self._script = list(script)
        self._make_take = make_take
        self._said = said
        self._now_s = 0.0
        self._turn = 0
        self._read: list[str] = []
        self.asked: list[str] = []
        self.offered: list[str] = []
        self.early: str | None = None
        """What is heard of an answer before the rest of it."""
        self.reads = True
        """What is asked to be read whole is told to be impossible; else nothing is told."""
        self.ports = Ports(self, self, self, self.ears, self, self, AnswerScorer(), self.keep)

    @property
    def ears(self) -> Ears:
        return Ears(self)

    def now_s(self) -> float:
        return self._now_s

    def next(self, until_s: float | None) -> Event | None:
        if self._read:
            return ReadWhole(self._now_s, self._read.pop(0), failed=True)
        self._now_s += 1.0
        if not self._script:
            assert until_s is not None, "the session waits for ever"
            self._now_s = max(self._now_s, until_s)
            return None
        return self._script.pop(0)(self._now_s, self._turn)

    def keep(self, event: Event) -> None:
        self.kept.append(event)
        if isinstance(event, ReadWhole):
            return
        self.log.append((type(event).__name__,))

    def say(self, turn: int, text: str) -> None:
        self._turn = turn
        self.log.append(("say", text))

    def stop(self) -> None:
        self.log.append(("hush",))

    def begin(self, turn: int, request: ListenRequest) -> None:
        self._turn = turn
        self.log.append(("listen", request.recording))

    def take(self, recording: str) -> Take:
        self.log.append(("take", recording))
        return self._make_take(self._said, file=f"{recording}.wav")

    def glance(self, recording: str) -> Take | None:
        return None if self.early is None else self._make_take(self.early, file=f"{recording}.wav")

    def reread(self, recording: str, heard: Take) -> None:
        self.asked.append(recording)
        if self.reads:
            self._read.append(recording)

    def show_task(self, phase: Phase, task: Task, number: int, count: int) -> None:
        self.log.append(("task", phase.id, task.id, number, count))

    def show_text(self, text: str, by: str = "") -> None:
        self.log.append(("text", text))

    def show_model(self, task: Task) -> None: ...

    def show_offers(self, offers: Sequence[Offer]) -> None:
        self.offered = [each.does for each in offers]

    def show_card(self, card: AnswerCard, *, still_open: bool, first: float | None = None) -> None:
        self.log.append(("card", card.task.id, still_open))

    def show_early(
        self, card: AnswerCard, *, first: float | None = None, asks: bool = False
    ) -> None:
        self.log.append(("early", card.task.id, card.take.transcript.text, asks))
        assert self.offered[:2] == ["next", "redo"]

    def show_listening(self, request: ListenRequest) -> None:
        self.log.append(("clock", request.recording))

    def show_reopened(self, request: ListenRequest) -> None:
        self.log.append(("reopened", request.recording))

    def show_pause(self, paused: bool) -> None:
        self.log.append(("paused", paused))

    def show_rereading(self, left: int) -> None: ...

    def show_refusal(self, error: InterviewerError) -> None:
        self.log.append(("refused",))


class Ears:
    """The listener among the ports."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def listen(self, turn: int, request: ListenRequest) -> None:
        self._outside.begin(turn, request)

    def hold(self) -> None:
        self._outside.log.append(("hold",))

    def resume(self) -> None:
        self._outside.log.append(("resume",))

    def stop(self) -> None:
        self._outside.log.append(("close",))


@pytest.fixture
def intro(make_driver: MakeDriver) -> Plan:
    plan: Plan = make_driver("intro").state.plan
    return plan


OPENING = [
    ("Started",),
    ("text", "Bonjour."),
    ("say", "Bonjour."),
    ("PromptSpoken",),
    ("task", "intro", "intro", 1, 1),
    ("text", "Présentez-vous."),
    ("say", "Présentez-vous."),
    ("PromptSpoken",),
    ("listen", "intro-take1"),
    ("clock", "intro-take1"),
]
CLOSING = [("text", "Merci."), ("say", "Merci."), ("PromptSpoken",)]


def test_an_answer_that_goes_on_is_shown_so_and_scored_once_more(
    intro: Plan, make_take: MakeTake
) -> None:
    script = [spoken, spoken, speech, settled, resumed, ended, key(Next), spoken]
    outside = Outside(script, make_take, "les données")
    record = run_session(intro, outside.ports)
    assert outside.log == [
        *OPENING,
        ("SpeechStarted",),
        ("AnswerEnded",),
        ("take", "intro-take1"),
        ("Scored",),
        ("card", "intro", True),
        ("SpeechResumed",),
        ("reopened", "intro-take1"),
        ("AnswerEnded",),
        ("take", "intro-take1"),
        ("Scored",),
        ("card", "intro", False),
        ("Next",),
        *CLOSING,
    ]
    assert record.reason == "completed"


@pytest.mark.parametrize(
    ("early", "shown"),
    [
        ("données", [("early", "intro", "données", False), ("take", "intro-take1")]),
        ("", [("take", "intro-take1")]),
        # A follow-up would be asked by that: whether it is, the whole take tells.
        ("bonjour", [("early", "intro", "bonjour", True), ("take", "intro-take1")]),
    ],
)
def test_a_card_that_will_be_shown_is_by_what_is_heard_of_the_answer_first(
    intro: Plan, make_take: MakeTake, early: str, shown: list[Any]
) -> None:
    outside = Outside([spoken, spoken, speech, ended, key(Next), spoken], make_take, "les données")
    outside.early = early
    record = run_session(intro, outside.ports)
    begun = outside.log.index(("AnswerEnded",)) + 1
    assert outside.log[begun : begun + len(shown) + 2] == [
        *shown,
        ("Scored",),
        ("card", "intro", False),
    ]
    scored = [event for event in outside.kept if isinstance(event, Scored)]
    assert [event.card.take.transcript.text for event in scored] == ["les données"]
    assert record.answers[0].take.transcript.text == "les données"


@pytest.mark.parametrize("said", ["Quels freins ?", "Quels freins, et quel ROI ?", ""])
def test_a_reply_is_said_once_and_by_what_is_heard_first(
    make_driver: MakeDriver, make_take: MakeTake, said: str
) -> None:
    script = [spoken, spoken, speech, ended, spoken, key(Next), key(Next), spoken]
    outside = Outside(script, make_take, said)
    outside.early = "Quels freins ?"
    record = run_session(make_driver("field").state.plan, outside.ports)
    begun = outside.log.index(("AnswerEnded",)) + 1
    assert outside.log[begun : begun + 6] == [
        ("text", "Les habitudes."),
        ("say", "Les habitudes."),
        ("take", "field-take1"),
        ("Scored",),
        ("PromptSpoken",),
        ("listen", "field-take1-part2"),
    ]
    assert [event.reply for event in outside.kept if isinstance(event, Scored)] == [
        "Les habitudes."
    ]
    cards = (*record.answers, *record.set_aside)
    assert [card.take.transcript.text for card in cards] == [said]


def test_nothing_is_shown_early_of_a_take_that_was_left(intro: Plan, make_take: MakeTake) -> None:
    script = [spoken, spoken, speech, key(Redo), key(Quit)]
    outside = Outside(script, make_take, "les données")
    outside.early = "données"
    run_session(intro, outside.ports)
    assert ("take", "intro-take1") in outside.log
    assert not [entry for entry in outside.log if entry[0] == "early"]


def test_a_pause_holds_the_recording_and_what_is_over_takes_its_time(
    intro: Plan, make_take: MakeTake
) -> None:
    script = [spoken, spoken, key(Pause), key(Resume), speech, ended]
    outside = Outside(script, make_take, "les données")
    run_session(intro, outside.ports)
    assert outside.log == [
        *OPENING,
        ("Pause",),
        ("hold",),
        ("paused", True),
        ("Resume",),
        ("paused", False),
        ("resume",),
        ("SpeechStarted",),
        ("AnswerEnded",),
        ("take", "intro-take1"),
        ("Scored",),
        ("card", "intro", False),
        ("TimedOut",),
        *CLOSING[:2],
        ("TimedOut",),  # The voice hangs: it is stopped, and the session over.
        ("hush",),
    ]


def test_a_key_that_does_nothing_is_answered_and_an_echo_is_not(
    intro: Plan, make_take: MakeTake
) -> None:
    """What was refused is not kept, it did not happen; nor is leaving, so that the session can go on."""
    outside = Outside([key(Redo), echo, key(Next), key(Quit)], make_take, "")
    record = run_session(intro, outside.ports)
    assert [entry for entry in outside.log if entry[0] in ("refused", "hush")] == [
        ("refused",),
        ("hush",),
        ("hush",),
    ]
    assert [type(event).__name__ for event in outside.kept] == ["Started", "Next"]
    assert (record.reason, record.left) == ("quit", ("intro",))


def test_what_is_kept_of_a_follow_up_holds_the_whole_answer(
    intro: Plan, make_take: MakeTake
) -> None:
    """A session that is resumed goes on from the cards that were shown."""
    script = [spoken, spoken, speech, ended, spoken, speech, ended, key(Next), spoken]
    outside = Outside(script, make_take, "bonjour")
    record = run_session(intro, outside.ports)
    first, second = (event for event in outside.kept if isinstance(event, Scored))
    assert (first.recording, first.whole, first.reply) == ("intro-take1", None, None)
    assert second.recording == "intro-take1-follow-up"
    assert second.card.task.target_s == 10.0
    assert second.whole == record.answers[0]
    assert record.answers[0].take.transcript.text == "bonjour bonjour"


@pytest.mark.parametrize("reading", [True, False])
def test_ctrl_c_ends_the_wait_for_whole_readings_and_breaks_off_all_else(
    intro: Plan, make_take: MakeTake, reading: bool
) -> None:
    def interrupt(at_s: float, turn: int) -> Event:
        raise KeyboardInterrupt

    script = [spoken, spoken, speech, ended, key(Next), spoken]
    outside = Outside([*(script if reading else script[:-1]), interrupt], make_take, "les données")
    outside.reads = False
    if reading:
        record = run_session(intro, outside.ports)
        assert (record.reason, record.provisional) == ("completed", ("intro",))
    else:
        with pytest.raises(KeyboardInterrupt):
            run_session(intro, outside.ports)


def test_what_was_not_read_whole_when_it_was_stored_is_asked_for_first(
    make_driver: MakeDriver, make_take: MakeTake
) -> None:
    driver = make_driver("intro", rereads=True)
    driver.start(), driver.spoken(), driver.spoken()
    driver.answer("les données", 0.0), driver.key("pause")
    outside = Outside([key(Quit)], make_take, "")
    run_session(driver.state.plan, outside.ports, driver.state)
    assert outside.asked == ["intro-take1"]


def test_a_stored_session_goes_on_where_it_was_paused(
    make_driver: MakeDriver, make_take: MakeTake
) -> None:
    driver = make_driver("intro")
    driver.start(), driver.key("pause")
    outside = Outside([spoken, key(Quit)], make_take, "")
    run_session(driver.state.plan, outside.ports, driver.state)
    assert outside.log[:4] == [
        ("Resume",),
        ("paused", False),
        ("text", "Bonjour."),
        ("say", "Bonjour."),
    ]
    state, _ = advance(driver.state, Resume(0.0))
    assert state.turn == 2
