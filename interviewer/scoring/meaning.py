"""A second opinion on ideas that no phrasing has found: were they said in other words?

An answer is cut into windows of a sentence, or where the recogniser wrote no marks, of what lies between
two pauses or of so many words. In each :mod:`interviewer.scoring.closeness` measures how near it comes to
the ideas of the task. Only what is neither made nor denied by its wording is asked about, and a window that
speaks against an idea makes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from interviewer.domain import Language, Point, Step, Task, Transcript, pattern_parts
from interviewer.encoder import available
from interviewer.scoring.clauses import negates, plain
from interviewer.scoring.closeness import (
    Idea,
    Known,
    Measures,
    background,
    encoded,
    excess,
    fitted,
    measure,
    prepared,
    stems,
    stems_of,
    whatever_else,
)
from interviewer.scoring.cues import cues_of
from interviewer.scoring.denial import turn
from interviewer.scoring.doubt import Sense
from interviewer.scoring.patterns import Found, find
from interviewer.scoring.phrases import parse
from interviewer.scoring.stance import sign
from interviewer.scoring.text import Text, joined, read

_SENTENCE_END = re.compile(r"[.!?…](?:[\s»\"”)]|$)")
_FEWEST = 5
"""Words of a window; a shorter sentence goes with the one before."""
_MOST = 30
"""Words of a sentence; a longer one ends with a clause."""
_BESIDE_TERMS = 2
"""Longer words that a window has beside the terms of the task, where it says something of them."""
_USUAL = 16
"""Words of a window where nothing tells where a sentence ends."""
_PAUSE_S = 0.35
_ENOUGH = 8
"""Words after which a pause ends a window, where no marks are written."""
_WORDS_A_MARK = 40
"""A recogniser that ends sentences does so once in so many words at least."""

_TELLING = 1.0
"""How rare a word is that an idea is told by, as :meth:`Background.rarity` has it."""
_DISMISSED = re.compile(
    r"\b(?:ni|inutiles?|superflue?s?|sert a rien|servent a rien|(?:pas|plus) (?:du tout )?besoin|du tout"
    r"|temps perdu|perte de temps|perdre du temps|aucun (?:effet|sens|interet)|aucune importance"
    r"|no need|no use|useless|pointless|wast\w+ of time|at all|by itself|(?:no|any) (?:effect|difference))\b"
)
"""What is said of something that it is not so, or needs no doing."""


def ideas_of(task: Task) -> tuple[Point | Step, ...]:
    """The points, then the steps: what can be said in other words."""
    return (*task.points, *task.steps)


def title_of(idea: Point | Step) -> str:
    """What it is called."""
    return idea.point if isinstance(idea, Point) else idea.step


def prepare(task: Task, language: Language) -> None:
    """Compares the references of ``task`` with the library, so that its answer need not wait.

    The first time it loads the encoder. Nothing happens without it, or where there are no ideas.
    """
    if ideas_of(task) and available():
        prepared(references(task, language), language)


@dataclass(frozen=True, slots=True)
class Opinion:
    """Where an idea may be made, or contradicted, in other words."""

    place: Found
    made: bool
    """Else it is only what is said nearest to the idea."""
    sure: bool = False
    """Near enough by itself; else only in an answer that nothing speaks against."""
    nearness: float = 0.0
    """Of what is only nearest: log-odds that it speaks of the idea, rightly or wrongly."""
    lack: float = 0.0
    """By how much the answer misses what is asked of it to make the idea."""


def second_opinion(
    task: Task, text: Text, found: Sequence[bool], contrary: Sequence[bool]
) -> Mapping[int, Opinion] | None:
    """Where ``text`` speaks of ideas of ``task`` that its wording does not show, by the idea's place.

    Args:
        task: what was asked.
        text: the answer.
        found: of each idea, whether its wording makes it; not asked about.
        contrary: of each idea, whether it says the contrary; not asked about either.

    Returns:
        None where nothing can be compared, for the encoder is not installed.
    """
    if not available():
        return None
    windows = tuple(cut(text))
    ideas = prepared(references(task, text.language), text.language)
    measures = measured(task, text, found, contrary)
    odds, near = excess(measures), whatever_else(measures)
    eased = fitted().eased
    ease = eased[min(sum(found), len(eased) - 1)]
    named = frozenset().union(
        *(
            stems_of(form, text.language)
            for term in task.terms
            for form in (term.name, *term.variants)
        )
    )
    says = [_says_something(window, named, text) for window in windows]
    opinions: dict[int, Opinion] = {}
    for at, idea in enumerate(ideas_of(task)):
        if found[at] or contrary[at]:
            continue
        likely = [w for w in range(len(windows)) if says[w] and odds[w, at] > -ease]
        shared = ideas.stems[at][0] | ideas.stems[at][1]
        for best in sorted(likely, key=lambda w: -odds[w, at]):
            if not _against(windows[best], title_of(idea), shared, text):
                opinions[at] = Opinion(windows[best], made=True, sure=odds[best, at] > 0)
                break
        else:
            nearest = int(near[:, at].argmax())
            lack = min((-float(odds[w, at]) for w in range(len(windows)) if says[w]), default=inf)
            opinions[at] = Opinion(
                windows[nearest], made=False, nearness=float(near[nearest, at]), lack=lack
            )
    return opinions


def sense(task: Task, text: Text, found: Sequence[bool], contrary: Sequence[bool]) -> Sense | None:
    """What the windows of ``text`` mean to who asks for the ideas of ``task``; None without the encoder."""
    if not available():
        return None
    vectors = encoded(tuple(written(each, text) for each in cut(text)))
    return Sense(vectors, whatever_else(measured(task, text, found, contrary)))


def measured(task: Task, text: Text, found: Sequence[bool], contrary: Sequence[bool]) -> Measures:
    """What tells whether the windows of ``text`` make the ideas of ``task``."""
    windows = tuple(cut(text))
    said = [written(window, text) for window in windows]
    words = [
        stems(token.norm for token in text.tokens[each.first : each.last + 1]) for each in windows
    ]
    negations = [
        sum(
            negates(text.tokens, at, cues_of(text.language))
            for at in range(window.first, window.last + 1)
        )
        for window in windows
    ]
    negative = [sign(title_of(idea), text.language, head=True) for idea in ideas_of(task)]
    told = [[0 if one else count for one in negative] for count in negations]
    ideas = prepared(references(task, text.language), text.language)
    return measure(ideas, said, words, Known(found, contrary, told), text.language)


def _says_something(window: Found, named: frozenset[str], text: Text) -> bool:
    """Whether there is more in ``window`` than the terms that were asked for: a term alone makes no idea."""
    norms = [token.norm for token in text.tokens[window.first : window.last + 1]]
    return sum(not stems((norm,)) <= named for norm in norms) >= _BESIDE_TERMS


def _against(window: Found, title: str, shared: frozenset[str], text: Text) -> bool:
    """Whether ``window`` turns round what it shares with the idea ``title``, or makes light of it.

    The encoder does not tell an idea from its contrary. Of an idea that speaks itself of what is not,
    a negation tells nothing.
    """
    if sign(title, text.language, head=True):
        return False
    if _DISMISSED.search(plain(text.tokens[window.first : window.last + 1])):
        return True
    rare = background(text.language).rarity
    return any(
        turn(Found(at, at, inflected=False), text) == "turned"
        for at in range(window.first, window.last + 1)
        for stem in stems((text.tokens[at].norm,))
        if stem in shared and rare(stem) > _TELLING
    )


@lru_cache(maxsize=512)
def references(task: Task, language: Language) -> tuple[Idea, ...]:
    """What the ideas of ``task`` are compared by."""
    model = read(Transcript.from_text(task.model_answer, language))
    sentences = tuple(cut(model))
    return tuple(
        Idea(title_of(idea), _plain(idea.any), _line(idea, model, sentences) or title_of(idea))
        for idea in ideas_of(task)
    )


def line_of(title: str, task: Task, language: Language) -> str | None:
    """The sentence of the model answer that makes the idea ``title``, empty where none does; None where
    the task has no such idea."""
    for idea in references(task, language):
        if idea.label == title:
            return "" if idea.line == title else idea.line
    return None


def _plain(patterns: Sequence[str]) -> str:
    """``patterns`` as words; those with parts are lists of alternatives, no way of saying anything."""
    marks = str.maketrans({"*": "", "…": " "})
    said = [each for each in patterns if len(pattern_parts(each)) == 1] or patterns
    return ", ".join(" ".join(each.replace("...", " ").translate(marks).split()) for each in said)


def _line(idea: Point | Step, model: Text, sentences: Sequence[Found]) -> str:
    """The sentence of the model answer that makes ``idea``; empty where none does.

    Several may touch upon it: the one that holds most of its phrasings and of the words of its title does.
    """
    holds = [0] * len(sentences)
    for phrasing in idea.any:
        here = {found.first for found in find(parse(phrasing), model)}
        for at, each in enumerate(sentences):
            holds[at] += any(each.first <= first <= each.last for first in here)
    if not any(holds):
        return ""
    named = stems_of(title_of(idea), model.language)
    told = [
        stems(token.norm for token in model.tokens[each.first : each.last + 1]) & named
        for each in sentences
    ]
    found = [at for at, count in enumerate(holds) if count]
    return written(sentences[max(found, key=lambda at: holds[at] + len(told[at]))], model)


def written(window: Found, text: Text) -> str:
    """The words of ``window``, whole, as written."""
    first, last = text.tokens[window.first].word, text.tokens[window.last].word
    return joined([word.text.strip() for word in text.words[first : last + 1]])


def cut(text: Text) -> Iterator[Found]:
    """The windows of ``text``, in order, without gaps; whole words each."""
    ends = sum(_SENTENCE_END.search(token.after) is not None for token in text.tokens)
    marked, first = _WORDS_A_MARK * ends >= len(text.tokens), 0
    for at in range(len(text.tokens)):
        if at + 1 == len(text.tokens) or _ends(text, first, at, marked=marked):
            yield Found(first, at, inflected=False)
            first = at + 1


def _ends(text: Text, first: int, at: int, *, marked: bool) -> bool:
    """Whether a window from ``first`` on ends with the token at ``at``."""
    token, after = text.tokens[at], text.tokens[at + 1]
    length = after.word - text.tokens[first].word
    if token.word == after.word or length < _FEWEST:
        return False
    if marked:
        return _SENTENCE_END.search(token.after) is not None or (
            length >= _MOST and token.ends_clause
        )
    gap_s = text.words[after.word].start_s - text.words[token.word].end_s
    return length >= _USUAL or (length >= _ENOUGH and gap_s >= _PAUSE_S)
