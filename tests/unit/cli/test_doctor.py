"""How the checks are shown, and what the command line asks of them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest
from rich.console import Console

from interviewer.audio.watchdog import Level
from interviewer.cli import doctor, main
from interviewer.cli.doctor import DoctorRequest, check_lines, run, summary
from interviewer.cli.options import EngineRequest
from interviewer.doctor.checks import DISK, MICROPHONE, RECOGNITION, VOICE, Check, Guide, Status
from interviewer.doctor.examine import Wishes
from interviewer.doctor.recogniser import Wanted
from interviewer.domain import Notice
from interviewer.i18n import translator
from interviewer.ui.page import Page
from interviewer.ui.screen import Screen

LONG = "Desk: " + "much was found, " * 12
WELL = Check(VOICE, "ok", Notice("{voice} spoke.", {"voice": "Émile"}))
MISSING = Check(MICROPHONE, "missing", Notice(LONG), Notice("Plug it in. " * 9))


class Terminal(io.TextIOWrapper):
    """Standard output or input of a person who sits there."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen() -> Screen:
    screen = Screen()
    screen.language = "en"
    screen.out = Console(file=io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), width=80)
    screen.err = Console(file=io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), width=80)
    return screen


def written(console: Console) -> str:
    file = console.file
    assert isinstance(file, io.TextIOWrapper)
    file.flush()
    raw = file.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode(file.encoding)


def lines(check: Check, screen: Screen) -> list[str]:
    page = Page.of(screen.out, "en", translator("en"))
    return [line.plain for line in check_lines(check, page, screen)]


def test_one_line_where_it_fits(screen: Screen) -> None:
    assert lines(WELL, screen) == ["✓ Voice        Émile spoke."]


def test_the_remedy_stands_below(screen: Screen) -> None:
    shown = lines(MISSING, screen)
    assert shown[0].startswith("✗ Microphone   Desk: much was found,")
    assert all(line.startswith(" " * 15) for line in shown[1:])
    assert [line.strip()[0] for line in shown].count("•") == 1
    assert max(map(len, shown)) <= 80


@pytest.mark.parametrize(
    ("status", "sign"), [("ok", "+"), ("warning", "!"), ("missing", "x"), ("not_measured", "-")]
)
def test_a_poor_terminal_has_signs_too(status: Status, sign: str, screen: Screen) -> None:
    screen.out = Console(file=io.TextIOWrapper(io.BytesIO(), encoding="ascii"), width=80)
    shown = lines(Check(DISK, status, WELL.found, WELL.found), screen)
    assert shown == [f"{sign} Disk         Emile spoke.", " " * 15 + "* Emile spoke."]


def test_names_are_not_obeyed(screen: Screen) -> None:
    check = Check(MICROPHONE, "ok", Notice("{device}", {"device": "\x1b[2J[red]Desk[/x]"}))
    assert lines(check, screen) == ["✓ Microphone   [2J[red]Desk[/x]"]


def test_decimals_are_those_of_the_language(screen: Screen) -> None:
    screen.language = "fr"
    (line,) = lines(Check(DISK, "ok", Notice("{free}", {"free": 1.5})), screen)
    assert line.endswith(" 1,5")


@pytest.mark.parametrize(
    ("statuses", "begins"),
    [
        (["ok", "ok"], "All is well"),
        (["ok", "not_measured"], "Nothing is missing"),
        (["not_measured", "warning"], "You can rehearse"),
        (["warning", "missing", "ok"], "Not ready yet"),
    ],
)
def test_the_last_line_tells_the_gravest(statuses: list[Status], begins: str) -> None:
    checks = [Check(DISK, status, Notice("")) for status in statuses]
    assert summary(checks).startswith(begins)


class Examination:
    """Takes the place of the real one."""

    def __init__(self, *checks: Check) -> None:
        self.checks = checks
        self.wishes: list[Wishes] = []

    def __call__(self, wishes: Wishes, guide: Guide) -> Iterator[Check]:
        self.wishes.append(wishes)
        guide.now(Notice("Now say: “{text}”", {"text": "Bonjour"}))
        guide.hears(Level(0.05, 0.1, 0.2, 0.0), 3.2)
        yield from self.checks


def examine(monkeypatch: pytest.MonkeyPatch, *checks: Check) -> Examination:
    examination = Examination(*checks)
    monkeypatch.setattr(doctor, "examine", examination)
    return examination


def test_each_check_then_the_verdict(monkeypatch: pytest.MonkeyPatch, screen: Screen) -> None:
    examine(monkeypatch, WELL, MISSING)
    assert not run(DoctorRequest(), screen)
    shown = written(screen.out)
    assert shown.startswith("✓ Voice        Émile spoke.\n✗ Microphone   Desk: ")
    assert shown.endswith("\n\nNot ready yet. Put right what is marked ✗, then run this again.\n")
    assert written(screen.err) == ""


def test_a_warning_is_nothing_missing(monkeypatch: pytest.MonkeyPatch, screen: Screen) -> None:
    examine(monkeypatch, Check(RECOGNITION, "warning", Notice("Slow.")))
    assert run(DoctorRequest(), screen)


def test_the_wishes_are_passed_on(monkeypatch: pytest.MonkeyPatch, screen: Screen) -> None:
    examination = examine(monkeypatch, WELL)
    engine = EngineRequest("openai-whisper", "small", True)
    run(DoctorRequest("Desk", mute=True, engine=engine), screen)
    assert examination.wishes == [
        Wishes(
            "en",
            mic="Desk",
            mute=True,
            attended=False,
            recogniser=Wanted("openai-whisper", "small", True),
        )
    ]


@pytest.mark.parametrize("quick", [False, True])
def test_at_a_terminal_the_person_is_led(
    quick: bool, monkeypatch: pytest.MonkeyPatch, screen: Screen
) -> None:
    examination = examine(monkeypatch, WELL)
    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO()))
    file = Terminal(io.BytesIO(), encoding="utf-8")
    screen.err = Console(file=file, width=80, force_terminal=True)
    run(DoctorRequest(quick=quick), screen)
    assert examination.wishes[0].attended is not quick
    assert "Now say: “Bonjour”" in written(screen.err)
    assert "  4 s" in written(screen.err)
    assert "Bonjour" not in written(screen.out)


@pytest.mark.parametrize(("check", "code"), [(WELL, 0), (MISSING, 3)])
def test_the_exit_code(
    check: Check,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    examination = examine(monkeypatch, check)
    monkeypatch.setattr(sys, "argv", ["interviewer", "doctor", "--mic", "Desk", "--quick"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == code
    assert examination.wishes[0].mic == "Desk"
    assert capsys.readouterr().err == ""
