"""Greedy decoding with a guess at what comes: many tokens confirmed in one pass of the decoder.

The decoder of Whisper gives its next token after every token it is fed, so a guessed text can be
fed whole and is right as far as each token is the one that the decoder gives. The outcome is that
of decoding token by token; only where the guess is wrong does a token cost a pass. Readings of one
signal guess each other well: that of a moment ago, and that without a hint. (Y. Leviathan, M.
Kalman, Y. Matias, "Fast inference from transformers via speculative decoding", ICML 2023, with an
earlier text in place of the smaller model.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from interviewer.transcribe.text_decoder import Remembered, TextDecoder

__all__ = ["LookAhead", "Places"]

_CONTEXT = 2
"""Tokens that the text must share with a guess for the guess to be taken up again. One is often
somewhere else, too: with one, fewer passes are needed, and no less time."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a text stands among the decoder's positions."""

    start: int
    """The mark of the start, behind the prompt."""
    first: int
    """The first token that is decoded."""
    end: int
    """One past the last position."""


class LookAhead:
    """Gives logits to openai-whisper's ``DecodingTask``, in place of its own ``inference``.

    One sequence at a time: no beams.

    Args:
        decoder: of the window.
        places: of the text.
        guesses: texts that the decoded one may resemble, as tokens with timestamps, the
            likeliest first.
    """

    def __init__(
        self, decoder: TextDecoder, places: Places, guesses: Sequence[Sequence[int]]
    ) -> None:
        self._decoder = decoder
        self._places = places
        self._guesses = [list(guess) for guess in guesses if guess]
        self._fed = Remembered()
        self._logits: Any = None
        """Of each token of ``_fed`` from ``_first`` on."""
        self._first = 0

    def logits(self, tokens: Any, audio_features: Any) -> Any:
        """What the library reads of the logits after ``tokens``.

        Args:
            tokens: shape ``(1, n)``: those of the call before and one more.
            audio_features: not looked at; the decoder has them.

        Returns:
            shape ``(1, n, size of the vocabulary)`` in the first call, all zero before the mark
            of the start; ``(1, 1, size of the vocabulary)`` in any other.
        """
        del audio_features
        text: list[int] = tokens[0].tolist()
        if self._fed.tokens[: len(text)] != text:
            self._feed(text)
        if len(text) > self._places.first:
            return self._logits[:, len(text) - 1 - self._first : len(text) - self._first]
        known = self._logits[:, : len(text) - self._first]
        return known.new_zeros(1, len(text), known.shape[2]).index_copy_(
            1, known.new_tensor(range(self._first, len(text))).long(), known
        )

    def cleanup_caching(self) -> None:
        """The library calls this at the end; all there is goes with this object."""

    def _feed(self, text: list[int]) -> None:
        """Feeds the tokens of ``text`` that are new, and the guess at what follows them."""
        known = min(len(text) - 1, len(self._fed.tokens))
        self._fed.forget_from(known)
        guess = self._guess(text[self._places.first :])[: self._places.end - len(text)]
        states = self._decoder.hidden([*text[known:], *guess], self._fed)
        self._first = max(known, self._places.start)
        self._logits = self._decoder.logits(states[:, self._first - known :])

    def _guess(self, text: list[int]) -> list[int]:
        """What may follow ``text``."""
        if not text:
            return self._guesses[0] if self._guesses else []
        for guess in self._guesses:
            # The latest place: text that has gone by is not said again.
            for end in range(len(guess) - 1, _CONTEXT - 1, -1):
                if guess[end - _CONTEXT : end] == text[-_CONTEXT:]:
                    return guess[end:]
        return []
