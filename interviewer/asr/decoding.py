"""How a chunk is decoded, whatever the engine: greedy, one retry, phantoms dropped. Pure.

The engines give :class:`Window` objects, which hold the encoded signal; this module asks
them for attempts and word times, and decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from interviewer.asr.spotting import spot
from interviewer.asr.window import Attempt, hint_tokens, is_phantom
from interviewer.asr.words import Piece, assemble
from interviewer.domain import SAMPLE_RATE, Chunk, Samples, Vocabulary, Word

TEMPERATURES = (0.0, 0.4)
"""Greedy, then one sampled retry. Whisper's own ladder has six steps, and one run in ten then
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
        """Decodes at ``temperature``; sampling is seeded, so the same window gives the same."""
        ...

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        """What may have been said for a model that takes ``hint`` for what was said before.

        At least one, the likeliest first; the same window gives the same.
        """
        ...

    def align(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        """Times of ``tokens``, in seconds from the start of the window."""
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
        words.extend(spot(window, found, vocabulary, hint))
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
