"""Real weights, got once into the user's cache, and what they read, once a run.

Reading costs what these tests cost. Tests that look at a reading from different sides share it, in
whichever process they run; it is never kept for the next run. Tests of the reading itself (the
same words again, the vocabulary that changes none) read for themselves.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from benchmarks.coverage.fixtures import answers, asking
from interviewer.asr.catalog import EngineName, Weights
from interviewer.asr.engine import open_engine
from interviewer.asr.weights import ModelStore
from interviewer.domain import Take, Vocabulary
from interviewer.recordings import transcribe_file
from interviewer.session.ports import Transcriber

ROOT = Path(__file__).parents[2]
PITCH = ROOT / "audio_fixtures" / "pitch-3min"

PHASES: Mapping[EngineName, Sequence[str]] = {
    "faster-whisper": ("intro", "anecdote", "questions"),
    "openai-whisper": ("anecdote", "questions"),
}
"""Whose recordings are read, more than a window among them; the whole pitch is read in one recording."""

Once = Callable[[str, Callable[[], Any]], Any]
Engines = Callable[[EngineName], Transcriber]
Read = Callable[[EngineName, str], Take]


@dataclass(frozen=True)
class Replayed:
    """What the program gave in a process of its own, and the page it wrote."""

    code: int
    out: str
    err: str
    page: str = ""

    @property
    def card(self) -> Any:
        """The scorecard that ``--json -`` printed."""
        assert self.code == 0, self.err
        return json.loads(self.out)


def interviewer(*arguments: str | Path) -> Replayed:
    """The program as a user runs it."""
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    return Replayed(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """``once(name, make)``: what ``make`` gives to the first test of this run that asks for it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # that of the run, in which each of its processes has one

    def get(name: str, make: Callable[[], Any]) -> Any:
        kept = folder / f"{name}.pickle"
        with FileLock(folder / f"{name}.lock"):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make()))
        return pickle.loads(kept.read_bytes())

    return get


@pytest.fixture(scope="session")
def ct2_weights() -> Weights:
    """Whisper base as CTranslate2 stores it: a folder."""
    return _weights("faster-whisper")


@pytest.fixture(scope="session")
def engines() -> Engines:
    """``engines("faster-whisper")``: that engine, opened at the first call."""
    return cache(lambda name: open_engine(_weights(name)))


@pytest.fixture(scope="session")
def read(once: Once, engines: Engines) -> Read:
    """``read(engine, "fr-rag")``: that recorded answer, asked for its terms."""
    known = {answer.path.stem: answer for answer in answers()}

    def get(engine: EngineName, name: str) -> Take:
        answer = known[name]
        vocabulary = Vocabulary.of(asking(answer))
        take: Take = once(
            f"{engine} {name}",
            lambda: transcribe_file(answer.path, engines(engine), vocabulary, lambda _: None),
        )
        return take

    return get


@pytest.fixture(scope="session")
def replayed_pitch(
    once: Once, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[EngineName], Replayed]:
    """``replayed_pitch(engine)``: recordings of the pitch, to a scorecard and a page."""

    def replay(engine: EngineName) -> Replayed:
        page = tmp_path_factory.mktemp("pitch") / "report.html"
        options = ("--json", "-", "--html", page, "--engine", engine)
        recordings = [PITCH / f"{phase}.flac" for phase in PHASES[engine]]
        done = interviewer("replay", "pitch-3min", *recordings, *options)
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        return Replayed(done.code, done.out, done.err, text)

    def get(engine: EngineName) -> Replayed:
        replayed: Replayed = once(f"{engine} pitch", lambda: replay(engine))
        return replayed

    return get


@pytest.fixture(scope="session")
def replayed_take(once: Once) -> Replayed:
    """The whole pitch in one recording, by the fast engine."""
    path = ROOT / "audio_fixtures" / "pitch-one-take.flac"
    options = ("--json", "-", "--engine", "faster-whisper")
    replayed: Replayed = once(
        "one take", lambda: interviewer("replay", "pitch-3min", path, *options)
    )
    return replayed


def _weights(engine: EngineName) -> Weights:
    return ModelStore.default().ensure(engine, "base", progress=lambda *_: None, say=lambda _: None)
