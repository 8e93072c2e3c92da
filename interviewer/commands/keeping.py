"""The history as commands open it: by the person's settings, old recordings gone first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from interviewer.commands.screen import Screen
from interviewer.history.store import Store, open_store
from interviewer.i18n import N_
from interviewer.models import ListenRequest, Notice, Scenario, SessionChoice, SessionRecord
from interviewer.replay import Replay
from interviewer.report.text import megabytes
from interviewer.settings import Settings, load_settings

__all__ = ["keep_replay", "keeps_audio", "open_history", "replay_record", "tidy"]


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
    now = datetime.now(UTC)
    with open_history(screen) as store:
        log = store.begin(
            "replay", scenario, SessionChoice(phase=phase), result.scorecard.engine, now=now
        )
        phases = {task.id: phase for phase, task in scenario.tasks()}
        counts: Counter[str] = Counter()
        for card in (*result.scorecard.answers, *result.other_takes):
            counts[card.task.id] += 1
            name = f"{card.task.id}-take{counts[card.task.id]}"
            target_s = card.task.target_s
            request = ListenRequest(name, phases[card.task.id], card.task, target_s, target_s)
            log.recording_opened(request, card.take.audio)
            log.recording_closed(name, card.take.duration_s)
            log.recording_transcribed(name, card.take)
        log.finish(replay_record(scenario, phase, result), now=datetime.now(UTC))
    screen.notice(Notice(N_("Kept in the history as {id}."), {"id": log.id}))


def replay_record(scenario: Scenario, phase: str | None, result: Replay) -> SessionRecord:
    """What came of a replay, as of a session: its time is that of the recordings."""
    answered = {card.task.id for card in result.scorecard.answers}
    tasks = tuple(
        task.id
        for each, task in scenario.tasks()
        if task.id in answered or (phase is None and not each.optional)
    )
    cards = (*result.scorecard.answers, *result.other_takes)
    recorded_s = sum(card.take.duration_s for card in cards)
    return SessionRecord(
        scenario=scenario,
        choice=SessionChoice(phase=phase),
        tasks=tasks,
        answers=result.scorecard.answers,
        set_aside=result.other_takes,
        skipped=(),
        left=tuple(task for task in tasks if task not in answered),
        unscored=(),
        follow_ups=(),
        listened_s=recorded_s,
        duration_s=recorded_s,
        paused_s=0.0,
        reason="completed",
    )


def keeps_audio(asked: bool | None) -> bool:
    """Whether recordings stay once a session is over: as asked, else as settled.

    Raises:
        UsageError: a setting is wrong.
    """
    return load_settings().audio.keep if asked is None else asked
