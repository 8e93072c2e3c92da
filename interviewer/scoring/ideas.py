"""What became of each idea of a task: made, in which words, or contradicted.

First speaks the wording: the phrasings of an idea, and how its scenario words its contrary. What neither
shows may have been said in other words, the person's own or such that mean the same. Each place found is
then doubted (:mod:`interviewer.scoring.doubt`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from interviewer.domain import Language, Scenario, Task, Transcript
from interviewer.scoring.clauses import sentence
from interviewer.scoring.contrary import DENIED, contraries, row
from interviewer.scoring.doubt import Answer, Doubt, Others, Weights
from interviewer.scoring.meaning import cut, ideas_of, second_opinion, sense, title_of
from interviewer.scoring.own import own_place
from interviewer.scoring.patterns import Found
from interviewer.scoring.stance import stances
from interviewer.scoring.text import Text, read


@dataclass(frozen=True, slots=True)
class Made:
    """Where an idea is expressed, or else where its contrary is."""

    places: tuple[Found, ...] = ()
    """Those that express it, in order."""
    contrary: Found | None = None
    denied: bool = False
    """The contrary is told by a negation alone."""
    near: Found | None = None
    """What is said nearest to it, where it is neither made nor denied."""
    nearness: float = 0.0
    """Of that: log-odds that it speaks of the idea, rightly or wrongly."""
    lack: float = 0.0
    """By how much the answer misses what is asked of it to make the idea by its meaning."""
    nearly: bool = False
    """It was not recognised, though what was said comes near it and nothing is known to be wrong."""
    by_meaning: bool = False
    """In other words than those that were expected."""
    sure: bool = True
    """Not only just near enough by its meaning."""
    own: bool = False
    """In a phrasing of the person's own."""

    @property
    def found(self) -> Found | None:
        """The first place that expresses it."""
        return self.places[0] if self.places else None

    @property
    def told(self) -> tuple[Found, ...]:
        """All places that tell something of it."""
        other = self.contrary or self.near
        return self.places if other is None else (other,)


def worded(idea: str, phrasings: Iterable[str], text: Text, contrary: Sequence[Found] = ()) -> Made:
    """The places that make the idea; where there are none, the first that says the contrary.

    What is made in a sentence that says the ``contrary`` is not made.
    """
    every = stances(idea, phrasings, text)
    false = [sentence(found, text) for found in contrary]
    places = tuple(
        each.found
        for each in every
        if each.stance == "made" and not any(each.found.first in said for said in false)
    )
    if places:
        return Made(places)
    told = [(found, found.by.startswith(DENIED)) for found in contrary]
    told += [(each.found, True) for each in every if each.stance == "contradicted"]
    if not told:
        return Made()
    first, denied = min(told, key=lambda each: (each[1], each[0].first))
    return Made(contrary=first, denied=denied)


def all_worded(task: Task, text: Text) -> list[Made]:
    """What the wording tells of each point and step."""
    line = row(text)
    against = {each.contrary_of: each.any for each in task.contraries}
    return [
        worded(
            title,
            idea.any,
            text,
            tuple(contraries(against.get(title, ()), text, line)),
        )
        for idea in ideas_of(task)
        for title in (title_of(idea),)
    ]


def ideas(scenario: Scenario, task: Task, text: Text) -> tuple[tuple[Made, ...], bool | None]:
    """What became of the points and steps, in other words than expected if need be.

    The second value is :attr:`interviewer.domain.Coverage.meaning`.
    """
    made = all_worded(task, text)
    for own in (each for each in scenario.own if each.task == task.id):
        at = next((n for n, i in enumerate(ideas_of(task)) if title_of(i) == own.point), None)
        if at is not None and made[at].found is None:
            place = own_place((own.sentence,), text)
            made[at] = made[at] if place is None else Made((place,), own=True)
    made, compared = in_other_words(made, task, text)
    return tuple(_undoubted(made, task, text)), compared


def in_other_words(
    worded: Sequence[Made], task: Task, text: Text
) -> tuple[list[Made], bool | None]:
    """What the wording of an answer tells of the ideas, and of those that it does not, their meaning."""
    made = list(worded)
    found, contrary = known(made)
    if not text.tokens or all(map(any, zip(found, contrary, strict=True))):
        return made, None
    opinion = second_opinion(task, text, found, contrary)
    for at, each in (opinion or {}).items():
        places, near = ((each.place,), None) if each.made else ((), each.place)
        made[at] = Made(
            places,
            near=near,
            nearness=each.nearness,
            lack=each.lack,
            by_meaning=True,
            sure=each.sure,
        )
    return made, opinion is not None


def ideas_made(task: Task, text: Text) -> tuple[list[bool], list[bool]]:
    """Of each point and step, whether its wording makes it, and whether it says the contrary."""
    return known(all_worded(task, text))


def known(made: Sequence[Made]) -> tuple[list[bool], list[bool]]:
    """Of each, whether it is made, and whether its contrary is said."""
    return (
        [each.found is not None for each in made],
        [each.contrary is not None for each in made],
    )


def _undoubted(made: Sequence[Made], task: Task, text: Text) -> list[Made]:
    """``made`` without what is doubted: places that express an idea, and contraries that nothing else tells of."""
    if not (text.tokens and made):
        return list(made)
    found, contrary = known(made)
    labels = [title_of(idea) for idea in ideas_of(task)]
    answer = Answer.of(text, tuple(cut(text)), labels, sense(task, text, found, contrary))
    true = _sentences(task.model_answer, text.language)

    def settled(at: int) -> Made:
        each = made[at]
        # The person's own, or said as the model answer says it.
        if each.own or any(_norms(sentence(place, text), text) in true for place in each.places):
            return each
        others = Others(sum(contrary) - contrary[at], sum(found) - found[at])
        doubts = answer.doubts(each.told, at, others, by_meaning=each.by_meaning)
        return _settled(each, doubts, answer.weights)

    first = [settled(at) if contrary[at] else each for at, each in enumerate(made)]
    contrary = known(first)[1]  # One that is not believed speaks against no other idea.
    return [first[at] if each.contrary else settled(at) for at, each in enumerate(made)]


@lru_cache(maxsize=512)
def _sentences(model_answer: str, language: Language) -> frozenset[tuple[str, ...]]:
    """The words of each sentence of a model answer."""
    text = read(Transcript.from_text(model_answer, language))
    return frozenset(
        _norms(sentence(Found(at, at, False), text), text) for at in range(len(text.tokens))
    )


def _norms(tokens: range, text: Text) -> tuple[str, ...]:
    return tuple(text.tokens[at].norm for at in tokens)


def _settled(made: Made, doubts: Sequence[Doubt], limits: Weights) -> Made:
    """What is left of ``made``, of whose places ``doubts`` tell how much they are doubted."""
    if made.near is not None:
        if not doubts[0].confused:
            return Made(nearly=made.lack < limits.nearly)
        wrong = made.nearness > limits.nearness and doubts[0].odds > limits.near
        return Made(contrary=made.near, by_meaning=True) if wrong else Made()
    if made.contrary is not None:
        least = limits.denied if made.denied else limits.worded
        return Made() if doubts[0].right and doubts[0].odds < least else made
    places = tuple(
        place
        for place, doubt in zip(made.places, doubts, strict=True)
        if doubt.odds <= (doubt.most if made.sure else limits.eased)
    )
    doubted = doubts and made.sure and not places
    surely = doubted and min(doubt.odds for doubt in doubts) > limits.contrary
    nearly = not places and bool(doubts) and not any(doubt.confused for doubt in doubts)
    return replace(made, places=places, contrary=made.found if surely else None, nearly=nearly)
