"""Which idea of a task a term belongs to: the one that is said with its word.

Scenario files do not say so. It follows from where the term stands: in the label of a point or step; where
it is in no label, in one of the phrasings; where it is in none of them, in the sentence of the model answer
that makes the idea. The first of these that holds it decides, for a term that names one idea is used in
the phrasings of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
from interviewer.scoring.meaning import ideas_of, references, title_of
from interviewer.scoring.patterns import written
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


def with_ideas(
    hits: Sequence[TermHit], points: Sequence[PointHit], task: Task, language: Language
) -> tuple[TermHit, ...]:
    """``hits`` of ``task``; those of terms that were not heard name the idea that was made without them."""
    made = {hit.point for hit in points if hit.status in ("hit", "out_of_order")}
    unheard = any(hit.status in ("missed", "probable") for hit in hits)
    belongs = ideas_by_term(task, language) if made and unheard else {}
    return tuple(
        replace(
            hit,
            idea=next((title for title in belongs.get(hit.term.name, ()) if title in made), None)
            if hit.status in ("missed", "probable")
            else None,
        )
        for hit in hits
    )
