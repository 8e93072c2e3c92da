"""Statements that cost points wherever they are said."""

from __future__ import annotations

from interviewer.models import Scenario, Transcript, TrapHit
from interviewer.score.evidence import evidence
from interviewer.score.patterns import earliest
from interviewer.score.text import read

__all__ = ["find_traps"]


def find_traps(scenario: Scenario, transcript: Transcript) -> tuple[TrapHit, ...]:
    """Each trap of ``scenario`` that ``transcript`` holds, once, in the scenario's order."""
    text = read(transcript)
    hits: list[TrapHit] = []
    for trap in scenario.traps:
        found = earliest(trap.any, text)
        if found is not None:
            seen = evidence(found, text)
            hits.append(TrapHit(trap, seen.quote, seen.start_s))
    return tuple(hits)
