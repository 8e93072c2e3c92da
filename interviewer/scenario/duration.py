"""Durations as people write them: ``"45s"``, ``"1 min 30"``, ``"1:30"``, ``"1'30"``, ``"une minute"``.

Seconds inside. The same spellings are read everywhere: in scenario files, in ``--phases``, in the
headings of a script and of notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.scenario.problems import shown

NOT_A_DURATION = N_('{value} is not a duration; write "45s", "1min30" or "3min".')
NO_TIME = N_('{value} leaves no time to speak; write a longer duration, such as "45s".')

MOST_S = 4 * 3600
"""Of one phase or question."""

_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "dix": 10,
    "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "quarante-cinq": 45, "cinquante": 50,
    "soixante": 60, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:[0-9]{{1,5}}(?:[.,][0-9]{{1,2}})?|{_WORD})"
_BELOW_60 = rf"[0-9]{{1,2}}|{_WORD}"
_HOURS = r"(?:heures?|hours?|hrs?|h)"
_MINUTES = r"(?:minutes?|mins?|mn|m|['’′](?!['’′]))\.?"
_SECONDS = r"(?:secondes?|seconds?|secs?|s|''|’’|′′|″|”|\")\.?"
_AND = r"\s*(?:(?:et|and)\s+|,\s*)?"

# The longest form first: what is looked for in a heading ends where its form does.
_FORMS = (
    rf"(?P<hours>{_NUMBER})\s*{_HOURS}(?:{_AND}(?P<of_hour>[0-9]{{1,2}})(?:\s*{_MINUTES})?)?",
    rf"(?P<halved>{_NUMBER})\s*{_MINUTES}\s+(?:et\s+demie?|and\s+a\s+half)",
    rf"(?P<minutes>{_NUMBER})\s*{_MINUTES}(?:{_AND}(?P<rest>{_BELOW_60})(?:\s*{_SECONDS})?)?",
    r"(?P<clock_minutes>[0-9]{1,3}):(?P<clock_seconds>[0-9]{2})",
    rf"(?P<seconds>{_NUMBER})\s*{_SECONDS}",
    r"(?P<half>(?:une\s+)?demi[-\s]minute|half\s+a\s+minute)",
)
_FORM = re.compile("|".join(_FORMS), re.IGNORECASE)
_UNNAMED = re.sub(r"\?P<\w+>", "?:", "|".join(_FORMS))

_ABOUT = r"(?:(?:environ|env\.?|about|approx\.?|max(?:imum|\.)?|~|≈|<|≤)\s*)?"
_UP_TO = r"(?P<from>[0-9]{1,3}\s*(?:s|min)?(?:[-–]|\s*(?:à|to|ou|or)\s+))?"
_HELD = rf"{_ABOUT}{_UP_TO}(?P<length>{_UNNAMED})\s*(?:max(?:imum|\.)?|environ|env\.?)?"
_BETWEEN = r"[\s:;,·|/–—-]"
_PLACES = (
    rf"(?P<before>.*?)[(\[]\s*{_HELD}\s*[)\]](?P<after>.*)",
    rf"(?P<before>.*?)(?<![\w'’.,:-]){_HELD}(?P<after>)\s*[:.]?",
    rf"(?P<before>){_HELD}\s*(?:[:;·|/–—-]|\s)\s*(?P<after>\S.*)",
)
"""Where a length of time may stand in a heading. Compiled when notes are read, which few starts do."""


@dataclass(frozen=True, slots=True)
class TimedTitle:
    """A heading and the duration in it."""

    title: str
    """Without the duration; empty where the heading is nothing else."""
    seconds: float
    ranged: bool = False
    """It says "30 to 45 s"; the longer of the two was taken."""


def parse_duration(text: str) -> float:
    """Seconds of ``text``: hours, minutes, seconds or several of them, however they are spelt.

    ``"90s"`` is fine, ``"1min90"`` is not: beside minutes, seconds stay below 60.

    Raises:
        UsageError: not a duration, or one of length 0.
    """
    match = _FORM.fullmatch(text.strip())
    seconds = None if match is None else _seconds(match.groupdict())
    if seconds is None:
        raise UsageError(NOT_A_DURATION, value=shown(text))
    if seconds == 0:
        raise UsageError(NO_TIME, value=shown(text))
    return seconds


def _seconds(parts: dict[str, str | None]) -> float | None:
    """Of the named parts of a form; None where minutes or seconds go beyond 59."""
    if parts["half"]:
        return 30.0
    if parts["halved"]:
        return round(60 * _number(parts["halved"]) + 30)
    below_60 = _number(parts["of_hour"] or parts["rest"] or parts["clock_seconds"])
    if below_60 >= 60:
        return None
    if parts["hours"]:
        return round(3600 * _number(parts["hours"]) + 60 * below_60)
    minutes = _number(parts["minutes"] or parts["clock_minutes"])
    return float(round(60 * minutes + below_60 + _number(parts["seconds"])))


def _number(text: str | None) -> float:
    if not text:
        return 0.0
    word = _WORDS.get(text.casefold())
    return float(text.replace(",", ".")) if word is None else float(word)


def timed_title(heading: str) -> TimedTitle | None:
    """The title and the duration of ``heading``; None where no length of time stands in it.

    ``Intro (30 s)``, ``Anecdote — 45 sec``, ``1:30 - Why``, ``Closing [about one minute]``.
    """
    heading = heading.strip()
    for place in _PLACES:
        match = re.fullmatch(place, heading, re.IGNORECASE)
        form = None if match is None else _FORM.fullmatch(match["length"].strip())
        if match is None or form is None:
            continue
        seconds = _seconds(form.groupdict())
        if not seconds or seconds > MOST_S:
            continue
        title = " ".join(f"{match['before']} {match['after']}".split())
        title = re.sub(rf"^{_BETWEEN}+|{_BETWEEN}+$", "", title)
        return TimedTitle(title, seconds, ranged=bool(match["from"]))
    return None


def holds_duration(text: str) -> bool:
    """Whether a number with its unit stands anywhere in ``text``, as where a comma was forgotten."""
    return _ANYWHERE.search(text) is not None


_ANYWHERE = re.compile(
    rf"(?<![\w'’.,:])[0-9]{{1,5}}\s*(?:{_MINUTES}|{_SECONDS}|{_HOURS})(?!\w)|"
    r"(?<![\w:])[0-9]{1,3}:[0-5][0-9](?![\w:])",
    re.IGNORECASE,
)


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
