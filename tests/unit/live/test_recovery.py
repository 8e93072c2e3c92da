"""What is decided about a session that was cut off, on plain values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.audio.reader import MIN_DURATION_S
from interviewer.domain import SAMPLE_RATE, Phase, Scenario, Take, Task, Transcript
from interviewer.live.recovery import Broken, Left, cut_short
from interviewer.scoring.answer import AnswerScorer
from interviewer.session.events import AnswerEnded, Event, PromptSpoken, SpeechStarted, Started
from interviewer.session.machine import advance
from interviewer.session.plan import make_plan
from interviewer.session.resuming import replayed, unscored
from interviewer.session.state import Listening, Paused, State, begin

INTRO = Task("intro", 20.0)
SCENARIO = Scenario(
    "essai", "Essai", "fr", (Phase("intro", "Introduction", "pitch", 20.0, "Allez-y.", INTRO),)
)


def after(*makes: Callable[[float, int], Event]) -> State:
    """Where a session stands after such events, a second apart."""
    state = begin(make_plan(SCENARIO))
    for at_s, make in enumerate((lambda at_s, turn: Started(at_s), *makes)):
        state, _ = advance(state, make(float(at_s), state.turn))
    return state


def take(duration_s: float) -> Take:
    return Take(Path("intro-take1.wav"), duration_s, (), Transcript("fr", ()))


def test_an_answer_cut_off_in_its_middle_counts_and_comes_again() -> None:
    before = after(PromptSpoken, SpeechStarted)
    assert isinstance(before.stage, Listening)
    cut, state, broken = cut_short(before, 8.0, spoken=True)
    assert broken == Broken("intro", 8.0, spoken=True, again=True, follow_up=False)
    # Listening began with the second event, and the recording tells how long it went on.
    assert (cut.at_s, cut.spoken) == (9.0, True)
    assert [each.recording for each in unscored(state)] == ["intro-take1"]
    assert isinstance(state.stage, Paused)


def test_of_an_answer_in_which_nothing_was_said_nothing_remains() -> None:
    _, state, broken = cut_short(after(PromptSpoken), 3.0, spoken=False)
    assert broken is not None
    assert (broken.spoken, broken.again) == (False, True)
    assert list(unscored(state)) == []


def test_between_two_answers_none_is_broken() -> None:
    before = after(PromptSpoken, SpeechStarted, AnswerEnded)
    cut, state, broken = cut_short(before, 0.0, spoken=False)
    assert broken is None
    assert cut.at_s == before.now_s
    assert [each.recording for each in unscored(state)] == ["intro-take1"]


def test_the_cut_leads_to_the_same_state_when_it_is_read_back() -> None:
    makes = (PromptSpoken, SpeechStarted)
    spoken = PromptSpoken(1.0, after().turn)
    events: list[Event] = [Started(0.0), spoken, SpeechStarted(2.0, after(PromptSpoken).turn)]
    cut, state, _ = cut_short(after(*makes), 8.0, spoken=True)
    assert replayed(make_plan(SCENARIO), [*events, cut], AnswerScorer()) == state


@pytest.mark.parametrize(
    ("lengths", "takes", "gone", "heard"),
    [
        ({"intro-take1": 8.0}, {}, (), True),
        ({"intro-take1": 8.0}, {"intro-take1": take(8.0)}, (), False),
        # It went on after it was transcribed: by a sample at least, or by less than one.
        ({"intro-take1": 8.0}, {"intro-take1": take(8.0 - 1.5 / SAMPLE_RATE)}, (), True),
        ({"intro-take1": 8.0}, {"intro-take1": take(8.0 - 0.5 / SAMPLE_RATE)}, (), False),
        # What is not there any more cannot be heard again.
        ({"intro-take1": 0.0}, {"intro-take1": take(8.0)}, ("intro-take1",), False),
        ({"intro-take1": 0.0}, {}, ("intro-take1",), False),
        # No word is that short.
        ({"intro-take1": MIN_DURATION_S}, {}, (), True),
        ({"intro-take1": MIN_DURATION_S - 0.001}, {}, (), False),
        ({}, {}, (), False),
    ],
)
def test_only_what_was_not_transcribed_to_its_end_is_heard_again(
    lengths: dict[str, float], takes: dict[str, Take], gone: tuple[str, ...], heard: bool
) -> None:
    state = after(PromptSpoken, SpeechStarted, AnswerEnded)
    left = Left(takes, lengths, frozenset(gone))
    assert left.to_transcribe(state) == (("intro-take1",) if heard else ())


def test_what_is_scored_already_needs_no_recogniser() -> None:
    left = Left({}, {"intro-take1": 8.0})
    assert left.worth_hearing("intro-take1")
    assert left.to_transcribe(after(PromptSpoken)) == ()
