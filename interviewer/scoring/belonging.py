"""Which idea of a task a term belongs to: the one that is said with its word.

Scenario files do not say so. It follows from where the term stands: in the label of a point or step; where
it is in no label, in one of the phrasings; where it is in none of them, in the sentence of the model answer
that makes the idea. The first of these that holds it decides, for a term that names one idea is used in
the phrasings of others.

A term in a sentence that says the contrary of its idea was said, but to no credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from interviewer.domain import (
    Language,
    PointHit,
    Task,
    Term,
    TermHit,
    Transcript,
    pattern_parts,
    pattern_ways,
)
from interviewer.scoring.meaning import cut, ideas_of, references, title_of
from interviewer.scoring.patterns import Found, written
from interviewer.scoring.text import Text, read

_APART = " zzz "
"""Between two texts that are read as one, so that no phrase is found across."""


@lru_cache(maxsize=512)
def ideas_by_term(task: Task, language: Language) -> Mapping[str, tuple[str, ...]]:
    """The titles of the points and steps that each term of ``task`` belongs to, by its name."""
    ideas = ideas_of(task)
    titles = [title_of(idea) for idea in ideas]
    labels = [_read(title, language) for title in titles]
    phrasings = [_read(_APART.join(_ways(idea.any)), language) for idea in ideas]
    lines = [_read(idea.line, language) for idea in references(task, language)]
    found: dict[str, tuple[str, ...]] = {}
    for term in task.terms:
        tiers = ([_said(term, text) for text in texts] for texts in (labels, phrasings, lines))
        best = next(filter(any, tiers), [])
        found[term.name] = tuple(title for title, holds in zip(titles, best, strict=False) if holds)
    return found


def _said(term: Term, text: Text) -> bool:
    return any(True for _ in written(term, text))


def _read(text: str, language: Language) -> Text:
    return read(Transcript.from_text(text, language))


def _ways(phrasings: Sequence[str]) -> Iterator[str]:
    """The words of ``phrasings``, of each part and way by itself."""
    for phrasing in phrasings:
        for part in pattern_parts(phrasing):
            for way in pattern_ways(part):
                yield way.replace("...", " ").replace("…", " ").replace("*", "")


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Words that say the contrary of an idea or spring a trap, by their place in the transcript."""

    of: str
    around: range
    """The sentence; of a trap, which is no contrary of what else is said there, the clause."""


@dataclass(frozen=True, slots=True)
class Wrongs:
    """What an answer gets wrong."""

    said: Sequence[_Wrong]
    made: frozenset[str]
    """The ideas that it makes."""
    belongs: Mapping[str, tuple[str, ...]]

    def at(self, term: Term, place: tuple[int, int]) -> str:
        """What is wrong where ``term`` was said, a title or the id of a trap; empty where nothing is.

        It is what belongs to the idea that is contradicted there, or to none that was made.
        """
        words, ideas = range(place[0], place[1] + 1), self.belongs.get(term.name, ())
        return next(
            (
                each.of
                for each in self.said
                if _meet(words, each.around) and (each.of in ideas or self.made.isdisjoint(ideas))
            ),
            "",
        )


def wrongs(
    places: Iterable[tuple[str, Found]], points: Sequence[PointHit], task: Task, text: Text
) -> Wrongs:
    """What ``text`` gets wrong of ``task``.

    Args:
        places: titles of ideas that are contradicted and ids of traps that are sprung, and where each is.
        points: what became of the ideas.
        task: what is answered.
        text: the answer. Where it has no marks, a sentence is as long as what is compared with an idea
            by its meaning.
    """
    titles = {hit.point for hit in points}
    windows: list[Found] = []
    said: list[_Wrong] = []
    for of, found in places:
        windows = windows or list(cut(text))
        around = [each for each in windows if each.first <= found.last and found.first <= each.last]
        sentence = Found(around[0].first, around[-1].last, inflected=False)
        whole = sentence if of in titles else _clause(found, sentence, text)
        said.append(_Wrong(of, _words(whole, text)))
    return Wrongs(said, _made(points), ideas_by_term(task, text.language) if said else {})


def _clause(found: Found, sentence: Found, text: Text) -> Found:
    first, last = found.first, found.last
    while first > sentence.first and not text.tokens[first - 1].ends_clause:
        first -= 1
    while last < sentence.last and not text.tokens[last].ends_clause:
        last += 1
    return Found(first, last, inflected=False)


def _words(found: Found, text: Text) -> range:
    return range(text.tokens[found.first].word, text.tokens[found.last].word + 1)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _made(points: Iterable[PointHit]) -> frozenset[str]:
    return frozenset(hit.point for hit in points if hit.status in ("hit", "out_of_order"))


def with_ideas(
    hits: Sequence[TermHit], points: Sequence[PointHit], task: Task, language: Language
) -> tuple[TermHit, ...]:
    """``hits`` of ``task``; those of terms that were not heard name the idea that was made without them, or
    tell that nothing is to be asked."""
    unheard = any(hit.status in ("missed", "probable") for hit in hits)
    belongs = ideas_by_term(task, language) if points and unheard else {}
    return tuple(_with_idea(hit, belongs.get(hit.term.name, ()), points) for hit in hits)


def _with_idea(hit: TermHit, ideas: Sequence[str], points: Sequence[PointHit]) -> TermHit:
    if hit.status not in ("missed", "probable"):
        return replace(hit, idea=None, nearly=False)
    made = _made(points)
    idea = next((title for title in ideas if title in made), None)
    near = {each.point for each in points if each.nearly}
    nearly = not near.isdisjoint(ideas) if ideas else bool(points) and len(made) == len(points)
    return replace(hit, idea=idea, nearly=nearly and idea is None)
