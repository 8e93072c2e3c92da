"""Speech that the recogniser could make no words of: what is told of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from interviewer.domain import Notice, Span, Take
from interviewer.i18n import N_

_SAME_STRETCH_S = 3.0
"""Unclear speech parted by less is told as one stretch: it was one window, read in vain."""


def take_notices(take: Take) -> tuple[Notice, ...]:
    """What the person should know of the recording, and where it was not understood."""
    return (*take.notices, *map(_unclear, _stretches(take.unclear)))


def _stretches(spans: Sequence[Span]) -> Iterator[Span]:
    """``spans`` with those joined that little silence parts."""
    joined: Span | None = None
    for span in spans:
        if joined is not None and span.start_s - joined.end_s < _SAME_STRETCH_S:
            joined = Span(joined.start_s, span.end_s)
            continue
        if joined is not None:
            yield joined
        joined = span
    if joined is not None:
        yield joined


def _unclear(span: Span) -> Notice:
    return Notice(
        N_("From {start} s to {end} s: speech not understood, not scored."),
        {"start": math.floor(span.start_s), "end": math.ceil(span.end_s)},
    )
