"""Durations as people write them: ``"45s"``, ``"1min30"``, ``"3min"``. Seconds inside."""

from __future__ import annotations

import re

from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.scenario.problems import shown

NOT_A_DURATION = N_('{value} is not a duration; write "45s", "1min30" or "3min".')
NO_TIME = N_('{value} leaves no time to speak; write a longer duration, such as "45s".')

_FORM = re.compile(
    r"\s*(?:(?P<minutes>[0-9]{1,4})\s*min(?:\s*(?P<rest>[0-9]{1,2})\s*s?)?"
    r"|(?P<seconds>[0-9]{1,5})\s*s)\s*",
    re.IGNORECASE,
)


def parse_duration(text: str) -> float:
    """Seconds of ``text``: minutes, seconds or both, with or without spaces.

    ``"90s"`` is fine, ``"1min90"`` is not: beside minutes, seconds stay below 60.

    Raises:
        UsageError: not a duration, or one of length 0.
    """
    match = _FORM.fullmatch(text)
    if match is None or int(match["rest"] or 0) >= 60:
        raise UsageError(NOT_A_DURATION, value=shown(text))
    seconds = 60 * int(match["minutes"] or 0) + int(match["rest"] or match["seconds"] or 0)
    if seconds == 0:
        raise UsageError(NO_TIME, value=shown(text))
    return float(seconds)


def format_duration(seconds: float) -> str:
    """``seconds`` to the nearest one, for screens: ``45 s``, ``3 min``, ``1 min 30``.

    Raises:
        ValueError: negative or not finite.
    """
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"not a length of time: {seconds}")
    minutes, rest = divmod(round(seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    return f"{minutes} min {rest:02}" if rest else f"{minutes} min"
