"""Seconds and booleans in, the state of an answer out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import ListenRequest, Phase, PhaseKind, Samples, Task
from interviewer.session.state import REVIEW_S
from interviewer.vad.detector import FRAME_S, FRAME_SAMPLES, SpanTracker, SpeechSwitch
from interviewer.vad.endpointer import (
    Endpointer,
    EndpointSettings,
    EndpointState,
    EndpointTap,
    settings_for,
)
from interviewer.vad.segmenter import Segmenter

STEP_S = 0.1
"""Window of the examples; the program's own is 32 ms."""

Runs = list[tuple[bool, float]]


def endpointer(
    limit_s: float = 60.0, silence_s: float = 1.5, trailing_s: float = 2.5
) -> Endpointer:
    return Endpointer(EndpointSettings(limit_s, silence_s, trailing_s))


def feed(follower: Endpointer, runs: Runs) -> list[EndpointState]:
    """Feeds runs of (speech or not, seconds) in windows of 0.1 s; the state after each window."""
    states = []
    start_s = follower.now_s
    count = 0
    for speech, seconds in runs:
        for _ in range(round(seconds / STEP_S)):
            count += 1
            states.append(follower.feed(start_s + count * STEP_S, speech))
    return states


@pytest.mark.parametrize(
    ("runs", "state", "at_s"),
    [
        pytest.param([(False, 20.0)], "waiting", 20.0, id="silence before speech never ends"),
        pytest.param([(False, 1.0), (True, 2.0)], "speaking", 3.0, id="speaks"),
        pytest.param([(True, 2.0), (False, 0.1)], "speaking", 2.1, id="a brief pause is speech"),
        pytest.param([(True, 2.0), (False, 0.2)], "pausing", 2.2, id="pauses"),
        pytest.param([(True, 2.0), (False, 1.4)], "pausing", 3.4, id="1.4 s is a pause"),
        pytest.param([(True, 2.0), (False, 1.5)], "done", 3.5, id="1.5 s is the end"),
        pytest.param([(True, 2.0), (False, 9.0)], "done", 11.0, id="silence does not reopen"),
        pytest.param([(True, 2.0), (False, 9.0), (True, 1.0)], "speaking", 12.0, id="speech does"),
        pytest.param([(True, 2.0), (False, 1.4), (True, 0.5)], "speaking", 3.9, id="reopens"),
        pytest.param(
            [(True, 2.0), (False, 2.4), (True, 0.5), (False, 1.5)], "done", 6.4, id="ends again"
        ),
        pytest.param([(False, 9.0), (True, 63.0)], "speaking", 72.0, id="a word in the air"),
        pytest.param(
            [(False, 9.0), (True, 63.0), (False, 0.1), (True, 9.0)], "done", 77.0, id="no end"
        ),
        pytest.param(
            [(False, 9.0), (True, 63.0), (False, 0.2), (True, 1.0)], "done", 72.2, id="its end"
        ),
        pytest.param([(True, 59.5), (False, 0.6)], "done", 60.0, id="the limit ends a pause"),
    ],
)
def test_states(runs: Runs, state: EndpointState, at_s: float) -> None:
    follower = endpointer()
    assert feed(follower, runs)[-1] == state
    assert follower.now_s == pytest.approx(at_s)


@pytest.mark.parametrize(
    ("settings", "trailing", "ends_s"),
    [
        pytest.param(EndpointSettings(60.0), False, 6.5, id="by default"),
        pytest.param(EndpointSettings(60.0), True, 8.0, id="trailing"),
        pytest.param(EndpointSettings(60.0, 2.0, 2.0), True, 4.0, id="equal"),
    ],
)
def test_patience(settings: EndpointSettings, trailing: bool, ends_s: float) -> None:
    follower = Endpointer(settings)
    feed(follower, [(True, 2.0), (False, 0.5)])
    follower.set_trailing(trailing)
    states = feed(follower, [(False, 20.0)])
    assert (follower.state, follower.ended_by) == ("done", "silence")
    assert 2.5 + (states.index("done") + 1) * STEP_S == pytest.approx(ends_s)
    assert follower.spoken_to_s == pytest.approx(2.0)


def test_who_asks_for_time_has_it() -> None:
    follower = endpointer()
    feed(follower, [(True, 2.0), (False, 0.5)])
    follower.set_trailing(False, asking=True)
    assert feed(follower, [(False, 7.4), (False, 0.1)])[-2:] == ["pausing", "done"]
    feed(follower, [(True, 2.0)])
    assert feed(follower, [(False, 1.4), (False, 0.1)])[-2:] == ["pausing", "done"]


def test_trailing_is_forgotten_when_speech_goes_on() -> None:
    follower = endpointer()
    feed(follower, [(True, 2.0), (False, 0.5)])
    follower.set_trailing(True)
    assert feed(follower, [(True, 1.0), (False, 1.4), (False, 0.1)])[-2:] == ["pausing", "done"]


def test_trailing_told_while_speaking_is_out_of_date() -> None:
    follower = endpointer()
    feed(follower, [(True, 2.0)])
    follower.set_trailing(True)
    assert feed(follower, [(False, 1.4), (False, 0.1)])[-2:] == ["pausing", "done"]


def test_trailing_taken_back_late_ends_at_once() -> None:
    follower = endpointer()
    feed(follower, [(True, 2.0), (False, 0.5)])
    follower.set_trailing(True)
    feed(follower, [(False, 1.5)])
    follower.set_trailing(False)
    assert follower.countdown_s == 0.0
    assert feed(follower, [(False, 0.1)]) == ["done"]


def test_the_countdown_runs_in_a_pause_only() -> None:
    follower = endpointer()
    assert follower.countdown_s is None
    feed(follower, [(True, 2.0)])
    assert follower.countdown_s is None
    feed(follower, [(False, 0.5)])
    assert follower.countdown_s == pytest.approx(1.0)
    follower.set_trailing(True)
    assert follower.countdown_s == pytest.approx(2.0)
    feed(follower, [(True, 0.5)])
    assert follower.countdown_s is None
    feed(follower, [(False, 9.0)])
    assert follower.countdown_s is None


def windows(*runs: tuple[bool, int]) -> list[bool]:
    return [speech for speech, count in runs for _ in range(count)]


def follow(follower: Endpointer, speech: list[bool]) -> EndpointState:
    fed = round(follower.now_s / FRAME_S)
    for number, value in enumerate(speech, start=fed + 1):
        follower.feed(number * FRAME_S, value)
    return follower.state


def test_a_click_is_no_answer() -> None:
    follower = endpointer()
    assert follow(follower, windows((False, 10), (True, 3), (False, 200))) == "waiting"
    assert follower.spoken_to_s is None


def test_a_click_does_not_put_off_the_end() -> None:
    follower = endpointer()
    speech = windows((True, 30), (False, 20), (True, 2), (False, 200))
    assert follow(follower, speech[:75]) == "pausing"
    assert follow(follower, speech[75:80]) == "done"  # 47 windows after the last of the speech


def test_a_word_begun_in_the_last_moment_reopens() -> None:
    follower = endpointer()
    # 46 windows are 1.47 s; the silence would be over within the second window of the word.
    assert follow(follower, windows((True, 30), (False, 46), (True, 5))) == "speaking"


def test_an_answer_taken_up_again_is_ended_by_nothing_yet() -> None:
    follower = endpointer()
    feed(follower, [(True, 1.0), (False, 2.0)])
    assert (follower.state, follower.ended_by) == ("done", "silence")
    feed(follower, [(True, 1.0)])
    assert (follower.state, follower.ended_by) == ("speaking", None)


@pytest.mark.parametrize("runs", [[], [(True, 1.0)], [(True, 1.0), (False, 0.5)]])
def test_enter_always_ends(runs: Runs) -> None:
    follower = endpointer()
    feed(follower, runs)
    follower.enter()
    assert (follower.state, follower.ended_by) == ("done", "enter")


def test_what_enter_ended_stays_done() -> None:
    follower = endpointer()
    feed(follower, [(True, 1.0), (False, 2.0)])
    now_s = follower.now_s
    follower.enter()
    feed(follower, [(True, 5.0)])
    assert (follower.state, follower.ended_by, follower.now_s) == ("done", "enter", now_s)


def test_what_the_limit_ended_stays_done() -> None:
    follower = endpointer(limit_s=3.0)
    feed(follower, [(True, 3.5), (False, 0.5)])
    follower.enter()
    assert (follower.state, follower.ended_by) == ("done", "limit")
    assert follower.now_s == pytest.approx(3.7)
    feed(follower, [(True, 5.0)])
    assert (follower.state, follower.ended_by) == ("done", "limit")


def test_what_speech_adds_beyond_the_limit_is_heard_to_its_end() -> None:
    follower = endpointer(limit_s=5.0)
    feed(follower, [(True, 1.0), (False, 7.0)])
    assert follower.state == "done"
    assert feed(follower, [(True, 3.0)])[-1] == "speaking"
    assert feed(follower, [(False, 0.2)])[-1] == "done"
    assert follower.ended_by == "limit"
    assert follower.spoken_to_s == pytest.approx(11.0)


def test_the_limit_is_told_when_it_is_near() -> None:
    follower = endpointer(limit_s=60.0)
    feed(follower, [(False, 80.0), (True, 40.0)])
    assert follower.first_word_s == pytest.approx(80.0)
    assert follower.limit_left_s is None
    feed(follower, [(True, 5.0)])
    assert follower.limit_left_s == pytest.approx(15.0)
    feed(follower, [(True, 16.0)])
    assert follower.limit_left_s == 0.0


RECORDED = json.loads((Path(__file__).parent / "data" / "pauses.json").read_text("utf-8"))
del RECORDED["about"]


@pytest.mark.parametrize("name", RECORDED)
def test_people_who_think_are_waited_for(name: str) -> None:
    follower = Endpointer(EndpointSettings(1e9))
    speech = windows(*((index % 2 == 1, count) for index, count in enumerate(RECORDED[name])))
    last = len(speech) - speech[::-1].index(True)
    assert follow(follower, speech[:last]) == "speaking"
    assert follower.spoken_to_s == pytest.approx(last * FRAME_S)


@pytest.mark.parametrize("name", RECORDED)
def test_none_of_their_words_is_lost_to_the_least_patience(name: str) -> None:
    """Their pauses end the answer; each is over before the card goes."""
    follower = Endpointer(EndpointSettings(1e9, 1.0, 1.0))
    speech = windows(*((index % 2 == 1, count) for index, count in enumerate(RECORDED[name])))
    last = len(speech) - speech[::-1].index(True)
    ended_s, endings = None, 0
    for number, value in enumerate(speech[:last], start=1):
        state = follower.feed(number * FRAME_S, value)
        if state != "done":
            ended_s = None
        elif ended_s is None:
            ended_s, endings = follower.now_s, endings + 1
        else:
            assert follower.now_s - ended_s < REVIEW_S
    assert endings
    assert follower.state == "speaking"


def test_a_click_does_not_reopen() -> None:
    follower = endpointer()
    speech = windows((True, 30), (False, 60), (True, 2), (False, 20))
    assert follow(follower, speech) == "done"
    assert follower.spoken_to_s == pytest.approx(30 * FRAME_S)


@pytest.mark.parametrize("at_s", [0.5, float("nan")])
def test_time_does_not_run_backwards(at_s: float) -> None:
    follower = endpointer()
    follower.feed(1.0, False)
    with pytest.raises(ValueError, match="before"):
        follower.feed(at_s, False)


@pytest.mark.parametrize(("silence_s", "trailing_s"), [(0.0, 1.0), (-1.0, 1.0), (2.0, 1.0)])
def test_settings_that_make_no_sense(silence_s: float, trailing_s: float) -> None:
    with pytest.raises(ValueError, match="silence_s"):
        EndpointSettings(60.0, silence_s, trailing_s)


@pytest.mark.parametrize("kind", ["pitch", "question", "ask"])
@pytest.mark.parametrize(
    ("patience_s", "expected"),
    [(4.5, (4.5, 6.0, 8.0)), (2.0, (2.0, 3.5, 8.0)), (9.0, (9.0, 10.5, 10.5))],
)
def test_patience_decides(
    kind: PhaseKind, patience_s: float, expected: tuple[float, float, float]
) -> None:
    task = Task("t", 45.0)
    phase = Phase("p", "P", kind, 45.0, "", task)
    settings = settings_for(ListenRequest("t-take1", phase, task, 45.0, 90.0), patience_s)
    assert (settings.silence_s, settings.trailing_s, settings.asked_s) == expected
    assert settings.limit_s == 90.0


@given(st.lists(st.booleans(), max_size=400))
def test_it_hears_speech_exactly_where_the_spans_do(speech: list[bool]) -> None:
    tracker = SpanTracker()
    spans = [span for value in speech if (span := tracker.feed(float(value)))]
    last = tracker.finish()
    spans += [last] if last else []
    follower = Endpointer(EndpointSettings(1e9, 1e8, 1e8, 1e8))
    follow(follower, speech)
    if spans:
        assert follower.spoken_to_s == pytest.approx(spans[-1].end_s)
    else:
        assert follower.spoken_to_s is None


@given(st.lists(st.booleans(), max_size=400), st.floats(0.3, 3.0))
def test_it_ends_by_silence_only_after_that_much_of_it(
    speech: list[bool], silence_s: float
) -> None:
    follower = endpointer(silence_s=silence_s, trailing_s=silence_s)
    follow(follower, speech)
    if follower.state == "done":
        assert follower.ended_by == "silence"
        assert follower.spoken_to_s is not None
        assert follower.now_s - follower.spoken_to_s >= silence_s - 1e-5
    elif follower.state == "pausing":
        assert follower.countdown_s is not None
        assert 0 <= follower.countdown_s <= silence_s


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 5)), max_size=60), st.floats(0.1, 60.0))
def test_it_never_outlasts_the_limit(runs: Runs, limit_s: float) -> None:
    follower = endpointer(limit_s=limit_s)
    at_s = 0.0
    for speech, seconds in runs:
        at_s += seconds
        state = follower.feed(at_s, speech)
        first_s = follower.first_word_s
        # A silence may have ended it before: what speech adds then is heard, too.
        assert state == "done" or first_s is None or speech or at_s < first_s + limit_s + 8.0


class Scripted:
    """One probability a window, whatever the signal."""

    def __init__(self, probabilities: list[float]) -> None:
        self._probabilities = iter(probabilities)

    def feed(self, block: Samples) -> Iterator[float]:
        for _ in range(len(block) // FRAME_SAMPLES):
            yield next(self._probabilities)

    def finish(self) -> Iterator[float]:
        return iter(())


@pytest.mark.parametrize(
    ("probabilities", "speech"),
    [
        pytest.param([0.4, 0.5, 0.4, 0.34], [False, True, True, False], id="hysteresis"),
        pytest.param([0.9, *[0.1] * 6, 0.4], [True, *[False] * 6, True], id="brief pause"),
        pytest.param([0.9, *[0.1] * 7, 0.4], [True, *[False] * 7, False], id="span closed"),
        pytest.param([0.9, *[0.1] * 7, 0.5], [True, *[False] * 7, True], id="next span"),
    ],
)
def test_switch(probabilities: list[float], speech: list[bool]) -> None:
    switch = SpeechSwitch()
    assert [switch.feed(probability) for probability in probabilities] == speech


@given(st.lists(st.sampled_from([0.1, 0.34, 0.4, 0.5, 0.9]), min_size=1, max_size=300))
def test_endpointer_and_segmenter_hear_the_same(probabilities: list[float]) -> None:
    endpointer = Endpointer(EndpointSettings(1e9, 1e8, 1e8, 1e8))
    segmenter = Segmenter(EndpointTap(Scripted(probabilities), endpointer))
    list(segmenter.feed(np.zeros(len(probabilities) * FRAME_SAMPLES, np.float32)))
    list(segmenter.finish())
    assert endpointer.now_s == pytest.approx(len(probabilities) * FRAME_S)
    if segmenter.spans:
        assert endpointer.spoken_to_s == pytest.approx(segmenter.spans[-1].end_s)
    else:
        assert endpointer.spoken_to_s is None
