"""What the scripts of several phases say, and what of it is heard. Pure.

Everything a script holds votes: a term or phrasing that a phase asks for, a word that is written for
it. Its vote for a phase is the log-ratio of how often that phase's script says it to how often
the scripts do on average, less where more of them say it (as tf-idf does).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from interviewer.models import Phase, Scenario, Task, Term, Transcript
from interviewer.score.coverage import occurrences
from interviewer.score.patterns import find
from interviewer.score.phrase import parse
from interviewer.score.text import Text, Token, read

__all__ = ["Clue", "Floats", "Script", "find_clues", "read_script"]

Floats = NDArray[np.float64]

_SMOOTHING = 0.5
"""Added to every count: what a script does not say may be said all the same."""
_ASKED = 3
"""How often what a phase asks for counts, beside the times that its script says it."""
_STEM = 6
"""Letters by which words are the same: « transforme », « transformer », « transformation »."""
_SHORTEST = 4
"""Letters of a content word; acronyms that matter are terms."""
_WORD = 0.6
"""What a word counts beside a term or phrasing. Tuned on the development half of the labelled
pitches, as every number of :mod:`interviewer.phases.weigh`."""
_MARKS = " \u00a0\u202f.,;:!?…«»\"'’"


@dataclass(frozen=True, slots=True)
class Clue:
    """Something said that some scripts hold and others do not."""

    word: int
    """Index of the transcript's word where it begins."""
    text: str
    """As written there."""
    votes: Floats
    """Shape ``(phases,)``, natural logarithms; above 0 it speaks for a phase."""


@dataclass(frozen=True, slots=True)
class Script:
    """The votes of all that is looked for."""

    terms: tuple[tuple[Term, Floats], ...]
    phrasings: tuple[tuple[str, Floats], ...]
    stems: Mapping[str, Floats]


def read_script(scenario: Scenario) -> Script:
    """What is written for each task of ``scenario``, which has two or more.

    That is the terms, points and steps that are asked for, and the words of the title, of what the
    interviewer says (answers take it up), of the cue and of the model answer.
    """
    tasks = [task for _, task in scenario.tasks()]
    texts = [
        read(Transcript.from_text("\n".join(_written(phase, task)), scenario.language))
        for phase, task in scenario.tasks()
    ]
    pairs = list(zip(tasks, texts, strict=True))
    terms = {term.name: term for task in tasks for term in task.terms}
    phrasings = dict.fromkeys(phrasing for task in tasks for phrasing in _phrasings(task))
    counted = [Counter(map(_stem, _content(text.tokens))) for text in texts]
    return Script(
        terms=tuple(
            (
                term,
                _votes(
                    _count(name in _names(task), occurrences(term, text)) for task, text in pairs
                ),
            )
            for name, term in terms.items()
        ),
        phrasings=tuple(
            (
                phrasing,
                _votes(
                    _count(phrasing in _phrasings(task), find(parse(phrasing), text))
                    for task, text in pairs
                ),
            )
            for phrasing in phrasings
        ),
        stems={
            stem: _WORD * _votes(counts[stem] for counts in counted)
            for stem in sorted(set().union(*counted))
        },
    )


def find_clues(script: Script, text: Text) -> tuple[Clue, ...]:
    """Everything in ``text`` that a script holds, by where it begins.

    No word votes twice: those of a term do not vote by themselves, nor for a phrasing.
    """
    found: list[Clue] = []
    taken: set[int] = set()
    for first, last, votes in _places(script, text):
        place = range(first, last + 1)
        if taken.isdisjoint(place):
            taken.update(place)
            found.append(_clue(text, place, votes))
    return tuple(sorted(found, key=lambda clue: clue.word))


def _places(script: Script, text: Text) -> Iterator[tuple[int, int, Floats]]:
    """First and last token, and votes; what tells more comes first."""
    for term, votes in script.terms:
        for said in occurrences(term, text):
            yield said.found.first, said.found.last, votes
    for phrasing, votes in script.phrasings:
        for found in find(parse(phrasing), text):
            yield found.first, found.last, votes
    for index, token in enumerate(text.tokens):
        if _is_content(token) and _stem(token) in script.stems:
            yield index, index, script.stems[_stem(token)]


def _clue(text: Text, place: range, votes: Floats) -> Clue:
    first, last = text.tokens[place[0]].word, text.tokens[place[-1]].word
    written = " ".join(word.text for word in text.words[first : last + 1])
    return Clue(first, written.strip(_MARKS), votes)


def _written(phase: Phase, task: Task) -> tuple[str, ...]:
    return phase.title, phase.prompt, task.cue, task.model_answer


def _names(task: Task) -> frozenset[str]:
    return frozenset(term.name for term in task.terms)


def _phrasings(task: Task) -> tuple[str, ...]:
    asked = [*(point.any for point in task.points), *(step.any for step in task.steps)]
    return tuple(phrasing for phrasings in asked for phrasing in phrasings)


def _count(asked: bool, said: Sequence[object]) -> int:
    return (_ASKED if asked else 0) + len(said)


def _votes(counts: Iterable[int]) -> Floats:
    """The votes for something that the scripts say ``counts`` times, each its own."""
    said = np.array(list(counts), dtype=np.float64)
    scripts = max(1, int(np.count_nonzero(said)))
    ratios: Floats = np.log((said + _SMOOTHING) / (said.mean() + _SMOOTHING))
    return ratios * (1 - log(scripts) / log(len(said)))


def _content(tokens: Iterable[Token]) -> Iterator[Token]:
    return (token for token in tokens if _is_content(token))


def _is_content(token: Token) -> bool:
    return len(token.norm) >= _SHORTEST and not token.elided


def _stem(token: Token) -> str:
    return token.norm[:_STEM]
