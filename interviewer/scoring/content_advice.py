"""What to do about the content of an answer: sentences with what following them would give back. Pure.

What was not recognised may have been said: no sentence here says that it was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from interviewer.domain import (
    AnswerCard,
    Notice,
    PointHit,
    Scenario,
    StoryPartName,
    TermHit,
    Transcript,
)
from interviewer.i18n import N_
from interviewer.scoring.meaning import ideas_of, line_of, title_of
from interviewer.scoring.readable import quoted, readable
from interviewer.scoring.story import TITLES
from interviewer.scoring.story_advice import manner_notices, missing_notice
from interviewer.scoring.text import read
from interviewer.scoring.total import CONTRARY_PENALTY, CREDIT, IDEA_CREDIT, required_weights

MAX_NAMES = 5
"""Names in one sentence: more is no advice but a list, which the scorecard shows anyway."""
_MAX_IDEAS = 2
"""Ideas to work on at once: each comes with a line to say."""

OFF_TOPIC, WRONG, IDEA, WORD, MANNER = range(5)
"""What an answer can lack, in the order in which it matters."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One sentence and the points that following it would give back."""

    gain: float
    notice: Notice
    rank: int = MANNER
    """What it is about; the first come first, whatever they give back."""


def content_hints(card: AnswerCard, scenario: Scenario, points: float) -> Iterator[Hint]:
    """All that is to be said of the content, which gives ``points`` as a whole."""
    weights = required_weights(card.coverage)
    share = points / weights if weights else 0.0
    if card.coverage.off_topic and not card.coverage.disputed:
        lost = points * (1 - (card.coverage.score or 0.0) / 100)
        notice = Notice(N_("This answer speaks of something else: come back to the question."))
        yield Hint(lost, notice, OFF_TOPIC)
    yield from _wrong(card, share)
    yield from _ideas(card, scenario, share)
    yield from _words(card, scenario, share)
    if card.coverage.story is not None:
        for notice in manner_notices(card.coverage.story, scenario.language):
            yield Hint(0.0, notice, WORD)


def asks(card: AnswerCard, scenario: Scenario) -> bool:
    """Whether the candidate is to ask something: in an ``ask`` phase, or where half of the sentences of
    the model answer are questions."""
    phases = {phase.id: phase.kind for phase in scenario.phases}
    if phases.get(card.phase_id) == "ask":
        return True
    model = read(Transcript.from_text(card.task.model_answer, scenario.language))
    ends = [token.after.strip()[:1] for token in model.tokens if token.after.strip()]
    ends = [mark for mark in ends if mark in ".!?…"]
    return bool(ends) and 2 * ends.count("?") >= len(ends)


def _wrong(card: AnswerCard, share: float) -> Iterator[Hint]:
    """What had better not be said; gives back what it cost, with the share of the content of a contrary and
    of the terms that were said so alone."""
    for said in card.coverage.points:
        if said.status == "contradicted" and said.quote is not None:
            contrary = N_("You said the contrary: “{quote}”. What is expected: {point}.")
            quote = readable(quoted(card, said.quote, said.start_s or 0.0))
            notice = Notice(contrary, {"quote": quote, "point": said.point})
            lost = share * (1 + _weight(_lost(card, said.point)))
            yield Hint(CONTRARY_PENALTY + lost, notice, WRONG)
    for hit in card.traps:
        quote = readable(quoted(card, hit.quote, hit.start_s))
        notice = Notice(N_("Avoid “{quote}”: {why}"), {"quote": quote, "why": hit.trap.why})
        lost = share * _weight(_lost(card, hit.trap.id))
        yield Hint(hit.trap.penalty + lost, notice, WRONG)


def _lost(card: AnswerCard, of: str) -> Iterator[TermHit]:
    """The terms that earn nothing for they were said in what contradicts the point, or springs the trap, ``of``."""
    for hit in card.coverage.terms:
        if hit.term.required and hit.contradicted and of in hit.against:
            yield hit


def _ideas(card: AnswerCard, scenario: Scenario, share: float) -> Iterator[Hint]:
    """Ideas that were not recognised, with a line to say, then what is out of its order."""
    told = _story_titles(card, scenario)
    missed = [hit for hit in card.coverage.points if hit.status == "missed"]
    for hit in islice((hit for hit in missed if hit.point not in told), _MAX_IDEAS):
        yield Hint(share, _idea(hit, card, scenario), IDEA)
    for hit in missed:
        if hit.point in told:
            notice = missing_notice(told[hit.point], card.task, scenario.language)
            yield Hint(share, notice, IDEA)
            break
    for hit in card.coverage.points:
        if hit.status == "out_of_order":
            message = N_("“{point}” comes out of its order: put it back in its place.")
            lost = share * (1 - CREDIT["out_of_order"])
            yield Hint(lost, Notice(message, {"point": hit.point}), IDEA)
            return


def _story_titles(card: AnswerCard, scenario: Scenario) -> dict[str, StoryPartName]:
    """The parts of the story by what they are called among the points; no point's own title."""
    if card.coverage.story is None:
        return {}
    own = {title_of(idea) for idea in ideas_of(card.task)}
    titles = {title: part for part, title in TITLES[scenario.language].items()}
    return {title: part for title, part in titles.items() if title not in own}


def _idea(hit: PointHit, card: AnswerCard, scenario: Scenario) -> Notice:
    line = line_of(hit.point, card.task, scenario.language)
    values: dict[str, str | int | float] = {"point": hit.point}
    if line is None:  # A move or a rule, which are habits and no ideas.
        return Notice(N_("“{point}” was not recognised: think of it next time."), values)
    if not line:
        return Notice(N_("“{point}” was not recognised: say it in a sentence of its own."), values)
    values["line"] = line
    if asks(card, scenario):
        return Notice(N_("“{point}” was not recognised. A question that does it: “{line}”"), values)
    return Notice(N_("“{point}” was not recognised. A line that says it: “{line}”"), values)


def _words(card: AnswerCard, scenario: Scenario, share: float) -> Iterator[Hint]:
    """Terms that were not heard, those of an idea that was made apart, and those said too seldom."""
    required = [hit for hit in card.coverage.terms if hit.term.required]
    unheard = [hit for hit in required if hit.status == "missed"]
    missing = [hit for hit in unheard if hit.idea is None]
    if missing:
        message = N_("Place these terms too: {names}.")
        if len(missing) == 1:
            message = N_("Place this term too: {names}.")
        if asks(card, scenario):
            message = N_("Name what you want to know about: {names}.")
        yield Hint(share * _weight(missing), _named(message, missing), WORD)
    said = sorted((hit for hit in unheard if hit.idea is not None), key=lambda hit: str(hit.idea))
    for idea, hits in groupby(said, key=lambda hit: str(hit.idea)):
        terms = list(hits)
        message = N_("“{idea}” is there: give it its word, {names}.")
        lost = share * _weight(terms) * (1 - IDEA_CREDIT)
        yield Hint(lost, _named(message, terms, idea=idea), WORD)
    partial = next((hit for hit in required if hit.outcome == "partial"), None)
    if partial is not None:
        lost = share * partial.term.weight * (1 - CREDIT["partial"])
        yield Hint(lost, _partial(partial), WORD)


def _weight(hits: Iterable[TermHit]) -> float:
    return sum(hit.term.weight for hit in hits)


def _named(message: str, hits: Iterable[TermHit], **values: str) -> Notice:
    """``message`` with the first terms; commas alone join them, in every language."""
    names = ", ".join([hit.term.name for hit in hits][:MAX_NAMES])
    return Notice(message, {"names": names, **values})


def _partial(hit: TermHit) -> Notice:
    values: dict[str, str | int | float] = {
        "term": hit.term.name,
        "count": hit.count,
        "min": hit.term.min_count,
    }
    if hit.term.max_count is None:
        return Notice(N_("“{term}” was said {count}×, at least {min}× is asked for."), values)
    values["max"] = hit.term.max_count
    if hit.term.min_count == hit.term.max_count:
        return Notice(N_("“{term}” was said {count}×, {max}× is asked for."), values)
    return Notice(N_("“{term}” was said {count}×, {min} to {max}× is asked for."), values)
