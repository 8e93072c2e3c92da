"""Which engine answers, and opening it."""

from __future__ import annotations

import ctypes
import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from interviewer.asr.catalog import CATALOG, EngineChoice, EngineName, Weights
from interviewer.asr.sources import Progress
from interviewer.asr.weights import ModelStore, Say
from interviewer.domain import SAMPLE_RATE, Chunk, EngineInfo, Passage, Vocabulary, Word
from interviewer.errors import EngineError, InterviewerError, ModelError, package_missing
from interviewer.i18n import N_
from interviewer.log import SPOKEN
from interviewer.openmp import silero
from interviewer.session.ports import GiveWay, LiveTranscriber

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Engine:
    modules: tuple[str, ...]
    """Of its library first, then what it cannot do without."""
    package: str
    """What pip installs."""
    load: Callable[[Weights, int | None], LiveTranscriber]


def _reference(weights: Weights, threads: int | None) -> LiveTranscriber:
    del threads  # PyTorch is told by OMP_NUM_THREADS; its last digits may depend on it
    from interviewer.asr.openai_whisper import OpenAIWhisper

    return OpenAIWhisper(weights)


def _fast(weights: Weights, threads: int | None) -> LiveTranscriber:
    from interviewer.asr.faster import FasterWhisper

    return FasterWhisper(weights) if threads is None else FasterWhisper(weights, threads)


_ENGINES: Mapping[EngineName, _Engine] = {
    "openai-whisper": _Engine(("whisper", "torch"), "openai-whisper", _reference),
    "faster-whisper": _Engine(
        ("faster_whisper", "ctranslate2", "av", "threadpoolctl"), "'interviewer-oral[fast]'", _fast
    ),
}


def installed(engine: EngineName) -> bool:
    """True when the engine's packages can be imported; they are not imported."""
    return not _lacking(engine)


def _lacking(engine: EngineName) -> list[str]:
    return [module for module in _ENGINES[engine].modules if find_spec(module) is None]


def local_path(model: str) -> Path | None:
    """The file or folder that ``--model`` names, or None when it is a model's name."""
    path = Path(model).expanduser()
    return path if os.sep in model or path.suffix == ".pt" or path.exists() else None


def choose(
    engine: EngineChoice, model: str, is_installed: Callable[[EngineName], bool] = installed
) -> EngineName:
    """The engine to use: what was asked; ``auto`` is the fast one where it is there and has the model.

    Raises:
        MissingError: the engine asked for is not installed, or what it cannot do without.
    """
    if engine == "auto":
        path = local_path(model)
        fits = path.is_dir() if path else _in_catalog("faster-whisper", model)
        engine = "faster-whisper" if fits and is_installed("faster-whisper") else "openai-whisper"
    if not is_installed(engine):
        lacking = _lacking(engine)
        if lacking and lacking[0] != _ENGINES[engine].modules[0]:
            raise package_missing(lacking[0])
        raise EngineError(
            N_("The engine {engine} is not installed."),
            N_("Install it with: pip install {package}"),
            engine=engine,
            package=_ENGINES[engine].package,
        )
    return engine


def _in_catalog(engine: EngineName, model: str) -> bool:
    return any((entry.engine, entry.name) == (engine, model) for entry in CATALOG)


def obtain_weights(
    engine: EngineChoice, model: str, *, trust: bool, progress: Progress, say: Say
) -> Weights:
    """The weights that ``engine`` is to load, got now where they are not here; sums are checked.

    Args:
        engine: see :func:`choose`.
        model: a name of the catalogue, or a path.
        trust: load a file of unknown checksum.
        progress: told how much of a download is done.
        say: told what a person waiting would like to know.

    Raises:
        UsageError: the engine has no such model.
        MissingError: the engine or its weights are not to be had.
    """
    name, path = choose(engine, model), local_path(model)
    store = ModelStore.default()
    if path is not None:
        return store.local(name, path, trust=trust)
    return store.ensure(name, model, progress=progress, say=say)


def open_engine(weights: Weights, threads: int | None = None) -> LiveTranscriber:
    """Loads the model. Takes a second or two.

    Args:
        weights: of :func:`obtain_weights`.
        threads: how many the fast engine computes on at most; what it hears is the same.

    Raises:
        ModelError: files that only the person vouches for are no model, or cut off.
        MissingError: a package that the engine cannot do without is not there.
    """
    began_s = time.perf_counter()
    keep_memory()
    try:
        engine = (_load if weights.trusted else _load_untrusted)(weights, threads)
    except ImportError as error:
        module = (error.name or "").partition(".")[0]
        if module in ("", "interviewer"):
            raise
        raise package_missing(module, error) from error
    took_s = time.perf_counter() - began_s
    _log.info("%s %s loaded in %.2f s: %s", weights.engine, weights.model, took_s, weights.path)
    return _Logged(engine)


def keep_memory() -> None:
    """Has the C library keep memory that is let go of, where it is glibc's, and so use it again, for any thread.

    Every window needs the same hundreds of megabytes, some arrays at a time. As glibc does it by itself they
    go back to the system and come anew, page by page: an eighth of what a window costs, two fifths under a
    Dask nanny, which has as little as 64 kB kept. And each thread that computes would have a heap by itself, which
    keeps what that thread once needed: a pitch took 848 MB at its peak so, and takes 738 MB of one heap, for the same
    processor time.
    """
    try:
        # Numbers of <malloc.h>; 32 MB is the most that glibc takes.
        trim_threshold, mmap_threshold, arenas = -1, -3, -8
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another library, or Windows
        return
    mallopt(trim_threshold, 512 << 20)
    mallopt(mmap_threshold, 32 << 20)
    mallopt(arenas, 1)


def _load_untrusted(weights: Weights, threads: int | None) -> LiveTranscriber:
    """Tried on a second of silence: what is cut off may load, and fail at the first word."""
    import numpy as np

    try:
        engine = _load(weights, threads)
        engine.transcribe(Chunk(0.0, np.zeros(SAMPLE_RATE, np.float32)), Vocabulary("en"))
    except (ImportError, InterviewerError):
        raise
    except Exception as error:  # the library's, of any kind, on bytes that nobody checked
        raise ModelError(
            N_("{path} cannot be used as a Whisper model ({reason})."),
            N_("It may be cut off or damaged: get it again, or see: interviewer models"),
            path=weights.path,
            reason=str(error).partition("\n")[0][:200] or type(error).__name__,
        ) from error
    return engine


class _Logged:
    """Tells the log how long each chunk took; its words only where they are asked for."""

    def __init__(self, engine: LiveTranscriber) -> None:
        self._engine = engine

    @property
    def info(self) -> EngineInfo:
        return self._engine.info

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        began_s = time.perf_counter()
        words = self._engine.transcribe(chunk, vocabulary, give_way)
        took_s = time.perf_counter() - began_s
        _log.debug("%.2f s of speech in %.2f s: %d words", chunk.duration_s, took_s, len(words))
        _log.log(SPOKEN, "heard: %s", " ".join(word.text for word in words))
        return words

    def glance(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        began_s = time.perf_counter()
        words = self._engine.glance(chunk, vocabulary)
        took_s = time.perf_counter() - began_s
        _log.debug("%.2f s of speech glanced at in %.2f s", chunk.duration_s, took_s)
        return words

    def read(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> Passage:
        began_s = time.perf_counter()
        passage = self._engine.read(chunk, vocabulary, give_way)
        took_s, words = time.perf_counter() - began_s, passage.words
        _log.debug("%.2f s of speech in %.2f s: %d words", chunk.duration_s, took_s, len(words))
        _log.log(SPOKEN, "heard: %s", " ".join(word.text for word in words))
        return passage


def _load(weights: Weights, threads: int | None) -> LiveTranscriber:
    silero()  # before torch
    return _ENGINES[weights.engine].load(weights, threads)
