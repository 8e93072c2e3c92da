"""Whether the audio bears a term out: the decoder compares two readings of it.

The decoder is made to write both texts (teacher forcing) and its log-probabilities are compared
over the words that differ and a few after them. This is the rescoring of competing hypotheses
long used for confidence and keyword verification in speech recognition (H. Jiang, "Confidence
measures for speech recognition: A survey", Speech Communication 45, 2005), with Whisper's
decoder as the model of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Judge", "Rate", "shared"]

_AFTER = 6
"""Tokens after the place that still count: what is written there changes how they go on."""


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
