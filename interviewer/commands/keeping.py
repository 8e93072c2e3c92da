"""The history as commands open it: by the person's settings, old recordings gone first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from interviewer.commands.screen import Screen
from interviewer.history.store import Store, open_store
from interviewer.i18n import N_
from interviewer.models import (
    AnswerCard,
    ListenRequest,
    Notice,
    Scenario,
    SessionChoice,
    SessionRecord,
)
from interviewer.replay import Replay
from interviewer.settings import Settings, load_settings
from interviewer.ui.text import megabytes

__all__ = ["finished_record", "keep_replay", "keeps_audio", "open_history", "tidy"]


@contextmanager
def open_history(screen: Screen) -> Iterator[Store]:
    """The history, tidied. Settings are read first: a wrong one stops before anything is done.

    Raises:
        UsageError: a setting is wrong.
        HistoryError: the history cannot be used.
    """
    settings = load_settings()
    with open_store() as store:
        tidy(store, settings, screen)
        yield store


def tidy(store: Store, settings: Settings, screen: Screen) -> None:
    """Removes the recordings that are older than the settings keep them, and says so."""
    days = settings.audio.days
    if days is None:
        return
    removed = store.remove_old_audio(datetime.now(UTC) - timedelta(days=days))
    if removed.files:
        message = N_(
            "Recordings older than {days} days were removed: {count}, {size}. Their words and scores stay."
        )
        size = megabytes(removed.bytes, screen.language)
        screen.notice(Notice(message, {"days": days, "count": removed.files, "size": size}))


def keep_replay(scenario: Scenario, phase: str | None, result: Replay, screen: Screen) -> None:
    """Keeps what came of a replay as a session; its recordings stay where the person has them.

    Args:
        scenario: what was answered.
        phase: the phase or question that was asked for; None for the whole scenario.
        result: what came of it.
        screen: told the session's id.

    Raises:
        InterviewerError: a setting is wrong, or the history cannot be used.
    """
    now = datetime.now().astimezone()
    choice = SessionChoice(phase=phase)
    cards = (*result.scorecard.answers, *result.other_takes)
    with open_history(screen) as store:
        log = store.begin("replay", scenario, choice, result.scorecard.engine, now=now)
        phases = {task.id: phase for phase, task in scenario.tasks()}
        counts: Counter[str] = Counter()
        for card in cards:
            counts[card.task.id] += 1
            name = f"{card.task.id}-take{counts[card.task.id]}"
            target_s = card.task.target_s
            request = ListenRequest(name, phases[card.task.id], card.task, target_s, target_s)
            log.recording_opened(request, card.take.audio)
            log.recording_closed(name, card.take.duration_s)
            log.recording_transcribed(name, card.take)
        record = finished_record(
            scenario,
            result.scorecard.answers,
            sum(card.take.duration_s for card in cards),
            set_aside=result.other_takes,
            choice=choice,
        )
        log.finish(record, now=datetime.now(UTC))
    screen.notice(Notice(N_("Kept in the history as {id}."), {"id": log.id}))


def finished_record(
    scenario: Scenario,
    answers: Sequence[AnswerCard],
    duration_s: float,
    *,
    set_aside: Sequence[AnswerCard] = (),
    choice: SessionChoice | None = None,
) -> SessionRecord:
    """What came of something that the session engine did not hold.

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
        listened_s=sum(card.take.duration_s for card in (*answers, *set_aside)),
        duration_s=duration_s,
        paused_s=0.0,
        reason="completed",
    )


def keeps_audio(asked: bool | None) -> bool:
    """Whether recordings stay once a session is over: as asked, else as settled.

    Raises:
        UsageError: a setting is wrong.
    """
    return load_settings().audio.keep if asked is None else asked
