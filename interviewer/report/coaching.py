"""What coaches say of a session to what views show of it, and the desk at which a page lets them say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.domain import Coaching, Criterion, Scenario, Scorecard, disagree
from interviewer.history.coaching import TAKEN_IN, TakenIn
from interviewer.history.trends import figure
from interviewer.history.values import Coached, Figures, SessionSummary
from interviewer.i18n import N_
from interviewer.report.coaching_rows import (
    CoachView,
    CommentView,
    Desk,
    DeskCriterion,
    GradeView,
)
from interviewer.report.progress_rows import Change, CriterionRow
from interviewer.report.wording import score_words
from interviewer.ui.page import Words
from interviewer.ui.text import NO_BREAK, clock, number, safe

MEASURED = {
    "coverage": N_("Content"),
    "timing": N_("Timing"),
    "delivery": N_("Delivery"),
}
"""The part of the score that looks at what a criterion does."""

COACH_TITLE = N_("Marks of the coach")

PARTED = N_("the coach and the measure part")


def _coach_name(coaching: Coaching, words: Words) -> str:
    """As it is shown; a coach may give none."""
    return safe(coaching.coach) or words.say(N_("Coach"))


def taken_in_line(taken: TakenIn, words: Words) -> str:
    """What became of a coach's file, in a line."""
    return words.say(
        TAKEN_IN[taken.what],
        coach=_coach_name(taken.coaching, words),
        comments=len(taken.coaching.comments),
        marks=len(taken.coaching.marks),
    )


def comments_on(answer: str, card: Scorecard, words: Words) -> tuple[CommentView, ...]:
    """What coaches say of the answer to a task, by its id: of the whole first, then moment by moment."""
    found = [
        CommentView(
            _coach_name(coaching, words),
            safe(comment.text),
            "" if comment.at_s is None else clock(comment.at_s),
            comment.at_s,
        )
        for coaching in card.coaching
        for comment in coaching.comments
        if comment.answer == answer
    ]
    return tuple(sorted(found, key=lambda each: -1.0 if each.start_s is None else each.start_s))


def coach_views(card: Scorecard, figures: Figures, words: Words) -> Iterator[CoachView]:
    """The marks of each coach who gave any, beside the session's ``figures``."""
    rubric = {criterion.id: criterion for criterion in card.scenario.rubric}
    for coaching in card.coaching:
        grades = tuple(
            _grade(rubric[grade.criterion], grade.mark, figures, words)
            for grade in coaching.marks
            if grade.criterion in rubric
        )
        if grades:
            title = words.say(N_("Marks of {coach}"), coach=_coach_name(coaching, words))
            yield CoachView(title, grades)


def _grade(criterion: Criterion, mark: int, figures: Figures, words: Words) -> GradeView:
    measured = parted = ""
    if criterion.measured is not None:
        value = figure(figures, criterion.measured)
        title, shown = words.say(MEASURED[criterion.measured]), score_words(value, words)
        measured = words.say(N_("{part}: {score}"), part=title, score=shown)
        parted = words.say(PARTED) if disagree(criterion, mark, value) else ""
    return GradeView(
        safe(criterion.title),
        mark_of(mark, criterion, words),
        safe(criterion.marks[mark - 1]) if 0 < mark <= len(criterion.marks) else "",
        measured,
        parted,
    )


def desk_of(session: str, scenario: Scenario, words: Words, *, opened: bool) -> Desk:
    """The desk for a session of the history."""
    criteria = tuple(
        DeskCriterion(each.id, safe(each.title), tuple(map(safe, each.marks)))
        for each in scenario.rubric
    )
    file = words.say(N_("comments-{session}.json"), session=session)
    return Desk(session, safe(file), criteria, opened)


def criterion_rows(
    coached: Sequence[Coached], sessions: Sequence[SessionSummary], words: Words
) -> Iterator[CriterionRow]:
    """The criteria of the last rubric over the sessions in which it asked the same.

    Args:
        coached: the sessions that coaches said something of, the earliest first.
        sessions: these and others.
        words: the language of the page.
    """
    figures = {session.id: session.figures for session in sessions}
    for criterion in coached[-1].rubric if coached else ():
        means = [(each.session_id, _mean(each, criterion)) for each in coached]
        marks = [(session_id, mark) for session_id, mark in means if mark is not None]
        if not marks:
            continue
        (first_id, first), (last_id, last) = marks[0], marks[-1]
        grade = _grade(criterion, round(last), figures[last_id], words)
        yield CriterionRow(
            name=safe(criterion.title),
            first=mark_of(first, criterion, words),
            last=mark_of(last, criterion, words),
            change=Change() if first_id == last_id else _change(last - first, words),
            values=tuple(mark for _, mark in means),
            span=(1.0, float(len(criterion.marks))),
            beside=grade.beside,
            parted=bool(grade.parted),
        )


def _mean(coached: Coached, criterion: Criterion) -> float | None:
    """Of the marks for the same criterion; None where it was another one, or nobody gave any."""
    if criterion not in coached.rubric:
        return None
    marks = [
        grade.mark
        for coaching in coached.coaching
        for grade in coaching.marks
        if grade.criterion == criterion.id
    ]
    return sum(marks) / len(marks) if marks else None


def mark_of(mark: float, criterion: Criterion, words: Words) -> str:
    """A mark out of how many, ``3 / 4``."""
    shown = number(mark, 0 if mark == round(mark) else 1, words.language)
    return f"{shown}{NO_BREAK}/{NO_BREAK}{len(criterion.marks)}"


def _change(change: float, words: Words) -> Change:
    size = number(abs(change), 0 if change == round(change) else 1, words.language)
    if not change:
        return Change("=")
    return Change(f"+{size}" if change > 0 else f"−{size}", better=change > 0)
