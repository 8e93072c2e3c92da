"""One recording of several answers to a take of each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from interviewer.i18n import N_
from interviewer.models import Notice, Scenario, Span, Take, Transcript
from interviewer.phases.find import FoundPhase, find_phases

__all__ = ["Divided", "divide"]

_UNSURE = Notice(
    N_("Little shows where this part begins: listen to it, or record it in a file of its own.")
)
_UNSURE_MISSING = Notice(
    N_("This part was not recognised, though it may be there: it could be in the one before.")
)


@dataclass(frozen=True, slots=True)
class Divided:
    """What a recording holds."""

    takes: tuple[Take, ...]
    """One a task, in their order; without speech where the task's answer was not found."""
    left_out: tuple[Span, ...]
    """Speech that belongs to none of them."""


def divide(scenario: Scenario, take: Take) -> Divided:
    """``take`` cut into the answers to the tasks of ``scenario``, which has two or more.

    Times stay those of the recording.
    """
    found = find_phases(scenario, take.transcript, take.speech)
    places = [phase.place.span for phase in found if phase.place.span is not None]
    return Divided(
        takes=tuple(_part(take, phase) for phase in found),
        left_out=tuple(_outside(take.speech, places)),
    )


def _part(take: Take, phase: FoundPhase) -> Take:
    span = phase.place.span
    words = take.transcript.words[phase.words.start : phase.words.stop]
    notices = take.notices
    if not phase.place.sure:
        notices = (*notices, _UNSURE if span else _UNSURE_MISSING)
    return replace(
        take,
        speech=tuple(_inside(take.speech, span)) if span else (),
        transcript=Transcript(take.transcript.language, words),
        notices=notices,
        place=phase.place,
    )


def _inside(speech: Iterable[Span], span: Span) -> Iterator[Span]:
    """``speech`` as far as it is in ``span``."""
    for each in speech:
        shared = Span(max(each.start_s, span.start_s), min(each.end_s, span.end_s))
        if shared.duration_s > 0:
            yield shared


def _outside(speech: Iterable[Span], spans: Sequence[Span]) -> Iterator[Span]:
    """``speech`` as far as it is in none of ``spans``, which are in order and do not overlap."""
    edges = [float("-inf"), *(edge for span in spans for edge in (span.start_s, span.end_s))]
    edges.append(float("inf"))
    for start_s, end_s in zip(edges[::2], edges[1::2], strict=True):
        inside = tuple(_inside(speech, Span(start_s, end_s)))
        if inside:
            yield Span(inside[0].start_s, inside[-1].end_s)
