"""How the voice moves and what it takes back: the figures that are shown and worth nothing."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.domain import Delivery, Usual
from interviewer.i18n import N_
from interviewer.report.measures import JsonObject, counted, rounded
from interviewer.ui.page import Words
from interviewer.ui.text import clock, number

_SHOWN = 3
"""Hedges with the line to say instead: a list of all is no advice."""
_FLATTER, _LIVELIER = 0.8, 1.25
"""Of what is usual: a fifth less or a quarter more is heard, and more than days differ by."""


def voice_text(delivery: Delivery, words: Words, usual: Usual | None = None) -> Iterator[str]:
    """How much pitch and loudness move, beside the person's own medians."""
    pitch, loudness = delivery.pitch_semitones, delivery.loudness_db
    if pitch is not None:
        own = None if usual is None else usual.pitch_semitones
        yield _beside(N_("melody {count} semitones"), pitch, own, words)
    if loudness is not None:
        own = None if usual is None else usual.loudness_db
        yield _beside(N_("loudness {count} dB"), loudness, own, words)
    if usual is None and (pitch is not None or loudness is not None):
        yield words.say(N_("nothing of yours to compare with yet"))


def _beside(message: str, now: float, usual: float | None, words: Words) -> str:
    """A figure with what it is as a rule, and whether it is less or more."""
    figure = words.say(message, count=number(now, 1, words.language))
    if usual is None:
        return figure
    compared = N_("usually {usual}")
    if now < _FLATTER * usual:
        compared = N_("flatter than usual: {usual}")
    elif now > _LIVELIER * usual:
        compared = N_("livelier than usual: {usual}")
    return f"{figure} ({words.say(compared, usual=number(usual, 1, words.language))})"


def voice_measures(delivery: Delivery) -> JsonObject:
    """Keys and values of the JSON."""
    return {
        "voice": {
            "pitch_semitones": rounded(delivery.pitch_semitones, 2),
            "loudness_db": rounded(delivery.loudness_db, 2),
        }
    }


def hedges_text(delivery: Delivery, words: Words) -> Iterator[str]:
    """How many, which, and the first few said straight."""
    hedges = delivery.hedges
    if hedges is None:
        return
    if not hedges:
        yield words.say(N_("none heard"))
        return
    yield counted(hedge.said for hedge in hedges)
    for hedge in [each for each in hedges if each.instead][:_SHOWN]:
        yield words.say(
            N_("{time} “{quote}”: say “{instead}”"),
            time=clock(hedge.start_s),
            quote=hedge.quote,
            instead=hedge.instead,
        )


def hedges_measures(delivery: Delivery) -> JsonObject:
    """Keys and values of the JSON."""
    if delivery.hedges is None:
        return {"hedges": None}
    items = [
        {
            "said": hedge.said,
            "quote": hedge.quote,
            "start": rounded(hedge.start_s, 3),
            "instead": hedge.instead or None,
        }
        for hedge in delivery.hedges
    ]
    return {"hedges": {"count": len(items), "items": items}}
