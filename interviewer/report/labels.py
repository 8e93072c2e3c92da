"""Words that several views share."""

from __future__ import annotations

from rich.text import Text

from interviewer.i18n import N_
from interviewer.models import Timing, Verdict
from interviewer.report.page import GOOD, QUIET, STRONG, UNSURE, Page
from interviewer.report.text import duration, number, seconds
from interviewer.report.words import Says

__all__ = [
    "NOT_MEASURED",
    "SHORT_VERDICTS",
    "VERDICT_STYLES",
    "onset_text",
    "score_text",
    "verdict_text",
]

NOT_MEASURED = N_("not measured")

SHORT_VERDICTS: dict[Verdict, str] = {
    "on_time": N_("on time"),
    "short": N_("too short"),
    "long": N_("too long"),
    "not_measured": NOT_MEASURED,
}

VERDICT_STYLES: dict[Verdict, str] = {
    "on_time": GOOD,
    "short": UNSURE,
    "long": UNSURE,
    "not_measured": QUIET,
}


def verdict_text(page: Says, timing: Timing) -> str:
    """« à l'heure », or by how many seconds the target was missed, to the second."""
    if timing.spoken_s is None or timing.verdict in ("on_time", "not_measured"):
        return page.say(SHORT_VERDICTS[timing.verdict])
    off = duration(round(abs(timing.spoken_s - timing.target_s)), page.language)
    if timing.verdict == "short":
        return page.say(N_("too short by {time}"), time=off)
    return page.say(N_("too long by {time}"), time=off)


def onset_text(page: Page, onset_s: float) -> str:
    """How long the first word was waited for: since the question, or since the file's start."""
    return page.say(N_("first word after {time}"), time=seconds(onset_s, page.language))


def score_text(page: Page, score: float | None, style: str = STRONG) -> Text:
    """A score of 0..100 as a whole number, or that it was not measured."""
    if score is None:
        return page.text(page.say(NOT_MEASURED), QUIET)
    return page.text(number(score, 0, page.language), style)
