"""What to do about the pace, and about what is taken back: sentences with their place. Pure."""

from __future__ import annotations

from interviewer.domain import Delivery, Language, Notice
from interviewer.i18n import N_
from interviewer.scoring.pace import PACE_RANGE

_RUSHED = 1.15
"""A tenth over the range for ten seconds is within what one more word or two makes."""
_MIN_HEDGES = 3
_STANDS_OUT = 0.1
"""Of the whole answer's pace: less, and no place is faster than the others."""


def pace_notice(delivery: Delivery, language: Language) -> Notice:
    """By how much, in words a minute, which people have a feeling for, and where most of all."""
    rate = delivery.speech_rate or PACE_RANGE[language][0]
    fast = rate > PACE_RANGE[language][1]
    place = delivery.fastest if fast else delivery.slowest
    values: dict[str, str | int | float] = {"pace": round(delivery.words_per_minute or 0.0)}
    if (
        place is None
        or place.speech_rate is None
        or abs(place.speech_rate / rate - 1) < _STANDS_OUT
    ):
        if fast:
            return Notice(
                N_(
                    "Too fast to follow at ease ({pace} words a minute): breathe at each full stop."
                ),
                values,
            )
        return Notice(
            N_(
                "A little more pace ({pace} words a minute): link the sentences, pause for less long."
            ),
            values,
        )
    values["start"] = round(place.at_s)
    if fast:
        return Notice(
            N_(
                "Too fast to follow at ease ({pace} words a minute), above all around second {start}: "
                "breathe at each full stop."
            ),
            values,
        )
    return Notice(
        N_(
            "A little more pace ({pace} words a minute): it drags above all around second {start}, "
            "know what comes next there."
        ),
        values,
    )


def rushed_notice(delivery: Delivery, language: Language) -> Notice | None:
    """Ten seconds that are hard to follow in an answer whose mean is not."""
    rate, fastest = delivery.speech_rate, delivery.fastest
    high = PACE_RANGE[language][1]
    if rate is None or rate > high or fastest is None or fastest.speech_rate is None:
        return None
    if fastest.speech_rate <= _RUSHED * high:
        return None
    message = N_("A little fast in places, above all around second {start}: take a breath there.")
    return Notice(message, {"start": round(fastest.at_s)})


def hedged_notice(delivery: Delivery) -> Notice | None:
    """Three hedges and more are a habit; the first that leaves a line shows how to drop it."""
    hedges = delivery.hedges or ()
    straight = next((hedge for hedge in hedges if hedge.instead), None)
    if len(hedges) < _MIN_HEDGES or straight is None:
        return None
    message = N_("Say it straight: for “{quote}”, “{instead}”; {count} times you take it back.")
    values: dict[str, str | int | float] = {
        "quote": straight.quote,
        "instead": straight.instead,
        "count": len(hedges),
    }
    return Notice(message, values)
