"""Phrasings of a person's own: sentences of which they said that they make a point.

One is found again where four of five of its
words stand close together, in whatever order and form, with as many negations: people do not say a sentence
twice in the same words, and recognisers do not hear it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from interviewer.domain import Task, Transcript
from interviewer.encoder import available
from interviewer.scoring.clauses import negates
from interviewer.scoring.closeness import background, excess, stems
from interviewer.scoring.cues import cues_of
from interviewer.scoring.meaning import cut, ideas_of, measured, references, title_of
from interviewer.scoring.patterns import Found
from interviewer.scoring.stance import taken_back
from interviewer.scoring.text import Text, Token, read

_SHARE = 0.8
"""Of the words of a phrasing that must be there again."""
_FEWEST = 2
"""Words that a phrasing must have to be found again by."""
_LONGER = 1.3
"""Times as many words as the phrasing within which they must be, and two more."""
_AROUND = 2
"""Words on either side of a place in which a negation belongs to it."""


def own_place(sentences: Iterable[str], text: Text) -> Found | None:
    """The first place of ``text`` that says one of ``sentences`` again; None where none does."""
    found = (place for sentence in sentences for place in _places(sentence, text))
    return min(found, key=lambda place: place.first, default=None)


def _places(sentence: str, text: Text) -> Iterator[Found]:
    phrase = read(Transcript.from_text(sentence, text.language)).tokens
    wanted = stems(token.norm for token in phrase)
    if len(wanted) < _FEWEST:
        return
    enough, reach = ceil(_SHARE * len(wanted)), round(_LONGER * len(phrase)) + 2
    said = [min(stems((token.norm,)), default="") for token in text.tokens]
    negations = _negations(phrase, text)
    for first in range(len(said)):
        if said[first] not in wanted:
            continue
        here = [at for at in range(first, min(first + reach, len(said))) if said[at] in wanted]
        if len({said[at] for at in here}) < enough:
            continue
        start = first
        while start and first - start < _AROUND and not text.tokens[start - 1].ends_clause:
            start -= 1  # « On met … », whose first word is too short to be looked for.
        place = Found(start, here[-1], inflected=True)
        around = text.tokens[max(0, first - _AROUND) : here[-1] + 1 + _AROUND]
        if _negations(around, text) == negations and not taken_back(place, text):
            yield place


def _negations(said: tuple[Token, ...], text: Text) -> int:
    return sum(negates(said, at, cues_of(text.language)) for at in range(len(said)))


def closest(task: Task, point: str, text: Text) -> Found | None:
    """The sentence of ``text`` that comes nearest to the idea ``point``: by its meaning, or without the
    encoder by the words that they share, the rarer the more; None where none shares one."""
    windows = tuple(cut(text))
    at = [title_of(idea) for idea in ideas_of(task)].index(point)
    if not windows:
        return None
    if available():
        none = [False] * len(ideas_of(task))
        return windows[int(excess(measured(task, text, none, none))[:, at].argmax())]
    idea = references(task, text.language)[at]
    known = stems(
        token.norm
        for each in idea.texts
        for token in read(Transcript.from_text(each, text.language)).tokens
    )
    rare = background(text.language).rarity
    shares = [
        sum(
            max(0.0, rare(stem))
            for stem in known & stems(t.norm for t in text.tokens[each.first : each.last + 1])
        )
        for each in windows
    ]
    best = max(range(len(windows)), key=shares.__getitem__)
    return windows[best] if shares[best] > 0 else None
