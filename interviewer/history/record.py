"""What is kept of a session that no session at the microphone held, or did not hold to its end.

Decided on values alone; :func:`keep_answers` then writes it through a log that is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from interviewer.domain import AnswerCard, ListenRequest, Scenario, SessionChoice, SessionRecord
from interviewer.history.values import StoredSession
from interviewer.history.writing import SessionLog
from interviewer.session.events import Confirmed, Scored


def finished_record(
    scenario: Scenario,
    answers: Sequence[AnswerCard],
    duration_s: float,
    *,
    set_aside: Sequence[AnswerCard] = (),
    choice: SessionChoice | None = None,
) -> SessionRecord:
    """What came of something that no session at the microphone held.

    Args:
        scenario: what was answered; tasks of its optional phases count where they were.
        answers: the best take of each task.
        duration_s: how long it took.
        set_aside: the other takes.
        choice: what was asked for of the scenario.
    """
    answered = {card.task.id for card in answers}
    phase = None if choice is None else choice.phase
    tasks = tuple(
        task.id
        for each, task in scenario.tasks()
        if task.id in answered or (phase is None and not each.optional)
    )
    left = tuple(task for task in tasks if task not in answered)
    return SessionRecord(
        scenario=scenario,
        choice=choice or SessionChoice(),
        tasks=tasks,
        answers=tuple(answers),
        set_aside=tuple(set_aside),
        skipped=(),
        left=left,
        unscored=(),
        follow_ups=(),
        listened_s=recorded_s((*answers, *set_aside)),
        duration_s=duration_s,
        paused_s=0.0,
        reason="completed",
    )


def keep_answers(
    log: SessionLog,
    scenario: Scenario,
    answers: Sequence[AnswerCard],
    *,
    set_aside: Sequence[AnswerCard],
    choice: SessionChoice,
    now: datetime,
) -> None:
    """Keeps answers of a replay as a finished session, each recording where it is.

    Args:
        log: of a session just begun.
        scenario: what was answered.
        answers: the best take of each task.
        set_aside: the other takes.
        choice: what was asked for of the scenario.
        now: with its time zone.

    Raises:
        HistoryError: it cannot be kept.
    """
    cards = (*answers, *set_aside)
    for name, request, card in named_takes(scenario, cards):
        log.recording_opened(request, card.take.audio)
        log.recording_closed(name, card.take.duration_s)
        log.recording_transcribed(name, card.take)
    record = finished_record(
        scenario, answers, recorded_s(cards), set_aside=set_aside, choice=choice
    )
    log.finish(record, now=now)


def recorded_s(cards: Sequence[AnswerCard]) -> float:
    """How long the recordings of ``cards`` are; one that holds several answers counts once."""
    whole = [card.take.duration_s for card in cards if card.take.place is None]
    shared = {card.take.audio: card.take.duration_s for card in cards if card.take.place}
    return sum(whole) + sum(shared.values())


def named_takes(
    scenario: Scenario, cards: Iterable[AnswerCard]
) -> Iterable[tuple[str, ListenRequest, AnswerCard]]:
    """Each card with the name that a session would have given its recording, and what it asked."""
    phases = {task.id: phase for phase, task in scenario.tasks()}
    counts: Counter[str] = Counter()
    for card in cards:
        task = card.task
        counts[task.id] += 1
        name = f"{task.id}-take{counts[task.id]}"
        yield name, ListenRequest(name, phases[task.id], task, task.target_s, task.target_s), card


def best_answers(stored: StoredSession) -> tuple[AnswerCard, ...]:
    """What counts of a session: its record's answers.

    Of one that was cut off, the best scored take of each task, in the scenario's order, follow-ups
    left out.
    """
    if stored.record is not None:
        return stored.record.answers
    best: dict[str, AnswerCard] = {}
    for recording in stored.recordings:
        card = stored.cards.get(recording.name)
        if card is None or recording.follow_up:
            continue
        known = best.get(recording.task_id)
        if known is None or (card.score or 0.0) > (known.score or 0.0):
            best[recording.task_id] = card
    return tuple(best[task.id] for _, task in stored.scenario.tasks() if task.id in best)


def provisional_tasks(stored: StoredSession) -> tuple[str, ...]:
    """The tasks of which a recording is scored by what was heard at once, in a session cut off."""
    scored = {event.recording for event in stored.events if isinstance(event, Scored)}
    scored -= {event.recording for event in stored.events if isinstance(event, Confirmed)}
    return tuple(dict.fromkeys(each.task_id for each in stored.recordings if each.name in scored))
