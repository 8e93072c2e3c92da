"""Which session is meant by what the person wrote: its id, the beginning of it, or ``last``."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.errors import UsageError
from interviewer.history.folder import shown
from interviewer.history.values import SessionSummary
from interviewer.i18n import N_

MOST_NAMED = 5
"""Sessions named in one error."""


def named(text: str, sessions: Sequence[SessionSummary]) -> SessionSummary:
    """The one of ``sessions`` whose id is ``text``, or alone begins with it.

    The list of the history shows as much of each id as names it alone.

    Raises:
        UsageError: there is none, or several begin so.
    """
    found = [each for each in sessions if each.id == text]
    found = found or [each for each in sessions if text and each.id.startswith(text)]
    if not found:
        raise unknown(text, sessions)
    if len(found) > 1:
        raise UsageError(
            N_("Several sessions begin with {text}: {ids}."),
            N_("Write more of the one you mean."),
            text=text,
            ids=", ".join(shown(each.id) for each in found[:MOST_NAMED]),
        )
    return found[0]


def unknown(text: str, sessions: Sequence[SessionSummary]) -> UsageError:
    """That none of ``sessions``, the latest first, is meant by ``text``."""
    if not sessions:
        return UsageError(
            N_("The history has no sessions yet."), N_("Begin one: interviewer rehearse SCENARIO.")
        )
    return UsageError(
        N_("The history has no session {session}."),
        N_("The last ones are: {ids}."),
        session=shown(text),
        ids=", ".join(shown(each.id) for each in sessions[:MOST_NAMED]),
    )
