"""« I said it »: points that were not recognised, and that the person says they made.

Nothing else of the card changes, whichever version of the program scored it: what was recognised of such a
point is kept, and stands again where it is taken back.
"""

from __future__ import annotations

from dataclasses import replace

from interviewer.domain import AnswerCard, Coverage, PointHit, Scenario, TermHit
from interviewer.scoring.advice import advise
from interviewer.scoring.belonging import ideas_by_term
from interviewer.scoring.meaning import written
from interviewer.scoring.own import closest, own_place
from interviewer.scoring.text import read
from interviewer.scoring.total import answer_score, coverage_score


def with_said(
    card: AnswerCard, scenario: Scenario, point: str, sentence: str | None = None
) -> AnswerCard:
    """``card`` with ``point``, one of :attr:`AnswerCard.disputable`, made because the person says so.

    Args:
        card: of the answer.
        scenario: what it answers.
        point: label of the point or step.
        sentence: by which they made it; None for the one that comes nearest.
    """
    text, coverage = read(card.take.transcript), card.coverage
    if any(hit.point == point for hit in coverage.disputed):
        card = without_said(card, scenario, point)
        coverage = card.coverage
    found = closest(card.task, point, text) if sentence is None else own_place((sentence,), text)
    quote, start_s, end_s = sentence, None, None
    if found is not None:
        first, last = text.tokens[found.first].word, text.tokens[found.last].word
        quote = sentence or written(found, text)
        start_s, end_s = text.words[first].start_s, text.words[last].end_s
    at = [hit.point for hit in coverage.points].index(point)
    points = list(coverage.points)
    points[at] = PointHit(point, "hit", quote, start_s, end_s, own=True)
    belongs = ideas_by_term(card.task, text.language)
    terms = tuple(
        replace(hit, idea=point) if _lacks_idea(hit) and point in belongs[hit.term.name] else hit
        for hit in coverage.terms
    )
    disputed = (*coverage.disputed, coverage.points[at])
    return _rescored(
        card, scenario, replace(coverage, terms=terms, points=tuple(points), disputed=disputed)
    )


def without_said(card: AnswerCard, scenario: Scenario, point: str) -> AnswerCard:
    """``card`` as it was before :func:`with_said`."""
    coverage = card.coverage
    before = {hit.point: hit for hit in coverage.disputed}
    points = tuple(before[hit.point] if hit.point == point else hit for hit in coverage.points)
    made = {hit.point for hit in points if hit.status in ("hit", "out_of_order")}
    belongs = ideas_by_term(card.task, card.take.transcript.language)
    terms = tuple(
        replace(hit, idea=next((each for each in belongs[hit.term.name] if each in made), None))
        if hit.idea == point
        else hit
        for hit in coverage.terms
    )
    disputed = tuple(hit for hit in coverage.disputed if hit.point != point)
    return _rescored(
        card, scenario, replace(coverage, terms=terms, points=points, disputed=disputed)
    )


def said_again(card: AnswerCard, scenario: Scenario, before: AnswerCard) -> AnswerCard:
    """``card``, another reading of the answer of ``before`` or its continuation, with what the person
    said of that."""
    for hit in before.coverage.disputed:
        marked = next(each for each in before.coverage.points if each.point == hit.point)
        if any(title == hit.point for _, title in card.disputable):
            card = with_said(card, scenario, hit.point, marked.quote)
    return card


def _lacks_idea(hit: TermHit) -> bool:
    return hit.status in ("missed", "probable") and hit.idea is None


def _rescored(card: AnswerCard, scenario: Scenario, coverage: Coverage) -> AnswerCard:
    marked = {hit.point for hit in coverage.disputed}
    terms = tuple(
        replace(hit, contradicted=marked.isdisjoint(hit.against)) if hit.against else hit
        for hit in coverage.terms
    )
    coverage = replace(coverage, terms=terms)
    coverage = replace(coverage, score=coverage_score(coverage.terms, coverage.points))
    card = replace(card, coverage=coverage)
    if card.score is not None:
        score = answer_score(scenario.weights, card.timing, coverage, card.delivery, card.traps)
        card = replace(card, score=score)
    return replace(card, advice=advise(card, scenario)) if card.advice else card
