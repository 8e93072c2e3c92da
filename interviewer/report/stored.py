"""A session of the history as a report is made of it, and what there is to note beside its scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from interviewer.domain import AnswerCard, Language, Notice, Scenario, SessionRecord, Usual
from interviewer.errors import HistoryError, UsageError
from interviewer.history.record import best_answers, provisional_tasks
from interviewer.history.store import open_store
from interviewer.history.values import StoredSession
from interviewer.i18n import N_
from interviewer.report.session import Session, SoundOf
from interviewer.report.wording import score_words
from interviewer.scoring.answer import score_session
from interviewer.ui.page import Words


def stored_session(stored: StoredSession, sound_of: SoundOf, words: Words) -> Session:
    """What a report is made of.

    Args:
        stored: the session.
        sound_of: what the report has of each recording.
        words: the language of its notes.

    Raises:
        UsageError: nothing of it is scored.
    """
    summary = stored.summary
    cards = best_answers(stored)
    if not cards or summary.engine is None:
        raise UsageError(
            N_("The session {session} has no scored answers: there is nothing to report."),
            N_("To see what it has: interviewer history show {session}"),
            session=summary.id,
        )
    return Session(
        scorecard=replace(
            score_session(stored.scenario, summary.engine, cards),
            usual=usual_voice(summary.language, summary.id),
        ),
        sound_of=sound_of,
        began_at=stored.began_at,
        notes=[words.say(note.message, **note.values) for note in _notes(stored)],
        id=summary.id if stored.record is not None else "",
    )


def usual_voice(language: Language, besides: str = "") -> Usual | None:
    """How the person's voice moves as a rule; None without earlier sessions.

    None also where the history cannot be read: a scorecard is shown all the same.

    Args:
        language: of the sessions.
        besides: a session; those before it count, or all where it is not kept.
    """
    try:
        with open_store(purpose="reading") as store:
            return store.usual(language, besides)
    except HistoryError:
        return None


def equal_scores(one: AnswerCard, other: AnswerCard) -> bool:
    """Whether two answers have the same score, as it is shown."""
    return round(one.score or 0.0) == round(other.score or 0.0)


NOT_READ_WHOLE = N_("Not read whole: {titles}. What was heard at once counts.")


def _notes(stored: StoredSession) -> list[Notice]:
    titles = _titles(stored.scenario)
    record = stored.record
    if record is None:
        notes = [Notice(N_("This session was cut off: its follow-ups are not counted here."))]
        if tasks := provisional_tasks(stored):
            message = N_("Not read whole yet: {titles}. To do so: interviewer resume")
            names = ", ".join(titles.get(task, task) for task in tasks)
            notes.append(Notice(message, {"titles": names}))
        return notes
    best = {card.task.id: card for card in record.answers}
    notes = [
        Notice(
            N_("Another take of “{title}” scored the same: {file}.")
            if equal_scores(best.get(card.task.id, card), card)
            else N_("Another take of “{title}” scored less: {file}."),
            {"title": card.title, "file": card.take.audio.name},
        )
        for card in record.set_aside
    ]
    for message, tasks in (
        (N_("Without an answer: {titles}."), record.skipped),
        (N_("Not reached: {titles}."), record.left),
        (NOT_READ_WHOLE, record.provisional),
    ):
        if tasks:
            names = ", ".join(titles.get(task, task) for task in tasks)
            notes.append(Notice(message, {"titles": names}))
    return notes


def _titles(scenario: Scenario) -> dict[str, str]:
    """What each task is called, by its id."""
    titles = {phase.id: phase.title for phase in scenario.phases}
    for phase in scenario.phases:
        titles |= {question.id: question.ask for question in phase.questions}
    return titles


def reread_notices(record: SessionRecord, words: Words) -> Iterator[Notice]:
    """What reading the answers whole has changed of what was shown, and which were not read so."""
    titles = {card.task.id: card.title for card in record.answers}
    for each in record.rereadings:
        changes: list[str] = []
        before, now = (score_words(score, words) for score in (each.score_before, each.score))
        if before != now:
            changes.append(words.say(N_("{now} instead of {before}"), now=now, before=before))
        if each.found:
            changes.append(words.say(N_("heard as well: {terms}"), terms=", ".join(each.found)))
        if each.lost:
            changes.append(
                words.say(N_("not heard after all: {terms}"), terms=", ".join(each.lost))
            )
        values = {"title": titles[each.task], "changes": " · ".join(changes)}
        yield Notice(N_("Read whole, “{title}”: {changes}."), values)
    if record.provisional:
        named = ", ".join(titles[task] for task in record.provisional)
        yield Notice(NOT_READ_WHOLE, {"titles": named})
