"""The second look at an encoded window: which terms of the vocabulary were said and misheard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Protocol

from interviewer.models import Transcript, Vocabulary, Word
from interviewer.score.forms import written
from interviewer.score.text import Text, read
from interviewer.spotting.candidates import Candidate, unnamed, whole
from interviewer.spotting.choose import Weighed, attach
from interviewer.spotting.hinted import from_hint
from interviewer.spotting.sounding import from_sound
from interviewer.transcribe.attempt import Attempt
from interviewer.transcribe.hint import is_echo
from interviewer.transcribe.ordinary import are_ordinary
from interviewer.transcribe.verify import Judge

__all__ = ["Listened", "spot"]


class Listened(Protocol):
    """What is asked of a :class:`interviewer.transcribe.decoding.Window` here."""

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]: ...

    def encode(self, text: str) -> list[int]: ...

    def logprobs(self, texts: Sequence[Sequence[int]]) -> Sequence[tuple[float, ...]]: ...


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
    judge = Judge(whole(text.tokens), window.encode, window.logprobs)
    gains_nats = judge.gains_nats(chain.from_iterable(readings.values()))
    weighed = [
        Weighed(each, max(gains_nats[reading] for reading in ways))
        for each, ways in readings.items()
    ]
    said = {term.name for term in vocabulary.terms if any(written(term, text))}
    return attach(text, weighed, said, partial(are_ordinary, language=vocabulary.language))


def _ways(candidate: Candidate) -> tuple[Candidate, ...]:
    """The ways to write it: what sounds like a variant may be decoded by the term's own name."""
    if candidate.found_by == "hint" or candidate.spelling == candidate.term:
        return (candidate,)
    return candidate, replace(candidate, spelling=candidate.term)


def _once(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    """Of the candidates of one term and place the first: each costs the decoder some 30 ms."""
    places: dict[tuple[str, int, int], Candidate] = {}
    for one in candidates:
        places.setdefault((one.term, one.first, one.last), one)
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
