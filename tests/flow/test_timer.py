"""The timer in a pseudo-terminal, as a person has it: keys, screens, signals, what is left behind.

Moments are frozen before a screen is compared: a pause, then the phase again, is exactly 0 s.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

from interviewer.domain import TimerRecord
from interviewer.history.store import open_store

WAIT_S = 30.0


SCRIPT = """\
# Mon pitch

## Intro (30 s)
Bonjour. Je parle de **valeur**, de données, et de ce que l’on en fait ensuite, ensemble.

## Fin (1min)
Merci de m’avoir écouté.
"""


class Terminal:
    """A terminal with the timer in it.

    Args:
        arguments: of ``interviewer timer``.
        data: the data folder.
        size: columns and rows.
        environ: beside the usual.
    """

    def __init__(
        self, arguments: list[str], data: Path, size: tuple[int, int], environ: dict[str, str]
    ) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        env = {
            name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")
        }
        env |= {"INTERVIEWER_DATA": str(data), "TERM": "xterm-256color", "PYTHONUTF8": "1"}
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "interviewer", "timer", *arguments],
            dimensions=(rows, columns),
            env={**env, "LANGUAGE": "fr", **environ},
        )

    def until(self, seen: Callable[[str], bool]) -> str:
        """What is on the screen once ``seen`` is true of it."""
        deadline = time.monotonic() + WAIT_S
        while not seen(self.text):
            assert time.monotonic() < deadline, f"not seen on:\n{self.text}"
            self._read()
        return self.text

    def shows(self, *words: str) -> str:
        return self.until(lambda text: all(word in text for word in words))

    def press(self, keys: str) -> None:
        self.process.send(keys)

    def signal(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def end(self) -> int | None:
        """Waits for the end; the exit code."""
        deadline = time.monotonic() + WAIT_S
        while self._read():
            assert time.monotonic() < deadline, f"does not end:\n{self.text}"
        self.process.close()
        code: int | None = self.process.exitstatus
        return code

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display).replace("\u00a0", " ")

    @property
    def after(self) -> str:
        """What was printed once the screen was given back."""
        text = self.raw.rpartition(b"\x1b[?1049l")[2].decode()
        return re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\u00a0", " ")

    def line_modes(self) -> int:
        modes: int = termios.tcgetattr(self.process.child_fd)[3]
        return modes & (termios.ICANON | termios.ECHO)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def _read(self) -> bool:
        try:
            data = self.process.read_nonblocking(65536, timeout=0.1)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(data)
        return True


Open = Callable[..., Terminal]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def terminal(data: Path) -> Iterator[Open]:
    opened: list[Terminal] = []

    def make(*arguments: str, size: tuple[int, int] = (80, 24), **environ: str) -> Terminal:
        opened.append(Terminal([*arguments, "--mute"], data, size, environ))
        return opened[-1]

    yield make
    for each in opened:
        each.process.close(force=True)


@pytest.fixture
def script(tmp_path: Path) -> str:
    file = tmp_path / "mon-pitch.md"
    file.write_text(SCRIPT, encoding="utf-8")
    return str(file)


def kept(data: Path) -> TimerRecord:
    with open_store(data) as store:
        (summary,) = store.sessions(5)
        assert summary.kind == "timer"
        record = store.load(summary.id).timer
    assert record is not None
    return record


def frozen(terminal: Terminal) -> str:
    """The screen at 0 s of the phase that is on."""
    terminal.shows("/ 0:30")
    terminal.press(" r")
    # Paused in its first second, the phase that is not begun again yet shows 0:00, too, and a bar.
    return terminal.until(
        lambda text: "▌▌ Pause" in text and "0:00 / 0:30" in text and "━" not in text
    )


@pytest.mark.parametrize(
    ("name", "size", "options"),
    [
        ("80x24", (80, 24), []),
        ("40x20", (40, 20), []),
        ("120x40-prompt", (120, 40), ["--prompt"]),
    ],
)
def test_the_first_screen(
    name: str,
    size: tuple[int, int],
    options: list[str],
    terminal: Open,
    script: str,
    golden: Callable[[str, str], None],
) -> None:
    opened = terminal("--script", script, "--language", "fr", *options, size=size)
    golden(f"timer-terminal-{name}.txt", frozen(opened) + "\n")
    opened.press("q")
    assert opened.end() == 0


def test_a_run_by_hand(terminal: Open, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    opened = terminal("--phases", "a 1s, b 3s", "--json", str(file))
    opened.shows("a · b", "1/2", "● Dans les temps")
    opened.shows("dépassé", "de retard sur le plan")
    opened.press("\r")
    opened.shows("2/2", "de retard sur le plan")
    opened.press("+")
    opened.shows("+15 s sur le plan", "/ 0:18")
    opened.press("b")
    opened.shows("1/2")
    opened.press("\r")
    opened.shows("2/2")
    opened.press("\r")
    assert opened.end() == 0
    assert "a (2 essais)" in opened.after
    assert "Total" in opened.after
    record = kept(data)
    assert [(each.phase_id, each.end) for each in record.tries] == [
        ("a", "next"),
        ("b", "back"),
        ("a", "next"),
        ("b", "next"),
    ]
    assert (record.reason, record.tries[1].target_s) == ("completed", 18.0)
    run = json.loads(file.read_text(encoding="utf-8"))
    assert run["schema"] == "interviewer.timer/1"
    assert run["taken_s"] == pytest.approx(record.tries[2].taken_s + record.tries[3].taken_s, 0.01)


def test_ctrl_c_shows_what_was_done(terminal: Open, data: Path) -> None:
    opened = terminal("--phases", "a 30s, b 3s")
    modes = opened.line_modes()
    opened.shows("0:30")
    assert opened.line_modes() == 0 != modes
    opened.press("\r")
    opened.shows("2/2")
    opened.press("\x03")
    assert opened.end() == 130
    assert "b (interrompue)" in opened.after
    assert "2 phases comptent sur 2" in opened.after
    assert opened.after.rstrip().endswith("Arrêté.")
    assert kept(data).reason == "quit"


def test_asked_to_end_it_keeps_the_run(terminal: Open, data: Path) -> None:
    opened = terminal("--phases", "a 30s")
    opened.shows("0:30")
    opened.signal(signal.SIGTERM)
    assert opened.end() == 130
    assert b"\x1b[?25h" in opened.raw
    assert kept(data).tries[0].end == "quit"


def test_suspended_it_gives_the_terminal_back(terminal: Open, data: Path) -> None:
    opened = terminal("--phases", "a 1s, b 1s, c 60s", "--auto")
    before = opened.line_modes()
    opened.shows("1/3")
    opened.press("\x1a")
    _await(lambda: _is_stopped(opened.process.pid))
    assert opened.line_modes() == before != 0
    opened.process.expect_exact(b"\x1b[?1049l")
    time.sleep(2.2)
    opened.signal(signal.SIGCONT)
    # The clock has run on in real time: the first two phases are over.
    opened.shows("3/3", "c")
    assert opened.line_modes() == 0
    opened.press("q")
    assert opened.end() == 0
    assert [each.ended_s for each in kept(data).tries[:2]] == [1.0, 2.0]


def test_another_size_of_the_window(terminal: Open) -> None:
    opened = terminal("--phases", "premier 30s, second 30s")
    opened.shows("Entrée suite · Espace pause · b retour · r refaire")
    opened.press(" r")
    opened.shows("▌▌ Pause")
    opened.resize(40, 16)
    opened.until(lambda text: "Phase ─" in text and text.splitlines()[-2].endswith("b retour"))
    opened.press("q")
    assert opened.end() == 0


def test_without_colours_the_words_remain(terminal: Open) -> None:
    opened = terminal("--phases", "a 30s", NO_COLOR="1")
    opened.shows("● Dans les temps")
    opened.press("q")
    assert opened.end() == 0
    assert not set(_colours(opened.raw)) & {"31", "32", "33"}


def test_in_a_pipe_it_prints_a_line_a_phase(data: Path) -> None:
    output, code = pexpect.run(
        f"/bin/sh -c \"{sys.executable} -m interviewer timer --phases 'a 1s, b 1s' --mute"
        ' </dev/null 2>&1 | cat"',
        withexitstatus=True,
        env={**os.environ, "INTERVIEWER_DATA": str(data), "LANGUAGE": "en"},
        timeout=WAIT_S,
    )
    lines = output.decode().splitlines()
    assert code == 0
    # Nothing can press Enter: the phases move on by themselves.
    assert lines[:2] == ["0:00  1/2  a, 1\u00a0s", "0:01  2/2  b, 1\u00a0s"]
    assert [line.split()[0] for line in lines[4:7]] == ["a", "b", "Total"]


def test_a_file_that_is_not_valid_is_told_though_the_screen_stood_already(
    terminal: Open, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mien.toml"
    file.write_text(
        'id = "mien"\ntitle = "Mien"\nlanguage = "fr"\n[[phase]]\nid = "a"\ntitle = "A"\n'
        'kind = "pitch"\ntarget = "30s"\nprompt = "?"\ncolour = "red"\n',
        encoding="utf-8",
    )
    opened = terminal(str(file))
    assert opened.end() == 2
    assert "colour" in opened.after
    assert "ligne 10" in opened.after.replace("\r\n", " ")


def test_a_file_that_is_not_valid_is_told_to_who_leaves_at_once(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "mien.toml"
    file.write_text(
        'id = "mien"\ntitle = "Mien"\nlanguage = "fr"\n[[phase]]\nid = "a"\ntitle = "A"\n'
        'kind = "pitch"\ntarget = "30s"\nprompt = "?"\ncolour = "red"\n',
        encoding="utf-8",
    )
    result = subprocess.run(
        [sys.executable, "-m", "interviewer", "timer", str(file), "--mute"],
        input="q\n",
        capture_output=True,
        text=True,
        env={**os.environ, "INTERVIEWER_DATA": str(data), "LANGUAGE": "en"},
        timeout=WAIT_S,
        check=False,
    )
    assert result.returncode == 2
    assert "colour" in result.stderr


def test_a_history_that_cannot_be_used_is_told_after_the_table(terminal: Open, data: Path) -> None:
    data.mkdir()
    (data / "sessions.db").write_bytes(b"no store at all" * 100)
    opened = terminal("--phases", "a 30s")
    opened.shows("0:30")
    opened.press("\r")
    assert opened.end() == 2
    assert opened.after.index("Total") < opened.after.index("sessions.db")


def _colours(raw: bytes) -> list[str]:
    codes = re.findall(rb"\x1b\[([0-9;]*)m", raw)
    return [code for each in codes for code in each.decode().split(";")]


def _is_stopped(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state == "T"


def _await(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
