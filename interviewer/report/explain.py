"""The formulas of the scores and where their thresholds come from, in words."""

from __future__ import annotations

from interviewer.i18n import N_
from interviewer.models import Scenario
from interviewer.report.totals import formula_text
from interviewer.report.view import Explanation
from interviewer.report.words import Says
from interviewer.score.delivery import PACE_RANGE

__all__ = ["explanations"]


def explanations(scenario: Scenario, words: Says) -> tuple[Explanation, ...]:
    """How each figure of a report is made; the thresholds are those of the scenario's language."""
    low, high = PACE_RANGE[scenario.language]
    say = words.say
    return (
        Explanation(say(N_("Total")), formula_text(words, scenario.weights), ""),
        Explanation(
            say(N_("Content")),
            say(
                N_(
                    "100 × what was said ÷ what was asked for. A term counts by its weight, a point "
                    "for 1; said less or more often than asked, or out of order, it counts by half; "
                    "what was only probably said counts for nothing."
                )
            ),
            say(
                N_(
                    "A term is looked for as it is, then in another number or gender, then by its "
                    "listed equivalents, then by the ways speech recognition is known to write it."
                )
            ),
        ),
        Explanation(
            say(N_("Timing")),
            say(
                N_(
                    "From the first to the last speech heard, pauses included. 100 when off the target "
                    "by 15% at most (or 3 s); beyond, it falls in a straight line to 0 at 60%."
                )
            ),
            say(
                N_(
                    "For comparison, Toastmasters marks its three-minute slot at 2:30, 3:00 and 3:30."
                )
            ),
        ),
        Explanation(
            say(N_("Delivery")),
            say(
                N_(
                    "Mean of the pace (weight 40; 100 from {low} to {high} words a minute, 0 at 60 "
                    "and 240), the hesitations (weight 30; 100 up to 5 a minute, 0 at 12) and the "
                    "pauses (weight 30; 25 off for each one over 3 s). What an answer is too short for is "
                    "left out."
                ),
                low=f"{low:.0f}",
                high=f"{high:.0f}",
            ),
            say(
                N_(
                    "Pace: what speech coaches advise. Hesitations: Laske and DiGennaro Reed, 2024; in "
                    "the voice, a sound held for a third of a second (Goto, Itou and Hayamizu, 1999) "
                    "or that no word covers. Pauses from 0.25 s: Grosjean and Deschamps, 1975; long ones over 1 s: Campione "
                    "and Véronis, 2002."
                )
            ),
        ),
        Explanation(
            say(N_("Pace curve")),
            say(
                N_(
                    "Words per minute in a window of 10 s around each moment, pauses included; "
                    "syllables per second over the speech in that window alone."
                )
            ),
            say(
                N_(
                    "In interviews people articulate about 5 syllables per second "
                    "(Grosjean and Deschamps, 1975)."
                )
            ),
        ),
    )
