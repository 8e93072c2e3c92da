"""Statements that cost points wherever they are said, unless they are quoted to refute them."""

from __future__ import annotations

from interviewer.domain import Scenario, Transcript, TrapHit
from interviewer.scoring.coverage import evidence
from interviewer.scoring.denial import denied_before
from interviewer.scoring.patterns import Found, places
from interviewer.scoring.reported import refuted
from interviewer.scoring.text import Text, read


def find_traps(scenario: Scenario, transcript: Transcript) -> tuple[TrapHit, ...]:
    """Each trap of ``scenario`` that ``transcript`` states, once, in the scenario's order.

    One that is only quoted to be refuted is none; the first place that is not counts.
    """
    text = read(transcript)
    hits: list[TrapHit] = []
    for trap in scenario.traps:
        found = next((at for at in places(trap.any, text) if not _innocent(at, text)), None)
        if found is not None:
            seen = evidence(found, text)
            hits.append(TrapHit(trap, seen.quote, seen.start_s))
    return tuple(hits)


def _innocent(found: Found, text: Text) -> bool:
    return denied_before(found, text) or refuted(found, text)
