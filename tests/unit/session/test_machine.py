"""What happens in a session, one rule at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from interviewer.errors import InternalError, SessionError
from interviewer.session.events import (
    AnswerEnded,
    Finish,
    FollowUp,
    HoldListening,
    Listen,
    Next,
    PromptSpoken,
    Reopen,
    ResumeListening,
    Say,
    Score,
    Scored,
    ShowCard,
    ShowCue,
    StopListening,
    StopSpeaking,
    TimedOut,
)
from interviewer.session.requests import ShowPause
from interviewer.session.runner import session_record
from interviewer.session.state import (
    Closing,
    Finished,
    Listening,
    Paused,
    Reviewing,
    begin,
    deadline_s,
    open_answer,
)

MakeDriver = Callable[..., Any]


def kinds(actions: tuple[object, ...]) -> list[str]:
    return [type(action).__name__ for action in actions]


def listening(make_driver: MakeDriver, phase: str = "intro", **options: Any) -> Any:
    """A driver that listens to the first answer of ``phase``."""
    driver = make_driver(phase, **options)
    driver.start()
    driver.wait(2).spoken()
    driver.wait(2).spoken()
    if phase == "technique":
        driver.wait(2).spoken()
    assert isinstance(driver.state.stage, Listening)
    return driver


def test_a_pitch_is_listened_to_straight_after_its_prompt(make_driver: MakeDriver) -> None:
    driver = make_driver("intro")
    assert driver.start() == (Say(1, "Bonjour."),)
    cue, prompt = driver.wait(1).spoken()
    assert isinstance(cue, ShowCue)
    assert (cue.phase.id, cue.task.id, cue.number, cue.count) == ("intro", "intro", 1, 1)
    assert prompt == Say(2, "Présentez-vous.")
    (listen,) = driver.wait(1).spoken()
    assert isinstance(listen, Listen)
    request = listen.request
    assert (request.recording, request.target_s, request.hard_limit_s) == ("intro-take1", 30, 60)


def test_each_question_is_asked_and_the_prompt_said_once(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "technique", max_follow_ups=0)
    for _ in range(3):
        driver.answer("oui")
        driver.key("next")
        if driver.state.position < 3:
            driver.spoken()
    said = [action.text for action in driver.log if isinstance(action, Say)]
    questions = ["Qu’est-ce que la dérive ?", "Comment la voir ?", "Vos outils ?"]
    assert said == ["Bonjour.", "Voyons.", *questions, "Merci."]


def test_the_answer_is_scored_then_shown_then_the_farewell(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    (score,) = driver.wait(20).ended()
    assert isinstance(score, Score)
    assert score.recording == "intro-take1"
    (show,) = driver.scored("des données")
    assert isinstance(show, ShowCard)
    assert driver.timed_out() == (Say(4, "Merci."),)
    assert driver.spoken() == (Finish("completed"),)
    record = session_record(driver.state)
    assert [card.task.id for card in record.answers] == ["intro"]
    assert record.listened_s == 20


def test_a_missing_term_is_asked_for_once(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    (ask,) = driver.answer("bonjour")
    assert isinstance(ask, FollowUp)
    assert ask.text == "Et où ?"
    (listen,) = driver.spoken()
    request = listen.request
    assert (request.recording, request.follow_up) == ("intro-take1-follow-up", True)
    assert (request.target_s, request.hard_limit_s) == (10, 20)
    driver.speech()
    (score,) = driver.wait(5).ended()
    assert score.task.target_s == 10
    assert kinds(driver.scored("je ne sais pas")) == ["ShowCard"]
    driver.key("redo")
    driver.spoken()
    assert kinds(driver.answer("bonjour")) == ["ShowCard"]


def test_a_missing_point_is_asked_for(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "technique")
    driver.answer("le drift"), driver.key("next"), driver.spoken()
    (ask,) = driver.answer("rien")
    assert ask.text == "Et après ?"


def test_a_point_whose_contrary_was_said_is_asked_for(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "technique")
    driver.answer("le drift"), driver.key("next"), driver.spoken()
    (ask,) = driver.answer("le monitoring est une perte de temps")
    assert ask.text == "Et après ?"


@pytest.mark.parametrize(
    "text", ["des données", "", "we had a lot of files and nobody could read them"]
)
def test_no_follow_up_to_a_complete_a_silent_or_an_english_answer(
    make_driver: MakeDriver, text: str
) -> None:
    assert kinds(listening(make_driver).answer(text)) == ["ShowCard"]


def test_no_more_follow_ups_than_the_scenario_allows(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "technique", max_follow_ups=1)
    assert kinds(driver.answer("rien")) == ["FollowUp"]
    driver.spoken(), driver.answer("rien"), driver.key("next"), driver.spoken()
    assert kinds(driver.answer("rien")) == ["ShowCard"]


def test_an_ask_phase_replies_until_nothing_is_asked(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "field")
    (reply,) = driver.answer("Quels freins, et quel ROI ?", 10)
    assert reply.text == "Les habitudes. Deux chiffres."
    (listen,) = driver.spoken()
    request = listen.request
    assert (request.recording, request.target_s, request.hard_limit_s) == (
        "field-take1-part2",
        50,
        110,
    )
    (reply,) = driver.answer("Et l’équipe ?", 12)
    assert reply.text == "Quatre personnes."
    driver.spoken()
    (stop, show) = driver.wait(3).key("next")
    assert (stop, type(show)) == (StopListening(), ShowCard)
    assert show.card.take.transcript.text == "Quels freins, et quel ROI ? Et l’équipe ?"
    # Six words and two more, the interviewer's reply between them left out.
    assert show.card.timing.spoken_s == pytest.approx(0.4 * 9)
    assert driver.state.listened_s == pytest.approx(25)


def test_an_ask_phase_ends_with_its_time(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "field")
    driver.answer("Quel ROI ?", 40), driver.spoken()
    driver.answer("Et vos freins ?", 25)
    assert kinds(driver.spoken()) == ["ShowCard"]


def test_an_ask_phase_ends_after_eight_exchanges(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "field")
    for _ in range(7):
        driver.answer("Quel ROI ?", 1)
        assert kinds(driver.spoken()) == ["Listen"]
    driver.answer("Quel ROI ?", 1)
    assert kinds(driver.spoken()) == ["ShowCard"]


def test_an_ask_phase_follows_up_and_replies_to_that(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "field")
    driver.answer("Quels freins ?", 61)
    assert kinds(driver.spoken()) == ["FollowUp"]
    driver.spoken()
    (reply,) = driver.answer("Si, le ROI ?", 5)
    assert reply.text == "Deux chiffres."
    (show,) = driver.spoken()
    assert show.card.coverage.score == 100


def test_redo_while_listening_scores_the_first_take_meanwhile(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    stop, listen, score = driver.wait(10).key("redo")
    assert (stop, listen.request.recording, score.recording) == (
        StopListening(),
        "intro-take2",
        "intro-take1",
    )
    assert driver.scored("des données", 80.0) == ()
    driver.answer("des données", 10, 30.0)
    driver.key("quit")
    record = session_record(driver.state)
    assert [card.score for card in record.answers] == [80.0]
    assert [card.score for card in record.set_aside] == [30.0]


def test_the_card_of_an_earlier_take_does_not_stand_in_for_this_one(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.key("redo")
    driver.speech()
    driver.ended()
    assert driver.scored("des données", recording="intro-take1") == ()
    assert kinds(driver.scored("des données")) == ["ShowCard"]


def test_redo_before_a_word_keeps_nothing(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    assert kinds(driver.wait(3).key("redo")) == ["StopListening", "Listen"]
    driver.answer("des données", 10)
    driver.key("quit")
    record = session_record(driver.state)
    assert (len(record.answers), record.set_aside, record.unscored) == (1, (), ())
    assert record.listened_s == 13


@pytest.mark.parametrize("first", [80.0, 20.0])
def test_redo_after_the_card_asks_again_and_keeps_the_best(
    make_driver: MakeDriver, first: float
) -> None:
    driver = listening(make_driver)
    driver.answer("des données", 10, first)
    assert driver.key("redo") == (Say(4, "Présentez-vous."),)
    driver.spoken()
    driver.answer("des données", 10, 50.0)
    driver.key("quit")
    record = session_record(driver.state)
    assert [card.score for card in record.answers] == [max(first, 50.0)]
    assert [card.score for card in record.set_aside] == [min(first, 50.0)]


def test_a_question_to_redo_is_asked_again_without_the_prompt(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "technique")
    driver.answer("le drift")
    (say,) = driver.key("redo")
    assert say.text == "Qu’est-ce que la dérive ?"


def test_a_skipped_question_is_recorded_and_its_words_are_not_scored(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver, "technique")
    driver.speech()
    assert kinds(driver.wait(4).key("skip")) == ["StopListening", "ShowCue", "Say"]
    driver.key("skip"), driver.key("skip"), driver.spoken()
    record = session_record(driver.state)
    assert record.skipped == ("q1", "q2", "q3")
    assert (record.answers, record.left, record.unscored) == ((), (), ("q1-take1",))
    assert record.reason == "completed"


def test_skipping_a_follow_up_keeps_the_answer(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.answer("bonjour")
    driver.spoken()
    driver.speech()
    assert kinds(driver.key("skip")) == ["StopListening", "ShowCard"]
    driver.key("next"), driver.spoken()
    record = session_record(driver.state)
    assert (len(record.answers), record.skipped) == (1, ())
    assert record.unscored == ("intro-take1-follow-up",)


def test_no_time_counts_in_a_pause(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    due_s = deadline_s(driver.state) or 0.0
    assert driver.wait(10).key("pause") == (HoldListening(), ShowPause(True))
    assert deadline_s(driver.state) is None
    before = driver.state.session_s
    assert driver.wait(1000).key("resume") == (ShowPause(False), ResumeListening())
    assert driver.state.session_s == before
    assert deadline_s(driver.state) == due_s + 1000
    driver.wait(5).ended()
    driver.scored("des données")
    driver.key("quit")
    record = session_record(driver.state)
    assert (record.listened_s, record.paused_s, record.duration_s) == (15, 1000, 19)


def test_an_answer_that_ends_on_the_verge_of_a_pause_is_taken_up_after_it(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.wait(10).key("pause")
    assert driver.ended() == ()
    assert isinstance(driver.state.stage, Paused)
    assert kinds(driver.wait(60).key("resume")) == ["ShowPause", "StopListening", "Score"]
    assert driver.state.listened_s == 10


def settled(make_driver: MakeDriver, text: str, phase: str = "intro") -> Any:
    """The answer seemed to be over after 10 s, and is scored."""
    driver = listening(make_driver, phase)
    driver.speech()
    driver.wait(10).settled()
    driver.scored(text)
    return driver


def test_speech_takes_an_answer_up_again(make_driver: MakeDriver) -> None:
    driver = settled(make_driver, "les données")
    assert driver.log[-1] == ShowCard(driver.state.stage.card, open=True)
    (reopen,) = driver.wait(2).resumed()
    assert reopen == Reopen(listen_request(driver, "intro-take1"))
    assert (driver.state.attempt.pieces, driver.state.attempt.card) == ((), None)
    assert driver.state.listened_s == 0
    assert kinds(driver.wait(8).key("next")) == ["StopListening", "Score"]
    driver.scored("les données et le reste")
    assert driver.state.listened_s == 20
    assert driver.state.attempt.card.take.transcript.text == "les données et le reste"


def listen_request(driver: Any, recording: str) -> Any:
    (request,) = {
        action.request
        for action in driver.log
        if isinstance(action, Listen | Reopen) and action.request.recording == recording
    }
    return request


def test_an_answer_taken_up_keeps_its_hard_limit(make_driver: MakeDriver) -> None:
    driver = settled(make_driver, "les données")
    answer = driver.state.stage.answer
    driver.wait(2).resumed()
    assert deadline_s(driver.state) == answer.due_s == answer.spoken_s + 70
    driver.timed_out()
    assert driver.state.listened_s == answer.due_s - answer.started_s
    assert driver.state.attempt.pieces[-1].cut


def test_what_is_added_beyond_the_limit_is_heard_to_its_end(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.wait(59).settled()
    driver.scored("les données")
    driver.wait(3).resumed()
    assert deadline_s(driver.state) == driver.now_s + 10


@pytest.mark.parametrize("ends", ["next", "skip", "redo", "quit", "timed_out", "pause"])
def test_whatever_ends_the_wait_closes_the_recording_first(
    make_driver: MakeDriver, ends: str
) -> None:
    driver = settled(make_driver, "les données").wait(1)
    actions = driver.timed_out() if ends == "timed_out" else driver.key(ends)
    assert actions[0] == StopListening()
    with pytest.raises(SessionError):
        driver.resumed()


def test_a_follow_up_leaves_time_to_go_on(make_driver: MakeDriver) -> None:
    driver = settled(make_driver, "euh")
    assert driver.state.follow_ups == ()
    assert kinds(driver.timed_out()) == ["StopListening", "FollowUp"]
    assert driver.state.follow_ups == ("intro",)


def test_an_answer_that_goes_on_is_spared_the_follow_up(make_driver: MakeDriver) -> None:
    driver = settled(make_driver, "euh")
    driver.wait(2).resumed()
    driver.wait(5).settled()
    driver.scored("euh les données")
    assert isinstance(driver.state.stage, Reviewing)
    assert driver.state.follow_ups == ()


def test_a_skipped_follow_up_shows_the_card(make_driver: MakeDriver) -> None:
    driver = settled(make_driver, "euh").wait(1)
    assert kinds(driver.key("skip")) == ["StopListening", "ShowCard"]


def test_the_answer_to_a_follow_up_is_taken_up_too(make_driver: MakeDriver) -> None:
    driver = settled(make_driver, "euh")
    driver.timed_out()
    driver.spoken()
    driver.speech()
    driver.wait(5).settled()
    first = driver.state.attempt.pieces[0]
    driver.scored("bon")
    (reopen,) = driver.wait(2).resumed()
    assert reopen == Reopen(listen_request(driver, "intro-take1-follow-up"))
    assert driver.state.attempt.pieces == (first,)
    assert driver.state.attempt.card == first.card
    assert driver.state.listened_s == 10


def test_a_reply_leaves_time_to_go_on(make_driver: MakeDriver) -> None:
    driver = settled(make_driver, "quels freins", "field")
    assert kinds(driver.wait(1).resumed()) == ["Reopen"]
    driver.wait(5).settled()
    driver.scored("quels freins et quel ROI")
    assert kinds(driver.timed_out()) == ["StopListening", "Say"]


@pytest.mark.parametrize("scored", ["before the pause", "in the pause"])
@pytest.mark.parametrize("text", ["les données", "euh"])
def test_what_a_pause_closed_is_not_offered_again_after_it(
    make_driver: MakeDriver, text: str, scored: str
) -> None:
    """The pause has closed the recording: a card that promises « speak to go on » would lose what
    is said then, as nothing records it."""
    driver = listening(make_driver)
    driver.speech()
    driver.wait(10).settled()
    if scored == "before the pause":
        driver.scored(text)
    assert StopListening() in driver.wait(1).key("pause")
    if scored == "in the pause":
        driver.scored(text)
    after = driver.wait(5).key("resume")
    assert open_answer(driver.state.stage) is None
    assert ShowCard(driver.state.attempt.card, open=True) not in after
    assert kinds(after) == ["ShowPause", "ShowCard" if text == "les données" else "FollowUp"]
    with pytest.raises(SessionError):
        driver.resumed()


def test_a_voice_paused_says_it_again(make_driver: MakeDriver) -> None:
    driver = make_driver("intro")
    driver.start()
    assert driver.key("pause") == (StopSpeaking(), ShowPause(True))
    with pytest.raises(SessionError):
        driver.spoken()
    assert driver.key("resume") == (ShowPause(False), Say(2, "Bonjour."))


def test_a_card_that_comes_in_a_pause_is_shown_after_it(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.ended()
    driver.key("pause")
    assert driver.scored("des données") == ()
    assert kinds(driver.key("resume")) == ["ShowPause", "ShowCard"]


def test_quit_keeps_what_was_said_so_far(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "technique")
    driver.speech()
    assert kinds(driver.wait(10).key("quit")) == ["StopListening", "Score"]
    assert driver.state.stage == Closing("quit")
    assert driver.scored("le drift") == (Finish("quit"),)
    record = session_record(driver.state)
    assert [card.task.id for card in record.answers] == ["q1"]
    assert (record.left, record.reason) == (("q2", "q3"), "quit")


def test_quitting_twice_waits_for_nothing(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.key("quit")
    assert driver.key("quit") == (Finish("quit"),)
    record = session_record(driver.state)
    assert (record.answers, record.left, record.unscored) == ((), ("intro",), ("intro-take1",))


def test_the_session_ends_only_when_every_take_is_scored(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.key("redo")
    driver.speech()
    driver.ended()
    driver.scored("des données", recording="intro-take2")
    driver.key("next")
    assert driver.spoken() == ()
    assert driver.state.stage == Closing("completed")
    assert driver.scored("des données") == (Finish("completed"),)


def test_the_hard_limit_cuts_an_answer(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.wait(69.9)
    with pytest.raises(SessionError):
        driver.send(TimedOut(driver.now_s))
    stop, say, score = driver.timed_out()
    assert (stop, say.text, type(score)) == (StopListening(), "On va s’arrêter là.", Score)
    driver.scored("des données")
    assert driver.state.stage.card.timing.cut
    with pytest.raises(SessionError):
        driver.spoken()


def test_the_listener_cuts_an_answer_once_its_words_have_ended(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    say, score = driver.wait(63).send(AnswerEnded(driver.now_s, driver.state.turn, cut=True))
    assert (say.turn, say.text, type(score)) == (driver.state.turn, "On va s’arrêter là.", Score)
    assert kinds(driver.scored("des données")) == ["ShowCard"]
    assert driver.state.stage.card.timing.cut


def test_the_limit_counts_from_the_first_word(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.wait(80).speech()
    assert deadline_s(driver.state) == driver.now_s + 60 + 10
    driver.wait(20).speech()
    assert deadline_s(driver.state) == driver.now_s - 20 + 60 + 10
    driver.wait(20).ended()
    driver.scored("des données")
    assert not driver.state.stage.card.timing.cut


def test_a_first_word_that_does_not_come_is_not_cut_off(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    began_s = driver.now_s
    assert kinds(driver.timed_out()) == ["StopListening", "Score"]
    assert driver.now_s == began_s + 90
    driver.scored("")
    assert not driver.state.stage.card.timing.cut


def test_thinking_takes_nothing_from_the_next_exchange(make_driver: MakeDriver) -> None:
    driver = make_driver("field", max_follow_ups=0)
    driver.start(), driver.key("next"), driver.key("next")
    driver.wait(30).speech(), driver.wait(10).ended(), driver.scored("quels freins")
    (listen,) = driver.spoken()
    assert (listen.request.target_s, listen.request.hard_limit_s) == (50, 110)


def test_an_answer_cut_off_on_the_verge_of_a_pause_is_cut_off_after_it(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.wait(62).key("pause")
    driver.send(AnswerEnded(driver.now_s, driver.state.turn, cut=True))
    actions = driver.wait(60).key("resume")
    assert kinds(actions) == ["ShowPause", "StopListening", "Say", "Score"]


def test_read_whole_it_is_still_cut_off(make_driver: MakeDriver) -> None:
    driver = make_driver("intro", max_follow_ups=1, rereads=True)
    driver.start(), driver.key("next"), driver.key("next"), driver.speech()
    driver.send(AnswerEnded(driver.wait(63).now_s, driver.state.turn, cut=True))
    driver.scored("euh"), driver.spoken(), driver.speech(), driver.wait(3).ended()
    driver.scored("les données"), driver.key("next")
    driver.read("intro-take1", "euh"), driver.read("intro-take1-follow-up", "les données")
    first, last = driver.state.attempts[0][0].pieces
    assert (first.confirmed.timing.cut, last.confirmed.timing.cut) == (True, False)
    assert last.confirmed_whole.timing.cut


def test_a_voice_that_hangs_is_cut_off(make_driver: MakeDriver) -> None:
    driver = make_driver("intro")
    driver.start()
    stop, *_ = driver.timed_out()
    assert stop == StopSpeaking()


@pytest.mark.parametrize("at_s", [1.0, float("nan"), float("inf")])
def test_time_does_not_run_backwards(make_driver: MakeDriver, at_s: float) -> None:
    driver = listening(make_driver)
    with pytest.raises(InternalError):
        driver.send(Next(at_s))


def test_the_echo_of_an_earlier_turn_is_refused(make_driver: MakeDriver) -> None:
    driver = make_driver("intro")
    driver.start()
    driver.key("next")
    with pytest.raises(SessionError):
        driver.send(PromptSpoken(driver.now_s, 1))


def test_a_card_nobody_awaits_is_refused(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.ended()
    card = driver.card("intro-take1", "oui")
    with pytest.raises(SessionError):
        driver.send(Scored(driver.now_s, "intro-take9", card))
    driver.send(Scored(driver.now_s, "intro-take1", card))
    with pytest.raises(SessionError):
        driver.send(Scored(driver.now_s, "intro-take1", card))


def test_the_card_stays_four_seconds(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.answer("des données")
    assert isinstance(driver.state.stage, Reviewing)
    assert deadline_s(driver.state) == driver.now_s + 4


def test_there_is_no_record_before_the_end(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    with pytest.raises(InternalError):
        session_record(driver.state)
    driver.key("quit")
    assert isinstance(driver.state.stage, Finished)


def test_skipping_a_reply_shows_the_card_of_what_was_asked(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "field")
    driver.answer("quels freins et quel ROI")
    assert kinds(driver.key("skip")) == ["StopSpeaking", "ShowCard"]


def test_redo_of_a_follow_up_asks_the_question_anew(make_driver: MakeDriver) -> None:
    """Redo means the whole task; the answer to the follow-up alone would be compared with it."""
    driver = listening(make_driver, "technique")
    driver.answer("rien")
    driver.spoken()
    stop, say = driver.key("redo")
    assert (stop, say.text) == (StopListening(), "Qu’est-ce que la dérive ?")
    (listen,) = driver.spoken()
    assert listen.request.recording == "q1-take2"


def test_speech_noticed_on_the_verge_of_a_pause_is_speech(make_driver: MakeDriver) -> None:
    """Skipped after it, what was said is named among what is not scored."""
    driver = listening(make_driver)
    driver.key("pause")
    assert driver.speech() == ()
    driver.key("resume"), driver.key("skip")
    assert driver.state.broken_off == ("intro-take1",)


def test_an_answer_taken_up_again_holds_speech(make_driver: MakeDriver) -> None:
    """Only speech takes it up, even where its beginning was too short to be an event."""
    driver = listening(make_driver)
    driver.wait(5).settled()
    driver.scored("")
    driver.wait(1).resumed()
    driver.key("skip")
    assert driver.state.broken_off == ("intro-take1",)


def test_what_holds_no_speech_is_not_named_when_skipped(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.key("skip")
    assert driver.state.broken_off == ()


def test_an_ask_phase_ends_at_its_time_to_the_second(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "field")
    driver.answer("Quel ROI ?", 40), driver.spoken()
    driver.answer("Et vos freins ?", 20)
    assert kinds(driver.spoken()) == ["ShowCard"]


def test_a_silent_turn_to_ask_gets_no_reply(make_driver: MakeDriver) -> None:
    assert kinds(listening(make_driver, "field").answer("")) == ["ShowCard"]


def test_a_blank_text_is_not_said(make_driver: MakeDriver) -> None:
    driver = make_driver("intro")
    plan = driver.state.plan
    driver.state = begin(replace(plan, scenario=replace(plan.scenario, greeting="  ")))
    assert kinds(driver.start()) == ["ShowCue", "Say"]


def test_a_voice_has_the_time_that_its_text_takes(make_driver: MakeDriver) -> None:
    """Five characters a second, the slowest voice there is, and 5 s to begin."""
    driver = make_driver("intro")
    driver.start()
    assert deadline_s(driver.state) == pytest.approx(5 + len("Bonjour.") / 5)


def test_going_on_is_waited_for_a_second_and_a_half(make_driver: MakeDriver) -> None:
    driver = settled(make_driver, "euh")
    assert deadline_s(driver.state) == driver.now_s + 1.5


def test_a_card_not_joined_to_its_answer_is_a_fault(make_driver: MakeDriver) -> None:
    """Taken for the whole, the answer to a follow-up would replace the first."""
    driver = listening(make_driver)
    driver.answer("rien")
    driver.spoken(), driver.speech(), driver.ended()
    card = driver.card("intro-take1-follow-up", "les données")
    with pytest.raises(AssertionError, match="not joined"):
        driver.send(Scored(driver.now_s, "intro-take1-follow-up", card))


def test_what_is_asked_of_the_scorer_about_a_follow_up(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.answer("rien")
    first = driver.state.attempt.card
    driver.spoken(), driver.speech()
    (asked,) = driver.ended()
    assert asked == Score(
        "intro-take1-follow-up",
        driver.state.step.phase,
        driver.state.step.task.for_follow_up,
        follow_up=True,
        asked="Et où ?",
        before=first,
    )
    driver.scored("les données")
    assert driver.state.attempt.card.follow_up_asked == "Et où ?"
    assert driver.state.attempt.card.timing == first.timing
    assert driver.state.attempt.pieces[1].card.take.transcript.text == "les données"


def test_a_task_answered_and_then_skipped_is_not_skipped(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.answer("des données")
    driver.key("redo"), driver.key("skip")
    assert driver.state.skipped == ()


def test_session_time_stands_still_in_a_pause_whatever_comes_in_it(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.wait(10).ended()
    before = driver.wait(1).key("pause") and driver.state.session_s
    driver.wait(30).scored("des données")
    assert driver.state.session_s == before


def test_nothing_more_is_asked_after_the_reply_to_a_follow_up(make_driver: MakeDriver) -> None:
    """The candidate had ended the phase by silence, with time left; it does not begin anew."""
    driver = listening(make_driver, "field")
    driver.answer("Quels freins ?", 10), driver.spoken()
    assert kinds(driver.wait(3).ended()) == ["FollowUp"]
    driver.spoken()
    driver.answer("Si, le ROI ?", 5)
    assert kinds(driver.spoken()) == ["ShowCard"]
