"""Whether the audio bears a term out: the decoder compares two readings of it.

The decoder is made to write both texts (teacher forcing) and its log-probabilities are compared
over the words that differ and a few after them. This is the rescoring of competing hypotheses
long used for confidence and keyword verification in speech recognition (H. Jiang, "Confidence
measures for speech recognition: A survey", Speech Communication 45, 2005), with Whisper's
decoder as the model of both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["Judge"]

_AFTER = 6
"""Tokens after the place that still count: what is written there changes how they go on."""


class Judge:
    """Compares readings of one window with the text as it was decoded.

    Args:
        text: as decoded.
        encode: text to the model's tokens.
        logprobs: natural log-probability of each token given the audio and the tokens before it.
    """

    def __init__(
        self,
        text: str,
        encode: Callable[[str], list[int]],
        logprobs: Callable[[Sequence[int]], tuple[float, ...]],
    ) -> None:
        self._encode = encode
        self._logprobs = logprobs
        self._tokens = encode(f" {text}")
        self._own: tuple[float, ...] = ()
        self._gains: dict[str, float] = {}

    def gain_nats(self, text: str) -> float:
        """Log-probability of ``text`` less that of the text as decoded, around their difference."""
        if text not in self._gains:
            self._gains[text] = self._compare(self._encode(f" {text}"))
        return self._gains[text]

    def _compare(self, other: list[int]) -> float:
        own = self._tokens
        head = _shared(own, other)
        tail = _shared(own[head:][::-1], other[head:][::-1])
        own_end = len(own) - max(0, tail - _AFTER)
        other_end = len(other) - max(0, tail - _AFTER)
        if not self._own:
            self._own = self._logprobs(own)
        written = sum(self._own[head:own_end])
        return sum(self._logprobs(other[:other_end])[head:]) - written


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens both have in common from the start."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
