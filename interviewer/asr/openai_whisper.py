"""The reference engine: openai-whisper on PyTorch."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from interviewer.asr.beams import Beams
from interviewer.asr.decoding import Piece, giving_way
from interviewer.asr.reading import decode_chunk, glance, read_chunk
from interviewer.asr.text_decoder import LookAhead, Places, Rated, TextDecoder
from interviewer.asr.window import Attempt, split_marks
from interviewer.domain import (
    SAMPLE_RATE,
    Chunk,
    EngineInfo,
    Language,
    Passage,
    Samples,
    Vocabulary,
    Word,
)
from interviewer.openmp import openmp
from interviewer.session.ports import GiveWay

if TYPE_CHECKING:
    from interviewer.asr.catalog import Weights


_THREADS = 2
"""For the whole process, as PyTorch knows no other way. More gain little for base."""
_HOP = 160
"""Samples between two spectrogram frames."""
_WHOLE_S, _SHORTEST_S, _MARGIN_S = 30.0, 10.0, 2.0
"""Whisper's window; the shortest one used; silence added to the signal."""
_GLANCED_S = 3.0
"""The shortest window of a glance."""
_BEAMS = 5
"""For a recorded window: of 34 words of read French greedy decoding has 8 wrong, beams 4."""
_PENALTY = 1.2
"""What a token written before costs in the careful reading: as in the fast engine."""
_STEPS_A_SECOND = 50
"""Frames of the encoder."""


class OpenAIWhisper:
    """A loaded model. One call at a time: two threads in one model fail, so it locks itself."""

    def __init__(self, weights: Weights) -> None:
        # GNU OpenMP lets waiting threads spin for long. On a busy machine the same audio took 10 s
        # so, and 6 s with threads that soon sleep; on an idle one they are as fast.
        with openmp("GOMP_SPINCOUNT", "10000"):
            import torch

            from interviewer.asr.checkpoint import load_openai

        torch.set_num_threads(min(_THREADS, torch.get_num_threads()))
        self._model = load_openai(weights)
        self._lock = threading.RLock()
        self._last: _Window | None = None
        self.info = EngineInfo("openai-whisper", weights.model)
        self._compile()

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        with self._lock:
            encode = partial(self._window, language=vocabulary.language)
            way = None if give_way is None else partial(self._give_way, give_way)
            return decode_chunk(giving_way(encode, way), chunk, vocabulary)

    def read(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> Passage:
        # No guesses from an earlier window: what was heard before must change nothing, not even a
        # last digit, and a pass over a guess adds up in another order.
        with self._lock:
            encode = partial(self._whole_window, vocabulary.language)
            way = None if give_way is None else partial(self._give_way, give_way)
            return read_chunk(giving_way(encode, way), chunk, vocabulary)

    def glance(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        with self._lock:
            window = partial(_Window, self._model, language=vocabulary.language, earlier=None)
            return glance(partial(window, shortest_s=_GLANCED_S), chunk)

    def _give_way(self, give_way: GiveWay) -> None:
        """With the model let go of: a glance may come meanwhile."""
        self._lock.release()
        try:
            give_way()
        finally:
            self._lock.acquire()

    def _whole_window(self, language: Language, samples: Samples) -> _Window:
        return _Window(self._model, samples, language, None, _WHOLE_S)

    def _compile(self) -> None:
        """The library compiles its alignment at the first use, for 1.5 s: not in an answer's card."""
        window = _Window(self._model, np.zeros(SAMPLE_RATE, np.float32), "en", None)
        window.align(tuple(window.encode(" yes")))

    def _window(self, samples: Samples, language: Language) -> _Window:
        """A window that has the last one's readings for guesses where both begin alike."""
        self._last = _Window(self._model, samples, language, self._last)
        return self._last


class _Window:
    """One encoded window of signal; see :class:`interviewer.asr.decoding.Window`."""

    def __init__(
        self,
        model: Any,
        samples: Samples,
        language: Language,
        earlier: _Window | None,
        shortest_s: float = _SHORTEST_S,
    ) -> None:
        from whisper.tokenizer import get_tokenizer

        self._samples = samples
        self._whole = shortest_s == _WHOLE_S
        self._language = language
        self._frames = len(samples) // _HOP
        self._tokenizer = get_tokenizer(
            model.is_multilingual,
            num_languages=model.num_languages,
            language=language,
            task="transcribe",
        )
        self._features = encode(model, samples, shortest_s)
        self._encoded = _Encoded(model, self._features)
        self._decoder = TextDecoder(model, self._features)
        self._readings: dict[tuple[int, ...], list[int]] = {}
        """Tokens with timestamps of each greedy reading, by its hint."""
        self._before = (
            earlier._readings
            if earlier is not None and begin_alike(earlier._samples, samples)
            else {}
        )

    def foresee(self, hint: tuple[int, ...]) -> None:
        """Both at once is no quicker: the readings come one after the other."""

    def attempt(self, *, careful: bool, before: tuple[int, ...] = ()) -> Attempt:
        return self._decoded(before, careful=careful, beams=_BEAMS if self._whole else 1)

    def _decoded(
        self, before: tuple[int, ...], *, careful: bool = False, beams: int = 1
    ) -> Attempt:
        from whisper.decoding import DecodingOptions, DecodingTask

        options = DecodingOptions(
            language=self._language,
            prompt=list(before),
            beam_size=beams if beams > 1 else None,
            fp16=False,
        )
        task = DecodingTask(self._encoded, options)
        places = Places(task.sot_index, task.sample_begin, task.n_ctx)
        if beams > 1:
            task.inference = task.decoder.inference = Beams(self._decoder, task.sot_index)
        else:
            guesses = [] if careful else [self._before.get(before, ()), *self._readings.values()]
            task.inference = LookAhead(self._decoder, places, guesses)
        if careful:
            task.logit_filters.append(Penalty(task.sample_begin, self._tokenizer.eot))
        (result,) = task.run(self._features)
        if not careful:
            self._readings[before] = result.tokens
        return Attempt(
            tokens=tuple(token for token in result.tokens if token < self._tokenizer.eot),
            text=result.text,
            mean_logprob=result.avg_logprob,
            no_speech=result.no_speech_prob,
            marks=split_marks(result.tokens, self._tokenizer.eot, self._tokenizer.timestamp_begin),
        )

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        return (self._decoded(hint),)

    def languages(self) -> Mapping[str, float]:
        from whisper.decoding import detect_language

        if not self._encoded.is_multilingual:
            return {}
        _, (found,) = detect_language(self._encoded, self._features, self._tokenizer)
        return dict(found)

    def encode(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text))

    def logprobs(
        self, texts: Sequence[Sequence[int]], before: tuple[int, ...] = ()
    ) -> Sequence[tuple[float, ...]]:
        prompt = [self._tokenizer.sot_prev, *before] if before else []
        start = [*prompt, *self._tokenizer.sot_sequence, self._tokenizer.no_timestamps]
        rated = Rated(self._decoder, start, self._tokenizer.eot)
        return [rated.logprobs(text) for text in texts]

    def align(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        from whisper.timing import find_alignment

        timings = find_alignment(
            self._encoded, self._tokenizer, list(tokens), self._features[0], self._frames
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


class Penalty:
    """Makes the text tokens of a decoding dearer once they were written (Keskar et al. 2019).

    Args:
        first: where the decoded text begins.
        words: tokens below this are text.
    """

    def __init__(self, first: int, words: int) -> None:
        self._first = first
        self._words = words

    def apply(self, logits: Any, tokens: Any) -> None:
        """Changes ``logits``, shape ``(n, size of the vocabulary)``, after ``tokens``."""
        for row, text in zip(logits, tokens[:, self._first :].tolist(), strict=True):
            written = sorted({token for token in text if token < self._words})
            scores = row[written]
            row[written] = (scores * _PENALTY).where(scores < 0, scores / _PENALTY)


class _Encoded:
    """What the library needs of a model, with the encoder's work already done.

    Given the model itself it would encode the window anew for each question about it, and in its
    whole length.
    """

    def __init__(self, model: Any, features: Any) -> None:
        self._features = features
        self.dims = model.dims
        self.device = model.device
        self.decoder = model.decoder
        self.alignment_heads = model.alignment_heads
        self.is_multilingual = model.is_multilingual
        self.num_languages = model.num_languages

    def encoder(self, features: Any) -> Any:
        return features

    def logits(self, tokens: Any, features: Any) -> Any:
        return self.decoder(tokens, features)

    def __call__(self, _: Any, tokens: Any) -> Any:
        return self.decoder(tokens, self._features)


def encode(model: Any, samples: Samples, shortest_s: float = _SHORTEST_S) -> Any:
    """The encoder's features of a window that is no longer than it must be.

    openai-whisper has windows of 30 s only. Nothing in the model asks for that but its table of
    positions, of which a shorter window has the first ones.

    Returns:
        shape ``(1, frames of 20 ms, width)``.
    """
    import torch
    from torch.nn.functional import gelu

    encoder = model.encoder
    with torch.no_grad():
        mel = _spectrogram(samples, shortest_s, model.dims.n_mels).unsqueeze(0)
        signal = gelu(encoder.conv2(gelu(encoder.conv1(mel)))).permute(0, 2, 1)
        signal = signal + encoder.positional_embedding[: signal.shape[1]]
        for block in encoder.blocks:
            signal = block(signal)
        return encoder.ln_post(signal)


def _spectrogram(samples: Samples, shortest_s: float, bands: int) -> Any:
    """Shape ``(bands, frames)``. A window of 30 s is made as the library makes it of a file: with
    nothing behind the signal. A shorter one, which the library does not know, has silence there."""
    from whisper.audio import N_FRAMES, N_SAMPLES, log_mel_spectrogram, pad_or_trim

    if shortest_s == _WHOLE_S:
        mel = log_mel_spectrogram(samples, bands, padding=N_SAMPLES)
        return pad_or_trim(mel[:, : len(samples) // _HOP], N_FRAMES)
    length = min(_WHOLE_S, max(shortest_s, len(samples) / SAMPLE_RATE + _MARGIN_S))
    padded = pad_or_trim(samples, round(length * _STEPS_A_SECOND) * SAMPLE_RATE // _STEPS_A_SECOND)
    return log_mel_spectrogram(padded, bands)


def begin_alike(one: Samples, other: Samples) -> bool:
    """Whether one signal is the beginning of the other: their texts are, then, or nearly."""
    length = min(len(one), len(other))
    return length > 0 and np.array_equal(one[:length], other[:length])
