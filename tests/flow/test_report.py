"""``interviewer report`` and the report files, from a history with real recordings."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
import soundfile
from rich.console import Console

from interviewer.cli.options import Audio
from interviewer.cli.report import Files, run
from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    ListenRequest,
    Scenario,
    SessionRecord,
    Span,
    Take,
    Transcript,
    Word,
)
from interviewer.errors import UsageError
from interviewer.history.folder import DATA_VARIABLE
from interviewer.history.store import open_store
from interviewer.history.writing import SessionLog
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take
from interviewer.session.events import Scored, Started
from interviewer.session.plan import make_plan
from interviewer.ui.screen import Screen

INTRO = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min" / "intro.flac"
ENGINE = EngineInfo("faster-whisper", "base")
NOW = datetime(2026, 11, 22, 5, 30, 12, tzinfo=UTC)
NAME = "intro-take1 é#?%.flac"

Begin = Callable[[], SessionLog]


@pytest.fixture
def scenario() -> Scenario:
    return load("pitch-3min")


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario: Scenario) -> Iterator[Begin]:
    """A session begun in a history of its own."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))

    with open_store() as store:
        yield lambda: store.begin("rehearse", scenario, make_plan(scenario).choice, ENGINE, now=NOW)


def answered(log: SessionLog, scenario: Scenario, name: str = NAME) -> AnswerCard:
    """The introduction, recorded and scored in ``log``."""
    phase, task = next(scenario.tasks())
    audio = log.audio_folder / name
    shutil.copy(INTRO, audio)
    said = ["Bonjour,", "je", "pars", "de", "données", "brutes", "vers", "la", "valeur"]
    words = tuple(Word(word, 0.2 + n * 0.4, 0.5 + n * 0.4, 0.9) for n, word in enumerate(said))
    take = Take(audio, 30.17, (Span(0.2, 29.9),), Transcript("fr", words))
    card = score_take(scenario, phase, task, take)
    log.event(Started(0.0))
    log.recording_opened(ListenRequest(name, phase, task, 30.0, 60.0), audio)
    log.recording_closed(name, take.duration_s)
    log.recording_transcribed(name, take)
    log.event(Scored(40.0, name, card))
    return card


def finish(log: SessionLog, scenario: Scenario, *answers: AnswerCard) -> None:
    plan = make_plan(scenario)
    tasks = tuple(step.task.id for step in plan.steps)
    log.finish(
        SessionRecord(
            scenario=scenario,
            choice=plan.choice,
            tasks=tasks,
            answers=answers,
            set_aside=(),
            skipped=("anecdote",),
            left=tasks[2:],
            unscored=(),
            follow_ups=(),
            listened_s=30.0,
            duration_s=60.0,
            paused_s=0.0,
            reason="quit",
        ),
        now=NOW,
    )


def report(session: str = "last", **files: str) -> str:
    screen = Screen()
    out = io.StringIO()
    screen.out = Console(file=out, width=80)
    screen.err = Console(file=io.StringIO())
    audio: dict[str, Audio] = {"link": "link", "none": "none"}
    choice = audio.get(files.pop("audio", ""), "embed")
    run(session, Files(audio=choice, **files), screen)
    return out.getvalue()


def players(page: Path) -> list[str]:
    return re.findall(r'<audio [^>]*src="([^"]*)"', page.read_text(encoding="utf-8"))


def test_without_a_file_the_scorecard_is_shown(begin: Begin, scenario: Scenario) -> None:
    log = begin()
    finish(log, scenario, answered(log, scenario))
    for session in ("last", log.id):
        shown = report(session)
        assert "Se présenter" in shown
        assert "Sans réponse\u00a0: Raconter un projet." in shown
        assert "Pas atteint\u00a0: Défendre ses convictions" in shown


def test_every_file_is_written(begin: Begin, scenario: Scenario, tmp_path: Path) -> None:
    log = begin()
    finish(log, scenario, answered(log, scenario))
    names = {kind: str(tmp_path / f"r.{kind}") for kind in ("html", "markdown", "csv", "json")}
    assert report(**names) == ""
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "22/11/2026 05:30 UTC" in page
    (source,) = players(tmp_path / "r.html")
    head, track = source.split(",")
    assert head == "data:audio/mpeg;base64"
    assert soundfile.info(io.BytesIO(base64.b64decode(track))).duration == pytest.approx(
        30.17, abs=0.01
    )
    assert "## 1. Se présenter" in (tmp_path / "r.markdown").read_text(encoding="utf-8")
    text = (tmp_path / "r.csv").read_bytes().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    card = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert float(row["score"]) == card["total"]["score"]


def test_the_same_session_gives_the_same_bytes(
    begin: Begin, scenario: Scenario, tmp_path: Path
) -> None:
    log = begin()
    finish(log, scenario, answered(log, scenario))
    for name in ("a", "b"):
        report(html=str(tmp_path / name))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_link_leads_to_the_recording(begin: Begin, scenario: Scenario, tmp_path: Path) -> None:
    log = begin()
    card = answered(log, scenario)
    finish(log, scenario, card)
    report(html=str(tmp_path / "r.html"), audio="link")
    (source,) = players(tmp_path / "r.html")
    assert source.startswith("./data/audio/")
    assert (tmp_path / unquote(source)).samefile(card.take.audio)


def test_a_recording_that_is_gone_is_said_to_be(
    begin: Begin, scenario: Scenario, tmp_path: Path
) -> None:
    log = begin()
    card = answered(log, scenario)
    finish(log, scenario, card)
    card.take.audio.unlink()
    for audio in ("embed", "link"):
        report(html=str(tmp_path / "r.html"), audio=audio)
        page = (tmp_path / "r.html").read_text(encoding="utf-8")
        assert "n’est plus sur cette machine" in page
        assert players(tmp_path / "r.html") == []


def test_recordings_are_left_out_when_asked(
    begin: Begin, scenario: Scenario, tmp_path: Path
) -> None:
    log = begin()
    finish(log, scenario, answered(log, scenario))
    report(html=str(tmp_path / "r.html"), audio="none")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "ne fait pas partie de ce rapport" in page
    assert "media-src" not in page
    assert len(page) < 150_000


def test_a_session_that_was_cut_off_is_reported_for_what_it_holds(
    begin: Begin, scenario: Scenario
) -> None:
    log = begin()
    answered(log, scenario)
    better = answered(log, scenario, "intro-take2")
    phase, task = next(scenario.tasks())
    follow_up = ListenRequest("intro-follow-up", phase, task, 10.0, 20.0, follow_up=True)
    log.recording_opened(follow_up, log.audio_folder / "x.wav")
    log.event(Scored(50.0, "intro-follow-up", replace(better, score=100.0)))
    shown = report()
    assert "Cette séance a été interrompue" in shown
    assert re.findall(r"^ (\d)  Se présenter", shown, re.MULTILINE) == ["1"]
    assert "100 / 100" not in shown


def test_a_session_without_answers_has_no_report(begin: Begin, scenario: Scenario) -> None:
    log = begin()
    finish(log, scenario)
    with pytest.raises(UsageError, match="no scored answers"):
        report(log.id)


def test_wrong_sessions_are_named(begin: Begin, scenario: Scenario) -> None:
    with pytest.raises(UsageError, match="no sessions yet"):
        report()
    log = begin()
    finish(log, scenario)
    with pytest.raises(UsageError, match=f"no session nope.*{log.id}"):
        report("nope")


@pytest.mark.parametrize("option", ["html", "markdown", "csv", "json"])
def test_a_place_that_cannot_be_written_is_said_before_any_work(
    begin: Begin, option: str, tmp_path: Path
) -> None:
    for place in (tmp_path, tmp_path / "none" / "r"):
        with pytest.raises(UsageError, match=f"--{option}"):
            report(**{option: str(place)})
