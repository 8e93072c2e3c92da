"""What a check found, as values, and what the person is told while it runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from interviewer.audio.watchdog import Level
from interviewer.domain import Notice
from interviewer.errors import InterviewerError
from interviewer.i18n import N_

_log = logging.getLogger(__name__)

Status = Literal["ok", "warning", "missing", "not_measured"]
"""``warning``: it works, but badly; ``missing``: it does not work, and a session needs it;
``not_measured``: it was not tried, and ``found`` says why."""

VOICE = N_("Voice")
MICROPHONE = N_("Microphone")
DETECTOR = N_("Detector")
ENGINE = N_("Engine")
MODEL = N_("Model")
RECOGNITION = N_("Recognition")
MEANING = N_("Meaning")
LOCAL_AI = N_("Local AI")
DISK = N_("Disk")
SESSIONS = N_("Sessions")
LOG = N_("Log")

TITLES = (VOICE, MICROPHONE, DETECTOR, ENGINE, MODEL, RECOGNITION, MEANING, DISK, SESSIONS, LOG)
"""In the order of the checks. Before the disk, the local AI is checked where the settings name one."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the machine, tried."""

    title: str
    """Gettext id, one of :data:`TITLES`, or :data:`LOCAL_AI`."""
    status: Status
    found: Notice
    """What was measured; where nothing was, why."""
    fix: Notice | None = None
    """What to do about it; None where there is nothing to do."""


def something_missing(checks: Iterable[Check]) -> bool:
    """Whether the person has to put something right before they rehearse."""
    return any(check.status == "missing" for check in checks)


def failed(title: str, error: InterviewerError) -> Check:
    """The part is missing, for the reason and with the remedy that ``error`` gives."""
    values = {
        name: value if isinstance(value, str | int | float) else str(value)
        for name, value in error.values.items()
    }
    remedy = Notice(error.remedy, values) if error.remedy else None
    return Check(title, "missing", Notice(error.message, values), remedy)


def guarded(title: str, step: Callable[[], Check]) -> Check:
    """What ``step`` finds; what it raises becomes a finding too, so that the next step comes."""
    try:
        check = step()
        _log.info("%s: %s", title, check.status)
        return check
    except InterviewerError as error:
        _log.info("%s: missing", title, exc_info=error)
        return failed(title, error)
    except Exception as error:  # noqa: BLE001  one part that breaks must not hide the others
        _log.info("%s: breaks", title, exc_info=error)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return Check(
            title,
            "missing",
            Notice(N_("It breaks ({reason})."), {"reason": reason}),
            Notice(N_("Install interviewer again; if that does not help, report this line.")),
        )


class Guide(Protocol):
    """Shows what is going on, and what the person is to do."""

    def now(self, notice: Notice) -> None:
        """This goes on from now on, or is to be done."""
        ...

    def hears(self, level: Level, rest_s: float) -> None:
        """The microphone gave a block; it is listened to for ``rest_s`` more."""
        ...
