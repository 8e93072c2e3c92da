"""The figures that lists and trends are made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.domain import (
    AnswerCard,
    PhaseTry,
    Scenario,
    Span,
    Take,
    Task,
    Term,
    TimedPhase,
    TimerPlan,
    TimerRecord,
    Transcript,
)
from interviewer.history.values import NO_FIGURES, session_figures, timer_figures
from interviewer.scoring.answer import score_take


def answer(scenario: Scenario, target_s: float, spoken_s: float, pace: float | None) -> AnswerCard:
    """An answer to the first phase that was given ``target_s`` and took ``spoken_s``."""
    phase = scenario.phases[0]
    task = Task("intro", target_s, (Term("données"),))
    said = Transcript.from_text("les données", "fr")
    take = Take(Path("a.wav"), spoken_s + 1, (Span(1.0, 1.0 + spoken_s),), said)
    card = score_take(scenario, phase, task, take)
    return replace(card, delivery=replace(card.delivery, words_per_minute=pace))


def test_the_pace_of_a_session_weighs_answers_by_the_time_spoken(scenario: Scenario) -> None:
    """Words a minute are words over minutes spoken: ten seconds rushed out of a target of three
    minutes are not three minutes of rushing.
    """
    hurried = answer(scenario, target_s=180.0, spoken_s=10.0, pace=200.0)
    calm = answer(scenario, target_s=20.0, spoken_s=40.0, pace=120.0)
    unknown = answer(scenario, target_s=500.0, spoken_s=2.0, pace=None)
    figures = session_figures((hurried, calm, unknown))
    assert figures.pace == pytest.approx((10 * 200 + 40 * 120) / 50)
    assert figures.spoken_s == pytest.approx(52.0)


def test_the_scores_of_a_session_weigh_answers_by_their_targets(scenario: Scenario) -> None:
    long = answer(scenario, target_s=180.0, spoken_s=180.0, pace=None)
    short = answer(scenario, target_s=20.0, spoken_s=2.0, pace=None)
    assert (long.timing.score, short.timing.score) == (100.0, 0.0)
    assert session_figures((long, short)).timing == pytest.approx(90.0)


def test_a_phase_that_was_begun_again_and_left_counts_for_nothing() -> None:
    phases = (TimedPhase("a", "A", 30.0), TimedPhase("b", "B", 20.0))
    plan = TimerPlan("t", "T", "fr", phases)
    tries = (PhaseTry("a", 0.0, 31.0, 31.0, 30.0, "next"),)
    again = PhaseTry("b", 31.0, 40.0, 9.0, 20.0, "restart")
    timed, figures = timer_figures(TimerRecord(plan, False, (*tries, again), 40.0, 0.0, "quit"))
    assert (timed, figures.spoken_s, figures.target_s) == (1, 31.0, 30.0)
    assert timer_figures(TimerRecord(plan, False, (again,), 9.0, 0.0, "quit")) == (0, NO_FIGURES)
