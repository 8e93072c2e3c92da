"""Whisper's decoder over one encoded window, with openai-whisper's weights.

openai-whisper's own forward pass computes the keys and values of the signal anew for each text,
takes no more than one token after those it remembers (its causal mask begins at the first key), and
gives logits for every token it is fed, a third of the work. This one is the same network without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from interviewer.transcribe.verify import shared

__all__ = ["Rated", "Remembered", "TextDecoder"]


@dataclass(slots=True)
class Remembered:
    """Keys and values of the tokens fed so far, each of shape ``(1, heads, tokens, width)``."""

    tokens: list[int] = field(default_factory=list)
    layers: list[tuple[Any, Any]] = field(default_factory=list)

    def forget_from(self, count: int) -> None:
        """Only the first ``count`` tokens have been fed."""
        del self.tokens[count:]
        self.layers = [(keys[:, :, :count], values[:, :, :count]) for keys, values in self.layers]

    def first(self, count: int) -> Remembered:
        """The same after the first ``count`` tokens; this one stays as it is."""
        copy = Remembered(list(self.tokens), list(self.layers))
        copy.forget_from(count)
        return copy


class TextDecoder:
    """Hidden states and logits of texts.

    Args:
        model: of openai-whisper.
        features: of its encoder, shape ``(1, frames, width)``.
    """

    def __init__(self, model: Any, features: Any) -> None:
        import torch

        self._decoder = model.decoder
        with torch.no_grad():
            self._signal = [
                (
                    _heads(block.cross_attn, block.cross_attn.key(features)),
                    _heads(block.cross_attn, block.cross_attn.value(features)),
                )
                for block in self._decoder.blocks
            ]

    def hidden(self, tokens: Sequence[int], before: Remembered) -> Any:
        """Hidden states of ``tokens`` behind those ``before``, which they join.

        Returns:
            shape ``(1, len(tokens), width)``.
        """
        import torch

        first, decoder = len(before.tokens), self._decoder
        end = first + len(tokens)
        mask = torch.ones(len(tokens), end, dtype=torch.bool).tril(first)
        layers: list[tuple[Any, Any]] = []
        with torch.no_grad():
            states = decoder.token_embedding(torch.tensor([list(tokens)]))
            states = states + decoder.positional_embedding[first:end]
            for index, block in enumerate(decoder.blocks):
                states, layer = _text(block, states, before.layers[index : index + 1], mask)
                layers.append(layer)
                states = states + _attend(
                    block.cross_attn, block.cross_attn_ln(states), *self._signal[index]
                )
                states = states + block.mlp(block.mlp_ln(states))
        before.tokens.extend(tokens)
        before.layers = layers
        return states

    def logits(self, states: Any) -> Any:
        """Of the token after each of ``states``: shape ``(1, tokens, size of the vocabulary)``."""
        import torch

        with torch.no_grad():
            return self._decoder.ln(states) @ self._decoder.token_embedding.weight.T


class Rated:
    """How likely texts are; of what they share with the first one, only that is computed.

    Args:
        decoder: of the window.
        start: tokens before each text.
        words: tokens below this are text; no other takes part.
    """

    def __init__(self, decoder: TextDecoder, start: Sequence[int], words: int) -> None:
        self._decoder = decoder
        self._start = list(start)
        self._words = words
        self._first = Remembered()
        self._known: tuple[float, ...] = ()
        """Of the text fed first."""

    def logprobs(self, tokens: Sequence[int]) -> tuple[float, ...]:
        """Natural log-probability of each of ``tokens``, given those before it."""
        text = [*self._start, *tokens]
        same = shared(self._first.tokens, text)
        known = self._known[: max(0, same - len(self._start))]
        if same == len(text):
            return known
        # A token's logits come from the one before it.
        fed = self._first.first(max(0, same - 1))
        before = len(fed.tokens)
        states = self._decoder.hidden(text[before:], fed)
        row = max(0, len(self._start) - 1 - before)
        logits = self._decoder.logits(states[:, row:-1])[0, :, : self._words]
        new = text[before + row + 1 :]
        rated = logits.log_softmax(dim=-1)[range(len(new)), new].tolist()
        if not self._first.tokens:
            self._first, self._known = fed, tuple(rated)
        return (*known, *rated)


def _text(
    block: Any, states: Any, before: Sequence[tuple[Any, Any]], mask: Any
) -> tuple[Any, tuple[Any, Any]]:
    """Attention of the text to itself; keys and values of all of it."""
    import torch

    normed = block.attn_ln(states)
    keys = _heads(block.attn, block.attn.key(normed))
    values = _heads(block.attn, block.attn.value(normed))
    for earlier_keys, earlier_values in before:
        keys = torch.cat([earlier_keys, keys], dim=2)
        values = torch.cat([earlier_values, values], dim=2)
    return states + _attend(block.attn, normed, keys, values, mask), (keys, values)


def _attend(attention: Any, normed: Any, keys: Any, values: Any, mask: Any = None) -> Any:
    from torch.nn.functional import scaled_dot_product_attention

    queries = _heads(attention, attention.query(normed))
    heard = scaled_dot_product_attention(queries, keys, values, attn_mask=mask)
    return attention.out(heard.transpose(1, 2).flatten(2))


def _heads(attention: Any, states: Any) -> Any:
    """``(1, n, heads * width)`` as ``(1, heads, n, width)``."""
    return states.unflatten(2, (attention.n_head, -1)).transpose(1, 2)
