"""What a day is made of, and the days up to the interview."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from interviewer.domain import Phase, Task
from interviewer.drill.schedule import review
from interviewer.drill.today import Known, today, up_to
from interviewer.history.values import AnswerSummary, Figures

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PHASES = tuple(
    Phase(name, name.title(), "pitch", 30.0, "?", Task(name, 30.0))
    for name in ("intro", "story", "closing")
)
FRESH = Known("pitch", PHASES, "cards", "questions")


def answer(task: str, score: float | None, days_ago: int, phase: str = "") -> AnswerSummary:
    return AnswerSummary(
        "s", NOW - days_ago * DAY, phase or task, task, task.title(), Figures(score=score)
    )


def known(*answers: AnswerSummary, cards: int = 0) -> Known:
    memory = review(None, "again", NOW - DAY)
    return Known(
        "pitch",
        PHASES,
        "cards",
        "questions",
        (memory,) * cards,
        tuple(("pitch", each) for each in answers),
    )


def test_who_begins_gets_new_cards_two_questions_and_the_first_phase() -> None:
    steps = today(FRESH, NOW)
    assert [each.what for each in steps] == ["due", "asked", "timed"]
    assert steps[0].command == ("drill", "cards", "--count", "6")
    assert steps[2].command == ("rehearse", "pitch", "--phase", "intro")
    assert sum(each.minutes for each in steps) <= 15


def test_what_went_worst_last_is_done_again_and_another_phase_is_timed() -> None:
    steps = today(
        known(answer("intro", 40, 9), answer("intro", 90, 3), answer("story", 60, 2)), NOW
    )
    assert (steps[1].what, steps[1].title) == ("missed", "Story")
    assert steps[1].command == ("rehearse", "pitch", "--phase", "story")
    assert steps[2].command[-1] == "closing"


def test_a_question_that_went_worst_is_asked_with_others_of_its_phase() -> None:
    steps = today(known(answer("q3", 20, 1, phase="qa")), NOW)
    assert steps[1].command == ("rehearse", "pitch", "--phase", "qa", "--questions", "2")


def test_the_phase_rehearsed_longest_ago_is_timed() -> None:
    all_well = known(answer("story", 90, 5), answer("intro", 95, 4), answer("closing", 99, 1))
    assert today(all_well, NOW)[2].title == "Story"


def test_ten_cards_at_most_of_those_due() -> None:
    for due, count in ((3, 3), (25, 10)):
        step = today(known(cards=due), NOW)[0]
        assert (step.command[-1], step.count) == (str(count), count)


def test_without_a_microphone_all_of_it_is_typed_or_timed() -> None:
    steps = today(known(answer("intro", 10, 1)), NOW, typed=True)
    assert [each.command[0] for each in steps] == ["drill", "drill", "timer"]
    assert all("--typed" in each.command for each in steps[:2])


def test_the_days_up_to_the_interview() -> None:
    days = up_to(known(cards=4), date(2026, 11, 28), NOW)
    assert [each.what for each in days] == [
        *("timed", "whole", "timed", "timed", "whole", "timed", "rest")
    ]
    assert [each.cards for each in days] == [4, 0, 0, 0, 0, 0, 0]
    assert days[-2].title == days[-1].title == "Intro"


def test_two_weeks_at_most_and_nothing_once_it_is_over() -> None:
    assert len(up_to(FRESH, date(2027, 3, 1), NOW)) == 14
    assert up_to(FRESH, date(2026, 11, 21), NOW) == ()
