"""One recording of several phases to a take of each, found by pauses, words, targets and order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from interviewer.domain import (
    HeardLanguage,
    Notice,
    Place,
    Scenario,
    Span,
    Take,
    Task,
    Transcript,
    Word,
    spans_in,
)
from interviewer.i18n import N_
from interviewer.scoring.one_take_clues import Clue, Material, find_clues, read_script, weigh
from interviewer.scoring.one_take_openings import openings
from interviewer.scoring.one_take_path import Alignment, align, find_cuts, spans_of
from interviewer.scoring.text import read

NEAR_S = 2.0
"""How near the true start of a phase is meant to be found."""
_SURE = 0.8
"""Confidence from which a start is called sure: of those on the labelled pitches' development
half that reach it, more than 99 % are right."""
_CUTS = 300
"""Most places that are looked at, those with the longest pauses: memory and time grow with their
square. A pitch of three minutes has about fifty."""
_PASSES = 3
_EVIDENCE = 0.5
"""Sum of the votes for a phase from which its words show that it is there. Below, it may be there
with its words misheard: it is found by its place, and never called sure."""
_AGAINST = -0.5
"""Below, its words show that it is something else."""
_MEAN_EVIDENCE = 1.5
"""The same for the mean of the phases found; below, the recording is about something else. On
the development half it is about 7 in a pitch, and under 1 in answers to other questions put in a row."""
_SHORT = 0.6
"""Share of a phase's expected length below which a part that no word speaks for is not the phase."""
_SHOWN = 5
"""Clues named for a phase."""


@dataclass(frozen=True, slots=True)
class FoundPhase:
    """What came of looking for one phase."""

    task: Task
    place: Place
    words: range
    """Indexes of the transcript's words that it takes; empty where it was not found."""


def find_phases(
    scenario: Scenario, transcript: Transcript, speech: Sequence[Span]
) -> tuple[FoundPhase, ...]:
    """Where each task of ``scenario`` is answered, of which there are two or more.

    Phases neither overlap nor change places. One that is not there is not found; what
    is said between the first phase and the last belongs to one of them, unless it is long and
    unlike them all, or no word of it was recognised and it stands between two of them.

    Args:
        scenario: its tasks are spoken in its order.
        transcript: of the whole recording, the words' times kept to the speech.
        speech: spans in order, not overlapping.
    """
    tasks = tuple(task for _, task in scenario.tasks())
    if not transcript.words or not speech:
        return tuple(FoundPhase(task, _place(None, 1.0), range(0)) for task in tasks)
    spans = spans_of(transcript.words, speech)
    text = read(transcript)
    material = Material(
        tasks=tasks,
        speech=Span(spans[0].start_s, spans[-1].end_s),
        cuts=find_cuts(transcript.words, speech, _CUTS),
        clues=find_clues(read_script(scenario), text),
        words=len(transcript.words),
        openings=openings(text),
    )
    alignment = _borne_out(material, _align(material))
    shown = {phase for phase, votes in _evidence(material, alignment).items() if votes >= _EVIDENCE}
    return tuple(
        _found(material, alignment, phase, shown=phase in shown) for phase in range(len(tasks))
    )


def _align(material: Material, gone: frozenset[int] = frozenset()) -> Alignment:
    """The best division, lengths being judged by the pace at which the phases found are spoken.

    Somebody brief is brief everywhere: what counts is a phase's share. Which phases share the
    recording is known only once it is divided, hence more than one pass.
    """
    targets = [task.target_s for phase, task in enumerate(material.tasks) if phase not in gone]
    alignment = align(weigh(material, material.speech.duration_s / sum(targets), gone))
    for _ in range(_PASSES - 1):
        found = {phase for phase, part in enumerate(alignment.parts) if part is not None}
        if not found:
            break
        alignment = align(weigh(material, _scale(material, alignment, found), gone))
    return alignment


def _scale(material: Material, alignment: Alignment, phases: Iterable[int]) -> float:
    """How long ``phases`` are for each second of their targets."""
    parts = [(alignment.parts[phase], material.tasks[phase].target_s) for phase in phases]
    length_s = sum(material.lengths_s[part] for part, _ in parts if part is not None)
    return float(length_s / sum(target_s for _, target_s in parts))


def _evidence(material: Material, alignment: Alignment) -> dict[int, float]:
    """Sum of the votes for each phase that has a part, in that part."""
    return {
        phase: float(
            sum(
                clue.votes[phase] for clue in material.clues if clue.word in material.words_of(part)
            )
        )
        for phase, part in enumerate(alignment.parts)
        if part is not None
    }


def _borne_out(
    material: Material, alignment: Alignment, gone: frozenset[int] = frozenset()
) -> Alignment:
    """``alignment`` without the parts that stand where they do for want of another place.

    One that little speaks for, and that is much too short for its phase, is most likely the beginning
    or the end of the phase beside it, which gets it.
    """
    evidence = _evidence(material, alignment)
    if sum(evidence.values()) < _MEAN_EVIDENCE * len(evidence):
        evidence = {}
    shown = {phase for phase, votes in evidence.items() if votes >= _EVIDENCE}
    if shown:
        scale = _scale(material, alignment, shown)
        short = {
            phase
            for phase in evidence.keys() - shown
            if (part := alignment.parts[phase]) is not None
            and material.lengths_s[part] < _SHORT * scale * material.tasks[phase].target_s
        }
        if short:
            gone |= short
            return _borne_out(material, _align(material, gone), gone)
    parts = [
        part if evidence.get(phase, -np.inf) >= _AGAINST else None
        for phase, part in enumerate(alignment.parts)
    ]
    return replace(alignment, parts=tuple(parts))


def _found(material: Material, alignment: Alignment, phase: int, *, shown: bool) -> FoundPhase:
    task, part, starts = material.tasks[phase], alignment.parts[phase], alignment.starts[phase]
    if part is None:
        return FoundPhase(task, _place(None, 1.0 - float(starts.sum())), range(0))
    first, last = part
    begins, ends = material.begins_s, material.ends_s
    words = material.words_of(part)
    near = np.abs(begins - begins[first]) <= NEAR_S
    place = _place(Span(float(begins[first]), float(ends[last])), float(starts[near].sum()))
    return FoundPhase(
        task,
        replace(
            place,
            sure=place.sure and shown,
            pause_s=material.cuts[first - 1].pause_s if first else None,
            clues=_telling(material.clues, words, phase),
        ),
        words,
    )


def _place(span: Span | None, probability: float) -> Place:
    confidence = min(1.0, max(0.0, probability))
    return Place(span, None, (), confidence, confidence >= _SURE)


def _telling(clues: Sequence[Clue], words: range, phase: int) -> tuple[str, ...]:
    """What speaks most for ``phase`` in ``words``, each text once, in the order of speech."""
    told: dict[str, Clue] = {}
    for clue in clues:
        if clue.word in words and clue.votes[phase] > 0:
            told.setdefault(clue.text.casefold(), clue)
    best = sorted(told.values(), key=lambda clue: -clue.votes[phase])[:_SHOWN]
    return tuple(clue.text for clue in sorted(best, key=lambda clue: clue.word))


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
        speech=tuple(spans_in(take.speech, span)) if span else (),
        transcript=Transcript(
            take.transcript.language, words, _heard(take.transcript.heard, words)
        ),
        notices=notices,
        place=phase.place,
        unclear=tuple(spans_in(take.unclear, span)) if span else (),
    )


def _heard(heard: Iterable[HeardLanguage], words: Sequence[Word]) -> tuple[HeardLanguage, ...]:
    """Of each window, what lies in the part that ``words``, in order, are."""
    if not words:
        return ()
    start_s, end_s = words[0].start_s, words[-1].end_s
    return tuple(
        replace(each, start_s=max(each.start_s, start_s), end_s=min(each.end_s, end_s))
        for each in heard
        if each.start_s < end_s and start_s < each.end_s
    )


def _outside(speech: Iterable[Span], spans: Sequence[Span]) -> Iterator[Span]:
    """``speech`` as far as it is in none of ``spans``, which are in order and do not overlap."""
    edges = [float("-inf"), *(edge for span in spans for edge in (span.start_s, span.end_s))]
    edges.append(float("inf"))
    for start_s, end_s in zip(edges[::2], edges[1::2], strict=True):
        inside = tuple(spans_in(speech, Span(start_s, end_s)))
        if inside:
            yield Span(inside[0].start_s, inside[-1].end_s)
