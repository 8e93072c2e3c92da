"""The reference engine: openai-whisper on PyTorch."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from interviewer.models import Chunk, EngineInfo, Language, Samples, Vocabulary, Word
from interviewer.openmp import openmp
from interviewer.transcribe.attempt import Attempt
from interviewer.transcribe.decoding import decode_chunk
from interviewer.transcribe.words import Piece

if TYPE_CHECKING:
    from interviewer.transcribe.catalog import Weights

__all__ = ["OpenAIWhisper"]

_THREADS = 2
"""For the whole process, as PyTorch knows no other way. More gain little for base."""
_HOP = 160
"""Samples between two spectrogram frames."""


class OpenAIWhisper:
    """A loaded model. One call at a time: two threads in one model fail, so it locks itself."""

    def __init__(self, weights: Weights) -> None:
        # GNU OpenMP lets waiting threads spin for long. On a busy machine the same audio took 10 s
        # so, and 6 s with threads that soon sleep; on an idle one they are as fast.
        with openmp("GOMP_SPINCOUNT", "10000"):
            import torch

            from interviewer.transcribe.weights import load_openai

        torch.set_num_threads(min(_THREADS, torch.get_num_threads()))
        self._model = load_openai(weights)
        self._lock = threading.Lock()
        self.info = EngineInfo("openai-whisper", weights.model)

    def transcribe(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        with self._lock:
            return decode_chunk(
                lambda samples: _Window(self._model, samples, vocabulary.language),
                chunk,
                vocabulary,
            )


class _Window:
    """One encoded window of signal; see :class:`interviewer.transcribe.decoding.Window`."""

    def __init__(self, model: Any, samples: Samples, language: Language) -> None:
        import torch
        from whisper.audio import N_SAMPLES, log_mel_spectrogram, pad_or_trim
        from whisper.tokenizer import get_tokenizer

        self._model = model
        self._language = language
        self._frames = len(samples) // _HOP
        self._tokenizer = get_tokenizer(
            model.is_multilingual,
            num_languages=model.num_languages,
            language=language,
            task="transcribe",
        )
        mel = log_mel_spectrogram(pad_or_trim(samples, N_SAMPLES), model.dims.n_mels)
        with torch.no_grad():
            self._features = model.encoder(mel.unsqueeze(0))[0]

    def attempt(self, temperature: float, hint: tuple[int, ...] = ()) -> Attempt:
        import torch
        from whisper.decoding import DecodingOptions, decode

        torch.manual_seed(0)
        options = DecodingOptions(
            language=self._language, temperature=temperature, prompt=list(hint), fp16=False
        )
        # Features of the encoder's own shape are taken as they are: no second encoding.
        result = decode(self._model, self._features, options)
        return Attempt(
            tokens=tuple(token for token in result.tokens if token < self._tokenizer.eot),
            text=result.text,
            mean_logprob=result.avg_logprob,
            no_speech=result.no_speech_prob,
        )

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        return (self.attempt(0.0, hint),)

    def encode(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text))

    def logprobs(self, tokens: Sequence[int]) -> tuple[float, ...]:
        import torch

        start = [*self._tokenizer.sot_sequence, self._tokenizer.no_timestamps]
        with torch.no_grad():
            given = torch.tensor([[*start, *tokens]])
            logits = self._model.decoder(given, self._features.unsqueeze(0))[0, len(start) - 1 : -1]
            # As find_alignment has it: special tokens take no part.
            logprobs = logits[:, : self._tokenizer.eot].log_softmax(dim=-1)
        return tuple(logprobs[range(len(tokens)), list(tokens)].tolist())

    def align(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        from whisper.timing import find_alignment

        timings = find_alignment(
            _Encoded(self._model, self._features),
            self._tokenizer,
            list(tokens),
            self._features,
            self._frames,
        )
        return tuple(
            Piece(
                timing.word,
                float(timing.start),
                float(timing.end),
                float(timing.probability),
                len(timing.tokens),
            )
            for timing in timings
        )


class _Encoded:
    """What ``find_alignment`` needs of a model, with the encoder's work already done.

    Given the model itself it would encode the window a second time.
    """

    def __init__(self, model: Any, features: Any) -> None:
        self._features = features
        self.dims = model.dims
        self.device = model.device
        self.decoder = model.decoder
        self.alignment_heads = model.alignment_heads

    def __call__(self, _: Any, tokens: Any) -> Any:
        return self.decoder(tokens, self._features.unsqueeze(0))
