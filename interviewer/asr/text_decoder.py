"""Whisper's decoder over one encoded window, with openai-whisper's weights, and a guess at what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from interviewer.asr.spotting import shared


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


Layers = list[tuple[Any, Any]]
"""Keys and values of each layer."""


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

    def step(self, tokens: Sequence[int], before: Layers) -> tuple[Any, Layers]:
        """Hidden states of one more token of each of several texts of the same length.

        Args:
            tokens: one a text.
            before: keys and values of the texts so far, each of shape ``(texts, heads, tokens, width)``.

        Returns:
            shape ``(texts, 1, width)``, and the keys and values with those of ``tokens``.
        """
        import torch

        decoder, first = self._decoder, before[0][0].shape[2]
        layers: Layers = []
        with torch.no_grad():
            states = decoder.token_embedding(torch.tensor(tokens)).unsqueeze(1)
            states = states + decoder.positional_embedding[first : first + 1]
            for index, block in enumerate(decoder.blocks):
                states, layer = _text(block, states, before[index : index + 1], None)
                layers.append(layer)
                # All texts look at one signal: as if they were tokens of one.
                queries = block.cross_attn_ln(states).transpose(0, 1)
                heard = _attend(block.cross_attn, queries, *self._signal[index])
                states = states + heard.transpose(0, 1)
                states = states + block.mlp(block.mlp_ln(states))
        return states, layers

    def logits(self, states: Any) -> Any:
        """Of the token after each of ``states``: shape ``(1, tokens, size of the vocabulary)``."""
        import torch

        with torch.no_grad():
            rows = self._decoder.ln(states).flatten(0, 1)
            # This way round for five beams in 11 ms; `rows @ weight.T` takes 26 (PyTorch 2.13).
            found = (self._decoder.token_embedding.weight @ rows.T).T.contiguous()
            return found.unflatten(0, states.shape[:2])


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
