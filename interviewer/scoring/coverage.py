"""What was said of what the task asks for: terms, points, steps, moves and order rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from interviewer.domain import (
    Coverage,
    Language,
    Match,
    PointHit,
    PointStatus,
    Rule,
    Scenario,
    Spotting,
    Step,
    Story,
    Task,
    Term,
    TermHit,
    TermStatus,
    Transcript,
    Vocabulary,
)
from interviewer.scoring.belonging import Wrongs, with_ideas, wrongs
from interviewer.scoring.ideas import Made, ideas, worded
from interviewer.scoring.meaning import title_of
from interviewer.scoring.misheard import (
    Longer,
    accompanied,
    counts,
    holds,
    inside,
    longer,
    probable,
    spotted,
)
from interviewer.scoring.patterns import CONTEXT, Found, earliest, evidence, written
from interviewer.scoring.story import TITLES, tell_story
from interviewer.scoring.text import Text, read
from interviewer.scoring.topic import off_topic
from interviewer.scoring.total import coverage_score
from interviewer.scoring.traps import stated

RANK: tuple[Match, ...] = ("exact", "inflected", "variant", "sounds_like")
"""Best first."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The audio's evidence for a term that is not written."""

    spotting: Spotting
    confidence: float


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a term was said."""

    found: Found
    match: Match
    heard: Heard | None = None
    """None: the text itself holds it."""


def score_coverage(scenario: Scenario, task: Task, transcript: Transcript) -> Coverage:
    """What became of every term and point of ``task`` in ``transcript``.

    ``Coverage.points`` holds the points, then the steps, then the parts of a story, those that can be
    told, then the scenario's moves and rules.
    The score is None where the task asks for nothing or the transcript has no words.
    """
    vocabulary = Vocabulary.of(scenario).terms
    text = accompanied(read(transcript), vocabulary)
    others = longer(vocabulary, text)
    made, compared = ideas(scenario, task, text)
    asked = (
        *(_hit(title_of(each), one, text) for each, one in zip(task.points, made, strict=False)),
        *_step_hits(task.steps, made[len(task.points) :], text),
    )
    story = tell_story(transcript) if task.story and text.tokens else None
    habits = (
        *(_told(_point_hit(move.title, move.any, text)) for move in scenario.moves),
        *(_told(_rule_hit(rule, text)) for rule in scenario.rules),
    )
    points = (*asked, *(_story_hits(story, text.language) if story else ()), *habits)
    wrong = wrongs(_said_wrongly(scenario, asked, made, text), asked, task, text)
    terms = tuple(_term_hit(term, text, others, wrong) for term in task.terms)
    terms = with_ideas(terms, asked, task, text.language)
    score = coverage_score(terms, points) if text.tokens else None
    return Coverage(
        score=score,
        terms=terms,
        points=points,
        meaning=compared,
        off_topic=off_topic(scenario, task, text, terms, (*asked, *habits)),
        story=story,
    )


def _said_wrongly(
    scenario: Scenario, asked: Sequence[PointHit], made: Sequence[Made], text: Text
) -> Iterator[tuple[str, Found]]:
    """Titles of the ideas that are contradicted and ids of the traps that are sprung, and where."""
    for hit, one in zip(asked, made, strict=True):
        if hit.status == "contradicted" and one.contrary is not None:
            yield hit.point, one.contrary
    for trap in scenario.traps:
        found = stated(trap, text)
        if found is not None:
            yield trap.id, found


def _story_hits(story: Story, language: Language) -> Iterator[PointHit]:
    """The parts as points, without those of which nothing can be told."""
    for each in story.parts:
        if each.status != "unclear":
            status: PointStatus = "hit" if each.status == "told" else "missed"
            title = TITLES[language][each.part]
            yield PointHit(title, status, each.quote, each.start_s, each.end_s)


def occurrences(term: Term, text: Text, others: Sequence[Longer] = ()) -> tuple[Occurrence, ...]:
    """Every place where ``term`` was said, in order, none overlapping another.

    What is written wins over what was only spotted, then a longer form over a shorter one inside
    it, then the better match. A piece of one of ``others`` is no place; one that holds the term
    is.
    """
    every = sorted(
        (
            said
            for said in _all_occurrences(term, text, others)
            if not inside(term, said.found, others, text.language)
        ),
        key=lambda said: (
            said.heard is not None,
            said.found.first - said.found.last,
            RANK.index(said.match),
            said.found.first,
        ),
    )
    taken: set[int] = set()
    kept: list[Occurrence] = []
    for said in every:
        span = range(said.found.first, said.found.last + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(said)
    return tuple(sorted(kept, key=lambda said: said.found.first))


def _all_occurrences(term: Term, text: Text, others: Sequence[Longer]) -> Iterator[Occurrence]:
    for match, found in written(term, text):
        yield Occurrence(found, match)
    for found, spotting, sure in spotted(term, text):
        if counts(spotting, sure):
            yield Occurrence(found, "sounds_like", Heard(spotting, sure))
    for other in others:
        if holds(other, term, text.language):
            heard = Heard(*other.spotted) if other.spotted else None
            yield Occurrence(other.found, "sounds_like", heard)


def _term_hit(term: Term, text: Text, others: Sequence[Longer], wrong: Wrongs) -> TermHit:
    said = occurrences(term, text, others)
    if said:
        against = tuple(wrong.at(term, _words(each.found, text)) for each in said)
        hit = _seen(
            term, _status(term, len(said)), said, against.index("") if "" in against else 0, text
        )
        return hit if "" in against else replace(hit, against=against, contradicted=True)
    likely = [
        Occurrence(found, "sounds_like", Heard(spotting, sure))
        for found, spotting, sure in spotted(term, text)
        if probable(spotting, sure)
    ]
    return _seen(term, "probable", likely, 0, text) if likely else TermHit(term, "missed")


def _seen(
    term: Term, status: TermStatus, said: Sequence[Occurrence], shown: int, text: Text
) -> TermHit:
    """The hit with the evidence of the place ``shown``; what is only probable counts 0 times."""
    seen, heard = evidence(said[shown].found, text), said[shown].heard
    return TermHit(
        term=term,
        status=status,
        match=said[shown].match,
        confidence=seen.confidence if heard is None else heard.confidence,
        count=0 if status == "probable" else len(said),
        quote=seen.quote,
        start_s=seen.start_s,
        end_s=seen.end_s,
        found_by="text" if heard is None else heard.spotting.found_by,
        gain_nats=None if heard is None else heard.spotting.gain_nats,
        places=tuple(_words(occurrence.found, text) for occurrence in said),
    )


def _words(found: Found, text: Text) -> tuple[int, int]:
    return text.tokens[found.first].word, text.tokens[found.last].word


def _status(term: Term, count: int) -> TermStatus:
    enough = count >= term.min_count
    not_too_often = term.max_count is None or count <= term.max_count
    return "hit" if enough and not_too_often else "partial"


def _point_hit(title: str, phrasings: Iterable[str], text: Text) -> PointHit:
    return _hit(title, worded(title, phrasings, text), text)


def _told(hit: PointHit) -> PointHit:
    """``hit`` of a move or rule: what the candidate does is not contradicted, and costs nothing."""
    return replace(hit, status="missed") if hit.status == "contradicted" else hit


def _hit(title: str, made: Made, text: Text, *, in_order: bool = True) -> PointHit:
    found = made.found or made.contrary
    if found is None:
        return PointHit(title, "missed", nearly=made.nearly)
    seen = evidence(found, text, around=0 if made.by_meaning or made.own else CONTEXT)
    said: PointStatus = "hit" if in_order else "out_of_order"
    return PointHit(
        point=title,
        status="contradicted" if made.found is None else said,
        quote=seen.quote,
        start_s=seen.start_s,
        end_s=seen.end_s,
        denied=made.found is None,
        by_meaning=made.by_meaning,
        own=made.own,
    )


def _step_hits(steps: Sequence[Step], every: Sequence[Made], text: Text) -> Iterator[PointHit]:
    found = [(index, made.found.first) for index, made in enumerate(every) if made.found]
    kept = _longest_increasing([first for _, first in found])
    in_order = {found[position][0] for position in kept}
    for index, (step, made) in enumerate(zip(steps, every, strict=True)):
        yield _hit(step.step, made, text, in_order=index in in_order)


def _longest_increasing(values: Sequence[int]) -> list[int]:
    """Positions of the longest subsequence of ``values`` that never decreases.

    Of several as long, the one that holds the earliest positions: the first steps are the ones
    that later ones must follow.
    """
    lengths = [1] * len(values)
    for position in reversed(range(len(values))):
        following = (
            lengths[later]
            for later in range(position + 1, len(values))
            if values[later] >= values[position]
        )
        lengths[position] = 1 + max(following, default=0)
    kept: list[int] = []
    wanted = max(lengths, default=0)
    for position, value in enumerate(values):
        if lengths[position] == wanted and (not kept or value >= values[kept[-1]]):
            kept.append(position)
            wanted -= 1
    return kept


def _rule_hit(rule: Rule, text: Text) -> PointHit:
    """Hit where one of ``first`` comes before any of ``then``, or where no ``then`` comes."""
    first, then = worded(rule.title, rule.first, text), earliest(rule.then, text)
    in_order = then is None or (first.found is not None and first.found.first < then.first)
    return _hit(rule.title, first, text, in_order=in_order)
