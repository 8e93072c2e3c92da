"""The second look at an encoded window: which terms of the vocabulary were said and misheard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from interviewer.asr.candidates import Candidate, from_hint, from_sound, unnamed, whole
from interviewer.asr.window import Attempt, hint_tokens, is_echo
from interviewer.domain import Language, Spotting, Transcript, Vocabulary, Word
from interviewer.scoring.misheard import confidence, contradicted, supports, worth_keeping
from interviewer.scoring.patterns import written
from interviewer.scoring.text import Text, read

if TYPE_CHECKING:
    from spellchecker import SpellChecker


_DOUBLED = re.compile(r"([^\W\d_])\1")


def are_ordinary(words: Sequence[str], language: Language) -> bool:
    """Whether all of ``words`` are in the word list of ``language``; a single one, in either.

    English names and words stand in French transcripts as they are (« rack », « Laura »). A word
    is ordinary with a letter doubled that should not be, too (« pitton »).
    """
    if len(words) == 1:
        return _listed(words[0], "fr") or _listed(words[0], "en")
    return all(_listed(word, language) for word in words)


def _listed(word: str, language: Language) -> bool:
    checker, folded = _checker(language), word.casefold()
    return folded in checker or _DOUBLED.sub(r"\1", folded) in checker


@cache
def _checker(language: Language) -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language)


_AFTER = 6
"""Tokens after the place that still count: what is written there changes how they go on."""


_LEAST_TOLD_NATS = -12.0
"""Gain, for a recogniser that was told the names, under which a candidate is dropped."""
_ROOM = 420
"""Tokens of names and text together: some of the decoder's 448 positions are for marks and longer spellings."""

Rate = Callable[[Sequence[Sequence[int]]], Sequence[tuple[float, ...]]]
"""Of each text, the natural log-probability of each token given the audio and those before it."""


@dataclass(frozen=True, slots=True)
class _Difference:
    """Where another text differs from the one as decoded, and the words that it bears on."""

    tokens: list[int]
    """Of the other text, as far as they matter."""
    start: int
    own_end: int


class Judge:
    """Compares readings of one window with the text as it was decoded.

    Args:
        text: as decoded.
        encode: text to the model's tokens.
        rate: says how likely texts are.
    """

    def __init__(self, text: str, encode: Callable[[str], list[int]], rate: Rate) -> None:
        self._encode = encode
        self._rate = rate
        self._own = encode(f" {text}")

    def gains_nats(self, texts: Iterable[str]) -> dict[str, float]:
        """Log-probability of each text less that of the text as decoded, around their difference."""
        others = {text: self._differ(self._encode(f" {text}")) for text in texts}
        if not others:
            return {}
        own, *rated = self._rate([self._own, *(other.tokens for other in others.values())])
        return {
            text: sum(logprobs[other.start :]) - sum(own[other.start : other.own_end])
            for (text, other), logprobs in zip(others.items(), rated, strict=True)
        }

    def _differ(self, other: list[int]) -> _Difference:
        own = self._own
        head = shared(own, other)
        tail = shared(own[head:][::-1], other[head:][::-1])
        unneeded = max(0, tail - _AFTER)
        return _Difference(other[: len(other) - unneeded], head, len(own) - unneeded)


def shared(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens both have in common from the start."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


IsOrdinary = Callable[[Sequence[str]], bool]
"""Whether these words are words of the language."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with what the audio says to it."""

    candidate: Candidate
    gain_nats: float
    told_nats: float | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    first: int
    """Index of its first word."""
    sure: float
    weighed: Weighed
    spotting: Spotting


def attach(
    text: Text, weighed: Iterable[Weighed], written: AbstractSet[str], is_ordinary: IsOrdinary
) -> tuple[Word, ...]:
    """The words of ``text`` with the spottings that begin at them.

    Of places that overlap the surest is kept of those that the audio does not speak against, unless they are the
    same reading with several terms, or one is a piece of a longer term that is as good as sure.

    Args:
        text: what was heard without help.
        weighed: the places that the audio was asked about.
        written: names of the terms that ``text`` itself holds.
        is_ordinary: whether words are words of the language.
    """
    places = sorted((_place(text, one, written, is_ordinary) for one in weighed), key=_order)
    kept: list[_Place] = []
    for each in places:
        if (
            worth_keeping(each.sure)
            and all(_compatible(each, other) for other in kept)
            and not any(_is_piece(each, other) for other in places)
        ):
            kept.append(each)
    told = [_in_company(each, kept) for each in kept]
    return tuple(
        replace(word, spotted=tuple(each.spotting for each in told if each.first == index))
        for index, word in enumerate(text.words)
    )


def _in_company(one: _Place, kept: Sequence[_Place]) -> _Place:
    """``one``, told whether another term was as good as surely said at another place."""
    beside = any(
        other.spotting.term != one.spotting.term
        and supports(other.spotting, other.sure)
        and _apart(one, other)
        for other in kept
    )
    if not beside:
        return one
    return replace(one, spotting=replace(one.spotting, company=True))


def _place(
    text: Text, weighed: Weighed, written: AbstractSet[str], is_ordinary: IsOrdinary
) -> _Place:
    spotting, first = place(text, weighed, written, is_ordinary)
    words = text.words[first : first + spotting.words]
    return _Place(first, confidence(spotting, words), weighed, spotting)


def place(
    text: Text, weighed: Weighed, written: AbstractSet[str], is_ordinary: IsOrdinary
) -> tuple[Spotting, int]:
    """What is known of a candidate, and the index of its first word.

    Terms that are only spotted beside it are no company yet.
    """
    candidate = weighed.candidate
    inside = text.tokens[candidate.first : candidate.last + 1]
    first, last = inside[0].word, inside[-1].word
    return Spotting(
        term=candidate.term,
        spelling=candidate.spelling,
        words=last - first + 1,
        gain_nats=round(weighed.gain_nats, 2),
        similarity=round(candidate.similarity, 3),
        ordinary=is_ordinary([token.surface for token in inside if not token.elided]),
        found_by=candidate.found_by,
        company=bool(written - {candidate.term}),
        votes=round(candidate.votes, 3),
        told_nats=None if weighed.told_nats is None else round(weighed.told_nats, 2),
    ), first


def _order(one: _Place) -> tuple[bool, float, int, str, str]:
    spotting = one.spotting
    return contradicted(spotting), -one.sure, one.first, spotting.term, spotting.spelling


def _compatible(one: _Place, other: _Place) -> bool:
    if _apart(one, other):
        return True
    a, b = one.weighed.candidate, other.weighed.candidate
    same = (a.first, a.last, a.spelling) == (b.first, b.last, b.spelling)
    return same and a.term != b.term


def _is_piece(one: _Place, other: _Place) -> bool:
    """Whether ``one`` is but a part of ``other``, a longer term: « encoder » of cross-encoder."""
    a, b = one.weighed.candidate, other.weighed.candidate
    return (
        len(a.term) < len(b.term)
        and (a.first, a.last) != (b.first, b.last)
        and b.first <= a.first
        and a.last <= b.last
        and supports(other.spotting, other.sure)
    )


def _apart(one: _Place, other: _Place) -> bool:
    a, b = one.weighed.candidate, other.weighed.candidate
    return a.last < b.first or b.last < a.first


class Listened(Protocol):
    """What is asked of a :class:`interviewer.asr.decoding.Window` here."""

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]: ...

    def encode(self, text: str) -> list[int]: ...

    def logprobs(
        self, texts: Sequence[Sequence[int]], before: tuple[int, ...] = ()
    ) -> Sequence[tuple[float, ...]]: ...


def spot(
    window: Listened, words: Sequence[Word], vocabulary: Vocabulary, hint: tuple[int, ...]
) -> tuple[Word, ...]:
    """``words``, decoded from ``window`` without help, with what the vocabulary finds besides.

    ``hint``: the names of ``vocabulary`` as tokens; none where there are none.
    """
    text = read(Transcript(vocabulary.language, tuple(words)))
    if not text.tokens or not vocabulary.terms:
        return tuple(words)
    held = [*_hinted(window, text, vocabulary, hint)]
    found = _once(_voted((*chain.from_iterable(held), *from_sound(text, vocabulary)), held))
    readings = {
        each: [way.applied(text) for way in _ways(each)]
        for each in unnamed(found, text, vocabulary)
    }
    weighed = _weigh(window, whole(text.tokens), readings)
    said = {term.name for term in vocabulary.terms if any(written(term, text))}
    return attach(text, weighed, said, partial(are_ordinary, language=vocabulary.language))


def _weigh(
    window: Listened, text: str, readings: Mapping[Candidate, Sequence[str]]
) -> Iterator[Weighed]:
    """What the audio says to each candidate, by the texts that its ways to write it make of ``text``.

    It is asked twice: of a recogniser told the names, and of what that does not rule out, of one by itself.
    """
    names = dict.fromkeys(each.form or each.spelling for each in readings)
    room = max(0, _ROOM - len(window.encode(text)))
    told = _gains_nats(window, text, readings, hint_tokens(tuple(names), window.encode)[:room])
    likely = {each: ways for each, ways in readings.items() if told[each] >= _LEAST_TOLD_NATS}
    alone = _gains_nats(window, text, likely, ())
    for each in likely:
        yield Weighed(each, alone[each], told[each])


def _gains_nats(
    window: Listened,
    text: str,
    readings: Mapping[Candidate, Sequence[str]],
    before: tuple[int, ...],
) -> dict[Candidate, float]:
    """Of the ways to write each candidate that of the likeliest."""
    judge = Judge(text, window.encode, partial(window.logprobs, before=before))
    found = judge.gains_nats(chain.from_iterable(readings.values()))
    return {each: max(found[reading] for reading in ways) for each, ways in readings.items()}


def _ways(candidate: Candidate) -> tuple[Candidate, ...]:
    """The ways to write it: what sounds like a variant may be decoded by the term's own name."""
    if candidate.found_by == "hint" or candidate.spelling == candidate.term:
        return (candidate,)
    return candidate, replace(candidate, spelling=candidate.term)


def _once(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    """Of the candidates of one term and place the first, and the first that is the term alone: each costs the
    decoder some 30 ms."""
    places: dict[tuple[str, int, int, bool], Candidate] = {}
    for one in candidates:
        more = len(one.spelling.split()) > len(one.term.split())
        places.setdefault((one.term, one.first, one.last, more), one)
    return places.values()


def _voted(
    candidates: Iterable[Candidate], held: Sequence[Sequence[Candidate]]
) -> Iterator[Candidate]:
    """``candidates`` with the share of the readings, of which each holds what ``held`` says of it,
    that have the same term there."""
    for one in candidates:
        votes = sum(any(one.meets(other) for other in reading) for reading in held)
        yield replace(one, votes=votes / len(held) if held else 0.0)


def _hinted(
    window: Listened, text: Text, vocabulary: Vocabulary, hint: tuple[int, ...]
) -> Iterator[tuple[Candidate, ...]]:
    """Of each reading with the vocabulary as hint, its candidates; none of one not to be trusted.

    Beams often differ in their punctuation alone: the same words are looked through once.
    """
    if not hint:
        return
    plain = " ".join(word.text for word in text.words)
    known: dict[tuple[str, ...], tuple[Candidate, ...]] = {}
    for reading in window.readings(hint):
        hinted = read(Transcript.from_text(reading.text, vocabulary.language))
        norms = tuple(token.norm for token in hinted.tokens)
        if not reading.trusted or is_echo(reading.text, plain, vocabulary.names):
            yield ()
            continue
        if norms not in known:
            known[norms] = tuple(from_hint(text, hinted, vocabulary))
        yield known[norms]
