from __future__ import annotations

import pytest

from interviewer.i18n import translator
from interviewer.models import TimedPhase, TimerPlan
from interviewer.timer.clockwork import Add, Next, Pause, Quit, Timer, advance, begin, catch_up
from interviewer.timer.moments import moments, words_of


def heard(state: Timer) -> list[tuple[float, str]]:
    return [(round(moment.at_s, 3), moment.kind) for moment in moments(state)]


def words(state: Timer) -> list[str]:
    translate = translator(state.plan.language)
    return [words_of(moment, state, translate) for moment in moments(state)]


@pytest.mark.parametrize(
    ("target_s", "warning_s"), [(60, 50), (30, 20), (29, 24), (12, 7), (9, 6), (3, 2)]
)
def test_a_warning_before_the_end(target_s: float, warning_s: float) -> None:
    plan = TimerPlan("p", "P", "en", (TimedPhase("a", "A", target_s),))
    state = begin(plan, auto=False)
    assert heard(state) == [(0, "begin"), (warning_s, "warning"), (target_s, "end")]


def test_each_try_has_its_own(plan: TimerPlan) -> None:
    state = advance(begin(plan, auto=False), Next(33.0))
    assert heard(state) == [(33, "begin"), (83, "warning"), (93, "end")]
    state = advance(state, Add(40.0))
    assert heard(state)[1:] == [(98, "warning"), (108, "end")]


def test_a_pause_puts_them_off(plan: TimerPlan) -> None:
    state = advance(begin(plan, auto=False), Pause(5.0))
    assert heard(state) == []
    assert heard(advance(state, Pause(15.0)))[1:] == [(30, "warning"), (40, "end")]


def test_spoken_by_hand(plan: TimerPlan) -> None:
    assert words(begin(plan, auto=False)) == ["Intro", "Dix secondes.", "C’est l’heure."]


def test_spoken_by_itself_the_next_name_says_that_it_is_time(plan: TimerPlan) -> None:
    state = begin(plan, auto=True)
    assert words(state) == ["Intro", "Dix secondes.", ""]
    assert words(catch_up(state, 100.0)) == ["Fin", "Cinq secondes.", ""]
    over = catch_up(state, 200.0)
    assert heard(over) == [(110, "over")]
    assert words(over) == ["C’est fini."]


def test_nobody_counts_down_the_seconds_of_a_very_short_phase() -> None:
    plan = TimerPlan("p", "P", "en", (TimedPhase("a", "A", 6.0),))
    assert words(begin(plan, auto=False)) == ["A", "", "Time is up."]


def test_who_leaves_hears_nothing_more(plan: TimerPlan) -> None:
    assert heard(advance(begin(plan, auto=False), Quit(5.0))) == []
