"""What is said of recordings and sessions that go: those asked for, those not kept, those too old."""

from __future__ import annotations

from datetime import datetime

from interviewer.domain import Notice
from interviewer.errors import HistoryError
from interviewer.history.folder import shown
from interviewer.history.removal import Removed
from interviewer.history.store import Store
from interviewer.i18n import N_
from interviewer.log import forget, log_file
from interviewer.report.swept import swept_notices
from interviewer.settings import load_settings
from interviewer.ui.screen import Screen
from interviewer.ui.text import megabytes


def tell_removed(removed: Removed, screen: Screen) -> None:
    """What was deleted, what could not be, and the log with it."""
    values: dict[str, str | int | float] = {
        "sessions": removed.sessions,
        "files": removed.files,
        "size": megabytes(removed.bytes, screen.language),
    }
    message = N_("Sessions deleted for good: {sessions}. Files of sound: {files} ({size}).")
    screen.notice(Notice(message, values))
    for session in removed.refused:
        message = N_(
            "“{session}” can be no session’s name: its entry is deleted, no file was touched."
        )
        screen.notice(Notice(message, {"session": shown(session)}))
    if not removed.anew:
        message = N_(
            "What was deleted is overwritten; the disk is too full to make the file smaller. "
            "Once there is space: interviewer history purge --older-than 3650d"
        )
        screen.notice(Notice(message))
    try:
        forget()
    except OSError as error:
        message = N_("The log cannot be removed ({reason}); delete it yourself: {file}")
        reason = error.strerror or str(error)
        screen.notice(Notice(message, {"reason": reason, "file": str(log_file())}))


def end_recordings(
    store: Store, session: str, screen: Screen, now: datetime, *, keep: bool
) -> None:
    """The session has come to its end: its recordings go if they are not kept, and old ones do.

    Raises:
        HistoryError: recordings that are not to be kept cannot be removed.
    """
    if not keep:
        store.remove_audio(session)
    sweep_recordings(store, screen, now, session)


def sweep_recordings(store: Store, screen: Screen, now: datetime, besides: str = "") -> None:
    """Recordings that became too old go into the bin and out of it; it is said, and how they come back.

    What goes wrong with it is told, and no reason to break off.
    """
    audio = load_settings().audio
    try:
        swept = store.sweep(audio.removed_before(now), now, besides)
    except HistoryError as error:
        screen.fail(error)
        return
    for notice in swept_notices(swept, audio.days, now, screen.language):
        screen.notice(notice)
