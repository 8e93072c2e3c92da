"""Which engine is taken."""

from __future__ import annotations

import platform
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.asr import engine
from interviewer.asr.catalog import EngineChoice, EngineName, Weights
from interviewer.asr.engine import choose, keep_memory, local_path, open_engine
from interviewer.domain import Chunk, EngineInfo, Passage, Vocabulary, Word
from interviewer.errors import EngineError, ModelError
from interviewer.session.ports import GiveWay, Transcriber


def everything(engine: EngineName) -> bool:
    return True


def reference_only(engine: EngineName) -> bool:
    return engine == "openai-whisper"


@pytest.mark.parametrize(
    ("asked", "model", "expected"),
    [
        ("auto", "base", "faster-whisper"),
        ("auto", "small", "faster-whisper"),
        ("auto", "turbo", "faster-whisper"),
        ("auto", "medium", "openai-whisper"),
        ("openai-whisper", "base", "openai-whisper"),
        ("faster-whisper", "base", "faster-whisper"),
    ],
)
def test_auto_takes_the_fast_engine_where_it_has_the_model(
    asked: EngineChoice, model: str, expected: str
) -> None:
    assert choose(asked, model, everything) == expected


def test_without_the_fast_engine_auto_takes_the_reference() -> None:
    assert choose("auto", "base", reference_only) == "openai-whisper"


def test_an_engine_that_is_not_installed_says_how_to_get_it() -> None:
    with pytest.raises(
        EngineError, match=r"faster-whisper is not installed.*interviewer-oral\[fast\]"
    ):
        choose("faster-whisper", "base", reference_only)


def test_a_path_is_told_from_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert local_path("base") is None
    assert local_path("mine.pt") == Path("mine.pt")
    assert local_path("folder/of/mine") == Path("folder/of/mine")
    (tmp_path / "mine").mkdir()
    assert local_path("mine") == Path("mine")
    assert choose("auto", "mine", everything) == "faster-whisper"
    assert choose("auto", "mine.pt", everything) == "openai-whisper"


class Cut:
    """Weights that were cut off: some load, and fail at the first word."""

    info = EngineInfo("faster-whisper", "mine")

    def transcribe(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        raise ValueError("<|startoftranscript|> token was not found in the prompt\nat 0x7f")

    def read(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> Passage:
        return Passage(self.transcribe(chunk, vocabulary), chunk.end_s)


def cut_in_the_middle(weights: Weights, threads: int | None) -> Transcriber:
    raise RuntimeError("File model.bin is incomplete")


@pytest.mark.parametrize(
    ("load", "reason"),
    [
        (lambda weights, threads: Cut(), r"was not found in the prompt\)"),
        (cut_in_the_middle, r"model\.bin is incomplete\)"),
    ],
)
def test_what_only_the_person_vouches_for_is_tried_and_refused_in_a_line(
    load: Callable[[Weights, int | None], Transcriber],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(engine, "_load", load)
    with pytest.raises(ModelError, match=reason):
        open_engine(Weights("faster-whisper", "mine", tmp_path, "ctranslate2", trusted=False))


def test_a_fault_of_the_program_on_checked_weights_stays_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engine, "_load", cut_in_the_middle)
    with pytest.raises(RuntimeError):
        open_engine(Weights("faster-whisper", "base", tmp_path, "ctranslate2", trusted=True))


def test_memory_that_is_let_go_of_is_used_again() -> None:
    def pages() -> int:
        """That the system had to give for three arrays of 20 MB, which are let go of together."""
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        held = [b"x" * (20 << 20) for _ in range(3)]
        held.clear()
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)

    keep_memory()
    pages()
    # Where the C library is another one, or by itself: 15,000.
    assert pages() < 5_000 or platform.libc_ver()[0] != "glibc"
