"""Statements that cost points wherever they are said."""

from __future__ import annotations

from interviewer.models import Scenario, Transcript, TrapHit
from interviewer.score.evidence import evidence
from interviewer.score.patterns import places
from interviewer.score.refutation import refuted
from interviewer.score.text import read

__all__ = ["find_traps"]


def find_traps(scenario: Scenario, transcript: Transcript) -> tuple[TrapHit, ...]:
    """Each trap of ``scenario`` that ``transcript`` states, once, in the scenario's order.

    One that is only quoted to be refuted is none; the first place that is not counts.
    """
    text = read(transcript)
    hits: list[TrapHit] = []
    for trap in scenario.traps:
        found = next((at for at in places(trap.any, text) if not refuted(at, text)), None)
        if found is not None:
            seen = evidence(found, text)
            hits.append(TrapHit(trap, seen.quote, seen.start_s))
    return tuple(hits)
