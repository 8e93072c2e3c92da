"""Terms that the recogniser misheard: which of the places that the audio was asked about count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, inf, log

from interviewer.domain import Language, Spotting, Term, Transcript, Word
from interviewer.scoring.patterns import Found, find, written
from interviewer.scoring.phrases import parse
from interviewer.scoring.text import Text, read
from interviewer.scoring.trees import fitted

_KEPT = 0.05
"""Confidence under which a place is no evidence at all."""
_LEAST_NATS, _MOST_NATS = -25.0, 3.0
"""Gains beyond which more says no more."""
_MOST_LETTERS = 8
_LEAST_TOLD_NATS, _MOST_TOLD_NATS = -10.0, 5.0
"""The same of the gain for who was told the names."""
_OF_TREES, _OF_TOLD, _BASE = 0.67, 0.21, 1.4
"""What the log-odds of the trees, which do not know it, and that gain count for (`python -m benchmarks.coverage.fit`),
and what is added: 0.2 as fitted, and 1.2 since from 0.55 on as many of them were right as of the trees' from 0.8."""


def confidence(spotting: Spotting, words: Sequence[Word]) -> float:
    """How sure it is that the term was said where ``words`` are written, 0..1, to three digits."""
    odds, told_nats = parts(spotting, words)
    if told_nats is not None and _distinct(spotting):
        odds = _OF_TREES * odds + _OF_TOLD * told_nats + _BASE
    return round(1 / (1 + exp(-odds)), 3)


def parts(spotting: Spotting, words: Sequence[Word]) -> tuple[float, float | None]:
    """What the confidence is made of: the log-odds of the trees, and what who was told the names gains, in nats."""
    sure, told_nats = _confidence(features(spotting, words)), spotting.told_nats
    if told_nats is not None:
        told_nats = min(max(told_nats, _LEAST_TOLD_NATS), _MOST_TOLD_NATS)
    return log(sure / (1 - sure)), told_nats


def features(spotting: Spotting, words: Sequence[Word]) -> tuple[float, ...]:
    """What the trees look at, in the order of :data:`interviewer.scoring.trees.FEATURES`.

    ``ordinary`` is 0 where the words are none of the language, 1 where they are several of its
    words, and 2 where they are one, which is the likeliest to have been meant as it stands.
    ``probability`` is that of the least sure word: what a recogniser is sure of, it seldom mishears.
    """
    return (
        min(max(spotting.gain_nats, _LEAST_NATS), _MOST_NATS),
        spotting.similarity,
        spotting.votes,
        float(spotting.company),
        float(_ordinary(spotting)),
        min(word.probability for word in words),
        float(spotting.found_by == "hint"),
        float(min(_MOST_LETTERS, sum(character.isalnum() for character in spotting.term))),
    )


_LONG, _LONG_AS_WORDS = 7, 9
"""Letters, where no words of the language stand there, and where such do: « I think » is no éthique."""
_SPELLED = re.compile(r"\b[B-DF-HJ-NP-TV-XZ]{2}[A-Z0-9]+s?\b")
"""An acronym that nobody can say as a word."""


def _distinct(spotting: Spotting) -> bool:
    """Whether hardly a word or name sounds like the term: it has several syllables, or is spelled. Laura does
    sound like LoRA, and who was told of LoRA hears it."""
    long = _LONG_AS_WORDS if spotting.ordinary else _LONG
    return all(
        sum(map(str.isalnum, name)) >= long or _SPELLED.search(name)
        for name in (spotting.term, spotting.spelling)
    )


def worth_keeping(sure: float) -> bool:
    """Whether a place goes into the transcript's evidence."""
    return sure >= _KEPT


@lru_cache(maxsize=4096)
def _confidence(values: tuple[float, ...]) -> float:
    return fitted().probability(values)


CREDITED = 0.8
"""Confidence from which a term counts as said where other terms are said beside it: of the places that the audio
does not speak against, two of four from 0.75 to 0.8 were of terms that were said, and 60 of 61 above (voices that the
trees never heard; benchmarks/coverage/fit.py)."""
CREDITED_ALONE = 0.9
"""The same where none is: « Laura », « piton » and « elle aime » are LoRA, Python and LLM to the ear,
and mostly mean what they say."""
_SUPPORTS = 0.85
"""Confidence from which a term that is not written is company for others."""
_PROBABLE = 0.7
"""Confidence from which a term that does not count is shown as likely said."""
_LEAST_NATS_ALONE = (-4.0, -3.0, -1.0)
"""Gain under which the audio speaks against the term, whatever else speaks for it: where the words are none of the
language, where they are several of its words, and where they are one."""
_STEP_NATS = (4.5, 3.0, 2.25)
"""By how much less will do, in company, where the readings agree on the term, again where the words sound like it, and
once more where both are so and the sounds are the same, but for single words, which are names too: a spelling that the
decoder does not expect costs several nats (« procède Côdeur » for cross-encoder 11, « open eye » for OpenAI 12)."""
_LEAST_TOLD_NATS_OF = (-3.0, -2.0, -0.5)
"""The same of the gain for who was told the names, of each of these kinds."""
_LEAST_NATS_HEARD = (-25.0, -14.0)
"""Where such a one did hear a term that hardly a word sounds like: all that the gain need be, of the first two kinds; of a
single word, a step less."""
_AGREED, _ALIKE, _SAME = 0.8, 0.7, 0.95
"""Votes, and similarities, from which they do."""
_LEAST_ALIKE, _DOUBT_NATS = 0.6, 3.0
"""Who listens again to a likely term must be able to hear it: similarity, and how far under what a credit takes the
gain may be."""


def counts(spotting: Spotting, sure: float) -> bool:
    """Whether the term is credited, the confidence being ``sure``.

    Other words sound like a term by chance: without another term beside it the evidence must be
    as good as certain, and beside one the audio must not speak against it.
    """
    if not spotting.company and (sure < CREDITED_ALONE or spotting.similarity < _LEAST_ALIKE):
        return False
    return sure >= CREDITED and spotting.gain_nats >= least_nats(spotting)


def supports(spotting: Spotting, sure: float) -> bool:
    """Whether the term, which is not written, is company for others."""
    return sure >= _SUPPORTS and not contradicted(spotting)


def contradicted(spotting: Spotting) -> bool:
    """Whether the audio speaks against the term, even if others are said beside it."""
    return spotting.gain_nats < least_nats(replace(spotting, company=True))


def probable(spotting: Spotting, sure: float) -> bool:
    """Whether a term that is not credited is shown as likely said."""
    least = least_nats(replace(spotting, company=True)) - _DOUBT_NATS
    return sure >= _PROBABLE and spotting.similarity >= _LEAST_ALIKE and spotting.gain_nats >= least


def least_nats(spotting: Spotting) -> float:
    """The gain that a credit takes."""
    kind = _ordinary(spotting)
    told = spotting.told_nats
    if told is not None and told < _LEAST_TOLD_NATS_OF[kind]:
        return inf
    heard = told is not None and spotting.similarity >= _LEAST_ALIKE and _distinct(spotting)
    if heard and (kind == 0 or (kind == 1 and spotting.company)):
        return _LEAST_NATS_HEARD[kind]
    agreed, alike = spotting.votes >= _AGREED, spotting.similarity >= _ALIKE
    if told is not None and not spotting.votes and not _distinct(spotting):
        alike = False
    same = agreed and spotting.similarity >= _SAME and kind < 2
    steps = (agreed + alike + same + heard) if spotting.company else 0
    return _LEAST_NATS_ALONE[kind] - _STEP_NATS[kind] * steps


def lacks_company(sure: float, gain_nats: float | None) -> bool:
    """Whether a term shown as likely said would be credited beside another one, wherever it stands."""
    return sure >= CREDITED and gain_nats is not None and gain_nats >= max(_LEAST_NATS_ALONE)


def _ordinary(spotting: Spotting) -> int:
    """0: no words of the language; 1: several of them; 2: one, likeliest meant as it stands."""
    if not spotting.ordinary:
        return 0
    return 2 if spotting.words == 1 else 1


def spotted(term: Term, text: Text) -> Iterator[tuple[Found, Spotting, float]]:
    """Where the audio was asked about ``term``, in order, with the confidence."""
    for index, word in enumerate(text.words):
        for spotting in word.spotted:
            if spotting.term == term.name:
                inside = range(index, index + spotting.words)
                tokens = [at for at, token in enumerate(text.tokens) if token.word in inside]
                sure = confidence(spotting, text.words[inside.start : inside.stop])
                yield Found(tokens[0], tokens[-1], inflected=False), spotting, sure


_NEAR_S = 15.0
"""How far apart terms may be said and be company for each other: about a window of the recogniser
(12 to 28 s, cut at pauses), for which the trees of the confidence were fitted."""


@dataclass(frozen=True, slots=True)
class _Said:
    term: str
    first: int
    """Index of its first word."""
    last: int
    """Of its last one, inside."""


def accompanied(text: Text, terms: Iterable[Term]) -> Text:
    """``text``, each of its spottings told whether another of ``terms`` is said near it.

    That is one that is written, or spotted elsewhere and as good as sure.
    """
    if not any(word.spotted for word in text.words):
        return text
    said = (*_written(text, terms), *_spotted(text))
    words = tuple(
        replace(word, spotted=tuple(_told(each, text, at, said) for each in word.spotted))
        if word.spotted
        else word
        for at, word in enumerate(text.words)
    )
    return replace(text, words=words)


def _written(text: Text, terms: Iterable[Term]) -> Iterator[_Said]:
    for term in terms:
        for _, found in written(term, text):
            yield _Said(term.name, text.tokens[found.first].word, text.tokens[found.last].word)


def _spotted(text: Text) -> Iterator[_Said]:
    for first, word in enumerate(text.words):
        for spotting in word.spotted:
            sure = confidence(spotting, text.words[first : first + spotting.words])
            if supports(spotting, sure):
                yield _Said(spotting.term, first, first + spotting.words - 1)


def _told(spotting: Spotting, text: Text, first: int, said: Iterable[_Said]) -> Spotting:
    place = _Said(spotting.term, first, first + spotting.words - 1)
    if any(other.term != place.term and _near(place, other, text) for other in said):
        return replace(spotting, company=True)
    return spotting


def _near(one: _Said, other: _Said, text: Text) -> bool:
    before, after = sorted((one, other), key=lambda place: place.first)
    gap_s = text.words[after.first].start_s - text.words[before.last].end_s
    return before.last < after.first and gap_s <= _NEAR_S


@dataclass(frozen=True, slots=True)
class Longer:
    """A term that is written unlike itself: in pieces, or as it is misheard."""

    term: str
    spelling: str
    """As it should be written."""
    found: Found
    spotted: tuple[Spotting, float] | None = None
    """The audio's evidence with its confidence; None: the text itself holds it."""


def longer(terms: Iterable[Term], text: Text) -> tuple[Longer, ...]:
    """Every place in ``text`` where one of ``terms`` is written in more words than its own
    spelling has, or in others."""
    return tuple(place for term in terms for place in _places(term, text))


def inside(term: Term, found: Found, others: Iterable[Longer], language: Language) -> bool:
    """Whether ``term`` at ``found`` is but a piece of one of ``others``."""
    return any(
        other.term != term.name
        and other.found.first <= found.first
        and found.last <= other.found.last
        and found.last - found.first < other.found.last - other.found.first
        and not contains(other.spelling, term, language)
        for other in others
    )


def holds(other: Longer, term: Term, language: Language) -> bool:
    """Whether ``term`` is said with ``other``, as an API is with an API REST."""
    return other.term != term.name and contains(other.spelling, term, language)


def _places(term: Term, text: Text) -> Iterator[Longer]:
    for pattern in (term.name, *term.variants):
        phrase = parse(pattern, cased=term.exact_case)
        if any(word.gap_before or word.star for word in phrase.words):
            continue
        for found in find(phrase, text):
            if found.last - found.first + 1 > len(phrase.words):
                yield Longer(term.name, pattern, found)
    for heard in term.heard_as:
        for found in find(parse(heard, plain=True), text):
            yield Longer(term.name, term.name, found)
    for found, spotting, sure in spotted(term, text):
        if counts(spotting, sure):
            yield Longer(term.name, spotting.spelling, found, (spotting, sure))


@lru_cache(maxsize=4096)
def contains(spelling: str, term: Term, language: Language) -> bool:
    """Whether a form of ``term`` stands in ``spelling``."""
    return any(written(term, read(Transcript.from_text(spelling, language))))
