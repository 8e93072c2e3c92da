"""What whole commands leave in the log: what was done, no word that was said."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interviewer.asr import engine
from interviewer.asr.catalog import Weights
from interviewer.asr.weights import ModelStore
from interviewer.cli import main
from tests.flow.recognisers import Parrot

INTRO = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min" / "intro.flac"
WORDS = ("pélican", "zorglub", "mirliton")
"""None of the program's own."""

Run = Callable[..., str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """``interviewer ...`` in this process, with a recogniser that hears the words; its log."""
    weights = Weights("openai-whisper", "base", tmp_path, "pt", True)
    monkeypatch.setattr(ModelStore, "ensure", lambda *_, **__: weights)
    monkeypatch.setattr(engine, "_load", lambda *_: Parrot(" ".join(WORDS)))
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    logger = logging.getLogger("interviewer")
    level = logger.level

    def stop_logging() -> None:
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(level)

    def run_(*arguments: str, code: int = 0, given: str = "") -> str:
        monkeypatch.setattr(sys, "argv", ["interviewer", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        with pytest.raises(SystemExit) as end:
            main()
        stop_logging()
        assert end.value.code == code
        file = tmp_path / "data" / "log" / "interviewer.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    yield run_
    stop_logging()


def test_a_replay_without_a_word_of_what_was_said(run: Run) -> None:
    log = run("replay", "pitch-3min", str(INTRO))
    assert "'replay', 'pitch-3min'" in log
    assert "openai-whisper base loaded in" in log
    assert "s of speech in" in log
    assert "30.2 s listened to in" in log
    assert "replay session" in log
    assert "ended with 0 after" in log
    assert not [word for word in WORDS if word in log]


def test_a_replay_with_what_was_said_where_that_was_asked_for(run: Run) -> None:
    log = run("replay", "pitch-3min", str(INTRO), "--debug-transcripts")
    assert f"heard: {' '.join(WORDS)}" in log


def test_what_is_deleted_is_gone_from_the_log_too(run: Run) -> None:
    assert WORDS[0] in run("replay", "pitch-3min", str(INTRO), "--debug-transcripts")
    log = run("history", "delete", "last", "--yes")
    assert WORDS[0] not in log
    assert "ended with 0" in log


def test_a_typed_drill_without_a_word_of_what_was_typed(run: Run) -> None:
    log = run("drill", "glossaire", "--count", "1", "--typed", given=f"{' '.join(WORDS)}\n")
    assert "drill session" in log
    assert not [word for word in WORDS if word in log]


def test_an_error_with_its_traceback(run: Run) -> None:
    log = run("replay", "pitch-3min", "nowhere.wav", code=2)
    assert "ERROR interviewer.cli.program: " in log
    assert "Traceback" in log
    assert log.splitlines()[-1].partition("program: ")[2].startswith("ended with 2 after")


def test_debugging_shows_the_log_and_changes_nothing_else(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("replay", "pitch-3min", "nowhere.wav", code=2)
    quiet = capsys.readouterr().err
    log = run("replay", "pitch-3min", "nowhere.wav", "--debug", code=2)
    shown = capsys.readouterr().err
    assert "Traceback" not in quiet
    assert "Traceback" in shown
    assert quiet in shown
    assert log.endswith(shown.replace(quiet, ""))


@pytest.mark.parametrize("arguments", [(), ("--help",), ("--version",), ("replay", "--help")])
def test_help_and_version_are_told_without_a_log(arguments: tuple[str, ...], run: Run) -> None:
    assert run(*arguments) == ""


def test_a_log_that_cannot_be_written_stops_no_command(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "log").write_text("a file in its place")
    run("scenarios", "--json")
    out, err = capsys.readouterr()
    assert "pitch-3min" in out
    assert err == ""
