"""The same bytes for the same audio: a recording that cannot be trusted at once, again and again."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from interviewer.asr import faster, openai_whisper
from interviewer.asr.catalog import EngineName
from interviewer.asr.engine import open_engine
from interviewer.asr.weights import ModelStore
from interviewer.audio.reader import open_recording
from interviewer.domain import SAMPLE_RATE, Chunk, Term, Vocabulary
from interviewer.session.ports import Transcriber

pytestmark = pytest.mark.model

ANSWERS = Path(__file__).parents[2] / "audio_fixtures" / "answers"
TERMS = (Term("PoC"), Term("fine-tuning"), Term("RAG"))
VOCABULARY = Vocabulary("fr", tuple(term.name for term in TERMS), TERMS)
TIMES = 4
"""Readings in one process. Twenty by each engine were the same when this was written."""


def noisy() -> Chunk:
    """Two seconds under white noise, 4 dB louder: no first decoding of them can be trusted."""
    signal = np.concatenate(list(open_recording(ANSWERS / "fr-fillers.flac").blocks()))
    voice = signal[SAMPLE_RATE : 3 * SAMPLE_RATE]
    noise = np.random.default_rng(3).normal(0, np.sqrt((voice**2).mean() * 10**0.4), len(voice))
    loud = voice + noise
    return Chunk(0.0, (loud / np.abs(loud).max() * 0.9).astype(np.float32))


def other() -> Chunk:
    signal = np.concatenate(list(open_recording(ANSWERS / "fr-rag.flac").blocks()))
    return Chunk(0.0, signal[: 4 * SAMPLE_RATE])


def load(engine: EngineName) -> Transcriber:
    store = ModelStore.default()
    return open_engine(store.ensure(engine, "base", progress=lambda *_: None, say=lambda _: None))


def digest(transcriber: Transcriber, *, whole: bool) -> str:
    """Of what is read: as a chunk without a vocabulary, which is cheap; or as a window of a recording."""
    read = transcriber.read if whole else transcriber.transcribe
    vocabulary = VOCABULARY if whole else Vocabulary("fr")
    return hashlib.sha256(repr(read(noisy(), vocabulary)).encode()).hexdigest()


@contextmanager
def load_on_the_machine() -> Iterator[None]:
    """A thread that keeps a core busy; more would only make the readings wait."""
    over = threading.Event()
    data = bytes(1 << 20)

    def burn() -> None:
        while not over.is_set():
            hashlib.sha256(data).digest()

    thread = threading.Thread(target=burn)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize(
    ("engine", "window"),
    [("faster-whisper", faster._Window), ("openai-whisper", openai_whisper._Window)],
)
def test_a_recording_that_falls_back_gives_the_same_bytes_in_every_run(
    engine: EngineName, window: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    attempt = window.attempt  # type: ignore[attr-defined]

    def watched(self: object, *, careful: bool, before: tuple[int, ...] = ()) -> object:
        asked.append(careful)
        return attempt(self, careful=careful, before=before)

    monkeypatch.setattr(window, "attempt", watched)
    transcriber = load(engine)
    chunk, whole = (digest(transcriber, whole=whole) for whole in (False, True))
    assert asked[:2] == [False, True]
    with load_on_the_machine():
        for number in range(1, TIMES):
            if number % 3 == 1:
                transcriber.transcribe(other(), Vocabulary("fr"))
            assert digest(transcriber, whole=False) == chunk
        fresh = subprocess.run(
            [sys.executable, __file__, engine], stdout=subprocess.PIPE, check=True, text=True
        )
        assert fresh.stdout.split() == [chunk, whole]


if __name__ == "__main__":
    loaded = load(sys.argv[1])  # type: ignore[arg-type]
    sys.stdout.write(" ".join(digest(loaded, whole=whole) for whole in (False, True)))
