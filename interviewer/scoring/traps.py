"""Statements that cost points wherever they are said, unless they are denied or quoted to refute them."""

from __future__ import annotations

from interviewer.domain import Scenario, Transcript, Trap, TrapHit
from interviewer.scoring.denial import asked, turn
from interviewer.scoring.patterns import Found, evidence, find
from interviewer.scoring.phrases import parse
from interviewer.scoring.reported import refuted
from interviewer.scoring.stance import norms, taken_back
from interviewer.scoring.text import Text, read


def find_traps(scenario: Scenario, transcript: Transcript) -> tuple[TrapHit, ...]:
    """Each trap of ``scenario`` that ``transcript`` states, once, in the scenario's order.

    One that is denied, asked, taken back or only quoted to be refuted is none; the first place that is
    not counts.
    """
    text = read(transcript)
    hits: list[TrapHit] = []
    for trap in scenario.traps:
        found = stated(trap, text)
        if found is not None:
            seen = evidence(found, text)
            hits.append(TrapHit(trap, seen.quote, seen.start_s))
    return tuple(hits)


def stated(trap: Trap, text: Text) -> Found | None:
    """The first place where ``text`` states ``trap``."""
    every = [(found, phrasing) for phrasing in trap.any for found in find(parse(phrasing), text)]
    every.sort(key=lambda each: (each[0].first, -each[0].last))
    for found, phrasing in every:
        denied = turn(found, text, norms(found.by or phrasing)) != "kept" or asked(found, text)
        if not (denied or refuted(found, text) or taken_back(found, text)):
            return found
    return None
