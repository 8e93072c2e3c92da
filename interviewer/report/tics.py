"""Hesitations in words and in the JSON: sounds and words apart, each by its name with its times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from interviewer.domain import Delivery, Tic, TicKind
from interviewer.i18n import N_
from interviewer.report.measures import JsonObject, counted, rounded, whole
from interviewer.scoring.delivery import hesitation_count
from interviewer.scoring.filled_pauses import find_clusters
from interviewer.scoring.hesitations import kind_of
from interviewer.ui.page import Words
from interviewer.ui.text import clock

_MOST_TIMES = 4
"""Moments named in one line."""
_UNNAMED = N_("held sound")


def hesitations_text(delivery: Delivery, words: Words) -> Iterator[str]:
    """How many at least, and where three came within ten seconds."""
    count = hesitation_count(delivery)
    yield words.say(N_("at least {count}"), count=count) if count else words.say(N_("none heard"))
    clusters = find_clusters(delivery.tics or ())
    if clusters:
        places = ", ".join(
            f"{clock(run[0].start_s)} ({len(run)})" for run in clusters[:_MOST_TIMES]
        )
        yield whole(words.say(N_("close together: {places}"), places=places))
    if delivery.repeats:
        yield words.say(N_("said twice: {words}"), words=counted(delivery.repeats))


def sounds_text(delivery: Delivery, words: Words) -> Iterator[str]:
    """« euh » and its like, and what was held in the voice."""
    if delivery.hesitations is None:
        yield from _by_name(delivery, "sound", words)
        yield whole(words.say(N_("in the voice: not measured")))
    elif delivery.tics is None and delivery.hesitations:
        yield from _by_name(delivery, "sound", words)
        times = _clocks([span.start_s for span in delivery.hesitations])
        yield whole(f"{words.say(_UNNAMED)} ×{len(delivery.hesitations)} ({times})")
    else:
        yield from _by_name(delivery, "sound", words)


def words_text(delivery: Delivery, words: Words) -> Iterator[str]:
    """« du coup » and its like."""
    yield from _by_name(delivery, "word", words)


def _by_name(delivery: Delivery, kind: TicKind, words: Words) -> list[str]:
    """Each name with its count and times, the most frequent first."""
    if delivery.tics is None:
        said = [name for name in delivery.fillers if kind_of(name) == kind]
        return [counted(said)] if said else []
    return [
        whole(f"{tics[0].name or words.say(_UNNAMED)} ×{len(tics)} ({_times(tics)})")
        for tics in grouped(delivery.tics, kind)
    ]


def grouped(tics: Sequence[Tic], kind: TicKind) -> list[list[Tic]]:
    """Those of ``kind`` by name, the most frequent name first, what bears none last."""
    chosen = sorted((tic for tic in tics if tic.kind == kind), key=lambda tic: tic.name)
    groups = [list(group) for _, group in groupby(chosen, key=lambda tic: tic.name)]
    return sorted(groups, key=lambda group: (not group[0].name, -len(group), group[0].start_s))


def _times(tics: Sequence[Tic]) -> str:
    return _clocks([tic.start_s for tic in tics])


def _clocks(starts_s: Sequence[float]) -> str:
    more = ["…"] if len(starts_s) > _MOST_TIMES else []
    return ", ".join([*map(clock, starts_s[:_MOST_TIMES]), *more])


def hesitations_measures(delivery: Delivery) -> JsonObject:
    """Keys and values of ``interviewer.scorecard/1``."""
    spans = delivery.hesitations
    return {
        "fillers": {
            "count": len(delivery.fillers),
            "estimate": True,
            "words": list(delivery.fillers),
        },
        "hesitations": None
        if spans is None
        else {
            "count": len(spans),
            "estimate": True,
            "spans": [
                {"start": rounded(span.start_s, 3), "end": rounded(span.end_s, 3)} for span in spans
            ],
        },
        "repeats": list(delivery.repeats),
    }


def sounds_measures(delivery: Delivery) -> JsonObject:
    """The sounds by name, and where hesitations are close together."""
    clusters = find_clusters(delivery.tics or ())
    return {
        "sounds": _named(delivery, "sound"),
        "clusters": None
        if delivery.tics is None
        else [
            {
                "start": rounded(run[0].start_s, 3),
                "end": rounded(run[-1].end_s, 3),
                "count": len(run),
            }
            for run in clusters
        ],
    }


def words_measures(delivery: Delivery) -> JsonObject:
    """The words by name."""
    return {"filler_words": _named(delivery, "word")}


def _named(delivery: Delivery, kind: TicKind) -> list[JsonObject] | None:
    if delivery.tics is None:
        return None
    return [
        {
            "name": tics[0].name or None,
            "count": len(tics),
            "estimate": True,
            "times": [
                {
                    "start": rounded(tic.start_s, 3),
                    "end": rounded(tic.end_s, 3),
                    "found_by": tic.found_by,
                }
                for tic in tics
            ],
        }
        for tics in grouped(delivery.tics, kind)
    ]
