"""What speaks for a phase going from here to there: its script's words, pauses, lengths. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from interviewer.domain import Phase, Scenario, Span, Task, Term, Transcript
from interviewer.scoring.coverage import occurrences
from interviewer.scoring.one_take_path import Cut, Scores
from interviewer.scoring.patterns import find
from interviewer.scoring.phrases import parse
from interviewer.scoring.text import Text, Token, read

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
pitches, as every number of :mod:`interviewer.scoring.one_take_clues`."""
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


_CUT = -3.0
"""That something begins at a pause of half a second, after a sentence."""
_DOUBLING = 1.5
"""For each time the pause is twice as long, within :data:`_PAUSES_S`."""
_PAUSES_S = (0.1, 1.5)
"""A longer pause says no more: people are silent as long inside an answer, up to 3.2 s in
docs/formulas.md."""
_INSIDE_SENTENCE = -2.0
_SPREAD = 0.5
"""Standard deviation of the logarithm of a phase's length over its share of the whole."""
_MISSING = -2.0
_OUT = -8.0
"""That a stretch belongs to no phase; and for each of its seconds :data:`_OUT_PER_S`."""
_OUT_PER_S = -0.3
_SHORTEST_S = 0.3
"""A stretch that is shorter is none, unless it is all there is."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a recording is divided by. A node is where something may begin or end."""

    tasks: tuple[Task, ...]
    speech: Span
    """From the first in which a word was recognised to the last."""
    cuts: tuple[Cut, ...]
    """The nodes between the first and the last, in order."""
    clues: tuple[Clue, ...]
    words: int
    """How many the transcript has."""
    openings: Mapping[int, float]
    """See :func:`interviewer.scoring.one_take_openings.openings`."""

    @property
    def first_words(self) -> tuple[int, ...]:
        """By node: index of the word after it."""
        return (0, *(cut.word for cut in self.cuts), self.words)

    def words_of(self, part: tuple[int, int]) -> range:
        """Indexes of the words from one node to another."""
        return range(self.first_words[part[0]], self.first_words[part[1]])

    @property
    def begins_s(self) -> Floats:
        """By node: where the speech after it begins; infinite after the last."""
        return np.array([self.speech.start_s, *(cut.after_s for cut in self.cuts), np.inf])

    @property
    def ends_s(self) -> Floats:
        """By node: where the speech before it ends; infinitely early before the first."""
        return np.array([-np.inf, *(cut.before_s for cut in self.cuts), self.speech.end_s])

    @property
    def lengths_s(self) -> Floats:
        """Shape ``(n + 1, n + 1)``: from the speech after one node to that before another."""
        lengths: Floats = self.ends_s[None, :] - self.begins_s[:, None]
        return lengths


def weigh(material: Material, scale: float, gone: Collection[int] = ()) -> Scores:
    """The scores of every way to divide ``material``.

    Args:
        material: the recording.
        scale: how long its phases are for each second of their targets.
        gone: phases that are not there, by their place.
    """
    lengths = material.lengths_s
    fits = lengths >= _SHORTEST_S
    fits[0, -1] = True
    lengths = np.where(fits, np.maximum(lengths, _SHORTEST_S), 1.0)
    votes = _votes_before(material)
    targets = [task.target_s for task in material.tasks]
    parts = [
        votes[None, :, phase] - votes[:, None, phase] - _surprise(lengths / (scale * target_s))
        for phase, target_s in enumerate(targets)
    ]
    there = np.array([phase not in gone for phase in range(len(targets))])
    cuts = [_cut(cut, material.openings.get(cut.word, 0.0)) for cut in material.cuts]
    return Scores(
        cut=np.array([0.0, *cuts, 0.0]),
        part=np.where(fits & there[:, None, None], np.stack(parts), -np.inf),
        missing=np.full(len(targets), _MISSING),
        out=np.where(fits, _OUT + _OUT_PER_S * lengths, -np.inf),
    )


def _votes_before(material: Material) -> Floats:
    """Shape ``(n + 1, phases)``: sum of the votes of all that is said before each node."""
    votes = np.zeros((material.words + 1, len(material.tasks)))
    for clue in material.clues:
        votes[clue.word + 1] += clue.votes
    summed: Floats = votes.cumsum(axis=0)[list(material.first_words)]
    return summed


def _surprise(ratios: Floats) -> Floats:
    """How unlikely a length is that many times what was expected: log-normal."""
    surprise: Floats = 0.5 * (np.log(ratios) / _SPREAD) ** 2
    return surprise


def _cut(cut: Cut, opening: float) -> float:
    shortest, longest = _PAUSES_S
    pause_s = min(max(cut.pause_s, shortest), longest)
    inside = 0.0 if cut.ends_sentence else _INSIDE_SENTENCE
    return float(_CUT + _DOUBLING * np.log2(pause_s / 0.5) + inside + opening)
