"""The fast engine: faster-whisper, that is CTranslate2 with 8-bit weights."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from interviewer.asr.decoding import Piece, giving_way
from interviewer.asr.reading import decode_chunk, glance, read_chunk
from interviewer.asr.storage import opened
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


_MAX_TOKENS = 448
"""Text positions of every Whisper decoder, prompt included."""
_WORKERS = 3
"""Calls that run at the same time, each on one thread: two for a reading, and a glance. A token of base is too little work to be
shared: 0.30 s for 48 tokens on one thread, 0.43 s on two. Two readings of a window at once take
0.32 s instead of 0.65 s, and comparisons of readings half the time (2 cores, 11 s of speech)."""
_LEAST = 1e-30
"""Probability that stands for one too small for a 32-bit number."""
_WHOLE, _SHORTEST, _MARGIN = 3000, 1000, 200
"""Frames of 10 ms: Whisper's window of 30 s; the shortest one used; silence added to the signal.
With chunks of 12 s this halves the cost, and the word error rate on the fixtures stays as it was
(0.095 against 0.097 with windows of 30 s and chunks of 25 s); with less it rises."""
_BEAMS = 5
_PACE = 0.9
"""How the signal is read with the hint: by so many beams, and slowed down to this share of its
pace. Of 202 terms that the plain text of the development half's 268 French recordings lacks,
three beams hold 141, five 155; slowed down 152 and 156, eight beams 162 (0.50 s a recording with
five, 0.67 s with eight, on a busy core). Beside 0.9, paces of 0.75 to 0.95 gave 144 to 149 with
three. Terms not said that such readings hold: 10 to 13."""
_PENALTY = 1.2
"""What a token said before costs in the retry, which is read by beams and not drawn: the library's
generator is each thread's own, so that one recording gave 93 or 68 points from run to run. Word error
rate of the five recordings of people that fall back: 4.6 drawn or with beams alone, for one loops 112
times, and 0.46 with the penalty."""
_MAX_INITIAL_TIMESTAMP = 50
"""In steps of 20 ms: the first segment starts within 1 s, Whisper's own default."""


@dataclass(frozen=True, slots=True)
class _Mode:
    """How a window is encoded and decoded."""

    shortest: int
    """Frames: no window is shorter."""
    beams: int
    """Of the first attempt."""
    tokens: int = _MAX_TOKENS
    """Of the decoder's positions; the library writes half as many at most."""


_LIVE = _Mode(_SHORTEST, 1)
_RECORDED = _Mode(_WHOLE, _BEAMS)
"""Of 152 words of spontaneous French greedy decoding of whole files has 77 wrong, five beams 58."""


_GLANCED = 300
"""Frames of the shortest window of a glance; with its margin no shorter than that is read without loops."""
_FEWEST_TOKENS, _TOKENS_A_SECOND = 16, 8
"""As nobody speaks: what is longer is a loop, which a glance has no time for."""


class FasterWhisper:
    """A loaded model. One call at a time, but for glances, and what a reading gives way to: it locks
    itself, as the reference engine does."""

    def __init__(self, weights: Weights, threads: int = _WORKERS) -> None:
        # Threads that wait by spinning made a 28 s chunk cost 5.1 s of CPU on a busy machine; asleep
        # they make it 2.1 s.
        with openmp("OMP_WAIT_POLICY", "passive"):
            from faster_whisper import WhisperModel
            from threadpoolctl import threadpool_limits

        # numpy shares the spectrum's product between as many threads as there are cores, and its last
        # digits with them: on four cores a word of the demo came out otherwise than on one.
        threadpool_limits(limits=1, user_api="blas")
        with _checked(weights) as (place, files):
            self._model = WhisperModel(
                place,
                files=files,
                device="cpu",
                compute_type="int8",
                cpu_threads=1,
                num_workers=min(threads, _WORKERS),
                local_files_only=True,
            )
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="second-reading")
        self._lock = threading.RLock()
        self.info = EngineInfo("faster-whisper", weights.model)

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        with self._lock:
            encode = partial(self._window, vocabulary.language, _LIVE)
            return decode_chunk(giving_way(encode, give_way), chunk, vocabulary)

    def glance(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        # Without the lock: one of the workers is left for this.
        tokens = _FEWEST_TOKENS + round(_TOKENS_A_SECOND * chunk.duration_s)
        mode = _Mode(_GLANCED, 1, min(2 * tokens, _MAX_TOKENS))
        return glance(partial(self._window, vocabulary.language, mode), chunk)

    def read(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> Passage:
        with self._lock:
            encode = partial(self._window, vocabulary.language, _RECORDED)
            return read_chunk(giving_way(encode, give_way), chunk, vocabulary)

    def _window(self, language: Language, mode: _Mode, samples: Samples) -> _Window:
        return _Window(self._model, samples, language, mode, self._beside)


_DESCRIPTORS = Path("/proc/self/fd")
"""Where Linux gives an open file a path, which stands for it whatever takes its name."""


@contextmanager
def _checked(weights: Weights) -> Iterator[tuple[str, dict[str, bytes] | None]]:
    """The weights that were checked, as a folder or in memory, from files that stay open meanwhile.

    CTranslate2 opens a folder's files by itself. It takes bytes as well, and then keeps them beside
    the model: for base 137 MB more for good and 280 MB more at the peak.

    Raises:
        ModelError: a file is not the one that was checked.
    """
    with ExitStack() as stack:
        files = {
            each.name: stack.enter_context(opened(weights.path / each.name, each))
            for each in weights.files
        }
        if _DESCRIPTORS.is_dir():
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="interviewer-")))
            for name, file in files.items():
                (folder / name).symlink_to(_DESCRIPTORS / str(file.fileno()))
            yield str(folder), None
        else:
            # Where it is given none, faster-whisper looks for one in the working folder.
            held = {"preprocessor_config.json": b"{}"}
            yield weights.model, held | {name: file.read() for name, file in files.items()}


class _Window:
    """One encoded window of signal; see :class:`interviewer.asr.decoding.Window`."""

    def __init__(
        self, model: Any, samples: Samples, language: Language, mode: _Mode, beside: Executor
    ) -> None:
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        self._model = model
        self._mode = mode
        self._tokenizer = Tokenizer(
            model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language
        )
        self._suppressed = get_suppressed_tokens(self._tokenizer, [-1])
        self._samples = samples
        self._frames, self._encoded = _encode(model, samples, self._mode.shortest)
        self._beside = beside
        self._foreseen: dict[tuple[int, ...], Future[tuple[Attempt, ...]]] = {}

    def foresee(self, hint: tuple[int, ...]) -> None:
        self._foreseen[hint] = self._beside.submit(self._hinted, hint)

    def attempt(self, *, careful: bool, before: tuple[int, ...] = ()) -> Attempt:
        search = (
            {"beam_size": _BEAMS, "repetition_penalty": _PENALTY}
            if careful
            else {"beam_size": self._mode.beams}
        )
        return self._decoded(self._encoded, before, **search)[0]

    def readings(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        if hint in self._foreseen:
            return self._foreseen[hint].result()
        return self._hinted(hint)

    def _hinted(self, hint: tuple[int, ...]) -> tuple[Attempt, ...]:
        # A short window will do: what this reading says is asked of the whole one (`logprobs`).
        _, encoded = _encode(self._model, _slowed(self._samples), _SHORTEST)
        return self._decoded(encoded, hint, beam_size=_BEAMS, num_hypotheses=_BEAMS)

    def _decoded(self, encoded: Any, hint: tuple[int, ...], **search: float) -> tuple[Attempt, ...]:
        result = self._model.model.generate(
            encoded,
            [[*self._prompt(hint), *self._tokenizer.sot_sequence]],
            max_length=self._mode.tokens,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
            max_initial_timestamp_index=_MAX_INITIAL_TIMESTAMP,
            **search,
        )[0]
        return tuple(
            self._attempt(sequence, score, result.no_speech_prob)
            for sequence, score in zip(result.sequences_ids, result.scores, strict=True)
        )

    def _prompt(self, before: tuple[int, ...]) -> list[int]:
        return [self._tokenizer.sot_prev, *before] if before else []

    def _attempt(self, sequence: Sequence[int], score: float, no_speech: float) -> Attempt:
        tokens = tuple(token for token in sequence if token < self._tokenizer.eot)
        return Attempt(
            tokens=tokens,
            text=self._tokenizer.decode(list(tokens)).strip(),
            # The score is a mean over the sequence without its end token; count that in.
            mean_logprob=score * len(sequence) / (len(sequence) + 1),
            no_speech=no_speech,
            marks=split_marks(sequence, self._tokenizer.eot, self._tokenizer.timestamp_begin),
        )

    def languages(self) -> Mapping[str, float]:
        if not self._model.model.is_multilingual:
            return {}
        (found,) = self._model.model.detect_language(self._encoded)
        return {token.strip("<|>"): probability for token, probability in found}

    def encode(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text))

    def logprobs(
        self, texts: Sequence[Sequence[int]], before: tuple[int, ...] = ()
    ) -> Sequence[tuple[float, ...]]:
        # One by one: a batch of texts takes the library longer.
        half = len(texts) // 2
        beside = self._beside.submit(lambda: [self._rate(text, before) for text in texts[:half]])
        here = [self._rate(text, before) for text in texts[half:]]
        return [*beside.result(), *here]

    def _rate(self, tokens: Sequence[int], before: tuple[int, ...]) -> tuple[float, ...]:
        start = [*self._prompt(before), *self._tokenizer.sot_sequence]
        (result,) = self._model.model.align(self._encoded, start, [list(tokens)], self._frames)
        return tuple(math.log(max(each, _LEAST)) for each in result.text_token_probs)

    def align(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        timings = self._model.find_alignment(
            self._tokenizer, [list(tokens)], self._encoded, self._frames
        )
        return tuple(
            Piece(
                timing["word"],
                float(timing["start"]),
                float(timing["end"]),
                float(timing["probability"]),
                len(timing["tokens"]),
            )
            for timing in (timings[0] if timings else ())
        )


def _slowed(samples: Samples) -> Samples:
    """``samples`` at a lower pace and pitch, as far as they still fit a window."""
    import soxr

    pace = max(_PACE, len(samples) / (_WHOLE / 100 * SAMPLE_RATE))
    slower: Samples = soxr.resample(samples, SAMPLE_RATE * pace, SAMPLE_RATE)
    return slower


def _encode(model: Any, samples: Samples, shortest: int) -> tuple[int, Any]:
    """How many frames ``samples`` are, and what the encoder makes of them."""
    from faster_whisper.audio import pad_or_trim

    # The last frame is half padding; the library leaves it out of what it reads, too.
    features = model.feature_extractor(samples)[..., :-1]
    length = min(_WHOLE, max(shortest, features.shape[-1] + _MARGIN))
    return features.shape[-1], model.encode(pad_or_trim(features, length))
