"""Several texts of one window decoded side by side, for the beam search of openai-whisper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from interviewer.asr.text_decoder import Layers, Remembered, TextDecoder


class Beams:
    """Gives logits to openai-whisper's ``DecodingTask``, in place of its own ``inference``.

    The library computes the signal's part of the attention for each text; here it is shared, and so
    five beams cost little more than one.

    Args:
        decoder: of the window.
        start: where the mark of the start stands among the decoder's positions.
    """

    def __init__(self, decoder: TextDecoder, start: int) -> None:
        self._decoder = decoder
        self._start = start
        self._layers: Layers = []

    def logits(self, tokens: Any, audio_features: Any) -> Any:
        """What the library reads of the logits after ``tokens``.

        Args:
            tokens: shape ``(texts, n)``: all alike in the first call; in any other those of the
                call before and one more each.
            audio_features: not looked at; the decoder has them.

        Returns:
            shape ``(texts, n, size of the vocabulary)`` in the first call, all zero before the mark
            of the start; ``(texts, 1, size of the vocabulary)`` in any other.
        """
        import torch

        del audio_features
        count = tokens.shape[0]
        if self._layers:
            states, self._layers = self._decoder.step(tokens[:, -1].tolist(), self._layers)
            return self._decoder.logits(states)
        fed = Remembered()
        states = self._decoder.hidden(tokens[0].tolist(), fed)
        self._layers = [
            (keys.repeat(count, 1, 1, 1), values.repeat(count, 1, 1, 1))
            for keys, values in fed.layers
        ]
        known = self._decoder.logits(states[:, self._start :])
        before = known.new_zeros(1, self._start, known.shape[2])
        return torch.cat([before, known], dim=1).repeat(count, 1, 1)

    def rearrange_kv_cache(self, source_indices: Sequence[int]) -> None:
        """Each text goes on with the keys and values of the one that it comes from."""
        if list(source_indices) != list(range(len(source_indices))):
            self._layers = [
                (keys[source_indices], values[source_indices]) for keys, values in self._layers
            ]

    def cleanup_caching(self) -> None:
        """The library calls this at the end; all there is goes with this object."""
