"""Which engine is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.asr.catalog import EngineChoice, EngineName
from interviewer.asr.engine import choose, local_path
from interviewer.errors import EngineError


def everything(engine: EngineName) -> bool:
    return True


def reference_only(engine: EngineName) -> bool:
    return engine == "openai-whisper"


@pytest.mark.parametrize(
    ("asked", "model", "expected"),
    [
        ("auto", "base", "faster-whisper"),
        ("auto", "small", "openai-whisper"),
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
