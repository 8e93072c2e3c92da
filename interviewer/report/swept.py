"""What is said of recordings that became too old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from interviewer.domain import Language, Notice
from interviewer.history.sweep import IN_BIN, Swept
from interviewer.i18n import N_
from interviewer.ui.text import megabytes


def swept_notices(
    swept: Swept, days: int | None, now: datetime, language: Language
) -> Iterator[Notice]:
    """What went into the bin and out of it, and how it comes back.

    Args:
        swept: what was done.
        days: how long recordings are kept.
        now: by this machine's clock.
        language: how sizes are written.
    """
    if swept.doubted:
        message = N_(
            "It is {date} by this machine’s clock, which is far from the last session: no old recordings "
            "were removed. If the date is right, they will be from tomorrow on."
        )
        yield Notice(message, {"date": f"{now:%Y-%m-%d}"})
    if swept.binned.files:
        message = N_(
            "Recordings older than {days} days are in the bin now: {count}, {size}. Their words and "
            "scores stay. For {left} days they come back by: interviewer history restore"
        )
        yield Notice(
            message,
            {
                "days": days or 0,
                "count": swept.binned.files,
                "size": megabytes(swept.binned.bytes, language),
                "left": IN_BIN.days,
            },
        )
    if swept.emptied.files:
        message = N_(
            "Recordings that were in the bin for {left} days are removed: {count}, {size}."
        )
        yield Notice(
            message,
            {
                "left": IN_BIN.days,
                "count": swept.emptied.files,
                "size": megabytes(swept.emptied.bytes, language),
            },
        )
