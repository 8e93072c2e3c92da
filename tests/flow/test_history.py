"""The history's commands, as a user runs them: kept, listed, compared, carried over, gone."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console

from interviewer.cli import history, replay
from interviewer.cli.replay import ReplayRequest
from interviewer.domain import Place, Replay, Scenario, SessionChoice, Span
from interviewer.errors import StoppedError, UsageError
from interviewer.history.record import keep_answers, named_takes
from interviewer.history.store import Store, open_store
from interviewer.recordings import Recorded, find_recorded
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take
from interviewer.session.events import Scored
from interviewer.ui.screen import Screen
from tests.flow.recognisers import SCRIPTED, Parrot

ROOT = Path(__file__).parents[2]
PITCH = ROOT / "audio_fixtures" / "pitch-3min"
PHRASE = b"perlimpinpin"
SAID = "des perlimpinpin données perlimpinpin à la valeur perlimpinpin"

Run = Callable[..., subprocess.CompletedProcess[str]]


@cache
def heard_once(scenario: Scenario, given: tuple[str, ...], phase: str | None) -> Replay:
    """The same recording, replayed by each test, is listened to but once."""
    recorded = find_recorded(scenario, given, phase)
    return recorded.score(Parrot(SAID), lambda path, at_s: None)


def recorded_once(scenario: Scenario, given: tuple[str, ...], phase: str | None) -> Recorded:
    return Recorded(tuple(map(Path, given)), lambda *_: heard_once(scenario, given, phase))


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setattr(replay, "_open_transcriber", lambda engine, screen: None)
    monkeypatch.setattr(replay, "find_recorded", recorded_once)
    return tmp_path / "data"


@pytest.fixture
def run(data: Path, interviewer: Run) -> Run:
    return interviewer


def screen() -> Screen:
    made = Screen()
    made.out = Console(file=io.StringIO(), width=80)
    made.err = Console(file=io.StringIO(), width=200)
    return made


def replay_intro(*, keep: bool = True) -> None:
    request = ReplayRequest("pitch-3min", (str(PITCH / "intro.flac"),), "intro", history=keep)
    replay.run(request, screen(), datetime.now(UTC))


@contextmanager
def opened(data: Path) -> Iterator[Store]:
    with open_store(data) as store:
        yield store


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_replay_is_kept_with_its_figures(data: Path, run: Run) -> None:
    replay_intro()
    with opened(data) as store:
        (summary,) = store.sessions()
        stored = store.load(summary.id)
    assert (summary.kind, summary.scenario_id, summary.answered) == ("replay", "pitch-3min", 1)
    assert summary.engine == SCRIPTED
    assert stored.record is not None
    assert stored.record.answers[0].score == summary.figures.score
    (recording,) = stored.recordings
    assert (recording.name, recording.path) == ("intro-take1", PITCH / "intro.flac")
    listed = run("history")
    assert listed.returncode == 0, listed.stderr
    assert f"{summary.id[:15]}" in listed.stdout
    assert "files" in listed.stdout
    shown = run("history", "show", "last")
    assert "Se présenter" in shown.stdout
    assert "intro.flac" in shown.stdout
    assert summary.figures.score is not None
    (trend,) = [line for line in run("progress").stdout.splitlines() if "pitch-3min" in line]
    assert trend.split()[1:3] == ["1", f"{summary.figures.score:.0f}"]


def test_no_history_leaves_no_trace(data: Path) -> None:
    replay_intro(keep=False)
    assert not data.exists()


def test_progress_as_a_page_covers_every_scenario(data: Path, run: Run, tmp_path: Path) -> None:
    replay_intro()
    with opened(data) as store:
        stored = store.load(store.sessions()[0].id)
        assert stored.record is not None
        other = replace(stored.scenario, id="mien", title="Le mien")
        log = store.begin("replay", other, stored.choice, Parrot.info, now=datetime.now(UTC))
        log.finish(stored.record, now=datetime.now(UTC))
    file = tmp_path / "progress.html"
    written = run("progress", "--html", file)
    assert written.returncode == 0, written.stderr
    assert str(file) in written.stderr.replace("\n", "")
    page = file.read_text(encoding="utf-8")
    assert page.count('<section class="scenario"') == 2
    assert "Le mien</h2>" in page
    assert "How you get on" in page


def test_progress_and_compare(data: Path, run: Run) -> None:
    replay_intro()
    replay_intro()
    with opened(data) as store:
        last, first = store.sessions()
    shown = run("progress", "pitch-3min")
    assert shown.returncode == 0, shown.stderr
    assert "2 séances notées" in shown.stdout.replace("\xa0", " ")
    assert "Termes le plus souvent manqués" in shown.stdout
    assert "glossaire" not in run("progress").stderr
    compared = run("compare", first.id, f"{last.id}/intro-take1")
    assert compared.returncode == 0, compared.stderr
    assert "les mêmes termes et idées" in compared.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["history", "show", "20990101"], "has no session"),
        (["history", "delete", "20990101", "--yes"], "has no session"),
        (["history", "purge"], "--older-than 30d"),
        (["history", "purge", "--all", "--older-than", "3d"], "--older-than 30d"),
        (["history", "purge", "--older-than", "soon"], "is no age"),
        (["history", "purge", "--older-than", "0d"], "is no age"),
        (["history", "purge", "--all"], "Add --yes"),
        (["progress", "glossaire"], "There are sessions of: pitch-3min."),
        (["compare", "last", "last/none"], "intro-take1."),
        (["import", "/none/nothing.zip"], "No such file"),
        (["export", "/none/there.zip"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: list[str], said: str, data: Path, run: Run
) -> None:
    replay_intro()
    result = run(*arguments)
    assert result.returncode == 2, result.stdout
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    with opened(data) as store:
        assert len(store.sessions()) == 1


def test_an_empty_history_says_how_to_begin(run: Run) -> None:
    listed = run("history")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "interviewer rehearse SCENARIO" in listed.stdout
    assert "interviewer rehearse SCENARIO" in run("progress").stderr


def test_a_wrong_setting_stops_before_anything(data: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[audio]\nday = 3\n", encoding="utf-8")
    result = run("history")
    assert result.returncode == 2
    assert "there is no setting audio.day. Did you mean audio.days?" in result.stderr
    assert [path.name for path in data.iterdir()] == ["log"]


def test_nothing_remains_of_what_is_deleted(data: Path, run: Run) -> None:
    replay_intro()
    assert PHRASE in bytes_below(data)
    deleted = run("history", "delete", "last", "--yes")
    assert deleted.returncode == 0
    assert "Sessions deleted for good: 1." in deleted.stderr
    assert PHRASE not in bytes_below(data)
    assert sorted(path.name for path in data.iterdir()) == ["log", "sessions.db"]
    assert (PITCH / "intro.flac").exists()


def test_purge_takes_the_old_and_leaves_the_young(data: Path, run: Run) -> None:
    replay_intro()
    with opened(data) as store:
        (young,) = store.sessions()
        stored = store.load(young.id)
        assert stored.record is not None
        old = store.begin(
            "rehearse",
            stored.scenario,
            stored.choice,
            SCRIPTED,
            now=datetime.now(UTC) - timedelta(days=31),
        )
        old.finish(stored.record, now=datetime.now(UTC))
    purged = run("history", "purge", "--older-than", "30d", "--yes")
    assert "Sessions deleted for good: 1." in purged.stderr
    with opened(data) as store:
        assert store.sessions() == (young,)
    assert run("history", "purge", "--all", "--yes").returncode == 0
    assert PHRASE not in bytes_below(data)


@pytest.mark.parametrize(("answer", "left"), [("o\n", 0), ("n\n", 1), ("\n", 1), ("", 1)])
def test_on_a_terminal_it_asks(
    answer: str, left: int, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    replay_intro()
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    if left:
        with pytest.raises(StoppedError, match="Nothing was deleted"):
            history.delete(["last"], screen(), yes=False)
    else:
        history.delete(["last"], screen(), yes=False)
    with opened(data) as store:
        assert len(store.sessions()) == left


def test_elsewhere_it_never_deletes_unasked(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replay_intro()
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(UsageError, match="Nobody can be asked"):
        history.delete(["last"], screen(), yes=False)


def test_old_recordings_go_into_the_bin_where_asked_and_never_where_the_history_is_read(
    data: Path, run: Run, tmp_path: Path
) -> None:
    replay_intro()
    with opened(data) as store:
        stored = store.load(store.sessions()[0].id)
        assert stored.record is not None
        now = datetime.now(UTC) - timedelta(days=8)
        log = store.begin("rehearse", stored.scenario, stored.choice, SCRIPTED, now=now)
        (log.audio_folder / "intro-take1.wav").write_bytes(b"RIFF" * 500_000)
        log.finish(stored.record, now=now)
    (tmp_path / "settings.toml").write_text("[audio]\ndays = 7\n", encoding="utf-8")
    for read in (("history",), ("history", "show", log.id), ("progress",), ("report", "last")):
        assert run(*read).stderr == ""
    assert log.audio_folder.exists()
    told = run("history", "purge", "--older-than", "3650d", "--yes").stderr.replace("\xa0", " ")
    assert "Recordings older than 7 days are in the bin now: 1, 2.0 MB." in told
    assert "For 7 days they come back by: interviewer history restore" in told
    assert not log.audio_folder.exists()
    assert f"Recordings are back: {log.id}." in run("history", "restore").stderr
    assert log.audio_folder.exists()
    assert "No recordings are in the bin." in run("history", "restore").stderr
    purged = run("history", "purge", "--older-than", "3650d", "--yes").stderr
    assert "in the bin" not in purged
    with opened(data) as store:
        assert len(store.sessions()) == 2


def test_a_clock_that_is_ahead_is_told_and_removes_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay_intro()
    with opened(data) as store:
        stored = store.load(store.sessions()[0].id)
        assert stored.record is not None
        now = datetime.now(UTC)
        log = store.begin("rehearse", stored.scenario, stored.choice, SCRIPTED, now=now)
        (log.audio_folder / "intro-take1.wav").write_bytes(b"RIFF")
        log.finish(stored.record, now=now)
    told = screen()
    history.purge("3650d", told, now + timedelta(days=90), everything=False, yes=True)
    said = told.err.file
    assert isinstance(said, io.StringIO)
    assert "far from the last session" in said.getvalue()
    assert log.audio_folder.exists()


def test_an_id_that_leads_elsewhere_is_told_and_deleted(data: Path, run: Run) -> None:
    replay_intro()
    with opened(data) as store, store._database.writing() as connection:
        for table in ("cards", "terms", "answers", "events", "recordings"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE sessions SET id = '../..'")
    assert run("history").returncode == 0
    assert run("history", "show", "last").returncode == 0
    deleted = run("history", "delete", "../..", "--yes")
    assert deleted.returncode == 0
    assert "no file was touched" in deleted.stderr
    with opened(data) as store:
        assert store.sessions() == ()


def test_everything_is_carried_over(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay_intro()
    assert "sessions 1" in run("export", tmp_path / "all.zip").stderr
    with opened(data) as store:
        before = store.sessions(), store.terms()
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "elsewhere"))
    assert "Sessions taken in: 1" in run("import", tmp_path / "all.zip").stderr
    assert "Here already: 1." in run("import", tmp_path / "all.zip").stderr
    with opened(tmp_path / "elsewhere") as store:
        assert (store.sessions(), store.terms()) == before


def test_report_resume_and_compare_take_the_ids_that_the_list_shows(data: Path, run: Run) -> None:
    replay_intro()
    listed = run("history").stdout.splitlines()[2].split()[0]
    with opened(data) as store:
        (summary,) = store.sessions()
    assert summary.id.startswith(listed)
    assert listed != summary.id
    assert run("report", listed).returncode == 0
    assert run("compare", listed, "last").returncode == 0
    assert f"The session {summary.id} is finished." in run("resume", listed).stderr


def test_one_recording_of_the_whole_is_as_long_as_it_is(data: Path, run: Run) -> None:
    scenario = load("pitch-3min")
    take = heard_once(scenario, (str(PITCH / "intro.flac"),), "intro").scorecard.answers[0].take
    place = Place(Span(1.0, 9.0), None, (), 1.0, sure=True)
    part = replace(take, duration_s=175.0, place=place)
    cards = [score_take(scenario, phase, task, part) for phase, task in scenario.tasks()]
    with opened(data) as store:
        log = store.begin("replay", scenario, SessionChoice(), SCRIPTED, now=datetime.now(UTC))
        now = datetime.now(UTC)
        keep_answers(log, scenario, cards, set_aside=(), choice=SessionChoice(), now=now)
    assert "2:55" in run("history").stdout.splitlines()[2].split()


def test_a_phase_by_itself_is_another_thing_than_the_whole(data: Path, run: Run) -> None:
    replay_intro()
    with opened(data) as store:
        (summary,) = store.sessions()
    assert summary.phase == "intro"
    assert "pitch-3min · files, intro" in run("progress").stdout


def test_a_session_that_was_cut_off_is_compared_by_what_it_has(data: Path, run: Run) -> None:
    replay_intro()
    with opened(data) as store:
        stored = store.load(store.sessions()[0].id)
        (recording,) = stored.recordings
        assert stored.record is not None
        (card,) = stored.record.answers
        log = store.begin("replay", stored.scenario, stored.choice, SCRIPTED, now=datetime.now(UTC))
        for name, request, each in named_takes(stored.scenario, (card,)):
            log.recording_opened(request, recording.path)
            log.recording_closed(name, each.take.duration_s)
            log.recording_transcribed(name, each.take)
            log.event(Scored(2.0, name, each))
    compared = run("compare", "last", stored.summary.id)
    assert compared.returncode == 0, compared.stderr
    assert f"A  {log.id}" in compared.stdout
