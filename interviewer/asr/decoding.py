"""How a chunk is decoded, whatever the engine: greedy, one retry; pieces with times to words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from interviewer.asr.languages import marked
from interviewer.asr.spotting import spot
from interviewer.asr.window import Attempt, hint_tokens, is_phantom
from interviewer.domain import SAMPLE_RATE, Chunk, Samples, Span, Vocabulary, Word


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of tokens that the engine timed as one. A leading space starts a new word."""

    text: str
    start_s: float
    """From the start of the window."""
    end_s: float
    probability: float
    """Mean over its tokens, 0..1."""
    tokens: int
    """How many."""


def assemble(pieces: Sequence[Piece], duration_s: float, offset_s: float) -> tuple[Word, ...]:
    """Joins pieces to words and moves them from the window to the recording.

    A piece without a leading space (« l » + « 'IA », « fine » + « -tuning ») belongs to the
    word before it. Times stay inside the window and never run backwards.

    Args:
        pieces: in order.
        duration_s: length of the window.
        offset_s: where the window starts in the recording.
    """
    groups: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text.strip():
            continue
        if groups and not piece.text.startswith(" "):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    words: list[Word] = []
    last_s = 0.0
    for group in groups:
        start_s = min(max(group[0].start_s, last_s), duration_s)
        end_s = min(max(group[-1].end_s, start_s), duration_s)
        tokens = sum(piece.tokens for piece in group)
        probability = sum(piece.probability * piece.tokens for piece in group) / tokens
        text = "".join(piece.text for piece in group).strip()
        words.append(Word(text, offset_s + start_s, offset_s + end_s, probability))
        last_s = end_s
    return tuple(words)


def keep_to_speech(words: Sequence[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """Cuts each word's time to the speech span it shares most with.

    Whisper's alignment lets the word before or after a pause run through it; the detector
    knows better where the pause is. A word that meets no span keeps its time.

    Args:
        words: in order.
        speech: spans in order, not overlapping.
    """
    kept: list[Word] = []
    first = 0
    for word in words:
        while first < len(speech) and speech[first].end_s <= word.start_s:
            first += 1
        best: Span | None = None
        index = first
        while index < len(speech) and speech[index].start_s < word.end_s:
            span = speech[index]
            shared = Span(max(span.start_s, word.start_s), min(span.end_s, word.end_s))
            if best is None or shared.duration_s > best.duration_s:
                best = shared
            index += 1
        kept.append(word if best is None else replace(word, start_s=best.start_s, end_s=best.end_s))
    return tuple(kept)


TEMPERATURES = (0.0, 0.4)
"""Greedy, then one retry, drawn or by beams as the engine can make it repeatable. Whisper's own ladder has six steps, and one run in ten then
takes three to eight times longer."""
_UNDECODED_S = 2.0
"""Signal left after the last word from which the rest is decoded again: the detector says that
speech runs to the end of a chunk, so a recogniser that stops this early has skipped some."""


class Window(Protocol):
    """At most 30 s of signal, encoded once."""

    def foresee(self, hint: tuple[int, ...]) -> None:
        """Told that :meth:`readings` with ``hint`` will be asked for after the plain attempt.

        An engine that can do both at once begins now.
        """
        ...

    def attempt(self, temperature: float) -> Attempt:
        """Decodes anew, differently at each ``temperature``; the same window gives the same."""
        ...

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        """What may have been said for a model that takes ``hint`` for what was said before.

        At least one, the likeliest first; the same window gives the same.
        """
        ...

    def align(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        """Times of ``tokens``, in seconds from the start of the window."""
        ...

    def languages(self) -> Mapping[str, float]:
        """Probability of each language that the model knows, by its code: one decoder step."""
        ...

    def encode(self, text: str) -> list[int]:
        """Tokens of ``text``."""
        ...

    def logprobs(self, texts: Sequence[Sequence[int]]) -> Sequence[tuple[float, ...]]:
        """Of each text, the natural log-probability of its tokens.

        That of a token is given the signal and the tokens before it.
        """
        ...


def decode_chunk(
    encode: Callable[[Samples], Window], chunk: Chunk, vocabulary: Vocabulary
) -> tuple[Word, ...]:
    """Words of ``chunk`` in the time of the recording, with the terms spotted besides.

    Args:
        encode: makes a window of signal, shape ``(n,)``, at most 30 s.
        chunk: what to decode; a rest that the engine left out is decoded as a second window.
        vocabulary: what may be expected.
    """
    words: list[Word] = []
    start_s, samples = chunk.start_s, chunk.samples
    while True:
        window = encode(samples)
        hint = hint_tokens(vocabulary.names, window.encode) if vocabulary.names else ()
        if hint:
            window.foresee(hint)
        attempt = _best(window)
        if attempt.silent or not attempt.tokens or is_phantom(attempt.text):
            return tuple(words)
        found = assemble(window.align(attempt.tokens), len(samples) / SAMPLE_RATE, start_s)
        said = spot(window, found, vocabulary, hint)
        words.extend(marked(said, window.languages(), vocabulary.language))
        end_s = start_s + len(samples) / SAMPLE_RATE
        decoded_s = found[-1].end_s if found else end_s
        # No progress, or as good as nothing left: done.
        if decoded_s <= start_s or end_s - decoded_s < _UNDECODED_S:
            return tuple(words)
        samples = samples[round((decoded_s - start_s) * SAMPLE_RATE) :]
        start_s = decoded_s


def _best(window: Window) -> Attempt:
    """The first attempt that can be trusted, else the likeliest that does not repeat itself."""
    attempts: list[Attempt] = []
    for temperature in TEMPERATURES:
        attempt = window.attempt(temperature)
        attempts.append(attempt)
        if attempt.trusted or attempt.silent:
            return attempt
    return max(
        [attempt for attempt in attempts if not attempt.repeats] or attempts,
        key=lambda attempt: attempt.mean_logprob,
    )
