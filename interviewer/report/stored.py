"""A session of the history as a report is made of it, and what there is to note beside its scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from interviewer.domain import (
    AnswerCard,
    Language,
    Notice,
    Replay,
    Scenario,
    SessionRecord,
    Usual,
)
from interviewer.errors import HistoryError, UsageError
from interviewer.history.record import best_answers, provisional_tasks
from interviewer.history.store import Store, open_store
from interviewer.history.trends import Side, task_trends, trends
from interviewer.history.values import StoredSession, answer_figures, session_figures
from interviewer.i18n import N_
from interviewer.report.progress import Progress
from interviewer.report.session import Session, SoundOf
from interviewer.report.wording import change_words
from interviewer.scoring.answer import score_session
from interviewer.ui.page import Words
from interviewer.ui.text import clock


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
            coaching=stored.coaching,
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
        values = {"title": titles[each.task], "changes": change_words(each, words)}
        yield Notice(N_("Read whole, “{title}”: {changes}."), values)
    if record.provisional:
        named = ", ".join(titles[task] for task in record.provisional)
        yield Notice(NOT_READ_WHOLE, {"titles": named})


def left_notices(scenario: Scenario, result: Replay, *, whole: bool) -> Iterator[Notice]:
    """Takes set aside; and, where the ``whole`` scenario was asked for, what has no recording."""
    for card in result.other_takes:
        best = next(answer for answer in result.scorecard.answers if answer.task.id == card.task.id)
        values = {"id": card.task.id, "kept": best.take.audio.name, "other": card.take.audio.name}
        message = N_("Several takes of {id}: {kept} counts, {other} scored less.")
        if equal_scores(best, card):
            message = N_("Several takes of {id}: {kept} counts, {other} scored the same.")
        yield Notice(message, values)
    for span in result.left_out:
        values = {"start": clock(span.start_s), "end": clock(span.end_s)}
        yield Notice(N_("From {start} to {end} nothing fits the scenario: left out."), values)
    answered = {answer.task.id for answer in result.scorecard.answers}
    missing = [
        task.id
        for phase, task in scenario.tasks()
        if task.id not in answered and not phase.optional
    ]
    if missing and whole:
        message = N_("No recording for: {ids}. The total covers what was recorded.")
        yield Notice(message, {"ids": ", ".join(missing)})


def progress_of(store: Store, scenario: str) -> list[Progress]:
    """How a scenario went, by the way it was held, the last one first; the first has the terms."""
    sessions = store.sessions(scenario_id=scenario)
    found, runs = trends(sessions), tuple(each for each in sessions if each.kind == "timer")
    if not found and not runs:
        known = dict.fromkeys(each.scenario_id for each in store.sessions())
        if not known:
            raise nothing_yet(N_("Nothing is scored yet."), scenario)
        raise UsageError(
            N_("Nothing of {scenario} is scored yet."),
            N_("There are sessions of: {ids}."),
            scenario=scenario,
            ids=", ".join(known),
        )
    if not found:
        return [Progress(None, runs=runs)]
    answers, tics = store.best_answers(scenario), store.tics(scenario)
    voices = store.voices(found[0].last.language)
    coached = store.coachings.of_scenario(scenario)
    made: list[Progress] = []
    for each in found:
        ids = {session.id for session in each.sessions}
        made.append(
            Progress(
                each,
                task_trends([answer for answer in answers if answer.session_id in ids]),
                None if made else store.terms(scenario),
                () if made else runs,
                tuple(tic for tic in tics if tic.session_id in ids),
                tuple(voice for voice in voices if voice.session_id in ids),
                tuple(each for each in coached if each.session_id in ids),
            )
        )
    return made


def nothing_yet(message: str, scenario: str) -> UsageError:
    """That there is nothing, and how to begin."""
    return UsageError(message, N_("Begin with: interviewer rehearse {scenario}"), scenario=scenario)


def side_of(store: Store, text: str) -> Side:
    """One side of a comparison: a session, or one take of it, SESSION/TAKE.

    Raises:
        UsageError: it is not there, or has no answers.
    """
    name, _, take = text.partition("/")
    stored = store.load(store.find(name, scored=True).id)
    answers = best_answers(stored)
    if not answers:
        raise UsageError(
            N_("The session {session} has no scored answers to compare."),
            session=stored.summary.id,
        )
    if not take:
        figures = session_figures(answers)
        return Side(stored.summary.id, stored.scenario.id, figures, answers)
    others = () if stored.record is None else stored.record.set_aside
    card = _take_named(stored, (*answers, *others), take)
    return Side(f"{stored.summary.id}/{take}", stored.scenario.id, answer_figures(card), (card,))


def _take_named(stored: StoredSession, cards: Sequence[AnswerCard], take: str) -> AnswerCard:
    """The card of the recording ``take``."""
    names = {recording.path: recording.name for recording in stored.recordings}
    known = {names[card.take.audio]: card for card in cards if card.take.audio in names}
    if take not in known:
        raise UsageError(
            N_("The session {session} has no scored take {take}."),
            N_("It has: {takes}."),
            session=stored.summary.id,
            take=take,
            takes=", ".join(known) or "-",
        )
    return known[take]
