"""The session on a terminal: the screen at the virtual desk, with real weights."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyte
import pytest

if TYPE_CHECKING:
    from tests.device.conftest import SoundStack

pytestmark = [pytest.mark.device, pytest.mark.model]

PITCH = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min"

_PIECE = 100
"""Characters: less than a line and what moves the cursor to it."""


class Terminal:
    """``interviewer rehearse`` on a terminal of 80 by 24."""

    def __init__(self, sound: SoundStack, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.Stream(self._screen)
        self._unread = ""
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "interviewer", "rehearse", *arguments],
            env={**sound.env, "INTERVIEWER_DATA": str(folder / "data"), "TERM": "xterm-256color",
                 "PYTHONUTF8": "1"},
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=120,
        )  # fmt: skip

    def until(self, *texts: str) -> str:
        """The screen, once all of ``texts`` stand on it at the same time, however late this looks."""
        deadline = time.monotonic() + 120
        while not all(text in self.shown for text in texts):
            assert time.monotonic() < deadline, f"{texts} were not shown:\n{self.shown}"
            try:
                # Piece by piece: on a busy machine several pictures wait to be read.
                self._unread = self._unread or self.process.read_nonblocking(4096, timeout=60)
            except pexpect.EOF:
                pytest.fail(f"it ended before {texts} were shown:\n{self.shown}")
            self._stream.feed(self._unread[:_PIECE])
            self._unread = self._unread[_PIECE:]
        return self.shown

    @property
    def shown(self) -> str:
        """The screen now, with spaces for those that do not break."""
        lines = "\n".join(line.rstrip() for line in self._screen.display)
        return lines.replace("\u00a0", " ").replace("\u202f", " ")

    def rest(self) -> None:
        """Reads until the program ends."""
        self._stream.feed(self._unread + self.process.read())
        self.process.close()


def test_the_screen_of_80_by_24(sound: SoundStack, tmp_path: Path) -> None:
    sound.breathe()
    terminal = Terminal(
        sound, tmp_path, "pitch-3min", "--phase", "questions", "--mute", "--no-keep-audio"
    )
    waiting = terminal.until("sur 15 s", "1/1", "q : quitter")
    sound.play(PITCH / "questions.flac")
    assert "Fin dans" not in waiting
    counting = terminal.until(" s, sauf si vous continuez.", "sur 15 s")
    # Of its seconds a machine that is held up may skip one.
    assert re.search(r"Fin dans \d s, sauf si vous continuez\.", counting)
    terminal.until("Une question de terrain", "Quelque chose à ajouter")
    terminal.process.send("\r")
    terminal.rest()
    assert terminal.process.exitstatus == 0
    assert "Total" in terminal.shown
    assert clock(waiting) != clock(counting)
    assert "questions.flac" not in terminal.shown
    assert not list(tmp_path.glob("data/audio/*/*.wav"))


def clock(shown: str) -> list[str]:
    """The three rows of big digits."""
    lines = shown.splitlines()
    (last,) = (index for index, line in enumerate(lines) if "sur 15 s" in line)
    return lines[last - 2 : last + 1]
