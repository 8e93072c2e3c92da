"""How a window is read, whatever the engine: what is tried, in which order, and what is believed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from interviewer.asr.decoding import Encode, Piece, Window, assemble
from interviewer.asr.hesitant import PROMPTS, is_worth_reading, with_unwritten
from interviewer.asr.languages import marked
from interviewer.asr.spotting import spot
from interviewer.asr.window import Attempt, complete, hint_tokens, is_phantom
from interviewer.domain import (
    Chunk,
    Language,
    Passage,
    Span,
    Vocabulary,
    Word,
    spans_in,
)

_FASTEST_WORDS, _FASTEST_S = 8, 0.8
"""So many words in a row in less time than this, nobody says: ten a second. Loops are written so, for
the aligner finds no sound for most of their words."""
_SHORTEST_S = 5.0
"""Windows are not halved to less than this."""
_BEGINNING_S = 0.6
"""Speech before the first word from which that beginning is read by itself."""
_LONGEST_WORD_S, _WORD_S = 1.0, 0.4
"""A first word longer than this stands for others that the decoder left out; it itself is about so long,
and at the end."""
_UNREAD_S = 0.8
"""Speech behind the end that the decoder wrote from which the rest is read as a window of its own."""
_UNTIMED_S = 2.0
"""The same behind the last word, where the decoder wrote no end."""
_CONTEXT = 223
"""Tokens that a decoder of 448 positions takes for what was said before, as the libraries count them."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One decoding of a window, timed."""

    attempt: Attempt
    words: tuple[Word, ...]
    """Those that the end of the window does not cut, in the time of the recording."""
    end_s: float
    """Up to where they go."""

    @property
    def possible(self) -> bool:
        """Neither a loop nor faster than anybody speaks."""
        return not self.attempt.repeats and not too_fast(self.words)


def read_chunk(
    encode: Encode,
    chunk: Chunk,
    vocabulary: Vocabulary,
    *,
    sounds: bool = True,
    before: tuple[int, ...] = (),
) -> Passage:
    """Words of ``chunk``, with the terms spotted besides, and the sounds that they leave out.

    Tried in turn until a reading can be trusted: as the engine does best; with repetition made dear.
    Where no reading is possible, each half by itself, down to some seconds; what is then left is
    unclear. What another chunk says is no context for it, so that no loop feeds itself; a rest that
    the decoder left out has the text before it, when that can be trusted.

    Args:
        encode: makes windows.
        chunk: what to read; see its ``more``.
        vocabulary: what may be expected.
        sounds: look for « euh » and its like, too: one more reading.
        before: tokens of what was said right before it.
    """
    window = encode(chunk.samples)
    hint = hint_tokens(vocabulary.names, window.encode) if vocabulary.names else ()
    if hint:
        window.foresee(hint)
    reading = _read(window, chunk, before)
    if reading is None or (reading.attempt.silent and chunk.duration_s >= 2 * _SHORTEST_S):
        read = partial(read_chunk, encode, vocabulary=vocabulary, sounds=sounds)
        return _read_halves(read, chunk, unclear=reading is None)
    if not reading.words:
        return Passage((), reading.end_s)
    words = _spotted(window, reading.words, vocabulary, hint)
    began_s = _began_s(words[0])
    beginning = _read_beginning(encode, chunk, vocabulary, began_s)
    if beginning:
        words = (replace(words[0], start_s=max(words[0].start_s, began_s)), *words[1:])
    words = (*beginning, *words)
    if sounds:
        words = _with_sounds(window, replace(reading, words=words), chunk, vocabulary.language)
    if chunk.more or not chunk.start_s < reading.end_s < chunk.end_s:
        return Passage(words, reading.end_s)
    left_out = chunk.within(Span(reading.end_s, chunk.end_s))
    context = reading.attempt.tokens[-_CONTEXT:] if reading.attempt.trusted else ()
    rest = read_chunk(encode, left_out, vocabulary, sounds=sounds, before=context)
    return Passage((*words, *rest.words), rest.end_s, rest.unclear)


def _with_sounds(
    window: Window, reading: _Reading, chunk: Chunk, language: Language
) -> tuple[Word, ...]:
    """The words of ``reading`` with the sounds that a hesitant reading of the same window adds."""
    attempt = window.attempt(careful=False, before=tuple(window.encode(PROMPTS[language])))
    if not is_worth_reading(attempt, language):
        return reading.words
    words = assemble(window.align(attempt.tokens), chunk.duration_s, chunk.start_s)
    heard = [word for word in words if word.start_s < reading.end_s]
    return with_unwritten(reading.words, heard, language)


def decode_chunk(encode: Encode, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
    """Words of ``chunk``, which nothing follows, without the sounds that they leave out."""
    return read_chunk(encode, chunk, vocabulary, sounds=False).words


def glance(encode: Encode, chunk: Chunk) -> tuple[Word, ...]:
    """Words of a few seconds by one decoding, timed, as far as they can be believed; no terms are spotted."""
    reading = _timed(window := encode(chunk.samples), chunk, window.attempt(careful=False))
    return reading.words if reading.possible and not reading.attempt.silent else ()


def too_fast(words: Sequence[Word]) -> bool:
    """Whether some of ``words`` follow each other faster than anybody speaks."""
    return any(
        last.end_s - first.start_s < _FASTEST_S
        for first, last in zip(words, words[_FASTEST_WORDS - 1 :], strict=False)
    )


def _read(window: Window, chunk: Chunk, before: tuple[int, ...] = ()) -> _Reading | None:
    """The first reading that can be trusted, else the likeliest possible one; None: all loop.

    Only the first has ``before`` for context: if that misled it, the other does without.
    """
    possible: list[_Reading] = []
    for careful in (False, True):
        reading = _timed(
            window, chunk, window.attempt(careful=careful, before=() if careful else before)
        )
        if reading.attempt.silent:
            return reading
        if reading.possible:
            if reading.attempt.trusted:
                return reading
            possible.append(reading)
    return max(possible, key=lambda one: one.attempt.mean_logprob, default=None)


def _timed(window: Window, chunk: Chunk, attempt: Attempt) -> _Reading:
    if attempt.silent or not attempt.tokens or is_phantom(attempt.text):
        return _Reading(attempt, (), chunk.end_s)
    whole = len(attempt.tokens)
    count, end_s = complete(attempt)
    pieces = _first(window.align(attempt.tokens), count if chunk.more else whole)
    words = assemble(pieces, chunk.duration_s, chunk.start_s)
    return _Reading(
        attempt, words, _read_to_s(chunk, words, end_s if chunk.more or count == whole else None)
    )


def _read_to_s(chunk: Chunk, words: Sequence[Word], end_s: float | None) -> float:
    """Up to where ``chunk`` is read, when its text ends at ``end_s`` of the window."""
    if end_s is not None:
        read_s = min(chunk.start_s + end_s, chunk.end_s)
        least_s = 0.0 if chunk.more else _UNREAD_S
    else:
        read_s = words[-1].end_s if words and not chunk.more else chunk.end_s
        least_s = _UNTIMED_S
    rest_s = _speech_s(chunk, Span(read_s, chunk.end_s))
    return read_s if rest_s >= least_s else chunk.end_s


def _first(pieces: Sequence[Piece], tokens: int) -> Sequence[Piece]:
    """Those of the first so many tokens."""
    for index, piece in enumerate(pieces):
        if tokens < piece.tokens:
            return pieces[:index]
        tokens -= piece.tokens
    return pieces


def _read_halves(read: Callable[[Chunk], Passage], chunk: Chunk, *, unclear: bool) -> Passage:
    """Each half by itself: what loops or is not heard in a long window may be read in a short one."""
    if chunk.duration_s < 2 * _SHORTEST_S:
        lost = (chunk.speech or (Span(chunk.start_s, chunk.end_s),)) if unclear else ()
        return Passage((), chunk.end_s, lost)
    middle_s = _middle_s(chunk)
    first = replace(chunk.within(Span(chunk.start_s, middle_s)), more=False)
    one, other = read(first), read(chunk.within(Span(middle_s, chunk.end_s)))
    return Passage((*one.words, *other.words), other.end_s, (*one.unclear, *other.unclear))


def _middle_s(chunk: Chunk) -> float:
    """The middle of the longest pause that leaves both sides a quarter; without one, the middle."""
    pauses = [
        Span(one.end_s, other.start_s)
        for one, other in zip(chunk.speech, chunk.speech[1:], strict=False)
    ]
    quarter_s = chunk.duration_s / 4
    middles = [((pause.start_s + pause.end_s) / 2, pause.duration_s) for pause in pauses]
    inside = [
        (length_s, middle_s)
        for middle_s, length_s in middles
        if chunk.start_s + quarter_s <= middle_s <= chunk.end_s - quarter_s
    ]
    return max(inside)[1] if inside else (chunk.start_s + chunk.end_s) / 2


def _began_s(first: Word) -> float:
    """Where ``first`` was begun to be said."""
    long = first.end_s - first.start_s > _LONGEST_WORD_S
    return first.end_s - _WORD_S if long else first.start_s


def _read_beginning(
    encode: Encode, chunk: Chunk, vocabulary: Vocabulary, began_s: float
) -> tuple[Word, ...]:
    """What was said before the first word, which begins at ``began_s``, and was left out."""
    before = Span(chunk.start_s, began_s)
    if not chunk.speech or _speech_s(chunk, before) < _BEGINNING_S:
        return ()
    part = chunk.within(before)
    window = encode(part.samples)
    reading = _read(window, replace(part, more=False))
    if reading is None or not reading.attempt.trusted:
        return ()
    hint = hint_tokens(vocabulary.names, window.encode) if vocabulary.names else ()
    return _spotted(window, reading.words, vocabulary, hint) if reading.words else ()


def _spotted(
    window: Window, words: Sequence[Word], vocabulary: Vocabulary, hint: tuple[int, ...]
) -> tuple[Word, ...]:
    """``words`` with the terms spotted besides, and with the language that the window is in."""
    spotted = spot(window, words, vocabulary, hint)
    return marked(spotted, window.languages(), vocabulary.language)


def _speech_s(chunk: Chunk, span: Span) -> float:
    """Speech of ``chunk`` in ``span``, in seconds."""
    speech = chunk.speech or (Span(chunk.start_s, chunk.end_s),)
    return sum(each.duration_s for each in spans_in(speech, span))
